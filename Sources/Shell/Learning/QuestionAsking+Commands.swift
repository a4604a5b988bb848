import Assessment
import Course
import Terminal
import Texts

extension QuestionAsking {
  /// Commands that show something and change nothing: they are done at a question's prompt too.
  private static let lookCommands = [
    "help", "simplifications", "map", "cost", "events", "vars", "labs", "lessons",
  ]
  /// The first words of lines that are taken for commands where any words can be an answer.
  private static let neverAnswers = ["help", "hint", "lesson", "lab", "quiz", "review"]

  /// Does or refuses a line that is a command and no answer; whether it was one.
  ///
  /// - Parameter isFree: whether any words could be an answer.
  func takesAsCommand(_ text: String, isFree: Bool, _ presented: PresentedQuestion) -> Bool {
    let words = text.split(separator: " ").map(String.init)
    guard let name = words.first, CommandTable.command(name) != nil,
      !isFree || Self.neverAnswers.contains(name)
    else { return false }
    guard Self.lookCommands.contains(name) else {
      var document = Document()
      document.paragraph(
        session.text("mark.again.command", ["command": .string(VisibleText.escaped(text))]), style: .warn)
      session.tell(document)
      return true
    }
    do throws(CommandFailure) {
      _ = try session.dispatch(name, Array(words.dropFirst()))
    } catch {
      _ = session.show(error)
    }
    session.tell(QuestionText(session: session).document(presented))
    return true
  }
}
