/// A line of a laid-out document.
typealias StyledLine = [Document.Span]

extension StyledLine {
  /// The columns that the line takes.
  var columns: Int { reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// The line with spaces around it up to the width.
  func padded(to width: Int, _ alignment: Document.Table.Alignment) -> StyledLine {
    let free = Swift.max(0, width - columns)
    guard free > 0 else { return self }
    func space(_ count: Int) -> StyledLine { count > 0 ? [Document.Span(DisplayWidth.spaces(count))] : [] }
    switch alignment {
    case .left: return self + space(free)
    case .right: return space(free) + self
    case .centre: return space(free / 2) + self + space(free - free / 2)
    }
  }

  /// The line without spaces at its end.
  func trimmed() -> StyledLine {
    var line = self
    while let last = line.last {
      let text = last.text.reversed().drop { $0 == " " }
      line.removeLast()
      if !text.isEmpty { return line + [last.with(String(text.reversed()))] }
    }
    return line
  }

  /// Every span in this style unless it has one of its own.
  func styled(_ style: Document.Span.Style) -> StyledLine {
    map { $0.style == .plain ? Document.Span($0.text, form: $0.form, style: style) : $0 }
  }

  /// Every span of plain form made strong.
  func strong() -> StyledLine {
    map { $0.form == .text ? Document.Span($0.text, form: .strong, style: $0.style) : $0 }
  }
}

extension [StyledLine] {
  /// The lines with one text before the first and another before the rest.
  func prefixed(_ first: StyledLine, rest: StyledLine) -> [StyledLine] {
    enumerated().map { ($0.offset == 0 ? first : rest) + $0.element }
  }
}
