/// A program that reads text and writes some of it, as every Unix has them: `awk`, `cut`, `fold`, `grep`, `head`, `sed`, `sort`,
/// `tail`, `tr`, `uniq`, `wc`.
///
/// A part of what each can do; a form that is not known is no filter, so that nothing is done in another way than asked.
// Simplified: text-filters
package struct TextFilter: Equatable, Sendable {
  /// What a filter does.
  enum Act: Equatable, Sendable {
    case head(lines: Int)
    case headBytes(Int)
    case tail(lines: Int)
    case tailFrom(line: Int)
    case cut(CutFields)
    case columns(ColumnProgram)
    case grep(TextPattern, GrepOptions)
    case sort(SortOptions)
    case unique(counts: Bool)
    case count(CountOptions)
    case translate(CharacterMap)
    case edit([LineEdit])
    case fold(width: Int)
  }

  /// Options of `grep`.
  struct GrepOptions: Equatable, Sendable {
    var isInverted = false
    var countsOnly = false
    var isQuiet = false
    var matchesOnly = false
    var numbersLines = false
  }

  /// Options of `sort`.
  struct SortOptions: Equatable, Sendable {
    var isNumeric = false
    var isReversed = false
    var isUnique = false
    var ignoresCase = false
    /// The field that is compared first, from 1; the whole line without one.
    var key: Int?
    var separator: Character?
  }

  /// What `wc` counts.
  struct CountOptions: Equatable, Sendable {
    var lines = false
    var words = false
    var bytes = false
  }

  /// The names of the filters.
  package static let names = [
    "awk", "cut", "fold", "grep", "head", "sed", "sort", "tail", "tr", "uniq", "wc",
  ]

  let act: Act
  /// The files that it reads; what it is given where there are none.
  package let files: [String]

  /// Reads a filter's words; `nil` for a form that is not known.
  package init?(_ name: String, _ arguments: [String]) {
    var words = FilterWords(arguments)
    let act: Act? =
      switch name {
      case "head", "tail": Self.end(name, &words)
      case "cut": CutFields(&words).map { .cut($0) }
      case "awk": ColumnProgram(&words).map { .columns($0) }
      case "fold": Self.fold(&words)
      case "grep": Self.grep(&words)
      case "sort": Self.sort(&words)
      case "uniq": Self.unique(&words)
      case "wc": Self.count(&words)
      case "tr": CharacterMap(&words).map { .translate($0) }
      case "sed": LineEdit.edits(&words).map { .edit($0) }
      default: nil
      }
    guard let act, words.options.isEmpty else { return nil }
    self.act = act
    files = words.operands
  }

  private static func end(_ name: String, _ words: inout FilterWords) -> Act? {
    if name == "head", let bytes = words.value(of: "-c", "--bytes") {
      return Int(bytes).flatMap { $0 >= 0 ? .headBytes($0) : nil }
    }
    var asked = words.value(of: "-n", "--lines") ?? words.number()
    if asked == nil, name == "tail", words.operands.first?.first == "+" { asked = words.operand() }
    guard let asked else { return name == "head" ? .head(lines: 10) : .tail(lines: 10) }
    if name == "tail", asked.first == "+" {
      return Int(asked.dropFirst()).flatMap { $0 >= 0 ? .tailFrom(line: $0) : nil }
    }
    guard let lines = Int(asked), lines >= 0 else { return nil }
    return name == "head" ? .head(lines: lines) : .tail(lines: lines)
  }

  private static func grep(_ words: inout FilterWords) -> Act? {
    var options = GrepOptions()
    options.isInverted = words.flag("v", "--invert-match")
    options.countsOnly = words.flag("c", "--count")
    options.isQuiet = words.flag("q", "--quiet")
    options.matchesOnly = words.flag("o", "--only-matching")
    options.numbersLines = words.flag("n", "--line-number")
    let ignoresCase = words.flag("i", "--ignore-case")
    let isExtended = words.flag("E", "--extended-regexp")
    let isPlain = words.flag("F", "--fixed-strings")
    guard let text = words.value(of: "-e") ?? words.operand(),
      let pattern = TextPattern(text, isExtended: isExtended, isPlain: isPlain, ignoresCase: ignoresCase)
    else { return nil }
    return .grep(pattern, options)
  }

  private static func fold(_ words: inout FilterWords) -> Act? {
    let width = words.value(of: "-w", "--width") ?? words.number() ?? "80"
    return Int(width).flatMap { $0 > 0 ? .fold(width: $0) : nil }
  }

  private static func sort(_ words: inout FilterWords) -> Act? {
    var options = SortOptions()
    if let key = words.value(of: "-k", "--key") {
      guard let number = Int(key.prefix { $0.isNumber }), number > 0 else { return nil }
      options.key = number
      let rest = key.drop { $0.isNumber || $0 == "," }
      options.isNumeric = rest.contains("n")
      options.isReversed = rest.contains("r")
    }
    if let separator = words.value(of: "-t", "--field-separator") {
      guard separator.count == 1 else { return nil }
      options.separator = separator.first
    }
    if words.flag("n", "--numeric-sort") { options.isNumeric = true }
    if words.flag("r", "--reverse") { options.isReversed = true }
    options.isUnique = words.flag("u", "--unique")
    options.ignoresCase = words.flag("f", "--ignore-case")
    return .sort(options)
  }

  private static func unique(_ words: inout FilterWords) -> Act? {
    .unique(counts: words.flag("c", "--count"))
  }

  private static func count(_ words: inout FilterWords) -> Act? {
    var options = CountOptions()
    options.lines = words.flag("l", "--lines")
    options.words = words.flag("w", "--words")
    options.bytes = words.flag("c", "--bytes")
    if options == CountOptions() { options = CountOptions(lines: true, words: true, bytes: true) }
    return .count(options)
  }
}

/// The words of a filter: options first told apart from operands, then taken one by one.
struct FilterWords {
  /// The options that nobody has taken yet.
  private(set) var options: [String] = []
  /// The words that are no options.
  private(set) var operands: [String] = []
  private var words: [String]

  init(_ words: [String]) {
    self.words = words
    part()
  }

  private mutating func part() {
    options = []
    operands = []
    var isBehind = false
    for word in words {
      if word == "--", !isBehind {
        isBehind = true
      } else if !isBehind, word.first == "-", word != "-" {
        options.append(word)
      } else {
        operands.append(word)
      }
    }
  }

  /// Takes an option with its value, joined to it or in the next word.
  mutating func value(of short: String, _ long: String = "") -> String? {
    for (index, word) in words.enumerated() {
      if word == "--" { return nil }
      if word == short || !long.isEmpty && word == long {
        guard index + 1 < words.count else { return nil }
        let value = words[index + 1]
        words.removeSubrange(index...(index + 1))
        part()
        return value
      }
      let isJoined = word.hasPrefix(short) && !word.hasPrefix("--")
      if isJoined || !long.isEmpty && word.hasPrefix(long + "=") {
        let value = String(word.dropFirst(isJoined ? short.count : long.count + 1))
        words.remove(at: index)
        part()
        return value
      }
    }
    return nil
  }

  /// Takes an option without a value, alone or among others in one word; whether it was there.
  mutating func flag(_ letter: Character, _ long: String) -> Bool {
    for (index, word) in words.enumerated() {
      if word == "--" { return false }
      if word == long {
        words.remove(at: index)
        part()
        return true
      }
      guard word.count > 1, word.first == "-", !word.hasPrefix("--"), word.dropFirst().allSatisfy(\.isLetter),
        let place = word.firstIndex(of: letter)
      else { continue }
      words[index].remove(at: place)
      if words[index] == "-" { words.remove(at: index) }
      part()
      return true
    }
    return false
  }

  /// Takes a number written as an option, such as `-5`.
  mutating func number() -> String? {
    guard let index = words.firstIndex(where: { $0.first == "-" && $0.count > 1 && Int($0) != nil }) else {
      return nil
    }
    let number = String(words.remove(at: index).dropFirst())
    part()
    return number
  }

  /// Takes the first operand.
  mutating func operand() -> String? {
    guard let first = operands.first, let index = words.firstIndex(of: first) else { return nil }
    words.remove(at: index)
    part()
    return first
  }
}
