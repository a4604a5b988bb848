/// A tree of JSON-like data whose objects keep the order of their members.
///
/// Integers and other numbers are apart, so that what AWS gives as a whole number prints as one.
package enum Value: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([Value])
  case object(ValueObject)
}

/// The members of an object in the order in which they were added; a later value for a key replaces the earlier in place.
///
/// Look-up is linear: AWS objects have a few dozen members.
package struct ValueObject: Sendable {
  /// The members, each key once.
  package private(set) var members: [(key: String, value: Value)]

  /// An object with these members, the last of equal keys winning.
  package init(_ members: [(key: String, value: Value)] = []) {
    self.members = []
    self.members.reserveCapacity(members.count)
    for member in members { self[member.key] = member.value }
  }

  /// The value under a key; assigning `nil` removes the member.
  package subscript(key: String) -> Value? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// The keys in order.
  package var keys: [String] { members.map(\.key) }
}

extension Value: Equatable {
  /// Deep equality; numbers by value whether whole or not, members of an object in any order (as JMESPath compares).
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.integer(let a), .number(let b)), (.number(let b), .integer(let a)): Double(a) == b
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.members.count == b.members.count && a.members.allSatisfy { b[$0.key] == $0.value }
    default: false
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: Value...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .object(ValueObject(elements.map { (key: $0.0, value: $0.1) }))
  }
}
