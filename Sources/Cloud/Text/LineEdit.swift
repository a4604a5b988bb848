/// A command of `sed` that changes or picks lines: `s/old/new/g`, `2d`, `2,4p` with `-n`, `/pattern/d`.
struct LineEdit: Equatable, Sendable {
  private enum Place: Equatable, Sendable {
    case every
    case lines(ClosedRange<Int>)
    case last
    case matching(TextPattern)
  }

  private enum Act: Equatable, Sendable {
    case replace(TextPattern, by: [Part], everywhere: Bool)
    case delete
    case print
  }

  /// A piece of what is put in: text, or what was found.
  private enum Part: Equatable, Sendable {
    case text(String)
    case found
  }

  private var place = Place.every
  private var act = Act.delete
  private var isQuiet = false

  /// Takes the words of `sed`; `nil` for a form that is not known.
  static func edits(_ words: inout FilterWords) -> [LineEdit]? {
    let isQuiet = words.flag("n", "--quiet")
    let isExtended = words.flag("E", "--regexp-extended") || words.flag("r", "")
    var scripts: [String] = []
    while let script = words.value(of: "-e", "--expression") { scripts.append(script) }
    if scripts.isEmpty, let script = words.operand() { scripts.append(script) }
    var edits: [LineEdit] = []
    for script in scripts {
      guard var edit = LineEdit(script, isExtended: isExtended) else { return nil }
      edit.isQuiet = isQuiet
      edits.append(edit)
    }
    return edits.isEmpty ? nil : edits
  }

  private init?(_ script: String, isExtended: Bool) {
    var rest = Array(script)[...]
    if rest.first == "/" {
      rest.removeFirst()
      guard let text = Self.part(of: &rest, upTo: "/"),
        let pattern = TextPattern(text, isExtended: isExtended)
      else { return nil }
      place = .matching(pattern)
    } else if rest.first == "$" {
      rest.removeFirst()
      place = .last
    } else if let first = Self.number(&rest) {
      place = .lines(first...first)
      if rest.first == "," {
        rest.removeFirst()
        let isLast = rest.first == "$"
        if isLast { rest.removeFirst() }
        guard let last = isLast ? Int.max : Self.number(&rest), last >= first else { return nil }
        place = .lines(first...last)
      }
    }
    switch rest.popFirst() {
    case "d": act = .delete
    case "p": act = .print
    case "s":
      guard let sign = rest.popFirst(), !sign.isLetter, !sign.isNumber, sign != "\\",
        let old = Self.part(of: &rest, upTo: sign), let new = Self.part(of: &rest, upTo: sign),
        let pattern = TextPattern(old, isExtended: isExtended), let parts = Self.replacement(new)
      else { return nil }
      act = .replace(pattern, by: parts, everywhere: rest.first == "g")
      if rest.first == "g" { rest.removeFirst() }
    default: return nil
    }
    guard rest.isEmpty else { return nil }
  }

  private static func number(_ rest: inout ArraySlice<Character>) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    return Int(String(digits))
  }

  private static func part(of rest: inout ArraySlice<Character>, upTo sign: Character) -> String? {
    var text = ""
    while let character = rest.popFirst() {
      if character == sign { return text }
      text.append(character)
      if character == "\\", let escaped = rest.popFirst() {
        if escaped == sign { text.removeLast() }
        text.append(escaped)
      }
    }
    return nil
  }

  private static func replacement(_ text: String) -> [Part]? {
    var parts: [Part] = []
    var plain = ""
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      switch character {
      case "&":
        parts += [.text(plain), .found]
        plain = ""
      case "\\":
        guard let escaped = rest.popFirst(), !escaped.isNumber else { return nil }
        plain += escaped == "n" ? "\n" : escaped == "t" ? "\t" : String(escaped)
      default: plain.append(character)
      }
    }
    return parts + [.text(plain)]
  }

  /// What some edits, one after the other, make of lines; the status is 4 where a search takes too long.
  static func run(_ edits: [LineEdit], on lines: [Substring]) -> TextFilter.Outcome {
    var output = ""
    var steps = TextFilter.mostSteps
    for (index, line) in lines.enumerated() {
      var text = String(line)
      var isKept = true
      for edit in edits where isKept && edit.isMeant(index + 1, text, isLast: index + 1 == lines.count) {
        switch edit.act {
        case .delete: isKept = false
        case .print: output += text + "\n"
        case .replace(let pattern, let parts, let everywhere):
          text = replaced(text, pattern, parts, everywhere, &steps)
        }
      }
      guard steps > 0 else { return TextFilter.Outcome(output: output, status: 4) }
      if isKept, !edits.contains(where: \.isQuiet) { output += text + "\n" }
    }
    return TextFilter.Outcome(output: output)
  }

  private func isMeant(_ number: Int, _ text: String, isLast: Bool) -> Bool {
    switch place {
    case .every: true
    case .lines(let range): range.contains(number)
    case .last: isLast
    case .matching(let pattern): pattern.matches(text)
    }
  }

  private static func replaced(
    _ text: String, _ pattern: TextPattern, _ parts: [Part], _ everywhere: Bool, _ steps: inout Int
  ) -> String {
    let characters = Array(text)
    var result = ""
    var position = 0
    var lastEnd: Int?
    while position <= characters.count,
      let range = pattern.firstMatch(in: characters, from: position, steps: &steps)
    {
      result += String(characters[position..<range.lowerBound])
      // Nothing is found once more right behind what was found.
      if range.isEmpty, range.lowerBound == lastEnd {
        if range.lowerBound < characters.count { result.append(characters[range.lowerBound]) }
        position = range.lowerBound + 1
        continue
      }
      lastEnd = range.upperBound
      for part in parts {
        switch part {
        case .text(let text): result += text
        case .found: result += String(characters[range])
        }
      }
      position = range.upperBound
      if range.isEmpty {
        if position < characters.count { result.append(characters[position]) }
        position += 1
      }
      guard everywhere else { break }
    }
    if position < characters.count { result += String(characters[position...]) }
    return result
  }
}
