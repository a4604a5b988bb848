import Course

/// An accepted form: `*` stands for any run of characters within a line, `\*` for a star, all else for itself.
package struct ShortPattern: Equatable, Sendable {
  private enum Piece: Equatable, Sendable {
    case character(Character)
    case anyRun
  }

  private let pieces: [Piece]
  private let ignoresCase: Bool
  private let ignoresSpaces: Bool

  /// A pattern; both it and the answers are brought to NFC and to half-width forms first.
  package init(_ pattern: String, ignoresCase: Bool, ignoresSpaces: Bool) {
    self.ignoresCase = ignoresCase
    self.ignoresSpaces = ignoresSpaces
    var pieces: [Piece] = []
    var isEscaped = false
    let comparable = Self.comparable(pattern, ignoresCase, ignoresSpaces)
    for character in comparable {
      if isEscaped {
        if character != "*" { pieces.append(.character("\\")) }
        pieces.append(.character(character))
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "*" {
        if pieces.last != .anyRun { pieces.append(.anyRun) }
      } else {
        pieces.append(.character(character))
      }
    }
    if isEscaped { pieces.append(.character("\\")) }
    self.pieces = pieces
  }

  /// Whether the whole answer has this form; white space around it does not count.
  ///
  /// The time is at most the product of both lengths.
  package func matches(_ answer: String) -> Bool {
    let text = Array(Self.comparable(answer, ignoresCase, ignoresSpaces))
    // The places in the pattern that the text read so far can have reached.
    var reached = opened([0])
    for character in text {
      var next: Set<Int> = []
      for place in reached where place < pieces.count {
        switch pieces[place] {
        case .character(let wanted): if wanted == character { next.insert(place + 1) }
        case .anyRun: if !character.isNewline { next.insert(place) }
        }
      }
      reached = opened(next)
      if reached.isEmpty { return false }
    }
    return reached.contains(pieces.count)
  }

  /// The places and those behind a run that may be empty.
  private func opened(_ places: Set<Int>) -> Set<Int> {
    var all = places
    for place in places where place < pieces.count && pieces[place] == .anyRun { all.insert(place + 1) }
    return all
  }

  private static func comparable(
    _ text: String, _ ignoresCase: Bool, _ ignoresSpaces: Bool
  ) -> String {
    let normal = ComparableText.normal(text)
    let folded = ignoresCase ? normal.lowercased() : normal
    return ignoresSpaces ? folded.filter { !$0.isWhitespace || $0.isNewline } : folded
  }
}
