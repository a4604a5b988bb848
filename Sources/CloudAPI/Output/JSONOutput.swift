/// `--output json`: four spaces a level, members in their order.
package struct JSONOutput: Sendable {
  package init() {}

  /// The value as JSON with a newline; nothing at all for an empty object.
  package func render(_ value: Value) -> String {
    if case .object(let object) = value, object.members.isEmpty { return "" }
    return value.json(.pretty) + "\n"
  }
}
