package import Assessment
import Course

/// Reads typed answers: letters, numbers, verdicts, pairs. What cannot be read is never a wrong answer.
package enum AnswerReading {
  /// Words that mean *true*, in both languages.
  private static let trueWords = [
    "t", "true", "y", "yes", "o", "○", "◯", "right", "correct", "맞음", "맞다", "맞아", "맞아요", "맞습니다", "참", "예",
    "네",
    "옳음", "옳습니다", "그렇다", "그렇습니다", "ㅇ", "ㅇㅇ",
  ]
  /// Words that mean *false*, in both languages.
  private static let falseWords = [
    "f", "false", "n", "no", "x", "×", "✕", "✗", "wrong", "incorrect", "틀림", "틀리다", "틀려", "틀려요", "틀립니다",
    "틀렸습니다", "거짓", "아니요", "아니오", "아뇨", "아니", "아니다", "아닙니다", "ㄴ", "ㄴㄴ",
  ]

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
      let positions = try letters(text, of: presented.lettered.count)
      for (index, position) in positions.enumerated() where positions[..<index].contains(position) {
        throw .repeated(PresentedQuestion.letter(position))
      }
      return .choices(positions.map { presented.lettered[$0].id })
    case .trueFalse: return .verdict(try verdict(text), because: nil)
    case .number, .short: return .text(text)
    case .ordering: return .order(try order(text, presented))
    case .matching: return .matches(try matches(text, presented))
    case .simulated: return presented.lettered.isEmpty ? .text(text) : .choice(try choice(text, presented))
    case .cloze, .open: throw .wrongForm(presented.question.kind)
    }
  }

  /// One letter, or the words of a choice, as the id that it stands for.
  package static func choice(_ text: String, _ presented: PresentedQuestion) throws(AnswerError) -> String {
    let named = presented.lettered.filter { part in
      [part.text.ko, part.text.en].contains { plainKey($0) == plainKey(text) }
    }
    if named.count == 1 { return named[0].id }
    let positions = try letters(text, of: presented.lettered.count)
    guard positions.count == 1 else { throw .oneOnly }
    return presented.lettered[positions[0]].id
  }

  /// A text without spaces, marks of code and the period at its end.
  private static func plainKey(_ text: String) -> String {
    ComparableText.key(text).filter { !"`*.".contains($0) }
  }

  /// *true* or *false* in one of its words.
  static func verdict(_ text: String) throws(AnswerError) -> Bool {
    for word in AnswerWord.keys(of: text) {
      if trueWords.contains(word) { return true }
      if falseWords.contains(word) { return false }
    }
    throw .unknownPart(VisibleText.escaped(text))
  }

  /// `a c`, `a,c`, `ac`, `a와 c`, `ㅁ ㅊ`, or `1 3` for the same as positions from 0.
  static func letters(_ text: String, of count: Int) throws(AnswerError) -> [Int] {
    var positions: [Int] = []
    for character in words(text).joined() {
      let position: Int
      if let number = character.wholeNumberValue {
        position = number - 1
      } else if let ascii = character.asciiValue {
        position = Int(ascii) - 97
      } else {
        position = -1
      }
      guard (0..<count).contains(position) else { throw .unknownPart(VisibleText.escaped(text)) }
      positions.append(position)
    }
    guard !positions.isEmpty else { throw .empty }
    return positions
  }

  /// `2 1 3`, `2-1-3`, `213`: the numbers of the items, first to last; all of them, each once.
  private static func order(_ text: String, _ presented: PresentedQuestion) throws(AnswerError) -> [String] {
    let count = presented.numbered.count
    var given = words(text)
    if count < 10 { given = given.flatMap { word in word.map { String($0) } } }
    var places: [Int] = []
    for word in given {
      guard let number = word.count == 1 ? word.first?.wholeNumberValue : Int(word),
        (1...count).contains(number)
      else { throw .unknownPart(VisibleText.escaped(word)) }
      guard !places.contains(number) else { throw .repeated(String(number)) }
      places.append(number)
    }
    try checkComplete(places, of: count)
    return places.map { presented.numbered[$0 - 1].id }
  }

  /// `1b 2a 3c`, or `b a c` for the numbers in turn; all of them, each letter at most once.
  private static func matches(
    _ text: String, _ presented: PresentedQuestion
  ) throws(AnswerError) -> [String: String] {
    let joined = words(text).joined()
    let pairs =
      joined.contains { $0.wholeNumberValue != nil }
      ? try numberedPairs(joined, presented)
      : try letters(joined, of: presented.lettered.count).enumerated()
        .map { (left: $0.offset + 1, right: $0.element) }
    guard pairs.count <= presented.numbered.count else { throw .notAPermutation }
    for (index, pair) in pairs.enumerated() where pairs[..<index].contains(where: { $0.right == pair.right })
    {
      throw .repeated(PresentedQuestion.letter(pair.right))
    }
    try checkComplete(pairs.map(\.left), of: presented.numbered.count)
    return pairs.reduce(into: [:]) {
      $0[presented.numbered[$1.left - 1].id] = presented.lettered[$1.right].id
    }
  }

  /// Numbers from 1, each with the position of its letter.
  private static func numberedPairs(
    _ joined: String, _ presented: PresentedQuestion
  ) throws(AnswerError) -> [(left: Int, right: Int)] {
    var pairs: [(left: Int, right: Int)] = []
    var number: Int?
    for character in joined {
      if let digit = character.wholeNumberValue {
        let left = (number ?? 0) * 10 + digit
        guard (1...presented.numbered.count).contains(left) else { throw .unknownPart(String(left)) }
        number = left
      } else {
        guard let left = number else { throw .unknownPart(VisibleText.escaped(String(character))) }
        let right = try letters(String(character), of: presented.lettered.count)
        guard !pairs.contains(where: { $0.left == left }) else { throw .repeated(String(left)) }
        pairs.append((left: left, right: right[0]))
        number = nil
      }
    }
    guard number == nil else { throw .wrongForm(.matching) }
    return pairs
  }

  /// Throws the numbers that were left out.
  private static func checkComplete(_ places: [Int], of count: Int) throws(AnswerError) {
    let missing = (1...max(1, count)).filter { !places.contains($0) }
    guard missing.isEmpty else { throw .missing(missing.map { String($0) }) }
  }

  /// The words of an answer that names parts, on the keys of the Latin layout, without what stands between them.
  private static func words(_ text: String) -> [String] {
    text.lowercased().split { $0.isWhitespace || separators.contains($0) }.compactMap { part in
      guard !joints.contains(String(part)) else { return nil }
      let ending = endings.first { part.hasSuffix($0) && part.count > $0.count }
      let word = String(part.dropLast(ending?.count ?? 0))
      return HangulKeys.latin(word) ?? word
    }
  }

  private static let separators: Set<Character> = [
    ",", ".", "·", ";", ":", "/", "(", ")", "[", "]", "-", "=", ">", "→", "&", "+", "`", "'", "\"",
  ]
  /// Words between parts.
  private static let joints = ["and", "then", "와", "과", "그리고", "다음"]
  /// What Korean puts behind a part.
  private static let endings = ["번", "와", "과", "랑", "하고"]

  /// `1`, `guess`, `추측` and their like; `nil` for anything else. Enter alone is *fairly*.
  static func certainty(_ text: String) -> Certainty? {
    switch AnswerWord.keys(of: text)[0] {
    case "1", "guess", "guessing", "추측", "찍음", "찍었음", "모름", "잘모름": .guess
    case "", "2", "fairly", "꽤", "대체로", "보통": .fairly
    case "3", "certain", "sure", "확신", "확신함", "확신합니다", "확실", "확실함": .certain
    default: nil
    }
  }
}
