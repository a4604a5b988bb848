/// Reads one `questions.yaml`: its questions, and everything that is wrong with them.
package enum QuestionFile {
  /// The questions of a file that could be read whole; each of the others is reported and left out.
  ///
  /// `topic` is the name of the lesson's folder without its number.
  package static func questions(
    text: String, path: String, topic: String, _ collector: DiagnosticCollector
  ) -> [Question] {
    guard let root = YAMLDocument.parse(text, file: path, collector),
      let map = root.mapping(["questions"]),
      let items = map.required("questions")?.list(of: 1...500)
    else { return [] }
    return items.compactMap { QuestionReading(topic: topic, reader: $0).question() }
  }
}

/// A page that a question names as its source.
package struct QuestionPage: Sendable {
  /// The question's id, or its place in the file where it has none.
  package let question: String
  package let topic: String
  package let page: String
  package let location: ContentLocation
}

extension QuestionFile {
  /// The pages that the questions of a file name, also of those that cannot be read whole; nothing is reported.
  static func pages(text: String, path: String, topic: String) -> [QuestionPage] {
    let silent = DiagnosticCollector()
    guard
      let items = YAMLDocument.parse(text, file: path, silent)?.peek("questions")?.list(of: 1...500)
    else { return [] }
    return items.compactMap { reader in
      guard let page = reader.peek("source")?.peek("page")?.identifier() else { return nil }
      return QuestionPage(
        question: reader.peek("id")?.identifier() ?? reader.path, topic: topic, page: page,
        location: reader.location)
    }
  }
}

/// Reads one question; the kind decides which keys may stand beside the common ones.
struct QuestionReading {
  let topic: String
  let reader: YAMLReader

  private static let commonKeys = [
    "id", "rev", "kind", "level", "tests", "source", "stem", "explanation",
  ]

  func question() -> Question? {
    guard reader.isMapping else {
      _ = reader.mapping(Self.commonKeys)
      return nil
    }
    guard let kindReader = reader.peek("kind") else {
      reader.report(.yamlMissingKey, ["key": .text(reader.path + ".kind")])
      return nil
    }
    guard let kind = kindReader.oneOf(QuestionKind.self),
      let map = reader.mapping(Self.commonKeys + keys(of: kind))
    else { return nil }
    let id = map.required("id")?.identifier()
    let rev = map["rev"].map { $0.integer(in: 1...10_000) } ?? 1
    let level = map.required("level")?.oneOf(QuestionLevel.self)
    let tests = map.required("tests")?.bilingual(limit: 200)
    let stem = map.required("stem")?.bilingual()
    let explanation = map.required("explanation")?.bilingual()
    let name = DiagnosticValue.text(id ?? reader.path)
    let source = source(map, name)
    let body = body(kind, map, name)
    guard let id, let rev, let level, let tests, let stem, let explanation, let source, let body else {
      return nil
    }
    return Question(
      id: QuestionID(id), rev: rev, topic: topic, level: level, tests: tests, source: source,
      stem: stem, explanation: explanation, body: body, location: reader.location)
  }

  private func source(_ map: YAMLMapping, _ name: DiagnosticValue) -> QuestionSource? {
    guard let reader = map["source"] else {
      map.reader.report(.questionMissingSource, ["question": name])
      return nil
    }
    guard let source = reader.mapping(["facts", "page", "checked"]) else { return nil }
    let before = (facts: source["facts"], page: source["page"])
    let facts: [String]? =
      switch before.facts {
      case nil: []
      case let list? where list.isList: list.list(of: 1...10)?.compactMap { $0.text(limit: 80) }
      case let one?: one.text(limit: 80).map { [$0] }
      }
    let page = before.page.map { $0.identifier() }
    let needsDate = before.facts != nil
    let checked = needsDate ? source.required("checked")?.date() : source["checked"]?.date()
    if before.facts == nil && before.page == nil {
      reader.report(.questionMissingSource, ["question": name])
      return nil
    }
    guard let facts, page != .some(nil), !needsDate || checked != nil else { return nil }
    return QuestionSource(facts: facts, page: page ?? nil, checked: checked)
  }

  private func keys(of kind: QuestionKind) -> [String] {
    switch kind {
    case .single, .multiple: ["choices"]
    case .trueFalse: ["answer", "reason", "because"]
    case .number: ["answer"]
    case .short: ["accept"]
    case .ordering: ["items"]
    case .matching: ["pairs", "distractors"]
    case .cloze: ["blanks"]
    case .simulated: ["parameters", "world", "measure", "answer", "choices"]
    case .open: ["keyPoints"]
    }
  }
}
