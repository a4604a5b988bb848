import Assessment
import Cloud
import Course
import EventKernel
import Traffic

/// What `explain` tells, as scripts read it (docs/report-schema.md).
struct ExplainResult: Encodable {
  /// A cause with its share of the lost requests.
  struct Cause: Encodable {
    let code: String
    let resource: String
    let lost: Int
    let share: Double
    /// Seconds since the run began.
    let first: Double
    let last: Double
    /// A request that was lost by it.
    let request: String?
  }

  /// Where time went: the mean of all answers and of the slow ones, milliseconds.
  struct Part: Encodable {
    let part: String
    let milliseconds: Double
    let slowMilliseconds: Double
  }

  /// What most of the time of slow answers went to.
  struct Slow: Encodable {
    let part: String
    let resource: String
    let answers: Int
    let request: String?
  }

  /// A hop of the followed request.
  struct Hop: Encodable {
    /// Seconds since the run began.
    let at: Double
    let attempt: Int
    let code: String
    let resource: String
    /// How long it took, seconds.
    let seconds: Double
  }

  /// The check's id; missing where a run was followed that no check judged.
  let check: String?
  let experiment: String
  let zone: String?
  let live: Bool
  let lost: Int
  let answered: Int
  let faults: [FaultStory]
  /// Faults that were in force already when the run began.
  let standing: [StandingStory]
  let causes: [Cause]
  let parts: [Part]
  let slow: [Slow]
  /// The request that is followed; missing where none was lost or slow.
  let request: String?
  /// Why it was lost; missing where it was answered.
  let cause: String?
  /// What decided that.
  let resource: String?
  let hops: [Hop]

  init(_ subject: ExplainSubject, _ trace: [Report.Hop]) {
    let run = subject.run
    let report = run.report
    check = subject.check?.result.check.id
    experiment = report.experiment
    zone = report.zone?.rawValue
    live = run.isLive
    lost = report.lost
    answered = report.answered
    faults = FaultStory.all(of: report)
    standing = report.standing.map(StandingStory.init)
    causes = report.causes.filter { $0.lost > 0 }.map { cause in
      Cause(
        code: cause.code.rawValue, resource: cause.resource, lost: cause.lost,
        share: Double(cause.lost) / Double(max(1, report.lost)), first: cause.first.inSeconds,
        last: cause.last.inSeconds, request: cause.sample.map { run.name(of: $0) })
    }
    let latency = ExplainedLatency(run: run)
    let (all, late) = (latency.parts, latency.slowParts)
    parts = LatencyParts.Part.allCases.map { part in
      Part(
        part: part.rawValue, milliseconds: all[part].inMilliseconds / Double(max(1, all.requests)),
        slowMilliseconds: late[part].inMilliseconds / Double(max(1, late.requests)))
    }
    slow = report.slow.map { slow in
      Slow(
        part: slow.part.rawValue, resource: slow.resource, answers: slow.answers,
        request: slow.sample.map { run.name(of: $0) })
    }
    request = trace.isEmpty ? nil : subject.followed.map { run.name(of: $0) }
    cause = trace.last?.failure
    resource = trace.last?.failure == nil ? nil : trace.last?.resource
    hops = trace.map { hop in
      Hop(
        at: hop.at.inSeconds, attempt: hop.attempt, code: hop.code, resource: hop.resource,
        seconds: hop.span.inSeconds)
    }
  }
}
