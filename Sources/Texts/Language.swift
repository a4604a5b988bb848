/// A language in which everything that a learner reads exists.
package enum Language: String, Sendable, Hashable, CaseIterable, Codable {
  case ko
  case en

  /// Reads a language tag or a locale name, as `ko`, `en-US` or `ko_KR.UTF-8`; nil when it names neither.
  package init?(code: String) {
    let primary = code.prefix { $0.isASCII && $0.isLetter }.lowercased()
    self.init(rawValue: primary)
  }

  /// The language that `LC_ALL`, `LC_MESSAGES` or `LANG` asks for, in that order; English when none does.
  package init(environment: [String: String]) {
    let asked = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
      .compactMap { environment[$0] }
      .first { !$0.isEmpty }
    self = asked.flatMap { Language(code: $0) } ?? .en
  }

  /// The code that `--lang` takes and that names the folder of the texts: `ko` or `en`.
  package var code: String { rawValue }

  /// The other one of the two.
  package var other: Language {
    switch self {
    case .ko: .en
    case .en: .ko
    }
  }
}
