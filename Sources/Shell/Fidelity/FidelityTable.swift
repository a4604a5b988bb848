import Terminal
import Texts

/// What was measured of claims, for people and for scripts.
struct FidelityTable {
  /// A claim with what the simulation gives.
  struct Row: Encodable, Sendable {
    let id: String
    let basis: String
    let source: String
    /// Year and month of the source; empty for a theorem.
    let date: String
    let unit: String
    /// The least and the most that the source says.
    let low: Double
    let high: Double
    /// What was simulated; missing where this part of AWS is not.
    let simulated: Double?
    /// The share by which that lies beside what the source says, and the share that is allowed.
    let deviation: Double?
    let bound: Double
    /// Whether it lies within the bound; true where nothing is simulated.
    let holds: Bool

    init(_ claim: FidelityClaim, simulated: Double?) {
      id = claim.id
      basis = claim.basis.rawValue
      source = claim.source
      date = claim.date
      unit = claim.unit.rawValue
      switch claim.truth {
      case .near(let value, _):
        low = value
        high = value
      case .between(let range):
        low = range.lowerBound
        high = range.upperBound
      }
      self.simulated = simulated
      deviation = simulated.map { claim.deviation(of: $0) }
      bound = claim.bound
      holds = simulated.map { claim.holds($0) } ?? true
    }
  }

  let rows: [Row]
  let session: Session

  /// The table, then what is left out, then how many there are; all of a claim where there is only one.
  var document: Document {
    if rows.count == 1 { return whole(rows[0]) }
    var document = Document()
    var table = Document.Table(columns: [
      .init(session.text("fidelity.column.claim")), .init(session.text("fidelity.column.truth"), .right),
      .init(session.text("fidelity.column.simulated"), .right),
      .init(session.text("fidelity.column.deviation"), .right), .init(session.text("fidelity.column.source")),
    ])
    for row in rows {
      let style: Document.Span.Style = row.holds ? .plain : .bad
      table.row([
        [Document.Span](markup: session.text("fidelity.claim.\(row.id)")), [Document.Span(truth(of: row))],
        [Document.Span(row.simulated.map { amount($0, row.unit) } ?? "–", style: style)],
        [Document.Span(deviation(of: row), style: style)], [.muted(shortSource(of: row))],
      ])
    }
    document.table(table)
    document.paragraph(session.text("fidelity.omitted"))
    document.list(rows.map { "`\($0.id)`: " + session.text("fidelity.omits.\($0.id)") })
    document.paragraph(
      session.text(
        "fidelity.count",
        [
          "count": .integer(rows.count { $0.simulated != nil && $0.holds }),
          "all": .integer(rows.count { $0.simulated != nil }),
        ]), style: .muted)
    document.paragraph(session.text("fidelity.next", ["claim": .string(rows[0].id)]), style: .muted)
    return document
  }

  /// All that is known of one claim.
  private func whole(_ row: Row) -> Document {
    let style: Document.Span.Style = row.holds ? .plain : .bad
    var document = Document()
    document.heading(session.text("fidelity.claim.\(row.id)"), level: 3)
    document.keyValue(session.text("fidelity.column.truth"), truth(of: row))
    document.keyValue(
      session.text("fidelity.column.simulated"), row.simulated.map { amount($0, row.unit) } ?? "–",
      style: style)
    document.keyValue(session.text("fidelity.column.deviation"), deviation(of: row), style: style)
    document.keyValue(
      session.text("fidelity.detail.bound"), NumberFormat.percent(row.bound, digits: 1))
    document.keyValue(session.text("fidelity.detail.basis"), session.text("fidelity.basis.\(row.basis)"))
    document.keyValue(session.text("fidelity.column.source"), row.source)
    if !row.date.isEmpty { document.keyValue(session.text("fidelity.detail.read"), row.date) }
    document.keyValue(session.text("fidelity.detail.omits"), session.text("fidelity.omits.\(row.id)"))
    return document
  }

  private func truth(of row: Row) -> String {
    guard row.low < row.high else { return amount(row.low, row.unit) }
    return session.range(from: number(row.low), to: amount(row.high, row.unit))
  }

  private func amount(_ value: Double, _ unit: String) -> String {
    session.text("fidelity.unit.\(unit)", ["value": .string(number(value))])
  }

  /// One decimal, which numbers do without that are whole but for less than what a deviation shows.
  private func number(_ value: Double) -> String {
    NumberFormat.decimal(value, digits: abs(value - value.rounded()) < 0.000_5 * abs(value) + 1e-9 ? 0 : 1)
  }

  private func deviation(of row: Row) -> String {
    guard let deviation = row.deviation else { return "–" }
    guard abs(deviation) >= 0.000_5 else { return NumberFormat.percent(0, digits: 1) }
    return (deviation > 0 ? "+" : "") + NumberFormat.percent(deviation, digits: 1)
  }

  /// Whose page it is and when it was read, or that the value was chosen for teaching; short enough for a terminal.
  private func shortSource(of row: Row) -> String {
    guard row.basis != FidelityClaim.Basis.teaching.rawValue else { return "TEACH" }
    let name = row.source.prefix { $0 != ":" && $0 != "(" }.split(separator: " ").joined(separator: " ")
    return row.date.isEmpty ? name : "\(name) \(row.date)"
  }
}
