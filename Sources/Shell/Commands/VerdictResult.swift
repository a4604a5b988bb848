import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
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

    private enum CodingKeys: String, CodingKey {
      case id, passed, points, value, threshold, causes
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
        })
    }
    digest = verdict.digest.hex
  }
}

/// A verdict for people.
enum VerdictDocument {
  /// The checks with their values and the first causes, then the score.
  static func of(_ verdict: Verdict, in session: Session) -> Document {
    var document = Document()
    document.paragraph(
      session.text(
        "check.ran",
        [
          "runs": .integer(verdict.reports.count),
          "requests": .integer(verdict.reports.reduce(0) { $0 + $1.offered }),
        ]), style: .muted)
    for result in verdict.checks { document.verdict(line(result, verdict, in: session)) }
    document.paragraph(session.text("check.score", ["score": .integer(verdict.score)]))
    for medal in verdict.medals { document.paragraph(medal.title[session.contentLanguage], style: .good) }
    if !verdict.passed { document.paragraph(session.text("check.explain-next"), style: .muted) }
    return document
  }

  private static func line(
    _ result: Verdict.CheckResult, _ verdict: Verdict, in session: Session
  ) -> Document.Verdict {
    var details = Document()
    if let worst = result.worst, !result.holds {
      let report = verdict.reports[worst]
      details.paragraph(
        session.text(
          "check.worst",
          ["zone": .string(report.zone?.rawValue ?? "-"), "lost": .integer(report.lost)]))
      for cause in result.causes.filter({ $0.lost > 0 }).prefix(3) {
        details.paragraph(
          session.text("causes.\(cause.code.rawValue).text", ["resource": .string(cause.resource)])
            + " (\(NumberFormat.integer(cause.lost)))")
      }
    }
    let note = session.text(
      "check.value.\(result.check.unit.rawValue)",
      ["value": .number(result.value ?? 0), "bound": .number(result.check.bound.number ?? 0)])
    return Document.Verdict(
      !result.counts ? .undecided : result.holds ? .pass : .fail,
      title: [Document.Span](markup: result.check.title[session.contentLanguage]),
      note: [Document.Span](markup: note),
      details: details.blocks)
  }
}
