import Assessment
import Course
import Texts

extension MarkText {
  /// Whether the answer was right, and what a part of the points was earned by.
  func headline(_ mark: Mark) -> String {
    if mark.fraction >= 1 { return session.text("mark.right") }
    let right = mark.parts.count { $0.outcome == .right }
    guard mark.fraction > 0 || right > 0 else { return session.text("mark.wrong") }
    var values: [String: TextValue] = [
      "share": .number(mark.fraction), "right": .integer(right), "all": .integer(mark.parts.count),
    ]
    switch presented.question.body {
    case .multiple(let choices):
      let wrong = mark.parts.count { $0.outcome == .wrong }
      values["all"] = .integer(choices.count(where: \.isCorrect))
      values["wrong"] = .integer(wrong)
      if mark.fraction == 0 { return session.text("mark.partly-none", values) }
      return session.text(wrong > 0 ? "mark.partly-ticked" : "mark.partly", values)
    case .trueFalse:
      return session.text(mark.fraction > 0 ? "mark.partly-verdict" : "mark.wrong", values)
    case .ordering: return session.text(mark.fraction > 0 ? "mark.partly-order" : "mark.wrong", values)
    case .single, .number, .short, .matching, .cloze, .simulated, .open:
      return session.text("mark.partly", values)
    }
  }
}
