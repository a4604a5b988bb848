package import EventKernel

/// How the requests of one run ended, one by one, by population and number.
///
/// Eight bytes a request; a run keeps them only when it is asked to (`ExperimentRun.keepsOutcomes`).
package struct RequestOutcomes: Sendable, Equatable {
  /// How one request ended.
  package enum Outcome: Sendable, Equatable {
    /// Answered at its client after a span, attempts that failed before included.
    case answered(Duration)
    /// Lost by the cause at this position of the report's `causes`.
    case lost(cause: Int)
  }

  /// By population and number: 0 while under way, an odd number for an answer (twice the nanoseconds and 1), an even one
  /// for a loss (twice the position of the cause, which counts from 1).
  private var words: [[UInt64]]

  /// The outcomes of a run that has not begun.
  init(populations: Int) { words = Array(repeating: [], count: populations) }

  /// How many requests each population sent.
  package var counts: [Int] { words.map(\.count) }

  /// How a request ended; `nil` when the run did not send it.
  package func outcome(_ population: Int, _ number: Int) -> Outcome? {
    guard words.indices.contains(population), words[population].indices.contains(number) else { return nil }
    let word = words[population][number]
    guard word != 0 else { return nil }
    return word & 1 == 1
      ? .answered(Duration(nanoseconds: Int64(word >> 1))) : .lost(cause: Int(word >> 1) - 1)
  }

  /// A request is sent; the numbers of a population come in order.
  mutating func begin(_ attempt: borrowing Attempt) { words[Int(attempt.population)].append(0) }

  /// A request is answered after a span.
  mutating func answer(_ attempt: borrowing Attempt, after span: UInt64) {
    words[Int(attempt.population)][Int(attempt.number)] = span << 1 | 1
  }

  /// A request is lost by the cause at a position of the recorder's table.
  mutating func lose(_ attempt: borrowing Attempt, _ cause: Int32) {
    words[Int(attempt.population)][Int(attempt.number)] = UInt64(cause + 1) << 1
  }

  /// The same with causes numbered as `order` puts the recorder's positions. O(requests).
  func renumbered(by order: [Int], of causes: Int) -> RequestOutcomes {
    var places = Array(repeating: UInt64(0), count: causes)
    for (place, position) in order.enumerated() { places[position] = UInt64(place + 1) }
    var renumbered = self
    for population in words.indices {
      for number in words[population].indices {
        let word = words[population][number]
        guard word != 0, word & 1 == 0 else { continue }
        renumbered.words[population][number] = places[Int(word >> 1) - 1] << 1
      }
    }
    return renumbered
  }
}
