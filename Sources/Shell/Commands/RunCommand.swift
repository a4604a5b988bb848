import Assessment
import Cloud
import CloudAPI
import EventKernel
import Terminal
import Texts
import Traffic

/// `run SPAN [--pace N]`: lets time pass with the world's users, live.
package enum RunCommand: ShellCommand {
  package static let name = "run"

  /// What came of a run, as scripts read it.
  struct Result: Encodable {
    /// A cause with the resource that decided.
    struct Cause: Encodable {
      let code: String
      let resource: String
      let count: Int
    }

    let offered: Int
    let answered: Int
    let lost: Int
    /// Milliseconds within which half and 95 % of the answers came; `nil` when none came.
    let p50: Int?
    let p95: Int?
    /// Writes that were acknowledged and are gone.
    let writesLost: Int
    let causes: [Cause]
    /// How far the jobs of each queue are; missing where there are none.
    let jobs: [Value]?
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var words = arguments
    let pace = try RunPace.taken(from: &words)
    return try run(for: try session.span(of: words), at: pace, in: session)
  }

  /// Lets a span of time pass, at a pace where one is given; after Ctrl-C at a pace what happened until then stays.
  static func run(
    for span: EventKernel.Duration, at pace: RunPace?, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    var workspace = try session.openWorkspace()
    let before = workspace.world
    let done: (report: Report, span: EventKernel.Duration)?
    if let pace {
      done = try session.run(&workspace, for: span, at: pace)
    } else {
      let report = try session.watching(total: span) { (progress) throws(RunRefusal) in
        try workspace.run(for: span) { progress(0, $0) }
      }
      done = report.map { ($0, span) }
    }
    guard let done else { throw CommandFailure("check.stopped", status: 130) }
    session.workspace = workspace
    try session.save()
    let run = FollowedRun(
      world: before, experiment: workspace.experimentRun(for: done.span, on: before).experiment,
      report: done.report, isLive: true)
    session.lastRun = run
    var document = Document()
    if done.span < span {
      document.paragraph(
        session.text("run.kept", ["span": .duration(nanoseconds: done.span.nanoseconds)]), style: .warn)
    }
    document.append(self.document(of: run, in: session))
    return CommandOutput(result(of: done.report), document, status: done.span < span ? 130 : 0)
  }

  private static func result(of report: Report) -> Result {
    let latency = report.answered > 0 ? report.latency : nil
    func milliseconds(_ share: Double) -> Int? {
      latency.map { Int($0.quantile(share).inMilliseconds.rounded()) }
    }
    return Result(
      offered: report.offered, answered: report.answered, lost: report.lost, p50: milliseconds(0.5),
      p95: milliseconds(0.95), writesLost: report.writesLost,
      causes: report.causes.filter { $0.lost > 0 }.map {
        Result.Cause(code: $0.code.rawValue, resource: $0.resource, count: $0.lost)
      }, jobs: report.jobs.isEmpty ? nil : report.jobs.map(\.value))
  }

  /// How many requests came and were answered, how fast, why the others were lost, and what to type next.
  private static func document(of run: FollowedRun, in session: Session) -> Document {
    let report = run.report
    let result = result(of: report)
    var document = Document()
    let jobs = JobSentences(report).sentences(since: run.begun, in: session)
    if !jobs.isEmpty { document.list(jobs) }
    guard report.offered > 0 || jobs.isEmpty else { return document }
    let outcome =
      report.offered == 0
      ? "nobody" : report.lost == 0 ? "all" : report.answered == 0 ? "none" : "some"
    document.paragraph(
      session.text(
        "run.\(outcome)",
        [
          "span": .duration(nanoseconds: report.duration.nanoseconds), "offered": .integer(report.offered),
          "answered": .integer(report.answered), "lost": .integer(report.lost),
          "share": .number(
            report.offered == 0 ? 0 : Double(report.answered) / Double(report.offered)),
        ]), style: report.lost > 0 ? .bad : .plain)
    if let half = result.p50, let most = result.p95 {
      document.paragraph(
        session.text("run.latency", ["p50": .integer(half), "p95": .integer(most)]), style: .muted)
    }
    let names = session.names(in: run.world)
    DataLosses(report).tell(in: &document, names, session)
    guard report.lost > 0 else { return document }
    document.list(
      report.standing.map { session.title(of: $0, since: run.begun, names) }
        + LossReasons(report.causesByCode).sentences(since: run.begun, names, in: session))
    document.paragraph(session.text("explain.next"), style: .muted)
    return document
  }
}

extension Session {
  /// The span of time that the words behind a command give, or the failure that says what is wrong with them.
  func span(of words: [String]) throws(CommandFailure) -> EventKernel.Duration {
    do throws(SpanText.Problem) {
      return try SpanText.duration(words: words)
    } catch {
      throw CommandFailure(error, in: words.joined(separator: " "))
    }
  }
}

extension CommandFailure {
  /// Why words are no span of time.
  init(_ problem: SpanText.Problem, in text: String) {
    self.init(
      "span.\(problem.rawValue)",
      ["text": .string(text), "days": .integer(Int(SpanText.longest.inSeconds / 86_400))])
  }
}
