import Cloud
import EventKernel
import Texts
import Traffic

/// A run whose lost requests can be followed: it is done once more, bit by bit the same, with one of them traced.
struct FollowedRun: Sendable {
  /// The world before the run.
  let world: World
  let experiment: Experiment
  let report: Report
  /// Whether the run was in the learner's own world, whose clock its moments are told by.
  var isLive = false

  /// When the run began, where `world` is that of its end, as after a live lab.
  var origin: Instant?

  /// When the run began.
  var start: Instant { origin ?? world.now }

  /// What stands on the clock when the run begins.
  var begun: EventKernel.Duration { isLive ? world.now.sinceEpoch : .zero }

  /// The cause with a request to follow that lost most.
  var worst: Report.CauseCount? { report.causes.first { $0.lost > 0 && $0.sample != nil } }

  /// Which run this is, and what its moments count from, for people.
  func heading(in session: Session) -> String {
    session.text(
      isLive ? "explain.of-live" : report.zone == nil ? "explain.of-run" : "explain.of-zone",
      [
        "span": .duration(nanoseconds: report.duration.nanoseconds),
        "zone": .string(report.zone?.rawValue ?? ""),
      ])
  }
}
