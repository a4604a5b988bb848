import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

extension ExplainDocument {
  /// How many kinds of slow answers are shown one by one.
  private static let mostKinds = 6

  /// Where the time of answers went, by part, what slow answers waited for, and the way of one.
  func story(of latency: ExplainedLatency, _ trace: [Report.Hop]) -> Document {
    var document = Document()
    let all = report.latency
    guard !all.isEmpty else {
      document.paragraph(session.text("explain.latency.none"))
      return document
    }
    func milliseconds(_ share: Double) -> TextValue {
      .integer(Int(all.quantile(share).inMilliseconds.rounded()))
    }
    document.paragraph(
      session.text(
        "explain.latency.all",
        [
          "answered": .integer(report.answered), "p50": milliseconds(0.5), "p95": milliseconds(0.95),
          "p99": milliseconds(0.99),
        ]))
    document.paragraph(session.text("explain.latency.where"), style: .muted)
    document.table(parts(of: latency))
    if let busiest { document.paragraph(busiest, style: .muted) }
    guard !report.slow.isEmpty else {
      let workload = subject.run.experiment.workload ?? subject.run.world.lab.workload
      let isPromised = workload.classes.contains { $0.objective != nil }
      document.paragraph(session.text("explain.latency.\(isPromised ? "none-slow" : "no-promise")"))
      return document
    }
    let slow = report.slow.reduce(0) { $0 + $1.answers }
    document.paragraph(
      session.text(
        "explain.latency.slow",
        [
          "slow": .integer(slow),
          "share": .number(Double(slow) / Double(max(1, report.answered))),
        ]))
    document.table(kinds)
    if !trace.isEmpty {
      document.paragraph(oneRequest("one-slow-request"), style: .muted)
      document.table(hops(trace))
    }
    return document
  }

  /// One row a part, in milliseconds on average; what is shown adds up to the mean that is shown.
  private func parts(of latency: ExplainedLatency) -> Document.Table {
    let (all, slow) = (latency.parts, latency.slowParts)
    let hasSlow = slow.requests > 0
    var table = Document.Table(columns: [
      .init(session.text("explain.column.part")), .init(session.text("explain.column.all"), .right),
      .init(session.text("explain.column.share"), .right),
    ])
    if hasSlow {
      table.columns += [
        .init(session.text("explain.column.slow"), .right),
        .init(session.text("explain.column.share"), .right),
      ]
    }
    let columns = (hasSlow ? [all, slow] : [all]).map { MeanParts($0) }
    for (index, part) in LatencyParts.Part.allCases.enumerated() {
      table.row(
        [session.text("slow.part.\(part.rawValue)")]
          + columns.flatMap { [$0.milliseconds[index], $0.shares[index]] })
    }
    var sum: [[Document.Span]] = [[.muted(session.text("explain.sum"))]]
    for column in columns {
      sum.append([.strong(column.sum)])
      sum.append([.muted(NumberFormat.percent(1, digits: 1))])
    }
    table.row(sum)
    return table
  }

  /// What most of the time of slow answers went to, and an answer of each kind; the numbers add up to the last row.
  private var kinds: Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("explain.column.part")), .init(session.text("explain.column.at")),
      .init(session.text("explain.column.answers"), .right),
      .init(session.text("explain.column.request"), .right),
    ])
    let shown = report.slow.count == Self.mostKinds + 1 ? report.slow.count : Self.mostKinds
    for slow in report.slow.prefix(shown) {
      table.row([
        session.text("slow.part.\(slow.part.rawValue)"), names.shown(slow.resource),
        NumberFormat.integer(slow.answers), slow.sample.map { subject.run.name(of: $0) } ?? "",
      ])
    }
    let rest = report.slow.dropFirst(shown)
    if !rest.isEmpty {
      table.row([
        session.text("explain.others", ["count": .integer(rest.count)]), "",
        NumberFormat.integer(rest.reduce(0) { $0 + $1.answers }), "",
      ])
    }
    if report.slow.count > 1 {
      table.row([
        [.muted(session.text("explain.sum"))], [],
        [.strong(NumberFormat.integer(report.slow.reduce(0) { $0 + $1.answers }))], [],
      ])
    }
    return table
  }

  /// Which server was busiest before the first fault, and how busy; `nil` where there was none.
  private var busiest: String? {
    // Before a fault that begins with the run there was nothing.
    let fault = report.faults.map(\.start).filter { $0 > .zero }.min()
    let calm = (fault ?? report.duration).inSeconds
    let servers = report.targets.map { target -> (target: Report.TargetReport, share: Double) in
      let all = subject.run.busyShares(of: target)
      let shares = all.prefix(max(1, all.count { $0.end <= calm })).map { $0.share }
      return (target: target, share: shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count))
    }
    guard let busiest = servers.max(by: { $0.share < $1.share }) else { return nil }
    return session.text(
      fault == nil ? "explain.latency.busiest" : "explain.latency.busiest-before-fault",
      [
        "resource": .string(names.shown(busiest.target.instance.description)),
        "share": .number(busiest.share),
      ])
  }
}

/// The mean time of answers by part, in milliseconds with one decimal, so that the parts add up to the sum.
struct MeanParts {
  let milliseconds: [String]
  let shares: [String]
  let sum: String

  init(_ parts: LatencyParts) {
    let amounts = LatencyParts.Part.allCases.map { parts[$0].inSeconds }
    let tenths = Int((parts.total.inMilliseconds * 10 / Double(max(1, parts.requests))).rounded())
    func shown(_ tenths: Int) -> String { NumberFormat.decimal(Double(tenths) / 10, digits: 1) }
    milliseconds = RoundedParts.split(tenths, by: amounts).map(shown)
    shares = RoundedParts.split(1_000, by: amounts).map {
      NumberFormat.percent(Double($0) / 1_000, digits: 1)
    }
    sum = shown(tenths)
  }
}
