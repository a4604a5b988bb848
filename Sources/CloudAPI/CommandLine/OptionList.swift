/// The options of an operation, and what the word parser wants to know of them, made once.
struct OptionList: Sendable {
  /// The options, in the order in which the client knows them.
  let all: [CommandOption]
  /// Those that are no words by position, in the same order.
  let forParser: [WordParser.Option]
  /// The words by position; the last may be `help`.
  let positions: [WordParser.Position]

  init(_ options: [CommandOption]) {
    all = options
    forParser = options.filter { !$0.isPosition }.map(\.parserOption)
    positions =
      options.filter(\.isPosition).map { WordParser.Position(name: $0.name) }
      + [WordParser.Position(name: "help", isOptional: true)]
  }
}
