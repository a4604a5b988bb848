import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// A verdict for people.
enum VerdictDocument {
  /// How many reasons are told of a check that does not hold.
  private static let mostReasons = 3

  /// The checks with their values, the worst run and the reasons of those that count and do not hold; then the score.
  static func of(_ verdict: Verdict, on world: World, in session: Session) -> Document {
    let names = session.names(in: world)
    var document = Document()
    document.paragraph(
      session.text(
        "check.ran",
        [
          "runs": .integer(verdict.reports.count),
          "requests": .integer(verdict.reports.reduce(0) { $0 + $1.offered }),
        ]), style: .muted)
    var told: Set<Int> = []
    for result in verdict.checks {
      // Two checks with the same worst run have the same reasons: they are told once.
      let isNew = result.worst.map { told.insert($0).inserted } ?? true
      document.verdict(line(result, verdict, names, withReasons: isNew, in: session))
    }
    if verdict.checks.contains(where: { !$0.counts }) {
      document.paragraph(session.text("check.counts-when"), style: .muted)
    }
    document.paragraph(session.text("check.score", ["score": .integer(verdict.score)]))
    for medal in verdict.medals { document.paragraph(medal.title[session.contentLanguage], style: .good) }
    if !verdict.passed { document.paragraph(session.text("check.explain-next"), style: .muted) }
    return document
  }

  private static func line(
    _ result: Verdict.CheckResult, _ verdict: Verdict, _ names: ResourceNames, withReasons: Bool,
    in session: Session
  ) -> Document.Verdict {
    var details = Document()
    if let worst = result.worst, !result.holds, result.counts {
      details.paragraph(worstRun(result, verdict.reports[worst], verdict, in: session))
      if withReasons { reasons(of: result.causes, names, in: session, to: &details) }
    }
    let bound = result.check.bound.number ?? 0
    var note = session.text(
      "check.value.\(result.check.unit.rawValue)",
      [
        "value": .number(result.value ?? 0), "bound": .number(bound),
        "count": .integer(Int((result.value ?? 0).rounded())), "limit": .integer(Int(bound.rounded())),
      ])
    if !result.counts { note += " · " + session.text("check.counts-later") }
    return Document.Verdict(
      !result.counts ? .undecided : result.holds ? .pass : .fail,
      title: [Document.Span](markup: result.check.title[session.contentLanguage]),
      note: [Document.Span](markup: note), details: details.blocks)
  }

  /// The zone and the weather of the worst run, and how far the runs lie apart.
  private static func worstRun(
    _ result: Verdict.CheckResult, _ report: Report, _ verdict: Verdict, in session: Session
  ) -> String {
    let weathers = verdict.reports.map(\.weather).reduce(into: [WeatherSeed]()) { seen, weather in
      if !seen.contains(weather) { seen.append(weather) }
    }
    let number = (weathers.firstIndex(of: report.weather) ?? 0) + 1
    let values: [String: TextValue] = [
      "zone": .string(report.zone?.rawValue ?? ""), "number": .integer(number),
      "weathers": .integer(weathers.count), "low": .integer(Int((result.range?.lowerBound ?? 0).rounded())),
      "high": .integer(Int((result.range?.upperBound ?? 0).rounded())),
      "runs": .integer(verdict.reports.count),
    ]
    return session.text(report.zone == nil ? "check.worst-weather" : "check.worst-zone", values)
  }

  /// One line a cause code: since when, what happened, how many requests it lost, and how many more resources did the same.
  private static func reasons(
    of causes: [Report.CauseCount], _ names: ResourceNames, in session: Session, to details: inout Document
  ) {
    var codes: [CauseCode] = []
    for cause in causes where cause.lost > 0 && !codes.contains(cause.code) { codes.append(cause.code) }
    details.list(
      codes.prefix(mostReasons).map { code in
        let same = causes.filter { $0.code == code && $0.lost > 0 }
        let first = same.map(\.first).min() ?? .zero
        var sentence = session.text(
          "check.reason",
          [
            "at": .string(ReportDocument.clock(first)), "lost": .integer(same.reduce(0) { $0 + $1.lost }),
            "text": .string(session.text(of: same[0], names)),
          ])
        if same.count > 1 {
          sentence += " " + session.text("check.more", ["count": .integer(same.count - 1)])
        }
        return sentence
      })
  }
}
