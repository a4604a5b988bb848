/// Small drawings of values with block signs.
package enum Sparkline {
  private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// One sign a value on a scale from 0 (or the lowest, if that is below) to the highest; a gap is a space.
  ///
  /// With a width, values are gathered so that no more signs stand there; the highest of a group shows, since a
  /// short failure must not be averaged away.
  package static func text(_ values: [Double], width: Int? = nil) -> String {
    let values = gathered(values, into: width ?? values.count)
    let finite = values.filter(\.isFinite)
    let low = min(0, finite.min() ?? 0)
    let span = (finite.max() ?? 0) - low
    return String(
      values.map { value in
        guard value.isFinite else { return " " }
        guard span > 0, span.isFinite else { return levels[0] }
        return levels[min(7, max(0, Int((value - low) / span * 7 + 0.5)))]
      })
  }

  /// The highest value of each of at most `count` equal groups.
  static func gathered(_ values: [Double], into count: Int) -> [Double] {
    guard count > 0, values.count > count else { return count > 0 ? values : [] }
    return (0..<count).map { group in
      let from = group * values.count / count
      let to = (group + 1) * values.count / count
      return values[from..<to].filter(\.isFinite).max() ?? .nan
    }
  }

  /// Exactly `count` values: the highest of each group where there are more, each repeated where there are fewer.
  static func stretched(_ values: [Double], to count: Int) -> [Double] {
    guard !values.isEmpty, values.count < count else { return gathered(values, into: count) }
    return (0..<count).map { values[$0 * values.count / count] }
  }

  /// How many of `steps` each value reaches, on a scale from 0 (or the lowest) to the highest; at least one above its foot.
  static func levels(of values: [Double], steps: Int) -> [Int] {
    let finite = values.filter(\.isFinite)
    let low = min(0, finite.min() ?? 0)
    let span = (finite.max() ?? 0) - low
    return values.map { value in
      guard value.isFinite, span > 0, span.isFinite else { return 0 }
      let level = Int((value - low) / span * Double(steps) + 0.5)
      return value > low ? max(1, level) : 0
    }
  }

  /// Rows of a drawing from the top, with a scale from 0 (or the lowest) to the highest, eight levels a row.
  static func rows(_ values: [Double], width: Int, height: Int) -> [String] {
    let eighths = levels(of: gathered(values, into: width), steps: height * 8)
    return (0..<height).map { row in
      let base = (height - 1 - row) * 8
      return String(
        eighths.map { $0 <= base ? " " : levels[min(8, $0 - base) - 1] })
    }
  }
}

/// One block sign a value, on a scale from 0 to the highest: `▁▂▅▇`.
package func sparkline(_ values: [Double]) -> String { Sparkline.text(values) }
