/// A condition that `aws SERVICE wait NAME` polls for.
package struct Waiter: Sendable {
  /// The name after `wait`, such as `instance-running`.
  package let cliName: String
  /// The name in the model, such as `InstanceRunning`; it stands in messages.
  package let name: String
  /// The API name of the polled operation.
  package let operation: String
  /// Seconds between two polls.
  package let delay: Int
  /// Polls after which it gives up.
  package let maximumAttempts: Int
  /// What is looked for in an answer; the first that matches decides.
  package let acceptors: [Acceptor]

  /// What a match means.
  package enum Outcome: String, Sendable {
    case success
    case failure
    case retry
  }

  /// Where in an answer the expected value is looked for.
  package enum Matcher: String, Sendable {
    case path
    case pathAll
    case pathAny
    case status
    case error
  }

  /// One rule of a waiter.
  package struct Acceptor: Sendable {
    /// What a match means.
    package let outcome: Outcome
    /// Where the value is looked for.
    package let matcher: Matcher
    /// What is expected there: a string, a number (HTTP status) or a boolean.
    package let expected: Value
    /// The JMESPath expression of the path matchers, else empty.
    package let argument: String
  }

  /// Reads a line of a table's waiters; nil when it is damaged.
  init?(fields: [Substring]) {
    guard fields.count >= 5, (fields.count - 5) % 4 == 0, let delay = Int(fields[3]),
      let attempts = Int(fields[4])
    else { return nil }
    cliName = String(fields[0])
    name = String(fields[1])
    operation = String(fields[2])
    self.delay = delay
    maximumAttempts = attempts
    var acceptors: [Acceptor] = []
    for index in stride(from: 5, to: fields.count, by: 4) {
      guard let outcome = Outcome(rawValue: String(fields[index])),
        let matcher = Matcher(rawValue: String(fields[index + 1])),
        let expected = Waiter.expected(fields[index + 2])
      else { return nil }
      acceptors.append(
        Acceptor(
          outcome: outcome, matcher: matcher, expected: expected, argument: String(fields[index + 3])))
    }
    self.acceptors = acceptors
  }

  private static func expected(_ field: Substring) -> Value? {
    let text = String(field.dropFirst())
    switch field.first {
    case "b": return .bool(text == "true")
    case "i": return Int64(text).map(Value.integer)
    case "s": return .string(text)
    default: return nil
    }
  }
}
