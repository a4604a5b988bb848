extension Value {
  /// The member under a key, `nil` when this is not an object or has no such member.
  package subscript(key: String) -> Value? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }

  /// The element at a position from 0, `nil` when this is not an array or is shorter.
  package subscript(position: Int) -> Value? {
    guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
    return elements[position]
  }

  /// The text of a string, `nil` for anything else.
  package var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The elements of an array, `nil` for anything else.
  package var elements: [Value]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object, `nil` for anything else.
  package var object: ValueObject? {
    guard case .object(let object) = self else { return nil }
    return object
  }

  /// The number as a `Double`, `nil` for what is no number.
  package var double: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// Whether this is neither an array nor an object.
  package var isScalar: Bool {
    switch self {
    case .null, .bool, .integer, .number, .string: true
    case .array, .object: false
    }
  }

  /// The value under a dotted path of member names such as `DBInstances` or `DistributionList.Items`, `nil` where it breaks off.
  package func value(atPath path: String) -> Value? {
    var current = self
    for name in path.split(separator: ".", omittingEmptySubsequences: false) {
      guard let next = current[String(name)] else { return nil }
      current = next
    }
    return current
  }

  /// Sets the value under a dotted path of member names, making objects on the way where there is none.
  package mutating func setValue(_ value: Value, atPath path: String) {
    set(value, at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
  }

  private mutating func set(_ value: Value, at names: ArraySlice<Substring>) {
    guard let name = names.first else {
      self = value
      return
    }
    var object = self.object ?? ValueObject()
    var member = object[String(name)] ?? .null
    member.set(value, at: names.dropFirst())
    object[String(name)] = member
    self = .object(object)
  }
}
