import EventKernel

/// Turns `Encodable` types into values: members in the order in which they are encoded, `nil` left out.
///
/// An `Instant` becomes an ISO 8601 text such as `2026-01-05T00:00:00+00:00`, as AWS CLI version 2 shows times.
package struct ValueEncoder: Sendable {
  package init() {}

  /// The value of anything encodable; throws what the type's own encoding throws.
  package func encode(_ encodable: some Encodable) throws -> Value {
    try EncodingNode.value(of: encodable, path: [])
  }
}

/// A place in the tree while it is being built; containers share it by reference.
final class EncodingNode {
  enum Content {
    case empty
    case value(Value)
    case array([EncodingNode])
    case object([(key: String, node: EncodingNode)])
  }

  var content = Content.empty

  /// The finished value; a place that nothing was encoded into is an empty object.
  var value: Value {
    switch content {
    case .empty: .object(ValueObject())
    case .value(let value): value
    case .array(let nodes): .array(nodes.map(\.value))
    case .object(let members): .object(ValueObject(members.map { (key: $0.key, value: $0.node.value) }))
    }
  }

  /// The value of anything encodable, the plain types without an encoder of their own.
  static func value<Encoded: Encodable>(of encodable: Encoded, path: [any CodingKey]) throws -> Value {
    switch encodable {
    case let text as String: return .string(text)
    case let flag as Bool: return .bool(flag)
    case let integer as Int: return .integer(Int64(integer))
    case let number as Double: return .number(number)
    case let instant as Instant: return .string(instant.iso8601)
    case let value as Value: return value
    default:
      let encoder = ValueTreeEncoder(node: EncodingNode(), codingPath: path)
      try encodable.encode(to: encoder)
      return encoder.node.value
    }
  }

  func append(_ node: EncodingNode) {
    guard case .array(var nodes) = content else {
      content = .array([node])
      return
    }
    content = .empty
    nodes.append(node)
    content = .array(nodes)
  }

  func append(_ node: EncodingNode, under key: String) {
    guard case .object(var members) = content else {
      content = .object([(key, node)])
      return
    }
    content = .empty
    members.append((key, node))
    content = .object(members)
  }

  func becomeArray() {
    if case .array = content { return }
    content = .array([])
  }

  func becomeObject() {
    if case .object = content { return }
    content = .object([])
  }

  func append(_ value: Value) {
    let node = EncodingNode()
    node.content = .value(value)
    append(node)
  }

  func append(_ value: Value, under key: String) {
    let node = EncodingNode()
    node.content = .value(value)
    append(node, under: key)
  }
}

/// The encoder of one place of the tree.
struct ValueTreeEncoder: Encoder {
  let node: EncodingNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(KeyedValueEncoding<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return UnkeyedValueEncoding(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleValueEncoding(node: node, codingPath: codingPath)
  }
}
