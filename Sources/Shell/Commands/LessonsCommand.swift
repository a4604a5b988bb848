import Course
import LearnerStore
import Terminal
import Texts

/// Lists the lessons with how far the learner is in each.
package enum LessonsCommand: ShellCommand {
  package static let name = "lessons"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  /// One lesson of the list.
  struct Item: Encodable {
    let id: String
    let title: String
    let minutes: Int
    /// `open`, `begun` or `done`.
    let state: String
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("lessons.usage") }
    let lessons = session.course.lessons(session.contentLanguage, DiagnosticCollector())
    var items: [Item] = []
    var next: LessonHeader?
    var table = Document.Table(columns: [
      .init(session.text("lessons.column.id")), .init(session.text("lessons.column.title")),
      .init(session.text("lessons.column.minutes"), .right), .init(session.text("lessons.column.state")),
    ])
    for lesson in lessons {
      let progress = try session.progress(in: lesson.id)
      let state = progress.map { $0.isDone ? "done" : "begun" } ?? "open"
      if next == nil, state != "done" { next = lesson }
      items.append(
        Item(id: lesson.id.rawValue, title: lesson.title, minutes: lesson.minutes, state: state))
      table.row([
        [.code(lesson.id.rawValue)], [Document.Span(lesson.title)], [Document.Span("\(lesson.minutes)")],
        [
          Document.Span(
            session.text("lessons.state.\(state)"), style: state == "done" ? .good : .muted)
        ],
      ])
    }
    var document = Document()
    document.table(table)
    if let next {
      document.paragraph(session.text("lessons.next", ["id": .string(next.id.rawValue)]), style: .key)
    } else if !lessons.isEmpty {
      document.paragraph(session.text("lessons.all-done"), style: .good)
    }
    return CommandOutput(items, document)
  }
}
