package import Cloud
package import CloudAPI
import Course
import Traffic

extension Verdict {
  /// The verdict with the world that it was passed on, as hints query it: `{world, checks, causes}`.
  ///
  /// `causes` are those of the main check's worst run, or of the first check that does not hold when the main one does.
  package func value(of world: World) -> Value {
    let main = checks.first { $0.check.role == .main }
    let failing = checks.first { !$0.holds && !$0.causes.isEmpty }
    let decisive = main?.holds == false ? main : failing
    return [
      "world": world.value, "checks": .array(checks.map { Self.value(of: $0) }),
      "causes": Self.value(of: decisive?.causes ?? []),
    ]
  }

  private static func value(of result: CheckResult) -> Value {
    [
      "id": .string(result.check.id), "passed": .bool(result.holds), "counts": .bool(result.counts),
      "points": .integer(Int64(result.points)), "value": result.value.map { .number($0) } ?? .null,
      "threshold": result.check.bound.number.map { .number($0) } ?? .null,
      "causes": value(of: result.causes),
    ]
  }

  /// Causes that lost a request, those of one code together.
  private static func value(of causes: [Report.CauseCount]) -> Value {
    .array(
      causes.filter { $0.lost > 0 }.map {
        [
          "code": .string($0.code.rawValue), "resource": .string($0.resource),
          "count": .integer(Int64($0.lost)),
        ]
      })
  }
}
