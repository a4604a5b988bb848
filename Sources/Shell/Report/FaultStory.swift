import Cloud
import EventKernel
import Traffic

/// How a fault went on: when something in the world noticed it, when something acted, when the service was good again.
struct FaultStory: Encodable, Sendable {
  let code: String
  let resource: String
  /// Seconds since the run began.
  let start: Double
  let end: Double
  /// Requests lost from its start until the next fault or the end of the run.
  let lost: Int
  /// Seconds from its start until a health check, alarm or service noticed; `nil` where nothing did.
  let noticed: Double?
  /// Seconds from its start until something took over or was started anew; `nil` where nothing did.
  let acted: Double?
  /// Seconds from its start to the end of the last bad ten seconds; `nil` when the service was bad to the end.
  let goodAgain: Double?

  /// What tells that something has noticed a fault.
  private static let noticing: Set<String> = [
    "target-unhealthy-timeout", "target-unhealthy-refused", "target-unhealthy-code", "dns-check-unhealthy",
    "group-instance-unhealthy", "database-failover-started", "database-failover-asked",
    "cache-failover-started", "spot-notice",
  ]
  /// What tells that something acts against one.
  private static let acting: Set<String> = [
    "group-launches", "group-capacity-changes", "database-failover-done", "cache-failover-done",
    "instance-recovered", "zonal-shift-begins",
  ]

  /// The stories of a report's faults, in their order; each ends where the next begins.
  static func all(of report: Report) -> [FaultStory] {
    report.faults.enumerated().map { index, fault in
      func seconds(_ entry: Report.TimelineEntry?) -> Double? {
        entry.map { ($0.at - fault.start).inSeconds }
      }
      return FaultStory(
        code: fault.code, resource: fault.resource, start: fault.start.inSeconds, end: fault.end.inSeconds,
        lost: fault.lost, noticed: seconds(firstNotice(ofFault: index, in: report)),
        acted: seconds(firstAct(ofFault: index, in: report)), goodAgain: fault.goodAgain?.inSeconds)
    }
  }

  /// What noticed a fault first; `nil` where nothing did before the next fault.
  static func firstNotice(ofFault index: Int, in report: Report) -> Report.TimelineEntry? {
    first(ofFault: index, in: report) { noticing.contains($0.code) || $0.isAlarm }
  }

  /// What acted first against a fault; `nil` where nothing did before the next fault.
  static func firstAct(ofFault index: Int, in report: Report) -> Report.TimelineEntry? {
    first(ofFault: index, in: report) { acting.contains($0.code) }
  }

  private static func first(
    ofFault index: Int, in report: Report, where isMeant: (Occurrence) -> Bool
  ) -> Report.TimelineEntry? {
    let start = report.faults[index].start
    let until = index + 1 < report.faults.count ? report.faults[index + 1].start : report.duration
    return report.timeline.first { $0.at >= start && $0.at < until && isMeant($0.occurrence) }
  }
}

/// A fault that was in force before the run, as scripts read it.
struct StandingStory: Encodable, Sendable {
  let code: String
  let resource: String
  /// Seconds for which it had been in force when the run began.
  let before: Double
  /// Seconds since the run began.
  let end: Double

  init(_ fault: Report.StandingFault) {
    code = fault.code
    resource = fault.resource
    before = fault.before.inSeconds
    end = fault.end.inSeconds
  }
}

extension Occurrence {
  /// Whether an alarm goes off.
  fileprivate var isAlarm: Bool { code == "alarm-state" && details.last == "ALARM" }
}
