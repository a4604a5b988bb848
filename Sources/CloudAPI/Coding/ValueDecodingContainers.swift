/// The members of an object being decoded.
struct KeyedValueDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: ValueObject
  let place: DecodingPlace

  var codingPath: [any CodingKey] { place.path }
  var allKeys: [Key] { object.keys.compactMap(Key.init(stringValue:)) }

  func contains(_ key: Key) -> Bool { member(key) != nil }

  /// A missing member counts as `nil`, as AWS leaves out what has no value.
  func decodeNil(forKey key: Key) throws -> Bool {
    guard let value = member(key)?.value else { return true }
    if case .null = value { return true }
    return false
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try place(key).bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try place(key).string() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try place(key).double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try place(key).double()) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try place(key).integer() }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try place(key).integer() }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try place(key).integer() }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try place(key).integer() }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try place(key).integer() }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try place(key).integer() }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try place(key).integer() }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try place(key).integer() }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try place(key).integer() }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try place(key).integer() }

  func decode<Decoded: Decodable>(_ type: Decoded.Type, forKey key: Key) throws -> Decoded {
    try place(key).decode(type)
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try ValueTreeDecoder(place: place(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try ValueTreeDecoder(place: place(key)).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { ValueTreeDecoder(place: try place(ValueCodingKey("super"))) }
  func superDecoder(forKey key: Key) throws -> any Decoder { ValueTreeDecoder(place: try place(key)) }

  private func place(_ key: some CodingKey) throws -> DecodingPlace {
    guard let member = member(key) else {
      throw ValueDecodingError.missing(path: place.text, member: key.stringValue)
    }
    return place.place(of: member.value, under: ValueCodingKey(member.key))
  }

  private func member(_ key: some CodingKey) -> (key: String, value: Value)? {
    let name = key.stringValue
    if let value = object[name] { return (name, value) }
    guard place.ignoresCase else { return nil }
    return object.members.first {
      $0.key.utf8.count == name.utf8.count && $0.key.lowercased() == name.lowercased()
    }
  }
}

/// The elements of an array being decoded.
struct UnkeyedValueDecoding: UnkeyedDecodingContainer {
  let elements: [Value]
  let place: DecodingPlace
  private(set) var currentIndex = 0

  init(elements: [Value], place: DecodingPlace) {
    self.elements = elements
    self.place = place
  }

  var codingPath: [any CodingKey] { place.path }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, case .null = elements[currentIndex] else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try next().bool() }
  mutating func decode(_ type: String.Type) throws -> String { try next().string() }
  mutating func decode(_ type: Double.Type) throws -> Double { try next().double() }
  mutating func decode(_ type: Float.Type) throws -> Float { Float(try next().double()) }
  mutating func decode(_ type: Int.Type) throws -> Int { try next().integer() }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try next().integer() }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try next().integer() }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try next().integer() }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try next().integer() }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try next().integer() }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next().integer() }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next().integer() }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next().integer() }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next().integer() }

  mutating func decode<Decoded: Decodable>(_ type: Decoded.Type) throws -> Decoded { try next().decode(type) }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try ValueTreeDecoder(place: next()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try ValueTreeDecoder(place: next()).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { ValueTreeDecoder(place: try next()) }

  private mutating func next() throws -> DecodingPlace {
    let key = ValueCodingKey(currentIndex)
    guard !isAtEnd else { throw ValueDecodingError.missing(path: place.text, member: "[\(currentIndex)]") }
    currentIndex += 1
    return place.place(of: elements[currentIndex - 1], under: key)
  }
}

/// A single value being decoded.
struct SingleValueDecoding: SingleValueDecodingContainer {
  let place: DecodingPlace

  var codingPath: [any CodingKey] { place.path }

  func decodeNil() -> Bool {
    if case .null = place.value { return true }
    return false
  }

  func decode(_ type: Bool.Type) throws -> Bool { try place.bool() }
  func decode(_ type: String.Type) throws -> String { try place.string() }
  func decode(_ type: Double.Type) throws -> Double { try place.double() }
  func decode(_ type: Float.Type) throws -> Float { Float(try place.double()) }
  func decode(_ type: Int.Type) throws -> Int { try place.integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try place.integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try place.integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try place.integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try place.integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try place.integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try place.integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try place.integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try place.integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try place.integer() }

  func decode<Decoded: Decodable>(_ type: Decoded.Type) throws -> Decoded { try place.decode(type) }
}
