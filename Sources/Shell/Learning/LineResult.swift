import Cloud
package import CloudAPI

/// What a line gave, as data: what a lesson's numbers and predictions are read from.
package enum LineResult {
  /// Nothing that could be read.
  case nothing
  /// The answer of an `aws` line.
  case aws(AWSOutcome)
  /// What a command of the shell gave.
  case output(any Encodable)

  /// AWS's error code, when an `aws` line failed with one.
  package var errorCode: String? {
    switch self {
    case .aws(let outcome): outcome.error?.code
    case .nothing, .output: nil
    }
  }

  /// The tree that JMESPath reads; `nil` when there is none.
  package var value: Value? {
    switch self {
    case .nothing: return nil
    case .aws(let outcome): return outcome.answer
    case .output(let result):
      do {
        return try ValueEncoder().encode(ResultBox(result))
      } catch {
        preconditionFailure("The result of a command cannot be encoded: \(error)")
      }
    }
  }
}

/// Lets a value of any encodable type be encoded.
private struct ResultBox: Encodable {
  let value: any Encodable
  init(_ value: any Encodable) { self.value = value }
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
