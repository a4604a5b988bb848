import Assessment
import Course
import Terminal
import Texts

/// Questions put one after the other, with what came of them.
struct QuestionRound {
  /// One question of a round, as scripts read it.
  struct Item: Encodable {
    let id: String
    let topic: String
    let kind: String
    let level: String
    /// The part of the points; `nil` for a question that was left out.
    let fraction: Double?
    let certainty: String?
  }

  /// What a round came to, as scripts read it.
  struct Result: Encodable {
    let asked: Int
    let answered: Int
    /// The mean part of the points over the answered questions; `nil` when there are none.
    let fraction: Double?
    let questions: [Item]
  }

  /// A question with what its asking needs: how it is shown, and what was measured for it.
  struct Entry {
    let presented: PresentedQuestion
    /// Gives the key of a question whose answer is simulated.
    let result: () throws(CommandFailure) -> SimulatedResult?
  }

  let session: Session
  /// The titles of the topics that are lessons.
  private let titles: [String: String]

  init(session: Session) {
    self.session = session
    titles = session.topicTitles()
  }

  /// Puts the questions until the last one or until the learner ends it, and sums up.
  func run(_ entries: [Entry]) throws(CommandFailure) -> CommandOutput {
    var items: [Item] = []
    var hasEnded = false
    for (position, entry) in entries.enumerated() {
      guard session.putsQuestions, !hasEnded else {
        items.append(item(entry, nil, nil))
        continue
      }
      show(entry, position: position, of: entries.count)
      let result = try entry.result()
      switch QuestionAsking(session: session, asksCertainty: true).ask(entry.presented) {
      case .given(let given, let thenEnds):
        let mark = try session.mark(entry.presented, given, result: result)
        items.append(item(entry, mark.fraction, given.certainty))
        hasEnded = thenEnds
      case .skipped: items.append(item(entry, nil, nil))
      case .ended:
        items.append(item(entry, nil, nil))
        hasEnded = true
      }
    }
    return output(items)
  }

  private func item(_ entry: Entry, _ fraction: Double?, _ certainty: Certainty?) -> Item {
    let question = entry.presented.question
    return Item(
      id: question.id.rawValue, topic: question.topic, kind: question.kind.rawValue,
      level: question.level.rawValue, fraction: fraction, certainty: certainty.map { "\($0)" })
  }

  private func show(_ entry: Entry, position: Int, of count: Int) {
    let question = entry.presented.question
    var document = Document()
    document.rule()
    document.paragraph(
      session.text(
        "quiz.place",
        [
          "number": .integer(position + 1), "count": .integer(count),
          "topic": .string(titles[question.topic] ?? question.topic),
          "level": .string(session.text("quiz.level.\(question.level.rawValue)")),
        ]), style: .muted)
    document.append(QuestionText(session: session).document(entry.presented))
    session.tell(document)
  }

  private func output(_ items: [Item]) -> CommandOutput {
    let answered = items.filter { $0.fraction != nil }
    let mean =
      answered.isEmpty ? nil : answered.reduce(0) { $0 + ($1.fraction ?? 0) } / Double(answered.count)
    let result = Result(
      asked: items.count, answered: answered.count, fraction: mean, questions: items)
    var document = Document()
    guard let mean else {
      document.paragraph(session.text("quiz.none-answered"), style: .muted)
      return CommandOutput(result, document)
    }
    document.rule()
    document.paragraph(
      session.text(
        "quiz.sum", ["answered": .integer(answered.count), "share": .number(mean)]))
    let topics = answered.map(\.topic).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    for topic in topics {
      let own = answered.filter { $0.topic == topic }
      let share = own.reduce(0) { $0 + ($1.fraction ?? 0) } / Double(own.count)
      document.keyValue(
        titles[topic] ?? topic,
        session.text("quiz.topic", ["count": .integer(own.count), "share": .number(share)]))
    }
    let surprises = answered.filter { $0.certainty == "certain" && ($0.fraction ?? 0) < 0.8 }
    if !surprises.isEmpty {
      document.paragraph(
        session.text("quiz.sure-and-wrong", ["count": .integer(surprises.count)]), style: .warn)
    }
    return CommandOutput(result, document)
  }
}
