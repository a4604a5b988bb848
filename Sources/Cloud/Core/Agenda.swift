package import EventKernel

/// When an entry of the agenda is due; equal times keep the order in which they were put down.
package struct AgendaKey: Hashable, Comparable, Sendable {
  /// The moment at which the entry is due.
  package let at: Instant
  /// The number of the entry, unique in its world.
  package let sequence: UInt64

  package static func < (left: AgendaKey, right: AgendaKey) -> Bool {
    left.at == right.at ? left.sequence < right.sequence : left.at < right.at
  }

  /// The key of the same entry after a span in which the agenda took up so many others.
  func moved(by span: Duration, steps: UInt64) -> AgendaKey {
    AgendaKey(at: at + span, sequence: sequence + steps)
  }
}

/// What the world will do of itself, in the order of time.
package struct Agenda: Sendable, Equatable {
  private var entries = Table<AgendaKey, WorldEvent>()
  /// The number that the next entry gets.
  private(set) var sequence: UInt64 = 0

  /// An agenda with nothing to do.
  package init() {}

  /// Puts an event down for a moment and gives the key under which it can be cancelled.
  @discardableResult
  package mutating func add(_ event: WorldEvent, at: Instant) -> AgendaKey {
    let key = AgendaKey(at: at, sequence: sequence)
    sequence += 1
    entries[key] = event
    return key
  }

  /// Takes an entry off; without effect when it is no longer there.
  package mutating func cancel(_ key: AgendaKey) { entries[key] = nil }

  /// The moment of the next entry, or `nil` when nothing is to be done. O(1).
  package var next: Instant? { entries.first?.id.at }

  /// The next entry; `nil` when nothing is to be done. O(1).
  var nextEvent: (at: Instant, event: WorldEvent)? { entries.first.map { ($0.id.at, $0.row) } }

  /// The moment of the first entry behind a moment. O(entries before it).
  func first(after moment: Instant) -> Instant? { entries.first { $0.id.at > moment }?.id.at }

  /// Moves the entries up to a moment by a span in which so many are taken up. O(n).
  mutating func move(dueUntil limit: Instant, by span: Duration, steps: UInt64) {
    var moved = Table<AgendaKey, WorldEvent>()
    for (key, event) in entries {
      moved[key.at <= limit ? key.moved(by: span, steps: steps) : key] = event
    }
    entries = moved
    sequence += steps
  }

  /// Takes the next entry off and gives it.
  mutating func removeFirst() -> (at: Instant, event: WorldEvent)? {
    entries.removeFirst().map { ($0.id.at, $0.row) }
  }

  /// The keys of the entries that a condition holds of, in the order of time. O(n).
  func keys(where isMeant: (WorldEvent) -> Bool) -> [AgendaKey] {
    entries.filter { isMeant($0.row) }.map(\.id)
  }

  /// The entries in the order of time, for what is pending. O(n).
  package var pending: [(at: Instant, event: WorldEvent)] { entries.map { ($0.id.at, $0.row) } }
}
