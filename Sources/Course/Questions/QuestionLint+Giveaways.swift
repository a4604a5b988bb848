/// Rules against answers that can be told without knowing the subject.
extension QuestionLint {
  /// The fewest questions of which a share says anything.
  private static let leastForShares = 12

  static func checkChoices(_ question: Question, _ reporter: Reporter) {
    let choices = allChoices(of: question)
    for choice in choices {
      if let phrase = abovePhrase(choice.text) {
        reporter.report(
          .questionAboveChoice, ["choice": .text(choice.id), "phrase": .text(phrase)])
      }
    }
    for language in ContentLanguage.allCases { checkEqual(question, language, reporter) }
    guard case .single(let own) = question.body, let right = own.first(where: \.isCorrect) else {
      return
    }
    for language in ContentLanguage.allCases {
      let others = own.filter { !$0.isCorrect }.map { $0.text[language].count }
      let length = right.text[language].count
      // Half as long again as the next one, and by enough characters to be seen.
      if let longest = others.max(), length >= longest + 12, length * 2 > longest * 3 {
        reporter.report(
          .questionRightStandsOut,
          ["choice": .text(right.id), "language": .text(language.rawValue)])
      }
    }
  }

  private static func checkEqual(
    _ question: Question, _ language: ContentLanguage, _ reporter: Reporter
  ) {
    func check(_ choices: [Choice]) {
      var seen: [String: String] = [:]
      for choice in choices {
        let key = ComparableText.key(choice.text[language])
        if let other = seen[key] {
          reporter.report(
            .questionEqualChoices,
            [
              "first": .text(other), "second": .text(choice.id), "language": .text(language.rawValue),
            ])
        } else {
          seen[key] = choice.id
        }
      }
    }
    switch question.body {
    case .cloze(let blanks):
      for blank in blanks {
        if case .choice(let choices) = blank.content { check(choices) }
      }
    case .single, .multiple, .trueFalse, .simulated, .number, .short, .ordering, .matching, .open:
      check(allChoices(of: question))
    }
  }

  private static func abovePhrase(_ text: BilingualText) -> String? {
    let english = text.en.lowercased()
    for phrase in [
      "all of the above", "none of the above", "all of these", "none of these", "both a and b",
    ] where english.contains(phrase) {
      return phrase
    }
    let korean = text.ko.filter { !$0.isWhitespace }
    for phrase in ["위의모두", "위모두", "모두맞", "모두정답", "모두해당", "정답없음", "정답이없", "위의어느것도", "해당없음"]
    where korean.contains(phrase) {
      return phrase
    }
    return nil
  }

  /// Shares over the bank that luck alone does not give: two standard deviations above what it gives.
  static func checkBank(_ questions: [Question], _ collector: DiagnosticCollector) {
    let single = questions.compactMap { question -> (Question, [Choice])? in
      if case .single(let choices) = question.body, choices.contains(where: \.isCorrect) {
        return (question, choices)
      }
      return nil
    }
    checkPositions(single, collector)
    checkLengths(single, collector)
  }

  private static func checkPositions(
    _ single: [(Question, [Choice])], _ collector: DiagnosticCollector
  ) {
    for size in 2...8 {
      let group = single.filter { $0.1.count == size }
      guard group.count >= leastForShares, let last = group.last else { continue }
      let most = bound(total: group.count, share: 1 / Double(size))
      for position in 0..<size {
        let count = group.count { $0.1[position].isCorrect }
        guard count > most else { continue }
        report(
          .questionPositionsUnbalanced, at: last.0,
          [
            "position": .integer(position + 1), "count": .integer(count),
            "total": .integer(group.count), "choices": .integer(size), "most": .integer(most),
          ], collector)
      }
    }
  }

  private static func checkLengths(
    _ single: [(Question, [Choice])], _ collector: DiagnosticCollector
  ) {
    guard single.count >= leastForShares, let last = single.last else { return }
    let share = single.reduce(0) { $0 + 1 / Double($1.1.count) } / Double(single.count)
    let most = bound(total: single.count, share: share)
    for language in ContentLanguage.allCases {
      let count = single.count { _, choices in
        let lengths = choices.map { ($0.isCorrect, $0.text[language].count) }
        let longest = lengths.map(\.1).max() ?? 0
        return lengths.filter { $0.1 == longest }.map(\.0) == [true]
      }
      guard count > most else { continue }
      report(
        .questionLongestIsRight, at: last.0,
        [
          "language": .text(language.rawValue), "count": .integer(count),
          "total": .integer(single.count), "most": .integer(most),
        ], collector)
    }
  }

  /// The mean of a binomial count and two of its standard deviations, rounded down.
  private static func bound(total: Int, share: Double) -> Int {
    let mean = Double(total) * share
    return Int(mean + 2 * (mean * (1 - share)).squareRoot())
  }

  private static func report(
    _ code: DiagnosticCode, at question: Question, _ arguments: [String: DiagnosticValue],
    _ collector: DiagnosticCollector
  ) {
    let place = question.location
    collector.report(
      Diagnostic(
        file: place.file, line: place.line, column: place.column, code: code, arguments: arguments))
  }
}
