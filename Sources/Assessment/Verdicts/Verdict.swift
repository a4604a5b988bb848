package import Cloud
package import Course
package import EventKernel
package import Traffic

/// What a lab's checks say of a world.
package struct Verdict: Sendable, Equatable {
  /// What one check says.
  package struct CheckResult: Sendable, Equatable {
    package let check: Check
    /// Whether its bound holds; for a check over an experiment in the worst zone and weather.
    package let holds: Bool
    /// Whether its points count: side checks do once the main check has beaten the start world.
    package let counts: Bool
    /// The worst value of the measure; `nil` when the measure gave no number.
    package let value: Double?
    /// The points given.
    package let points: Int
    /// The position of the worst run in `reports`; `nil` for checks over cost and world.
    package let worst: Int?
    /// The causes of the worst run, grouped by code, the code that lost most first; empty for other checks.
    package let causes: [Report.CauseCount]
    /// The range of the measure over all runs.
    package let range: ClosedRange<Double>?
  }

  package let lab: LabID
  package let version: LabVersion
  package let seed: WeatherSeed
  /// Whether the main check and all side checks hold.
  package let passed: Bool
  /// 0 to 100.
  package let score: Int
  package let checks: [CheckResult]
  /// The medals earned, when passed.
  package let medals: [Medal]
  package internal(set) var reports: [Report]
  /// What the world costs in a month of 730 hours.
  package let cost: CostBreakdown
  /// SHA-256 over the reports in their order.
  package let digest: Digest

  /// The same without the reports, which take most of the memory.
  package var withoutReports: Verdict {
    var copy = self
    copy.reports = []
    return copy
  }
}
