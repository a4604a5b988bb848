extension Shape {
  /// A value in the order and spelling of the shape's members.
  ///
  /// Members are matched without regard to case. A member that the shape does not have breaks the rule for outputs.
  /// Linear in the value where its members come in the shape's order, as most do.
  func arranged(_ value: Value) -> Value {
    switch (kind, value) {
    case (.structure, .object(let object)):
      return .object(arranged(members: object))
    case (.list, .array(let elements)):
      guard let element, element.kind.isComplex else { return value }
      return .array(elements.map { element.arranged($0) })
    case (.map, .object(let object)):
      guard let element, element.kind.isComplex else { return value }
      return .object(ValueObject(object.members.map { ($0.key, element.arranged($0.value)) }))
    default:
      return value
    }
  }

  private func arranged(members object: ValueObject) -> ValueObject {
    var arranged = ValueObject()
    arranged.reserveCapacity(object.members.count)
    var place = 0
    var used = 0
    for member in definition.members {
      guard let found = object.place(ofLetters: member.name, from: place) else { continue }
      let value = object.members[found].value
      arranged.add(value.isComplex ? table.shape(member.reference).arranged(value) : value, new: member.name)
      place = found + 1
      used += 1
    }
    precondition(
      used == object.members.count,
      "An output has members that \(name) does not have: \(object.keys.joined(separator: ", "))")
    return arranged
  }
}

extension Value {
  /// Whether the value holds others.
  fileprivate var isComplex: Bool {
    switch self {
    case .object, .array: true
    case .null, .bool, .integer, .number, .string: false
    }
  }
}

extension ValueObject {
  /// Where the first member stands whose key has some letters, of either case, looked for from a place on and then from
  /// the beginning; `nil` when there is none.
  fileprivate func place(ofLetters name: String, from start: Int) -> Int? {
    for index in start..<max(start, members.count) where members[index].key.hasSameLetters(as: name) {
      return index
    }
    for index in 0..<min(start, members.count) where members[index].key.hasSameLetters(as: name) {
      return index
    }
    return nil
  }
}

extension String {
  /// Whether two names differ at most in the case of their ASCII letters.
  fileprivate func hasSameLetters(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return zip(utf8, other.utf8).allSatisfy { left, right in
      left == right
        || (left ^ right == 0x20 && UInt8(ascii: "a")...UInt8(ascii: "z") ~= left | 0x20)
    }
  }
}
