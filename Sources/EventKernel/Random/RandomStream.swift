/// A sequence of random numbers, xoshiro256++ seeded by SplitMix64: for what has one reader and one order.
package struct RandomStream: RandomNumberGenerator, Sendable {
  @usableFromInline var a: UInt64
  @usableFromInline var b: UInt64
  @usableFromInline var c: UInt64
  @usableFromInline var d: UInt64
  @usableFromInline let ziggurat: Ziggurat

  /// Begins the sequence of a seed.
  package init(seed: UInt64) {
    a = Draws.mix(seed &+ Draws.stride)
    b = Draws.mix(seed &+ 2 &* Draws.stride)
    c = Draws.mix(seed &+ 3 &* Draws.stride)
    d = Draws.mix(seed &+ 4 &* Draws.stride)
    ziggurat = Ziggurat.standard
  }

  /// The next 64 random bits.
  @inlinable @inline(__always)
  package mutating func next() -> UInt64 {
    let sum = a &+ d
    let result = ((sum << 23) | (sum >> 41)) &+ a
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 45) | (d >> 19)
    return result
  }

  /// The next number from 0 up to but not including 1.
  @inlinable
  package mutating func unit() -> Double { Draws.unit(next()) }

  /// The next whole number from 0 up to but not including `bound`, which is above 0.
  @inlinable
  package mutating func below(_ bound: UInt64) -> UInt64 { Draws.below(bound, next()) }

  /// The next exponential number of mean 1.
  @inlinable @inline(__always)
  package mutating func exponential() -> Double { ziggurat.exponential(&self) }

  /// The next number of the normal distribution, mean 0, deviation 1.
  package mutating func normal() -> Double { NormalDistribution.quantile(Draws.openUnit(next())) }
}
