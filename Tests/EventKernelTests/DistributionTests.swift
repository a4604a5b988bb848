import EventKernel
import Testing

@Suite("distributions")
struct DistributionTests {
  private static let size = 60_000

  @Test(arguments: [
    Distribution.constant, .uniform, .exponential, .erlang(phases: 1), .erlang(phases: 4),
    .lognormal(sigma: 0.5),
  ])
  func `draws have mean 1 and the variance that theory says`(_ distribution: Distribution) {
    let draws = Draws(seed: 21, purpose: 0, population: 0, number: 0)
    var sum = 0.0
    var squares = 0.0
    for index in 0..<DistributionTests.size {
      let number = distribution.sample(draws, index, .standard)
      #expect(number >= 0)
      sum += number - 1
      squares += (number - 1) * (number - 1)
    }
    let count = Double(DistributionTests.size)
    #expect(abs(sum / count) <= 5 * (distribution.variance / count).squareRoot())
    #expect(abs(squares / count - distribution.variance) <= 0.06 * distribution.variance)
  }

  @Test(arguments: DrawMode.allCases)
  func `exponential numbers lie below each quantile as often as theory says`(_ mode: DrawMode) {
    let draws = Draws(seed: 4, purpose: 0, population: 0, number: 0)
    var stream = RandomStream(seed: 4)
    // The last two limits lie in the tail beyond the ziggurat's layers and before it.
    let limits = [0.01, 0.1, 0.5, 1, 2, 4, 6, 7.7]
    var below = [Double](repeating: 0, count: limits.count)
    let size = 200_000
    for index in 0..<size {
      let number = mode == .addressed ? draws.exponential(index, .standard) : stream.exponential()
      for place in limits.indices where number < limits[place] { below[place] += 1 }
    }
    for place in limits.indices {
      let p = 1 - ElementaryFunctions.exp(-limits[place])
      let deviation = (Double(size) * p * (1 - p)).squareRoot()
      #expect(abs(below[place] - Double(size) * p) < 5 * deviation, "below \(limits[place])")
    }
  }

  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.9599639845400542), (0.025, -1.9599639845400542), (0.9, 1.2815515655446004),
    (0.999, 3.090232306167813), (1e-10, -6.361340902404056), (1e-300, -37.0470962993612),
    (0.6, 0.2533471031357997),
  ])
  func `the quantiles of the normal distribution are the known ones`(_ p: Double, _ expected: Double) {
    #expect(abs(NormalDistribution.quantile(p) - expected) <= 4e-15 * max(1, abs(expected)))
  }

  @Test func `normal numbers have mean 0 and deviation 1`() {
    var stream = RandomStream(seed: 8)
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<DistributionTests.size {
      let number = stream.normal()
      sum += number
      squares += number * number
    }
    #expect(abs(sum / Double(DistributionTests.size)) < 0.02)
    #expect(abs(squares / Double(DistributionTests.size) - 1) < 0.03)
  }

  @Test(arguments: [
    [1.0], [1, 1, 1], [0, 3, 1, 0], [1e-9, 1], [5, 4, 3, 2, 1, 0.5, 0.25],
    Zipf.weights(count: 50, exponent: 0.9),
  ])
  func `a choice falls on each thing as often as its weight says`(_ weights: [Double]) {
    let table = AliasTable(weights: weights)
    let draws = Draws(seed: 9, purpose: 0, population: 0, number: 0)
    var counts = [Int](repeating: 0, count: weights.count)
    let size = 50_000
    for index in 0..<size { counts[table.choose(draws.bits(index))] += 1 }
    let sum = weights.reduce(0, +)
    for thing in weights.indices {
      let p = weights[thing] / sum
      let deviation = (Double(size) * p * (1 - p)).squareRoot()
      #expect(abs(Double(counts[thing]) - Double(size) * p) <= 5 * deviation + 0.01)
    }
  }

  @Test func `a choice in a loop's own memory is the same choice`() throws {
    let table = AliasTable(weights: Zipf.weights(count: 1_000, exponent: 1.1))
    let draws = Draws(seed: 10, purpose: 0, population: 0, number: 0)
    try table.entries.withUnsafeBufferPointer { entries in
      let base = try #require(entries.baseAddress)
      for index in 0..<5_000 {
        let bits = draws.bits(index)
        #expect(Int(AliasTable.choose(base, table.count, bits)) == table.choose(bits))
      }
    }
  }

  @Test func `weights of Zipf fall with the rank`() {
    #expect(Zipf.weights(count: 4, exponent: 1) == [1, 0.5, 1.0 / 3.0, 0.25])
    #expect(Zipf.weights(count: 3, exponent: 0) == [1, 1, 1])
  }
}
