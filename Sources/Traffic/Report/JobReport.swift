package import Cloud
package import EventKernel

extension Report {
  /// How far the jobs of one queue have come at the end of a run.
  ///
  /// Counted since the jobs were given: an experiment gives them at its beginning, the learner's own world when its
  /// load is set.
  package struct JobReport: Sendable, Equatable {
    package let queue: String
    /// How many jobs there are, and how many are done.
    package let count: Int
    package let done: Int
    /// How often a job was interrupted, and the time of vCPUs that was lost so.
    package let interrupted: Int
    package let workLost: Duration
    /// The time of vCPUs that the jobs that are done needed.
    package let worked: Duration
    /// The time of vCPUs that went into checkpoints.
    package let saving: Duration
    /// When the jobs were given, and when the last was done; since the run began.
    package let given: Duration
    package let finished: Duration?
    /// Since the run began; `nil` without a deadline.
    package let deadline: Duration?
    /// How many jobs were not done at the deadline; 0 before it.
    package let late: Int
    /// Why they were not.
    package let delay: JobDelay?
    /// What the machines that worked on the queue have cost since the jobs were given.
    package let cost: Money

    /// The share of all work that was lost and had to be done again, 0 to 1.
    package var repeated: Double {
      workLost > .zero ? workLost / (worked + workLost) : 0
    }

    /// What a job has cost that is done; `nil` while none is.
    package var costPerJob: Double? { done > 0 ? cost.dollars / Double(done) : nil }

    init(_ progress: JobProgress, in world: World, since start: Instant) {
      queue = progress.queue.name
      count = progress.queue.count
      done = progress.done
      interrupted = progress.interrupted
      workLost = progress.lost
      worked = progress.worked
      saving = progress.saving
      given = progress.given - start
      finished = progress.finished.map { $0 - start }
      deadline = progress.queue.deadline.map { progress.given + $0 - start }
      late = progress.late ?? 0
      delay = progress.delay
      cost = Money(microdollars: Int64((world.cost(of: progress) * 1e6).rounded()))
    }

    /// Appends the canonical encoding.
    func append(to bytes: inout CanonicalBytes) {
      bytes.append(queue)
      for number in [count, done, interrupted, late] { bytes.append(number) }
      for span in [workLost, worked, saving, given] { bytes.append(span) }
      bytes.append(finished?.nanoseconds ?? -1)
      bytes.append(deadline?.nanoseconds ?? -1)
      bytes.append(delay?.rawValue ?? "")
    }
  }
}
