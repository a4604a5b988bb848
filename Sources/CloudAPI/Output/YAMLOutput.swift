/// `--output yaml` as AWS CLI version 2 prints it: block style, keys sorted, strings quoted where they would read as something else.
package struct YAMLOutput: Sendable {
  package init() {}

  /// The value as a YAML document; nothing at all for an empty object.
  package func render(_ value: Value) -> String {
    if case .object(let object) = value, object.members.isEmpty { return "" }
    var writer = YAMLWriter()
    writer.write(value)
    return writer.finish()
  }
}
