import Course
import LearnerStore
import Terminal
import Texts

/// `lesson <id>`, `lesson next|back|pages|leave`: opens a lesson and turns its pages.
package enum LessonCommand: ShellCommand {
  package static let name = "lesson"

  /// The commands after which a lesson does not ask how the world stands: they did not touch it.
  static let stepCommands = [
    "lesson", "lessons", "quiz", "review", "progress", "lang", "help", "exit", "tour",
  ]

  /// One page of the list.
  struct Page: Encodable {
    let number: Int
    let title: String
    let isHere: Bool
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    switch (arguments.first, arguments.count) {
    case (nil, _): return try session.goOnWithLesson()
    case ("next", 1): return try next(in: session)
    case ("back", 1): return try back(in: session)
    case ("pages", 1): return try pages(in: session)
    case ("leave", 1): return try leave(in: session)
    case (let name?, 1): return try open(name, in: session)
    default: throw CommandFailure("lesson.usage")
    }
  }

  /// Opens a lesson on the page where the learner left it; a lesson that is done begins again.
  static func open(_ name: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    let lesson = try session.lesson(named: name)
    let progress = try session.progress(in: lesson.id)
    let isDone = progress?.isDone == true
    try session.enterLesson(lesson, pageNamed: isDone ? nil : progress?.page, progress: progress)
    var document = Document()
    document.heading(lesson.header.title, level: 1)
    if let open = session.openLesson, open.page > 0 {
      document.paragraph(
        session.text("lesson.resumed", ["page": .integer(open.page + 1)]), style: .muted)
    } else {
      document.list(lesson.header.objectives)
    }
    session.tell(document)
    return try session.played()
  }

  private static func next(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard let open = session.openLesson else { throw CommandFailure("lesson.none-open") }
    if open.isOnLastPage { return try session.finishLesson() }
    // What was passed over is done unseen, so that the next page finds the world that it tells about.
    if !open.isAtEndOfPage {
      try session.enterLesson(
        open.lesson, page: open.page + 1, progress: try session.progress(in: open.lesson.id))
      return try session.played()
    }
    return try session.turnPage(to: open.page + 1)
  }

  private static func back(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard let open = session.openLesson else { throw CommandFailure("lesson.none-open") }
    guard open.page > 0 || open.position > 0 else { throw CommandFailure("lesson.first-page") }
    let page = open.position > 0 && open.page == 0 ? 0 : open.page - 1
    try session.enterLesson(open.lesson, page: page, progress: try session.progress(in: open.lesson.id))
    var document = Document()
    document.paragraph(session.text("lesson.world-again"), style: .muted)
    session.tell(document)
    return try session.played()
  }

  private static func pages(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard let open = session.openLesson else { throw CommandFailure("lesson.none-open") }
    let items = open.lesson.pages.enumerated().map {
      Page(number: $0.offset + 1, title: $0.element.title, isHere: $0.offset == open.page)
    }
    var table = Document.Table(columns: [.init("", .right), .init(session.text("lesson.column.page"))])
    for item in items {
      table.row([
        [Document.Span("\(item.number)", style: .muted)],
        [Document.Span(item.title, style: item.isHere ? .key : .plain)],
      ])
    }
    var document = Document()
    document.table(table)
    document.paragraph(session.text("lesson.here", ["page": .integer(open.page + 1)]), style: .muted)
    return CommandOutput(items, document)
  }

  private static func leave(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard let open = session.openLesson else { throw CommandFailure("lesson.none-open") }
    try session.saveLesson()
    session.leave()
    var document = Document()
    document.paragraph(
      session.text("lesson.left", ["id": .string(open.lesson.id.rawValue)]), style: .muted)
    return CommandOutput(LessonState(nil), document)
  }
}
