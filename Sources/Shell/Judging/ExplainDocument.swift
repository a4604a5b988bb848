import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// The story of a run, for people: what happened when, why how many requests were lost or slow, the way of one.
struct ExplainDocument {
  let subject: ExplainSubject
  let session: Session
  let names: ResourceNames

  /// How many rows of causes are shown one by one.
  private static let mostRows = 6

  init(subject: ExplainSubject, session: Session) {
    self.subject = subject
    self.session = session
    names = session.names(in: subject.run.world)
  }

  var report: Report { subject.run.report }

  /// The whole story.
  ///
  /// - Parameter trace: the way of the request that the subject follows; empty where it follows none.
  func document(_ trace: [Report.Hop]) -> Document {
    var document = Document()
    document.paragraph(heading, style: .muted)
    document.append(timeline)
    switch subject {
    case .loss(let loss): document.append(story(of: loss, trace))
    case .latency(let latency): document.append(story(of: latency, trace))
    case .request(let reference, _): document.append(story(of: reference, trace))
    }
    return document
  }

  private func story(of loss: ExplainedLoss, _ trace: [Report.Hop]) -> Document {
    var document = Document()
    document.table(shares)
    DataLosses(subject.run.report).tell(in: &document, names, session)
    document.heading(session.text(of: loss.cause, names), level: 3)
    document.paragraph(oneRequest("one-request"), style: .muted)
    document.table(hops(trace))
    document.paragraph(session.text(of: loss.cause, part: "remedy", names))
    if let other = other(than: loss.cause) { document.paragraph(other, style: .muted) }
    document.paragraph(session.text("remedies.next"), style: .muted)
    return document
  }

  private func story(of reference: RequestReference, _ trace: [Report.Hop]) -> Document {
    var document = Document()
    let values: [String: TextValue] = [
      "number": .string(subject.run.name(of: reference)),
      "span": .duration(nanoseconds: Report.Hop.span(of: trace).nanoseconds),
      "count": .integer(trace.last?.attempt ?? 1),
    ]
    let cause = trace.last?.failure
    document.paragraph(
      session.text(cause == nil ? "explain.was-answered" : "explain.was-lost", values),
      style: cause == nil ? .good : .bad)
    document.table(hops(trace))
    let counted = report.causes.first { $0.code.rawValue == cause && $0.resource == trace.last?.resource }
    guard let counted else { return document }
    document.paragraph(session.text(of: counted, names))
    document.paragraph(session.text(of: counted, part: "remedy", names))
    return document
  }

  /// What stands above the way of the followed request.
  func oneRequest(_ id: String) -> String {
    let number = subject.followed.map { subject.run.name(of: $0) } ?? ""
    return session.text("explain.\(id)", ["number": .string(number)])
  }

  /// Which run this is, and what its moments count from.
  private var heading: String {
    let run = subject.run.heading(in: session)
    guard let (number, result) = subject.check else { return run }
    return session.text(
      "explain.of-check",
      [
        "number": .integer(number), "title": .string(result.check.title[session.contentLanguage]),
        "run": .string(run),
      ])
  }

  private func clock(_ moment: EventKernel.Duration) -> String { (subject.run.begun + moment).clock }

  /// Something of a fault's story.
  private struct Line {
    let at: EventKernel.Duration
    let text: String
    var style = Document.Span.Style.plain
  }

  /// What happened when: what was in force before, each fault, the first lost request, when something noticed it and
  /// acted, when it was good again.
  private var timeline: Document {
    var document = Document()
    for fault in report.standing {
      document.keyValue(
        clock(.zero), session.title(of: fault, since: subject.run.begun, names), style: .bad)
    }
    for index in report.faults.indices {
      // What happens at one moment stays in the order of cause and effect.
      let lines = self.lines(ofFault: index).enumerated().sorted {
        $0.element.at == $1.element.at ? $0.offset < $1.offset : $0.element.at < $1.element.at
      }
      for (_, line) in lines { document.keyValue(clock(line.at), line.text, style: line.style) }
    }
    return document
  }

  private func lines(ofFault index: Int) -> [Line] {
    let fault = report.faults[index]
    func since(_ moment: EventKernel.Duration) -> TextValue {
      .duration(nanoseconds: (moment - fault.start).nanoseconds)
    }
    let title = session.title(
      ofFault: fault.code, fault.resource, lasting: fault.end - fault.start, names)
    var lines = [Line(at: fault.start, text: title, style: .bad)]
    // Without a lost request nothing was bad, and nothing good again.
    let lost = fault.lost == 0 ? [] : report.causes.filter { $0.lost > 0 && $0.last >= fault.start }
    if !lost.isEmpty, wasBad(before: fault.start) {
      lines.append(Line(at: fault.start, text: session.text("explain.lost-before")))
    } else if let first = lost.map({ max($0.first, fault.start) }).min() {
      let isAtOnce = first - fault.start < .seconds(1)
      lines.append(
        Line(
          at: first,
          text: session.text(
            isAtOnce ? "explain.first-lost-at-once" : "explain.first-lost", ["span": since(first)])))
    }
    for (id, entry) in [
      ("noticed", FaultStory.firstNotice(ofFault: index, in: report)),
      ("acted", FaultStory.firstAct(ofFault: index, in: report)),
    ] {
      guard let entry else { continue }
      lines.append(
        Line(
          at: entry.at,
          text: session.text(
            "explain.\(id)",
            [
              "span": since(entry.at), "resource": .string(names.shown(entry.occurrence.resource)),
              "what": .string(EventsCommand.sentence(of: entry.occurrence, in: session)),
            ])))
    }
    guard fault.lost > 0 else { return lines }
    if let again = fault.goodAgain {
      let moment = fault.start + again
      lines.append(
        Line(
          at: moment, text: session.text("explain.good-again", ["span": since(moment)]), style: .good))
    } else {
      let isOver = fault.end <= report.duration
      lines.append(
        Line(
          at: min(fault.end, report.duration),
          text: session.text(isOver ? "explain.never-good" : "explain.not-good-at-end"), style: .bad))
    }
    return lines
  }

  /// Whether the last whole ten seconds before a moment were bad, so that what is lost then is not the news of it.
  private func wasBad(before moment: EventKernel.Duration) -> Bool {
    let window = Int(moment.nanoseconds / Report.Window.length.nanoseconds) - 1
    return report.windows.indices.contains(window) && report.windows[window].isBad
  }

  /// Each cause with its share of the lost requests, when it decided and a request that it lost; the numbers add up to
  /// the last row.
  private var shares: Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("explain.column.cause")), .init(session.text("explain.column.resource")),
      .init(session.text("explain.column.lost"), .right), .init(session.text("explain.column.share"), .right),
      .init(session.text("explain.column.when"), .right),
      .init(session.text("explain.column.request"), .right),
    ])
    let causes = report.causes.filter { $0.lost > 0 }
    let shares = RoundedParts.split(1_000, by: causes.map { Double($0.lost) })
    func percent(_ thousandths: Int) -> String {
      NumberFormat.percent(Double(thousandths) / 1_000, digits: 1)
    }
    let shown = causes.count == Self.mostRows + 1 ? causes.count : Self.mostRows
    for (cause, share) in zip(causes, shares).prefix(shown) {
      table.row([
        session.text("causes.\(cause.code.rawValue).name"), names.shown(cause.resource),
        NumberFormat.integer(cause.lost), percent(share),
        session.range(from: clock(cause.first), to: clock(cause.last)),
        cause.sample.map { subject.run.name(of: $0) } ?? "",
      ])
    }
    let rest = causes.dropFirst(shown)
    if !rest.isEmpty {
      table.row([
        session.text("explain.others", ["count": .integer(rest.count)]), "",
        NumberFormat.integer(rest.reduce(0) { $0 + $1.lost }),
        percent(shares.dropFirst(shown).reduce(0, +)), "", "",
      ])
    }
    if causes.count > 1 {
      table.row([
        [.muted(session.text("explain.sum"))], [],
        [.strong(NumberFormat.integer(causes.reduce(0) { $0 + $1.lost }))],
        [.muted(percent(shares.reduce(0, +)))], [], [],
      ])
    }
    return table
  }

  /// The way of the request, one row a hop.
  func hops(_ trace: [Report.Hop]) -> Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("explain.column.time")), .init(session.text("explain.column.attempt"), .right),
      .init(session.text("explain.column.hop")),
    ])
    // A server that is free at once keeps nobody waiting.
    for hop in trace where !(hop.code.hasPrefix("waits-") && hop.span == .zero) {
      let failure = hop.failure
      let sentence =
        failure.map { session.text("explain.fails", ["cause": .string(session.text("causes.\($0).name"))]) }
        ?? session.text(
          "hops.\(hop.code)",
          [
            "resource": .string(names.shown(hop.resource)),
            "span": .duration(nanoseconds: hop.span.nanoseconds),
          ])
      table.row([
        [.muted(clock(hop.at))], [Document.Span("\(hop.attempt)")],
        [Document.Span(sentence, style: failure == nil ? .plain : .bad)],
      ])
    }
    return table
  }

  /// How to follow a request that another cause lost; `nil` where there is none.
  private func other(than present: Report.CauseCount) -> String? {
    let cause = report.causes.first { $0.lost > 0 && $0.sample != nil && $0.code != present.code }
    return cause.map { session.text("explain.other", ["line": .string("explain \($0.code.rawValue)")]) }
  }
}

extension Report.Hop {
  /// What codes of attempts that fail begin with.
  private static let failing = "fails:"

  /// The code of the cause by which the attempt fails here; `nil` for any other hop.
  var failure: String? {
    code.hasPrefix(Self.failing) ? String(code.dropFirst(Self.failing.count)) : nil
  }

  /// The time from the first hop of a way to the end of its last.
  static func span(of trace: [Report.Hop]) -> EventKernel.Duration {
    guard let first = trace.first, let last = trace.last else { return .zero }
    return last.at + (last.failure == nil ? last.span : .zero) - first.at
  }
}
