/// The third stage: the words after an operation's name become its input.
struct OperationLine {
  let operation: OperationShape
  let waiter: Waiter?
  let globals: AWSGlobals
  let context: AWSContext

  func parse(_ words: [String]) throws(AWSUsageError) -> ParsedAWSCommand {
    if words == ["help"] { return help }
    let list = OptionTable.options(of: operation, forWaiter: waiter != nil)
    let outcome = try outcome(words, list)
    let options = list.all
    var run = InputBuilder(line: self, options: list.named)
    for (name, word) in zip(list.positions.lazy.map(\.name), outcome.positions) where name != "help" {
      run.positions[name] = word
    }
    var extras = outcome.extras
    if let last = outcome.positions.last, let word = last {
      if word == "help" { return help }
      extras.append(word)
    }
    guard extras.isEmpty else {
      if let advice = switchWithValue(words, extras, options) {
        throw AWSUsageError.unknown(extras).advised(advice)
      }
      throw unknown(extras, options)
    }
    try run.take(outcome.given)
    return try run.finish()
  }

  /// The option that gives a name and other tags to what a call makes.
  static let tagOption = "--tag-specifications"

  private var help: ParsedAWSCommand {
    .help(waiter.map { .waiter($0, operation) } ?? .operation(operation), globals)
  }

  /// Reads the words; options that a whole input or a skeleton makes needless are not required.
  private func outcome(_ words: [String], _ list: OptionList) throws(AWSUsageError)
    -> WordParser.Outcome
  {
    var options = list.forParser
    if liftsRequirements(words) {
      for index in options.indices { options[index].isRequired = false }
    }
    do throws(AWSUsageError) {
      return try WordParser(options: options, names: list.names, positions: list.positions).parse(words)
    } catch {
      guard error.isOfMissingOptions,
        let word = words.first(where: { word in
          let name = String(word.prefix { $0 != "=" })
          return LineMistake.beginsWithDash(word) && list.names.places(beginningWith: name).isEmpty
        })
      else { throw error }
      throw error.explained(by: word, among: Self.names(list.named))
    }
  }

  private func liftsRequirements(_ words: [String]) -> Bool {
    if words.contains(where: { WholeInput.options.contains($0) }) { return true }
    guard let place = words.firstIndex(of: "--generate-cli-skeleton") else { return false }
    return !(place + 1 < words.count && words[place + 1] == "output")
  }

  /// The switch before the first word that belongs to nothing; `nil` when there is none.
  private func switchWithValue(
    _ words: [String], _ extras: [String], _ options: [CommandOption]
  ) -> AWSOutcome.Advice? {
    guard let extra = extras.first, !extra.hasPrefix("-"), let place = words.firstIndex(of: extra), place > 0,
      let option = options.first(where: { "--" + $0.name == words[place - 1] }), case .boolean = option.role
    else { return nil }
    let contrary = option.name.hasPrefix("no-") ? String(option.name.dropFirst(3)) : "no-" + option.name
    return .switchWithValue(option: "--" + option.name, contrary: "--" + contrary)
  }

  /// What the unknown options were meant as, so that the shell can tell.
  private func unknown(_ words: [String], _ options: [CommandOption]) -> AWSUsageError {
    let name = words.first { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) } ?? ""
    if ["--name", "--tags"].contains(name), options.contains(where: { $0.name == "tag-specifications" }) {
      let error = AWSUsageError.unknown(words)
      return AWSUsageError(kind: error.kind, message: error.message, suggestions: [Self.tagOption])
    }
    return .unknown(words, among: Self.names(options))
  }

  /// The options that are shown, as they are typed.
  private static func names(_ options: [CommandOption]) -> [String] {
    options.filter { !$0.isHidden && !$0.isPosition }.map { "--" + $0.name }
  }
}

extension CommandOption {
  var isPosition: Bool {
    if case .position = role { return true }
    return false
  }
}
