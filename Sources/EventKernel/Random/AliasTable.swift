/// A choice among weighted things by one draw and one look into a table (Walker's alias method, built by Vose's).
package struct AliasTable: Hashable, Sendable {
  /// One entry a thing: it is kept while the lower 32 bits of a draw are below the upper half, else the thing in the lower half is taken; an upper half of 2³² − 1 keeps it always.
  package let entries: [UInt64]

  /// Builds the table of at least one and at most 2³¹ weights, none below 0 and not all 0.
  package init(weights: [Double]) {
    precondition(!weights.isEmpty && weights.count <= 1 << 31, "A choice needs between 1 and 2^31 weights.")
    precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "A weight is negative or not finite.")
    let sum = weights.reduce(0, +)
    precondition(
      sum > 0 && sum.isFinite, "The weights of a choice sum to nothing, or to more than a number holds.")
    var shares = weights.map { $0 / sum * Double(weights.count) }
    var small: [Int] = []
    var large: [Int] = []
    for thing in shares.indices {
      if shares[thing] < 1 { small.append(thing) } else { large.append(thing) }
    }
    var entries = shares.indices.map { 0xFFFF_FFFF_0000_0000 | UInt64($0) }
    while let poor = small.last, let rich = large.last {
      small.removeLast()
      let threshold = UInt64(shares[poor] * 0x1p32)
      entries[poor] = AliasTable.entry(poor: poor, rich: rich, threshold: threshold)
      shares[rich] -= 1 - shares[poor]
      if shares[rich] < 1 {
        large.removeLast()
        small.append(rich)
      }
    }
    self.entries = entries
  }

  /// The number of things.
  @inlinable package var count: Int { entries.count }

  /// The thing, 0 up to `count`, that 64 random bits choose.
  @inlinable
  package func choose(_ bits: UInt64) -> Int {
    let thing = Int(Draws.below(UInt64(entries.count), bits & ~0xFFFF_FFFF))
    return Int(AliasTable.settle(entries[thing], UInt64(thing), bits))
  }

  /// The same for a loop that keeps `entries` in memory of its own; `count` is theirs.
  @inlinable @inline(__always)
  package static func choose(_ entries: UnsafePointer<UInt64>, _ count: Int, _ bits: UInt64) -> UInt32 {
    let thing = ((bits >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32
    return settle(entries[Int(truncatingIfNeeded: thing)], thing, bits)
  }

  /// `thing` or its alias, by the lower 32 bits.
  @inlinable @inline(__always)
  static func settle(_ entry: UInt64, _ thing: UInt64, _ bits: UInt64) -> UInt32 {
    let kept = (bits & 0xFFFF_FFFF) < (entry >> 32) || entry >> 32 == 0xFFFF_FFFF
    return UInt32(truncatingIfNeeded: kept ? thing : entry & 0xFFFF_FFFF)
  }

  private static func entry(poor: Int, rich: Int, threshold: UInt64) -> UInt64 {
    // A threshold of 2³² − 1 means "always"; what rounds up to it may as well.
    min(threshold, 0xFFFF_FFFF) << 32 | UInt64(rich)
  }
}
