package import Assessment
package import Cloud
package import Course
import EventKernel
package import Texts

/// The designs of a lab's folder as worlds: the start world, its reference solutions, its wrong ones.
package struct LabDesigns {
  package let lab: Lab
  package let folder: LabFolder
  private let builder: WorldBuilder
  private let start: Workspace
  private let setup: LabScript
  /// The sentences for what is wrong; `nil` for codes.
  private let texts: TextCatalogue?

  /// Reads the lab and makes its start world; throws a failure that names the first thing that is wrong.
  package init(
    of folder: LabFolder, builder: WorldBuilder, texts: TextCatalogue? = nil
  ) throws(CommandFailure) {
    self.texts = texts
    let collector = DiagnosticCollector()
    guard let lab = folder.lab(collector), let setup = folder.setup(collector), collector.count == 0 else {
      throw Self.broken(folder, collector)
    }
    guard lab.header.kind == .design else {
      throw CommandFailure("live.no-proof", ["lab": .string(lab.id.rawValue)], status: 2)
    }
    self.lab = lab
    self.folder = folder
    self.builder = builder
    self.setup = setup
    do throws(WorldBuildError) {
      start = try builder.workspace(
        lab.start, name: lab.id.rawValue, version: lab.version.description, script: setup)
    } catch {
      throw CommandFailure(
        "lab.setup-failed", ["name": .string(lab.id.rawValue), "reason": .string("\(error)")], status: 3)
    }
  }

  /// The start world, the solutions and the wrong designs, each in byte order of their names.
  package func all() throws(CommandFailure) -> [ProofDesign] {
    let collector = DiagnosticCollector()
    let solutions = folder.solutions(collector)
    let wrong = folder.wrongSolutions(collector)
    guard collector.count == 0 else { throw Self.broken(folder, collector) }
    var designs = [
      ProofDesign(
        name: "start", expectation: .scoresNothing, world: settled(start).world,
        script: SHA256.digest(of: setup.text))
    ]
    for solution in solutions { designs.append(try design(solution) { _ in .passes }) }
    for design in wrong {
      designs.append(
        try self.design(design.script) { (workspace) throws(CommandFailure) in
          try Self.expectation(of: design, in: workspace)
        })
    }
    return designs
  }

  /// The world of one design, settled: `start`, a solution or a wrong design; `nil` where none has the name.
  package func world(named name: String) throws(CommandFailure) -> World? {
    if name == "start" { return settled(start).world }
    let collector = DiagnosticCollector()
    let scripts = folder.solutions(collector) + folder.wrongSolutions(collector).map(\.script)
    guard collector.count == 0 else { throw Self.broken(folder, collector) }
    guard let script = scripts.first(where: { $0.name == name }) else { return nil }
    return try run(script.text, file: script.file).world
  }

  /// The world that lines make of the start world, settled; throws where a line fails.
  package func world(of text: String) throws(CommandFailure) -> World {
    try run(text, file: lab.id.rawValue).world
  }

  private func run(_ text: String, file: String) throws(CommandFailure) -> Workspace {
    var workspace = start
    if let failure = ScriptRun(text: text).run(on: &workspace) {
      throw CommandFailure(failure, file: file, in: texts)
    }
    return settled(workspace)
  }

  private func design(
    _ script: LabScript,
    _ expectation: (Workspace) throws(CommandFailure) -> ProofDesign.Expectation
  ) throws(CommandFailure) -> ProofDesign {
    let done = try run(script.text, file: script.file)
    return ProofDesign(
      name: script.name, expectation: try expectation(done), world: done.world,
      script: SHA256.digest(of: script.text))
  }

  private static func expectation(
    of design: WrongSolution, in workspace: Workspace
  ) throws(CommandFailure) -> ProofDesign.Expectation {
    switch design.reason {
    case .measure: return .breaksOnly(check: design.check)
    case .cause(let code, let resource):
      do throws(ResourcePattern.UnknownVariable) {
        return .fails(
          check: design.check, cause: code, resource: try resource.expanded { workspace.variables[$0] })
      } catch {
        throw CommandFailure(
          "prove.unknown-variable", ["path": .string(design.script.file), "name": .string(error.name)],
          status: 3)
      }
    }
  }

  private func settled(_ workspace: Workspace) -> Workspace {
    var copy = workspace
    copy.waitUntilSettled()
    return copy
  }

  private static func broken(_ folder: LabFolder, _ collector: DiagnosticCollector) -> CommandFailure {
    CommandFailure(broken: folder.id, collector)
  }
}
