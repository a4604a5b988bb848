import Cloud
package import CloudAPI
import Course
import EventKernel
import Terminal
import Texts

extension Session {
  /// Reads and does one line as typed, shows what it gives, and answers its exit status.
  @discardableResult
  package func perform(_ text: String) -> Int32 {
    Interrupt.clear()
    do {
      lastStatus = try performing(text)
    } catch {
      lastStatus = show(error)
    }
    workspace?.lastStatus = lastStatus
    return lastStatus
  }

  private func performing(_ text: String) throws(CommandFailure) -> Int32 {
    let line: ShellLine
    do throws(ShellLineError) {
      line = try ShellLineParser.parse(text)
    } catch {
      throw failure(of: error)
    }
    guard !line.isEmpty else { return lastStatus }
    guard var space = workspace else { return try performOutside(line) }
    space.width = screen.width
    space.lastStatus = lastStatus
    let outcome: LineOutcome
    do throws(LineFailure) {
      outcome = try space.execute(line)
    } catch {
      workspace = space
      try save()
      throw failure(of: error)
    }
    workspace = space
    try save()
    switch outcome {
    case .nothing: return lastStatus
    case .assigned: return 0
    case .aws(let outcome): return show(outcome)
    case .waited(let span): return show(WaitCommand.output(waited: span, in: self))
    case .other(let command, let arguments): return try dispatch(command, arguments)
    }
  }

  /// A line typed outside of any world: commands alone; variables and `aws` need a world.
  private func performOutside(_ line: ShellLine) throws(CommandFailure) -> Int32 {
    guard line.assignments.isEmpty, let first = line.words.first else {
      throw CommandFailure("session.no-world")
    }
    var words: [String] = []
    for word in line.words {
      var text = ""
      for piece in word {
        guard case .text(let part) = piece else { throw CommandFailure("session.no-world") }
        text += part
      }
      words.append(text)
    }
    if first == [.text("aws")] { throw CommandFailure("session.no-world") }
    return try dispatch(words[0], Array(words.dropFirst()))
  }

  /// Runs a command of the table and shows what it gives.
  package func dispatch(_ name: String, _ arguments: [String]) throws(CommandFailure) -> Int32 {
    guard let command = CommandTable.command(name) else {
      throw unknown(name)
    }
    if arguments == ["--help"] || arguments == ["-h"] {
      return show(try HelpCommand.run([name], in: self))
    }
    return show(try command.run(arguments, in: self))
  }

  private func unknown(_ name: String) -> CommandFailure {
    let near = NearestName.of(name, among: CommandTable.all.map { $0.name } + ["aws", "export"])
    guard let near else { return CommandFailure("session.unknown-command", ["name": .string(name)]) }
    return CommandFailure(
      "session.unknown-command-near", ["name": .string(name), "near": .string(near)])
  }

  /// Shows what a command gave; the exit status is its own.
  @discardableResult
  package func show(_ output: CommandOutput) -> Int32 {
    if wantsJSON, output.raw == nil {
      do {
        screen.write(try ValueEncoder().encode(AnyEncodable(output.result)).json(.pretty) + "\n")
      } catch {
        preconditionFailure("The result of a command cannot be encoded: \(error)")
      }
      return output.status
    }
    if let raw = output.raw { screen.write(Sanitizer.visible(raw, layout: .lines)) }
    if let rawError = output.rawError { screen.writeError(Sanitizer.visible(rawError, layout: .lines)) }
    if !output.document.isEmpty {
      if output.status == 0 || output.raw == nil && output.rawError == nil {
        screen.show(output.document)
      } else {
        screen.showError(output.document)
      }
    }
    return output.status
  }

  /// Shows what an `aws` line gave, and what its error means in the learner's language.
  package func show(_ outcome: AWSOutcome) -> Int32 {
    if let topic = outcome.help { return show(AWSHelp.output(topic, in: self)) }
    if let words = outcome.configure { return show(AWSConfigure.output(words, in: self)) }
    var document = Document()
    if let refusal = outcome.refusal { document.paragraph(text(refusal.textID, refusal.textValues)) }
    if let error = outcome.error, texts.contains("aws-errors.\(error.code.glossKey)") {
      document.paragraph(text("aws-errors.\(error.code.glossKey)"), style: .muted)
    }
    if outcome.waited > .zero {
      document.paragraph(
        text("session.waited", ["span": .duration(nanoseconds: outcome.waited.nanoseconds)]), style: .muted)
    }
    if !outcome.output.isEmpty { screen.write(Sanitizer.visible(outcome.output, layout: .lines)) }
    if !outcome.errorOutput.isEmpty {
      screen.writeError(Sanitizer.visible(outcome.errorOutput, layout: .lines))
    }
    if !document.isEmpty, lines.isInteractive || outcome.refusal != nil { screen.showError(document) }
    return outcome.status
  }

  /// Shows why a line was not done: what happened, then what to try.
  package func show(_ failure: CommandFailure) -> Int32 {
    var document = Document()
    document.paragraph(text(failure.id + ".message", failure.values), style: .bad)
    if texts.contains(failure.id + ".remedy") {
      document.paragraph(text(failure.id + ".remedy", failure.values))
    }
    screen.showError(document)
    return failure.status
  }

  private func failure(of error: ShellLineError) -> CommandFailure {
    switch error {
    case .openQuote(let quote): CommandFailure("words.open-quote", ["quote": .string(String(quote))])
    case .refused(let what): CommandFailure("words.refused", ["what": .string(what)])
    case .substitutionNeedsAWS(let what):
      CommandFailure("words.substitution-needs-aws", ["what": .string(what)])
    case .tooLong(let limit): CommandFailure("words.too-long", ["limit": .integer(limit)])
    case .openSubstitution, .badVariable, .unfinished: CommandFailure("words.\(error.code)")
    }
  }

  private func failure(of error: LineFailure) -> CommandFailure {
    switch error {
    case .unreadable(let error): return failure(of: error)
    case .substitution(_, let output, let status):
      screen.writeError(Sanitizer.visible(output, layout: .lines))
      return CommandFailure("words.substitution-failed", status: status)
    case .badSpan(let text): return CommandFailure("run.bad-span", ["text": .string(text)])
    case .run(let refusal): return failure(of: refusal)
    case .tooDeep: return CommandFailure("words.too-deep")
    }
  }
}

/// Lets a value of any encodable type be encoded.
private struct AnyEncodable: Encodable {
  let value: any Encodable
  init(_ value: any Encodable) { self.value = value }
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

extension String {
  /// An error code as the last part of a text's id: dots become hyphens, letters lower case.
  fileprivate var glossKey: String { lowercased().map { $0 == "." ? "-" : String($0) }.joined() }
}

extension AWSOutcome.Refusal {
  /// The id of the sentence that says what is not modelled.
  fileprivate var textID: String {
    switch self {
    case .service: "aws.service-not-modelled"
    case .operation: "aws.operation-not-modelled"
    case .member: "aws.member-not-modelled"
    case .option: "aws.option-not-modelled"
    case .damagedTable: "aws.damaged-table"
    case .highLevelS3: "aws.s3-not-modelled"
    case .outputFile: "aws.output-file-not-modelled"
    }
  }

  fileprivate var textValues: [String: TextValue] {
    switch self {
    case .service(let name): ["service": .string(name)]
    case .operation(let service, let name): ["service": .string(service), "operation": .string(name)]
    case .member(let service, let operation, let name):
      ["service": .string(service), "operation": .string(operation), "name": .string(name)]
    case .option(let name): ["name": .string(name)]
    case .damagedTable(let reason): ["reason": .string(reason)]
    case .highLevelS3, .outputFile: [:]
    }
  }
}
