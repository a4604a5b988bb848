/// The random numbers of one request (or machine), each found by its address and not by who asked before.
///
/// The numbers are a function of (seed, purpose, population, number, index): a design that routes a request otherwise still meets the same users
/// and the same service times. One is `mix(base + index·γ)`, the 64-bit finaliser of SplitMix64 over a Weyl sequence; all requests of a
/// family have their bases from the same finaliser.
package struct Draws: Hashable, Sendable {
  /// What all draws of the request begin with; free to be stored as a bare number.
  package var base: UInt64

  /// Takes up the draws of a stored base.
  @inlinable
  package init(base: UInt64) { self.base = base }

  /// Makes the draws of the request `number` of a population, for one purpose under one seed.
  ///
  /// For many requests of one population a `DrawFamily` is cheaper and gives the same.
  @inlinable
  package init(seed: UInt64, purpose: UInt64, population: UInt64, number: UInt64) {
    self = DrawFamily(seed: seed, purpose: purpose, population: population).draws(number)
  }

  /// The base of the request `number` of a population, for one purpose under one seed.
  @inlinable
  package static func base(seed: UInt64, purpose: UInt64, population: UInt64, number: UInt64) -> UInt64 {
    Draws(seed: seed, purpose: purpose, population: population, number: number).base
  }

  /// The 64 random bits at `index` of a base.
  @inlinable
  package static func draw(_ base: UInt64, _ index: Int) -> UInt64 {
    mix(base &+ UInt64(truncatingIfNeeded: index) &* stride)
  }

  /// The golden ratio's odd fraction, the step from one index to the next.
  @inlinable package static var stride: UInt64 { 0x9E37_79B9_7F4A_7C15 }
  /// The step from one number to the next, and from one rejected attempt to the next.
  @inlinable package static var step: UInt64 { 0xD1B5_4A32_D192_ED03 }

  /// A bijection of 64 bits in which each bit of the argument moves every bit of the result.
  @inlinable
  package static func mix(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to but not including 1, of the upper 53 bits.
  @inlinable
  package static func unit(_ bits: UInt64) -> Double {
    Double(Int64(bitPattern: bits >> 11)) * 0x1p-53
  }

  /// A number above 0 and below 1, of the upper 52 bits, for functions that have a pole at either end.
  @inlinable
  package static func openUnit(_ bits: UInt64) -> Double {
    (Double(Int64(bitPattern: bits >> 12)) + 0.5) * 0x1p-52
  }

  /// A whole number from 0 up to but not including `bound`, which is above 0; favours none by more than `bound`/2⁶⁴.
  @inlinable
  package static func below(_ bound: UInt64, _ bits: UInt64) -> UInt64 {
    bits.multipliedFullWidth(by: bound).high
  }
}

extension Draws {
  /// The 64 random bits at an index.
  @inlinable
  package func bits(_ index: Int) -> UInt64 { Draws.draw(base, index) }

  /// A number from 0 up to but not including 1.
  @inlinable
  package func unit(_ index: Int) -> Double { Draws.unit(bits(index)) }

  /// Whether something of this probability (0…1) happens.
  @inlinable
  package func happens(_ probability: Double, _ index: Int) -> Bool { unit(index) < probability }

  /// A whole number from 0 up to but not including `bound`, which is above 0.
  @inlinable
  package func below(_ bound: UInt64, _ index: Int) -> UInt64 { Draws.below(bound, bits(index)) }

  /// A number from `low` up to but not including `high`, all alike.
  @inlinable
  package func uniform(_ low: Double, _ high: Double, _ index: Int) -> Double {
    low + (high - low) * unit(index)
  }

  /// An exponential number of mean 1.
  @inlinable
  package func exponential(_ index: Int, _ ziggurat: Ziggurat) -> Double {
    ziggurat.exponential(key: base &+ UInt64(truncatingIfNeeded: index) &* Draws.stride)
  }

  /// The draws of a request below this one, for a thing that needs many numbers of its own.
  @inlinable
  package func nested(_ index: Int) -> Draws { Draws(base: Draws.mix(bits(index) &+ Draws.step)) }
}

/// All requests of one population for one purpose under one seed: what their draws have in common, mixed once.
package struct DrawFamily: Hashable, Sendable {
  /// The family's own number.
  package let root: UInt64

  /// Mixes seed, purpose and population.
  @inlinable
  package init(seed: UInt64, purpose: UInt64, population: UInt64) {
    let seeded = Draws.mix(seed &+ Draws.stride)
    let purposed = Draws.mix(seeded &+ purpose &* Draws.step)
    root = Draws.mix(purposed &+ population &* Draws.step &+ Draws.stride)
  }

  /// The draws of the request `number`.
  @inlinable
  package func draws(_ number: UInt64) -> Draws { Draws(base: Draws.mix(root &+ number &* Draws.step)) }
}
