import Assessment
import CloudAPI
package import Course
import LearnerStore
package import Terminal
import Texts

extension Session {
  /// The lesson that is open, if the learner is in one.
  package var openLesson: OpenLesson? {
    guard let lesson, place == .lesson(lesson.lesson.id) else { return nil }
    return lesson
  }

  /// Shows a document on the way to a command's output, unless the output is for a program.
  package func tell(_ document: Document) {
    guard !wantsJSON, !document.isEmpty else { return }
    // What a lesson says stands apart from what its lines print.
    if openLesson != nil { screen.write("\n") }
    screen.show(document)
  }

  /// Reads a lesson in the session's language, or the failure that names what is wrong or which name is near.
  package func lesson(named name: String) throws(CommandFailure) -> Lesson {
    guard let folder = course.lesson(LessonID(name)) else {
      guard let near = NearestName.of(name, among: course.lessonFolders.map(\.id.rawValue)) else {
        throw CommandFailure("lesson.unknown", ["name": .string(name)])
      }
      throw CommandFailure("lesson.unknown-near", ["name": .string(name), "near": .string(near)])
    }
    let collector = DiagnosticCollector()
    guard let lesson = folder.lesson(contentLanguage, collector), !lesson.pages.isEmpty else {
      let first = collector.diagnostics.first
      let place = first.map { "\($0.file):\($0.line):\($0.column)" } ?? "lessons/\(folder.name)"
      throw CommandFailure("lesson.broken", ["name": .string(name), "place": .string(place)], status: 3)
    }
    return lesson
  }

  /// The workspace in which a lesson begins.
  package func startWorkspace(of lesson: Lesson) throws(CommandFailure) -> Workspace {
    switch lesson.world {
    case .lab(let id): return try startWorkspace(of: id.rawValue).workspace
    case .own(let start, let setup):
      let file = "lessons/\(lesson.id)"
      let script = LabScript(name: "setup", file: file, text: setup, about: nil)
      do throws(WorldBuildError) {
        return try builder.workspace(start, name: lesson.id.rawValue, version: "", script: script)
      } catch {
        throw CommandFailure(
          "lesson.setup-failed", ["name": .string(lesson.id.rawValue), "reason": .string("\(error)")],
          status: 3)
      }
    }
  }

  /// The start world of a lesson: its own, or that of the lab that it borrows.
  func startWorld(of lesson: Lesson) throws(CommandFailure) -> StartWorld {
    switch lesson.world {
    case .lab(let id): try lab(id.rawValue).lab.start
    case .own(let start, _): start
    }
  }

  /// Opens a lesson on the page of a name, the first one without a name.
  func enterLesson(
    _ lesson: Lesson, pageNamed name: String?, progress: LessonProgress?
  ) throws(CommandFailure) {
    let page = name.map { OpenLesson(lesson).number(ofPage: $0) } ?? 0
    try enterLesson(lesson, page: page, progress: progress)
  }

  /// Opens a lesson on a page; the blocks of the pages before are run unseen, so that the world is what they make it.
  func enterLesson(_ lesson: Lesson, page: Int, progress: LessonProgress?) throws(CommandFailure) {
    leave()
    var workspace = try startWorkspace(of: lesson)
    workspace.width = screen.width
    self.workspace = workspace
    place = .lesson(lesson.id)
    var open = OpenLesson(lesson)
    open.tasks = Set(progress?.tasks ?? [])
    open.isDone = progress?.isDone ?? false
    self.lesson = open
    do {
      try rehearse(untilPage: min(page, lesson.pages.count - 1))
    } catch {
      leave()
      self.lesson = nil
      throw error
    }
  }

  /// Notes whether the open lesson is done, and stores its page and tasks where progress is kept.
  func saveLesson() throws(CommandFailure) {
    guard let open = openLesson else { return }
    let done = open.isDone || open.lesson.tasks.allSatisfy { open.tasks.contains($0.id) }
    lesson?.isDone = done
    guard let store else { return }
    do throws(StoreError) {
      try store.save(
        LessonProgress(
          lesson: open.lesson.id.rawValue, page: open.pageName, tasks: Array(open.tasks), isDone: done,
          updated: now))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The stored progress in a lesson.
  func progress(in lesson: LessonID) throws(CommandFailure) -> LessonProgress? {
    do throws(StoreError) {
      return try store?.lesson(lesson.rawValue)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What the blocks of a lesson give up to and with a page; this session stands behind that page then.
  func results(of lesson: Lesson, throughPage page: Int) throws(CommandFailure) -> [String: Value] {
    try enterLesson(lesson, page: page, progress: nil)
    for block in lesson.pages[page].blocks {
      if let value = try rehearse(block), let id = block.id { self.lesson?.results[id] = value }
    }
    return self.lesson?.results ?? [:]
  }

  /// Runs the blocks of the pages before one, printing nothing, and turns to it.
  private func rehearse(untilPage page: Int) throws(CommandFailure) {
    guard let open = openLesson else { return }
    for block in open.lesson.pages[..<page].flatMap(\.blocks) {
      if let value = try rehearse(block), let id = block.id { lesson?.results[id] = value }
    }
    lesson?.turn(to: page)
  }

  /// Runs one block unseen and gives its result.
  private func rehearse(_ block: LessonBlock) throws(CommandFailure) -> Value? {
    switch block.content {
    case .prose, .callout, .question, .task: return nil
    case .commands(let commands): return try runUnseen(commands.code, expecting: commands.expectedError)
    case .prediction(let prediction):
      guard case .command(let line) = prediction.source else { return nil }
      return try runUnseen(line, expecting: nil)
    }
  }

  private func runUnseen(_ code: String, expecting error: String?) throws(CommandFailure) -> Value? {
    var value: Value?
    for line in ScriptRun(text: code).lines {
      let outcome = try lessonLine(line.text, isShown: false)
      if let found = outcome.result.value { value = found }
      if outcome.status != 0, outcome.errorCode != error {
        throw CommandFailure(
          "lesson.line-failed", ["line": .string(line.text), "reason": .string(outcome.reason)], status: 3)
      }
    }
    return value
  }
}
