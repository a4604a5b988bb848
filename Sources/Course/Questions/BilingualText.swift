/// A language in which content is written.
package enum ContentLanguage: String, CaseIterable, Sendable, Codable {
  case ko
  case en
}

/// One text in both languages, neither a translation of the other.
package struct BilingualText: Equatable, Sendable, Encodable {
  /// The Korean text.
  package let ko: String
  /// The English text.
  package let en: String

  /// A pair of texts.
  package init(ko: String, en: String) {
    self.ko = ko
    self.en = en
  }

  /// The text in one language.
  package subscript(language: ContentLanguage) -> String {
    switch language {
    case .ko: ko
    case .en: en
    }
  }

  /// The pair with both texts changed alike.
  package func map(_ change: (String) -> String) -> BilingualText {
    BilingualText(ko: change(ko), en: change(en))
  }
}

/// A list of accepted forms in each language.
package struct BilingualForms: Equatable, Sendable, Encodable {
  /// The Korean forms.
  package let ko: [String]
  /// The English forms.
  package let en: [String]

  /// A pair of lists.
  package init(ko: [String], en: [String]) {
    self.ko = ko
    self.en = en
  }

  /// The forms of one language.
  package subscript(language: ContentLanguage) -> [String] {
    switch language {
    case .ko: ko
    case .en: en
    }
  }
}

extension YAMLReader {
  /// A mapping of exactly `ko` and `en`.
  package func bilingual(limit: Int = 2_000) -> BilingualText? {
    guard let map = mapping(["ko", "en"]) else { return nil }
    let ko = map.required("ko")?.text(limit: limit)
    let en = map.required("en")?.text(limit: limit)
    guard let ko, let en else { return nil }
    return BilingualText(ko: ko, en: en)
  }

  /// A mapping of exactly `ko` and `en`, each a list of one to thirty short texts.
  package func bilingualForms() -> BilingualForms? {
    guard let map = mapping(["ko", "en"]) else { return nil }
    let ko = map.required("ko")?.list(of: 1...30)?.compactMap { $0.text(limit: 100) }
    let en = map.required("en")?.list(of: 1...30)?.compactMap { $0.text(limit: 100) }
    guard let ko, let en, !ko.isEmpty, !en.isEmpty else { return nil }
    return BilingualForms(ko: ko, en: en)
  }
}
