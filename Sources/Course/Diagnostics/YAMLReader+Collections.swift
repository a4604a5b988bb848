extension YAMLReader {
  /// The items of a list whose size is within a range.
  package func list(of sizes: ClosedRange<Int> = 0...1_000) -> [YAMLReader]? {
    guard case .list(let items) = node.content else {
      report(.yamlNotList, ["key": key])
      return nil
    }
    guard sizes.contains(items.count) else {
      report(
        .yamlListSize,
        [
          "key": key, "count": .integer(items.count), "least": .integer(sizes.lowerBound),
          "most": .integer(sizes.upperBound),
        ])
      return nil
    }
    return items.enumerated().map { child($1, "[\($0)]") }
  }

  /// The node as a mapping that may have these keys and no others; each unknown key is reported with its nearest name.
  package func mapping(_ keys: [String]) -> YAMLMapping? {
    guard case .mapping(let pairs) = node.content else {
      report(.yamlNotMapping, ["key": key])
      return nil
    }
    for pair in pairs where !keys.contains(pair.key) {
      let place = child(
        YAMLNode(line: pair.line, column: pair.column, content: pair.value.content), pair.key)
      if let nearest = NearestName.of(pair.key, among: keys) {
        place.report(.yamlMisspelledKey, ["key": place.key, "nearest": .text(nearest)])
      } else {
        place.report(
          .yamlUnknownKey, ["key": place.key, "known": .text(keys.joined(separator: ", "))])
      }
    }
    return YAMLMapping(reader: self, pairs: pairs)
  }

  /// The pairs of a mapping whose keys are names of the author's own, at most `limit` of them, in the file's order.
  package func entries(limit: Int = 100) -> [(name: String, value: YAMLReader)]? {
    guard case .mapping(let pairs) = node.content else {
      report(.yamlNotMapping, ["key": key])
      return nil
    }
    guard pairs.count <= limit else {
      report(
        .yamlListSize,
        ["key": key, "count": .integer(pairs.count), "least": 0, "most": .integer(limit)])
      return nil
    }
    return pairs.map { ($0.key, child($0.value, $0.key)) }
  }

  /// Whether the node is a list.
  package var isList: Bool {
    if case .list = node.content { return true }
    return false
  }

  /// Whether the node is a mapping.
  package var isMapping: Bool {
    if case .mapping = node.content { return true }
    return false
  }
}

/// A mapping whose keys were checked.
package struct YAMLMapping {
  /// The reader of the mapping itself, for findings about the whole.
  package let reader: YAMLReader
  private let pairs: [YAMLNode.Pair]

  init(reader: YAMLReader, pairs: [YAMLNode.Pair]) {
    self.reader = reader
    self.pairs = pairs
  }

  /// The value under a key, `nil` when the key is absent.
  package subscript(key: String) -> YAMLReader? {
    pairs.first { $0.key == key }.map { reader.child($0.value, key) }
  }

  /// The value under a key; its absence is reported at the mapping's own place.
  package func required(_ key: String) -> YAMLReader? {
    if let value = self[key] { return value }
    let path = reader.path.isEmpty ? key : reader.path + "." + key
    reader.report(.yamlMissingKey, ["key": .text(path)])
    return nil
  }
}

extension YAMLReader {
  /// The value under a key, without checking anything: for a key that decides which others may stand beside it.
  package func peek(_ key: String) -> YAMLReader? {
    guard case .mapping(let pairs) = node.content else { return nil }
    return pairs.first { $0.key == key }.map { child($0.value, key) }
  }
}
