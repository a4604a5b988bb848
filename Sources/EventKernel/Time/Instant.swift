/// A moment of simulated time: whole nanoseconds since the world's start, Monday 2026-01-05 00:00:00 UTC.
///
/// Arithmetic saturates at `.distantPast` and `.distantFuture` (292 years from the start).
package struct Instant: Hashable, Sendable {
  /// Nanoseconds since the world's start; negative before it.
  package let nanoseconds: Int64

  /// Makes the moment `nanoseconds` nanoseconds after the world's start.
  @inlinable
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The world's start, 2026-01-05T00:00:00Z.
  @inlinable package static var epoch: Instant { Instant(nanoseconds: 0) }
  /// The last moment that can be told, in the year 2318.
  @inlinable package static var distantFuture: Instant { Instant(nanoseconds: .max) }
  /// The first moment that can be told, in the year 1733.
  @inlinable package static var distantPast: Instant { Instant(nanoseconds: .min) }

  /// The span from the world's start to this moment.
  @inlinable package var sinceEpoch: Duration { Duration(nanoseconds: nanoseconds) }
}

extension Instant: Comparable {
  /// Earlier first.
  @inlinable
  package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Instant {
  /// The moment a span later, saturating.
  @inlinable
  package static func + (instant: Instant, span: Duration) -> Instant {
    Instant(nanoseconds: (instant.sinceEpoch + span).nanoseconds)
  }

  /// The moment a span earlier, saturating.
  @inlinable
  package static func - (instant: Instant, span: Duration) -> Instant {
    Instant(nanoseconds: (instant.sinceEpoch - span).nanoseconds)
  }

  /// The span from `right` to `left`, saturating.
  @inlinable
  package static func - (left: Instant, right: Instant) -> Duration { left.sinceEpoch - right.sinceEpoch }

  /// Moves the moment later in place, saturating.
  @inlinable
  package static func += (instant: inout Instant, span: Duration) { instant = instant + span }

  /// Moves the moment earlier in place, saturating.
  @inlinable
  package static func -= (instant: inout Instant, span: Duration) { instant = instant - span }
}

extension Instant: Codable {
  /// Reads the moment as one integer of nanoseconds since the world's start.
  package init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the moment as one integer of nanoseconds since the world's start.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}
