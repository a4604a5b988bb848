import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// A comparison of two worlds for people: the measures side by side, then the requests in pairs, then why.
struct ComparisonDocument {
  let comparison: WorldComparison
  let session: Session
  /// The most columns of a world's name.
  private static let longest = 20

  var document: Document {
    var document = Document()
    document.paragraph(session.text("compare.on-copies", values), style: .muted)
    let (a, b) = (comparison.a.world.lab.workload, comparison.b.world.lab.workload)
    if a != b { document.paragraph(session.text("compare.same-users"), style: .muted) }
    document.table(sides)
    document.table(pairs)
    document.paragraph(speed)
    if comparison.pairs.unpaired > 0 {
      document.paragraph(
        session.text("compare.unpaired", ["count": .integer(comparison.pairs.unpaired)]), style: .warn)
    }
    append(comparison.pairs.causesInA, of: comparison.a, letter: "A", to: &document)
    append(comparison.pairs.causesInB, of: comparison.b, letter: "B", to: &document)
    if comparison.outcomeB.lost > 0 { document.paragraph(session.text("compare.next"), style: .muted) }
    return document
  }

  private var values: [String: TextValue] {
    [
      "experiment": .string(comparison.experiment.id), "seed": .string("\(comparison.weather.rawValue)"),
      "runs": .integer(max(1, comparison.zones.count)),
      "span": .duration(nanoseconds: comparison.experiment.duration.nanoseconds),
    ]
  }

  /// A measure a row, a world a column.
  private var sides: Document.Table {
    var table = Document.Table(columns: [
      .init(""), .init([Document.Span(title(comparison.a, "A"))], .right),
      .init([Document.Span(title(comparison.b, "B"))], .right),
    ])
    let outcomes = [comparison.outcomeA, comparison.outcomeB]
    func row(_ id: String, _ cell: (WorldComparison.Outcome) -> String) {
      table.row([session.text("compare.row.\(id)")] + outcomes.map(cell))
    }
    row("offered") { NumberFormat.integer($0.offered) }
    row("lost") { NumberFormat.integer($0.lost) }
    row("answered") {
      NumberFormat.percent($0.offered == 0 ? 1 : Double($0.answered) / Double($0.offered), digits: 2)
    }
    for (id, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
      row(id) { $0.answered > 0 ? milliseconds($0.latency.quantile(share)) : "–" }
    }
    row("cost") { NumberFormat.usd($0.monthly.dollars) }
    return table
  }

  private func title(_ side: WorldComparison.Side, _ letter: String) -> String {
    let file = side.name.split(separator: "/").last.map(String.init) ?? side.name
    return "\(letter): \(DisplayWidth.truncate(file, to: Self.longest))"
  }

  /// How the pairs came out, all together and with the fault in each zone.
  private var pairs: Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("compare.column.zone")), .init(session.text("compare.column.both"), .right),
      .init(session.text("compare.column.only-a"), .right),
      .init(session.text("compare.column.only-b"), .right),
      .init(session.text("compare.column.neither"), .right),
    ])
    func row(_ name: String, _ pairs: PairedRequests) {
      let counts = [pairs.bothAnswered, pairs.lostOnlyInA, pairs.lostOnlyInB, pairs.bothLost]
      let styles: [Document.Span.Style] = [.plain, .bad, .bad, .plain]
      table.row(
        [[Document.Span(name)]]
          + zip(counts, styles).map { count, style in
            [Document.Span(NumberFormat.integer(count), style: count > 0 ? style : .plain)]
          })
    }
    for zone in comparison.zones { row(zone.zone.rawValue, zone.pairs) }
    row(session.text("compare.all"), comparison.pairs)
    return table
  }

  /// Of the requests that both answered, which world was faster, and by how much.
  private var speed: String {
    let pairs = comparison.pairs
    guard pairs.bothAnswered > 0 else { return session.text("compare.speed.none") }
    guard pairs.faster + pairs.slower > 0 else {
      return session.text(
        "compare.speed.equal",
        [
          "count": .integer(pairs.bothAnswered),
          "limit": .integer(Int(PairedRequests.noticeable.inMilliseconds)),
        ])
    }
    var sentences: [String] = []
    if pairs.faster > 0 {
      sentences.append(
        session.text(
          "compare.speed.faster",
          ["count": .integer(pairs.faster), "by": .string(milliseconds(pairs.gains.quantile(0.5)))]))
    }
    if pairs.slower > 0 {
      sentences.append(
        session.text(
          "compare.speed.slower",
          ["count": .integer(pairs.slower), "by": .string(milliseconds(pairs.delays.quantile(0.5)))]))
    }
    sentences.append(session.text("compare.speed.rest", ["count": .integer(pairs.equallyFast)]))
    let delay = pairs.medianDelay
    let way = delay > .zero ? "later" : delay < .zero ? "sooner" : "same"
    sentences.append(
      session.text("compare.speed.median-\(way)", ["by": .string(milliseconds(max(delay, -delay)))]))
    return sentences.joined(separator: " ")
  }

  private func milliseconds(_ span: EventKernel.Duration) -> String {
    NumberFormat.decimal(span.inMilliseconds, digits: span < .milliseconds(10) ? 1 : 0) + " ms"
  }

  private func append(
    _ causes: [Report.CauseCount], of side: WorldComparison.Side, letter: String, to document: inout Document
  ) {
    guard !causes.isEmpty else { return }
    document.paragraph(session.text("compare.only", ["name": .string(title(side, letter))]), style: .key)
    document.list(LossReasons(causes).sentences(session.names(in: side.world), in: session))
  }
}
