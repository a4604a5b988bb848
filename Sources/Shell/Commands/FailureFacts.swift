import Cloud
import CloudAPI

/// What is known of a call that AWS refused: the error, what was given, and the world that the call met.
struct FailureFacts {
  let error: AWSError
  let call: AWSOutcome.FailedCall?
  let world: World?

  /// AWS's code.
  var code: String { error.code }

  /// The Region of the call, in which the names of most resources are looked up.
  var region: Region? { call?.region }

  /// Whether it is a call of one of some operations of a service.
  func isCall(_ service: String, _ operations: String...) -> Bool {
    call.map { $0.service == service && operations.contains($0.operation) } ?? false
  }

  /// Whether the message has some words.
  func says(_ words: String) -> Bool { error.message.contains(words) }

  /// The text that was given for a member; `nil` when none was.
  func given(_ member: String) -> String? { call?.input[member]?.text }

  /// What the message has in single quotes, in its order.
  var quoted: [String] {
    let parts = error.message.split(separator: "'", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 && $0 + 1 < parts.count }.map { String(parts[$0]) }
  }

  /// What the message has between two pieces of its sentence, up to its end where the second is empty; `nil` where they are
  /// not in it.
  func part(after start: String, before end: String = "") -> String? {
    guard let found = error.message.firstRange(of: start) else { return nil }
    let rest = error.message[found.upperBound...]
    guard !end.isEmpty else { return String(rest) }
    return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
  }
}
