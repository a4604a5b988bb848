import Assessment
import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// What a survey found, for people.
struct SurveyDocument {
  /// The most rows of a table, and the most things that a sentence names.
  private static let mostRows = 20
  private static let mostNamed = 8

  let survey: Survey
  let findings: Survey.Findings
  /// What is lost in pairs, the worst first; `nil` where that was not asked for.
  let pairs: [Survey.Row]?
  /// The world that was surveyed, which knows the names of its resources.
  let world: World

  /// What was tried, the single points of failure, the table, what to try next.
  func document(in session: Session) -> Document {
    let names = session.names(in: world)
    let rows = findings.rows.worstFirst
    var document = Document()
    document.paragraph(
      session.text(
        "survey.tried",
        [
          "losses": .integer(rows.count), "span": .duration(nanoseconds: survey.duration.nanoseconds),
          "start": .duration(nanoseconds: Survey.start.nanoseconds),
          "offered": .integer(findings.calm.offered),
        ]), style: .muted)
    if findings.calm.lost > 0 {
      document.paragraph(
        session.text("survey.calm-loses", ["lost": .integer(findings.calm.lost)]), style: .warn)
    }
    tell(rows, as: "single", names, in: session, &document)
    let points = rows.filter(\.isSinglePoint)
    if !points.isEmpty {
      let isAll = points.count > 1 && points.count == rows.count(where: \.isFelt)
      document.paragraph(
        session.text(
          isAll ? "survey.points-all" : "survey.points",
          ["count": .integer(points.count), "names": .string(list(points, names, in: session))]), style: .bad)
    }
    add(rows, names, in: session, to: &document)
    if let pairs {
      tell(pairs, as: "pair", names, in: session, &document)
      let felt = pairs.filter(\.isFelt)
      if !felt.isEmpty { add(felt, names, in: session, to: &document) }
    }
    let isHurt = (rows + (pairs ?? [])).contains { $0.lost > 0 }
    document.paragraph(
      session.text(isHurt ? "survey.explain-next" : pairs == nil ? "survey.deep-next" : "survey.map-next"),
      style: .muted)
    return document
  }

  /// How many of the rows are felt, and which.
  private func tell(
    _ rows: [Survey.Row], as kind: String, _ names: ResourceNames, in session: Session,
    _ document: inout Document
  ) {
    let felt = rows.filter(\.isFelt)
    let form = rows.isEmpty ? "none-tried" : felt.isEmpty ? "unhurt" : "felt"
    document.paragraph(
      session.text(
        "survey.\(kind)-\(form)",
        [
          "felt": .integer(felt.count), "all": .integer(rows.count),
          "names": .string(list(felt, names, in: session)),
        ]), style: form == "unhurt" ? .good : .plain)
  }

  /// What is lost in rows, as a sentence lists it.
  private func list(_ rows: [Survey.Row], _ names: ResourceNames, in session: Session) -> String {
    let shown = rows.prefix(Self.mostNamed).map { title($0, names, in: session) }.joined(separator: ", ")
    guard rows.count > Self.mostNamed else { return shown }
    return session.text(
      "fault.and-more", ["names": .string(shown), "count": .integer(rows.count - Self.mostNamed)])
  }

  private func title(_ row: Survey.Row, _ names: ResourceNames, in session: Session) -> String {
    row.losses.map { loss in
      session.text(
        "survey.loss.\(loss.kind.rawValue)", ["resource": .string(names.shown(loss.resource))])
    }.joined(separator: " + ")
  }

  private func add(
    _ rows: [Survey.Row], _ names: ResourceNames, in session: Session, to document: inout Document
  ) {
    var table = Document.Table(columns: [
      .init(session.text("survey.column.loss")), .init(session.text("survey.column.lost"), .right),
      .init(session.text("survey.column.share"), .right), .init(session.text("survey.column.again"), .right),
      .init(session.text("survey.column.cause")),
    ])
    for row in rows.prefix(Self.mostRows) {
      let style: Document.Span.Style = row.isSinglePoint ? .bad : row.isFelt ? .warn : .plain
      table.row([
        [Document.Span(title(row, names, in: session))],
        [Document.Span(NumberFormat.integer(row.lost), style: style)],
        [Document.Span(session.text("survey.share", ["share": .number(row.share)]), style: style)],
        [Document.Span(again(row, in: session), style: style)],
        cause(row, names, in: session),
      ])
    }
    document.table(table)
    if rows.count > Self.mostRows {
      document.paragraph(
        session.text("survey.more-rows", ["count": .integer(rows.count - Self.mostRows)]), style: .muted)
    }
  }

  private func again(_ row: Survey.Row, in session: Session) -> String {
    guard let span = row.goodAgain else { return session.text("experiment.never") }
    return span == .zero ? session.text("survey.not-felt") : session.span(span)
  }

  /// The cause by name, and the resource that decided where it is another one than what was lost.
  private func cause(_ row: Survey.Row, _ names: ResourceNames, in session: Session) -> [Document.Span] {
    guard let cause = row.cause else { return [] }
    let name = Document.Span(session.text("causes.\(cause.code.rawValue).name"))
    guard !row.losses.contains(where: { $0.resource == cause.resource }) else { return [name] }
    return [name, .muted(" " + names.shown(cause.resource))]
  }
}
