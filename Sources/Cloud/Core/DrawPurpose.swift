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
  /// Which resources an experiment of FIS picks.
  case experimentTargets = 9
  /// Which calls get the errors that an experiment of FIS injects.
  case injectedErrors = 10
  /// Which way the learner's own web requests take.
  case visits = 11
  /// Which of several machines a fault strikes.
  case struckMachines = 12
  /// Which calls a fault has fail.
  case failedCalls = 13
  /// How much work a job makes.
  case jobs = 20
}
