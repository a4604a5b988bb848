/// The tags of a resource, ordered by key as UTF-8 bytes.
package struct Tags: Sendable, Equatable {
  /// One key with its value, as AWS's calls carry it.
  package struct Tag: Codable, Sendable, Equatable {
    package var key: String
    package var value: String
    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }

    /// A tag as a call gives it: without a value it has the empty one, and a call without a key is refused for it.
    package init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: CodingKeys.self)
      key = try members.decodeIfPresent(String.self, forKey: .key) ?? ""
      value = try members.decodeIfPresent(String.self, forKey: .value) ?? ""
    }

    private enum CodingKeys: String, CodingKey {
      case key
      case value
    }
  }

  /// The tags in order of their keys.
  package private(set) var all: [Tag] = []

  package init() {}

  /// The value of a key; assigning `nil` removes the tag.
  package subscript(key: String) -> String? {
    get { all.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }
    set {
      all.removeAll { $0.key.utf8.elementsEqual(key.utf8) }
      guard let newValue else { return }
      let index = all.firstIndex { key.utf8.lexicographicallyPrecedes($0.key.utf8) } ?? all.count
      all.insert(Tag(key: key, value: newValue), at: index)
    }
  }
}
