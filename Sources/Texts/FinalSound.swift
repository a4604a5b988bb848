import Foundation

/// How the last syllable of a word ends when it is read aloud in Korean.
package enum FinalSound: Sendable, Equatable {
  /// No final consonant: 서버, 2a, EC2, 99%.
  case vowel
  /// A final ㄹ, which takes 로 where other consonants take 으로: 서울, 7, small, URL.
  case rieul
  /// Any other final consonant: 영역, 3, medium, IAM.
  case consonant

  /// Reads the end of a word; nil when it is an English word whose reading is not known, or nothing readable.
  ///
  /// Closing quotes, backticks and stops are passed over, and so is a bracket with what it holds: 가용 영역(AZ) is
  /// read as 가용 영역.
  package init?(endOf word: String) {
    let text = Array(FinalSound.bare(word).precomposedStringWithCanonicalMapping.unicodeScalars)
    guard let last = text.last else { return nil }
    let sound: FinalSound? =
      switch last.value {
      case 0xAC00...0xD7A3: FinalSound(batchim: (last.value - 0xAC00) % 28)
      case 0x30...0x39: FinalSound.ofNumber(endOf: text)
      case 0x41...0x5A, 0x61...0x7A: FinalSound.ofLatin(endOf: text)
      default: FinalSound.symbols[Character(last)]
      }
    guard let sound else { return nil }
    self = sound
  }

  /// The sound of a Hangul syllable with this number of final consonant: 0 none, 8 ㄹ.
  private init(batchim: UInt32) {
    switch batchim {
    case 0: self = .vowel
    case 8: self = .rieul
    default: self = .consonant
    }
  }

  private static let symbols: [Character: FinalSound] = [
    "%": .vowel, "°": .vowel, "+": .vowel, "/": .vowel, "~": .vowel, "*": .vowel, "&": .vowel, "$": .vowel,
    "#": .vowel,
    "@": .consonant,
  ]

  private static let closing: Set<Character> = [
    "`", "'", "\"", "”", "’", ")", "]", "}", "»", "」", "』", ".", ",", "!", "?", "…", " ",
  ]

  private static func bare(_ word: String) -> Substring {
    var rest = word[...]
    while let last = rest.last {
      if last == ")", let open = rest.lastIndex(of: "("), open > rest.startIndex {
        rest = rest[..<open]
      } else if closing.contains(last) || (last == "*" && rest.hasSuffix("**")) {
        rest = rest.dropLast(last == "*" ? 2 : 1)
      } else {
        break
      }
    }
    return rest
  }
}

extension FinalSound {
  /// Digits by their Sino-Korean reading: a whole number that ends in zeros by the unit it ends with.
  private static func ofNumber(endOf text: [Unicode.Scalar]) -> FinalSound? {
    let number = text.reversed().prefix { isDigit($0) || $0 == "," || $0 == "." }
    let start = text.count - number.count
    if let named = numberedName(text, digitsFrom: start) { return named }
    guard let last = number.first else { return nil }
    switch last {
    case "1", "7", "8": return .rieul
    case "3", "6": return .consonant
    case "0": break
    default: return .vowel
    }
    if number.contains(".") { return .consonant }
    let digits = number.filter { $0 != "," }
    let zeros = digits.prefix { $0 == "0" }.count
    let isTrillion = (12...15).contains(zeros) && digits.count > zeros
    return isTrillion ? .vowel : .consonant
  }

  /// A name that ends in digits and is read in English: S3 is 쓰리.
  private static func numberedName(_ text: [Unicode.Scalar], digitsFrom start: Int) -> FinalSound? {
    let word = text[..<start].reversed().prefix { isLetter($0) }.reversed() + Array(text[start...])
    return EnglishFinalSounds.names[lowercased(Array(word))]
  }

  /// Latin letters: a name from the table, letters read one by one, or a word by its rule of sound.
  private static func ofLatin(endOf text: [Unicode.Scalar]) -> FinalSound? {
    let letters = Array(text.reversed().prefix { isLetter($0) }.reversed())
    guard let last = letters.last else { return nil }
    let start = text.count - letters.count
    let joinedToDigit = start > 0 && isDigit(text[start - 1])
    let word = lowercased(letters)
    if let known = EnglishFinalSounds.names[word], !(joinedToDigit && letters.count == 1) { return known }
    let isSpelled =
      letters.count == 1 || joinedToDigit || letters.allSatisfy { $0.properties.isUppercase }
      || (letters.count <= 4 && !word.contains { "aeiouy".contains($0) })
    return isSpelled ? ofLetter(last) : EnglishFinalSounds.bySpelling(word)
  }

  private static func ofLetter(_ letter: Unicode.Scalar) -> FinalSound {
    switch letter {
    case "L", "l", "R", "r": .rieul
    case "M", "m", "N", "n": .consonant
    default: .vowel
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
  }

  private static func lowercased(_ scalars: [Unicode.Scalar]) -> String {
    String(String.UnicodeScalarView(scalars)).lowercased()
  }
}
