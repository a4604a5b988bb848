/// The name of an object in its bucket, ordered by its UTF-8 bytes as S3 lists it.
package struct ObjectKey: Hashable, Comparable, Sendable {
  /// The name as it was written.
  package let text: String

  /// The key with a name.
  package init(_ text: String) { self.text = text }

  package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
  package static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }

  /// Whether the name begins with the bytes of a prefix.
  package func begins(with prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }
}
