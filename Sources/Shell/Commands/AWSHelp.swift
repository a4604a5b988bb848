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
    case .highLevelS3(nil): return help.fileCommands()
    case .highLevelS3(let command?): return help.fileCommand(command)
    }
  }

  /// The operations of a service with a word in their names, for `help aws ec2 volume`; `nil` for fewer than two,
  /// where the nearest name says more.
  static func operations(containing words: [String], in session: Session) -> CommandOutput? {
    guard words.count == 3, words[1].count >= 3 else { return nil }
    do throws(SchemaError) {
      guard let table = try session.builder.operations.service(words[0]) else { return nil }
      let help = AWSHelp(session: session)
      let names = help.names(of: table).filter { $0.contains(words[1].lowercased()) }
      return names.count < 2 ? nil : help.operations(names, of: table)
    } catch {
      return nil
    }
  }

  private func services() -> CommandOutput {
    let names = session.builder.operations.services.filter { name in
      OperationRegistry.all.contains { $0.service == name }
    }
    var document = Document()
    document.code("aws <service> <operation> [--option value …]")
    document.heading(session.text("aws.help-services"))
    document.keyValue("`s3`", sentences.service("s3"))
    for name in names { document.keyValue("`\(name)`", sentences.service(name)) }
    document.heading(session.text("aws.help-globals"))
    for name in ["--region", "--output", "--query", "--no-paginate"] {
      document.keyValue("`\(name)`", sentences.globalOption(name))
    }
    document.paragraph(session.text("aws.help-next", ["line": "aws ec2 help"]), style: .muted)
    return CommandOutput(["s3"] + names, document)
  }

  private func fileCommands() -> CommandOutput {
    var document = Document()
    document.code("aws s3 <command> <path> … [--option value …]")
    for command in S3Command.allCases {
      document.keyValue("`\(command.rawValue)`", session.text("aws-s3.\(command.rawValue)"))
    }
    document.paragraph(session.text("aws.help-next", ["line": "aws s3 cp help"]), style: .muted)
    return CommandOutput(S3Command.allCases.map(\.rawValue), document)
  }

  private func fileCommand(_ command: S3Command) -> CommandOutput {
    var document = Document()
    document.paragraph(session.text("aws-s3.\(command.rawValue)"))
    document.heading(session.text("help-page.usage"))
    document.code(
      "aws s3 \(command.rawValue) \(command.usage)" + (command.options.isEmpty ? "" : " [--option value …]"))
    if !command.options.isEmpty {
      document.heading(session.text("help-page.options"))
      for option in command.options {
        document.keyValue("`\(option)`", session.text("aws-s3.option-\(option.dropFirst(2))"))
      }
    }
    document.heading(session.text("help-page.examples"))
    document.code(
      session.texts.list("aws-s3.example-\(command.rawValue)").joined(separator: "\n"), language: "sky")
    return CommandOutput(command.options, document)
  }

  private func names(of table: ServiceTable) -> [String] {
    OperationRegistry.all.filter { $0.service == table.cliName }
      .compactMap { table.operation(apiName: $0.name)?.cliName }
  }

  private func operations(of table: ServiceTable) -> CommandOutput {
    operations(names(of: table), of: table, isWhole: true)
  }

  private func operations(
    _ names: [String], of table: ServiceTable, isWhole: Bool = false
  ) -> CommandOutput {
    var document = Document()
    document.paragraph(sentences.service(table.cliName))
    document.heading(session.text("aws.help-operations", ["service": .string(table.cliName)]))
    for name in names {
      document.keyValue("`\(name)`", sentences.operation(name, service: table.cliName))
    }
    if isWhole, table.hasWaiters {
      document.keyValue("`wait`", sentences.operation("wait", service: table.cliName))
    }
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
      document.code(examples.joined(separator: "\n"), language: "sky")
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

/// What `aws configure` answers: how profiles are made in the simulated cloud.
enum AWSConfigure {
  static func output(_ words: [String], in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(session.text("aws.configure"))
    return CommandOutput(Done(), document)
  }
}
