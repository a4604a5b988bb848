/// Texts by name in the order of the names' UTF-8 bytes, as AWS's calls carry maps.
package struct StringMap: Sendable, Equatable {
  /// One name with its text.
  package struct Entry: Sendable, Equatable {
    package let name: String
    package var text: String
  }

  /// The entries in order of their names.
  package private(set) var entries: [Entry] = []

  /// A map without entries.
  package init() {}

  /// Whether there is no entry.
  package var isEmpty: Bool { entries.isEmpty }

  /// The text of a name; assigning `nil` removes the entry.
  package subscript(name: String) -> String? {
    get { entries.first { $0.name.utf8.elementsEqual(name.utf8) }?.text }
    set {
      entries.removeAll { $0.name.utf8.elementsEqual(name.utf8) }
      guard let newValue else { return }
      let index =
        entries.firstIndex { name.utf8.lexicographicallyPrecedes($0.name.utf8) } ?? entries.count
      entries.insert(Entry(name: name, text: newValue), at: index)
    }
  }
}

extension StringMap: Codable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads a map of any names.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for name in container.allKeys { self[name.stringValue] = try container.decode(String.self, forKey: name) }
  }

  /// Writes the entries in order.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for entry in entries { try container.encode(entry.text, forKey: Name(stringValue: entry.name)) }
  }
}
