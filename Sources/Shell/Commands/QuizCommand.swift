import Assessment
import Course
import Terminal
import Texts

/// `quiz [topic] [number]`, `quiz [topic] --count number`: puts questions, those least often answered first, topics in turn.
package enum QuizCommand: ShellCommand {
  package static let name = "quiz"

  /// How many questions a quiz has without a number.
  static let usualCount = 5
  /// The most questions that a quiz can have.
  static let mostCount = 100

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let (topic, count) = try request(arguments, in: session)
    let events = try session.learnerEvents()
    let attempts = Session.attempts(events)
    let flagged = LearnerEvent.flagged(events)
    let bank = session.course.questions(DiagnosticCollector())
    let asked = bank.questions.filter {
      $0.kind != .open && (topic == nil || $0.topic == topic)
        && !flagged.contains(CardID(question: $0.id, rev: $0.rev))
    }
    guard !asked.isEmpty else { throw CommandFailure("quiz.no-questions", status: 1) }
    let chosen = inTurn(asked, attempts: attempts).prefix(count)
    let entries = chosen.map { question in
      let presented = PresentedQuestion(question, attempt: attempts[question.id] ?? 0)
      return QuestionRound.Entry(presented: presented) { () throws(CommandFailure) in
        try SimulatedWorlds(session: session).result(presented)
      }
    }
    return try QuestionRound(session: session).run(entries)
  }

  private static func request(
    _ arguments: [String], in session: Session
  ) throws(CommandFailure) -> (topic: String?, count: Int) {
    var topic: String?
    var count: Int?
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let isOption = argument == "--count" || argument == "-n"
      if isOption, rest.first.flatMap({ Int($0) }) == nil { throw CommandFailure("quiz.usage") }
      if isOption { continue }
      if count == nil, let number = Int(argument) {
        guard (1...mostCount).contains(number) else {
          throw CommandFailure("quiz.bad-count", ["limit": .integer(mostCount)])
        }
        count = number
      } else if topic == nil, !argument.hasPrefix("-") {
        topic = try session.topic(named: argument)
      } else {
        throw CommandFailure("quiz.usage")
      }
    }
    return (topic, count ?? usualCount)
  }

  /// The questions with the fewest attempts first; among those, one topic after the other, so that topics mix.
  private static func inTurn(_ questions: [Question], attempts: [QuestionID: Int]) -> [Question] {
    var seen: [String: Int] = [:]
    let ranked = questions.enumerated().map { position, question in
      let rank = seen[question.topic, default: 0]
      seen[question.topic] = rank + 1
      return (question: question, key: (attempts[question.id] ?? 0, rank, position))
    }
    return ranked.sorted { $0.key < $1.key }.map(\.question)
  }
}

extension Session {
  /// The topic of a name: one that has questions or a lesson; else the failure that names a near one.
  func topic(named name: String) throws(CommandFailure) -> String {
    let lessons = course.lessonFolders.map(\.id.rawValue)
    let topics = Set(course.questions(DiagnosticCollector()).questions.map(\.topic)).union(lessons)
    guard !topics.contains(name) else { return name }
    let sorted = topics.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard let near = NearestName.of(name, among: sorted) else {
      throw CommandFailure("quiz.unknown-topic", ["name": .string(name)])
    }
    throw CommandFailure("quiz.unknown-topic-near", ["name": .string(name), "near": .string(near)])
  }
}
