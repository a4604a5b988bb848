package import Course

/// Marks answers by the key that the question carries.
package enum Marking {
  /// The mark of an answer.
  ///
  /// `language` decides only in which words the parts are told; answers are accepted in both. A simulated question needs
  /// the simulator's `result` for the variant that was asked. Throws when the answer cannot be read, which is never a
  /// wrong answer.
  package static func mark(
    _ question: Question, _ answer: Answer, language: ContentLanguage,
    result: SimulatedResult? = nil
  ) throws(AnswerError) -> Mark {
    let marking = QuestionMarking(language: language)
    switch (question.body, answer) {
    case (.single(let choices), .choice(let id)):
      let part = try marking.choice(id, of: choices, part: "answer")
      return Mark(fraction: part.outcome == .right ? 1 : 0, parts: [part])
    case (.multiple(let choices), .choices(let ids)):
      return try marking.multiple(ids, of: choices)
    case (.trueFalse(let statement), .verdict(let verdict, let because)):
      return try marking.verdict(verdict, because, of: statement)
    case (.number(let key), .text(let text)):
      let part = try marking.number(text, key: key, part: "answer")
      return Mark(fraction: part.outcome == .right ? 1 : 0, parts: [part])
    case (.short(let forms), .text(let text)):
      let part = try marking.short(text, forms: forms, part: "answer")
      return Mark(fraction: part.outcome == .right ? 1 : 0, parts: [part])
    case (.ordering(let items), .order(let ids)):
      return try marking.ordering(ids, of: items)
    case (.matching(let pairs), .matches(let matches)):
      return try marking.matching(matches, of: pairs)
    case (.cloze(let blanks), .blanks(let given)):
      return try marking.cloze(given, of: blanks)
    case (.simulated(let template), _):
      guard let result else { throw .needsResult }
      return try marking.simulated(answer, of: template, result: result)
    case (.open(let points), .keyPoints(let ids)):
      return try marking.keyPoints(ids, of: points)
    case (.single, _), (.multiple, _), (.trueFalse, _), (.number, _), (.short, _), (.ordering, _),
      (.matching, _), (.cloze, _), (.open, _):
      throw .wrongForm(question.kind)
    }
  }
}
