/// Draws the series of a plot below one another.
struct PlotLayout {
  let plot: Document.Plot
  let width: Int
  /// What the terminal can show.
  var signs = PlotSigns.dots
  private static let widest = 100

  func lines() -> [StyledLine] {
    var result: [StyledLine] = plot.title.isEmpty ? [] : LineBreaker(width: width).lines(plot.title.strong())
    result += plot.height > 1 ? drawings() : sparklines()
    return plot.summary.isEmpty
      ? result : result + LineBreaker(width: width).lines(plot.summary.styled(.muted))
  }

  private func sparklines() -> [StyledLine] {
    let names = min(plot.series.map { $0.name.columns }.max() ?? 0, width / 3)
    let scales = plot.series.map { PlotLayout.number($0.values.filter(\.isFinite).max() ?? 0) }
    let scale = scales.map(DisplayWidth.of).max() ?? 0
    let left = names > 0 ? names + 2 : 0
    let free = max(8, min(PlotLayout.widest, width - left - 2 - scale))
    var result = zip(plot.series, scales).map { series, highest -> StyledLine in
      let drawing = Document.Span(Sparkline.text(series.values, width: free), style: series.style)
      let name: StyledLine = names > 0 ? cut(series.name, to: names).padded(to: left, .left) : []
      return name + StyledLine([drawing]).padded(to: drawn(free), .left) + ["  ", .muted(highest)]
    }
    if let axis = axis(drawn(free)) { result.append([Document.Span(DisplayWidth.spaces(left))] + axis) }
    return result
  }

  private func drawings() -> [StyledLine] {
    plot.series.flatMap { series -> [StyledLine] in
      let finite = series.values.filter(\.isFinite)
      let high = PlotLayout.number(finite.max() ?? 0)
      let low = PlotLayout.number(min(0, finite.min() ?? 0))
      let left = max(DisplayWidth.of(high), DisplayWidth.of(low))
      let free = max(8, min(PlotLayout.widest, width - left - 2))
      let height = min(plot.height, 40)
      let rows =
        plot.isFine && !series.values.isEmpty
        ? signs.rows(series.values, width: free, height: height)
        : Sparkline.rows(series.values, width: free, height: height)
      var result: [StyledLine] = series.name.isEmpty ? [] : LineBreaker(width: width).lines(series.name)
      for (index, row) in rows.enumerated() {
        let label = index == 0 ? high : index == rows.count - 1 ? low : ""
        let scale = DisplayWidth.pad(label, to: left, alignment: .right)
        result.append([.muted(scale), .muted(signs.wall), Document.Span(row, style: series.style)])
      }
      let drawn = plot.isFine ? free : min(free, series.values.count)
      let margin = Document.Span(DisplayWidth.spaces(left + 2))
      if let axis = axis(drawn) { result.append([margin] + axis) }
      let marks = plot.isFine ? signs.line(of: plot.marks, width: drawn) : ""
      return marks.isEmpty ? result : result + [[margin, Document.Span(marks, style: .bad)]]
    }
  }

  /// The columns that the longest series takes.
  private func drawn(_ free: Int) -> Int { min(free, plot.series.map(\.values.count).max() ?? 0) }

  private func axis(_ columns: Int) -> StyledLine? {
    guard let axis = plot.axis else { return nil }
    let words = [axis.start, axis.middle, axis.end].map(DisplayWidth.of)
    let hasMiddle = words[1] > 0 && words.reduce(4, +) <= columns
    guard hasMiddle else {
      return [.muted(axis.start + DisplayWidth.spaces(max(1, columns - words[0] - words[2])) + axis.end)]
    }
    let before = max(1, columns / 2 - words[1] / 2 - words[0])
    let behind = max(1, columns - words.reduce(0, +) - before)
    return [
      .muted(
        axis.start + DisplayWidth.spaces(before) + axis.middle + DisplayWidth.spaces(behind) + axis.end)
    ]
  }

  private func cut(_ name: StyledLine, to width: Int) -> StyledLine {
    name.columns <= width ? name : [Document.Span(DisplayWidth.truncate(name.plainText, to: width))]
  }

  /// A figure of a scale: whole from 100 on, else with one decimal, grouped by three digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "—" }
    let tenths = Int((value * 10).rounded())
    let isWhole = tenths % 10 == 0 || abs(value) >= 100
    let whole = isWhole ? Int(value.rounded()) : tenths / 10
    var digits = String(whole.magnitude)
    var grouped = ""
    while digits.count > 3 {
      grouped = "," + digits.suffix(3) + grouped
      digits.removeLast(3)
    }
    return (value < 0 && tenths != 0 ? "-" : "") + digits + grouped + (isWhole ? "" : ".\(abs(tenths % 10))")
  }
}
