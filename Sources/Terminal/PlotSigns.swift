/// The signs that a terminal can show, from which drawings are made.
package enum PlotSigns: Sendable, Equatable {
  /// Braille patterns, two by four dots a sign.
  case dots
  /// Block signs, eight levels a sign, where there is no braille, as on the console of Linux.
  case blocks
  /// Nothing but ASCII, for a dumb terminal and for plain text.
  case ascii

  /// What a terminal of that name shows.
  package init(terminal: String?) {
    switch terminal ?? "dumb" {
    case "dumb", "": self = .ascii
    case "linux", "vt100", "vt220": self = .blocks
    default: self = .dots
    }
  }

  /// Rows of a drawing from the top that fill `width` signs, on a scale from 0 (or the lowest, if that is below) to the
  /// highest.
  ///
  /// The highest of the values that fall into one step shows; a gap stays empty; what is above the scale's foot always
  /// shows. O(width · height).
  func rows(_ values: [Double], width: Int, height: Int) -> [String] {
    switch self {
    case .dots: Self.dotRows(values, width, height)
    case .blocks: Sparkline.rows(Sparkline.stretched(values, to: width), width: width, height: height)
    case .ascii: Self.asciiRows(values, width, height)
    }
  }

  private static func dotRows(_ values: [Double], _ width: Int, _ height: Int) -> [String] {
    let levels = Sparkline.levels(of: Sparkline.stretched(values, to: width * 2), steps: height * 4)
    return (0..<height).map { row in
      let foot = (height - 1 - row) * 4
      return signs(
        (0..<width).map { column in
          let left = min(4, max(0, levels[column * 2] - foot))
          let right = min(4, max(0, levels[column * 2 + 1] - foot))
          return leftDots[left] | rightDots[right]
        })
    }
  }

  /// The dots of a braille sign's left and right column that a level from 0 to 4 fills from below, as bits of the sign.
  private static let leftDots: [UInt32] = [0x00, 0x40, 0x44, 0x46, 0x47]
  private static let rightDots: [UInt32] = [0x00, 0x80, 0xA0, 0xB0, 0xB8]

  private static func signs(_ patterns: [UInt32]) -> String {
    var text = String.UnicodeScalarView()
    for pattern in patterns {
      guard let scalar = Unicode.Scalar(pattern == 0 ? 0x20 : 0x2800 + pattern) else { continue }
      text.append(scalar)
    }
    return String(text)
  }

  private static func asciiRows(_ values: [Double], _ width: Int, _ height: Int) -> [String] {
    let levels = Sparkline.levels(of: Sparkline.stretched(values, to: width), steps: height * 2)
    return (0..<height).map { row in
      let foot = (height - 1 - row) * 2
      return String(
        levels.map { level -> Character in level <= foot ? " " : level == foot + 1 ? "." : "#" })
    }
  }

  /// What stands between the scale and the drawing.
  var wall: String { self == .ascii ? " |" : " ┤" }

  /// A line that marks stretches of an axis of `width` signs; empty when there are none.
  func line(of marks: [Document.Plot.Mark], width: Int) -> String {
    guard !marks.isEmpty, width > 0 else { return "" }
    var line = [Character](repeating: " ", count: width)
    for mark in marks where mark.start.isFinite && mark.end.isFinite {
      let last = Double(width - 1)
      let start = Int(min(last, max(0, mark.start * Double(width))))
      let end = Int(min(last, max(0, mark.end * Double(width))))
      for column in start...max(start, end) where line[column] == " " {
        line[column] = self == .ascii ? "-" : "─"
      }
      line[start] = self == .ascii ? "^" : "▲"
    }
    return String(line)
  }
}
