import Assessment
import Cloud
import Course
import EventKernel
import Traffic

/// A verdict as scripts read it; the members are stable (README: the JSON of `lab check`).
struct VerdictResult: Encodable {
  /// A cause of the worst run.
  struct Cause: Encodable {
    let code: String
    let resource: String
    let count: Int
  }

  /// One check.
  struct Item: Encodable {
    let id: String
    let passed: Bool
    let points: Int
    let value: Double?
    let threshold: Double?
    let causes: [Cause]
    /// The values chosen for teaching that it rests on (`TeachingValue`).
    let teaching: [String]

    private enum CodingKeys: String, CodingKey {
      case id, passed, points, value, threshold, causes, teaching
    }

    /// A member without a number is `null`, not missing.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(passed, forKey: .passed)
      try container.encode(points, forKey: .points)
      try container.encode(value, forKey: .value)
      try container.encode(threshold, forKey: .threshold)
      try container.encode(causes, forKey: .causes)
      try container.encode(teaching, forKey: .teaching)
    }
  }

  let lab: String
  let version: String
  let engine: Int
  let seed: UInt64
  let passed: Bool
  let score: Int
  let checks: [Item]
  let digest: String

  init(_ verdict: Verdict) {
    lab = verdict.lab.rawValue
    version = verdict.version.description
    engine = Report.engine
    seed = verdict.seed.rawValue
    passed = verdict.passed
    score = verdict.score
    checks = verdict.checks.map { result in
      Item(
        id: result.check.id, passed: result.holds, points: result.points, value: result.value,
        threshold: result.check.bound.number,
        causes: result.causes.filter { $0.lost > 0 }.map {
          Cause(code: $0.code.rawValue, resource: $0.resource, count: $0.lost)
        }, teaching: verdict.teachingValues(of: result).map(\.rawValue))
    }
    digest = verdict.digest.hex
  }
}
