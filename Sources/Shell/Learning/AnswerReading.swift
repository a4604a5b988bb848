package import Assessment
import Course

/// Reads typed answers: letters, numbers, verdicts, pairs. What cannot be read is never a wrong answer.
package enum AnswerReading {
  /// Words that mean *true*, in both languages.
  static let trueWords = ["t", "true", "y", "yes", "o", "맞음", "맞다", "맞습니다", "참", "예", "네"]
  /// Words that mean *false*, in both languages.
  static let falseWords = ["f", "false", "n", "no", "x", "틀림", "틀리다", "틀립니다", "거짓", "아니요", "아니다"]

  /// The answer that a line gives to a question, but for clozes and reasons, which are asked part by part.
  package static func answer(
    _ line: String, to presented: PresentedQuestion
  ) throws(AnswerError) -> Answer {
    guard line.unicodeScalars.count <= AnswerLimits.characters else {
      throw .tooLong(limit: AnswerLimits.characters)
    }
    let text = ComparableText.normal(line)
    guard !text.isEmpty else { throw .empty }
    switch presented.question.body {
    case .single: return .choice(try choice(text, presented))
    case .multiple:
      return .choices(try letters(text, of: presented.lettered.count).map { presented.lettered[$0].id })
    case .trueFalse: return .verdict(try verdict(text), because: nil)
    case .number, .short: return .text(text)
    case .ordering: return .order(try order(text, presented))
    case .matching: return .matches(try matches(text, presented))
    case .simulated: return presented.lettered.isEmpty ? .text(text) : .choice(try choice(text, presented))
    case .cloze, .open: throw .wrongForm(presented.question.kind)
    }
  }

  /// One letter, as the id that it stands for.
  package static func choice(_ text: String, _ presented: PresentedQuestion) throws(AnswerError) -> String {
    let positions = try letters(text, of: presented.lettered.count)
    guard positions.count == 1 else { throw .unknownPart(VisibleText.escaped(text)) }
    return presented.lettered[positions[0]].id
  }

  /// *true* or *false* in one of its words.
  static func verdict(_ text: String) throws(AnswerError) -> Bool {
    let word = text.lowercased()
    if trueWords.contains(word) { return true }
    if falseWords.contains(word) { return false }
    throw .unknownPart(VisibleText.escaped(text))
  }

  /// `a c`, `a,c`, `ac`, or `1 3` for the same as positions from 0.
  static func letters(_ text: String, of count: Int) throws(AnswerError) -> [Int] {
    var positions: [Int] = []
    for scalar in text.lowercased().unicodeScalars where !isSeparator(scalar) {
      let position = Int(scalar.value) - (scalar.properties.numericType == nil ? 97 : 49)
      guard (0..<count).contains(position) else { throw .unknownPart(VisibleText.escaped(text)) }
      positions.append(position)
    }
    guard !positions.isEmpty else { throw .empty }
    return positions
  }

  /// `2 1 3`: the numbers of the items, first to last.
  private static func order(_ text: String, _ presented: PresentedQuestion) throws(AnswerError) -> [String] {
    let isCompact = presented.numbered.count < 10 && text.allSatisfy { $0.isASCII && $0.isNumber }
    let words = isCompact ? text.map { String($0) } : self.words(text)
    var ids: [String] = []
    for word in words {
      guard let number = Int(word), (1...presented.numbered.count).contains(number) else {
        throw .unknownPart(VisibleText.escaped(word))
      }
      ids.append(presented.numbered[number - 1].id)
    }
    return ids
  }

  /// `1b 2a 3c`, or `b a c` for the numbers in turn.
  private static func matches(
    _ text: String, _ presented: PresentedQuestion
  ) throws(AnswerError) -> [String: String] {
    var matches: [String: String] = [:]
    let joined = text.lowercased().filter { !"-=:>→".contains($0) }
    let hasNumbers = joined.contains { $0.isASCII && $0.isNumber }
    if !hasNumbers {
      let positions = try letters(joined, of: presented.lettered.count)
      guard positions.count <= presented.numbered.count else { throw .notAPermutation }
      for (left, right) in zip(presented.numbered, positions) {
        matches[left.id] = presented.lettered[right].id
      }
      return matches
    }
    var number: Int?
    for character in joined where !character.unicodeScalars.allSatisfy(isSeparator) {
      if let digit = character.wholeNumberValue, character.isASCII {
        number = (number ?? 0) * 10 + digit
        guard let number, (1...presented.numbered.count).contains(number) else {
          throw .unknownPart(String(character))
        }
      } else {
        guard let left = number else { throw .unknownPart(VisibleText.escaped(String(character))) }
        let right = try letters(String(character), of: presented.lettered.count)
        guard
          matches.updateValue(presented.lettered[right[0]].id, forKey: presented.numbered[left - 1].id) == nil
        else { throw .notAPermutation }
        number = nil
      }
    }
    guard number == nil else { throw .wrongForm(.matching) }
    return matches
  }

  private static func words(_ text: String) -> [String] {
    text.unicodeScalars.split(whereSeparator: isSeparator).map { String($0) }
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "," || scalar == "·" || scalar == ";"
  }

  /// `1`, `guess`, `찍음` and their like; `nil` for anything else. Enter alone is *fairly*.
  static func certainty(_ text: String) -> Certainty? {
    switch ComparableText.normal(text).lowercased() {
    case "1", "g", "guess", "찍음", "추측": .guess
    case "", "2", "f", "fairly", "꽤", "대체로": .fairly
    case "3", "c", "certain", "확신": .certain
    default: nil
    }
  }
}
