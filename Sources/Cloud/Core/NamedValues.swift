/// Values by name in an order that does not change, as a map of an answer: a Dictionary has none.
package struct NamedValues<Value: Encodable & Sendable>: Encodable, Sendable {
  /// The values in their order.
  package private(set) var entries: [(key: String, value: Value)]

  /// The values in this order; names must differ.
  init(_ entries: [(key: String, value: Value)] = []) { self.entries = entries }

  /// Whether there is none.
  package var isEmpty: Bool { entries.isEmpty }
  /// How many there are.
  package var count: Int { entries.count }

  /// The value of a name; a new name comes last.
  package internal(set) subscript(key: String) -> Value? {
    get { entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }
    set {
      guard let index = entries.firstIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
        if let newValue { entries.append((key, newValue)) }
        return
      }
      if let newValue { entries[index].value = newValue } else { entries.remove(at: index) }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (key, value) in entries { try container.encode(value, forKey: Name(stringValue: key)) }
  }
}

extension NamedValues: Decodable where Value: Decodable {
  /// Reads a map of any names; they come in the order of their bytes.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    let names = container.allKeys.map(\.stringValue).sorted { $0.utf8Precedes($1) }
    self.init(try names.map { ($0, try container.decode(Value.self, forKey: Name(stringValue: $0))) })
  }
}

extension NamedValues where Value: Equatable {
  /// The rows of a table under their ids.
  init(_ table: Table<String, Value>) { self.init(table.map { (key: $0.id, value: $0.row) }) }

  /// The values as rows under their names.
  var table: Table<String, Value> {
    var table = Table<String, Value>()
    for (key, value) in entries { table[key] = value }
    return table
  }
}
