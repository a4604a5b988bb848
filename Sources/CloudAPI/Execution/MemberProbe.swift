/// What members a `Decodable` input reads, found by letting it decode made-up values.
///
/// The probe answers every question: there is one element in every list, zero, false and the empty text everywhere
/// else. So the tree of names that an operation models is known without an instance, and a member that the operation
/// does not read can be refused by name.
struct MemberProbe {
  /// The members of a structure by their names in lower case, or nothing for a scalar.
  final class Members {
    var byName: [String: Members] = [:]
    /// Whether any name is taken, as a map's keys are.
    var takesAnyName = false
  }

  /// The members that an input type reads. An input that refuses made-up values breaks the rule for inputs.
  static func members(of type: any Decodable.Type) -> Members {
    let members = Members()
    do {
      _ = try probe(type, into: members)
    } catch {
      preconditionFailure("The input \(type) refuses made-up values: \(error)")
    }
    return members
  }

  fileprivate static func probe<Probed: Decodable>(_ type: Probed.Type, into members: Members) throws
    -> Probed
  {
    try Probed(from: ProbeDecoder(members: members))
  }
}

private struct ProbeDecoder: Decoder {
  let members: MemberProbe.Members
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ProbeObject<Key>(members: members))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { ProbeList(members: members) }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { ProbeScalar(members: members) }
}

private struct ProbeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: MemberProbe.Members
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] {
    members.takesAnyName = true
    return []
  }

  private func note(_ key: Key) -> MemberProbe.Members {
    let name = key.stringValue.lowercased()
    if let known = members.byName[name] { return known }
    let made = MemberProbe.Members()
    members.byName[name] = made
    return made
  }

  func contains(_ key: Key) -> Bool {
    _ = note(key)
    return true
  }
  func decodeNil(forKey key: Key) throws -> Bool {
    _ = note(key)
    return false
  }
  func decode<Part: Decodable>(_ type: Part.Type, forKey key: Key) throws -> Part {
    try MemberProbe.probe(type, into: note(key))
  }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(ProbeObject<Nested>(members: note(key)))
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    ProbeList(members: note(key))
  }
  func superDecoder() throws -> any Decoder { ProbeDecoder(members: members) }
  func superDecoder(forKey key: Key) throws -> any Decoder { ProbeDecoder(members: note(key)) }
}

private struct ProbeList: UnkeyedDecodingContainer {
  let members: MemberProbe.Members
  var codingPath: [any CodingKey] { [] }
  var count: Int? { 1 }
  var isAtEnd: Bool { currentIndex > 0 }
  var currentIndex = 0

  init(members: MemberProbe.Members) { self.members = members }

  mutating func decodeNil() throws -> Bool { false }
  mutating func decode<Part: Decodable>(_ type: Part.Type) throws -> Part {
    currentIndex += 1
    return try MemberProbe.probe(type, into: members)
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    currentIndex += 1
    return KeyedDecodingContainer(ProbeObject<Nested>(members: members))
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    currentIndex += 1
    return ProbeList(members: members)
  }
  mutating func superDecoder() throws -> any Decoder { ProbeDecoder(members: members) }
}

private struct ProbeScalar: SingleValueDecodingContainer {
  let members: MemberProbe.Members
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { false }
  func decode(_ type: Bool.Type) throws -> Bool { false }
  func decode(_ type: String.Type) throws -> String { "" }
  func decode(_ type: Double.Type) throws -> Double { 0 }
  func decode(_ type: Float.Type) throws -> Float { 0 }
  func decode(_ type: Int.Type) throws -> Int { 0 }
  func decode(_ type: Int8.Type) throws -> Int8 { 0 }
  func decode(_ type: Int16.Type) throws -> Int16 { 0 }
  func decode(_ type: Int32.Type) throws -> Int32 { 0 }
  func decode(_ type: Int64.Type) throws -> Int64 { 0 }
  func decode(_ type: UInt.Type) throws -> UInt { 0 }
  func decode(_ type: UInt8.Type) throws -> UInt8 { 0 }
  func decode(_ type: UInt16.Type) throws -> UInt16 { 0 }
  func decode(_ type: UInt32.Type) throws -> UInt32 { 0 }
  func decode(_ type: UInt64.Type) throws -> UInt64 { 0 }
  func decode<Part: Decodable>(_ type: Part.Type) throws -> Part {
    try MemberProbe.probe(type, into: members)
  }
}
