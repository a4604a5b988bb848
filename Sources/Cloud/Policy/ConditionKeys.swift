/// Values of condition keys by name, as the circumstances of a request give them; names do not heed case.
///
/// A key can have several values (`aws:TagKeys`) and none at all, which is not the same as being absent.
package struct ConditionKeys: Sendable, Equatable {
  /// One key with its values.
  package struct Entry: Sendable, Equatable {
    package let key: String
    package let values: [String]
  }

  /// The keys in the order in which they were given.
  package private(set) var entries: [Entry] = []

  /// No key.
  package init() {}

  /// Single values by key.
  package init(_ pairs: KeyValuePairs<String, String>) {
    for (key, value) in pairs { self[key] = [value] }
  }

  /// The values of a key; `nil` when the request does not have it. Assigning replaces.
  package subscript(key: String) -> [String]? {
    get { entries.first { $0.key.equalsIgnoringCase(key) }?.values }
    set {
      entries.removeAll { $0.key.equalsIgnoringCase(key) }
      if let newValue { entries.append(Entry(key: key, values: newValue)) }
    }
  }

  /// Puts the keys of another set over these.
  package mutating func merge(_ others: ConditionKeys) {
    for entry in others.entries { self[entry.key] = entry.values }
  }
}

extension String {
  /// Whether both are the same but for the case of the letters A to Z, as action and key names are compared.
  func equalsIgnoringCase(_ other: String) -> Bool {
    utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.lowercase == $1.lowercase }
  }
}

extension UInt8 {
  /// The small letter of a letter A to Z, any other byte as it is.
  var lowercase: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}
