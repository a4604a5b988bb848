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

  /// The table, then what is left out, then how many there are.
  var document: Document {
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
        [Document.Span(deviation(of: row), style: style)], [.muted(source(of: row))],
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
    return document
  }

  private func truth(of row: Row) -> String {
    guard row.low < row.high else { return amount(row.low, row.unit) }
    return number(row.low) + "–" + amount(row.high, row.unit)
  }

  private func amount(_ value: Double, _ unit: String) -> String {
    session.text("fidelity.unit.\(unit)", ["value": .string(number(value))])
  }

  /// One decimal, which whole numbers do without.
  private func number(_ value: Double) -> String {
    NumberFormat.decimal(value, digits: value == value.rounded() ? 0 : 1)
  }

  private func deviation(of row: Row) -> String {
    guard let deviation = row.deviation else { return "–" }
    guard abs(deviation) >= 0.000_5 else { return NumberFormat.percent(0, digits: 1) }
    return (deviation > 0 ? "+" : "") + NumberFormat.percent(deviation, digits: 1)
  }

  private func source(of row: Row) -> String {
    let source = row.date.isEmpty ? row.source : "\(row.source), \(row.date)"
    return row.basis == FidelityClaim.Basis.teaching.rawValue
      ? session.text("fidelity.teaching") + ", " + source : source
  }
}
