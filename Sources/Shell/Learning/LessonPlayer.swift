import Assessment
import CloudAPI
import Course
import Terminal
import Texts

/// Plays the open lesson: shows, runs and asks what its pages hold, until something waits for the learner.
struct LessonPlayer {
  let session: Session

  /// Goes on from where the lesson stands, until something waits for the learner.
  func play() throws(CommandFailure) {
    var document = try playing()
    flush(&document)
  }

  /// Does block after block; what is left to show comes back.
  private func playing() throws(CommandFailure) -> Document {
    var document = Document()
    if let open = session.openLesson, open.position == 0, !open.isWaiting { document.append(head(open)) }
    while let open = session.openLesson, !open.isAtEndOfPage {
      let block = open.currentPage.blocks[open.position]
      switch block.content {
      case .prose(let prose):
        document.append(rendering(open).document([prose]))
        session.lesson?.moveOn()
      case .callout(let callout):
        document.blocks.append(self.callout(callout, open))
        session.lesson?.moveOn()
      case .commands(let commands):
        guard try meet(commands, &document) else { return document }
      case .prediction(let prediction):
        guard try meet(prediction, &document) else { return document }
      case .question(let id):
        guard try meet(id, &document) else { return document }
      case .task(let task):
        guard try meet(task, &document) else { return document }
      }
    }
    document.append(end())
    return document
  }

  /// Shows what has gathered, so that what runs next prints below it.
  func flush(_ document: inout Document) {
    session.tell(document)
    document = Document()
  }

  // MARK: Pages

  private func head(_ open: OpenLesson) -> Document {
    var document = Document()
    let place = session.text(
      "lesson.page",
      [
        "lesson": .string(open.lesson.header.title), "page": .integer(open.page + 1),
        "pages": .integer(open.lesson.pages.count),
      ])
    if !open.currentPage.title.isEmpty { document.heading(open.currentPage.title) }
    document.paragraph(place, style: .muted)
    return document
  }

  /// What stands below the last block of a page.
  func end() -> Document {
    var document = Document()
    guard let open = session.openLesson else { return document }
    document.paragraph(
      session.text(open.isOnLastPage ? "lesson.enter-finish" : "lesson.enter-page"), style: .key)
    return document
  }

  func rendering(_ open: OpenLesson) -> MarkdownRendering {
    let filling = ResultFilling(results: open.results)
    return MarkdownRendering(fill: filling.filled)
  }

  private func callout(_ callout: Callout, _ open: OpenLesson) -> Document.Block {
    let rendering = self.rendering(open)
    let kind: Document.CalloutKind
    let title: String
    switch callout.kind {
    case .note: (kind, title) = (.note, callout.title)
    case .warning: (kind, title) = (.warning, callout.title)
    case .interview:
      kind = .tip
      title = callout.title.isEmpty ? session.text("lesson.interview") : callout.title
    }
    return .callout(
      kind, title: title.isEmpty ? [] : [Document.Span(title)], rendering.document(callout.blocks).blocks)
  }

  // MARK: Questions

  private func meet(_ id: QuestionID, _ document: inout Document) throws(CommandFailure) -> Bool {
    flush(&document)
    guard let question = session.course.questions(DiagnosticCollector())[id] else {
      session.lesson?.moveOn()
      return true
    }
    let attempt = Session.attempts(try session.learnerEvents())[id] ?? 0
    let presented = PresentedQuestion(question, attempt: attempt)
    let shown = QuestionText(session: session).document(presented)
    guard session.putsQuestions else {
      document.append(shown)
      document.paragraph(session.text("lesson.asked-at-terminal"), style: .muted)
      session.lesson?.moveOn()
      return true
    }
    let result = try SimulatedWorlds(session: session).result(presented)
    session.tell(shown)
    switch QuestionAsking(session: session, asksCertainty: true).ask(presented) {
    case .given(let given, let thenEnds):
      try session.mark(presented, given, result: result)
      session.lesson?.moveOn()
      return thenEnds ? pause(&document) : true
    case .skipped:
      session.lesson?.moveOn()
      return true
    case .ended: return stop(&document)
    }
  }

  /// Leaves the lesson where it stands; Enter asks again.
  func stop(_ document: inout Document) -> Bool {
    document.paragraph(session.text("lesson.enter-again"), style: .key)
    return false
  }

  /// Leaves the lesson behind what was answered; Enter goes on.
  func pause(_ document: inout Document) -> Bool {
    document.paragraph(session.text("lesson.enter-on"), style: .key)
    return false
  }

  // MARK: Tasks

  private func meet(_ task: LessonTask, _ document: inout Document) throws(CommandFailure) -> Bool {
    guard let open = session.openLesson else { return false }
    flush(&document)
    let filling = ResultFilling(results: open.results)
    let goal = [Document.Span](markup: filling.filled(task.goal))
    if try LessonTasks(session: session).holds(task) {
      session.lesson?.tasks.insert(task.id)
      try session.saveLesson()
      document.verdict(Document.Verdict(.pass, title: goal))
      session.lesson?.moveOn()
      return true
    }
    var details: [Document.Block] = []
    if open.isWaiting, let hint = task.hint {
      details.append(.paragraph([Document.Span](markup: filling.filled(hint))))
    }
    document.verdict(Document.Verdict(open.isWaiting ? .fail : .undecided, title: goal, details: details))
    document.paragraph(session.text("lesson.enter-task"), style: .key)
    session.lesson?.isWaiting = true
    return false
  }
}
