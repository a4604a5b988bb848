extension Value {
  /// What a JSON text may cost.
  package struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects inside one another.
    package var depth: Int

    /// Bytes of UTF-8.
    package var bytes: Int

    /// Limits; 128 deep and 8 MiB long unless told.
    package init(depth: Int = 128, bytes: Int = 8 << 20) {
      self.depth = depth
      self.bytes = bytes
    }
  }

  /// Reads a JSON text; of equal keys the last wins, whole numbers that fit in 64 bits become integers.
  package init(json text: String, limits: JSONLimits = JSONLimits()) throws(ValueJSONError) {
    try self.init(json: Array(text.utf8), limits: limits)
  }

  /// Reads a JSON text from its bytes, which must be UTF-8 without a byte order mark.
  package init(json bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(ValueJSONError) {
    var parser = ValueJSONParser(bytes: bytes, limits: limits)
    self = try parser.parse()
  }

  /// How JSON is laid out.
  package enum JSONStyle: Hashable, Sendable {
    /// Four spaces a level and `": "`, as the AWS CLI prints.
    case pretty
    /// No white space at all.
    case compact
    /// One line with `", "` and `": "` and everything outside ASCII escaped, as Python's `json.dumps` does.
    case python
    /// As ``python`` without white space.
    case pythonCompact
  }

  /// The value as JSON, without a newline at the end.
  package func json(_ style: JSONStyle = .pretty) -> String {
    var writer = ValueJSONWriter(style: style)
    writer.write(self, depth: 0)
    return writer.text
  }
}
