import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// The story of a run that lost requests, for people: what happened when, why how many were lost, the way of one.
struct ExplainDocument {
  private let subject: ExplainedLoss
  private let session: Session
  private let names: ResourceNames

  /// How many rows of causes are shown one by one.
  private static let mostRows = 6

  init(subject: ExplainedLoss, session: Session) {
    self.subject = subject
    self.session = session
    names = session.names(in: subject.run.world)
  }

  /// The whole story.
  ///
  /// - Parameter trace: the way of a request that the subject's cause lost.
  func document(_ trace: [Report.Hop]) -> Document {
    var document = Document()
    document.paragraph(heading, style: .muted)
    document.append(timeline)
    document.table(shares)
    DataLosses(subject.run.report).tell(in: &document, names, session)
    document.heading(session.text(of: subject.cause, names), level: 3)
    document.paragraph(session.text("explain.one-request"), style: .muted)
    document.table(hops(trace))
    document.paragraph(session.text(of: subject.cause, part: "remedy", names))
    if let other { document.paragraph(other, style: .muted) }
    document.paragraph(session.text("remedies.next"), style: .muted)
    return document
  }

  /// Which run this is, and what its moments count from.
  private var heading: String {
    let report = subject.run.report
    let run = session.text(
      subject.run.isLive ? "explain.of-live" : report.zone == nil ? "explain.of-run" : "explain.of-zone",
      [
        "span": .duration(nanoseconds: report.duration.nanoseconds),
        "zone": .string(report.zone?.rawValue ?? ""),
      ])
    guard let (number, result) = subject.check else { return run }
    return session.text(
      "explain.of-check",
      [
        "number": .integer(number), "title": .string(result.check.title[session.contentLanguage]),
        "run": .string(run),
      ])
  }

  private func clock(_ moment: EventKernel.Duration) -> String { (subject.run.begun + moment).clock }

  /// What happened when: fault, first lost request, good again.
  private var timeline: Document {
    var document = Document()
    for fault in subject.run.report.faults {
      func since(_ moment: EventKernel.Duration) -> TextValue {
        .duration(nanoseconds: (moment - fault.start).nanoseconds)
      }
      let title = session.title(
        ofFault: fault.code, fault.resource, lasting: fault.end - fault.start, names)
      document.keyValue(clock(fault.start), title, style: .bad)
      let lost = subject.run.report.causes.filter { $0.lost > 0 && $0.last >= fault.start }
      if let first = lost.map({ max($0.first, fault.start) }).min() {
        let isAtOnce = first - fault.start < .seconds(1)
        document.keyValue(
          clock(first),
          session.text(
            isAtOnce ? "explain.first-lost-at-once" : "explain.first-lost", ["span": since(first)]))
      }
      if let again = fault.goodAgain {
        let moment = fault.start + again
        document.keyValue(
          clock(moment), session.text("explain.good-again", ["span": since(moment)]), style: .good)
      } else {
        document.keyValue(clock(fault.end), session.text("explain.never-good"), style: .bad)
      }
    }
    return document
  }

  /// Each cause with its share of the lost requests and when it decided; the numbers add up to the last row.
  private var shares: Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("explain.column.cause")), .init(session.text("explain.column.resource")),
      .init(session.text("explain.column.lost"), .right), .init(session.text("explain.column.when"), .right),
    ])
    let causes = subject.run.report.causes.filter { $0.lost > 0 }
    let shown = causes.count == Self.mostRows + 1 ? causes.count : Self.mostRows
    for cause in causes.prefix(shown) {
      table.row([
        session.text("causes.\(cause.code.rawValue).name"), names.shown(cause.resource),
        NumberFormat.integer(cause.lost), "\(clock(cause.first))–\(clock(cause.last))",
      ])
    }
    let rest = causes.dropFirst(shown)
    if !rest.isEmpty {
      table.row([
        session.text("explain.others", ["count": .integer(rest.count)]), "",
        NumberFormat.integer(rest.reduce(0) { $0 + $1.lost }), "",
      ])
    }
    if causes.count > 1 {
      table.row([
        [.muted(session.text("explain.sum"))], [],
        [.strong(NumberFormat.integer(causes.reduce(0) { $0 + $1.lost }))], [],
      ])
    }
    return table
  }

  /// The way of the request, one row a hop.
  private func hops(_ trace: [Report.Hop]) -> Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("explain.column.time")), .init(session.text("explain.column.attempt"), .right),
      .init(session.text("explain.column.hop")),
    ])
    let failure = "fails:"
    // A server that is free at once keeps nobody waiting.
    for hop in trace where !(hop.code.hasPrefix("waits-") && hop.span == .zero) {
      let isEnd = hop.code.hasPrefix(failure)
      let sentence =
        isEnd
        ? session.text(
          "explain.fails",
          ["cause": .string(session.text("causes.\(hop.code.dropFirst(failure.count)).name"))])
        : session.text(
          "hops.\(hop.code)",
          [
            "resource": .string(names.shown(hop.resource)),
            "span": .duration(nanoseconds: hop.span.nanoseconds),
          ])
      table.row([
        [.muted(clock(hop.at))], [Document.Span("\(hop.attempt)")],
        [Document.Span(sentence, style: isEnd ? .bad : .plain)],
      ])
    }
    return table
  }

  /// How to follow a request that another cause lost; `nil` where there is none.
  private var other: String? {
    let cause = subject.run.report.causes.first {
      $0.lost > 0 && $0.sample != nil && $0.code != subject.cause.code
    }
    return cause.map { session.text("explain.other", ["line": .string("explain \($0.code.rawValue)")]) }
  }
}
