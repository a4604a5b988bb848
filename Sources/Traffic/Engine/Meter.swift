import Cloud
import EventKernel

/// Something that serves in the order of arrival at so many units a second, faster while it has credits: a volume, a
/// network interface. Flat; a reservation is some additions, comparisons and two multiplications.
///
/// Credits are kept as the moment at which all of them will be there again, which each unit moves by what it takes at the
/// lasting rate: when that moment is further away than all credits take, the next unit waits for its own.
struct Meter {
  /// How many binary digits of a nanosecond the times of a unit have.
  private static let fraction: UInt64 = 16

  /// When it is free next.
  var free: UInt64 = 0
  /// When all credits are there again, if nothing more comes.
  private var full: UInt64 = 0
  /// How long a unit takes while there are credits, and for ever, in parts of a nanosecond; 0 for no time at all and for no
  /// credits.
  private var quick: UInt64 = 0
  private var lasting: UInt64 = 0
  /// How long all credits take to come back.
  private var saved: UInt64 = 0

  /// Serves at a rate from now on; without one it takes no time. What was spent of the credits stays spent.
  mutating func set(_ rate: MeteredRate?, at time: UInt64) {
    let quick = rate.map { Meter.span(of: $0.burst) } ?? 0
    let lasting = rate.map { $0.bursts ? Meter.span(of: $0.baseline) : 0 } ?? 0
    let saved = rate.map { Meter.nanoseconds(of: $0.credits, each: lasting) } ?? 0
    // What does not change keeps its credits to the last nanosecond.
    guard quick != self.quick || lasting != self.lasting || saved != self.saved else { return }
    let missing = missing(at: time)
    self.quick = quick
    self.lasting = lasting
    self.saved = saved
    spend(missing, at: time)
  }

  /// Credits that are missing at a time.
  func missing(at time: UInt64) -> Double {
    guard lasting > 0, full > time else { return 0 }
    return Double(full &- time) / Double(lasting) * Double(1 << Meter.fraction)
  }

  /// Has so many credits be missing at a time.
  mutating func spend(_ missing: Double, at time: UInt64) {
    guard lasting > 0 else { return }
    full = time &+ min(saved, Meter.nanoseconds(of: missing, each: lasting))
  }

  /// Forgets what waits: it is free from a time on. Credits that were spent stay spent, at most all of them.
  mutating func clear(at time: UInt64) {
    free = time
    full = min(full, time &+ saved)
  }

  /// How long units take while there are credits and nobody waits.
  @inline(__always)
  func quickSpan(of units: UInt64) -> UInt64 { (units &* quick) >> Meter.fraction }

  /// Whether it works at its lasting rate at a time because its credits are spent.
  @inline(__always)
  func isSpent(at time: UInt64) -> Bool { lasting > 0 && full > time &+ saved &- saved / 1_000 }

  /// Takes units up at a time and gives when it begins and ends with them.
  @inline(__always)
  mutating func reserve(at time: UInt64, units: UInt64) -> (start: UInt64, end: UInt64) {
    let start = free > time ? free : time
    var end = start &+ (units &* quick) >> Meter.fraction
    if lasting > 0 {
      full = (full > start ? full : start) &+ (units &* lasting) >> Meter.fraction
      let earned = full > saved ? full &- saved : 0
      if earned > end { end = earned }
    }
    free = end
    return (start, end)
  }

  // MARK: Flows

  /// How long a unit takes at a time, in seconds: as for ever once the credits are spent, as long as there are some less;
  /// 0 for no time at all.
  func pace(at time: UInt64) -> Double {
    Double(isSpent(at: time) ? lasting : quick) / Double(1 << Meter.fraction) / 1e9
  }

  /// Takes so many units up in a span of time without having any wait, so that credits come and go.
  mutating func pass(_ units: Double, from time: UInt64, until end: UInt64) {
    guard lasting > 0 else { return }
    full = min(max(full, time) &+ Meter.nanoseconds(of: units, each: lasting), end &+ saved)
  }

  /// When the credits will be spent at so many units a second from a time on; `nil` where they are already or never will be.
  func spentAt(_ rate: Double, from time: UInt64) -> UInt64? {
    guard lasting > 0, !isSpent(at: time) else { return nil }
    let growth = rate * Double(lasting) / Double(1 << Meter.fraction) / 1e9 - 1
    guard growth > 0 else { return nil }
    let left = Double(saved - saved / 1_000) - Double(full > time ? full - time : 0)
    let span = left / growth
    return span < 9e18 ? time &+ UInt64(max(0, span)) &+ 1 : nil
  }

  /// How long a unit takes at a rate, in parts of a nanosecond, at least one.
  private static func span(of rate: Double) -> UInt64 {
    max(1, UInt64(1e9 * Double(1 << fraction) / max(1, rate)))
  }

  private static func nanoseconds(of units: Double, each part: UInt64) -> UInt64 {
    UInt64(min(1e18, units * Double(part) / Double(1 << fraction)))
  }
}
