/// How spans of time are spread around their mean.
package enum Distribution: Hashable, Sendable, Codable {
  /// Always the mean.
  case constant
  /// All numbers from 0 to twice the mean alike.
  case uniform
  /// Without memory: the deviation equals the mean.
  case exponential
  /// The mean of `phases` exponentials, steadier than one; at least one phase.
  case erlang(phases: Int)
  /// A product of many small effects, with rare long spans; `sigma` is the deviation of the logarithm.
  case lognormal(sigma: Double)

  /// A number of mean 1 drawn at an index.
  @inlinable
  package func sample(_ draws: Draws, _ index: Int, _ ziggurat: Ziggurat) -> Double {
    switch self {
    case .constant: return 1
    case .uniform: return 2 * draws.unit(index)
    case .exponential: return draws.exponential(index, ziggurat)
    case .erlang(let phases): return draws.erlang(phases: phases, index, ziggurat)
    case .lognormal(let sigma): return draws.lognormal(mean: 1, sigma: sigma, index)
    }
  }

  /// The variance of a number of mean 1, which is the squared coefficient of variation.
  package var variance: Double {
    switch self {
    case .constant: return 0
    case .uniform: return 1.0 / 3.0
    case .exponential: return 1
    case .erlang(let phases): return 1 / Double(phases)
    case .lognormal(let sigma): return ElementaryFunctions.exp(sigma * sigma) - 1
    }
  }
}
