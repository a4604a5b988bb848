import Cloud
import EventKernel

/// What a replica has yet to do of the writes that did not come to it when they were made.
struct ReplayWork {
  /// Of a vCPU, in nanoseconds.
  var work: UInt64 = 0
  /// Of the volume.
  var operations: UInt64 = 0
  /// What its source has yet to send.
  var bytes: UInt64 = 0

  /// Nothing.
  init() {}

  /// That of one write.
  init(_ write: ReplayedWrite) {
    work = write.work
    operations = write.operations
    bytes = UInt64(write.bytes)
  }

  /// What is left at a moment of what the world keeps: the part of the writes that are not done.
  init(_ backlog: ReplayBacklog, at moment: Instant) {
    let all = backlog.missing(at: .epoch)
    guard all > 0 else { return }
    let left = Double(backlog.missing(at: moment)) / Double(all)
    work = UInt64(Double(max(0, backlog.work.nanoseconds)) * left)
    operations = UInt64(Double(backlog.operations) * left)
    bytes = backlog.bytes
  }

  /// Tells it to what the world keeps.
  func tell(_ backlog: inout ReplayBacklog) {
    backlog.work = Duration(nanoseconds: Int64(clamping: work))
    backlog.operations = operations
    backlog.bytes = bytes
  }

  @inline(__always)
  static func += (sum: inout ReplayWork, more: ReplayWork) {
    sum.work &+= more.work
    sum.operations &+= more.operations
    sum.bytes &+= more.bytes
  }

  /// Takes the part with so much of the work; all of it when that is all.
  mutating func take(_ part: UInt64) -> ReplayWork {
    guard part < work else {
      defer { self = ReplayWork() }
      return self
    }
    let share = Double(part) / Double(work)
    var taken = ReplayWork()
    taken.work = part
    taken.operations = UInt64(Double(operations) * share)
    taken.bytes = UInt64(Double(bytes) * share)
    work -= part
    operations -= taken.operations
    bytes -= taken.bytes
    return taken
  }
}

extension Engine {
  /// For how long a replica does what it missed before others get their turn at its vCPUs and its volume (TEACH).
  private static let replayTurn: UInt64 = 10_000_000

  /// A replica was away, or nothing came to it, and that is over: it does what it missed, on all its vCPUs and its volume,
  /// taking turns with reads. Writes that come meanwhile wait behind (TEACH, facts: RDS 10.2: backlog by replay rate).
  // Simplified: rds-replica-replay
  func catchUp(_ position: Int16, at time: UInt64) {
    let replica = databases + Int(position)
    let comes = time &+ replica.pointee.replicationDelay
    guard replica.pointee.owed.work > 0 else {
      let held = replica.pointee.backlog?.held ?? 0
      replica.pointee.backlog?.release(held, from: comes, until: comes)
      replica.pointee.owed = ReplayWork()
      return
    }
    replica.pointee.isCatchingUp = true
    replica.pointee.catchUps &+= 1
    var turn = Attempt(
      start: comes, deadline: .max, begun: comes, base: 0, number: 0, population: 0, kind: 0)
    turn.stage = .replays
    turn.database = position
    turn.databaseLife = replica.pointee.catchUps
    queue.push(at: comes, payload: UInt32(bitPattern: allocateAttempt(turn)))
  }

  /// The next turn of a replica that catches up; once the users are gone it does the rest at once.
  @inline(never)
  func replayOn(_ index: Int32, at time: UInt64) {
    let replica = databases + Int(attempts[Int(index)].database)
    guard replica.pointee.isCatchingUp, replica.pointee.catchUps == attempts[Int(index)].databaseLife else {
      return release(index)
    }
    let servers = UInt64(replica.pointee.station.servers)
    let owed = replica.pointee.owed.work
    let isLast = time >= end
    let taken = replica.pointee.owed.take(isLast ? owed : turn(of: replica))
    let (_, moved) = replica.pointee.volume.reserve(at: time, units: taken.operations)
    var done = moved
    for server in 0..<servers {
      let share = taken.work / servers &+ (server < taken.work % servers ? 1 : 0)
      done = max(done, replica.pointee.station.reserve(at: moved, work: share).end)
    }
    replica.pointee.busy &+= taken.work
    replica.pointee.minuteBusy &+= taken.work
    replica.pointee.minuteWrites &+= Int(clamping: taken.operations)
    replica.pointee.minuteWriteTime &+= moved &- time
    if replica.pointee.farSource >= 0 { replica.pointee.copiedBytes &+= taken.bytes }
    if isLast {
      replica.pointee.owedLater += taken
      replica.pointee.owedLater.bytes = 0
    }
    let held = replica.pointee.backlog?.held ?? 0
    let count = taken.work < owed ? UInt64(Double(held) * Double(taken.work) / Double(owed)) : held
    replica.pointee.backlog?.release(count, from: time, until: done)
    if replica.pointee.owed.work > 0 { return queue.push(at: done, payload: UInt32(bitPattern: index)) }
    replica.pointee.isCatchingUp = false
    replica.pointee.replay.note(written: time, applied: done)
    release(index)
    // Those behind it have waited for it.
    var next = replica.pointee.firstReplica
    while next >= 0 {
      let behind = databases + Int(next)
      if !isHeld(next), !behind.pointee.isCatchingUp, behind.pointee.backlog.map({ $0.held > 0 }) ?? false {
        behind.pointee.isHeld = false
        catchUp(next, at: time)
      }
      next = behind.pointee.nextReplica
    }
  }

  /// How much of its work a replica does in one turn, by its vCPUs or its volume, whichever takes longer.
  private func turn(of replica: UnsafeMutablePointer<Database>) -> UInt64 {
    let owed = replica.pointee.owed
    let quick = Double(replica.pointee.volume.quickSpan(of: 1)) * Double(owed.operations)
    let busy = Double(owed.work) / Double(replica.pointee.station.servers)
    let share = Double(Engine.replayTurn) / max(1, quick, busy)
    return share < 1 ? max(1, UInt64(Double(owed.work) * share)) : owed.work
  }
}
