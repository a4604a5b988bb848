/// The Latin letters of keys that were typed with the two-set Hangul layout left on: `ㅁ` is `a`, `뮤` is `ab`.
enum HangulKeys {
  /// The text as the Latin layout would have given it, in lower case; `nil` when it holds no Hangul.
  static func latin(_ text: String) -> String? {
    var keys = ""
    var hasHangul = false
    for scalar in text.unicodeScalars {
      if let typed = keysOf(scalar) {
        keys += typed
        hasHangul = true
      } else {
        keys.unicodeScalars.append(scalar)
      }
    }
    return hasHangul ? keys.lowercased() : nil
  }

  /// The keys of a syllable or a single letter of Hangul; `nil` for anything else.
  private static func keysOf(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xAC00...0xD7A3:
      let index = Int(scalar.value - 0xAC00)
      return leads[index / 588] + vowels[index % 588 / 28] + tails[index % 28]
    case 0x3131...0x314E: return consonants[Int(scalar.value - 0x3131)]
    case 0x314F...0x3163: return vowels[Int(scalar.value - 0x314F)]
    default: return nil
    }
  }

  // In the order of Unicode's blocks of syllables and of compatibility letters.
  private static let leads = words("r R s e E f a q Q t T d w W c z x v g")
  private static let vowels = words("k o i O j p u P h hk ho hl y n nj np nl b m ml l")
  private static let tails = [""] + words("r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g")
  private static let consonants = words(
    "r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g")

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
