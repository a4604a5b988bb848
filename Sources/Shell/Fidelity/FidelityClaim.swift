/// Something that AWS's documents, arithmetic or theory say, with the small world in which the simulation shows it.
package struct FidelityClaim: Sendable {
  /// What the simulation should give.
  package enum Truth: Sendable, Equatable {
    /// This number, give or take a share of it.
    case near(Double, within: Double)
    /// A number of this range, as the source gives no more.
    case between(ClosedRange<Double>)
  }

  /// What the number counts.
  package enum Unit: String, Sendable {
    case seconds
    case minutes
    case milliseconds
    case hours
    case times
  }

  /// Where the number is from.
  package enum Basis: String, Sendable {
    /// AWS documents it.
    case documented
    /// It follows from documented numbers.
    case arithmetic
    /// A theorem gives it.
    case theory
    /// It was chosen for teaching (TEACH).
    case teaching
  }

  /// The claim's name; its sentences are `fidelity.claim.<id>` and `fidelity.omits.<id>`.
  package let id: String
  package let truth: Truth
  package let unit: Unit
  package let basis: Basis
  /// The guide and page, or the theorem.
  package let source: String
  /// Year and month of the text that was read; empty for a theorem.
  package let date: String
  /// Simulated time of all its runs of traffic together, in minutes.
  let minutes: Int
  /// What the simulation gives, in `unit`; `nil` where this part of AWS is not simulated.
  let measure: (@Sendable (FidelityBench) throws(FidelityFailure) -> Double)?

  init(
    _ id: String, _ truth: Truth, _ unit: Unit, _ basis: Basis, source: String, date: String = "",
    minutes: Int = 0, measure: (@Sendable (FidelityBench) throws(FidelityFailure) -> Double)?
  ) {
    self.id = id
    self.truth = truth
    self.unit = unit
    self.basis = basis
    self.source = source
    self.date = date
    self.minutes = minutes
    self.measure = measure
  }

  /// All claims, by what they are about.
  package static let all: [FidelityClaim] = health + queues + machines + managed + edges + teaching + data

  /// How far a number is from the truth, as a share of it; 0 inside a range.
  package func deviation(of number: Double) -> Double {
    switch truth {
    case .near(let value, _): (number - value) / value
    case .between(let range):
      number < range.lowerBound
        ? (number - range.lowerBound) / range.lowerBound
        : number > range.upperBound ? (number - range.upperBound) / range.upperBound : 0
    }
  }

  /// The largest deviation that the claim allows.
  package var bound: Double {
    switch truth {
    case .near(_, let share): share
    case .between: 0
    }
  }

  /// Whether a number is what the claim says.
  package func holds(_ number: Double) -> Bool { abs(deviation(of: number)) <= bound }
}
