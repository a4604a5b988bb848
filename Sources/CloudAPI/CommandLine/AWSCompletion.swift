import Cloud

/// What may stand where the cursor is on an `aws` line.
package enum AWSCompletion {
  /// What a candidate is; the shell describes it in the learner's language.
  package enum Kind: String, Sendable {
    case service
    case operation
    case waiter
    case globalOption = "global-option"
    case requiredOption = "required-option"
    case option
    case value
  }

  /// One candidate.
  package struct Candidate: Sendable, Equatable {
    /// The word.
    package let text: String
    /// What it is.
    package let kind: Kind
    /// What describes it: `aws.ec2`, `aws.ec2.run-instances`, `aws.type.list`; the catalogue of texts may have it.
    package let descriptionKey: String
    /// Whether the word is complete with it.
    package var isFinal = true
  }

  /// The candidates at the cursor, and the identifiers of the world that the shell can add.
  package struct Answer: Sendable, Equatable {
    /// In the order in which they are shown.
    package var candidates: [Candidate] = []
    /// What identifiers the option before the cursor takes, or nil.
    package var wanted: WantedIdentifier?
    /// Whether the option before the cursor takes a file.
    package var takesFile = false
    /// What of a filter stands at the cursor, which only the operation itself knows.
    package var filter: WantedFilter?
    /// What stands before and behind what is wanted, within the cursor's word.
    package var frame = Frame()
  }

  /// A part of a filter that is wanted: its name, or a value of the named one.
  package struct WantedFilter: Sendable, Equatable {
    /// The words of the call that has the filter.
    package let call: [String]
    /// The filter whose values are wanted; `nil` for the names.
    package let name: String?
  }

  /// What surrounds a value within a shorthand word.
  package struct Frame: Sendable, Equatable {
    /// The part of the cursor's word that stays.
    package var before = ""
    /// What goes on behind the value: the only member that is left.
    package var after = ""
    /// Whether the word is complete with the value.
    package var isFinal = true
  }

  /// The candidates for a word.
  ///
  /// - Parameters:
  ///   - words: the complete words between `aws` and the cursor's word.
  ///   - cursorWord: the word at the cursor up to the cursor; may be empty.
  package static func answer(
    words: [String], cursorWord: String, catalog: OperationCatalog
  ) throws(SchemaError) -> Answer {
    var rest: [String] = []
    var pending: WordParser.Option?
    for word in words {
      if pending != nil {
        pending = nil
      } else if let option = AWSGlobals.options.first(where: { $0.name == word }) {
        pending = option.arity == .none ? nil : option
      } else {
        rest.append(word)
      }
    }
    if let pending { return globalValues(pending, cursorWord) }
    guard let name = rest.first else { return services(cursorWord, catalog) }
    if name == "s3" { return fileCommands(Array(rest.dropFirst()), cursorWord) }
    guard let table = try catalog.service(name) else { return Answer() }
    guard rest.count > 1 else { return operations(table, cursorWord) }
    if rest[1] == "wait" {
      guard rest.count > 2 else { return waiters(table, cursorWord) }
      guard let waiter = table.waiter(cliName: rest[2]),
        let operation = table.operation(apiName: waiter.operation)
      else { return Answer() }
      return options(operation, Array(rest.dropFirst(3)), cursorWord, forWaiter: true)
    }
    guard let operation = table.operation(cliName: rest[1]) else { return Answer() }
    return options(operation, Array(rest.dropFirst(2)), cursorWord, forWaiter: false)
  }

  private static func globalValues(_ option: WordParser.Option, _ cursorWord: String) -> Answer {
    Answer(
      candidates: candidates(option.choices, .value, cursorWord) { _ in
        "aws.global." + option.name.dropFirst(2)
      })
  }

  private static func services(_ cursorWord: String, _ catalog: OperationCatalog) -> Answer {
    if cursorWord.hasPrefix("-") { return Answer(candidates: globalOptions(cursorWord)) }
    let modelled = catalog.services.filter { name in OperationRegistry.all.contains { $0.service == name } }
    return Answer(
      candidates: candidates(modelled + ["s3", "configure", "help"], .service, cursorWord) { "aws." + $0 })
  }

  private static func operations(_ table: ServiceTable, _ cursorWord: String) -> Answer {
    if cursorWord.hasPrefix("-") { return Answer(candidates: globalOptions(cursorWord)) }
    let modelled = table.operationNames.filter { $0.hasPrefix(cursorWord) }
      .filter { table.operation(cliName: $0).flatMap(ModelledOperation.init) != nil }
    return Answer(
      candidates: candidates(modelled + (table.hasWaiters ? ["wait"] : []), .operation, cursorWord) {
        "aws.\(table.cliName).\($0)"
      })
  }

  /// The commands of `aws s3`, or the options of one.
  private static func fileCommands(_ words: [String], _ cursorWord: String) -> Answer {
    guard let first = words.first else {
      return Answer(
        candidates: candidates(S3Command.allCases.map(\.rawValue), .operation, cursorWord) { "aws-s3.\($0)" })
    }
    guard let command = S3Command(rawValue: first), cursorWord.hasPrefix("-") else {
      return Answer(takesFile: true)
    }
    return Answer(
      candidates: candidates(command.options.filter { !words.contains($0) }, .option, cursorWord) {
        "aws-s3.option-\($0.dropFirst(2))"
      })
  }

  private static func waiters(_ table: ServiceTable, _ cursorWord: String) -> Answer {
    Answer(
      candidates: candidates(table.modelledWaiters, .waiter, cursorWord) { "aws.\(table.cliName).wait.\($0)" }
    )
  }

  private static func options(
    _ operation: OperationShape, _ words: [String], _ cursorWord: String, forWaiter: Bool
  ) -> Answer {
    let options = OptionTable.options(of: operation, forWaiter: forWaiter).all
    if !cursorWord.hasPrefix("-"), let last = words.lastIndex(where: { $0.hasPrefix("--") }) {
      let option = options.first { "--" + $0.name == words[last] }
      let taken = words.count - last - 1
      if let option, option.isList || (taken == 0 && option.arity != .none) {
        return values(option, operation, cursorWord)
      }
    }
    let used = Set(words.filter { $0.hasPrefix("--") })
    let left = operation.shownOptions(forWaiter: forWaiter).filter { !used.contains("--" + $0.name) }
    var answer = Answer()
    answer.candidates += candidates(
      left.filter(\.isRequired).map { "--" + $0.name }, .requiredOption, cursorWord, key(of: left))
    answer.candidates += candidates(
      left.filter { !$0.isRequired }.map { "--" + $0.name }, .option, cursorWord, key(of: left))
    if cursorWord.hasPrefix("-") { answer.candidates += globalOptions(cursorWord) }
    return answer
  }

  private static func values(_ option: CommandOption, _ operation: OperationShape, _ cursorWord: String)
    -> Answer
  {
    var answer = Answer()
    var choices = option.choices
    if let shape = option.member?.shape {
      if let within = shorthand(option, shape, operation, cursorWord) { return within }
      choices += shape.enumValues
      choices += shape.element?.enumValues ?? []
      if shape.kind == .structure, shape.memberNames == ["Value"] {
        choices += shape.members.first?.shape.enumValues ?? []
      }
      answer.takesFile = shape.traits.contains(.streaming) || cursorWord.hasPrefix("file://")
      if choices.isEmpty,
        !shape.kind.isComplex || shape.element?.kind.isComplex == false
      {
        answer.wanted = WantedIdentifier.of(
          option: option.name, service: operation.table.cliName, operation: operation.cliName)
      }
    } else if case .client = option.role {
      answer.wanted = WantedIdentifier.of(
        option: option.name, service: operation.table.cliName, operation: operation.cliName)
    }
    answer.candidates = candidates(choices, .value, cursorWord) { _ in "" }
    return answer
  }

  private static func globalOptions(_ cursorWord: String) -> [Candidate] {
    let offered = ["--region", "--output", "--query", "--no-paginate", "--color", "--profile"]
    return candidates(offered, .globalOption, cursorWord) { "aws.global." + $0.dropFirst(2) }
  }

  private static func key(of options: [CommandOption]) -> (String) -> String {
    { name in
      guard let option = options.first(where: { "--" + $0.name == name }) else { return "" }
      return "aws.type." + option.valueKind
    }
  }

  private static func candidates(
    _ words: [String], _ kind: Kind, _ prefix: String, _ key: (String) -> String
  ) -> [Candidate] {
    words.filter { $0.hasPrefix(prefix) }.map { Candidate(text: $0, kind: kind, descriptionKey: key($0)) }
  }
}
