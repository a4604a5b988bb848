/// What `cut` keeps of each line: fields or characters, by their numbers.
struct CutFields: Equatable, Sendable {
  private let ranges: [ClosedRange<Int>]
  /// What parts the fields; `nil` where characters are counted.
  private let separator: Character?
  private let dropsOthers: Bool

  /// Takes the options of `cut`; `nil` for a form that is not known.
  init?(_ words: inout FilterWords) {
    let characters = words.value(of: "-c", "--characters") ?? words.value(of: "-b", "--bytes")
    let separator = words.value(of: "-d", "--delimiter")
    dropsOthers = words.flag("s", "--only-delimited")
    guard let list = characters ?? words.value(of: "-f", "--fields"), separator?.count ?? 1 == 1 else {
      return nil
    }
    var ranges: [ClosedRange<Int>] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = ends.first, let last = ends.last, !(first.isEmpty && last.isEmpty) else { return nil }
      let low = first.isEmpty ? 1 : Int(first)
      let high = last.isEmpty ? Int.max : Int(last)
      guard let low, let high, low >= 1, low <= high else { return nil }
      ranges.append(low...high)
    }
    self.ranges = ranges
    self.separator = characters == nil ? separator?.first ?? "\t" : nil
  }

  /// What is left of a line.
  func cut(_ line: Substring) -> String {
    guard let separator else {
      return String(line.enumerated().filter { keeps($0.offset) }.map(\.element))
    }
    guard line.contains(separator) else { return dropsOthers ? "" : String(line) }
    let fields = line.split(separator: separator, omittingEmptySubsequences: false)
    return fields.enumerated().filter { keeps($0.offset) }.map(\.element).joined(separator: String(separator))
  }

  private func keeps(_ offset: Int) -> Bool { ranges.contains { $0.contains(offset + 1) } }
}

/// What `tr` makes of characters: others, or nothing.
struct CharacterMap: Equatable, Sendable {
  private let from: [Character]
  private let to: [Character]
  private let isComplement: Bool
  private let deletes: Bool
  private let squeezes: Bool

  /// Takes the words of `tr`; `nil` for a form that is not known.
  init?(_ words: inout FilterWords) {
    isComplement = words.flag("c", "--complement") || words.flag("C", "")
    deletes = words.flag("d", "--delete")
    squeezes = words.flag("s", "--squeeze-repeats")
    guard let first = words.operand().flatMap(Self.set), !first.isEmpty else { return nil }
    from = first
    if let second = words.operand() {
      guard let set = Self.set(second), !set.isEmpty, !deletes else { return nil }
      to = set
    } else {
      guard deletes || squeezes else { return nil }
      to = []
    }
  }

  /// The longest set that is read, in characters.
  private static let longest = 512

  private static func set(_ text: String) -> [Character]? {
    var set: [Character] = []
    var rest = Array(text)[...]
    while let character = rest.popFirst() {
      if character == "[", rest.first == ":", let end = rest.firstIndex(of: "]") {
        guard let ranges = CharacterClass.ranges(String(rest[(rest.startIndex + 1)..<(end - 1)])) else {
          return nil
        }
        set += ranges.flatMap(Self.members)
        rest = rest[(end + 1)...]
      } else if character == "\\", let escaped = rest.popFirst() {
        switch escaped {
        case "n": set.append("\n")
        case "t": set.append("\t")
        case "r": set.append("\r")
        case "\\": set.append("\\")
        default: return nil
        }
      } else if rest.first == "-", rest.count > 1 {
        let end = rest[rest.startIndex + 1]
        guard character.isASCII, end.isASCII, character <= end else { return nil }
        set += Self.members(of: character...end)
        rest = rest.dropFirst(2)
      } else {
        set.append(character)
      }
      guard set.count <= longest else { return nil }
    }
    return set
  }

  private static func members(of range: ClosedRange<Character>) -> [Character] {
    guard let low = range.lowerBound.asciiValue, let high = range.upperBound.asciiValue else { return [] }
    return (low...high).map { Character(Unicode.Scalar($0)) }
  }

  /// What a text becomes.
  func translate(_ text: String) -> String {
    var result = ""
    var last: Character?
    for character in text {
      let place = from.firstIndex(of: character)
      let isMeant = (place != nil) != isComplement
      if isMeant, deletes { continue }
      var written = character
      if isMeant, let final = to.last {
        written = isComplement ? final : place.map { $0 < to.count ? to[$0] : final } ?? final
      }
      if isMeant, squeezes, last == written { continue }
      result.append(written)
      last = isMeant ? written : nil
    }
    return result
  }
}
