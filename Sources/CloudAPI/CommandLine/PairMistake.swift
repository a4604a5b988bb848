/// A bracket or quotation mark in a text that has no partner.
enum PairMistake: Equatable {
  /// A quotation mark that is not closed.
  case quote(Character)
  /// A bracket, and the text with the brackets that are missing; `nil` for a closing one, whose partner may be anywhere.
  case bracket(Character, repaired: String?)

  private static let closing: [Character: Character] = ["[": "]", "{": "}", "(": ")"]

  /// Finds the first one in a text; `nil` where all come in pairs. O(text) for the few brackets that are open at once.
  ///
  /// - Parameter quotes: the signs between which brackets are text.
  init?(in text: String, quotes: Set<Character>) {
    var open: [(bracket: Character, partner: Character)] = []
    var repaired = ""
    var found: Character?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if let mark = quote {
        if character == mark, !isEscaped { quote = nil }
        isEscaped = character == "\\" && !isEscaped
      } else if quotes.contains(character) {
        quote = character
      } else if let partner = Self.closing[character] {
        open.append((character, partner))
      } else if Self.closing.values.contains(character) {
        guard let place = open.lastIndex(where: { $0.partner == character }) else {
          self = .bracket(found ?? character, repaired: nil)
          return
        }
        for unclosed in open[(place + 1)...].reversed() {
          found = found ?? unclosed.bracket
          repaired.append(unclosed.partner)
        }
        open.removeSubrange(place...)
      }
      repaired.append(character)
    }
    if let quote {
      self = .quote(quote)
      return
    }
    for unclosed in open.reversed() { repaired.append(unclosed.partner) }
    guard let bracket = found ?? open.last?.bracket else { return nil }
    self = .bracket(bracket, repaired: repaired)
  }
}
