/// Draws the series of a plot over one another as SVG, with a scale, its stretches, and all of it in words.
struct HTMLPlot {
  let plot: Document.Plot
  let words: RendererWords

  // In units of the drawing, which is scaled to the width of the page.
  private static let width = 720.0
  private static let height = 240.0
  private static let left = 58.0
  private static let right = 708.0
  private static let top = 30.0
  private static let bottom = 208.0
  /// The most values of a line; more are gathered.
  private static let mostValues = 325
  /// How many stretches are named in the drawing; the words name all.
  private static let mostNamed = 3
  /// How many colours and kinds of line there are.
  private static let kinds = 8

  /// The drawing with a legend where there are several series.
  func html() -> String {
    let title = HTMLText.escaped(plot.title.plainText)
    let caption = title.isEmpty ? "" : HTMLText.element("figcaption", title) + "\n"
    let parts = [background, scale, axis] + plot.series.enumerated().map { line($0.element, $0.offset) }
    let drawing = """
      <svg viewBox="0 0 720 240" role="img">
      <title>\(title.isEmpty ? HTMLText.escaped(plot.series.map(\.name.plainText).joined(separator: ", ")) : title)</title>
      <desc>\(HTMLText.escaped(description))</desc>
      \(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
      </svg>

      """
    let summary =
      plot.summary.isEmpty ? "" : HTMLText.element("p", HTMLText.escaped(plot.summary.plainText)) + "\n"
    return HTMLText.element("figure", "\n" + caption + drawing + legend + summary) + "\n"
  }

  /// The figures of each series and the stretches, for those who do not see the drawing.
  private var description: String {
    let figures = plot.series.compactMap { series -> String? in
      let values = series.values.filter(\.isFinite)
      guard let first = values.first, let last = values.last, let low = values.min(), let high = values.max()
      else { return nil }
      let list = [(words.lowest, low), (words.highest, high), (words.first, first), (words.last, last)]
        .map { "\($0.0) \(PlotLayout.number($0.1))" }
        .joined(separator: ", ")
      return "\(series.name.plainText): \(list)."
    }
    return (figures + plot.stretches.map { "\($0.label)." }).joined(separator: " ")
  }

  private var legend: String {
    guard plot.series.count > 1 else { return "" }
    let items = plot.series.enumerated().map { index, series in
      let sample =
        "<svg class=\"sample\" viewBox=\"0 0 28 8\" aria-hidden=\"true\"><path class=\"\(kind(of: series, index))\" d=\"M1 4H27\"/></svg>"
      return HTMLText.element("li", sample + HTMLText.escaped(series.name.plainText)) + "\n"
    }
    return HTMLText.element("ul", "\n" + items.joined(), kind: "legend") + "\n"
  }

  // MARK: Scale

  /// The values at the lower and the upper end of the scale.
  private var bounds: ClosedRange<Double> {
    let values = plot.series.flatMap(\.values).filter { $0.isFinite && abs($0) < 1e15 }
    let low = values.min() ?? 0
    return (low < 0 ? -Self.rounded(-low) : 0)...Self.rounded(max(values.max() ?? 0, 0))
  }

  /// The next of 1, 2 and 5 times a power of ten that is no less; 1 for nothing.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0 else { return 1 }
    var power = 1.0
    while power < value { power *= 10 }
    while power / 10 >= value { power /= 10 }
    return [0.2, 0.5].map { $0 * power }.first { $0 >= value } ?? power
  }

  private func y(_ value: Double) -> Double {
    let bounds = self.bounds
    let share = (value - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound)
    return Self.bottom - min(1, max(0, share)) * (Self.bottom - Self.top)
  }

  private var scale: String {
    let bounds = self.bounds
    let middle = (bounds.lowerBound + bounds.upperBound) / 2
    let rows = [bounds.lowerBound, middle, bounds.upperBound].map { value in
      let y = Self.number(self.y(value))
      return
        "<path class=\"grid\" d=\"M\(Self.number(Self.left)) \(y)H\(Self.number(Self.right))\"/>"
        + Self.text(Self.label(value), Self.left - 6, self.y(value) + 4, "end")
    }
    let unit = plot.unit.isEmpty ? "" : "\n" + Self.text(plot.unit, 2, 14, "start")
    return rows.joined(separator: "\n") + unit
  }

  /// A figure of the scale, which below one needs more than one decimal.
  private static func label(_ value: Double) -> String {
    let thousandths = Int((abs(value) * 1_000).rounded())
    guard thousandths > 0, thousandths < 1_000, thousandths % 100 != 0 else {
      return PlotLayout.number(value)
    }
    let digits = String(String(1_000 + thousandths).dropFirst())
    let shown = digits.hasSuffix("0") ? String(digits.dropLast()) : digits
    return "\(value < 0 ? "-" : "")0.\(shown)"
  }

  private var axis: String {
    guard let axis = plot.axis else { return "" }
    let y = Self.bottom + 18
    return Self.text(axis.start, Self.left, y, "start") + Self.text(axis.end, Self.right, y, "end")
  }

  // MARK: Series

  private var background: String {
    plot.stretches.enumerated().map { index, stretch in
      let from = Self.left + min(1, max(0, stretch.range.lowerBound)) * (Self.right - Self.left)
      let to = Self.left + min(1, max(0, stretch.range.upperBound)) * (Self.right - Self.left)
      let rectangle =
        "<rect class=\"stretch\" x=\"\(Self.number(from))\" y=\"\(Self.number(Self.top))\" width=\"\(Self.number(max(1, to - from)))\" height=\"\(Self.number(Self.bottom - Self.top))\"/>"
      guard index < Self.mostNamed else { return rectangle }
      let isLate = from > (Self.left + Self.right) / 2
      return rectangle
        + Self.text(
          stretch.label, isLate ? to : from, Self.top - 6 - Double(index) * 11, isLate ? "end" : "start")
    }.joined(separator: "\n")
  }

  private func line(_ series: Document.Plot.Series, _ index: Int) -> String {
    let values = Sparkline.gathered(series.values, into: Self.mostValues)
    guard !values.isEmpty else { return "" }
    let step = (Self.right - Self.left) / Double(values.count)
    var path = ""
    var isDrawing = false
    for (place, value) in values.enumerated() {
      guard value.isFinite else {
        isDrawing = false
        continue
      }
      let x = Self.number(Self.left + (Double(place) + 0.5) * step)
      // A value alone among gaps is a dot.
      path += (isDrawing ? "L" : "M") + "\(x) \(Self.number(y(value)))" + (isDrawing ? "" : "h0")
      isDrawing = true
    }
    return path.isEmpty ? "" : "<path class=\"\(kind(of: series, index))\" d=\"\(path)\"/>"
  }

  private func kind(of series: Document.Plot.Series, _ index: Int) -> String {
    let colour = series.style == .plain ? "" : " \(series.style.rawValue)"
    return "line line-\(index % Self.kinds)\(colour)"
  }

  // MARK: SVG

  private static func text(_ text: String, _ x: Double, _ y: Double, _ anchor: String) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(HTMLText.escaped(text))</text>"
  }

  /// A place in the drawing with one decimal.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
