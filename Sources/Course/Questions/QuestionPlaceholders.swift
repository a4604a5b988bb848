/// Finds and fills the marks that texts of a question hold: `{parameter}` and `[[blank]]`.
package enum QuestionPlaceholders {
  /// A piece of a stem.
  package enum Piece: Equatable, Sendable {
    case text(String)
    case blank(String)
  }

  /// A cloze's stem cut at its `[[blank]]` marks.
  package static func pieces(_ stem: String) -> [Piece] {
    var pieces: [Piece] = []
    var text = ""
    var rest = stem[...]
    while let character = rest.first {
      if rest.hasPrefix("[["), let end = close(of: rest.dropFirst(2)) {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
        pieces.append(.blank(String(rest.dropFirst(2)[..<end])))
        rest = rest[end...].dropFirst(2)
      } else {
        text.append(character)
        rest.removeFirst()
      }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }

  /// The names that stand as `{name}` in a text, each once, in order.
  static func parameters(in text: String) -> [String] {
    var names: [String] = []
    var open: String?
    for character in text {
      if character == "{" {
        open = ""
      } else if character == "}" {
        if let name = open, !name.isEmpty, !names.contains(name) { names.append(name) }
        open = nil
      } else if let name = open {
        open = isNamePart(character) ? name + String(character) : nil
      }
    }
    return names
  }

  /// The text with every mark replaced; what is put in is not looked at again.
  static func replacing(_ mark: String, in text: String, with value: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.first {
      if rest.hasPrefix(mark) {
        result += value
        rest = rest.dropFirst(mark.count)
      } else {
        result.append(character)
        rest.removeFirst()
      }
    }
    return result
  }

  private static func close(of text: Substring) -> Substring.Index? {
    var index = text.startIndex
    while index < text.endIndex, isNamePart(text[index]) { index = text.index(after: index) }
    return index > text.startIndex && text[index...].hasPrefix("]]") ? index : nil
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLowercase || character.isNumber || character == "-")
  }
}
