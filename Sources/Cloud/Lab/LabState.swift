import EventKernel

/// What the lab itself has put into the world: users, faults, how its bill is reckoned.
package struct LabState: Sendable, Equatable {
  /// Who sends requests when the world runs.
  package var workload = Workload.none
  /// The faults in force by number.
  package internal(set) var faults = Table<UInt64, ActiveFault>()
  /// The number that the next fault gets.
  package internal(set) var nextFault: UInt64 = 0

  /// Whether Reserved Instances, Savings Plans and Spot prices change the bill; otherwise every instance costs its
  /// On-Demand price.
  package internal(set) var countsDiscounts = true
  /// How far the jobs of the workload have come.
  package internal(set) var jobs = JobState()

  package init() {}
}

extension World {
  /// Has every instance billed at its On-Demand price, whatever was bought.
  package mutating func leaveDiscountsOut() { lab.countsDiscounts = false }

  /// Puts a workload in the place of the present one; jobs of queues that it has as before go on.
  package mutating func setWorkload(_ workload: Workload) {
    lab.workload = workload
    revision.workload += 1
    giveMissingJobs(drawing: seed.rawValue)
  }
}
