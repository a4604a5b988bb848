import CloudAPI

/// A call of the journal that was done, with what it answered.
struct ExportedCall {
  /// The words after `aws`, without output format and query.
  var words: [String]
  /// What it answered; `nil` of operations that answer nothing.
  let answer: Value?
  /// The files that it read, by name.
  let files: [(name: String, text: String)]
  /// The operation's row in the tables.
  let shape: OperationShape
  /// Whether it is a waiter's line.
  let isWaiter: Bool
  /// Whether it names what it asks for: by ids, names or filters.
  let isNarrowed: Bool
  /// What it would have answered where the journal begins; `nil` of calls that change something, or that fail there.
  let answerAtStart: Value?

  /// `ec2 run-instances`.
  var operation: String { "\(shape.table.cliName) \(shape.cliName)" }

  /// Whether it only reads: such a call stays in a script only for the ids that it gives.
  var isReading: Bool { Self.reads(shape) }

  /// Whether an operation only reads.
  static func reads(_ shape: OperationShape) -> Bool {
    ["describe-", "list-", "get-", "head-", "test-", "filter-"].contains { shape.cliName.hasPrefix($0) }
  }

  /// The value of an option, or `nil`.
  func value(of option: String) -> String? {
    guard let place = words.firstIndex(of: option), place + 1 < words.count else { return nil }
    return words[place + 1]
  }
}
