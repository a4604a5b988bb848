/// What is wrong with a text that should be JSON, and where.
package struct ValueJSONError: Error, Hashable, Sendable {
  /// The kinds of fault.
  package enum Reason: Hashable, Sendable {
    case expectingValue
    case expectingPropertyName
    case expectingColon
    case expectingComma
    case extraData
    case unterminatedString
    case controlCharacter
    case invalidEscape
    case invalidUnicodeEscape
    /// A `\uXXXX` that is one half of a pair without the other.
    case unpairedSurrogate
    case invalidUTF8
    /// A number beyond what a `Double` holds.
    case numberTooLarge
    /// Arrays and objects nested deeper than the limit.
    case tooDeep(limit: Int)
    /// More bytes than the limit.
    case tooLarge(limit: Int)
  }

  package let reason: Reason

  /// The line of the fault, from 1.
  package let line: Int

  /// The column of the fault in code points, from 1.
  package let column: Int

  /// The code points before the fault, from 0.
  package let offset: Int

  /// The fault as Python's decoder words it, which is what the AWS CLI prints: `Expecting value: line 1 column 1 (char 0)`.
  package var message: String { "\(words): line \(line) column \(column) (char \(offset))" }

  private var words: String {
    switch reason {
    case .expectingValue: "Expecting value"
    case .expectingPropertyName: "Expecting property name enclosed in double quotes"
    case .expectingColon: "Expecting ':' delimiter"
    case .expectingComma: "Expecting ',' delimiter"
    case .extraData: "Extra data"
    case .unterminatedString: "Unterminated string starting at"
    case .controlCharacter: "Invalid control character at"
    case .invalidEscape: "Invalid \\escape"
    case .invalidUnicodeEscape: "Invalid \\uXXXX escape"
    case .unpairedSurrogate: "Unpaired surrogate"
    case .invalidUTF8: "Invalid UTF-8"
    case .numberTooLarge: "Number out of range"
    case .tooDeep(let limit): "Nesting above \(limit)"
    case .tooLarge(let limit): "More than \(limit) bytes"
    }
  }
}
