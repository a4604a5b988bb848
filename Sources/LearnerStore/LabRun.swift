import Foundation

/// One run of a lab: a world that begins at the lab's start and is what its journal makes of it.
package struct LabRun: Equatable, Sendable, Codable {
  /// The id: 8 to 64 letters, digits and hyphens.
  package let id: String
  /// The lab, or the name of the sandbox.
  package let lab: String
  /// The digest of the lab's version, 64 hexadecimal digits.
  package let version: String
  /// The engine's number when the run began.
  package let engine: Int
  /// The number of the world seed.
  package let seed: UInt64
  /// The key of an issued variant, if it is one.
  package let variant: String?
  /// When it began, in milliseconds since 1970.
  package let started: Int64
  /// Whether it can go on.
  package var isOpen: Bool
  /// Whether it was ever passed.
  package var isPassed: Bool
  /// The best part of the points so far, 0 to 1; `nil` before the first check.
  package var score: Double?
  /// Whether the learner asked for the solution.
  package var gaveUp: Bool

  /// A run that begins.
  package init(
    id: String = UUID().uuidString.lowercased(), lab: String, version: String, engine: Int,
    seed: UInt64, variant: String? = nil, started: Int64
  ) {
    self.id = id
    self.lab = lab
    self.version = version
    self.engine = engine
    self.seed = seed
    self.variant = variant
    self.started = started
    isOpen = true
    isPassed = false
    score = nil
    gaveUp = false
  }
}

/// A hint that was taken in a run.
package struct HintTaken: Equatable, Sendable, Codable {
  /// The run.
  package let run: String
  /// The hint's id.
  package let hint: String
  /// When it was first taken, in milliseconds since 1970.
  package let at: Int64

  /// A hint taken.
  package init(run: String, hint: String, at: Int64) {
    self.run = run
    self.hint = hint
    self.at = at
  }
}

/// A check of a run.
package struct CheckResult: Equatable, Sendable, Codable {
  /// The run.
  package let run: String
  /// When, in milliseconds since 1970; one check a millisecond, a later one at the same time replaces it.
  package let at: Int64
  /// Whether the lab was passed.
  package let isPassed: Bool
  /// The part of the points, 0 to 1.
  package let score: Double
  /// The verdicts as JSON.
  package let body: String

  /// A check.
  package init(run: String, at: Int64, isPassed: Bool, score: Double, body: String) {
    self.run = run
    self.at = at
    self.isPassed = isPassed
    self.score = score
    self.body = body
  }
}
