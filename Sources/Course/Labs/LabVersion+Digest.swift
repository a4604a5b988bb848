import EventKernel

extension LabVersion {
  /// The keys of `lab.yaml` that say nothing about behaviour, wherever they stand.
  static let proseKeys: Set<String> = ["title", "because", "topics", "requires", "minutes", "hints"]

  /// The version of a lab's description and scripts.
  ///
  /// The digest is taken over a canonical form, documented in `docs/lab-format.md`: scalars, lists and mappings with
  /// their counts, keys in byte order, prose left out; then each script with its name and length.
  init(of node: YAMLNode, scripts: [(name: String, text: String)]) {
    var hash = SHA256()
    hash.update("skydrill-lab 1\n".utf8)
    Self.feed(node, &hash)
    for script in scripts {
      hash.update("f\(script.name) \(script.text.utf8.count)\n".utf8)
      hash.update(script.text.utf8)
    }
    self.init(digest: hash.finish())
  }

  /// A reader refuses nesting over 32 levels, so this recursion is shallow.
  private static func feed(_ node: YAMLNode, _ hash: inout SHA256) {
    switch node.content {
    case .scalar(let text, let isQuoted):
      hash.update("\(isQuoted ? "q" : "s")\(text.utf8.count)\n".utf8)
      hash.update(text.utf8)
    case .list(let items):
      hash.update("l\(items.count)\n".utf8)
      for item in items { feed(item, &hash) }
    case .mapping(let pairs):
      let kept = pairs.filter { !proseKeys.contains($0.key) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      hash.update("m\(kept.count)\n".utf8)
      for pair in kept {
        hash.update("k\(pair.key.utf8.count)\n".utf8)
        hash.update(pair.key.utf8)
        feed(pair.value, &hash)
      }
    }
  }
}
