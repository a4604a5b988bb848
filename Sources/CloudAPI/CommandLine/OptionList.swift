/// The options of an operation, and what the word parser wants to know of them, made once.
struct OptionList: Sendable {
  /// The options, in the order in which the client knows them.
  let all: [CommandOption]
  /// Those that are no words by position, in the same order.
  let named: [CommandOption]
  /// The same as the word parser knows them.
  let forParser: [WordParser.Option]
  /// Their names.
  let names: OptionNames
  /// The words by position; the last may be `help`.
  let positions: [WordParser.Position]

  init(_ options: [CommandOption]) {
    all = options
    named = options.filter { !$0.isPosition }
    forParser = named.map(\.parserOption)
    names = OptionNames(forParser)
    positions =
      options.filter(\.isPosition).map {
        WordParser.Position(name: $0.name, mistake: { (_: String?) in .noFile })
      }
      + [WordParser.Position(name: "help", isOptional: true)]
  }
}
