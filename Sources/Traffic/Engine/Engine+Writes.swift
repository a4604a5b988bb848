import Cloud
import EventKernel

/// A write as the replicas of its database do it again.
struct ReplayedWrite {
  /// Of a vCPU, in nanoseconds.
  let work: UInt64
  /// Of the volume.
  let operations: UInt64
  let bytes: Int
}

extension Engine {
  // MARK: Requests

  /// A database has acknowledged the write of an attempt.
  @inline(__always)
  func acknowledge(_ index: Int32, _ database: UnsafeMutablePointer<Database>) {
    database.pointee.writes.acknowledged &+= 1
    if database.pointee.firstReplica >= 0 || database.pointee.writes.isUntouched {
      settleWrite(index, database)
    }
  }

  @inline(never)
  private func settleWrite(_ index: Int32, _ database: UnsafeMutablePointer<Database>) {
    if database.pointee.writes.isUntouched { takePlace(database) }
    guard database.pointee.firstReplica >= 0 else { return }
    let issued = database.pointee.writes.issued
    let later = UInt32(truncatingIfNeeded: issued) &- UInt32(bitPattern: attempts[Int(index)].key)
    guard UInt64(later) < issued else { return }
    let number = issued - UInt64(later)
    acknowledge(number, inReplicasOf: database)
    if let clientWrites {
      let client = client(of: index)
      guard client >= 0 else { return }
      clientWrites[client] = ClientWrite(number: number, database: Int16(database - databases))
    }
  }

  private func acknowledge(_ number: UInt64, inReplicasOf database: UnsafeMutablePointer<Database>) {
    var next = database.pointee.firstReplica
    while next >= 0 {
      let replica = databases + Int(next)
      next = replica.pointee.nextReplica
      replica.pointee.backlog?.acknowledge(number)
      acknowledge(number, inReplicasOf: replica)
    }
  }

  /// Applications write to a database that has another's data, for the first time: what the other had acknowledged until
  /// now and did not come over is lost.
  func takePlace(_ database: UnsafeMutablePointer<Database>) {
    database.pointee.writes.isUntouched = false
    let origin = database.pointee.writes.origin
    var newest = database.pointee.writes.originAcknowledged
    for position in 0..<databaseCount where databases[position].resourceID.utf8.elementsEqual(origin.utf8) {
      newest = max(newest, databases[position].writes.acknowledged)
    }
    database.pointee.writes.lost &+= newest - min(newest, database.pointee.writes.received)
  }

  /// The replicas of a database do a write again, in the order of their work (TEACH, facts: RDS 10.2).
  ///
  /// - Parameters:
  ///   - written: when the source has the write.
  ///   - now: when the source takes the write up.
  // Simplified: rds-replica-replay
  func replay(
    _ write: ReplayedWrite, from source: UnsafeMutablePointer<Database>, written: UInt64, at now: UInt64
  ) {
    var next = source.pointee.firstReplica
    while next >= 0 {
      let replica = databases + Int(next)
      next = replica.pointee.nextReplica
      guard replica.pointee.isServing, replica.pointee.cutSince == 0, !replica.pointee.isCatchingUp else {
        miss(write, replica, written: written, at: now)
        continue
      }
      if replica.pointee.farSource >= 0 { replica.pointee.copiedBytes &+= UInt64(write.bytes) }
      // The work is taken up in the order of the source's; a place that is kept for later would hold up the reads before it.
      let (_, moved) = replica.pointee.volume.reserve(at: now, units: write.operations)
      replica.pointee.minuteWrites &+= Int(write.operations)
      replica.pointee.minuteWriteTime &+= moved &- now
      let (_, ends) = replica.pointee.station.reserve(at: moved, work: write.work)
      replica.pointee.busy &+= write.work
      replica.pointee.minuteBusy &+= write.work
      let done = max(ends, written) &+ replica.pointee.replicationDelay
      replica.pointee.replay.note(written: written, applied: done)
      replica.pointee.backlog?.push(written: written, done: done, at: now)
      if replica.pointee.firstReplica >= 0 { replay(write, from: replica, written: done, at: now) }
    }
  }

  /// A write does not reach a replica yet, nor those behind it.
  private func miss(
    _ write: ReplayedWrite, _ replica: UnsafeMutablePointer<Database>, written: UInt64, at now: UInt64
  ) {
    replica.pointee.owed += ReplayWork(write)
    replica.pointee.backlog?.push(written: written, done: ReplayQueue.never, at: now)
    var next = replica.pointee.firstReplica
    while next >= 0 {
      miss(write, databases + Int(next), written: written, at: now)
      next = databases[Int(next)].nextReplica
    }
  }

  /// A replica begins to read for an attempt: it may lack the last write of the attempt's own client.
  @inline(never)
  func noteRead(_ index: Int32, _ replica: UnsafeMutablePointer<Database>, at time: UInt64) {
    guard let clientWrites else { return }
    let client = client(of: index)
    guard client >= 0 else { return }
    let last = clientWrites[client]
    guard last.number > 0, last.database == replica.pointee.root,
      replica.pointee.backlog?.has(last.number, at: time) == false
    else { return }
    replica.pointee.writes.staleReads &+= 1
    attempts[Int(index)].isStale = true
  }

  // MARK: The world's changes

  /// Takes over how far a database of the world has come.
  func takeWrites(_ row: DBInstance, _ database: UnsafeMutablePointer<Database>) {
    var counts = WriteCounts()
    counts.acknowledged = row.writes.last
    counts.before = row.writes.last
    counts.issued = row.writes.last
    if let origin = row.writes.origin, !row.writes.isInUse, row.replication == nil {
      counts.isUntouched = true
      counts.origin = origin.resourceID
      counts.received = origin.received
      counts.originAcknowledged = origin.acknowledged
    }
    counts.lost = database.pointee.writes.lost
    counts.staleReads = database.pointee.writes.staleReads
    database.pointee.writes = counts
  }

  /// A replica becomes a primary: it has what it has done by now, unless it parted from its source before the run.
  func part(_ position: Int16, _ row: DBInstance, at time: UInt64) {
    let replica = databases + Int(position)
    if let backlog = replica.pointee.backlog, replica.pointee.root >= 0 {
      let primary = databases + Int(replica.pointee.root)
      let acknowledged = primary.pointee.writes.acknowledged
      let missing = min(acknowledged, backlog.missing(at: time))
      world.noteOrigin(
        DatabaseWrites.Origin(
          resourceID: primary.pointee.resourceID, received: acknowledged - missing, acknowledged: acknowledged
        ),
        ofDatabase: replica.pointee.key)
      backlog.deallocate()
    }
    replica.pointee.backlog = nil
    replica.pointee.source = -1
    replica.pointee.root = -1
    replica.pointee.isHeld = false
    replica.pointee.isCatchingUp = false
    replica.pointee.owed = ReplayWork()
    takeWrites(world.rds.instances[replica.pointee.key] ?? row, replica)
  }

  /// Ties replicas to what they replicate, and finds out to which of them nothing comes now.
  func settleReplication(at time: UInt64) {
    for position in 0..<databaseCount where databases[position].isReplica {
      let replica = databases + position
      guard replica.pointee.source >= 0 else { continue }
      var root = replica.pointee.source
      for _ in 0..<8 where databases[Int(root)].source >= 0 { root = databases[Int(root)].source }
      replica.pointee.root = root
      if replica.pointee.backlog == nil { beginBacklog(of: replica, at: time) }
      let delay = replica.pointee.replicationDelay
      let isHeld = isHeld(Int16(position))
      if isHeld, !replica.pointee.isHeld || !replica.pointee.isServing {
        // What a replica has not done when it stops it does when it is back.
        let bound = replica.pointee.isServing && time > delay ? time - delay : 0
        replica.pointee.backlog?.hold(at: time, writtenAfter: bound)
        replica.pointee.isCatchingUp = false
      } else if !isHeld, replica.pointee.isHeld {
        catchUp(Int16(position), at: time)
      }
      replica.pointee.isHeld = isHeld
    }
  }

  /// Whether nothing comes to a replica: it, its source or one further up is away, or the way between them, or one
  /// further up has not caught up.
  func isHeld(_ position: Int16) -> Bool {
    var place = position
    while databases[Int(place)].source >= 0 {
      if databases[Int(place)].cutSince > 0 || !databases[Int(place)].isServing { return true }
      place = databases[Int(place)].source
      if databases[Int(place)].isCatchingUp { return true }
    }
    return !databases[Int(place)].isServing
  }

  /// A replica goes on with what it had not done when traffic ended last.
  private func beginBacklog(of replica: UnsafeMutablePointer<Database>, at time: UInt64) {
    if clients > 0, clientWrites == nil {
      let table = UnsafeMutablePointer<ClientWrite>.allocate(capacity: clients)
      table.initialize(repeating: ClientWrite(), count: clients)
      clientWrites = table
    }
    let issued = databases[Int(replica.pointee.root)].writes.issued
    let old = world.rds.instances[replica.pointee.key]?.replication?.backlog ?? ReplayBacklog()
    let missing = old.missing(at: Instant(nanoseconds: Int64(time)))
    guard time == start, missing > 0, missing <= issued else {
      replica.pointee.backlog = ReplayQueue(next: issued + 1)
      return
    }
    var queue = ReplayQueue(next: issued + 1 - missing)
    let isOwed = old.work > .zero
    var busyUntil: UInt64 = 0
    for step in old.steps {
      let at = UInt64(max(0, step.at.nanoseconds))
      guard at > time else { continue }
      let since = UInt64(max(1, step.since.nanoseconds))
      for _ in 0..<step.writes {
        push(onto: &queue, written: since, done: isOwed ? ReplayQueue.never : at)
      }
      if isOwed { continue }
      replica.pointee.replay.note(written: since, applied: at)
      busyUntil = at
    }
    for _ in 0..<old.unsent { push(onto: &queue, written: time, done: ReplayQueue.never) }
    if busyUntil > 0 {
      replica.pointee.station.clear(at: busyUntil)
      replica.pointee.volume.free = max(replica.pointee.volume.free, busyUntil)
    }
    replica.pointee.owed = ReplayWork(old, at: Instant(nanoseconds: Int64(time)))
    replica.pointee.isHeld = queue.held > 0
    replica.pointee.backlog = queue
  }

  private func push(onto queue: inout ReplayQueue, written: UInt64, done: UInt64) {
    queue.push(written: written, done: done, at: start)
    queue.acknowledge(queue.next - 1)
  }

  // MARK: What the world keeps

  /// Tells the world how far its databases have come with their writes.
  func noteWrites(at time: UInt64) {
    for position in 0..<databaseCount {
      let database = databases + position
      guard database.pointee.writes.acknowledged > database.pointee.writes.before else { continue }
      world.noteWrites(
        database.pointee.writes.acknowledged, ofDatabase: database.pointee.key,
        at: Instant(nanoseconds: Int64(time)))
    }
  }

  /// Tells the world what it keeps when traffic ends: how far databases have come, and what replicas have yet to do.
  func noteLastWrites() {
    let time = max(end, UInt64(max(0, world.now.nanoseconds)))
    noteWrites(at: time)
    for position in 0..<databaseCount where databases[position].isReplica {
      let replica = databases + position
      guard let queue = replica.pointee.backlog, replica.pointee.root >= 0 else { continue }
      let acknowledged = databases[Int(replica.pointee.root)].writes.acknowledged
      let missing = min(acknowledged, queue.missing(at: time))
      world.noteWrites(
        acknowledged - missing, ofDatabase: replica.pointee.key, at: Instant(nanoseconds: Int64(time)))
      var backlog = Self.backlog(of: queue, at: time)
      var owed = replica.pointee.owed
      owed += replica.pointee.owedLater
      owed.tell(&backlog)
      world.noteBacklog(backlog, ofReplica: replica.pointee.key)
    }
  }

  /// What a replica has yet to do, by the whole seconds after a moment in which it is done.
  private static func backlog(of queue: ReplayQueue, at time: UInt64) -> ReplayBacklog {
    let second: UInt64 = 1_000_000_000
    var backlog = ReplayBacklog()
    var steps: [(place: UInt64, writes: UInt64, since: UInt64)] = []
    queue.forEachMissing(at: time) { written, done in
      guard done != ReplayQueue.never else {
        backlog.unsent += 1
        return
      }
      steps.append(((done - time + second - 1) / second, 1, written))
    }
    steps.sort { ($0.place, $0.since) < ($1.place, $1.since) }
    var merged: [(place: UInt64, writes: UInt64, since: UInt64)] = []
    for step in steps {
      if merged.last?.place == step.place {
        merged[merged.count - 1].writes += 1
      } else {
        merged.append(step)
      }
    }
    backlog.steps = merged.map {
      ReplayBacklog.Step(
        at: Instant(nanoseconds: Int64(time + $0.place * second)), writes: $0.writes,
        since: Instant(nanoseconds: Int64($0.since)))
    }
    return backlog
  }
}
