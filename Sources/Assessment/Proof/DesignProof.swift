package import Course
package import EventKernel

/// What many weathers said of one design, and everything in which that differs from what its author says.
package struct DesignProof: Sendable, Equatable {
  /// What one check said over all weathers.
  package struct CheckOutcome: Sendable, Equatable {
    package let check: Check
    /// Under how many weathers it held.
    package internal(set) var held = 0
    /// The spread of the worst value of each weather; `nil` when the measure gave no number under one.
    package internal(set) var spread: Spread?
    /// The first causes of the weathers under which it did not hold, most frequent first.
    package internal(set) var causes: [FirstCause] = []

    /// How many standard deviations lie between the mean and the bound; `nil` for a boolean.
    package var margin: Double? {
      switch check.bound {
      case .atMost(let bound), .atLeast(let bound): spread?.margin(to: bound)
      case .expect: nil
      }
    }
  }

  /// A first cause and how often it was that.
  package struct FirstCause: Sendable, Equatable {
    /// The code, with the resource that decided.
    package let code: String
    package let resource: String
    package internal(set) var weathers: Int
  }

  /// The design's name, `start` for the start world.
  package let name: String
  package let expectation: ProofDesign.Expectation
  /// SHA-256 of the script.
  package let script: Digest
  /// The checks in the lab's order.
  package internal(set) var checks: [CheckOutcome]
  /// The report digest of the first weather alone, which a test compares.
  package internal(set) var digest: Digest
  /// What does not fit; empty for a fit design.
  package internal(set) var flaws: [ProofFlaw] = []

  package var isFit: Bool { flaws.isEmpty }
}

/// One way in which a design is not what its author says; the first weather that shows it and how many do.
package struct ProofFlaw: Sendable, Equatable {
  /// What is wrong.
  package enum Kind: Sendable, Equatable {
    /// The start world has points.
    case startScores(points: Int)
    /// A check that must hold does not.
    case checkFails(check: String)
    /// The check that must fail holds.
    case checkHolds(check: String)
    /// The verdict names another first cause, or none.
    case otherCause(check: String, code: String?, resource: String)
    /// The mean is nearer to the bound than three standard deviations.
    case thinMargin(check: String, deviations: Double)

    /// The check that it is about; `nil` for the score.
    package var check: String? {
      switch self {
      case .startScores: nil
      case .checkFails(let check), .checkHolds(let check), .otherCause(let check, _, _),
        .thinMargin(let check, _):
        check
      }
    }

    /// The id of its sentence: `prove.flaw.<code>`.
    package var code: String {
      switch self {
      case .startScores: "start-scores"
      case .checkFails: "check-fails"
      case .checkHolds: "check-holds"
      case .otherCause(_, let code, _): code == nil ? "no-cause" : "other-cause"
      case .thinMargin: "thin-margin"
      }
    }
  }

  package let kind: Kind
  /// The number of the first weather; `nil` for what only all of them show.
  package let weather: Int?
  /// Under how many weathers.
  package internal(set) var weathers: Int
}
