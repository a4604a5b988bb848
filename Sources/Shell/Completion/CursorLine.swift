/// The part of a line that decides what can stand at the cursor: the words of the innermost command and the word in work.
package struct CursorLine: Sendable, Equatable {
  /// The complete words before the cursor's, without quotes; assignments in front are left out.
  package var words: [String] = []
  /// The cursor's word up to the cursor, without quotes.
  package var text = ""
  /// The same as it was typed.
  package var raw = ""
  /// The offset of the cursor's word in the line's UTF-8.
  package var start = 0
  /// The quote that is open at the cursor.
  package var quote: Character?
  /// The part of a variable's name behind `$` or `${` when the cursor stands in one.
  package var variable: String?
  /// Whether nothing can be completed: a comment, or the value of an assignment.
  package var isFree = false

  /// Reads a line up to the cursor, an offset into its UTF-8. Linear in the length.
  package init(_ line: String, cursor: Int) {
    var reader = Reader(characters: Array(String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)))
    self = reader.read()
  }
}

/// A command that is being read; `$(` begins another within it.
private struct Frame {
  var words: [String] = []
  var text = ""
  var raw = ""
  var start = 0
  var isInWord = false
  var quote: Character?

  /// Ends the word; one that assigns before the command's name is none of its words.
  mutating func endWord() {
    if isInWord, !(words.isEmpty && CursorLine.assigns(text)) { words.append(text) }
    text = ""
    raw = ""
    isInWord = false
  }

  mutating func begin(at offset: Int) {
    if !isInWord { start = offset }
    isInWord = true
  }
}

private struct Reader {
  let characters: [Character]
  var position = 0
  var offset = 0
  var frames = [Frame()]

  init(characters: [Character]) { self.characters = characters }

  private var frame: Frame {
    get { frames[frames.count - 1] }
    set { frames[frames.count - 1] = newValue }
  }

  mutating func read() -> CursorLine {
    while position < characters.count {
      let character = characters[position]
      if character == "#", !frame.isInWord, frame.quote == nil {
        var line = CursorLine()
        line.isFree = true
        return line
      }
      step(character)
    }
    return result()
  }

  private mutating func step(_ character: Character) {
    let isQuoted = frame.quote != nil
    if frame.quote == "'" {
      if character == "'" { frame.quote = nil } else { frame.text.append(character) }
      take(character)
    } else if character == "\\" {
      frame.begin(at: offset)
      take(character)
      guard position < characters.count else { return }
      let escaped = characters[position]
      if escaped != "\n" { frame.text.append(escaped) }
      take(escaped)
    } else if character == "\"" || character == "'" && !isQuoted {
      frame.begin(at: offset)
      frame.quote = isQuoted ? nil : character
      take(character)
    } else if character == "$", position + 1 < characters.count, characters[position + 1] == "(" {
      frame.begin(at: offset)
      take("$")
      take("(")
      frames.append(Frame())
    } else if character == ")", !isQuoted, frames.count > 1 {
      frames.removeLast()
      take(character)
      frame.begin(at: offset)
    } else if !isQuoted, character == " " || character == "\t" || character == "\n" {
      frame.endWord()
      position += 1
      offset += character.utf8.count
      return
    } else {
      frame.begin(at: offset)
      frame.text.append(character)
      take(character)
    }
  }

  private mutating func take(_ character: Character) {
    frame.raw.append(character)
    position += 1
    offset += character.utf8.count
  }

  private func result() -> CursorLine {
    var line = CursorLine()
    line.words = frame.words
    line.text = frame.text
    line.raw = frame.raw
    line.start = frame.isInWord ? frame.start : offset
    line.quote = frame.quote
    if frame.quote != "'" { line.variable = CursorLine.variable(at: frame.raw) }
    line.isFree = frame.words.isEmpty && CursorLine.assigns(frame.text)
    return line
  }
}

extension CursorLine {
  fileprivate init() {}

  /// Whether a word is `NAME=…`.
  fileprivate static func assigns(_ text: String) -> Bool {
    guard let sign = text.firstIndex(of: "=") else { return false }
    return ShellLineParser.isName(String(text[..<sign]))
  }

  /// The letters behind the last `$` or `${` of a text that ends in a variable's name.
  fileprivate static func variable(at raw: String) -> String? {
    guard let sign = raw.lastIndex(of: "$") else { return nil }
    var name = raw[raw.index(after: sign)...]
    if name.hasPrefix("{") { name = name.dropFirst() }
    return name.isEmpty || ShellLineParser.isName(String(name)) ? String(name) : nil
  }
}
