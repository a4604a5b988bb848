extension YAMLReader {
  /// The node's text without surrounding white space: not empty, at most `limit` characters, no control characters.
  package func text(limit: Int = 4_000) -> String? {
    guard case .scalar(let raw, let isQuoted) = node.content else {
      report(.yamlNotText, ["key": key])
      return nil
    }
    if let forbidden = VisibleText.firstForbidden(in: raw) {
      report(
        .yamlControlCharacter, ["key": key, "character": .text(VisibleText.name(of: forbidden))])
      return nil
    }
    let text = trimmed(raw)
    guard !text.isEmpty, isQuoted || (text != "~" && text != "null") else {
      report(.yamlEmptyText, ["key": key])
      return nil
    }
    guard text.unicodeScalars.count <= limit else {
      report(.yamlLongText, ["key": key, "limit": .integer(limit)])
      return nil
    }
    return text
  }

  /// An identifier: lower-case letters, digits, hyphens, a letter or digit first, at most 64 characters.
  package func identifier() -> String? {
    guard let text = text() else { return nil }
    let bytes = Array(text.utf8)
    let isWord = bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard isWord, bytes.first != 45, bytes.count <= 64 else {
      report(.yamlNotIdentifier, ["key": key, "value": shown])
      return nil
    }
    return text
  }

  /// A whole number within a range; a quoted one is a text, not a number.
  package func integer(in range: ClosedRange<Int>) -> Int? {
    guard case .scalar(let raw, isQuoted: false) = node.content, let number = Int(raw) else {
      report(.yamlNotInteger, ["key": key, "value": shown])
      return nil
    }
    guard range.contains(number) else {
      report(
        .yamlOutOfRange,
        [
          "key": key, "value": shown, "least": .integer(range.lowerBound),
          "most": .integer(range.upperBound),
        ])
      return nil
    }
    return number
  }

  /// A finite number within a range; a quoted one is a text, not a number.
  package func number(
    in range: ClosedRange<Double> = -1e15...1e15
  ) -> Double? {
    guard case .scalar(let raw, isQuoted: false) = node.content, isDecimal(raw),
      let number = Double(raw), number.isFinite
    else {
      report(.yamlNotNumber, ["key": key, "value": shown])
      return nil
    }
    guard range.contains(number) else {
      report(
        .yamlOutOfRange,
        [
          "key": key, "value": shown, "least": .number(range.lowerBound),
          "most": .number(range.upperBound),
        ])
      return nil
    }
    return number
  }

  /// `true` or `false`, unquoted; `yes`, `on` and their like are words.
  package func boolean() -> Bool? {
    if case .scalar(let raw, isQuoted: false) = node.content {
      if raw == "true" { return true }
      if raw == "false" { return false }
    }
    report(.yamlNotBoolean, ["key": key, "value": shown])
    return nil
  }

  /// A month or a day: `2026-11`, `2026-11-04`.
  package func date() -> ContentDate? {
    if case .scalar(let raw, _) = node.content, let date = ContentDate(raw) { return date }
    report(.yamlNotDate, ["key": key, "value": shown])
    return nil
  }

  /// One of an enum's raw values.
  package func oneOf<Name>(_ names: Name.Type) -> Name?
  where Name: CaseIterable & RawRepresentable, Name.RawValue == String {
    if case .scalar(let raw, _) = node.content, let name = Name(rawValue: raw) { return name }
    let known = Name.allCases.map(\.rawValue).joined(separator: ", ")
    report(.yamlNotOneOf, ["key": key, "value": shown, "known": .text(known)])
    return nil
  }

  /// What the node holds, short and harmless, for a sentence.
  var shown: DiagnosticValue {
    switch node.content {
    case .scalar(let raw, _): .text(VisibleText.escaped(raw))
    case .list: "[…]"
    case .mapping: "{…}"
    }
  }

  /// Digits with a sign, a point, an exponent: what JSON calls a number, so neither `0x1p4` nor `inf`.
  private func isDecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0) }
  }

  private func trimmed(_ text: String) -> String {
    let characters = text[...]
    guard let first = characters.firstIndex(where: { !$0.isWhitespace }),
      let last = characters.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(characters[first...last])
  }
}
