/// A source of the draws of a workload's customers.
protocol WorkloadSource {
  init(seed: UInt64)
  /// What the customer with this number keeps to draw by.
  func base(_ number: UInt64) -> UInt64
  /// An exponential span in nanoseconds with a mean in nanoseconds.
  mutating func span(_ base: UInt64, _ index: Int, mean: Double) -> UInt64
  /// One of two, by chance.
  mutating func coin(_ base: UInt64, _ index: Int) -> Int
}

struct SequentialSource: WorkloadSource {
  private var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed) }

  @inline(__always)
  func base(_ number: UInt64) -> UInt64 { 0 }

  @inline(__always)
  mutating func span(_ base: UInt64, _ index: Int, mean: Double) -> UInt64 {
    UInt64(bitPattern: Int64(mean * stream.exponential()))
  }

  @inline(__always)
  mutating func coin(_ base: UInt64, _ index: Int) -> Int { Int(stream.next() >> 63) }
}

struct AddressedSource: WorkloadSource {
  private let family: DrawFamily
  private let ziggurat = Ziggurat.standard

  init(seed: UInt64) { family = DrawFamily(seed: seed, purpose: 1, population: 0) }

  @inline(__always)
  func base(_ number: UInt64) -> UInt64 { family.draws(number).base }

  @inline(__always)
  func span(_ base: UInt64, _ index: Int, mean: Double) -> UInt64 {
    UInt64(bitPattern: Int64(mean * Draws(base: base).exponential(index, ziggurat)))
  }

  @inline(__always)
  func coin(_ base: UInt64, _ index: Int) -> Int { Int(Draws(base: base).bits(index) >> 63) }
}
