import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

extension RunReport {
  /// How many servers a drawing shows; more lines cannot be told apart.
  private static let mostDrawn = 6

  /// Requests answered and lost over time.
  var requests: Document.Plot {
    var plot = ReportDocument.plot(report, since: reported.run.begun, in: session)
    plot.title = [Document.Span](markup: session.text("report.plot.requests"))
    return overTime(plot)
  }

  /// Within what time which share of each minute's answers came; `nil` where nothing was answered.
  var latency: Document.Plot? {
    guard report.answered > 0, report.maker == .requests else { return nil }
    let minutes = report.minutes.prefix(wholeMinutes)
    return overTime(
      Document.Plot(
        title: [Document.Span](markup: session.text("report.plot.latency")),
        series: RunMeasure.Percentile.allCases.map { percentile in
          .init(
            [Document.Span(percentile.rawValue)],
            minutes.map { minute in
              minute.percentiles.map { percentile.value(in: $0).inMilliseconds } ?? .nan
            })
        }, unit: "ms"))
  }

  /// A measure over time as `plot` draws it; `nil` where it has no value at all.
  func drawing(of measure: RunMeasure, unit: String = "") -> Document.Plot? {
    let values = measure.values(of: reported.run)
    guard values.contains(where: \.isFinite) else { return nil }
    let title = session.text("plot.title.\(measure.name)")
    return overTime(
      Document.Plot(
        title: [Document.Span(title)], series: [.init([Document.Span(title)], values)], unit: unit))
  }

  /// Within what time which share of the answers came; `nil` where nothing was answered.
  var percentiles: Document.Plot? {
    let latency = report.latency
    guard !latency.isEmpty else { return nil }
    return Document.Plot(
      title: [Document.Span](markup: session.text("report.plot.percentiles")),
      series: [
        .init(
          [Document.Span](markup: session.text("report.plot.within")),
          (1...99).map { latency.quantile(Double($0) / 100).inMilliseconds })
      ], axis: .init(start: "p1", end: "p99"), unit: "ms")
  }

  /// How busy the busiest servers were; `nil` where there is no server.
  var utilisation: Document.Plot? {
    let busiest = report.targets.map { target in
      (target: target, values: RunMeasure.utilisation(target.instance).values(of: reported.run))
    }.sorted { ($0.values.max() ?? 0) > ($1.values.max() ?? 0) }
      .prefix(Self.mostDrawn)
    guard !busiest.isEmpty else { return nil }
    return overTime(
      Document.Plot(
        title: [Document.Span](markup: session.text("report.plot.busy")),
        series: busiest.map { entry in
          .init(
            [Document.Span(names.shown(entry.target.instance.description))], entry.values)
        }, unit: "%"))
  }

  private var wholeMinutes: Int { max(1, report.duration.wholeSeconds / 60) }

  /// A plot over the whole run with its faults marked.
  private func overTime(_ plot: Document.Plot) -> Document.Plot {
    var plot = plot
    plot.axis = .init(start: clock(.zero), end: clock(report.duration))
    let standing = report.standing.map { fault in
      Document.Plot.Stretch(
        0...min(1, fault.end / report.duration),
        label: [Document.Span](markup: session.title(of: fault, since: reported.run.begun, names)).plainText)
    }
    let begun = report.faults.filter { $0.start < report.duration }.map {
      fault -> Document.Plot.Stretch in
      let title = session.title(
        ofFault: fault.code, fault.resource, lasting: fault.end - fault.start, names)
      let end = max(fault.start, min(fault.end, report.duration))
      return Document.Plot.Stretch(
        (fault.start / report.duration)...(end / report.duration),
        label: [Document.Span](markup: title).plainText)
    }
    plot.stretches = standing + begun
    return plot
  }
}
