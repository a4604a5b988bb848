import Assessment
import Course
import LearnerStore
import Terminal
import Texts

/// `review`: puts the questions that are due; `review undo` takes the last grade back, `review flag` puts a bad
/// question away until its author mends it, `review unflag` brings it back.
package enum ReviewCommand: ShellCommand {
  package static let name = "review"

  /// How many reviews a day are put at the most (TEACH): more is forgotten sooner than it is learned.
  static let dailyLimit = 30

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard let store = session.store else { throw CommandFailure("review.no-store", status: 3) }
    switch arguments.first {
    case nil: return try put(store, in: session)
    case "unflag" where arguments.count == 1: return try unflag(store, in: session)
    case "undo" where arguments.count == 1: return try undo(store, in: session)
    case "flag": return try flag(arguments.dropFirst().joined(separator: " "), store, in: session)
    default: throw CommandFailure("review.usage")
    }
  }

  private static func put(_ store: LearnerStore, in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let events = try session.learnerEvents()
    let flagged = LearnerEvent.flagged(events)
    let cards = try session.learnerCards().filter { !flagged.contains($0.id) }
    let now = session.now / 1_000
    let midnight = LocalMoment.startOfDay(now)
    let today: Int
    do throws(StoreError) {
      today = try store.reviews(since: midnight).count
    } catch {
      throw CommandFailure(error)
    }
    let due = ReviewQueue.due(
      cards, now: now, scheduler: Scheduler(), limit: dailyLimit, reviewedToday: today)
    let attempts = Session.attempts(events)
    let bank = session.course.questions(DiagnosticCollector())
    var entries: [QuestionRound.Entry] = []
    for card in due {
      let id = card.id.question
      if let question = bank[id], question.rev == card.id.rev, question.kind != .open {
        let presented = PresentedQuestion(question, attempt: attempts[id] ?? 0)
        entries.append(
          QuestionRound.Entry(presented: presented) { () throws(CommandFailure) in
            try SimulatedWorlds(session: session).result(presented)
          })
      } else if let presented = try PredictionReview(session: session).presented(id) {
        entries.append(QuestionRound.Entry(presented: presented) { () throws(CommandFailure) in nil })
      }
    }
    guard !entries.isEmpty else {
      let waiting = ReviewQueue.due(cards, now: now, scheduler: Scheduler()).count
      return due.isEmpty && waiting > 0
        ? enoughToday(waiting, in: session) : nothingDue(cards, now: now, in: session)
    }
    return try QuestionRound(session: session).run(entries)
  }

  private static func enoughToday(_ waiting: Int, in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(
      session.text(
        "review.enough-today", ["limit": .integer(dailyLimit), "count": .integer(waiting)]))
    return CommandOutput(
      QuestionRound.Result(asked: 0, answered: 0, fraction: nil, questions: []), document)
  }

  private static func nothingDue(_ cards: [Card], now: Int64, in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(session.text("review.nothing-due"))
    if let next = cards.map(\.due).filter({ $0 > now }).min() {
      document.paragraph(
        session.text(
          "review.next-due",
          [
            "when": .string(session.words(of: next)),
            "span": .duration(nanoseconds: (next - now) * 1_000_000_000),
          ]), style: .muted)
    } else if cards.isEmpty {
      document.paragraph(session.text("review.none-yet"), style: .muted)
    }
    return CommandOutput(
      QuestionRound.Result(asked: 0, answered: 0, fraction: nil, questions: []), document)
  }

  private static func undo(_ store: LearnerStore, in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let taken: AnsweredQuestion?
    do throws(StoreError) {
      taken = try store.takeBackLastAnswer(at: session.now)
    } catch {
      throw CommandFailure(error)
    }
    guard let taken else { throw CommandFailure("review.nothing-to-undo", status: 1) }
    var document = Document()
    document.paragraph(session.text("review.undone", ["id": .string(taken.question.rawValue)]))
    return CommandOutput(["question": taken.question.rawValue], document)
  }

  private static func flag(
    _ note: String, _ store: LearnerStore, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let answers = LearnerEvent.effective(try session.learnerEvents())
    let last = answers.reversed().lazy.compactMap { event -> AnsweredQuestion? in
      if case .answered(let answered) = event.act { answered } else { nil }
    }.first
    guard let last else { throw CommandFailure("review.nothing-to-flag", status: 1) }
    let event = LearnerEvent(
      at: session.now, act: .flagged(question: last.question, rev: last.rev, note: note))
    guard event.flaw == nil else { throw CommandFailure("review.bad-note") }
    do throws(StoreError) {
      try store.record(event)
    } catch {
      throw CommandFailure(error)
    }
    var document = Document()
    document.paragraph(session.text("review.flagged", ["id": .string(last.question.rawValue)]))
    return CommandOutput(["question": last.question.rawValue, "note": note], document)
  }

  private static func unflag(
    _ store: LearnerStore, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    guard let last = LearnerEvent.lastFlag(try session.learnerEvents()) else {
      throw CommandFailure("review.nothing-to-unflag", status: 1)
    }
    do throws(StoreError) {
      try store.record(LearnerEvent(at: session.now, act: .tookBack(last.id)))
    } catch {
      throw CommandFailure(error)
    }
    var document = Document()
    document.paragraph(session.text("review.unflagged", ["id": .string(last.question.rawValue)]))
    return CommandOutput(["question": last.question.rawValue], document)
  }
}
