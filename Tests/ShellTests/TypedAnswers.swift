import Assessment
import Course
import Shell

/// The lines that a learner types to a question: all right, or all wrong.
struct TypedAnswers {
  let presented: PresentedQuestion
  /// What was measured for a simulated question.
  let result: SimulatedResult?

  /// The lines of the right answer.
  var right: [String] { lines(isRight: true) }
  /// The lines of an answer that earns less than a recall.
  var wrong: [String] { lines(isRight: false) }

  private func lines(isRight: Bool) -> [String] {
    switch presented.question.body {
    case .single(let choices): return [letter(of: choices, isRight)]
    case .multiple(let choices):
      return [choices.filter { $0.isCorrect == isRight }.map { letter($0.id) }.joined(separator: " ")]
    case .trueFalse(let statement):
      let verdict = statement.isTrue == isRight ? "true" : "false"
      return [verdict] + (statement.because.isEmpty ? [] : [letter(of: statement.because, isRight)])
    case .number(let key): return [Self.number(key, isRight)]
    case .short(let forms): return [isRight ? Self.word(forms) : "?!"]
    case .ordering(let items):
      let numbers = items.map { item in String(number(item.id)) }
      return [(isRight ? numbers : numbers.reversed()).joined(separator: " ")]
    case .matching(let matching):
      let rights = matching.pairs.map { letter($0.id) }
      let given = isRight ? rights : Array(rights.dropFirst() + rights.prefix(1))
      return [given.enumerated().map { "\($0.offset + 1)\($0.element)" }.joined(separator: " ")]
    case .cloze(let blanks): return blanks.map { Self.blank($0, isRight) }
    case .simulated(let template): return [measured(template, isRight)]
    case .open: return []
    }
  }

  private func letter(_ id: String) -> String {
    PresentedQuestion.letter(presented.lettered.firstIndex { $0.id == id } ?? 25)
  }

  private func letter(of choices: [Choice], _ isRight: Bool) -> String {
    letter(choices.first { $0.isCorrect == isRight }?.id ?? "")
  }

  private func number(_ id: String) -> Int {
    (presented.numbered.firstIndex { $0.id == id } ?? 98) + 1
  }

  private func measured(_ template: SimulatedQuestion, _ isRight: Bool) -> String {
    switch (template.form, result) {
    case (.number, .number(let value)): String(isRight ? value : value * 3 + 7)
    case (.choice(let choices), .choice(let id)):
      letter(choices.first { ($0.id == id) == isRight }?.id ?? "")
    case (.number, _), (.choice, _): "no result"
    }
  }

  private static func number(_ key: NumberAnswer, _ isRight: Bool) -> String {
    String(isRight ? key.value : key.value * 3 + 7)
  }

  private static func word(_ forms: BilingualForms) -> String {
    (forms.en.first ?? "").filter { $0 != "*" }
  }

  private static func blank(_ blank: ClozeBlank, _ isRight: Bool) -> String {
    switch blank.content {
    case .short(let forms): isRight ? word(forms) : "?!"
    case .number(let key): number(key, isRight)
    case .choice(let choices):
      PresentedQuestion.letter(choices.firstIndex { $0.isCorrect == isRight } ?? 25)
    }
  }
}
