import CloudAPI
import Course
import Foundation
import LearnerStore
import Shell
import Terminal
import Testing
import Texts

/// Plays every lesson in every language to its end, as a learner who presses Enter and leaves the questions out.
@Suite struct LessonPlayTests {
  /// A lesson in a language.
  struct Play: Sendable, CustomTestStringConvertible {
    let lesson: LessonID
    let language: Language

    var testDescription: String { "\(lesson) \(language.code)" }
  }

  static let lessons: [Play] = CourseLibrary(root: TestSession.root).lessonFolders.flatMap { folder in
    Language.allCases.map { Play(lesson: folder.id, language: $0) }
  }

  @Test func `there are lessons to play`() {
    #expect(Self.lessons.map(\.lesson.rawValue).contains("ec2"))
    #expect(Self.lessons.count >= 6)
  }

  @Test(arguments: lessons)
  func `a lesson runs to its end, and each of its tasks holds`(play: Play) throws {
    let lines = LeavingOut()
    let shell = try TestSession(play.language, lines: lines)
    var (shown, status) = try shell.run("lesson \(play.lesson)")
    #expect(status == 0, "\(shown)")
    let lesson = try #require(shell.session.openLesson?.lesson)
    let end = shell.session.text("lesson.done", ["title": .string(lesson.header.title)])
    // Each Enter does one thing: no lesson has more than its blocks and pages.
    var left = lesson.blocks.count + lesson.pages.count
    while !Self.bare(shown).contains(Self.bare(end)), left > 0 {
      left -= 1
      (shown, status) = try shell.run("")
      #expect(status == 0, "page \(shell.session.openLesson?.page ?? -1): \(shown)")
    }
    let open = try #require(shell.session.openLesson)
    let tasks = open.tasks
    #expect(tasks == Set(lesson.tasks.map(\.id)))
    let isDone = open.isDone
    #expect(isDone, "the screen shows: \(shown)")
    #expect(lines.asked >= lesson.blocks.count(where: \.isAsked))
    try expectAnswers(lesson, open.results)
    try expectNumbers(play, open.results)
  }

  private static func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  /// Every prediction's answer is in what its block gave, as one of its choices or as a number.
  private func expectAnswers(_ lesson: Lesson, _ results: [String: Value]) throws {
    for case .prediction(let prediction) in lesson.blocks.map(\.content) {
      let source =
        switch prediction.source {
        case .block(let id): id
        case .command: prediction.id
        }
      let result = try #require(results[source], "\(prediction.id) has no result")
      let found = try prediction.answer.path.search(result)
      switch prediction.form {
      case .choices(let choices):
        let ids = choices.map { Value.string($0.id) }
        #expect(ids.contains(found), "\(prediction.id) gives \(found)")
      case .number: #expect(found.double != nil, "\(prediction.id) gives \(found)")
      }
    }
  }

  /// Every number that the texts ask for has a value.
  private func expectNumbers(_ play: Play, _ results: [String: Value]) throws {
    let folder = try #require(CourseLibrary(root: TestSession.root).lesson(play.lesson))
    let path = "\(TestSession.root)/lessons/\(folder.name)/\(play.language.code).md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for case .template(let template) in ResultTemplate.pieces(of: text) {
      #expect(
        results[template.block].flatMap { template.text(of: $0) } != nil,
        "\(path): {{\(template.block).\(template.path.expression)}} has no value")
    }
  }

  @Test(arguments: lessons.prefix(2))
  func `a lesson goes on where the learner left it`(play: Play) throws {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    defer { removeHome(home) }
    let first = try TestSession(play.language, home: home, lines: LeavingOut())
    _ = try first.run("lesson \(play.lesson)")
    while first.session.openLesson?.page == 0 { _ = try first.run("") }
    #expect(try first.run("lesson leave").status == 0)
    #expect(first.session.openLesson == nil)
    let second = try TestSession(play.language, home: home, lines: LeavingOut())
    #expect(try second.run("lesson \(play.lesson)").status == 0)
    #expect(second.session.openLesson?.page == 1)
    #expect(try second.run("lesson back").status == 0)
    #expect(second.session.openLesson?.page == 0)
  }
}

/// Answers every question by leaving it out, and counts them.
final class LeavingOut: LineSource {
  private(set) var asked = 0
  var isInteractive: Bool { false }

  func nextLine(prompt: Prompt) -> ReadResult {
    asked += 1
    return .line("skip")
  }

  func remember(_ line: String) -> Bool { true }
}

extension LessonBlock {
  /// Whether the block puts a question.
  fileprivate var isAsked: Bool {
    switch content {
    case .prediction, .question: true
    case .prose, .callout, .commands, .task: false
    }
  }
}

/// Removes a folder of progress after a test.
func removeHome(_ path: String) {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    print("\(path) stays: \(error)")
  }
}
