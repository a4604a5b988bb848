extension Draws {
  /// A normal number of mean 0 and deviation 1.
  package func normal(_ index: Int) -> Double { NormalDistribution.quantile(Draws.openUnit(bits(index))) }

  /// A lognormal number of mean `mean` whose logarithm has the deviation `sigma`.
  package func lognormal(mean: Double, sigma: Double, _ index: Int) -> Double {
    mean * ElementaryFunctions.exp(sigma * normal(index) - 0.5 * sigma * sigma)
  }

  /// An Erlang number of mean 1, the mean of `phases` exponentials; `phases` is at least 1.
  package func erlang(phases: Int, _ index: Int, _ ziggurat: Ziggurat) -> Double {
    precondition(phases >= 1, "An Erlang distribution needs at least one phase.")
    let own = nested(index)
    var sum = 0.0
    for phase in 0..<phases { sum += own.exponential(phase, ziggurat) }
    return sum / Double(phases)
  }
}
