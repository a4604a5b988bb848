import Foundation

/// Bytes as text of 64 signs, which is how a blob stands in a `Value`.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Whether the text is base64 with its padding.
  static func isValid(_ text: String) -> Bool { Data(base64Encoded: text) != nil }
}
