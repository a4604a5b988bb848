extension LessonBlockReading {
  /// Reads the YAML of a ```` ```predict ```` block.
  func prediction(_ id: String, _ reader: YAMLReader) -> LessonBlock.Content? {
    guard
      let map = reader.mapping([
        "question", "choices", "number", "of", "run", "answer", "right", "wrong", "sureAndWrong", "seen",
      ])
    else { return nil }
    let question = map.required("question")?.text(limit: 1_000)
    let form = form(map, id)
    let source = source(map)
    let answer = map.required("answer")?.query()
    let right = map.required("right")?.text(limit: 2_000)
    let wrong = map.required("wrong")?.text(limit: 2_000)
    let sureAndWrong = map["sureAndWrong"].map { $0.text(limit: 4_000) }
    let seen = map["seen"].map { $0.text(limit: 1_000) }
    guard let question, let form, let source, let answer, let right, let wrong, sureAndWrong != .some(nil),
      seen != .some(nil)
    else { return nil }
    return .prediction(
      Prediction(
        id: id, question: question, form: form, source: source, answer: answer, right: right, wrong: wrong,
        sureAndWrong: sureAndWrong ?? nil, seen: seen ?? nil))
  }

  /// Reads the YAML of a ```` ```task ```` block.
  func task(_ id: String, _ reader: YAMLReader) -> LessonBlock.Content? {
    guard let map = reader.mapping(["goal", "over", "experiment", "holds", "hint"]) else { return nil }
    let goal = map.required("goal")?.text(limit: 1_000)
    let scope = CheckReading.scope(map, nil)
    let holds = map.required("holds")?.query(of: scope?.tree)
    let hint = map["hint"].map { $0.text(limit: 1_000) }
    guard let goal, let scope, let holds, hint != .some(nil) else { return nil }
    return .task(LessonTask(id: id, goal: goal, scope: scope, holds: holds, hint: hint ?? nil))
  }

  private func form(_ map: YAMLMapping, _ id: String) -> Prediction.Form? {
    switch (map["choices"], map["number"]) {
    case (let list?, nil):
      let choices = list.items(2...8) { item -> PredictionChoice? in
        guard let map = item.mapping(["id", "text"]) else { return nil }
        let id = map.required("id")?.identifier()
        let text = map.required("text")?.text(limit: 400)
        guard let id, let text else { return nil }
        return PredictionChoice(id: id, text: text)
      }
      guard let choices, list.reportDuplicates(choices.map(\.id)) else { return nil }
      return .choices(choices)
    case (nil, let number?):
      guard let inner = number.mapping(["unit", "tolerance"]) else { return nil }
      let reading = QuestionReading(topic: "", reader: number)
      let unit = reading.unit(inner, .text(id))
      let tolerance = reading.tolerance(inner, .text(id))
      guard let unit, let tolerance else { return nil }
      return .number(unit: unit, tolerance: tolerance)
    case (nil, nil), (.some, .some):
      map.reader.report(.lessonOneOf, ["first": "choices", "second": "number"])
      return nil
    }
  }

  private func source(_ map: YAMLMapping) -> Prediction.Source? {
    switch (map["of"], map["run"]) {
    case (let block?, nil): return block.identifier().map { .block($0) }
    case (nil, let line?): return line.text(limit: 2_000).map { .command($0) }
    case (nil, nil), (.some, .some):
      map.reader.report(.lessonOneOf, ["first": "of", "second": "run"])
      return nil
    }
  }
}
