/// What a draw is for: part of its address, so that no two uses share a number. Numbers are never reused.
package enum DrawPurpose: UInt64, Sendable {
  /// Ids of resources, under the world seed.
  case ids = 1
  /// Timings of machines: boot, failover.
  case machine = 2
  /// When requests come.
  case arrivals = 3
  /// What a request is and how much work it makes.
  case request = 4
  /// When faults begin.
  case faults = 5
  /// Who resolves which name, and which of several answers is used.
  case resolution = 6
  /// Whether an image made without a reboot is torn.
  case imaging = 7
  /// What spare capacity costs and when it goes.
  case spareCapacity = 8
  /// Which way the learner's own web requests take.
  case visits = 11
}
