import Assessment
import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// What `explain --remedies` gives: the changes that helped on copies, with what each brings and costs.
enum RemedyReport {
  /// The result as scripts read it.
  struct Result: Encodable {
    /// A change that helps.
    struct Item: Encodable {
      /// What is changed, in the order in which it was tried.
      let changes: [String]
      let lines: [String]
      let lost: Int
      /// What the goal measures with the change.
      let measure: Double
      /// USD a month more than without it.
      let monthlyChange: Double
      /// Whether the lab passes with it; `nil` where no lab was asked.
      let passed: Bool?
      let score: Int?
    }

    let goal: RemedyGoal
    /// What the goal measures without any change.
    let before: Double
    let remedies: [Item]
    let tried: Int
    let untried: Int
  }

  /// How many changes are told.
  private static let mostTold = 5

  /// Tries changes for what a text asks about and tells those that help; exit status 1 where none does.
  static func output(_ text: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    let subject = try RemedySubject.asked(text, in: session)
    let search = subject.search(like: try session.openWorkspace())
    let found = try session.watching(total: search.simulatedTime) { (progress) throws(RunRefusal) in
      try search.result(progress: progress)
    }
    guard let found else { throw CommandFailure("check.stopped", status: 130) }
    return CommandOutput(
      result(found), document(found, subject, in: session), status: found.helping.isEmpty ? 1 : 0)
  }

  private static func result(_ found: RemedySearch.Result) -> Result {
    Result(
      goal: found.goal, before: found.goal.measure(found.before),
      remedies: found.helping.map { trial in
        Result.Item(
          changes: trial.parts.map(\.code.rawValue), lines: trial.parts.flatMap(\.lines),
          lost: trial.report.lost, measure: found.goal.measure(trial.report),
          monthlyChange: trial.monthlyChange(since: found.before), passed: trial.verdict?.passed,
          score: trial.verdict?.score)
      }, tried: found.tried, untried: found.untried)
  }

  private static func document(
    _ found: RemedySearch.Result, _ subject: RemedySubject, in session: Session
  ) -> Document {
    var document = Document()
    document.paragraph(session.text("remedies.how.\(found.goal.rawValue)"), style: .muted)
    if found.helping.isEmpty {
      document.paragraph(session.text("remedies.none", ["count": .integer(found.tried)]))
    } else {
      document.list(
        found.helping.prefix(mostTold).map { sentence($0, found, in: session) }, ordered: true)
      document.paragraph(session.text("remedies.lines"), style: .muted)
      document.code(found.helping[0].parts.flatMap(\.lines).joined(separator: "\n"), language: "sky")
    }
    let left = found.untried > 0 ? "remedies.tried-not-all" : "remedies.tried"
    document.paragraph(
      session.text(
        left,
        [
          "count": .integer(found.tried), "helping": .integer(found.helping.count),
          "untried": .integer(found.untried),
        ]), style: .muted)
    return document
  }

  /// What a change brings and costs, and what the lab says of it.
  private static func sentence(
    _ trial: RemedyTrial, _ found: RemedySearch.Result, in session: Session
  ) -> String {
    let change = trial.parts.map { session.text("remedies.\($0.code.rawValue)", $0.values) }
      .joined(separator: session.text("remedies.and"))
    var sentence = session.text(
      "remedies.brings.\(found.goal.rawValue)",
      [
        "change": .string(change), "before": .number(found.goal.measure(found.before)),
        "after": .number(found.goal.measure(trial.report)), "lost": .integer(found.before.lost),
        "left": .integer(trial.report.lost),
      ])
    let more = trial.monthlyChange(since: found.before)
    if found.goal != .cost {
      let price = more > 0.005 ? "dearer" : more < -0.005 ? "cheaper" : "same-price"
      sentence += session.text("remedies.\(price)", ["amount": .number(abs(more))])
    }
    if let verdict = trial.verdict {
      sentence += session.text(
        verdict.passed ? "remedies.passes" : "remedies.scores", ["score": .integer(verdict.score)])
    }
    return sentence
  }
}

extension RemedyTrial {
  /// USD a month that its world costs more than another run's.
  fileprivate func monthlyChange(since before: Report) -> Double {
    report.monthlyCost.monthly.dollars - before.monthlyCost.monthly.dollars
  }
}
