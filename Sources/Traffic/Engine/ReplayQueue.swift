/// The writes of a source that a replica has yet to do, by the number under which the source took them up.
///
/// A write is put down when its source takes it up, since it is known then when the replica will have done it; what does
/// not come to the replica is held until it does. Operations are O(1) where nothing else is said; memory is made only as
/// the backlog grows.
struct ReplayQueue {
  /// The done time of writes of which it is not known when they come.
  static let never = acknowledgedBit - 1
  private static let acknowledgedBit: UInt64 = 1 << 63
  /// The most writes that are held; of a longer backlog the oldest count as done.
  private static let most = 1 << 22

  /// When each is done, with a bit for those that the source has acknowledged, and when each was written.
  private var done: UnsafeMutablePointer<UInt64>
  private var written: UnsafeMutablePointer<UInt64>
  private var capacity = 64
  /// The number of the first write that is held, and one more than that of the last.
  private(set) var first: UInt64
  private(set) var next: UInt64
  /// How many of them nobody knows the done time of, and a number before which there are none.
  private(set) var held: UInt64 = 0
  private var firstHeld: UInt64

  /// - Parameter number: the number that the next write of the source will have.
  init(next number: UInt64) {
    done = .allocate(capacity: capacity)
    written = .allocate(capacity: capacity)
    first = number
    next = number
    firstHeld = number
  }

  /// Frees the memory; the queue must not be used afterwards.
  func deallocate() {
    done.deallocate()
    written.deallocate()
  }

  @inline(__always)
  private func place(_ number: UInt64) -> Int { Int(number & UInt64(capacity &- 1)) }

  /// Puts down the next write.
  ///
  /// - Parameters:
  ///   - moment: when the replica has done it, or `never`.
  ///   - now: the present time, up to which what is done is forgotten.
  mutating func push(written start: UInt64, done moment: UInt64, at now: UInt64) {
    while first < next, done[place(first)] & Self.never <= now { first &+= 1 }
    if next &- first == UInt64(capacity) {
      if capacity < Self.most { grow() } else { forgetFirst() }
    }
    done[place(next)] = min(moment, Self.never)
    if moment >= Self.never { held &+= 1 }
    written[place(next)] = start
    next &+= 1
  }

  /// Counts the oldest write as done.
  private mutating func forgetFirst() {
    if done[place(first)] & Self.never == Self.never { held &-= 1 }
    first &+= 1
  }

  private mutating func grow() {
    let larger = capacity * 2
    let newDone = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    let newWritten = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    newDone.initialize(repeating: 0, count: larger)
    newWritten.initialize(repeating: 0, count: larger)
    for number in first..<next {
      let place = Int(number & UInt64(larger - 1))
      newDone[place] = done[self.place(number)]
      newWritten[place] = written[self.place(number)]
    }
    deallocate()
    done = newDone
    written = newWritten
    capacity = larger
  }

  /// The source has acknowledged a write.
  mutating func acknowledge(_ number: UInt64) {
    guard number >= first, number < next else { return }
    done[place(number)] |= Self.acknowledgedBit
  }

  /// Whether the replica has done a write by a moment.
  func has(_ number: UInt64, at moment: UInt64) -> Bool {
    guard number >= first, number < next else { return true }
    return done[place(number)] & Self.never <= moment
  }

  /// How many acknowledged writes the replica has not done by a moment. O(held).
  func missing(at moment: UInt64) -> UInt64 {
    var count: UInt64 = 0
    for number in first..<next {
      let word = done[place(number)]
      if word & Self.acknowledgedBit != 0, word & Self.never > moment { count += 1 }
    }
    return count
  }

  /// From a moment on nothing is done of what was written after another. O(held).
  mutating func hold(at moment: UInt64, writtenAfter bound: UInt64) {
    for number in first..<next where written[place(number)] > bound {
      let word = done[place(number)]
      guard word & Self.never > moment, word & Self.never != Self.never else { continue }
      done[place(number)] = word | Self.never
      held &+= 1
    }
    firstHeld = first
  }

  /// The first of what was held is done one after the other, from a moment on until another. O(count), and once O(held)
  /// after each `hold`.
  ///
  /// - Parameter count: how many are, at most `held`.
  mutating func release(_ count: UInt64, from start: UInt64, until end: UInt64) {
    firstHeld = max(firstHeld, first)
    let step = (end &- start) / max(1, count)
    var rest = min(count, held)
    while rest > 0, firstHeld < next {
      let word = done[place(firstHeld)]
      if word & Self.never == Self.never {
        rest &-= 1
        held &-= 1
        done[place(firstHeld)] = word & Self.acknowledgedBit | min(end &- step &* rest, Self.never &- 1)
      }
      firstHeld &+= 1
    }
  }

  /// When the first write that is held was written; `nil` where none is. O(held).
  var oldestHeld: UInt64? {
    guard held > 0 else { return nil }
    var number = max(firstHeld, first)
    while number < next {
      if done[place(number)] & Self.never == Self.never { return written[place(number)] }
      number &+= 1
    }
    return nil
  }

  /// Tells of every acknowledged write that is not done by a moment when it was written, and when it is done or `never`.
  /// O(held).
  func forEachMissing(at moment: UInt64, _ body: (_ written: UInt64, _ done: UInt64) -> Void) {
    for number in first..<next {
      let word = done[place(number)]
      if word & Self.acknowledgedBit != 0, word & Self.never > moment {
        body(written[place(number)], word & Self.never)
      }
    }
  }
}

/// The writes of a database by number, and what was lost of them.
struct WriteCounts {
  /// The number of the last acknowledged write, and what it was when the run began.
  var acknowledged: UInt64 = 0
  var before: UInt64 = 0
  /// The number of the last write that was taken up.
  var issued: UInt64 = 0
  /// Whether it has another's data and applications have not written to it since.
  var isUntouched = false
  /// The resource id of that other, the last of its writes that came over, and the last that it had acknowledged then.
  var origin = ""
  var received: UInt64 = 0
  var originAcknowledged: UInt64 = 0
  /// Writes that the other had acknowledged and that it does not have.
  var lost: UInt64 = 0
  /// Reads that did not show their own client's last write.
  var staleReads = 0
}

/// The last write that a client had acknowledged: in which database, and under which number; 0 for none.
struct ClientWrite {
  var number: UInt64 = 0
  var database: Int16 = -1
}
