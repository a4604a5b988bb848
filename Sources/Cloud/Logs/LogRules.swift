/// What calls may give, where more than one operation asks for it.
enum LogRules {
  /// Throws AWS's refusal of a name of a stream or a filter: 1 to 512 characters without `:` and `*`.
  static func check(_ name: String, of member: String) throws(AWSError) {
    guard (1...512).contains(name.count) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value '\(name)' at '\(member)' failed to satisfy constraint: Member must have length"
          + " \(name.isEmpty ? "greater than or equal to 1" : "less than or equal to 512")")
    }
    guard !name.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "*") }) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value '\(name)' at '\(member)' failed to satisfy constraint: Member must satisfy"
          + " regular expression pattern: [^:*]*")
    }
  }

  /// The number of events that an answer may have, or AWS's refusal.
  static func limit(_ given: Int?) throws(AWSError) -> Int {
    let limit = given ?? mostEvents
    guard (1...mostEvents).contains(limit) else {
      throw AWSError(
        "InvalidParameterException",
        "1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint: Member must have value"
          + " \(limit < 1 ? "greater than or equal to 1" : "less than or equal to \(mostEvents)")")
    }
    return limit
  }

  /// Throws AWS's refusal of a token that no answer gave.
  static func checkToken(_ digits: some StringProtocol) throws(AWSError) {
    guard digits.utf8.count == LogPlace.digits, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw AWSError("InvalidParameterException", "The specified nextToken is invalid.")
    }
  }

  /// The events of one page, and of one batch (CloudWatch Logs API reference, GetLogEvents, PutLogEvents).
  static let mostEvents = 10_000
}
