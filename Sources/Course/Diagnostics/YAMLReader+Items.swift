extension YAMLReader {
  /// Every item of a list read alike; `nil` when one could not be read, all of them having reported.
  func items<Item>(_ sizes: ClosedRange<Int>, _ read: (YAMLReader) -> Item?) -> [Item]? {
    guard let readers = list(of: sizes) else { return nil }
    let items = readers.map(read)
    let whole = items.compactMap { $0 }
    return whole.count == items.count ? whole : nil
  }

  /// Whether the names of a list's items are unique; the first that comes twice is reported at its item.
  func reportDuplicates(_ names: [String]) -> Bool {
    guard case .list(let nodes) = node.content, nodes.count == names.count else { return true }
    var seen: Set<String> = []
    for (index, name) in names.enumerated() where !seen.insert(name).inserted {
      child(nodes[index], "[\(index)]").report(.labDuplicateName, ["name": .text(name)])
      return false
    }
    return true
  }
}

extension YAMLMapping {
  /// The value under a key, another when the key is absent, `nil` when what stands there cannot be read.
  func value<Item>(_ key: String, else other: Item, _ read: (YAMLReader) -> Item?) -> Item? {
    guard let reader = self[key] else { return other }
    return read(reader)
  }
}
