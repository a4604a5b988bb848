/// The members of an object in the order in which they were added; a later value for a key replaces the earlier in place.
///
/// Keys are compared byte by byte. Look-up is linear up to a few dozen members, which is what AWS objects have, and
/// through an index above that, so that hostile input cannot make it quadratic.
package struct ValueObject: Sendable {
  /// The members, each key once.
  package private(set) var members: [(key: String, value: Value)]

  /// Where each key stands; kept only for objects above ``indexThreshold``.
  private var index: [Key: Int]?

  private static let indexThreshold = 32

  /// An object with these members, the last of equal keys winning.
  package init(_ members: [(key: String, value: Value)] = []) {
    self.members = []
    self.members.reserveCapacity(members.count)
    for member in members { self[member.key] = member.value }
  }

  /// The value under a key; assigning `nil` removes the member.
  package subscript(key: String) -> Value? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        if index != nil { buildIndex() }
      case (nil, let value?): add(value, new: key)
      case (nil, nil): break
      }
    }
  }

  /// Makes room for a number of members.
  mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

  /// Adds a member whose key the object does not have, which is not looked for.
  mutating func add(_ value: Value, new key: String) {
    index?[Key(text: key)] = members.count
    members.append((key, value))
    if index == nil, members.count > Self.indexThreshold { buildIndex() }
  }

  /// The keys in order.
  package var keys: [String] { members.map(\.key) }

  /// The members with keys in the order of their code points, as the AWS CLI sorts them for text and table.
  package var sortedMembers: [(key: String, value: Value)] {
    members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private func position(of key: String) -> Int? {
    if let index { return index[Key(text: key)] }
    return members.firstIndex { $0.key.hasSameBytes(as: key) }
  }

  private mutating func buildIndex() {
    var built: [Key: Int] = [:]
    built.reserveCapacity(members.count * 2)
    for (position, member) in members.enumerated() { built[Key(text: member.key)] = position }
    index = built
  }

  /// A key that equals another only when their bytes do.
  private struct Key: Hashable {
    let text: String

    static func == (left: Key, right: Key) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }
}
