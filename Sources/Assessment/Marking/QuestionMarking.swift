package import Course

/// The rules of marking, one function a kind.
struct QuestionMarking {
  let language: ContentLanguage

  /// All or nothing.
  func choice(
    _ id: String, of choices: [Choice], part: String
  ) throws(AnswerError) -> MarkedPart {
    guard let picked = choices.first(where: { $0.id == id }) else { throw .unknownPart(id) }
    let right = choices.first(where: \.isCorrect)
    return MarkedPart(
      id: part, outcome: picked.isCorrect ? .right : .wrong, seen: picked.text[language],
      wanted: right?.text, reason: picked.reason)
  }

  /// Net correct: each right tick adds a share of the right choices, each wrong one takes it away, never below 0.
  func multiple(_ ids: [String], of choices: [Choice]) throws(AnswerError) -> Mark {
    try checkIDs(ids, among: choices.map(\.id))
    var ticks = 0
    var parts: [MarkedPart] = []
    for choice in choices {
      let isTicked = ids.contains(choice.id)
      guard isTicked || choice.isCorrect else { continue }
      if isTicked { ticks += choice.isCorrect ? 1 : -1 }
      let outcome: MarkedPart.Outcome =
        isTicked ? (choice.isCorrect ? .right : .wrong) : .missed
      parts.append(
        MarkedPart(
          id: choice.id, outcome: outcome, seen: isTicked ? choice.text[language] : nil,
          wanted: choice.isCorrect ? choice.text : nil, reason: choice.reason))
    }
    let right = choices.count(where: \.isCorrect)
    return Mark(fraction: Double(ticks) / Double(max(1, right)), parts: parts)
  }

  /// A wrong verdict earns nothing; a right one half when reasons are asked, and the right reason the other half.
  func verdict(
    _ verdict: Bool, _ because: String?, of statement: TrueFalseQuestion
  ) throws(AnswerError) -> Mark {
    let isRight = verdict == statement.isTrue
    let wanted = String(statement.isTrue)
    var parts = [
      MarkedPart(
        id: "answer", outcome: isRight ? .right : .wrong, seen: String(verdict),
        wanted: BilingualText(ko: wanted, en: wanted), reason: isRight ? nil : statement.reason)
    ]
    guard !statement.because.isEmpty else { return Mark(fraction: isRight ? 1 : 0, parts: parts) }
    let right = statement.because.first(where: \.isCorrect)
    if let because {
      parts.append(try choice(because, of: statement.because, part: "because"))
    } else {
      parts.append(
        MarkedPart(
          id: "because", outcome: .missed, seen: nil, wanted: right?.text, reason: right?.reason))
    }
    let reasoned = parts[1].outcome == .right ? 1.0 : 0.5
    return Mark(fraction: isRight ? reasoned : 0, parts: parts)
  }

  /// A number within the tolerance, in any unit that converts into the asked one.
  func number(
    _ text: String, key: NumberAnswer, part: String
  ) throws(AnswerError) -> MarkedPart {
    let given = try NumberReading.read(text, unit: key.unit, words: key.words)
    let seen = NumberText.text(given: shown(text), unit: key.unit, words: key.words, language: language)
    return MarkedPart(
      id: part, outcome: key.accepts(given) ? .right : .wrong, seen: seen, wanted: wanted(key), reason: nil)
  }

  /// A form of either language, without regard to case and spaces.
  func short(
    _ text: String, forms: BilingualForms, part: String
  ) throws(AnswerError) -> MarkedPart {
    try checkLength(text)
    return MarkedPart(
      id: part, outcome: forms.accepts(text) ? .right : .wrong, seen: shown(text),
      wanted: BilingualText(ko: forms.ko.first ?? "", en: forms.en.first ?? ""), reason: nil)
  }

  /// Kendall's tau, never below 0: a pair of items in the wrong order takes away what one in the right order gives, so a
  /// guess is worth little.
  func ordering(_ ids: [String], of items: [NamedText]) throws(AnswerError) -> Mark {
    try checkIDs(ids, among: items.map(\.id))
    guard ids.count == items.count else { throw .notAPermutation }
    let places = items.map { item in ids.firstIndex(of: item.id) ?? 0 }
    var balance = 0
    for left in places.indices {
      for right in places.indices where right > left {
        balance += places[left] < places[right] ? 1 : -1
      }
    }
    let pairs = items.count * (items.count - 1) / 2
    let parts = items.enumerated().map { place, item in
      MarkedPart(
        id: item.id, outcome: places[place] == place ? .right : .wrong,
        seen: String(places[place] + 1),
        wanted: BilingualText(ko: String(place + 1), en: String(place + 1)), reason: nil)
    }
    return Mark(fraction: Double(balance) / Double(max(1, pairs)), parts: parts)
  }

  /// The share of the pairs that were matched right.
  func matching(
    _ matches: [String: String], of question: MatchingQuestion
  ) throws(AnswerError) -> Mark {
    let rights =
      question.pairs.map { NamedText(id: $0.id, text: $0.right) } + question.distractors
    try checkIDs(matches.keys.sorted(), among: question.pairs.map(\.id))
    if let unknown = matches.values.sorted().first(where: { id in !rights.contains { $0.id == id } }) {
      throw .unknownPart(unknown)
    }
    guard Set(matches.values).count == matches.count else { throw .notAPermutation }
    let parts = question.pairs.map { pair in
      let given = matches[pair.id]
      let outcome: MarkedPart.Outcome =
        given == nil ? .missed : given == pair.id ? .right : .wrong
      return MarkedPart(
        id: pair.id, outcome: outcome,
        seen: rights.first { $0.id == given }?.text[language], wanted: pair.right, reason: nil)
    }
    return Mark(fraction: share(parts), parts: parts)
  }

  /// The share of the blanks that were filled right.
  func cloze(_ given: [String: String], of blanks: [ClozeBlank]) throws(AnswerError) -> Mark {
    try checkIDs(given.keys.sorted(), among: blanks.map(\.id))
    var parts: [MarkedPart] = []
    for blank in blanks {
      guard let text = given[blank.id], !ComparableText.key(text).isEmpty else {
        parts.append(
          MarkedPart(
            id: blank.id, outcome: .missed, seen: nil, wanted: wanted(blank), reason: nil))
        continue
      }
      switch blank.content {
      case .short(let forms): parts.append(try short(text, forms: forms, part: blank.id))
      case .number(let key): parts.append(try number(text, key: key, part: blank.id))
      case .choice(let choices): parts.append(try choice(text, of: choices, part: blank.id))
      }
    }
    return Mark(fraction: share(parts), parts: parts)
  }

  /// The measured number within the tolerance, or the measured choice.
  func simulated(
    _ answer: Answer, of template: SimulatedQuestion, result: SimulatedResult
  ) throws(AnswerError) -> Mark {
    let part: MarkedPart
    switch (template.form, answer, result) {
    case (.number(let unit, let tolerance), .text(let text), .number(let value)):
      let key = NumberAnswer(value: value, unit: unit, tolerance: tolerance, words: [])
      part = try number(text, key: key, part: "answer")
    case (.choice(let choices), .choice(let id), .choice(let right)):
      let keyed = choices.map {
        Choice(id: $0.id, isCorrect: $0.id == right, text: $0.text, reason: $0.reason)
      }
      part = try choice(id, of: keyed, part: "answer")
    case (.number, _, _), (.choice, _, _):
      throw .wrongForm(.simulated)
    }
    return Mark(fraction: part.outcome == .right ? 1 : 0, parts: [part])
  }

  /// The share of the key points that the learner ticked.
  func keyPoints(_ ids: [String], of points: [NamedText]) throws(AnswerError) -> Mark {
    try checkIDs(ids, among: points.map(\.id))
    let parts = points.map { point in
      let isSaid = ids.contains(point.id)
      return MarkedPart(
        id: point.id, outcome: isSaid ? .right : .missed, seen: isSaid ? point.text[language] : nil,
        wanted: point.text, reason: nil)
    }
    return Mark(fraction: share(parts), parts: parts)
  }

  private func share(_ parts: [MarkedPart]) -> Double {
    Double(parts.count { $0.outcome == .right }) / Double(max(1, parts.count))
  }

  private func wanted(_ blank: ClozeBlank) -> BilingualText? {
    switch blank.content {
    case .short(let forms): BilingualText(ko: forms.ko.first ?? "", en: forms.en.first ?? "")
    case .choice(let choices): choices.first(where: \.isCorrect)?.text
    case .number(let key): wanted(key)
    }
  }

  private func wanted(_ key: NumberAnswer) -> BilingualText {
    BilingualText(
      ko: NumberText.text(key.value, unit: key.unit, words: key.words, language: .ko),
      en: NumberText.text(key.value, unit: key.unit, words: key.words, language: .en))
  }

  private func checkIDs(_ ids: [String], among known: [String]) throws(AnswerError) {
    if let unknown = ids.first(where: { !known.contains($0) }) { throw .unknownPart(unknown) }
    guard Set(ids).count == ids.count else { throw .notAPermutation }
  }

  private func checkLength(_ text: String) throws(AnswerError) {
    guard text.unicodeScalars.count <= AnswerLimits.characters else {
      throw .tooLong(limit: AnswerLimits.characters)
    }
    guard !ComparableText.key(text).isEmpty else { throw .empty }
  }

  private func shown(_ text: String) -> String {
    VisibleText.escaped(ComparableText.normal(text))
  }
}

extension BilingualForms {
  /// Whether a text is one of the forms of either language, without regard to case and spaces.
  package func accepts(_ text: String) -> Bool {
    (ko + en).contains { ShortPattern($0, ignoresCase: true, ignoresSpaces: true).matches(text) }
  }
}
