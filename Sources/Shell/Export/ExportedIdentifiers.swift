import CloudAPI

/// The ids and ARNs that a script's calls answer and later calls use: where each comes from, and its variable.
struct ExportedIdentifiers {
  /// Where an id comes from: the call by its number, and the JMESPath of the id in its answer.
  struct Source {
    let call: Int
    let path: String
    let variable: String
  }

  /// The source of every id that a later call uses.
  private(set) var sources: [String: Source] = [:]
  /// The ids in the order in which they were first answered.
  private(set) var order: [String] = []
  private var taken: [String: Int] = [:]

  /// Finds the ids of the calls' answers that later calls name, or that a teardown needs.
  ///
  /// A call that only reads gives no id of what the account had before, since in another account it would find what
  /// nobody asked it for; nor does one that asks for everything. What every account has it may give.
  ///
  /// - Parameter isEverywhere: whether every account has what an id names.
  init(_ calls: [ExportedCall], isEverywhere: (String) -> Bool, needed: (Int, String) -> Bool) {
    var used = Set<String>()
    for (number, call) in calls.enumerated() {
      used.formUnion(call.words.flatMap(Self.words(in:)))
      guard let answer = call.answer, call.isNarrowed || !call.isReading else { continue }
      let before = Set(call.answerAtStart.map { Self.texts(of: $0, at: "").map(\.text) } ?? [])
      let later = calls[(number + 1)...]
      for (text, path) in Self.texts(of: answer, at: "")
      where Self.isIdentifier(text) && sources[text] == nil && !used.contains(text)
        && (!before.contains(text) || isEverywhere(text))
        && !call.words.contains(where: { $0.contains(text) })
      {
        guard needed(number, text) || later.contains(where: { $0.words.contains { $0.contains(text) } })
        else { continue }
        sources[text] = Source(call: number, path: path, variable: variable(for: text))
        order.append(text)
      }
    }
  }

  /// The parts of a word that may be ids.
  static func words(in word: String) -> [String] { word.split { ",= {}[]\"'".contains($0) }.map(String.init) }

  /// The ids that a call gives, in the order of its answer.
  func given(by call: Int) -> [(id: String, source: Source)] {
    order.compactMap { id in
      sources[id].flatMap { $0.call == call ? (id, $0) : nil }
    }
  }

  /// A word as bash reads it: quoted where it must be, with variables in the place of ids.
  ///
  /// - Parameter others: variables of ids that no call answered.
  func quoted(_ word: String, others: [String: String]) -> String {
    var names: [(id: String, variable: String)] = sources.map { ($0.key, $0.value.variable) }
    names += others.map { ($0.key, $0.value) }
    // Longer ids first: an ARN holds the ids of what it names.
    names.sort { $0.id.utf8.count == $1.id.utf8.count ? $0.id < $1.id : $0.id.utf8.count > $1.id.utf8.count }
    let found = names.filter { word.contains($0.id) }
    guard !found.isEmpty else { return ShellWord.quoted(word) }
    var text = ShellWord.escapedInQuotes(word)
    for name in found { text = text.replacing(name.id, with: "${\(name.variable)}") }
    return "\"\(text)\""
  }

  /// Whether a text is an id or an ARN that AWS makes up.
  static func isIdentifier(_ text: String) -> Bool {
    if text.hasPrefix("arn:aws:") { return true }
    if text.hasPrefix("/hostedzone/") || text.hasPrefix("/change/") { return true }
    guard let hyphen = text.lastIndex(of: "-"), hyphen != text.startIndex else {
      return isDottedAddress(text)
    }
    let rest = text[text.index(after: hyphen)...]
    return rest.utf8.count >= 8 && rest.allSatisfy { $0.isASCII && $0.isHexDigit }
      && text[..<hyphen].allSatisfy { $0.isASCII && ($0.isLetter || $0.isHexDigit || $0 == "-") }
      || text.hasSuffix(".amazonaws.com") || isDottedAddress(text)
  }

  private static func isDottedAddress(_ text: String) -> Bool {
    if text.hasSuffix(".amazonaws.com") { return true }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && text != "0.0.0.0"
  }

  /// `subnet-0a1b…` becomes `SUBNET_1`, an ARN the name of its type.
  private mutating func variable(for text: String) -> String {
    var name: Substring
    if text.hasPrefix("arn:aws:") {
      let last = text.split(separator: ":", maxSplits: 5).last ?? ""
      name = last.prefix { $0 != "/" && $0 != ":" }
    } else if text.hasPrefix("/") {
      name = text.dropFirst().prefix { $0 != "/" }
    } else if let hyphen = text.firstIndex(of: "-"), !text.hasSuffix(".amazonaws.com") {
      name = text[..<hyphen]
    } else {
      name = text.hasSuffix(".amazonaws.com") ? "HOST" : "ADDRESS"
    }
    if name.isEmpty { name = "ID" }
    let upper = name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
    let base = String(upper)
    taken[base, default: 0] += 1
    return "\(base)_\(taken[base] ?? 1)"
  }

  /// The texts of an answer with the JMESPath of each.
  private static func texts(of value: Value, at path: String) -> [(text: String, path: String)] {
    switch value {
    case .object(let object):
      object.members.flatMap { texts(of: $0.value, at: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    case .array(let elements):
      elements.enumerated().flatMap { texts(of: $0.element, at: "\(path)[\($0.offset)]") }
    case .string(let text): [(text, path)]
    case .null, .bool, .integer, .number: []
    }
  }
}

/// Words as bash reads them.
enum ShellWord {
  /// A word in apostrophes where it has more than plain characters.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:=,@%+".contains($0))
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// A text inside of quotation marks, in which only what is put in later is a variable.
  static func escapedInQuotes(_ text: String) -> String {
    text.map { "\\\"$`".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
