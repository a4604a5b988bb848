/// The Korean particle (josa) that agrees with the word before it.
package enum Particle {
  /// The two forms of one particle, written `이/가`: after a consonant, after a vowel.
  package struct Pair: Sendable, Equatable {
    /// The form after a final consonant: 은, 이, 을, 과, 으로.
    package let afterConsonant: String
    /// The form after a vowel: 는, 가, 를, 와, 로.
    package let afterVowel: String

    /// The pairs that exist, as they are written in a placeholder.
    package static let known: [Pair] = [
      ("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이나", "나"), ("이라", "라"),
      ("이며", "며"), ("이고", "고"), ("이면", "면"), ("이었", "였"), ("이란", "란"), ("이라도", "라도"),
      ("이든", "든"), ("으로는", "로는"), ("으로도", "로도"), ("아", "야"),
    ].map { Pair(afterConsonant: $0.0, afterVowel: $0.1) }

    /// Reads `이/가`; nil when it is not a pair of the language, or is the wrong way round.
    package init?(_ text: String) {
      guard let pair = Pair.known.first(where: { $0.description == text }) else { return nil }
      self = pair
    }

    private init(afterConsonant: String, afterVowel: String) {
      self.afterConsonant = afterConsonant
      self.afterVowel = afterVowel
    }
  }

  /// The form of the pair that agrees with how the end of the word is read.
  ///
  /// A word whose reading nobody can know (an English word outside of the table and its rules of sound) takes the
  /// form after a vowel: most English words end in one when written in Korean, and a plain form reads better than
  /// `이(가)`. A sentence whose value is free text does better with a Korean noun behind the value.
  package static func choose(for word: String, pair: Pair) -> String {
    switch FinalSound(endOf: word) ?? .vowel {
    case .vowel: pair.afterVowel
    case .rieul: pair.afterConsonant.hasPrefix("으로") ? pair.afterVowel : pair.afterConsonant
    case .consonant: pair.afterConsonant
    }
  }
}

extension Particle.Pair: CustomStringConvertible {
  /// As it is written in a placeholder: `이/가`.
  package var description: String { "\(afterConsonant)/\(afterVowel)" }
}
