import EventKernel
import Testing

@Suite("draws")
struct DrawsTests {
  @Test func `the first draws are those that were committed`() {
    var bytes = CanonicalBytes()
    for number in 0..<100 as Range<UInt64> {
      let draws = Draws(seed: 1, purpose: 2, population: 3, number: number)
      for index in 0..<10 {
        bytes.append(draws.bits(index))
        bytes.append(draws.exponential(index, .standard).bitPattern)
        bytes.append(draws.normal(index).bitPattern)
        bytes.append(draws.lognormal(mean: 2, sigma: 0.5, index).bitPattern)
        bytes.append(draws.erlang(phases: 3, index, .standard).bitPattern)
        bytes.append(draws.below(1_000, index))
      }
    }
    #expect(bytes.digest.hex == "55f826082cd712e4cce8489c297e776c57380bfa42cf5c8219a76bcf1570d3b9")
  }

  @Test func `the first numbers of a stream are those that were committed`() {
    var stream = RandomStream(seed: 42)
    // The published xoshiro256++ seeded by SplitMix64 from 42.
    #expect(stream.next() == 0xD076_4D4F_4476_689F)
    #expect(stream.next() == 0x519E_4174_576F_3791)
    var bytes = CanonicalBytes()
    for _ in 0..<10_000 { bytes.append(stream.exponential().bitPattern) }
    #expect(bytes.digest.hex == "9b8d700ff36e0844ab509c6c1e42d65a6f3569eedcdf02f5715ef3e2d14f88be")
  }

  @Test func `every part of an address changes the draw`() {
    let one = Draws.base(seed: 1, purpose: 1, population: 1, number: 1)
    #expect(Draws.base(seed: 2, purpose: 1, population: 1, number: 1) != one)
    #expect(Draws.base(seed: 1, purpose: 2, population: 1, number: 1) != one)
    #expect(Draws.base(seed: 1, purpose: 1, population: 2, number: 1) != one)
    #expect(Draws.base(seed: 1, purpose: 1, population: 1, number: 2) != one)
    #expect(Draws.draw(one, 1) != Draws.draw(one, 0))
    #expect(DrawFamily(seed: 1, purpose: 1, population: 1).draws(1).base == one)
    #expect(Draws(base: one).nested(0) != Draws(base: one).nested(1))
    #expect(Set((0..<10).map { WeatherSeed(5).weather($0) }).count == 10)
  }

  @Test(arguments: 0..<64)
  func `every bit is set half of the time, over numbers and over indices`(_ bit: UInt64) {
    let family = DrawFamily(seed: 11, purpose: 0, population: 0)
    var overNumbers = 0
    var overIndices = 0
    for step in 0..<4_096 {
      overNumbers += Int(family.draws(UInt64(step)).bits(0) >> bit & 1)
      overIndices += Int(family.draws(0).bits(step) >> bit & 1)
    }
    // Five standard deviations of a fair coin thrown 4,096 times.
    #expect(abs(overNumbers - 2_048) < 160)
    #expect(abs(overIndices - 2_048) < 160)
  }

  @Test func `bounded integers fall on all numbers alike`() {
    let draws = Draws(seed: 5, purpose: 0, population: 0, number: 0)
    var counts = [Int](repeating: 0, count: 7)
    for index in 0..<70_000 { counts[Int(draws.below(7, index))] += 1 }
    for count in counts { #expect(abs(count - 10_000) < 470) }
    #expect(Draws.below(7, .max) == 6)
    #expect(Draws.unit(.max) < 1)
    #expect(Draws.openUnit(0) > 0 && Draws.openUnit(.max) < 1)
  }
}
