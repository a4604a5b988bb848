/// The name of a lesson: its folder's name without the number.
package struct LessonID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The id as written: lower-case letters, digits, hyphens.
  package let rawValue: String

  /// An id.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// An id.
  package init(_ rawValue: String) { self.rawValue = rawValue }

  /// Decodes the bare text.
  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes the bare text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The id as written.
  package var description: String { rawValue }

  /// Orders by UTF-8 bytes.
  package static func < (left: LessonID, right: LessonID) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}
