/// The command line of `aws`: from the words after `aws` to what they ask for.
package enum AWSCommandLine {
  /// Reads a line in three stages, as the AWS command line does: options that every command takes and the service, the
  /// operation, the operation's options. All checks that need no call are made.
  ///
  /// - Parameters:
  ///   - words: the words after `aws`, already split by the shell.
  ///   - catalog: what services there are.
  ///   - context: how files are read.
  package static func parse(
    _ words: [String], catalog: OperationCatalog, context: AWSContext
  ) throws(AWSUsageError) -> ParsedAWSCommand {
    if let name = words.first, ClientCommands.alone.contains(name) {
      throw AWSUsageError(kind: .notModelled(service: name, operation: nil), message: "")
    }
    let choices = catalog.commandChoices
    let command = WordParser.Position(
      name: "command", choices: choices,
      mistake: { LineMistake.inPlaceOfService($0, words, choices) })
    let outcome = try WordParser(
      options: AWSGlobals.options, names: AWSGlobals.names, positions: [command]
    ).parse(words)
    if outcome.stoppedBy != nil { return .version }
    var globals = AWSGlobals()
    try globals.apply(outcome.given)
    if !words.contains("--cli-binary-format") {
      let environment = context.environment
      let profile = environment.profiles[environment.profileName(globals.profile) ?? "default"]
      globals.blobsAreRaw = profile?["cli_binary_format"] == "raw-in-base64-out"
    }
    let service = outcome.positions[0] ?? ""
    switch service {
    case "help": return .help(.root, globals)
    case "configure": return .configure(outcome.extras, globals)
    case "s3": return try parseS3(outcome.extras, globals)
    default: break
    }
    guard let table = try load(service, catalog) else {
      throw AWSUsageError(kind: .notModelled(service: service, operation: nil), message: "")
    }
    return try parse(outcome.extras, table: table, globals: globals, context: context)
  }

  /// The second and third stage of `aws s3`.
  private static func parseS3(
    _ words: [String], _ globals: AWSGlobals
  ) throws(AWSUsageError) -> ParsedAWSCommand {
    let choices = WordChoices(S3Command.allCases.map(\.rawValue).sorted() + ["help"])
    let place = WordParser.Position(
      name: "subcommand", choices: choices,
      mistake: { LineMistake.inPlaceOfOperation($0, of: "s3", choices) })
    let outcome = try WordParser(options: [], positions: [place]).parse(words)
    guard let command = S3Command(rawValue: outcome.positions[0] ?? "") else {
      return .help(.highLevelS3(nil), globals)
    }
    if outcome.extras == ["help"] { return .help(.highLevelS3(command), globals) }
    return .s3(try S3Line(command, outcome.extras, globals: globals))
  }

  private static func load(_ service: String, _ catalog: OperationCatalog) throws(AWSUsageError)
    -> ServiceTable?
  {
    do throws(SchemaError) {
      return try catalog.service(service)
    } catch {
      throw AWSUsageError(kind: .damagedTable(error), message: "")
    }
  }

  /// The second stage: the operation's name.
  private static func parse(
    _ words: [String], table: ServiceTable, globals: AWSGlobals, context: AWSContext
  ) throws(AWSUsageError) -> ParsedAWSCommand {
    if let name = words.first, ClientCommands.ofServices[table.cliName]?.contains(name) == true {
      throw AWSUsageError(kind: .notModelled(service: table.cliName, operation: name), message: "")
    }
    let (service, choices) = (table.cliName, table.operationChoices)
    let place = WordParser.Position(
      name: "operation", choices: choices,
      mistake: { LineMistake.inPlaceOfOperation($0, of: service, choices) })
    let outcome = try WordParser(options: [], positions: [place]).parse(words)
    let name = outcome.positions[0] ?? ""
    if name == "help" { return .help(.service(table), globals) }
    if name == "wait", table.hasWaiters {
      return try parseWait(outcome.extras, table: table, globals: globals, context: context)
    }
    guard let operation = table.operation(cliName: name), operation.level == .full else {
      throw AWSUsageError(kind: .notModelled(service: table.cliName, operation: name), message: "")
    }
    let line = OperationLine(operation: operation, waiter: nil, globals: globals, context: context)
    return try line.parse(outcome.extras)
  }

  private static func parseWait(
    _ words: [String], table: ServiceTable, globals: AWSGlobals, context: AWSContext
  ) throws(AWSUsageError) -> ParsedAWSCommand {
    if words == ["help"] { return .help(.waiters(table), globals) }
    let place = WordParser.Position(
      name: "subcommand", isOptional: true, choices: WordChoices(table.waiterNames))
    let outcome = try WordParser(options: [], positions: [place]).parse(words)
    guard let name = outcome.positions[0], let waiter = table.waiter(cliName: name) else {
      if !outcome.extras.isEmpty { throw .unknown(outcome.extras) }
      throw AWSUsageError.usage("too few arguments").advised(.line(.noWaiter(service: table.cliName)))
    }
    guard let operation = table.operation(apiName: waiter.operation), operation.level == .full else {
      throw AWSUsageError(kind: .notModelled(service: table.cliName, operation: "wait " + name), message: "")
    }
    let line = OperationLine(operation: operation, waiter: waiter, globals: globals, context: context)
    return try line.parse(outcome.extras)
  }
}

extension AWSUsageError {
  static func unknown(_ words: [String]) -> AWSUsageError {
    AWSUsageError(
      kind: .unknownOptions(words), message: "Unknown options: \(words.joined(separator: ", "))",
      suggestions: [])
  }
}
