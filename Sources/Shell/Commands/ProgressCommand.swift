import Assessment
import Course
import LearnerStore
import Terminal
import Texts

/// `progress`: topics, mastery, what is due, what next; `progress export|import FILE` moves it to another machine.
package enum ProgressCommand: ShellCommand {
  package static let name = "progress"

  /// The learner's progress, as scripts read it.
  struct Result: Encodable {
    let topics: [Topic]
    let due: Int
    let passedLabs: [String]
  }

  /// One topic.
  struct Topic: Encodable {
    let topic: String
    /// The expected part of the points on a new question; `nil` without any evidence.
    let estimate: Double?
    let evidence: Int
    let isKnown: Bool
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    switch (arguments.first, arguments.count) {
    case (nil, _): return try overview(in: session)
    case ("export", 2): return try export(to: arguments[1], in: session)
    case ("import", 2): return try take(from: arguments[1], in: session)
    default: throw CommandFailure("progress.usage")
    }
  }

  private static func overview(in session: Session) throws(CommandFailure) -> CommandOutput {
    let situation = try session.situation()
    let lessons = session.course.lessons(session.contentLanguage, DiagnosticCollector())
    let passed = try session.passedLabs()
    var table = Document.Table(columns: [
      .init(session.text("progress.column.topic")), .init(session.text("progress.column.lesson")),
      .init(session.text("progress.column.mastery")), .init(session.text("progress.column.answers"), .right),
    ])
    for (topic, lesson) in zip(situation.topics, lessons) {
      table.row([
        [Document.Span(lesson.title)], [state(of: topic, in: session)],
        mastery(topic.mastery, in: session), [Document.Span("\(topic.mastery.evidence)")],
      ])
    }
    var document = Document()
    document.table(table)
    for lab in passed.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      document.keyValue(session.text("progress.passed-lab"), lab, style: .good)
    }
    document.paragraph(session.text("progress.due", ["count": .integer(situation.due.count)]))
    for step in situation.steps.prefix(3) { document.paragraph(session.sentence(of: step), style: .key) }
    let topics = situation.topics.map {
      Topic(
        topic: $0.id, estimate: $0.mastery.evidence == 0 ? nil : $0.mastery.estimate,
        evidence: $0.mastery.evidence, isKnown: $0.mastery.isKnown)
    }
    return CommandOutput(
      Result(topics: topics, due: situation.due.count, passedLabs: passed.sorted()), document)
  }

  private static func state(
    of topic: NextStepSituation.Topic, in session: Session
  ) -> Document.Span {
    switch topic.lesson {
    case .untouched: Document.Span(session.text("lessons.state.open"), style: .muted)
    case .begun: Document.Span(session.text("lessons.state.begun"))
    case .done: Document.Span(session.text("lessons.state.done"), style: .good)
    }
  }

  /// A bar of ten steps with the share; a dash before the first answer.
  private static func mastery(_ mastery: Mastery, in session: Session) -> [Document.Span] {
    guard mastery.evidence > 0 else { return [.muted("–")] }
    let steps = Int((mastery.estimate * 10).rounded())
    let bar = String(repeating: "█", count: steps) + String(repeating: "░", count: 10 - steps)
    let share = session.text("progress.share", ["share": .number(mastery.estimate)])
    return [Document.Span(bar, style: mastery.isKnown ? .good : .plain), Document.Span(" " + share)]
  }

  private static func export(to path: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    guard let store = session.store else { throw CommandFailure("review.no-store", status: 3) }
    do throws(StoreError) {
      try store.exportProgress(to: path, at: session.now)
    } catch .cannotWrite(let path) {
      throw CommandFailure("file.not-written", ["path": .string(path)], status: 3)
    } catch {
      throw CommandFailure(error)
    }
    var document = Document()
    document.paragraph(session.text("progress.exported", ["path": .string(path)]))
    return CommandOutput(["path": path], document)
  }

  private static func take(from path: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    guard let store = session.store else { throw CommandFailure("review.no-store", status: 3) }
    let report: ImportReport
    do throws(StoreError) {
      report = try store.importProgress(from: path)
    } catch {
      throw CommandFailure(error)
    }
    var document = Document()
    document.paragraph(
      session.text(
        "progress.imported",
        [
          "new": .integer(report.newEvents), "known": .integer(report.knownEvents),
          "runs": .integer(report.newRuns + report.extendedRuns),
        ]))
    if !report.keptRuns.isEmpty {
      document.paragraph(
        session.text("progress.kept-runs", ["count": .integer(report.keptRuns.count)]), style: .muted)
    }
    return CommandOutput(
      ["newEvents": report.newEvents, "knownEvents": report.knownEvents, "newRuns": report.newRuns], document)
  }
}
