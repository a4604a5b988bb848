import Synchronization

/// What members a `Decodable` input reads, found by letting it decode made-up values.
///
/// The probe answers every question: there is one element in every list, zero, false and the empty text everywhere
/// else. So the tree of names that an operation models is known without an instance, and a member that the operation
/// does not read can be refused by name.
enum MemberProbe {
  /// The members of a structure by their names in lower case, or nothing for a scalar.
  struct Members: Sendable {
    var byName: [String: Members] = [:]
    /// Whether any name is taken, as a map's keys are.
    var takesAnyName = false
    /// Whether the structure around it cannot be read without it.
    var isDemanded = false
  }

  /// What was found of each type; an input never changes while the program runs.
  private static let known = Mutex<[ObjectIdentifier: Members]>([:])

  /// The members that an input type reads, probed once. An input that refuses made-up values breaks the rule for inputs.
  static func members(of type: any Decodable.Type) -> Members {
    let id = ObjectIdentifier(type)
    if let members = known.withLock({ $0[id] }) { return members }
    let notes = ProbeNotes()
    do {
      _ = try probe(type, into: notes)
    } catch {
      preconditionFailure("The input \(type) refuses made-up values: \(error)")
    }
    let members = notes.members
    known.withLock { $0[id] = members }
    return members
  }

  fileprivate static func probe<Probed: Decodable>(_ type: Probed.Type, into notes: ProbeNotes) throws
    -> Probed
  {
    let id = ObjectIdentifier(type)
    // A type that holds itself, such as a filter of filters, is followed so far and no farther.
    let isDeep = notes.types.count { $0 == id } >= deepest
    notes.types.append(id)
    return try Probed(from: ProbeDecoder(notes: notes, isDeep: isDeep))
  }

  /// How often a type may stand within itself; deeper members are refused by name.
  private static let deepest = 4
}

/// What is noted of a structure while it is probed.
private final class ProbeNotes {
  var byName: [String: ProbeNotes] = [:]
  var takesAnyName = false
  /// Whether it was read without a look whether it is there.
  var isDemanded = false
  /// The names that were looked for.
  var asked: Set<String> = []
  /// The types on the way to here.
  var types: [ObjectIdentifier] = []

  /// The notes as a value.
  var members: MemberProbe.Members {
    MemberProbe.Members(
      byName: byName.mapValues(\.members), takesAnyName: takesAnyName, isDemanded: isDemanded)
  }
}

private struct ProbeDecoder: Decoder {
  let notes: ProbeNotes
  /// Whether optional members are absent, so that a type within itself comes to an end.
  var isDeep = false
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ProbeObject<Key>(notes: notes, isDeep: isDeep))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { ProbeList(notes: notes) }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { ProbeScalar(notes: notes) }
}

private struct ProbeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let notes: ProbeNotes
  var isDeep = false
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] {
    notes.takesAnyName = true
    return []
  }

  private func note(_ key: Key) -> ProbeNotes {
    let name = key.stringValue.lowercased()
    if let known = notes.byName[name] { return known }
    let made = ProbeNotes()
    made.types = notes.types
    notes.byName[name] = made
    return made
  }

  func contains(_ key: Key) -> Bool {
    guard !isDeep else { return false }
    _ = note(key)
    notes.asked.insert(key.stringValue.lowercased())
    return true
  }
  func decodeNil(forKey key: Key) throws -> Bool {
    guard !isDeep else { return true }
    _ = note(key)
    notes.asked.insert(key.stringValue.lowercased())
    return false
  }
  func decode<Part: Decodable>(_ type: Part.Type, forKey key: Key) throws -> Part {
    let member = note(key)
    if !notes.asked.contains(key.stringValue.lowercased()) { member.isDemanded = true }
    return try MemberProbe.probe(type, into: member)
  }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(ProbeObject<Nested>(notes: note(key)))
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    ProbeList(notes: note(key))
  }
  func superDecoder() throws -> any Decoder { ProbeDecoder(notes: notes) }
  func superDecoder(forKey key: Key) throws -> any Decoder { ProbeDecoder(notes: note(key)) }
}

private struct ProbeList: UnkeyedDecodingContainer {
  let notes: ProbeNotes
  var codingPath: [any CodingKey] { [] }
  var count: Int? { 1 }
  var isAtEnd: Bool { currentIndex > 0 }
  var currentIndex = 0

  init(notes: ProbeNotes) { self.notes = notes }

  mutating func decodeNil() throws -> Bool { false }
  mutating func decode<Part: Decodable>(_ type: Part.Type) throws -> Part {
    currentIndex += 1
    return try MemberProbe.probe(type, into: notes)
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    currentIndex += 1
    return KeyedDecodingContainer(ProbeObject<Nested>(notes: notes))
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    currentIndex += 1
    return ProbeList(notes: notes)
  }
  mutating func superDecoder() throws -> any Decoder { ProbeDecoder(notes: notes) }
}

private struct ProbeScalar: SingleValueDecodingContainer {
  let notes: ProbeNotes
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
    try MemberProbe.probe(type, into: notes)
  }
}
