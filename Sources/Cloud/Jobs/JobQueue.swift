package import EventKernel

/// Jobs that wait for machines: the part of a load that nobody waits for at a screen.
///
/// Machines whose user data names the queue (`JOB_QUEUE`) work through it, one job on each vCPU.
package struct JobQueue: Sendable, Equatable, Codable {
  /// The queue's name, unique in its workload; part of the key of its draws.
  package var name: String
  /// How many jobs there are, at least 1; all of them wait from the beginning.
  package var count: Int
  /// The mean time of one vCPU that a job needs on an instance of the reference speed.
  package var cpu: Duration
  /// How that time varies from job to job.
  package var variation: RequestClass.Variation
  /// How long after they were given all jobs are to be done; `nil` for no hurry.
  package var deadline: Duration?
  /// The time of one vCPU that saving the state of a job takes, with which a checkpoint is paid for.
  package var saving: Duration

  package init(
    name: String, count: Int, cpu: Duration, variation: RequestClass.Variation = .constant,
    deadline: Duration? = nil, saving: Duration = .zero
  ) {
    self.name = name
    self.count = count
    self.cpu = cpu
    self.variation = variation
    self.deadline = deadline
    self.saving = saving
  }

  /// The most queues of a workload.
  package static let mostQueues = 20
  /// The most jobs of one queue.
  package static let mostJobs = 100_000
  /// The shortest and the longest job.
  package static let shortestJob = Duration.seconds(1)
  package static let longestJob = Duration.days(31)
  /// The longest that saving takes.
  package static let longestSaving = Duration.hours(1)
}

/// How a job gets on between checkpoints: pure arithmetic of one vCPU's time.
package struct JobArithmetic: Sendable, Equatable {
  /// How much work lies between two checkpoints; none are made when it is zero.
  package let interval: Duration
  /// What each checkpoint takes.
  package let saving: Duration

  package init(interval: Duration, saving: Duration) {
    self.interval = interval
    self.saving = saving
  }

  /// The time of a vCPU that work takes with its checkpoints; none is made at the end.
  package func effort(for work: Duration) -> Duration {
    guard interval > .zero, work > .zero else { return work }
    let checkpoints = (work.nanoseconds - 1) / interval.nanoseconds
    return work + saving * Int(checkpoints)
  }

  /// What stands after a while of work that is not done yet: the work that a checkpoint holds, what was worked since, and
  /// what went into checkpoints.
  package func standing(after effort: Duration) -> (saved: Duration, unsaved: Duration, saving: Duration) {
    guard interval > .zero else { return (.zero, effort, .zero) }
    let cycle = interval + saving
    let checkpoints = effort.nanoseconds / cycle.nanoseconds
    let rest = Duration(nanoseconds: effort.nanoseconds % cycle.nanoseconds)
    let unsaved = min(rest, interval)
    return (interval * Int(checkpoints), unsaved, saving * Int(checkpoints) + (rest - unsaved))
  }
}
