import EventKernel

/// Turns `Encodable` types into values: members in the order in which they are encoded, `nil` left out.
///
/// An `Instant` becomes an ISO 8601 text such as `2026-01-05T00:00:00+00:00`, as AWS CLI version 2 shows times.
package struct ValueEncoder: Sendable {
  package init() {}

  /// The value of anything encodable; throws what the type's own encoding throws.
  package func encode(_ encodable: some Encodable) throws -> Value {
    try EncodingNode.value(of: encodable)
  }

  /// Only which members an object has: those that are objects, arrays or texts of other types are `null`. O(members).
  package func encodeOutline(of encodable: some Encodable) throws -> Value {
    let node = EncodingNode(isOutline: true)
    try encodable.encode(to: ValueTreeEncoder(node: node))
    return node.value
  }
}

/// A place in the tree while it is being built; containers share it by reference.
final class EncodingNode {
  /// What stands at a place: a value, or a place that is still being built.
  enum Entry {
    case value(Value)
    case node(EncodingNode)

    var value: Value {
      switch self {
      case .value(let value): value
      case .node(let node): node.value
      }
    }
  }

  private enum Kind {
    case single
    case array
    case object
  }

  private var kind = Kind.object
  private var single = Value.null
  private var members: [(key: String, entry: Entry)] = []
  private var elements: [Entry] = []
  /// Whether what lies in its members is left out.
  let isOutline: Bool

  init(isOutline: Bool = false) { self.isOutline = isOutline }

  var count: Int { elements.count }

  /// The finished value; a place that nothing was encoded into is an empty object.
  var value: Value {
    switch kind {
    case .single: single
    case .array: .array(elements.map(\.value))
    case .object: .object(ValueObject(members.map { (key: $0.key, value: $0.entry.value) }))
    }
  }

  /// The value of anything encodable, the plain types without an encoder of their own.
  static func value<Encoded: Encodable>(of encodable: Encoded) throws -> Value {
    if Encoded.self == String.self, let text = encodable as? String { return .string(text) }
    if Encoded.self == Instant.self, let instant = encodable as? Instant { return .string(instant.iso8601) }
    if Encoded.self == Value.self, let value = encodable as? Value { return value }
    let node = EncodingNode()
    try encodable.encode(to: ValueTreeEncoder(node: node))
    return node.value
  }

  func set(_ value: Value) {
    kind = .single
    single = value
  }

  func becomeArray() { kind = .array }
  func becomeObject() { kind = .object }
  func append(_ value: Value) { elements.append(.value(value)) }
  func append(_ value: Value, under key: String) { members.append((key, .value(value))) }

  /// A new place at the end of the array.
  func nested() -> EncodingNode {
    let node = EncodingNode()
    elements.append(.node(node))
    return node
  }

  /// A new place as a member of the object.
  func nested(under key: String) -> EncodingNode {
    let node = EncodingNode()
    members.append((key, .node(node)))
    return node
  }
}

/// The encoder of one place of the tree; it keeps no coding path, since encoding a type of ours does not fail.
struct ValueTreeEncoder: Encoder {
  let node: EncodingNode
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.becomeObject()
    return KeyedEncodingContainer(KeyedValueEncoding<Key>(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.becomeArray()
    return UnkeyedValueEncoding(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleValueEncoding(node: node) }
}
