import Cloud
package import CloudAPI
import EventKernel
import Terminal
import Texts

/// `aws …`: a line of the AWS CLI against the open world.
package enum AWSCommand: ShellCommand {
  package static let name = "aws"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    // Help needs no world: it comes from the tables.
    let needsNoWorld = arguments.isEmpty || arguments.last == "help" || arguments.first == "configure"
    if needsNoWorld, session.workspace == nil {
      return try help(arguments, in: session)
    }
    var workspace = try session.openWorkspace()
    let outcome = workspace.perform(aws: arguments)
    session.workspace = workspace
    try session.save()
    return output(outcome, in: session)
  }

  private static func help(
    _ arguments: [String], in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let words = arguments.isEmpty ? ["help"] : arguments
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .forbidden }, uniqueText: { "" })
    let command: ParsedAWSCommand
    do throws(AWSUsageError) {
      command = try AWSCommandLine.parse(words, catalog: session.builder.operations, context: context)
    } catch {
      throw CommandFailure("session.no-world")
    }
    switch command {
    case .help(let topic, _): return AWSHelp.output(topic, in: session)
    case .configure(let words, _): return AWSConfigure.output(words, in: session)
    case .call, .wait, .skeleton, .s3, .version: throw CommandFailure("session.no-world")
    }
  }

  /// What an `aws` line gave, and what its error means in the learner's language.
  package static func output(_ outcome: AWSOutcome, in session: Session) -> CommandOutput {
    if let topic = outcome.help { return AWSHelp.output(topic, in: session) }
    if let words = outcome.configure { return AWSConfigure.output(words, in: session) }
    var document = Document()
    let isHere = { (name: String) in OperationRegistry.all.contains { $0.service == name } }
    if let near = outcome.suggestions.first(where: isHere) ?? outcome.suggestions.first {
      document.paragraph(session.text("aws.near", ["near": .string(near)]))
    }
    if let refusal = outcome.refusal {
      document.paragraph(session.text(refusal.textID, refusal.textValues))
    } else {
      if let error = outcome.error, session.texts.contains("aws-errors.\(error.code.glossKey)") {
        document.paragraph(session.text("aws-errors.\(error.code.glossKey)"), style: .muted)
      }
      if let advice = outcome.advice {
        document.paragraph(session.text("aws.advice-\(advice.rawValue)"), style: .muted)
      }
      if session.lines.isInteractive, outcome.waited > .zero {
        let span = TextValue.duration(nanoseconds: outcome.waited.nanoseconds)
        document.paragraph(session.text("session.waited", ["span": span]), style: .muted)
      }
    }
    return CommandOutput(
      Done(), document, status: outcome.status, raw: outcome.output,
      rawError: session.lines.isInteractive
        ? shortened(outcome.errorOutput, in: session) : outcome.errorOutput)
  }

  /// A usage error without most of the choices, of which `ec2` has over seven hundred: they would push the line that
  /// was typed off the screen. Scripts get them all, as AWS prints them.
  private static func shortened(_ error: String, in session: Session) -> String {
    let lines = error.split(separator: "\n", omittingEmptySubsequences: false)
    let choices = lines.indices.filter { lines[$0].contains(" | ") }
    guard choices.count > mostChoiceLines, let first = choices.first, let last = choices.last else {
      return error
    }
    let kept = lines[..<(first + mostChoiceLines)] + ["…"] + lines[(last + 1)...]
    return kept.joined(separator: "\n")
  }

  private static let mostChoiceLines = 4
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
    case .profile: "aws.profile-unknown"
    case .outputFile: "aws.object-too-long"
    }
  }

  fileprivate var textValues: [String: TextValue] {
    switch self {
    case .service(let name): ["service": .string(name)]
    case .operation(let service, let name):
      ["service": .string(service), "operation": .string(Self.typed(name))]
    case .member(let service, let operation, let name):
      ["service": .string(service), "operation": .string(operation), "name": .string(name)]
    case .option(let name), .profile(let name): ["name": .string(name)]
    case .damagedTable(let reason): ["reason": .string(reason)]
    case .outputFile: [:]
    }
  }

  /// A name as it is typed: `DescribeFleets` as `describe-fleets`.
  private static func typed(_ name: String) -> String {
    name.contains { $0.isUppercase } ? CommandLineName.of(name) : name
  }
}
