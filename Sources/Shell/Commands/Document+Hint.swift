import Terminal

extension Document {
  /// A command that is longer than this stands on lines of its own, to be copied whole: within a sentence it would be spread
  /// over several.
  private static let longestWithin = 60

  /// Adds what to do about a mistake; a long command at its end follows on lines of its own.
  mutating func hint(_ sentence: String) {
    let parts = sentence.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 2, parts.count % 2 == 1, ["", "."].contains(parts[parts.count - 1]),
      case let line = parts[parts.count - 2], line.count > Self.longestWithin,
      ["aws ", "curl ", "ssh "].contains(where: line.hasPrefix)
    else { return paragraph(sentence, style: .muted) }
    var rest = parts.dropLast(2).joined(separator: "`")
    while rest.last == " " { rest.removeLast() }
    paragraph(rest, style: .muted)
    code(String(line), language: "sky")
  }
}
