/// Makes broken texts out of good ones, as a learner's slip or a hostile file would.
struct Mutation {
  /// Good texts to begin with.
  let seeds: [[UInt8]]
  /// Pieces that parsers treat specially.
  private static let pieces = [
    "\"", "'", "\\", "{", "}", "[", "]", "(", ")", ",", "=", ":", "$", "$(", "`", "|", "&&", "?", "*", "@",
    "\n", "\t", "\0",
    "\u{1B}[31m", "--", "file://", "https://", "null", "true", "1e999", "-9223372036854775808",
    "99999999999999999999", "\\u0000",
    "\\uD800", "é", "한글", "\u{1F468}\u{200D}\u{1F469}", "aws ", "Key=", "[?", "[*]", "[]", "{{{{{{{{",
    "[[[[[[[[", "&", ">", "<<EOF\n",
  ].map { Array($0.utf8) }

  /// The longest text that is made.
  private static let longest = 4_096

  init(_ seeds: [String]) { self.seeds = seeds.map { Array($0.utf8) } }

  /// A text, broken in one to eight places; it may not be UTF-8.
  func made(_ dice: inout Dice) -> [UInt8] {
    guard var text = dice.pick(seeds) else { return [] }
    for _ in 0...dice.below(8) {
      let place = dice.below(text.count + 1)
      switch dice.below(7) {
      case 0: if place < text.count { text.remove(at: place) }
      case 1: text.insert(UInt8(truncatingIfNeeded: dice.next()), at: place)
      case 2: text.insert(contentsOf: dice.pick(Self.pieces) ?? [], at: place)
      case 3: if place < text.count { text[place] ^= 1 << UInt8(dice.below(8)) }
      case 4: text.removeSubrange(place..<min(text.count, place + dice.below(16)))
      case 5:
        let end = min(text.count, place + dice.below(32))
        let piece = text[place..<end]
        text.insert(contentsOf: Array(repeatElement(piece, count: 1 + dice.below(12)).joined()), at: place)
      default:
        let other = dice.pick(seeds) ?? []
        let from = dice.below(other.count + 1)
        text = Array(text[..<place]) + other[from...]
      }
    }
    return Array(text.prefix(Self.longest))
  }
}
