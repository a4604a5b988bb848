/// Popularity that falls with rank, as of pages, files and search words.
package enum Zipf {
  /// The weights rank^−exponent of the ranks 1…`count`, not normalised; `count` is at least 1.
  package static func weights(count: Int, exponent: Double) -> [Double] {
    (1...count).map { ElementaryFunctions.pow(Double($0), -exponent) }
  }
}
