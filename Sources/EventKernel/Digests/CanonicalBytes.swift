/// The one way in which values become bytes before they are hashed.
///
/// Integers are 8 bytes, little-endian, two's complement; truth is the integer 1 or 0; a text is its length in UTF-8 bytes, then these bytes; a list is its
/// length, then its elements, in the order that the caller defines; a 128-bit integer is its lower, then its upper half. There are no floating-point numbers: what is
/// one becomes a fixed-point integer first.
package struct CanonicalBytes: Sendable {
  private var hash = SHA256()

  /// Begins with no bytes.
  package init() {}

  /// Adds a whole number.
  package mutating func append(_ number: Int64) { append(UInt64(bitPattern: number)) }

  /// Adds a whole number.
  package mutating func append(_ number: Int) { append(Int64(number)) }

  /// Adds a whole number.
  package mutating func append(_ number: UInt64) {
    hash.update((0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) })
  }

  /// Adds a whole number of 128 bits.
  package mutating func append(_ number: UInt128) {
    append(UInt64(truncatingIfNeeded: number))
    append(UInt64(truncatingIfNeeded: number >> 64))
  }

  /// Adds a truth.
  package mutating func append(_ truth: Bool) { append(truth ? 1 as UInt64 : 0) }

  /// Adds a text.
  package mutating func append(_ text: String) {
    append(text.utf8.count)
    hash.update(text.utf8)
  }

  /// Adds a moment, in nanoseconds since the world's start.
  package mutating func append(_ time: Instant) { append(time.nanoseconds) }

  /// Adds a span, in nanoseconds.
  package mutating func append(_ span: Duration) { append(span.nanoseconds) }

  /// Adds a list: its length, then each element as `element` adds it.
  package mutating func append<Element>(
    list: some Collection<Element>, _ element: (inout CanonicalBytes, Element) -> Void
  ) {
    append(list.count)
    for item in list { element(&self, item) }
  }

  /// Adds a histogram: sum, longest span, then its buckets.
  package mutating func append(_ histogram: Histogram) {
    append(histogram.sumNanoseconds)
    append(histogram.maxNanoseconds)
    append(list: histogram.buckets) { $0.append($1) }
  }

  /// The SHA-256 of all bytes so far.
  package var digest: Digest { hash.finish() }
}
