/// The members of an object being encoded.
struct KeyedValueEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: EncodingNode
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { node.append(.null, under: key.stringValue) }
  func encode(_ value: Bool, forKey key: Key) { node.append(.bool(value), under: key.stringValue) }
  func encode(_ value: String, forKey key: Key) { node.append(.string(value), under: key.stringValue) }
  func encode(_ value: Double, forKey key: Key) { node.append(.number(value), under: key.stringValue) }
  func encode(_ value: Float, forKey key: Key) { node.append(.number(Double(value)), under: key.stringValue) }
  func encode(_ value: Int, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: Int8, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: Int16, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: Int32, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: Int64, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: UInt, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: UInt8, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: UInt16, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: UInt32, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }
  func encode(_ value: UInt64, forKey key: Key) { node.append(.whole(value), under: key.stringValue) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    node.append(node.isOutline ? .null : try EncodingNode.value(of: value), under: key.stringValue)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nested(key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { nested(ValueCodingKey("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: some CodingKey) -> ValueTreeEncoder {
    ValueTreeEncoder(node: node.nested(under: key.stringValue))
  }
}

/// The elements of an array being encoded.
struct UnkeyedValueEncoding: UnkeyedEncodingContainer {
  let node: EncodingNode
  var codingPath: [any CodingKey] { [] }

  var count: Int { node.count }

  func encodeNil() { node.append(.null) }
  func encode(_ value: Bool) { node.append(.bool(value)) }
  func encode(_ value: String) { node.append(.string(value)) }
  func encode(_ value: Double) { node.append(.number(value)) }
  func encode(_ value: Float) { node.append(.number(Double(value))) }
  func encode(_ value: Int) { node.append(.whole(value)) }
  func encode(_ value: Int8) { node.append(.whole(value)) }
  func encode(_ value: Int16) { node.append(.whole(value)) }
  func encode(_ value: Int32) { node.append(.whole(value)) }
  func encode(_ value: Int64) { node.append(.whole(value)) }
  func encode(_ value: UInt) { node.append(.whole(value)) }
  func encode(_ value: UInt8) { node.append(.whole(value)) }
  func encode(_ value: UInt16) { node.append(.whole(value)) }
  func encode(_ value: UInt32) { node.append(.whole(value)) }
  func encode(_ value: UInt64) { node.append(.whole(value)) }

  func encode(_ value: some Encodable) throws {
    node.append(try EncodingNode.value(of: value))
  }

  func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<
    NestedKey
  > {
    nested().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }

  private func nested() -> ValueTreeEncoder { ValueTreeEncoder(node: node.nested()) }
}

/// A single value being encoded.
struct SingleValueEncoding: SingleValueEncodingContainer {
  let node: EncodingNode
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { node.set(.null) }
  func encode(_ value: Bool) { node.set(.bool(value)) }
  func encode(_ value: String) { node.set(.string(value)) }
  func encode(_ value: Double) { node.set(.number(value)) }
  func encode(_ value: Float) { node.set(.number(Double(value))) }
  func encode(_ value: Int) { node.set(.whole(value)) }
  func encode(_ value: Int8) { node.set(.whole(value)) }
  func encode(_ value: Int16) { node.set(.whole(value)) }
  func encode(_ value: Int32) { node.set(.whole(value)) }
  func encode(_ value: Int64) { node.set(.whole(value)) }
  func encode(_ value: UInt) { node.set(.whole(value)) }
  func encode(_ value: UInt8) { node.set(.whole(value)) }
  func encode(_ value: UInt16) { node.set(.whole(value)) }
  func encode(_ value: UInt32) { node.set(.whole(value)) }
  func encode(_ value: UInt64) { node.set(.whole(value)) }

  func encode(_ value: some Encodable) throws {
    node.set(try EncodingNode.value(of: value))
  }
}

/// A coding key made of any name or position.
struct ValueCodingKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ position: Int) {
    stringValue = String(position)
    intValue = position
  }

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}

extension Value {
  /// A whole number of any width; what does not fit in 64 bits with a sign becomes a `Double`.
  static func whole(_ value: some BinaryInteger) -> Value {
    Int64(exactly: value).map(Value.integer) ?? .number(Double(value))
  }
}
