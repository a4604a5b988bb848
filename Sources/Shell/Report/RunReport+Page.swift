import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

extension RunReport {
  /// What marks a page of this program, so that it is never taken for a file of the learner's own.
  private static let maker = "Skydrill"

  /// The report as a page of its own.
  func page(of place: String) -> HTMLPage {
    var lead = Document()
    lead.paragraph(what, style: .muted)
    if let judged = reported.judged { lead.paragraph(outcome(of: judged.verdict)) }
    var body = Document()
    if let judged = reported.judged {
      body.heading(session.text("report.heading.verdict"))
      body.append(VerdictDocument.of(judged, in: session))
    }
    body.heading(session.text("report.heading.course"))
    body.plot(requests)
    body.append(
      ReportDocument.sums(of: report, on: reported.run.world, since: reported.run.begun, in: session))
    if let latency { body.plot(latency) }
    if let percentiles { body.plot(percentiles) }
    let map = ZoneTable(WorldMap(reported.run.world, loads: highestLoads), session: session).table
    if !map.rows.isEmpty {
      body.heading(session.text("report.heading.map"))
      body.table(map)
    }
    body.append(sections)
    var foot = Document()
    foot.paragraph(
      session.text(
        "report.made-by",
        [
          "version": .string(DataRoot.version), "engine": .integer(Report.engine),
          "digest": .string(String(report.digest.hex.prefix(16))),
        ]), style: .muted)
    return HTMLPage(
      title: session.text("report.title", ["place": .string(place)]), language: session.language.code,
      maker: Self.maker, lead: lead, body: body, foot: foot)
  }

  /// How busy each server was in its busiest minute, 0 to 1, by the instance's id.
  private var highestLoads: [String: Double] {
    var loads: [String: Double] = [:]
    for target in report.targets {
      loads[target.instance.description] = reported.run.busyShares(of: target).map { $0.share }.max() ?? 0
    }
    return loads
  }

  /// Whether a file is a page that this program has written.
  static func isPage(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes.prefix(1_024), as: UTF8.self).contains(HTMLPage.mark(of: maker))
  }
}
