package import EventKernel

/// A stream of a log group.
package struct LogStream: Sendable, Equatable {
  package let name: String
  package let creation: Instant
  /// The events in the order of their times, those of one time in the order in which they came.
  package private(set) var events: [LogEvent] = []
  /// When the last events came; `nil` before the first.
  package private(set) var lastIngestion: Instant?
  /// What the kept events count as.
  private var bytes = 0

  /// A stream without events.
  package init(name: String, creation: Instant) {
    self.name = name
    self.creation = creation
  }

  /// The events that a stream keeps, and their bytes: a world stays small however long it lives.
  // Simplified: logs-kept
  package static let mostEvents = 20_000
  private static let mostBytes = 8 << 20

  /// Takes events in the order of their times; the oldest go when there are too many.
  mutating func take(_ more: [LogEvent], at now: Instant) {
    guard let first = more.first else { return }
    let isBehind = events.last.map { $0.place < first.place } ?? true
    events += more
    if !isBehind { events.sort { $0.place < $1.place } }
    bytes += more.reduce(0) { $0 + $1.size }
    lastIngestion = now
    drop(while: { count, bytes, _ in count > Self.mostEvents || bytes > Self.mostBytes })
  }

  /// Forgets what happened so early.
  mutating func drop(until moment: Instant) {
    drop(while: { _, _, event in event.at <= moment })
  }

  /// Drops the oldest event while the count, the bytes or the event itself say so.
  private mutating func drop(while isTooMany: (Int, Int, LogEvent) -> Bool) {
    var dropped = 0
    while dropped < events.count, isTooMany(events.count - dropped, bytes, events[dropped]) {
      bytes -= events[dropped].size
      dropped += 1
    }
    events.removeFirst(dropped)
  }
}

/// One event of a stream.
package struct LogEvent: Sendable, Equatable {
  /// When it happened.
  package let at: Instant
  /// When it came.
  package let ingestion: Instant
  package let message: String
  /// Its number among all events of the world.
  let number: Int

  /// What an event counts as beside its message, in bytes (CloudWatch Logs API reference, PutLogEvents).
  static let overhead = 26
  /// The most bytes of a message, of a batch of them, and of a page of an answer (CloudWatch Logs API reference,
  /// PutLogEvents and GetLogEvents).
  static let mostBytes = 1_048_576

  /// As much of a text as an event holds.
  static func fitted(_ text: String) -> String {
    // A character has at most four bytes.
    let most = mostBytes - overhead
    return text.utf8.count <= most ? text : String(text.unicodeScalars.prefix(most / 4))
  }

  /// Its bytes as CloudWatch Logs counts them.
  var size: Int { message.utf8.count + Self.overhead }

  /// Its place in the order of events.
  var place: LogPlace { LogPlace(milliseconds: at.unixMilliseconds, number: number) }
}

/// A place in the order of events: that of an event, or one between two.
struct LogPlace: Comparable, Sendable {
  let milliseconds: Int
  let number: Int

  /// The first place behind an event's.
  var next: LogPlace { LogPlace(milliseconds: milliseconds, number: number + 1) }

  static func < (left: LogPlace, right: LogPlace) -> Bool {
    (left.milliseconds, left.number) < (right.milliseconds, right.number)
  }

  /// The first of so many events in their order that is not before a place by its text. O(log count).
  static func index(of text: String, among count: Int, place: (Int) -> LogPlace) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if place(middle).text.utf8Precedes(text) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The digits of its text, in which places are ordered as they are themselves.
  static let digits = 56

  /// The place as AWS writes it in ids of events: the time above 144 bits, with 56 decimal digits.
  var text: String {
    let base: UInt64 = 1_000_000_000
    var limbs = [UInt64(max(0, milliseconds)) % base, UInt64(max(0, milliseconds)) / base]
    func carry(_ rest: UInt64, shift: UInt64) {
      var rest = rest
      for index in limbs.indices {
        let value = limbs[index] << shift + rest
        limbs[index] = value % base
        rest = value / base
      }
      while rest > 0 {
        limbs.append(rest % base)
        rest /= base
      }
    }
    for _ in 0..<9 { carry(0, shift: 16) }
    carry(UInt64(max(0, number)), shift: 0)
    let digits = limbs.reversed().map { Self.padded("\($0)", to: 9) }.joined()
    return Self.padded(String(digits.suffix(Self.digits)), to: Self.digits)
  }

  private static func padded(_ digits: String, to width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
