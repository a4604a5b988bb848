/// The names of a parser's options, to be found whole or by what they begin with.
struct OptionNames: Sendable {
  private let places: [String: Int]
  /// The names in the order of their bytes, so that those of one beginning stand together.
  private let sorted: [(name: String, place: Int)]

  /// The names of options, hyphens included; of two that are equal the first counts when a whole name is sought.
  init(_ options: [WordParser.Option]) {
    let named = options.indices.map { (name: options[$0].name, place: $0) }
    places = Dictionary(named.map { ($0.name, $0.place) }, uniquingKeysWith: { first, _ in first })
    sorted = named.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The place of the option with a name, or nil.
  func place(of name: String) -> Int? { places[name] }

  /// The places of the options whose names begin with a text, ascending. O(log n + those found).
  func places(beginningWith text: String) -> [Int] {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].name.utf8.lexicographicallyPrecedes(text.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return sorted[low...].prefix { $0.name.utf8.starts(with: text.utf8) }.map(\.place).sorted()
  }
}

/// The words that may stand at a place, in the client's order.
struct WordChoices: Sendable {
  /// The words in the client's order.
  let list: [String]
  private let known: Set<String>

  init(_ list: [String]) {
    self.list = list
    known = Set(list)
  }

  /// Whether a word is one of them.
  func contains(_ word: String) -> Bool { known.contains(word) }
}
