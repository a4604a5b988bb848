/// What one poll of a waiter's operation gave.
package enum WaiterPoll: Sendable {
  /// An answer.
  case answer(Value)
  /// A service error.
  case error(code: String, message: String, status: Int)
}

/// What follows from a poll.
package enum WaiterVerdict: Sendable, Equatable {
  /// The condition holds.
  case success
  /// Poll again after so many seconds.
  case retry(after: Int)
  /// It will not hold; the message is AWS's, exit status 255.
  case failure(message: String)
}

/// The progress of `aws SERVICE wait NAME`: which poll it is and which rule matched last.
package struct WaiterState: Sendable {
  private let waiter: Waiter
  private let expressions: [JMESPath?]
  private var lastMatched: Waiter.Acceptor?
  /// Polls seen so far.
  package private(set) var attempts = 0

  /// A waiter before its first poll; throws when a rule's expression cannot be compiled.
  package init(_ waiter: Waiter) throws(JMESPathError) {
    self.waiter = waiter
    var expressions: [JMESPath?] = []
    for acceptor in waiter.acceptors {
      expressions.append(acceptor.argument.isEmpty ? nil : try JMESPath(acceptor.argument))
    }
    self.expressions = expressions
  }

  /// Judges a poll; throws when a rule's expression fails on the answer.
  package mutating func observe(_ poll: WaiterPoll) throws(JMESPathError) -> WaiterVerdict {
    attempts += 1
    var outcome = lastMatched?.outcome
    var matched = false
    for (acceptor, expression) in zip(waiter.acceptors, expressions)
    where try matches(acceptor, expression, poll) {
      lastMatched = acceptor
      outcome = acceptor.outcome
      matched = true
      break
    }
    if !matched, case .error(let code, let message, _) = poll {
      return failure("An error occurred (\(code)): \(message)")
    }
    switch outcome {
    case .success: return .success
    case .failure:
      return failure("Waiter encountered a terminal failure state: \(lastMatched?.explanation ?? "")")
    case .retry, nil: break
    }
    guard attempts < waiter.maximumAttempts else {
      let before = lastMatched.map { ". Previously accepted state: \($0.explanation)" } ?? ""
      return failure("Max attempts exceeded\(before)")
    }
    return .retry(after: waiter.delay)
  }

  private func failure(_ reason: String) -> WaiterVerdict {
    .failure(message: "Waiter \(waiter.name) failed: \(reason)")
  }

  private func matches(
    _ acceptor: Waiter.Acceptor, _ expression: JMESPath?, _ poll: WaiterPoll
  ) throws(JMESPathError) -> Bool {
    switch (acceptor.matcher, poll) {
    case (.status, .answer): return acceptor.expected == .integer(200)
    case (.status, .error(_, _, let status)): return acceptor.expected == .integer(Int64(status))
    case (.error, .answer): return acceptor.expected == .bool(false)
    case (.error, .error(let code, _, _)):
      return acceptor.expected == .bool(true) || acceptor.expected == .string(code)
    case (.path, .error), (.pathAll, .error), (.pathAny, .error): return false
    case (.path, .answer(let answer)):
      return try expression?.search(answer) == acceptor.expected
    case (.pathAll, .answer(let answer)):
      guard let found = try expression?.search(answer).elements, !found.isEmpty else { return false }
      return found.allSatisfy { $0 == acceptor.expected }
    case (.pathAny, .answer(let answer)):
      guard let found = try expression?.search(answer).elements else { return false }
      return found.contains { $0 == acceptor.expected }
    }
  }
}

extension Waiter.Acceptor {
  /// Why the rule matched, in botocore's words.
  fileprivate var explanation: String {
    let expected = expected.pythonText
    switch matcher {
    case .path: return "For expression \"\(argument)\" we matched expected path: \"\(expected)\""
    case .pathAll:
      return "For expression \"\(argument)\" all members matched expected path: \"\(expected)\""
    case .pathAny:
      return "For expression \"\(argument)\" we matched expected path: \"\(expected)\" at least once"
    case .status: return "Matched expected HTTP status code: \(expected)"
    case .error: return "Matched expected service error code: \(expected)"
    }
  }
}
