import Assessment
import Course
import Terminal
import Texts

extension QuestionText {
  /// How a question is answered and how it is left, then the question again.
  func help(_ presented: PresentedQuestion) -> Document {
    var document = Document()
    document.paragraph(session.text("mark.help.\(form(presented))"))
    document.paragraph(session.text("mark.help.leave"))
    document.rule()
    document.append(self.document(presented))
    return document
  }

  /// The last part of the id of the sentence that says how to answer.
  private func form(_ presented: PresentedQuestion) -> String {
    switch presented.question.body {
    case .single: "single"
    case .multiple: "multiple"
    case .trueFalse: "verdict"
    case .number: "number"
    case .short, .open: "short"
    case .ordering: "ordering"
    case .matching: "matching"
    case .cloze: "cloze"
    case .simulated: presented.lettered.isEmpty ? "number" : "single"
    }
  }
}
