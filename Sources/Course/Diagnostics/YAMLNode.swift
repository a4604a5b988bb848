/// A node of a YAML document with its place, free of the parser's own types.
package struct YAMLNode: Sendable {
  /// What a node is.
  package enum Content: Sendable {
    /// A scalar; `isQuoted` tells `"5"` from `5`.
    case scalar(String, isQuoted: Bool)
    case list([YAMLNode])
    /// The pairs in the order of the file, each key once.
    case mapping([Pair])
  }

  /// A key of a mapping and what stands under it.
  package struct Pair: Sendable {
    /// The key's text.
    package let key: String
    /// The key's line, from 1.
    package let line: Int
    /// The key's column, from 1.
    package let column: Int
    /// The value.
    package let value: YAMLNode
  }

  /// The line, from 1.
  package let line: Int
  /// The column in Unicode scalars, from 1.
  package let column: Int
  /// What the node is.
  package let content: Content
}
