package import EventKernel

/// The writes that a database has acknowledged, numbered from 1.
///
/// A database that is made of another's data goes on with the number up to which it has the other's writes. What the
/// other had acknowledged beyond that is lost once applications write to the new one in its place.
package struct DatabaseWrites: Sendable, Equatable {
  /// Where the data of a database comes from.
  package struct Origin: Sendable, Equatable {
    /// The resource id of the other database.
    package let resourceID: String
    /// The number of the last of its writes that came over.
    package let received: UInt64
    /// The number of the last write that it had acknowledged when the data was taken.
    package let acknowledged: UInt64

    package init(resourceID: String, received: UInt64, acknowledged: UInt64) {
      self.resourceID = resourceID
      self.received = received
      self.acknowledged = acknowledged
    }
  }

  /// The number of the last acknowledged write at a moment.
  private struct Mark: Sendable, Equatable {
    let at: Instant
    let last: UInt64
  }

  /// More marks than minutes of the longest time that backups are kept, 35 days; older ones are forgotten by halves.
  private static let mostMarks = 120_000

  /// The number of the last acknowledged write, those that came over included.
  package private(set) var last: UInt64 = 0
  /// Where its data comes from; `nil` for a database that began empty.
  package private(set) var origin: Origin?
  /// Whether applications have written to it since.
  package private(set) var isInUse = false
  /// The number before the first mark.
  private var first: UInt64 = 0
  private var marks: [Mark] = []

  /// A database that begins empty.
  package init() {}

  /// A database that is made of another's data.
  package init(from origin: Origin) {
    self.origin = origin
    last = origin.received
    first = origin.received
  }

  /// Notes how far it has come by a moment, which is not before the one noted last.
  mutating func note(_ number: UInt64, at moment: Instant) {
    guard number > last else { return }
    if marks.count >= Self.mostMarks {
      first = marks[Self.mostMarks / 2 - 1].last
      marks.removeFirst(Self.mostMarks / 2)
    }
    last = number
    isInUse = true
    marks.append(Mark(at: moment, last: number))
  }

  /// The number that it had come to by the whole minute before a moment. O(log n).
  // Simplified: rds-restored-by-minute
  package func number(at moment: Instant) -> UInt64 {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].at <= moment { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : marks[low - 1].last
  }
}

/// What a replica has yet to do of the acknowledged writes of its source.
package struct ReplayBacklog: Sendable, Equatable {
  /// Writes that are done together.
  package struct Step: Sendable, Equatable {
    /// When they are done.
    package let at: Instant
    /// How many.
    package let writes: UInt64
    /// When the first of them was written.
    package let since: Instant

    package init(at: Instant, writes: UInt64, since: Instant) {
      self.at = at
      self.writes = writes
      self.since = since
    }
  }

  /// In order of time.
  package var steps: [Step] = []
  /// Writes that have not come, since the source or the way to it is gone.
  package var unsent: UInt64 = 0
  /// What the writes are to do that it catches up with after it was away: vCPU time, operations of its volume, and what its
  /// source has yet to send. Nothing where it was never away: such writes wait in its queue.
  package var work: Duration = .zero
  package var operations: UInt64 = 0
  package var bytes: UInt64 = 0

  package init() {}

  /// How many writes are missing at a moment.
  package func missing(at moment: Instant) -> UInt64 {
    steps.reduce(unsent) { $1.at > moment ? $0 + $1.writes : $0 }
  }
}

extension World {
  /// Notes how far a database has come with its writes by a moment, as traffic counted them.
  package mutating func noteWrites(_ number: UInt64, ofDatabase key: String, at moment: Instant) {
    guard let row = rds.instances[key], row.writes.last < number else { return }
    rds.instances.update(key) { $0.writes.note(number, at: moment) }
  }

  /// Notes what a replica has yet to do when traffic ends.
  package mutating func noteBacklog(_ backlog: ReplayBacklog, ofReplica key: String) {
    guard rds.instances[key]?.replication?.backlog != backlog else { return }
    rds.instances.update(key) { $0.replication?.backlog = backlog }
  }

  /// Notes up to which write a database has another's data, as traffic counted them at the moment of parting.
  package mutating func noteOrigin(_ origin: DatabaseWrites.Origin, ofDatabase key: String) {
    rds.instances.update(key) { $0.writes = DatabaseWrites(from: origin) }
  }

  /// Ends a replica's ties to its source: it has the writes that it has done by now, and no others.
  mutating func partWrites(ofReplica key: String, from source: DBInstance) {
    guard let row = rds.instances[key], let replication = row.replication else { return }
    // The writes are numbered by the primary, however many replicas stand in between.
    var primary = source
    for _ in 0..<RDSReplicas.deepest {
      guard let next = primary.replication.flatMap({ rds.instances[$0.source] }) else { break }
      primary = next
    }
    let missing = min(primary.writes.last, replication.backlog.missing(at: now))
    let origin = DatabaseWrites.Origin(
      resourceID: primary.resourceID, received: primary.writes.last - missing,
      acknowledged: primary.writes.last)
    rds.instances.update(key) {
      $0.writes = DatabaseWrites(from: origin)
      $0.replication?.backlog = ReplayBacklog()
    }
    if missing > 0 { note("database-promoted-behind", row.identifier, "\(missing)", primary.identifier) }
  }

  /// Where the data of a database comes from that is made of a backup of another up to a number.
  func origin(ofBackup source: DBInstance, upTo number: UInt64) -> DatabaseWrites.Origin {
    let live = rds.instances.rows.first { $0.resourceID.utf8.elementsEqual(source.resourceID.utf8) }
    let newest = live ?? rds.retainedBackups[source.resourceID]?.source ?? source
    return DatabaseWrites.Origin(
      resourceID: source.resourceID, received: number, acknowledged: max(number, newest.writes.last))
  }
}
