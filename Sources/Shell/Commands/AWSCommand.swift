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
    let words = asHelp(arguments)
    if words.last == help || (session.workspace == nil && !needsWorld(words)) {
      return try help(words, in: session)
    }
    if session.workspace == nil, let failure = typo(in: words, session) { throw failure }
    var workspace = try session.openWorkspace()
    let outcome = workspace.perform(aws: arguments)
    session.workspace = workspace
    try session.save()
    return output(outcome, in: session)
  }

  /// What is wrong with the service or operation of a line that no world is there for; `nil` where both are names.
  private static func typo(in words: [String], _ session: Session) -> CommandFailure? {
    do throws(CommandFailure) {
      _ = try help(words.prefix(2).filter { !$0.hasPrefix("-") } + [help], in: session)
      return nil
    } catch {
      return error
    }
  }

  /// Help needs no world: it comes from the tables.
  package static func needsWorld(_ arguments: [String]) -> Bool {
    !arguments.isEmpty && !asksForHelp(arguments) && arguments.first != "configure"
  }

  /// Whether the words behind `aws` ask for help.
  static func asksForHelp(_ arguments: [String]) -> Bool { asHelp(arguments).last == help }

  private static let help = "help"

  /// The words with `help` at the end, where AWS wants it: people also write `aws help ec2` and `aws ec2 help run-instances`.
  private static func asHelp(_ words: [String]) -> [String] {
    guard let place = words.prefix(2).firstIndex(of: help), words.count <= 3,
      words.allSatisfy({ !$0.hasPrefix("-") })
    else { return words }
    return words.enumerated().filter { $0.offset != place }.map(\.element) + [help]
  }

  private static func help(
    _ arguments: [String], in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let words = arguments.isEmpty ? [help] : arguments
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .forbidden }, uniqueText: { "" })
    let command: ParsedAWSCommand
    do throws(AWSUsageError) {
      command = try AWSCommandLine.parse(words, catalog: session.builder.operations, context: context)
    } catch {
      if let found = AWSHelp.operations(containing: words, in: session) { return found }
      throw failure(of: error, words, in: session)
    }
    switch command {
    case .help(let topic, _): return AWSHelp.output(topic, in: session)
    case .configure(let words, _): return AWSConfigure.output(words, in: session)
    case .call, .wait, .skeleton, .s3, .version: throw CommandFailure("session.no-world")
    }
  }

  /// Why there is no help on words: the nearest names, and where all names stand.
  private static func failure(
    of error: AWSUsageError, _ words: [String], in session: Session
  ) -> CommandFailure {
    let service = words.first ?? ""
    let isService = service != "s3" && !session.builder.operations.services.contains(service)
    let typed = isService ? service : words.dropLast().last ?? ""
    let near = error.suggestions.map { "`\($0)`" }.joined(separator: ", ")
    let values: [String: TextValue] = [
      "service": .string(service), "name": .string(typed), "near": .string(near),
      "count": .integer(error.suggestions.count),
    ]
    switch error.kind {
    case .usage:
      return CommandFailure(
        "aws.help-no-\(isService ? "service" : "operation")\(near.isEmpty ? "" : "-near")", values,
        status: usageStatus)
    case .notModelled(let service, let operation?):
      return CommandFailure(
        "aws.help-operation-refused", ["service": .string(service), "name": .string(operation)],
        status: usageStatus)
    case .notModelled(let service, nil):
      return CommandFailure("aws.help-service-refused", ["name": .string(service)], status: usageStatus)
    case .damagedTable(let error):
      return CommandFailure("aws.damaged-table", ["reason": .string("\(error)")], status: 3)
    case .unknownOptions, .parameter, .validation, .value, .query, .refusedOption:
      return CommandFailure("help-page.bad-usage", status: usageStatus)
    }
  }

  /// AWS's own exit status of a line that it cannot read.
  private static let usageStatus: Int32 = 252

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
      let isOfNobody = refusal.namesNobody(in: session.workspace?.world)
      let instead = refusal.insteadID.flatMap { session.texts.contains($0) ? $0 : nil }
      // What to write instead of an option comes in place of the advice to leave it out.
      let isReplaced = instead?.hasPrefix("aws-instead.") == true
      let id = isReplaced ? "aws.member-replaced" : refusal.textID
      document.paragraph(session.text(isOfNobody ? "aws.profile-of-nobody" : id, refusal.textValues))
      if let instead { document.paragraph(session.text(instead)) }
    } else {
      if let error = outcome.error { gloss(error, of: outcome.failedCall, into: &document, in: session) }
      if outcome.status != 0, let file = session.workspace?.fileFailure {
        document.explain(file, in: session)
      }
      if let advice = outcome.advice {
        let dangling = advice.danglingName(in: session.workspace?.world)
        document.hint(
          session.text(dangling?.textID ?? advice.textID, dangling?.textValues ?? advice.textValues))
      }
      if let name = BareFileName.of(outcome, in: session) {
        document.paragraph(session.text("file.bare-name", ["file": .string(name)]))
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

  /// What an error means, of this very call where the catalogue has a sentence on it, and what stands in the way.
  private static func gloss(
    _ error: AWSError, of call: AWSOutcome.FailedCall?, into document: inout Document, in session: Session
  ) {
    if let change = error.change {
      document.paragraph(
        session.text(
          "aws.identities-changed", ["age": .duration(nanoseconds: change.age.nanoseconds)]))
      return
    }
    if let malformed = error.malformedID {
      let values: [String: TextValue] = [
        "given": .string(malformed.given), "prefix": .string(malformed.prefix),
      ]
      let id = "aws.malformed-\(malformed.flaw.rawValue)"
      let own = id + "-\(malformed.prefix.dropLast())"
      document.hint(session.text(session.texts.contains(own) ? own : id, values))
      return
    }
    let isOfValues = ["ValidationError", "ValidationException", "InvalidParameterException"].contains(
      error.code)
    if isOfValues, let names = error.alternatives?.among, !names.isEmpty {
      document.paragraph(
        session.text(
          "aws.there-are", ["names": .string(names.prefix(8).map { "`\($0)`" }.joined(separator: ", "))]),
        style: .muted)
      return
    }
    let facts = FailureFacts(error: error, call: call, world: session.workspace?.world)
    if let entry = AWSErrorCase.of(facts) {
      return append(entry, of: facts, to: &document, in: session)
    }
    let own = call.map { "aws-call-errors.\($0.service).\($0.operation).\(error.code.glossKey)" }
    let general = "aws-errors.\(error.code.glossKey)"
    if let own, session.texts.contains(own) {
      document.hint(session.text(own))
    } else if let entry = AWSErrorCase.ofMissingOption(facts, options(of: call, in: session)) {
      append(entry, of: facts, to: &document, in: session)
    } else if session.texts.contains(general) {
      document.hint(session.text(general))
    }
    guard !error.dependents.isEmpty else { return }
    document.code(
      error.dependents.prefix(mostDependents).map(\.removal).joined(separator: "\n"), language: "sky")
    if let group = error.dependents.lazy.compactMap(\.scalingGroupOfWearer).first {
      document.paragraph(session.text("aws.dependents-group", ["name": .string(group)]), style: .muted)
    }
    let rest = error.dependents.count - mostDependents
    if rest > 0 {
      document.paragraph(
        session.text("aws.dependents-more", ["count": .integer(rest)]), style: .muted)
    }
  }

  /// The options that a call takes, with their hyphens.
  private static func options(of call: AWSOutcome.FailedCall?, in session: Session) -> [String] {
    guard let call, let table = try? session.builder.operations.service(call.service) else { return [] }
    return table.operation(cliName: call.operation)?.options.map { "--\($0.name)" } ?? []
  }

  /// What a case says, with the lines that help.
  private static func append(
    _ entry: AWSErrorCase, of facts: FailureFacts, to document: inout Document, in session: Session
  ) {
    var values = entry.values
    let steps = entry.id == "denied-by-bucket" ? session.workspace?.stepsToBucketPolicy : nil
    if let steps { values["steps"] = .integer(steps) }
    document.hint(session.text("aws-cases.\(entry.id)\(steps == nil ? "" : "-undo")", values))
    guard !entry.lines.isEmpty else { return }
    let isElsewhere = facts.region != session.workspace?.region
    let lines = entry.lines.map { line in
      isElsewhere && line.hasPrefix("aws ") && !line.hasPrefix("aws iam ") && !line.contains(" --region ")
        ? "\(line) --region \(facts.region?.rawValue ?? "")" : line
    }
    document.code(lines.joined(separator: "\n"), language: "sky")
  }

  private static let mostDependents = 6

  /// A usage error without most of the choices, of which `ec2` has over seven hundred: they would push the line that
  /// was typed off the screen. Scripts get them all, as AWS prints them.
  private static func shortened(_ error: String, in session: Session) -> String {
    let lines = error.split(separator: "\n", omittingEmptySubsequences: false)
    let choices = lines.indices.filter { lines[$0].contains(" | ") }
    guard choices.count > mostChoiceLines, let first = choices.first, var last = choices.last else {
      return error
    }
    // An odd number of choices leaves one alone on its line.
    if last + 1 < lines.count, lines[last + 1].split(separator: " ").count == 1 { last += 1 }
    let left = lines[(first + mostChoiceLines)...last].reduce(0) { $0 + $1.split(separator: "|").count }
    let rest = session.text("aws.more-choices", ["count": .integer(left)])
    let kept = lines[..<(first + mostChoiceLines)] + [Substring(rest)] + lines[(last + 1)...]
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
  var textID: String {
    switch self {
    case .service: "aws.service-not-modelled"
    case .operation: "aws.operation-not-modelled"
    case .member(_, _, let name):
      name.contains(" ") ? "aws.part-not-modelled" : "aws.member-not-modelled"
    case .option: "aws.option-not-modelled"
    case .damagedTable: "aws.damaged-table"
    case .profile: "aws.profile-unknown"
    case .profileWithoutKeys: "aws.profile-without-keys"
    case .roleWithoutSource: "aws.profile-role-without-source"
    case .roleWithDevice: "aws.profile-role-with-device"
    case .outputFile: "aws.object-too-long"
    }
  }

  var textValues: [String: TextValue] {
    switch self {
    case .service(let name): ["service": .string(name)]
    case .operation(let service, let name):
      ["service": .string(service), "operation": .string(Self.typed(name))]
    case .member(let service, let operation, let name):
      ["service": .string(service), "operation": .string(operation), "name": .string(name)]
    case .option(let name), .profile(let name), .profileWithoutKeys(let name), .roleWithoutSource(let name):
      ["name": .string(name)]
    case .damagedTable(let reason): ["reason": .string(reason)]
    case .roleWithDevice(let profile, let role, let device):
      ["name": .string(profile), "role": .string(role), "device": .string(device)]
    case .outputFile: [:]
    }
  }

  /// Whether it names a profile for which there is not even a user.
  fileprivate func namesNobody(in world: World?) -> Bool {
    guard case .profile(let name) = self, let users = world?.iam.directory.users else { return false }
    return users[name.lowercased()] == nil
  }

  /// The id of the sentence that says how the same is done here, where there is one.
  fileprivate var insteadID: String? {
    switch self {
    case .service(let name): return "aws-elsewhere.services.\(name)"
    case .operation(let service, let name): return "aws-elsewhere.operations.\(service).\(Self.typed(name))"
    case .member, .option, .damagedTable, .outputFile, .profile, .profileWithoutKeys, .roleWithoutSource,
      .roleWithDevice:
      break
    }
    guard case .member(let service, let operation, let name) = self else { return nil }
    if name.lowercased().contains("ipv6") { return "aws.instead-ipv6" }
    let option = name.drop { $0 == "-" }.prefix { $0 != " " }
    return "aws-instead.\(service).\(Self.typed(operation)).\(option)"
  }

  /// A name as it is typed: `DescribeFleets` as `describe-fleets`.
  private static func typed(_ name: String) -> String {
    name.contains { $0.isUppercase } ? CommandLineName.of(name) : name
  }
}
