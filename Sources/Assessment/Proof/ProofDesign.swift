package import Cloud
package import Course
package import EventKernel
package import Traffic

/// A design of a lab with what its author says that the checks will say of it.
package struct ProofDesign: Sendable {
  /// What the checks must say under every weather.
  package enum Expectation: Sendable, Equatable {
    /// No points: the start world, in which the learner has done nothing.
    case scoresNothing
    /// Passed: a reference solution.
    case passes
    /// The check does not hold, and the verdict's first cause is this one at a resource that fits.
    case fails(check: String, cause: CauseCode, resource: ResourcePattern)
    /// The check does not hold, and every other check that passing needs does.
    case breaksOnly(check: String)
  }

  /// The script's name; `start` for the start world.
  package let name: String
  package let expectation: Expectation
  /// The world that the design makes, settled.
  package let world: World
  /// SHA-256 of the script.
  package let script: Digest

  package init(name: String, expectation: Expectation, world: World, script: Digest) {
    self.name = name
    self.expectation = expectation
    self.world = world
    self.script = script
  }
}

extension ProofDesign.Expectation {
  /// The word of the table: `start`, `solution`, `wrong`.
  package var kind: String {
    switch self {
    case .scoresNothing: "start"
    case .passes: "solution"
    case .fails, .breaksOnly: "wrong"
    }
  }
}
