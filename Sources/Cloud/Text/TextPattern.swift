/// A pattern as `grep` reads it: a small part of POSIX regular expressions, matched in bounded time.
///
/// It knows plain characters, `.`, `[…]`, `*`, `^` and `$`, and in the extended form `+`, `?` and `|` outside of any group.
/// Groups, counts and back-references are not known.
struct TextPattern: Equatable, Sendable {
  /// What one place of a text may be.
  private enum Place: Equatable, Sendable {
    case any
    case one(Character)
    case among([ClosedRange<Character>], isNegated: Bool)

    func takes(_ character: Character) -> Bool {
      switch self {
      case .any: true
      case .one(let wanted): wanted == character
      case .among(let ranges, let isNegated): ranges.contains { $0.contains(character) } != isNegated
      }
    }
  }

  private struct Part: Equatable, Sendable {
    var place: Place
    var isOptional = false
    var repeats = false
  }

  private struct Branch: Equatable, Sendable {
    var parts: [Part] = []
    var isAtStart = false
    var isAtEnd = false
  }

  /// The longest pattern that is read, in characters.
  private static let longest = 512

  private var branches: [Branch] = []
  private let ignoresCase: Bool

  /// Reads a pattern; `nil` for one that uses more than is known.
  init?(_ pattern: String, isExtended: Bool = false, isPlain: Bool = false, ignoresCase: Bool = false) {
    self.ignoresCase = ignoresCase
    let text = Array(ignoresCase ? pattern.lowercased() : pattern)
    guard text.count <= Self.longest else { return nil }
    guard !isPlain else {
      branches = [Branch(parts: text.map { Part(place: .one($0)) })]
      return
    }
    var branch = Branch()
    var position = 0
    while position < text.count {
      let character = text[position]
      let following = position + 1 < text.count ? text[position + 1] : nil
      let isSpecial = isExtended ? "+?|(){}".contains(character) : false
      position += 1
      switch character {
      case "^" where branch.parts.isEmpty && !branch.isAtStart: branch.isAtStart = true
      case "$" where following == nil || isExtended && following == "|": branch.isAtEnd = true
      case "*" where !branch.parts.isEmpty: Self.change(&branch, isOptional: true, repeats: true)
      case ".": branch.parts.append(Part(place: .any))
      case "[":
        guard let place = Self.set(text, &position) else { return nil }
        branch.parts.append(Part(place: place))
      case "\\":
        guard let following else { return nil }
        position += 1
        switch (following, isExtended) {
        case ("|", false):
          branches.append(branch)
          branch = Branch()
        case ("+", false) where !branch.parts.isEmpty: Self.change(&branch, isOptional: false, repeats: true)
        case ("?", false) where !branch.parts.isEmpty: Self.change(&branch, isOptional: true, repeats: false)
        case _ where following.isLetter || following.isNumber || "(){}".contains(following) && !isExtended:
          return nil
        default: branch.parts.append(Part(place: .one(following)))
        }
      case "|" where isSpecial:
        branches.append(branch)
        branch = Branch()
      case "+" where isSpecial && !branch.parts.isEmpty:
        Self.change(&branch, isOptional: false, repeats: true)
      case "?" where isSpecial && !branch.parts.isEmpty:
        Self.change(&branch, isOptional: true, repeats: false)
      case _ where isSpecial: return nil
      default: branch.parts.append(Part(place: .one(character)))
      }
    }
    branches.append(branch)
  }

  private static func change(_ branch: inout Branch, isOptional: Bool, repeats: Bool) {
    let last = branch.parts.count - 1
    branch.parts[last].isOptional = branch.parts[last].isOptional || isOptional
    branch.parts[last].repeats = branch.parts[last].repeats || repeats
  }

  /// The set that begins behind a bracket; `nil` for one that does not end.
  private static func set(_ text: [Character], _ position: inout Int) -> Place? {
    var ranges: [ClosedRange<Character>] = []
    let isNegated = position < text.count && text[position] == "^"
    if isNegated { position += 1 }
    let start = position
    while position < text.count, text[position] != "]" || position == start {
      if text[position] == "[", position + 1 < text.count, text[position + 1] == ":" {
        guard let end = text[position...].firstIndex(of: "]"), text[end - 1] == ":" else { return nil }
        guard let known = CharacterClass.ranges(String(text[(position + 2)..<(end - 1)])) else { return nil }
        ranges += known
        position = end + 1
      } else if position + 2 < text.count, text[position + 1] == "-", text[position + 2] != "]" {
        guard text[position] <= text[position + 2] else { return nil }
        ranges.append(text[position]...text[position + 2])
        position += 3
      } else {
        ranges.append(text[position]...text[position])
        position += 1
      }
    }
    guard position < text.count else { return nil }
    position += 1
    return .among(ranges, isNegated: isNegated)
  }

  /// Whether a line has a place that matches. O(line × pattern).
  func matches(_ line: some StringProtocol) -> Bool {
    let text = characters(of: line)
    var steps = Int.max
    return branches.contains { Self.end(of: $0, in: text, from: 0, canStartLater: true, &steps) != nil }
  }

  /// The first place that matches at or behind a position, as long as possible; `nil` without one, or where `steps` run out.
  func firstMatch(in text: [Character], from start: Int, steps: inout Int) -> Range<Int>? {
    let text = ignoresCase ? text.map { Character($0.lowercased()) } : text
    for position in start...max(start, text.count) {
      var longest: Int?
      for branch in branches where !branch.isAtStart || position == 0 {
        let first = branch.parts.first { !$0.isOptional }
        if branch.parts.first == first, let first,
          position == text.count || !first.place.takes(text[position])
        {
          continue
        }
        let end = Self.end(of: branch, in: text, from: position, canStartLater: false, &steps)
        longest = [longest, end].compactMap { $0 }.max()
      }
      guard steps > 0 else { return nil }
      if let longest { return position..<longest }
    }
    return nil
  }

  private func characters(of line: some StringProtocol) -> [Character] {
    Array(ignoresCase ? line.lowercased() : String(line))
  }

  /// Where the longest match of a branch ends that begins at a position, or at any behind it.
  private static func end(
    of branch: Branch, in text: [Character], from start: Int, canStartLater: Bool, _ steps: inout Int
  ) -> Int? {
    let restarts = canStartLater && !branch.isAtStart
    var states = closure([0], branch)
    var found: Int?
    var position = start
    while true {
      steps -= 1
      if states.contains(branch.parts.count), !branch.isAtEnd || position == text.count { found = position }
      if found != nil, canStartLater { return found }
      guard position < text.count, !states.isEmpty else { return found }
      var next: Set<Int> = restarts ? [0] : []
      for state in states where state < branch.parts.count && branch.parts[state].place.takes(text[position])
      {
        next.insert(state + 1)
        if branch.parts[state].repeats { next.insert(state) }
      }
      states = closure(next, branch)
      position += 1
    }
  }

  private static func closure(_ states: Set<Int>, _ branch: Branch) -> Set<Int> {
    var all = states
    for state in states {
      var index = state
      while index < branch.parts.count, branch.parts[index].isOptional {
        index += 1
        all.insert(index)
      }
    }
    return all
  }
}

/// The named sets of characters of POSIX.
enum CharacterClass {
  /// The characters of a class such as `lower`; `nil` for an unknown name.
  static func ranges(_ name: String) -> [ClosedRange<Character>]? {
    switch name {
    case "lower": ["a"..."z"]
    case "upper": ["A"..."Z"]
    case "alpha": ["A"..."Z", "a"..."z"]
    case "digit": ["0"..."9"]
    case "alnum": ["0"..."9", "A"..."Z", "a"..."z"]
    case "xdigit": ["0"..."9", "A"..."F", "a"..."f"]
    case "space", "blank": ["\t"..."\r", " "..." "]
    case "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"]
    default: nil
    }
  }
}
