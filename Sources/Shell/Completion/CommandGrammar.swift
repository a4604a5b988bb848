/// What may follow a command, read from the usage and options of its help: `lab start <lab>`, `brief | status`.
struct CommandGrammar {
  /// What may stand at one place.
  enum Word: Equatable {
    /// The word itself.
    case literal(String)
    /// A word of a kind, such as `lab` for `<lab>` or `[lab]`.
    case placeholder(String)
  }

  /// A way to go on, place by place, with what help says of it.
  struct Path: Equatable {
    var places: [[Word]]
    var description = ""
  }

  private(set) var paths: [Path] = []
  /// An option, which may stand anywhere, and the kind of its value, `zone` for `--zone <zone>`.
  struct Option: Equatable {
    let name: String
    let value: Word?
    let description: String
  }

  /// The options.
  private(set) var options: [Option] = []

  /// Reads the usage of a command and the lines on its options, each "`words`: what they do"; other lines are sentences.
  init(command: String, usage: String, options lines: [String]) {
    for (code, description) in lines.flatMap(Self.split) {
      if code.hasPrefix("-") {
        let parts = code.split(separator: " ", maxSplits: 1)
        let value = parts.count == 2 ? Self.word(parts[1]) : nil
        options.append(Option(name: String(parts[0]), value: value, description: description))
      } else {
        paths.append(Path(places: Self.places(code), description: description))
      }
    }
    for line in usage.split(separator: "\n") where line.hasPrefix(command) {
      paths.append(Path(places: Self.places(String(line.dropFirst(command.count)))))
    }
  }

  /// Whether the last of words is an option whose value is to follow.
  func awaitsValue(_ words: [String]) -> Bool {
    options.contains { $0.name == words.last && $0.value != nil }
  }

  /// The words that may stand behind those, each with what help says of it.
  func following(_ words: [String]) -> [(word: Word, description: String)] {
    if let value = options.first(where: { $0.name == words.last })?.value { return [(value, "")] }
    var found: [(word: Word, description: String)] = []
    let words = withoutOptions(words)
    for path in paths where path.places.count > words.count {
      let matches = zip(path.places, words).allSatisfy { place, word in
        place.contains { $0 == .literal(word) || $0.isPlaceholder }
      }
      guard matches else { continue }
      for word in path.places[words.count] where !found.contains(where: { $0.word == word }) {
        found.append((word, path.description))
      }
    }
    return found
  }

  private func withoutOptions(_ words: [String]) -> [String] {
    var rest: [String] = []
    var skipsNext = false
    for word in words {
      if skipsNext {
        skipsNext = false
      } else if let option = options.first(where: { $0.name == word }) {
        skipsNext = option.value != nil
      } else {
        rest.append(word)
      }
    }
    return rest
  }

  /// "`--count N`, `-n N`: how many" as each of its codes with the explanation; nothing of a line without a colon.
  private static func split(_ line: String) -> [(code: String, description: String)] {
    var codes: [String] = []
    var rest = line[...]
    while rest.hasPrefix("`"), let end = rest.dropFirst().firstIndex(of: "`") {
      codes.append(String(rest[rest.index(after: rest.startIndex)..<end]))
      rest = rest[rest.index(after: end)...]
      if rest.hasPrefix(", `") { rest = rest.dropFirst(2) }
    }
    guard rest.hasPrefix(":") else { return [] }
    let description = String(rest.drop { $0 == ":" || $0 == " " })
    return codes.map { ($0, description) }
  }

  private static func places(_ text: String) -> [[Word]] {
    var places: [[Word]] = []
    var isAlternative = false
    var isOption = false
    for token in text.split(separator: " ") {
      // An option of the usage is no place; its value stands right behind it.
      if isOption, token.hasPrefix("<") {
        isOption = false
        continue
      }
      isOption = token.hasPrefix("--") || token.hasPrefix("[--")
      if token == "|" {
        isAlternative = true
        continue
      }
      let words = token.split(separator: "|").compactMap { Self.word($0) }
      if isAlternative, !places.isEmpty {
        places[places.count - 1] += words
      } else if !words.isEmpty {
        places.append(words)
      }
      isAlternative = false
    }
    return places
  }

  /// A literal, or the name between angle or square brackets or in capitals; `nil` for options and dots.
  private static func word(_ token: Substring) -> Word? {
    let bare = token.drop { $0 == "[" || $0 == "<" }
    let name = String(bare.prefix { $0 != "]" && $0 != ">" })
    if name.isEmpty || name == "…" || name.hasPrefix("-") { return nil }
    let isKind = token.hasPrefix("[") || token.hasPrefix("<") || name.allSatisfy(\.isUppercase)
    return isKind ? .placeholder(name.lowercased()) : .literal(name)
  }
}

extension CommandGrammar.Word {
  /// Whether any word of a kind may stand here.
  var isPlaceholder: Bool {
    if case .placeholder = self { true } else { false }
  }
}
