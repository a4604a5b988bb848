package import EventKernel

/// Something that happened in the world, told by a code of the catalogue of texts (`occurrences.<code>`).
package struct Occurrence: Sendable, Equatable {
  /// When it happened.
  package let at: Instant
  /// What happened, in kebab case; the sentence is in the texts.
  package let code: String
  /// The resource that it happened to, by the id or name that AWS shows.
  package let resource: String
  /// What else the sentence names, in the order of its placeholders `{0}`, `{1}` …
  package let details: [String]
}

/// The newest occurrences of a world, bounded so that a long life costs no memory.
package struct OccurrenceLog: Sendable, Equatable {
  private static let capacity = 2_000

  /// The occurrences, oldest first.
  package private(set) var entries: [Occurrence] = []
  /// How many older ones were dropped.
  package private(set) var dropped = 0

  package init() {}

  mutating func add(_ occurrence: Occurrence) {
    entries.append(occurrence)
    guard entries.count >= 2 * Self.capacity else { return }
    dropped += entries.count - Self.capacity
    entries.removeFirst(entries.count - Self.capacity)
  }
}

extension World {
  /// Notes that something happened now.
  mutating func note(_ code: String, _ resource: String, _ details: String...) {
    occurrences.add(Occurrence(at: now, code: code, resource: resource, details: details))
  }
}
