import Assessment
import LearnerStore
import Terminal
import Texts

/// What came of waiting for the line that answers a question.
enum AnswerLine {
  /// A line, which may be empty.
  case line(String)
  /// No line that could be an answer; the sentence says why.
  case unreadable(String)
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// Ctrl-D, or the end of the script.
  case endOfInput
}

extension Session {
  /// Puts a question of a lesson or quiz and waits for the line that answers it, which a script gives too.
  func answer(to sentence: String) -> AnswerLine {
    switch lines.nextLine(prompt: Prompt(sentence + " ")) {
    case .line(let line):
      if !lines.isInteractive { echo(line, behind: sentence) }
      return .line(line)
    case .pasted(let pasted):
      guard pasted.count < 2 else {
        return .unreadable(text("mark.again.lines", ["count": .integer(pasted.count)]))
      }
      let line = pasted.first ?? ""
      echo(line, behind: sentence)
      return .line(line)
    case .interrupted: return .interrupted
    case .endOfInput: return .endOfInput
    case .tooLong(_, let limit): return .unreadable(text("mark.again.long", ["limit": .integer(limit)]))
    case .invalid: return .unreadable(text("mark.again.invalid"))
    }
  }

  /// Shows a line that no editor has shown, behind its prompt.
  private func echo(_ line: String, behind sentence: String) {
    screen.write(Sanitizer.visible(sentence + " " + line) + "\n")
  }
  /// Tells what something is for when a learner meets it first: not again in this session, nor where an answer shows
  /// that it is known.
  func tellOnce(_ id: String, unless isKnown: (AnsweredQuestion) -> Bool) {
    guard toldOnce.insert(id).inserted else { return }
    do throws(CommandFailure) {
      let events = try learnerEvents()
      guard
        !events.contains(where: {
          if case .answered(let answered) = $0.act { isKnown(answered) } else { false }
        })
      else { return }
    } catch {
      // Progress that cannot be read shows nothing that is known.
    }
    var document = Document()
    document.paragraph(text(id), style: .muted)
    tell(document)
  }
}
