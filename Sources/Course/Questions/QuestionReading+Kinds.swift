extension QuestionReading {
  /// What belongs to the kind, or `nil` after reporting.
  func body(_ kind: QuestionKind, _ map: YAMLMapping, _ name: DiagnosticValue) -> QuestionBody? {
    switch kind {
    case .single:
      return map.required("choices").flatMap { choices($0, name) }.map { .single($0) }
    case .multiple:
      return map.required("choices").flatMap { choices($0, name) }.map { .multiple($0) }
    case .trueFalse:
      return trueFalse(map, name).map { .trueFalse($0) }
    case .number:
      return map.required("answer").flatMap { number($0, name) }.map { .number($0) }
    case .short:
      return map.required("accept")?.bilingualForms().map { .short($0) }
    case .ordering:
      return map.required("items").flatMap { named($0, sizes: 3...10, name) }.map { .ordering($0) }
    case .matching:
      return matching(map, name).map { .matching($0) }
    case .cloze:
      return map.required("blanks").flatMap { blanks($0, name) }.map { .cloze($0) }
    case .simulated:
      return simulated(map, name).map { .simulated($0) }
    case .open:
      return map.required("keyPoints").flatMap { named($0, sizes: 1...20, name) }.map { .open($0) }
    }
  }

  /// Two to eight choices, each with `ko`, `en` and a reason.
  func choices(
    _ reader: YAMLReader, _ name: DiagnosticValue, marksCorrect: Bool = true
  ) -> [Choice]? {
    guard let items = reader.list(of: 2...8) else { return nil }
    let keys = ["id"] + (marksCorrect ? ["correct"] : []) + ["ko", "en", "reason"]
    let choices = items.map { item -> Choice? in
      guard let map = item.mapping(keys) else { return nil }
      let id = map.required("id")?.identifier()
      let isCorrect = map["correct"].map { $0.boolean() } ?? false
      let ko = map.required("ko")?.text(limit: 400)
      let en = map.required("en")?.text(limit: 400)
      guard let reasonReader = map["reason"] else {
        item.report(
          .questionChoiceWithoutReason, ["question": name, "choice": .text(id ?? item.path)])
        return nil
      }
      guard let reason = reasonReader.bilingual(limit: 800), let id, let isCorrect, let ko, let en
      else { return nil }
      return Choice(
        id: id, isCorrect: isCorrect, text: BilingualText(ko: ko, en: en), reason: reason)
    }
    guard let whole = all(choices), isUnique(whole.map(\.id), reader, name) else { return nil }
    return whole
  }

  private func trueFalse(_ map: YAMLMapping, _ name: DiagnosticValue) -> TrueFalseQuestion? {
    let answer = map.required("answer")?.boolean()
    let reason = map.required("reason")?.bilingual(limit: 800)
    let because = map["because"].map { choices($0, name) } ?? []
    guard let answer, let reason, let because else { return nil }
    return TrueFalseQuestion(isTrue: answer, reason: reason, because: because)
  }

  /// `{value, unit, tolerance, words}`; unit and tolerance may be left out.
  func number(_ reader: YAMLReader, _ name: DiagnosticValue) -> NumberAnswer? {
    guard let map = reader.mapping(["value", "unit", "tolerance", "words"]) else { return nil }
    let value = map.required("value")?.number()
    let unit = unit(map, name)
    let tolerance = tolerance(map, name)
    let words = map["words"].map { $0.list(of: 1...20)?.compactMap { $0.text(limit: 40) } } ?? []
    guard let value, let unit, let tolerance, let words else { return nil }
    return NumberAnswer(value: value, unit: unit, tolerance: tolerance, words: words)
  }

  /// The unit under `unit`; a bare count without it.
  func unit(_ map: YAMLMapping, _ name: DiagnosticValue) -> MeasureUnit? {
    guard let reader = map["unit"] else { return .count }
    guard let symbol = reader.text(limit: 40) else { return nil }
    guard let unit = MeasureUnit.named(symbol) else {
      reader.report(.questionUnknownUnit, ["question": name, "unit": reader.shown])
      return nil
    }
    return unit
  }

  /// The tolerance under `tolerance`; none without it.
  func tolerance(_ map: YAMLMapping, _ name: DiagnosticValue) -> NumberAnswer.Tolerance? {
    guard let reader = map["tolerance"] else { return .absolute(0) }
    guard let text = reader.text(limit: 40) else { return nil }
    if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
      return .relative(percent / 100)
    }
    if let distance = Double(text), (0...1e15).contains(distance) { return .absolute(distance) }
    reader.report(.questionNotTolerance, ["question": name, "value": reader.shown])
    return nil
  }

  private func named(
    _ reader: YAMLReader, sizes: ClosedRange<Int>, _ name: DiagnosticValue
  ) -> [NamedText]? {
    guard let items = reader.list(of: sizes) else { return nil }
    let texts = items.map { item -> NamedText? in
      guard let map = item.mapping(["id", "ko", "en"]) else { return nil }
      let id = map.required("id")?.identifier()
      let ko = map.required("ko")?.text(limit: 400)
      let en = map.required("en")?.text(limit: 400)
      guard let id, let ko, let en else { return nil }
      return NamedText(id: id, text: BilingualText(ko: ko, en: en))
    }
    guard let whole = all(texts), isUnique(whole.map(\.id), reader, name) else { return nil }
    return whole
  }

  private func matching(_ map: YAMLMapping, _ name: DiagnosticValue) -> MatchingQuestion? {
    let distractors = map["distractors"].map { named($0, sizes: 1...6, name) } ?? []
    guard let reader = map.required("pairs"), let items = reader.list(of: 2...8) else { return nil }
    let pairs = items.map { item -> MatchingQuestion.Pair? in
      guard let map = item.mapping(["id", "left", "right"]) else { return nil }
      let id = map.required("id")?.identifier()
      let left = map.required("left")?.bilingual(limit: 400)
      let right = map.required("right")?.bilingual(limit: 400)
      guard let id, let left, let right else { return nil }
      return MatchingQuestion.Pair(id: id, left: left, right: right)
    }
    guard let whole = all(pairs), let distractors,
      isUnique(whole.map(\.id) + distractors.map(\.id), reader, name)
    else { return nil }
    return MatchingQuestion(pairs: whole, distractors: distractors)
  }

  private func blanks(_ reader: YAMLReader, _ name: DiagnosticValue) -> [ClozeBlank]? {
    guard let items = reader.list(of: 1...10) else { return nil }
    let blanks = items.map { item -> ClozeBlank? in
      guard let map = item.mapping(["id", "accept", "choices", "number"]),
        let id = map.required("id")?.identifier()
      else { return nil }
      let content: ClozeBlank.Content?
      switch (map["accept"], map["choices"], map["number"]) {
      case (let accept?, nil, nil): content = accept.bilingualForms().map { .short($0) }
      case (nil, let list?, nil): content = choices(list, name).map { .choice($0) }
      case (nil, nil, let answer?): content = number(answer, name).map { .number($0) }
      default:
        item.report(.questionBlankShape, ["question": name, "blank": .text(id)])
        content = nil
      }
      return content.map { ClozeBlank(id: id, content: $0) }
    }
    guard let whole = all(blanks), isUnique(whole.map(\.id), reader, name) else { return nil }
    return whole
  }

  func isUnique(_ ids: [String], _ reader: YAMLReader, _ name: DiagnosticValue) -> Bool {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted {
      reader.report(.questionDuplicatePart, ["question": name, "part": .text(id)])
      return false
    }
    return true
  }

  private func all<Part>(_ parts: [Part?]) -> [Part]? {
    let whole = parts.compactMap { $0 }
    return whole.count == parts.count ? whole : nil
  }

  private func simulated(_ map: YAMLMapping, _ name: DiagnosticValue) -> SimulatedQuestion? {
    let parameters = map["parameters"].map { simulatedParameters($0, name) } ?? []
    let commands = map.required("world")?.list(of: 1...100)?.map { $0.text(limit: 4_000) }
    let measure = map.required("measure").flatMap { simulatedMeasure($0) }
    let form: SimulatedQuestion.Form?
    if let list = map["choices"] {
      form = choices(list, name, marksCorrect: false).map { .choice($0) }
    } else if let answer = map.required("answer")?.mapping(["unit", "tolerance"]) {
      let unit = unit(answer, name)
      let tolerance = tolerance(answer, name)
      form = unit.flatMap { unit in tolerance.map { .number(unit: unit, tolerance: $0) } }
    } else {
      form = nil
    }
    guard let parameters, let commands, let lines = all(commands), let measure, let form else {
      return nil
    }
    return SimulatedQuestion(parameters: parameters, commands: lines, measure: measure, form: form)
  }

  private func simulatedMeasure(_ reader: YAMLReader) -> SimulatedQuestion.Measure? {
    guard let map = reader.mapping(["over", "query"]) else { return nil }
    let over = map.required("over")?.oneOf(SimulatedQuestion.Scope.self)
    let query = map.required("query")?.text(limit: 2_000)
    guard let over, let query else { return nil }
    return SimulatedQuestion.Measure(over: over, query: query)
  }

  private func simulatedParameters(
    _ reader: YAMLReader, _ name: DiagnosticValue
  ) -> [SimulatedQuestion.Parameter]? {
    guard let entries = reader.entries(limit: 10) else { return nil }
    let parameters = entries.map { entry -> SimulatedQuestion.Parameter? in
      let values =
        entry.value.isList
        ? entry.value.list(of: 2...100)?.compactMap { $0.text(limit: 80) } : range(entry, name)
      guard let values, values.count >= 2 else { return nil }
      return SimulatedQuestion.Parameter(name: entry.name, values: values)
    }
    return all(parameters)
  }

  /// `{from: 50, to: 200, step: 50}`: whole numbers, at most a thousand of them.
  private func range(
    _ entry: (name: String, value: YAMLReader), _ name: DiagnosticValue
  ) -> [String]? {
    guard let map = entry.value.mapping(["from", "to", "step"]) else { return nil }
    let span = -1_000_000_000...1_000_000_000
    let from = map.required("from")?.integer(in: span)
    let to = map.required("to")?.integer(in: span)
    let step = map["step"].map { $0.integer(in: 1...1_000_000_000) } ?? 1
    guard let from, let to, let step else { return nil }
    guard from < to, (to - from) / step < 1_000, (to - from) / step >= 1 else {
      entry.value.report(
        .questionParameterRange,
        ["question": name, "name": .text(VisibleText.escaped(entry.name))])
      return nil
    }
    return stride(from: from, through: to, by: step).map(String.init)
  }
}
