/// A span of simulated time in whole nanoseconds, ±292 years.
///
/// Sums, differences and products saturate at `.minimum` and `.maximum` instead of overflowing, so that a learner who
/// asks for absurd spans ends at the rim of time and not in a crash.
package struct Duration: Hashable, Sendable {
  /// The span in nanoseconds; negative for a span backwards.
  package let nanoseconds: Int64

  /// Makes a span of `nanoseconds` nanoseconds.
  @inlinable
  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// No time at all.
  @inlinable package static var zero: Duration { Duration(nanoseconds: 0) }
  /// The longest span, about 292 years.
  @inlinable package static var maximum: Duration { Duration(nanoseconds: .max) }
  /// The longest span backwards.
  @inlinable package static var minimum: Duration { Duration(nanoseconds: .min) }

  /// A span of whole nanoseconds.
  @inlinable
  package static func nanoseconds(_ count: Int) -> Duration { Duration(nanoseconds: Int64(count)) }
  /// A span of whole microseconds, saturating.
  @inlinable
  package static func microseconds(_ count: Int) -> Duration { whole(count, of: 1_000) }
  /// A span of whole milliseconds, saturating.
  @inlinable
  package static func milliseconds(_ count: Int) -> Duration { whole(count, of: 1_000_000) }
  /// A span of whole seconds, saturating.
  @inlinable
  package static func seconds(_ count: Int) -> Duration { whole(count, of: 1_000_000_000) }
  /// A span of whole minutes, saturating.
  @inlinable
  package static func minutes(_ count: Int) -> Duration { whole(count, of: 60_000_000_000) }
  /// A span of whole hours, saturating.
  @inlinable
  package static func hours(_ count: Int) -> Duration { whole(count, of: 3_600_000_000_000) }
  /// A span of whole days of 24 hours, saturating.
  @inlinable
  package static func days(_ count: Int) -> Duration { whole(count, of: 86_400_000_000_000) }

  /// The span nearest to a number of microseconds, saturating; the number must not be NaN.
  package static func microseconds(_ count: Double) -> Duration { nearest(count * 1e3) }
  /// The span nearest to a number of milliseconds, saturating; the number must not be NaN.
  package static func milliseconds(_ count: Double) -> Duration { nearest(count * 1e6) }
  /// The span nearest to a number of seconds, saturating; the number must not be NaN.
  package static func seconds(_ count: Double) -> Duration { nearest(count * 1e9) }
  /// The span nearest to a number of minutes, saturating; the number must not be NaN.
  package static func minutes(_ count: Double) -> Duration { nearest(count * 60e9) }
  /// The span nearest to a number of hours, saturating; the number must not be NaN.
  package static func hours(_ count: Double) -> Duration { nearest(count * 3600e9) }

  /// The span in seconds, rounded to a Double.
  @inlinable package var inSeconds: Double { Double(nanoseconds) / 1e9 }
  /// The span in milliseconds, rounded to a Double.
  @inlinable package var inMilliseconds: Double { Double(nanoseconds) / 1e6 }
  /// The whole seconds of the span, rounded towards zero.
  @inlinable package var wholeSeconds: Int { Int(nanoseconds / 1_000_000_000) }

  @usableFromInline
  static func whole(_ count: Int, of unit: Int64) -> Duration {
    let (product, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
    return Duration(nanoseconds: overflow ? (count < 0 ? .min : .max) : product)
  }

  private static func nearest(_ nanoseconds: Double) -> Duration {
    precondition(!nanoseconds.isNaN, "A duration was made from a number that is not a number.")
    if nanoseconds >= 0x1p63 { return .maximum }
    if nanoseconds < -0x1p63 { return .minimum }
    return Duration(nanoseconds: Int64(nanoseconds.rounded(.toNearestOrEven)))
  }
}

extension Duration: Comparable {
  /// Shorter first.
  @inlinable
  package static func < (left: Duration, right: Duration) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Duration {
  /// The sum, saturating.
  @inlinable
  package static func + (left: Duration, right: Duration) -> Duration {
    let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
    return Duration(nanoseconds: overflow ? (right.nanoseconds < 0 ? .min : .max) : sum)
  }

  /// The difference, saturating.
  @inlinable
  package static func - (left: Duration, right: Duration) -> Duration {
    let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
    return Duration(nanoseconds: overflow ? (right.nanoseconds < 0 ? .max : .min) : difference)
  }

  /// The span backwards, saturating.
  @inlinable
  package static prefix func - (span: Duration) -> Duration { zero - span }

  /// The span `factor` times over, saturating.
  @inlinable
  package static func * (span: Duration, factor: Int) -> Duration {
    let (product, overflow) = span.nanoseconds.multipliedReportingOverflow(by: Int64(factor))
    return Duration(nanoseconds: overflow ? ((span.nanoseconds < 0) == (factor < 0) ? .max : .min) : product)
  }

  /// The span nearest to `factor` times this one, saturating; the factor must not be NaN.
  package static func * (span: Duration, factor: Double) -> Duration {
    nearest(Double(span.nanoseconds) * factor)
  }

  /// The `divisor`-th part, rounded towards zero; the divisor must not be 0.
  @inlinable
  package static func / (span: Duration, divisor: Int) -> Duration {
    let (quotient, overflow) = span.nanoseconds.dividedReportingOverflow(by: Int64(divisor))
    precondition(divisor != 0, "A duration was divided by zero.")
    return Duration(nanoseconds: overflow ? .max : quotient)
  }

  /// How many times `divisor` fits, as a Double.
  @inlinable
  package static func / (span: Duration, divisor: Duration) -> Double {
    Double(span.nanoseconds) / Double(divisor.nanoseconds)
  }

  /// Adds in place, saturating.
  @inlinable
  package static func += (left: inout Duration, right: Duration) { left = left + right }

  /// Subtracts in place, saturating.
  @inlinable
  package static func -= (left: inout Duration, right: Duration) { left = left - right }
}

extension Duration: Codable {
  /// Reads the span as one integer of nanoseconds.
  package init(from decoder: any Decoder) throws {
    nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// Writes the span as one integer of nanoseconds.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nanoseconds)
  }
}
