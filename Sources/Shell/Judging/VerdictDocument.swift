import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// A verdict for people.
enum VerdictDocument {
  /// The checks, each with the number by which `explain` knows it, with their values, the worst run and the reasons of those that count and do not hold; then the score.
  static func of(_ judged: JudgedWorld, in session: Session) -> Document {
    let verdict = judged.verdict
    let names = session.names(in: judged.world)
    var document = Document()
    document.paragraph(
      session.text(
        judged.lab.header.kind == .live ? "check.ran-live" : "check.ran",
        [
          "runs": .integer(verdict.reports.count),
          "requests": .integer(verdict.reports.reduce(0) { $0 + $1.offered }),
        ]), style: .muted)
    var told: Set<Int> = []
    for (index, result) in verdict.checks.enumerated() {
      // Two checks with the same worst run have the same reasons: they are told once.
      let isNew = result.worst.map { told.insert($0).inserted } ?? true
      document.verdict(line(index + 1, result, verdict, names, withReasons: isNew, in: session))
    }
    if verdict.checks.contains(where: { !$0.counts }) {
      document.paragraph(session.text("check.counts-when"), style: .muted)
    }
    document.paragraph(session.text("check.score", ["score": .integer(verdict.score)]))
    if let teaching = teaching(verdict, in: session) { document.paragraph(teaching, style: .muted) }
    for medal in verdict.medals { document.paragraph(medal.title[session.contentLanguage], style: .good) }
    if let next = next(verdict, in: session) { document.paragraph(next, style: .muted) }
    return document
  }

  /// Which values that were chosen for teaching the verdict rests on; `nil` where it rests on none.
  private static func teaching(_ verdict: Verdict, in session: Session) -> String? {
    let values = verdict.teachingValues.map { session.text("check.teaching.\($0.rawValue)") }
    guard !values.isEmpty else { return nil }
    return session.text("check.rests-on", ["values": .string(values.joined(separator: ", "))])
  }

  /// What to type about the first check that counts and does not hold; `nil` where all do.
  private static func next(_ verdict: Verdict, in session: Session) -> String? {
    let open = verdict.checks.firstIndex { $0.counts && !$0.holds }
    guard let open else { return nil }
    let result = verdict.checks[open]
    if result.check.unit == .milliseconds {
      return session.text("check.explain-slow-next", ["number": .integer(open + 1)])
    }
    if result.causes.contains(where: { $0.lost > 0 }) {
      guard result.causes.contains(where: { $0.sample != nil }) else { return session.text("live.look-next") }
      return session.text("check.explain-next", ["number": .integer(open + 1)])
    }
    return session.text(result.check.unit == .usd ? "check.cost-next" : "check.map-next")
  }

  private static func line(
    _ number: Int, _ result: Verdict.CheckResult, _ verdict: Verdict, _ names: ResourceNames,
    withReasons: Bool, in session: Session
  ) -> Document.Verdict {
    var details = Document()
    if let worst = result.worst, !result.holds, result.counts {
      if verdict.reports.count > 1 {
        details.paragraph(worstRun(result, verdict.reports[worst], verdict, in: session))
      }
      let reasons = withReasons ? LossReasons(result.causes).sentences(names, in: session) : []
      if !reasons.isEmpty { details.list(reasons) }
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
      title: [.muted("\(number). ")] + [Document.Span](markup: result.check.title[session.contentLanguage]),
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
    // A check may count a part of what the run lost, as after its fault.
    let isPart = result.check.unit == .requests && Int((result.value ?? 0).rounded()) != report.lost
    let lost = session.text(
      isPart ? "check.lost-in-all" : "check.lost", ["lost": .integer(report.lost)])
    let values: [String: TextValue] = [
      "zone": .string(report.zone?.rawValue ?? ""), "number": .integer(number),
      "weathers": .integer(weathers.count), "low": .integer(Int((result.range?.lowerBound ?? 0).rounded())),
      "high": .integer(Int((result.range?.upperBound ?? 0).rounded())),
      "runs": .integer(verdict.reports.count), "lost": .string(lost),
    ]
    return session.text(report.zone == nil ? "check.worst-weather" : "check.worst-zone", values)
  }
}
