import Cloud
import CloudAPI
import Course
import Terminal
import Texts

/// What `aws help`, `aws SERVICE help` and `aws SERVICE OPERATION help` show, all from the operation tables.
struct AWSHelp {
  private let session: Session
  private let sentences: AWSSentences
  private let help: AWSHelpTexts

  private init(session: Session) {
    self.session = session
    sentences = AWSSentences(texts: session.texts)
    help = AWSHelpTexts(texts: session.texts)
  }

  /// The page of an operation as scripts read it.
  struct OperationPage: Encodable {
    /// An option of it.
    struct Option: Encodable {
      let name: String
      let required: Bool
      let what: String
    }

    let command: String
    let what: String
    let options: [Option]
    let examples: [String]
    let refused: [String]
    let lesson: String?
  }

  /// The page of a topic.
  static func output(_ topic: AWSHelpTopic, in session: Session) -> CommandOutput {
    let help = AWSHelp(session: session)
    switch topic {
    case .root: return help.services()
    case .service(let table): return help.operations(of: table)
    case .operation(let shape): return help.operation(shape)
    case .waiters(let table): return help.waiters(of: table)
    case .waiter(let waiter, let operation): return help.waiter(waiter, operation)
    }
  }

  private func services() -> CommandOutput {
    let names = session.builder.operations.services.filter { name in
      OperationRegistry.all.contains { $0.service == name }
    }
    var document = Document()
    document.code("aws <service> <operation> [--option value …]")
    document.heading(session.text("aws.help-services"))
    for name in names { document.keyValue("`\(name)`", sentences.service(name)) }
    document.heading(session.text("aws.help-globals"))
    for name in ["--region", "--output", "--query", "--no-paginate"] {
      document.keyValue("`\(name)`", sentences.globalOption(name))
    }
    document.paragraph(session.text("aws.help-next", ["line": "aws ec2 help"]), style: .muted)
    return CommandOutput(names, document)
  }

  private func operations(of table: ServiceTable) -> CommandOutput {
    let names = OperationRegistry.all.filter { $0.service == table.cliName }
      .compactMap { table.operation(apiName: $0.name)?.cliName }
    var document = Document()
    document.paragraph(sentences.service(table.cliName))
    document.heading(session.text("aws.help-operations", ["service": .string(table.cliName)]))
    for name in names {
      document.keyValue("`\(name)`", sentences.operation(name, service: table.cliName))
    }
    if table.hasWaiters { document.keyValue("`wait`", sentences.operation("wait", service: table.cliName)) }
    let line = "aws \(table.cliName) \(names.first ?? "wait") help"
    document.paragraph(session.text("aws.help-next", ["line": .string(line)]), style: .muted)
    return CommandOutput(names, document)
  }

  private func operation(_ shape: OperationShape) -> CommandOutput {
    let service = shape.table.cliName
    var document = Document()
    guard let modelled = ModelledOperation(shape) else {
      document.paragraph(
        session.text(
          "aws.operation-not-modelled",
          ["service": .string(service), "operation": .string(shape.cliName)]))
      return CommandOutput(Done(), document)
    }
    let what = sentence(of: shape)
    document.paragraph(what)
    let options = shape.shownOptions()
    append(usage: "aws \(service) \(shape.cliName)", options, of: shape, to: &document)
    let examples = help.examples(shape.cliName, of: service)
    if !examples.isEmpty {
      document.heading(session.text("help-page.examples"))
      document.code(examples.joined(separator: "\n"))
    }
    let lesson = lesson(of: shape)
    if let lesson {
      document.paragraph(session.text("aws.help-lesson", ["line": .string("lesson \(lesson)")]))
    }
    let missing = modelled.unmodelledMembers.map { "`--\(CommandLineName.of($0))`" }
    if !missing.isEmpty {
      document.paragraph(
        session.text("aws.help-unmodelled", ["names": .string(missing.joined(separator: " "))]), style: .muted
      )
    }
    let page = OperationPage(
      command: "\(service) \(shape.cliName)", what: what,
      options: options.map {
        .init(
          name: "--" + $0.name, required: $0.isRequired, what: text(of: $0, shape) ?? sentences.option($0))
      }, examples: examples, refused: modelled.refused, lesson: lesson)
    return CommandOutput(page, document)
  }

  /// What an operation does: its own sentence, or its verb and noun where it has none.
  private func sentence(of shape: OperationShape) -> String {
    help.what(shape.cliName, of: shape.table.cliName)
      ?? sentences.operation(shape.cliName, service: shape.table.cliName)
  }

  private func text(of option: CommandOption, _ shape: OperationShape) -> String? {
    help.option(option.name, of: shape.cliName, service: shape.table.cliName)
  }

  /// The lesson on an operation, where there is one already.
  private func lesson(of shape: OperationShape) -> String? {
    guard let name = help.lesson(shape.cliName, of: shape.table.cliName),
      session.course.lesson(LessonID(name)) != nil
    else { return nil }
    return name
  }

  /// The usage with the required options, then all options with what they take.
  private func append(
    usage command: String, _ options: [CommandOption], of shape: OperationShape, to document: inout Document
  ) {
    let required = options.filter(\.isRequired).map { " --\($0.name) <\(sentences.value($0))>" }
    document.heading(session.text("help-page.usage"))
    document.code(command + required.joined() + (required.count < options.count ? " [--option value …]" : ""))
    guard !options.isEmpty else { return }
    document.heading(session.text("help-page.options"))
    let names = Set(options.map(\.name))
    for option in options
    where !(option.name.hasPrefix("no-") && names.contains(String(option.name.dropFirst(3)))) {
      let negative = "no-" + option.name
      let name = names.contains(negative) ? "`--\(option.name)` `--\(negative)`" : "`--\(option.name)`"
      let kind = sentences.option(option)
      document.keyValue(
        name, text(of: option, shape).map { "\($0) (\(kind))" } ?? kind,
        style: option.isRequired ? .key : .plain)
    }
  }

  private func waiters(of table: ServiceTable) -> CommandOutput {
    var document = Document()
    document.code("aws \(table.cliName) wait <name> [--option value …]")
    let names = table.modelledWaiters
    for name in names { document.keyValue("`\(name)`", sentences.waiter(name)) }
    return CommandOutput(names, document)
  }

  private func waiter(_ waiter: Waiter, _ operation: OperationShape) -> CommandOutput {
    var document = Document()
    document.paragraph(
      session.text(
        "aws.help-waiter",
        [
          "delay": .duration(nanoseconds: Int64(waiter.delay) * 1_000_000_000),
          "attempts": .integer(waiter.maximumAttempts),
        ]))
    let options = operation.shownOptions(forWaiter: true)
    append(
      usage: "aws \(operation.table.cliName) wait \(waiter.cliName)", options, of: operation, to: &document)
    return CommandOutput(options.map { "--" + $0.name }, document)
  }
}

/// What `aws configure` answers: there is nothing to configure in the simulated cloud.
enum AWSConfigure {
  static func output(_ words: [String], in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(session.text("aws.configure"))
    return CommandOutput(Done(), document)
  }
}
