import Assessment
import Cloud
import EventKernel
import Texts
import Traffic

/// `survey [--deep] [--minutes N] [--seed N]`: everything that the world is made of is lost in turn, on copies.
package enum SurveyCommand: ShellCommand {
  package static let name = "survey"

  /// What was found, as scripts read it.
  struct Result: Encodable {
    /// One thing that was lost.
    struct Loss: Encodable {
      let kind: String
      let resource: String
    }

    /// The cause that lost most requests.
    struct Cause: Encodable {
      let code: String
      let resource: String
    }

    /// What a loss, or two at once, cost.
    struct Row: Encodable {
      let losses: [Loss]
      /// Requests since the loss, those lost beyond the calm run, and their share from 0 to 1.
      let offered: Int
      let lost: Int
      let share: Double
      /// Whether it was good again before the run ended, and how many seconds after the loss.
      let recovered: Bool
      let goodAgain: Double?
      let isSinglePoint: Bool
      let cause: Cause?
    }

    /// The length of each run.
    let seconds: Double
    /// Requests of the run without a loss, and those that it lost.
    let offered: Int
    let lost: Int
    /// The losses, the worst first; what is lost in pairs when that was asked for.
    let rows: [Row]
    let pairs: [Row]?
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let options = try Options(arguments)
    let world = try session.openWorkspace().rehearsal
    if let obstacle = try session.firstObstacle(in: world) {
      let cause = session.text(of: obstacle, session.names(in: world))
      throw CommandFailure("survey.unreachable", ["cause": .string(cause)], status: 1)
    }
    let survey = Survey(of: world, duration: options.duration, weather: options.seed)
    guard !survey.losses.isEmpty else { throw CommandFailure("survey.nothing", status: 1) }
    try checkRuns(survey.losses.count + 1)
    let total = survey.duration * (survey.losses.count + 1)
    let findings = try session.watching(total: total) { (progress) throws(RunRefusal) in
      try survey.findings(on: world, progress: progress)
    }
    guard let findings else { throw CommandFailure("experiment.stopped", status: 130) }
    guard findings.calm.offered > 0 else { throw CommandFailure("experiment.no-users", status: 1) }
    let pairs = try options.isDeep ? lostInPairs(survey, after: findings, on: world, in: session) : nil
    let rows = findings.rows.worstFirst
    if let worst = (rows + (pairs ?? [])).worstFirst.first, worst.lost > 0 {
      try keep(survey.run(losing: worst.losses), on: world, in: session)
    }
    let document = SurveyDocument(survey: survey, findings: findings, pairs: pairs, world: world)
    return CommandOutput(
      Result(
        seconds: survey.duration.inSeconds, offered: findings.calm.offered, lost: findings.calm.lost,
        rows: rows.map(result), pairs: pairs?.map(result)),
      document.document(in: session))
  }

  /// What stands behind `survey`.
  private struct Options {
    /// The fewest and most minutes of a run: the loss comes after the first.
    static let minutes = 2...60

    var isDeep = false
    var duration = Survey.usualDuration
    var seed = WeatherSeed(1)

    init(_ words: [String]) throws(CommandFailure) {
      var rest = words[...]
      while let word = rest.popFirst() {
        switch word {
        case "--deep": isDeep = true
        case "--minutes":
          guard let value = rest.popFirst() else { throw CommandFailure("survey.usage") }
          guard let number = Int(value), Options.minutes.contains(number) else {
            throw CommandFailure(
              "survey.bad-minutes",
              [
                "word": .string(value), "least": .integer(Options.minutes.lowerBound),
                "most": .integer(Options.minutes.upperBound),
              ])
          }
          duration = .minutes(number)
        case "--seed":
          guard let value = rest.popFirst() else { throw CommandFailure("survey.usage") }
          guard let number = UInt64(value) else {
            throw CommandFailure("survey.bad-seed", ["word": .string(value)])
          }
          seed = WeatherSeed(number)
        default: throw CommandFailure("survey.usage")
        }
      }
    }
  }

  private static func checkRuns(_ count: Int) throws(CommandFailure) {
    guard count > Survey.mostRuns else { return }
    throw CommandFailure(
      "survey.too-many", ["runs": .integer(count), "most": .integer(Survey.mostRuns)])
  }

  /// The pairs, the worst first.
  private static func lostInPairs(
    _ survey: Survey, after findings: Survey.Findings, on world: World, in session: Session
  ) throws(CommandFailure) -> [Survey.Row] {
    let count = survey.pairs(after: findings.rows).count
    try checkRuns(count)
    let pairs = try session.watching(total: survey.duration * count) { (progress) throws(RunRefusal) in
      try survey.pairs(after: findings, on: world, progress: progress)
    }
    guard let pairs else { throw CommandFailure("experiment.stopped", status: 130) }
    return pairs.worstFirst
  }

  /// Does a run once more and keeps it, so that `explain` follows a request that it lost.
  private static func keep(
    _ run: ExperimentRun, on world: World, in session: Session
  ) throws(CommandFailure) {
    let report = try session.watching(total: run.experiment.duration) { (progress) throws(RunRefusal) in
      try run.report(on: world) { progress(0, $0) }
    }
    guard let report else { throw CommandFailure("experiment.stopped", status: 130) }
    session.lastRun = FollowedRun(world: world, experiment: run.experiment, report: report)
  }

  private static func result(_ row: Survey.Row) -> Result.Row {
    Result.Row(
      losses: row.losses.map { Result.Loss(kind: $0.kind.rawValue, resource: $0.resource) },
      offered: row.offered, lost: row.lost, share: row.share, recovered: row.goodAgain != nil,
      goodAgain: row.goodAgain?.inSeconds, isSinglePoint: row.isSinglePoint,
      cause: row.cause.map { Result.Cause(code: $0.code.rawValue, resource: $0.resource) })
  }
}

extension [Survey.Row] {
  /// The rows that lost most first; of equals those that did not get good again, then in their order.
  var worstFirst: [Survey.Row] {
    enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.lost != b.lost { return a.lost > b.lost }
      if (a.goodAgain == nil) != (b.goodAgain == nil) { return a.goodAgain == nil }
      return left.offset < right.offset
    }.map(\.element)
  }
}
