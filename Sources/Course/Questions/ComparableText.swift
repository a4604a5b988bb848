import Foundation

/// Texts in the form in which answers are compared.
package enum ComparableText {
  /// NFC, full-width forms made half-width, without surrounding white space; letters and inner spaces stay.
  package static func normal(_ text: String) -> String {
    var narrow = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: narrow.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3000, 0xA0: narrow.append(" ")
      default: narrow.append(scalar)
      }
    }
    return String(narrow).precomposedStringWithCanonicalMapping
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// `normal`, in lower case and without any white space: two answers with one key are the same answer.
  package static func key(_ text: String) -> String {
    normal(text).lowercased().filter { !$0.isWhitespace }
  }
}
