import Course
import Terminal
import Texts

extension Session {
  /// What Enter alone does in a lesson: runs the block that waits, asks again, or turns to the next page.
  package func goOnWithLesson() throws(CommandFailure) -> CommandOutput {
    guard let open = openLesson else { throw CommandFailure("lesson.none-open") }
    guard open.isAtEndOfPage else { return try played() }
    return open.isOnLastPage ? try finishLesson() : try turnPage(to: open.page + 1)
  }

  /// Turns to a later page, in the world as it is.
  func turnPage(to page: Int) throws(CommandFailure) -> CommandOutput {
    lesson?.turn(to: page)
    try saveLesson()
    return try played()
  }

  /// Plays on and gives where the lesson stands then.
  func played() throws(CommandFailure) -> CommandOutput {
    try LessonPlayer(session: self).play()
    try saveLesson()
    return CommandOutput(LessonState(openLesson), Document())
  }

  /// Says whether the lesson is done, or which tasks are open.
  func finishLesson() throws(CommandFailure) -> CommandOutput {
    guard let open = openLesson else { throw CommandFailure("lesson.none-open") }
    try saveLesson()
    var document = Document()
    let missing = open.lesson.tasks.filter { !open.tasks.contains($0.id) }
    if missing.isEmpty {
      document.paragraph(text("lesson.done", ["title": .string(open.lesson.header.title)]), style: .good)
      for step in lessonFollowUps(of: open.lesson) { document.paragraph(step) }
    } else {
      document.paragraph(text("lesson.tasks-open"), style: .warn)
      for task in missing {
        document.verdict(Document.Verdict(.undecided, title: [Document.Span](markup: task.goal)))
      }
      document.paragraph(text("lesson.back-to-tasks"), style: .muted)
    }
    return CommandOutput(LessonState(openLesson), document)
  }

  /// What could come after a lesson: its questions, its labs, the next lesson.
  private func lessonFollowUps(of lesson: Lesson) -> [String] {
    let collector = DiagnosticCollector()
    var steps: [String] = []
    if !course.questions(collector).questions(topic: lesson.id.rawValue).isEmpty {
      steps.append(text("lesson.next-quiz", ["id": .string(lesson.id.rawValue)]))
    }
    if let lab = course.labs(collector).first(where: { $0.topics.contains(lesson.id.rawValue) }) {
      steps.append(text("lesson.next-lab", ["id": .string(lab.id.rawValue)]))
    }
    let lessons = course.lessons(contentLanguage, collector)
    if let next = lessons.first(where: { $0.order > lesson.header.order }) {
      steps.append(
        text("lesson.next-lesson", ["id": .string(next.id.rawValue), "title": .string(next.title)]))
    }
    return steps + [text("lesson.next-leave")]
  }

  /// Follows a line that the learner typed in a lesson: the line that waits is done with it, a task may hold now, and
  /// after any other line the way back is shown.
  func followLesson(_ typed: String) throws(CommandFailure) {
    guard let open = openLesson, open.isWaiting, !wantsJSON else { return }
    let player = LessonPlayer(session: self)
    if let block = open.waitingBlock {
      let lines = LessonPlayer.lines(of: block)
      let isExpected = open.linesDone < lines.count && Self.isSame(typed, lines[open.linesDone])
      if isExpected, lastStatus == 0 || lastResult.errorCode == block.expectedError {
        try player.done(line: lastResult, of: block)
        show(try played())
        return
      }
    } else if case .task(let task) = open.currentPage.blocks[open.position].content, lastStatus == 0,
      task.scope == .world || task.scope == .cost, try LessonTasks(session: self).holds(task)
    {
      show(try played())
      return
    }
    guard lines.isInteractive, lesson?.wasReminded == false else { return }
    lesson?.wasReminded = true
    var document = Document()
    document.paragraph(text("lesson.way-back"), style: .muted)
    screen.show(document)
  }

  /// Whether two lines are the same but for spaces and continuations.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    func words(_ line: String) -> [Substring] {
      line.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\\" }
    }
    return words(left) == words(right)
  }
}

/// Where a learner stands in a lesson, as scripts read it.
struct LessonState: Encodable {
  let lesson: String?
  let page: Int?
  let pages: Int?
  let tasks: [String]
  let isDone: Bool

  private enum CodingKeys: String, CodingKey {
    case lesson, page, pages, tasks
    case isDone = "done"
  }

  init(_ open: OpenLesson?) {
    lesson = open?.lesson.id.rawValue
    page = open.map { $0.page + 1 }
    pages = open?.lesson.pages.count
    tasks = (open?.tasks ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    isDone = open?.isDone ?? false
  }
}
