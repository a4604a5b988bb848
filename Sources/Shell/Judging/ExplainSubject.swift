import Assessment
import Course
import Texts
import Traffic

/// What `explain` is asked about.
enum ExplainSubject {
  /// Why requests were lost.
  case loss(ExplainedLoss)
  /// Where the time of answers went.
  case latency(ExplainedLatency)
  /// One request of a run, lost or answered.
  case request(RequestReference, FollowedRun)

  /// The words that ask for slow answers and for one request.
  static let slowWord = "slow"
  static let requestWord = "request"

  /// Finds what words ask about: `request` with a number, `slow`, else as `ExplainedLoss`; a check about latency, and a run
  /// that lost nothing but had slow answers, are about latency.
  static func asked(_ words: [String], in session: Session) throws(CommandFailure) -> ExplainSubject {
    guard !words.contains(where: { $0.hasPrefix("--") }) else { throw CommandFailure("explain.usage") }
    let text = words.joined(separator: " ")
    let key = ComparableText.key(text)
    if isOfFlow(words, key, in: session) { throw CommandFailure("explain.flow", status: 1) }
    if let word = words.first, word.lowercased() == requestWord {
      guard words.count > 1 else { throw CommandFailure("explain.number-missing") }
      guard words.count == 2 else { throw surplus(words, after: 2) }
      let run = try session.runToExplain()
      guard let reference = run.request(named: words[1]) else {
        throw CommandFailure("explain.no-number", ["word": .string(words[1])])
      }
      return .request(reference, run)
    }
    if key == slowWord { return .latency(ExplainedLatency(run: try session.runToExplain())) }
    do throws(CommandFailure) {
      return .loss(try ExplainedLoss.asked(text, in: session))
    } catch {
      if let latency = ExplainedLatency.asked(key, in: session) { return .latency(latency) }
      guard error.id.hasPrefix("explain.unknown"), let count = known(words, in: session) else { throw error }
      throw surplus(words, after: count)
    }
  }

  /// Whether words ask about a last run that let loads flow as rates: it has no single request to follow.
  private static func isOfFlow(_ words: [String], _ key: String, in session: Session) -> Bool {
    guard let run = session.lastRun, run.report.maker == .flow else { return false }
    return key.isEmpty || key == slowWord || words.first?.lowercased() == requestWord
      || run.report.causes.contains { ExplainedLoss.isMeant($0, by: key, in: session) }
  }

  /// How many of the first words name what can be explained, where all together name nothing; `nil` where none do.
  private static func known(_ words: [String], in session: Session) -> Int? {
    guard words.count > 1 else { return nil }
    let count = (1..<words.count).last { count in
      let text = words.prefix(count).joined(separator: " ")
      do throws(CommandFailure) {
        _ = try ExplainedLoss.asked(text, in: session)
        return true
      } catch {
        return ExplainedLatency.asked(ComparableText.key(text), in: session) != nil
      }
    }
    return count ?? (words[0].lowercased() == slowWord ? 1 : nil)
  }

  /// Which words are too many behind those that are read.
  private static func surplus(_ words: [String], after count: Int) -> CommandFailure {
    CommandFailure(
      "explain.surplus",
      [
        "line": .string((["explain"] + words.prefix(count)).joined(separator: " ")),
        "word": .string(words.dropFirst(count).joined(separator: " ")),
      ])
  }

  /// The run that it is about.
  var run: FollowedRun {
    switch self {
    case .loss(let loss): loss.run
    case .latency(let latency): latency.run
    case .request(_, let run): run
    }
  }

  /// The check whose worst run that is, with its number as `check` shows it; `nil` for a run that no check judged.
  var check: (number: Int, result: Verdict.CheckResult)? {
    switch self {
    case .loss(let loss): loss.check
    case .latency(let latency): latency.check
    case .request: nil
    }
  }

  /// The request to follow.
  var followed: RequestReference? {
    switch self {
    case .loss(let loss): loss.cause.sample
    case .latency(let latency): latency.sample
    case .request(let reference, _): reference
    }
  }
}

/// Where the time of a run's answers went.
struct ExplainedLatency {
  let run: FollowedRun
  /// The check whose worst run this is, with its number; `nil` for a run that no check judged.
  var check: (number: Int, result: Verdict.CheckResult)?

  /// A slow answer of the largest kind; `nil` where none was slow.
  var sample: RequestReference? { run.report.slow.first { $0.sample != nil }?.sample }

  /// What most of the answers' time went to, summed over all of them.
  var parts: LatencyParts {
    var sum = LatencyParts()
    for kind in run.report.classes { sum += kind.parts }
    return sum
  }

  /// The same of the slow ones.
  var slowParts: LatencyParts {
    var sum = LatencyParts()
    for slow in run.report.slow { sum += slow.parts }
    return sum
  }

  /// A check about latency that a text means; without a text the last run, where it had slow answers, or the first check
  /// about latency that counts and does not hold. `nil` for none.
  static func asked(_ key: String, in session: Session) -> ExplainedLatency? {
    if key.isEmpty, let run = session.lastRun {
      return run.report.slow.isEmpty ? nil : ExplainedLatency(run: run)
    }
    guard let judged = session.verdict else { return nil }
    let checks = judged.verdict.checks
    func isOpen(_ index: Int) -> Bool { checks[index].counts && !checks[index].holds }
    let search = VerdictSearch(judged: judged, session: session)
    let begun = key.isEmpty ? checks.indices.filter(isOpen) : search.checks(begunBy: key)
    let candidates = (key.isEmpty ? nil : search.check(named: key)).map { [$0] } ?? begun
    return candidates.lazy.compactMap { ExplainedLatency(judged, check: $0) }.first
  }

  init(run: FollowedRun) { self.run = run }

  /// The worst run of a check about latency; `nil` for another check.
  private init?(_ judged: JudgedWorld, check index: Int) {
    let result = judged.verdict.checks[index]
    guard result.check.unit == .milliseconds, let worst = result.worst else { return nil }
    guard let judgedRun = judged.run(of: judged.verdict.reports[worst]) else { return nil }
    run = judgedRun
    check = (index + 1, result)
  }
}

extension Session {
  /// The run whose requests have names now: that of the last `explain`, else what ran last, else the worst of the check.
  func runToExplain() throws(CommandFailure) -> FollowedRun {
    if let run = explainedRun ?? runToDraw { return run }
    _ = try lastVerdict()
    guard let run = runToDraw else { throw CommandFailure("explain.no-verdict") }
    return run
  }
}
