package import Cloud
package import CloudAPI
package import Course
package import EventKernel

/// Why a start world cannot be made: the content is broken.
package enum WorldBuildError: Error, Sendable, Equatable {
  /// An image of the lab cannot be registered.
  case image(name: String, AWSFailure)
  /// A line of the set-up failed.
  case setup(file: String, line: Int, reason: String)
}

/// Makes the worlds that labs and lessons begin in.
package struct WorldBuilder: Sendable {
  /// Regions, types and prices.
  package let catalog: Catalog
  /// The operation tables.
  package let operations: OperationCatalog
  private let memory: WorldMemory?

  /// - Parameter memory: keeps what is made, so that it is made once; `nil` makes each world anew.
  package init(catalog: Catalog, operations: OperationCatalog, memory: WorldMemory? = nil) {
    self.catalog = catalog
    self.operations = operations
    self.memory = memory
  }

  /// The workspace in which a lab or lesson begins: account, images, users, then the set-up's lines.
  ///
  /// - Parameters:
  ///   - name: the lab's or lesson's id, for the journal's header.
  ///   - script: the set-up as `.sky` lines with the file they are from; `nil` for none.
  ///   - seed: another world seed than the start world's, for a student's variant.
  package func workspace(
    _ start: StartWorld, name: String, version: String, script: LabScript?, seed: WorldSeed? = nil
  ) throws(WorldBuildError) -> Workspace {
    let seed = seed ?? start.worldSeed
    let origin = WorldMemory.Origin(name: name, version: version, seed: seed, script: script, start: start)
    if let known = memory?.workspace(from: origin) { return known }
    var world = World(catalog: catalog, seed: seed)
    world.openAccount(in: [start.region])
    if !start.countsDiscounts { world.leaveDiscountsOut() }
    var variables: [String: String] = [:]
    var exported: [String] = []
    for image in start.images {
      let id =
        image.product.map {
          world.registerProductImage(
            named: image.name, architecture: image.architecture.rawValue, app: image.app, product: $0,
            in: start.region)
        }
        ?? world.registerImage(
          named: image.name, architecture: image.architecture.rawValue, app: image.app, in: start.region)
      variables[image.variable] = id.description
      exported.append(image.variable)
    }
    world.setWorkload(start.workload)
    var workspace = Workspace(
      world: world, header: Journal.Header(lab: name, labVersion: version, worldSeed: seed),
      region: start.region, catalog: operations, variables: variables, exported: exported)
    if let script {
      let runner = ScriptRun(text: script.text)
      if let failure = runner.run(on: &workspace) {
        throw .setup(file: script.file, line: failure.line, reason: failure.reason)
      }
    }
    let made = workspace.rebased()
    memory?.keep(made, from: origin)
    return made
  }
}

/// The lines of a script, run one by one until one fails.
package struct ScriptRun: Sendable {
  /// Where and why a script stopped.
  package struct Failure: Error, Sendable {
    /// The line's number in the script, from 1.
    package let line: Int
    /// The line itself.
    package let text: String
    /// What stands in its way.
    package let cause: Cause
    /// The status that it ended with.
    package let status: Int32
  }

  /// What can stand in a line's way.
  package enum Cause: Sendable {
    /// The line itself.
    case line(LineFailure)
    /// Its `aws` call failed or was refused.
    case call(AWSOutcome)
    /// A script has no such command.
    case unknownCommand(String)
    /// Its command ended with a status other than 0.
    case status(Int32)
  }

  private let text: String

  /// A script of `.sky` lines, which may end as Windows ends them; a backslash at the end continues a line.
  package init(text: String) {
    self.text = text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n") : text
  }

  /// The logical lines with the number of their first physical line; here-documents are not part of scripts.
  package var lines: [(number: Int, text: String)] {
    var lines: [(number: Int, text: String)] = []
    var open: (number: Int, text: String)?
    for (index, physical) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let joined = open.map { $0.text + "\n" + physical } ?? String(physical)
      let number = open?.number ?? index + 1
      if LineContinuation.isOpen(joined) {
        open = (number, joined)
      } else {
        open = nil
        lines.append((number, joined))
      }
    }
    if let open { lines.append(open) }
    return lines
  }

  /// Runs all lines; gives where it stopped, or `nil` when all were done.
  ///
  /// - Parameter other: does the commands that a workspace does not know; answers whether it did.
  package func run(
    on workspace: inout Workspace,
    other: (inout Workspace, _ command: String, _ arguments: [String]) -> Int32? = { _, _, _ in nil }
  ) -> Failure? {
    for line in lines {
      if let failure = perform(line, on: &workspace, other: other) { return failure }
    }
    return nil
  }

  /// Does a line, with what `&&`, loops and conditions hold together; what failed last counts when the whole has failed.
  private func perform(
    _ line: (number: Int, text: String), on workspace: inout Workspace,
    other: (inout Workspace, _ command: String, _ arguments: [String]) -> Int32?
  ) -> Failure? {
    var cause: Cause?
    func failure(_ cause: Cause, _ status: Int32) -> Failure {
      Failure(line: line.number, text: line.text, cause: cause, status: status)
    }
    do throws(LineFailure) {
      var walk = ShellWalk(try ShellProgram.read(line.text))
      while let request = try walk.next() {
        switch request {
        case .values(let words): walk.take(values: try workspace.values(of: words))
        case .line(let line):
          walk.status = 0
          switch try workspace.execute(line) {
          case .nothing, .assigned, .waited, .wrote: continue
          case .aws(let outcome):
            walk.status = outcome.status
            if outcome.status != 0 { cause = .call(outcome) }
          case .other(let command, let arguments):
            let status =
              runOther(command, arguments, on: &workspace) ?? other(&workspace, command, arguments)
            guard let status else { return failure(.unknownCommand(command), 2) }
            walk.status = status
            if status != 0 { cause = .status(status) }
          }
        }
      }
      return walk.status == 0 ? nil : failure(cause ?? .status(walk.status), walk.status)
    } catch {
      return failure(.line(error), 2)
    }
  }

  /// `run SPAN` in a script: time passes with the world's users.
  private func runOther(_ command: String, _ arguments: [String], on workspace: inout Workspace) -> Int32? {
    guard command == "run", arguments.count == 1, let span = SpanText.duration(arguments[0]) else {
      return nil
    }
    do {
      _ = try workspace.run(for: span)
      return 0
    } catch {
      return 1
    }
  }
}

/// Whether a line goes on: it ends in a backslash, or in a quote or substitution that is not closed.
package enum LineContinuation {
  /// Whether another line belongs to this one.
  package static func isOpen(_ text: String) -> Bool {
    do throws(ShellLineError) {
      _ = try ShellProgram.parse(text)
      return false
    } catch {
      switch error {
      case .openQuote, .openSubstitution, .unfinished: return true
      case .badVariable, .expansion, .refused, .block, .placeholder, .blankAfterBackslash, .typographic,
        .wideSpace,
        .literalInQuotes, .substitutionNeedsAWS, .tooLong:
        return false
      }
    }
  }
}
