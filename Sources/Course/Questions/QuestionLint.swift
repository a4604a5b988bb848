/// The rules that a question keeps beyond its form, and those that the whole bank keeps.
package enum QuestionLint {
  /// Reports every broken rule of these questions.
  package static func check(_ questions: [Question], _ collector: DiagnosticCollector) {
    checkIdentities(questions, collector)
    for question in questions {
      let reporter = Reporter(question: question, collector: collector)
      checkAnswers(question, reporter)
      checkFacts(question, reporter)
      checkLanguages(question, reporter)
      checkPlaceholders(question, reporter)
      checkChoices(question, reporter)
    }
    checkBank(questions, collector)
  }

  /// Reports at a question's place, naming the question.
  struct Reporter {
    let question: Question
    let collector: DiagnosticCollector

    func report(_ code: DiagnosticCode, _ arguments: [String: DiagnosticValue] = [:]) {
      var arguments = arguments
      arguments["question"] = .text(question.id.rawValue)
      let place = question.location
      collector.report(
        Diagnostic(
          file: place.file, line: place.line, column: place.column, code: code, arguments: arguments))
    }
  }

  private static func checkIdentities(_ questions: [Question], _ collector: DiagnosticCollector) {
    var first: [QuestionID: ContentLocation] = [:]
    for question in questions {
      if let other = first[question.id] {
        Reporter(question: question, collector: collector)
          .report(.questionDuplicateID, ["other": .text("\(other.file):\(other.line)")])
      } else {
        first[question.id] = question.location
      }
    }
  }

  private static func checkAnswers(_ question: Question, _ reporter: Reporter) {
    func exactlyOne(_ choices: [Choice]) {
      let count = choices.count(where: \.isCorrect)
      if count != 1 { reporter.report(.questionNotOneCorrect, ["count": .integer(count)]) }
    }
    switch question.body {
    case .single(let choices): exactlyOne(choices)
    case .multiple(let choices):
      if !choices.contains(where: \.isCorrect) { reporter.report(.questionNoneCorrect) }
      if choices.allSatisfy(\.isCorrect) { reporter.report(.questionNoneWrong) }
    case .trueFalse(let statement):
      if !statement.because.isEmpty { exactlyOne(statement.because) }
    case .cloze(let blanks):
      for blank in blanks {
        if case .choice(let choices) = blank.content { exactlyOne(choices) }
      }
    case .number, .short, .ordering, .matching, .simulated, .open: break
    }
  }

  /// A number and a price of AWS age: both name the fact and the date on which it was checked.
  private static func checkFacts(_ question: Question, _ reporter: Reporter) {
    guard question.source.facts.isEmpty else { return }
    let texts = [question.stem, question.explanation]
    let namesPrice = texts.contains { $0.ko.contains("USD") || $0.en.contains("USD") }
    let asksNumber = question.kind == .number
    if asksNumber || (namesPrice && question.kind != .simulated) {
      reporter.report(.questionNumberWithoutFact)
    }
  }

  private static func checkLanguages(_ question: Question, _ reporter: Reporter) {
    let prose = [question.stem, question.explanation, question.tests]
    if prose.contains(where: { !hasHangul($0.ko) }) {
      reporter.report(.questionLanguageMixed, ["language": "ko"])
    }
    let texts = prose + allChoices(of: question).flatMap { [$0.text, $0.reason] }
    if texts.contains(where: { hasHangul($0.en) }) {
      reporter.report(.questionLanguageMixed, ["language": "en"])
    }
  }

  private static func checkPlaceholders(_ question: Question, _ reporter: Reporter) {
    switch question.body {
    case .cloze(let blanks):
      let ids = blanks.map(\.id)
      for language in ContentLanguage.allCases {
        let found = QuestionPlaceholders.pieces(question.stem[language]).compactMap { piece in
          if case .blank(let id) = piece { id } else { nil }
        }
        for id in ids where found.count(where: { $0 == id }) != 1 {
          reporter.report(
            .questionBlankMissing,
            ["blank": .text(id), "language": .text(language.rawValue)])
        }
        for id in found where !ids.contains(id) {
          reporter.report(
            .questionBlankUnknown, ["blank": .text(id), "language": .text(language.rawValue)])
        }
      }
    case .simulated(let template):
      let names = template.parameters.map(\.name)
      let machine = template.commands + [template.measure.query]
      let texts = [question.stem.ko, question.stem.en, question.explanation.ko, question.explanation.en]
      let used = (texts + machine).flatMap(QuestionPlaceholders.parameters)
      for name in names where !used.contains(name) {
        reporter.report(.questionUnusedParameter, ["name": .text(VisibleText.escaped(name))])
      }
      for name in texts.flatMap(QuestionPlaceholders.parameters) where !names.contains(name) {
        reporter.report(.questionUnknownParameter, ["name": .text(name)])
      }
    case .single, .multiple, .trueFalse, .number, .short, .ordering, .matching, .open: break
    }
  }

  /// Every choice that a question shows.
  static func allChoices(of question: Question) -> [Choice] {
    switch question.body {
    case .single(let choices), .multiple(let choices): choices
    case .trueFalse(let statement): statement.because
    case .cloze(let blanks):
      blanks.flatMap { blank -> [Choice] in
        if case .choice(let choices) = blank.content { choices } else { [] }
      }
    case .simulated(let template):
      if case .choice(let choices) = template.form { choices } else { [] }
    case .number, .short, .ordering, .matching, .open: []
    }
  }

  private static func hasHangul(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
  }
}
