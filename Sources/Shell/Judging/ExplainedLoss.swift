import Assessment
import Cloud
import Course
import EventKernel
import Texts
import Traffic

/// What `explain` is asked about: a run, and why it lost requests.
struct ExplainedLoss {
  let run: FollowedRun
  let cause: Report.CauseCount
  /// The check whose worst run this is, with its number as `check` shows it; `nil` for a run that no check judged.
  var check: (number: Int, result: Verdict.CheckResult)?

  /// Finds what a text asks about: nothing asks about what ran last; else a check by its number, id or title, or a
  /// cause by its code or name, each also by a beginning that nothing else has.
  static func asked(_ text: String, in session: Session) throws(CommandFailure) -> ExplainedLoss {
    let key = ComparableText.key(text)
    if let run = session.lastRun {
      if key.isEmpty {
        guard let cause = run.worst else { throw CommandFailure("explain.run-lost-nothing", status: 1) }
        return ExplainedLoss(run: run, cause: cause)
      }
      let matching = run.report.causes.filter { isMeant($0, by: key, in: session) }
      if let cause = matching.first(where: { $0.lost > 0 && $0.sample != nil }) {
        return ExplainedLoss(run: run, cause: cause)
      }
      guard case .lab = session.place else {
        let codes = Set(run.report.causes.filter { $0.lost > 0 }.map { "`\($0.code.rawValue)`" })
        throw CommandFailure(
          codes.isEmpty ? "explain.run-lost-nothing" : "explain.unknown-in-run",
          ["word": .string(text), "causes": .string(codes.sorted().joined(separator: ", "))],
          status: codes.isEmpty ? 1 : 2)
      }
    }
    let judged = try session.lastVerdict()
    return key.isEmpty
      ? try first(of: judged) : try VerdictSearch(judged: judged, session: session).loss(of: text, key)
  }

  /// The first check that does not hold and lost a request, else the first that lost one.
  private static func first(of judged: JudgedWorld) throws(CommandFailure) -> ExplainedLoss {
    let checks = judged.verdict.checks
    for index in checks.indices.filter({ !checks[$0].holds }) + Array(checks.indices) {
      if let loss = ExplainedLoss(judged, check: index) { return loss }
    }
    throw CommandFailure(
      judged.lab.header.kind == .live ? "live.no-request" : "explain.nothing-lost", status: 1)
  }

  /// Whether a text means a cause.
  static func isMeant(_ cause: Report.CauseCount, by key: String, in session: Session) -> Bool {
    [cause.code.rawValue, session.text("causes.\(cause.code.rawValue).name")]
      .contains { ComparableText.key($0).hasPrefix(key) }
  }
}

extension ExplainedLoss {
  /// The loss of a check's worst run; `nil` where none of its causes has a request to follow.
  ///
  /// - Parameter isMeant: the causes to choose among.
  init?(_ judged: JudgedWorld, check index: Int, where isMeant: (Report.CauseCount) -> Bool = { _ in true }) {
    let result = judged.verdict.checks[index]
    guard let worst = result.worst,
      let cause = result.causes.first(where: { $0.lost > 0 && $0.sample != nil && isMeant($0) })
    else { return nil }
    guard let run = judged.run(of: judged.verdict.reports[worst]) else { return nil }
    self.init(run: run, cause: cause, check: (index + 1, result))
  }
}

/// Looks for the check or cause that a text means in a verdict.
struct VerdictSearch {
  let judged: JudgedWorld
  let session: Session

  /// The check whose number, id or title a text is; `nil` for none.
  func check(named key: String) -> Int? {
    let checks = judged.verdict.checks
    let number = Int(key.drop { $0 == "#" }.prefix { $0 != "." })
    return checks.indices.first { $0 + 1 == number || names(of: checks[$0]).contains(key) }
  }

  /// The checks whose id or title a text begins.
  func checks(begunBy key: String) -> [Int] {
    let checks = judged.verdict.checks
    return checks.indices.filter { index in names(of: checks[index]).contains { $0.hasPrefix(key) } }
  }

  func loss(of text: String, _ key: String) throws(CommandFailure) -> ExplainedLoss {
    let checks = judged.verdict.checks
    if let exact = check(named: key) { return try loss(ofCheck: exact) }
    let begun = self.checks(begunBy: key)
    let isMeant = { (cause: Report.CauseCount) in ExplainedLoss.isMeant(cause, by: key, in: session) }
    let codes = Set(checks.flatMap(\.causes).filter { $0.lost > 0 && isMeant($0) }.map(\.code))
    let isExactCode = codes.contains { $0.rawValue == key }
    guard begun.count + codes.count == 1 || isExactCode else {
      throw begun.count + codes.count == 0 ? unknown(text) : ambiguous(text, begun, codes)
    }
    if codes.isEmpty { return try loss(ofCheck: begun[0]) }
    for index in checks.indices {
      let loss = ExplainedLoss(judged, check: index) {
        isExactCode ? $0.code.rawValue == key : isMeant($0)
      }
      if let loss { return loss }
    }
    throw unknown(text)
  }

  private func loss(ofCheck index: Int) throws(CommandFailure) -> ExplainedLoss {
    let result = judged.verdict.checks[index]
    if judged.lab.header.kind == .live, result.worst != nil {
      throw CommandFailure("live.no-request", status: 1)
    }
    let isAboutLatency = result.check.unit == .milliseconds && result.worst != nil
    if !isAboutLatency, let loss = ExplainedLoss(judged, check: index) { return loss }
    let kind =
      isAboutLatency
      ? "about-latency"
      : result.worst != nil ? "nothing-lost" : result.check.unit == .usd ? "about-cost" : "about-world"
    throw CommandFailure("explain.\(kind)", status: 1)
  }

  private func names(of result: Verdict.CheckResult) -> [String] {
    ([result.check.id] + ContentLanguage.allCases.map { result.check.title[$0] }).map(ComparableText.key)
  }

  private func unknown(_ text: String) -> CommandFailure {
    let checks = judged.verdict.checks.enumerated().map { "\($0.offset + 1) `\($0.element.check.id)`" }
    let codes = Set(judged.verdict.checks.flatMap(\.causes).filter { $0.lost > 0 }.map(\.code))
    return CommandFailure(
      codes.isEmpty ? "explain.unknown" : "explain.unknown-cause",
      [
        "word": .string(text), "checks": .string(checks.joined(separator: ", ")),
        "causes": .string(shown(codes)),
      ])
  }

  private func ambiguous(_ text: String, _ checks: [Int], _ codes: Set<CauseCode>) -> CommandFailure {
    let named =
      checks.map { "`\(judged.verdict.checks[$0].check.id)`" } + (codes.isEmpty ? [] : [shown(codes)])
    return CommandFailure(
      "explain.ambiguous", ["word": .string(text), "names": .string(named.joined(separator: ", "))])
  }

  private func shown(_ codes: Set<CauseCode>) -> String {
    codes.map { "`\($0.rawValue)`" }.sorted().joined(separator: ", ")
  }
}
