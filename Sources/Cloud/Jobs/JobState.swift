package import EventKernel

/// Why jobs are not done in time: a closed list, each with one meaning; the sentences are in the texts (`jobs.delay.<code>`).
package enum JobDelay: String, Sendable, CaseIterable {
  /// No machine has ever worked on the queue.
  case noWorker = "no-worker"
  /// One job alone takes longer than the deadline.
  case jobTooLong = "job-too-long"
  /// Without the work that interruptions lost the rest would be done.
  case workLost = "work-lost"
  /// Without the time that went into checkpoints, and the work lost, the rest would be done.
  case savingTakesTime = "saving-takes-time"
  /// Without the time in which vCPUs ran below full speed the rest would be done too.
  case slowWorkers = "slow-workers"
  /// The machines would have been enough had all of them worked from the beginning to the deadline.
  case workersAway = "workers-away"
  /// Even all machines together have too few vCPUs.
  case tooFewWorkers = "too-few-workers"
}

/// How far the jobs of one queue have come.
package struct JobProgress: Sendable, Equatable {
  /// A job that an interruption has put back, with the work that is left of it.
  struct Returned: Sendable, Equatable {
    let number: Int
    let rest: Duration
  }

  /// What is to be done.
  package let queue: JobQueue
  /// When the jobs were given.
  package let given: Instant
  /// What the jobs' times are drawn from.
  let seed: UInt64
  /// The first job that nobody has begun.
  var next = 0
  /// The jobs that were interrupted and wait, the longest waiting first.
  var returned: [Returned] = []
  /// How many jobs are done.
  package internal(set) var done = 0
  /// The time of vCPUs that the jobs that are done needed, without checkpoints.
  package internal(set) var worked = Duration.zero
  /// How often a job was interrupted.
  package internal(set) var interrupted = 0
  /// The time of vCPUs that was worked and lost with interruptions.
  package internal(set) var lost = Duration.zero
  /// The time of vCPUs that went into checkpoints.
  package internal(set) var saving = Duration.zero
  /// The time of vCPUs that was missing since they ran below full speed.
  package internal(set) var slowed = Duration.zero
  /// When the last job was done.
  package internal(set) var finished: Instant?
  /// How many jobs were not done at the deadline; `nil` before it, and without one.
  package internal(set) var late: Int?
  /// Why they were not.
  package internal(set) var delay: JobDelay?
  /// The most vCPUs that worked on the queue at once.
  package internal(set) var mostSlots = 0
  /// Every machine that has worked on it, in the order in which they came.
  package internal(set) var machines: [InstanceID] = []

  init(_ queue: JobQueue, given: Instant, seed: UInt64) {
    self.queue = queue
    self.given = given
    self.seed = seed
  }

  /// The time of a vCPU that a job takes: the same on every machine and in every world.
  func work(of number: Int) -> Duration {
    switch queue.variation {
    case .constant: return queue.cpu
    case .exponential:
      let draws = Draws(
        seed: seed, purpose: DrawPurpose.jobs.rawValue, population: World.drawNumber(of: queue.name),
        number: UInt64(number))
      return max(.milliseconds(1), queue.cpu * draws.exponential(0, .standard))
    }
  }

  /// Whether a job waits for a machine.
  var hasWaiting: Bool { !returned.isEmpty || next < queue.count }

  /// Takes the job that waits longest, interrupted ones first.
  mutating func take() -> Returned? {
    if !returned.isEmpty { return returned.removeFirst() }
    guard next < queue.count else { return nil }
    next += 1
    return Returned(number: next - 1, rest: work(of: next - 1))
  }
}

/// A machine that works through a queue.
struct JobWorker: Sendable, Equatable {
  /// A job on one of its vCPUs.
  struct Running: Sendable, Equatable {
    let number: Int
    /// The work that was left when it came to this machine.
    let rest: Duration
    /// The time of the vCPU that it has had here.
    var effort = Duration.zero
  }

  /// The name of the queue.
  let queue: String
  /// How many jobs it takes at once: one a vCPU.
  let slots: Int
  /// How its jobs are saved.
  let arithmetic: JobArithmetic
  /// Whether it has handed its jobs back and takes no more, since it was told that it goes.
  var isLeaving = false
  var running: [Running] = []
  /// Up to when its work is counted, at which speed it has worked since.
  var since: Instant
  var speed: Double
  /// When the next of its jobs is done.
  var wake: AgendaKey?
  /// The time of vCPUs that it has worked in the minute that has not ended.
  var worked = Duration.zero
}

/// The queues of a world and who works on them.
package struct JobState: Sendable, Equatable {
  /// How far each queue has come, in the order of the workload.
  package internal(set) var queues: [JobProgress] = []
  /// The machines that work.
  var workers = Table<InstanceID, JobWorker>()
  /// What the machines were last looked at by.
  var seenInstances: UInt32 = 0
  var seenFaults: UInt32 = 0
  /// Whether they have to be looked at again though no number has changed.
  var isStale = false

  /// The position of a queue by its name. O(queues).
  func position(of name: String) -> Int? { queues.firstIndex { $0.queue.name == name } }
}
