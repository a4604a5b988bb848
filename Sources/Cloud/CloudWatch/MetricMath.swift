import EventKernel

/// What an expression of metric math gives.
enum MathValue: Equatable {
  case number(Double)
  case series(MetricSeries)
  case list([MetricSeries])
}

/// Values over time, oldest first.
struct MetricSeries: Equatable {
  /// The seconds of one period.
  var period: Int
  var points: [Point]

  struct Point: Equatable {
    var at: Instant
    var value: Double
  }

  /// The series with other values; points whose value is no number are left out.
  func map(_ change: (Double) -> Double) -> MetricSeries {
    MetricSeries(
      period: period,
      points: points.map { Point(at: $0.at, value: change($0.value)) }.filter { $0.value.isFinite })
  }

  /// The series of two where both have a point.
  func joined(_ other: MetricSeries, _ combine: (Double, Double) -> Double) -> MetricSeries {
    var result: [Point] = []
    var index = 0
    for point in points {
      while index < other.points.count, other.points[index].at < point.at { index += 1 }
      guard index < other.points.count, other.points[index].at == point.at else { continue }
      let value = combine(point.value, other.points[index].value)
      if value.isFinite { result.append(Point(at: point.at, value: value)) }
    }
    return MetricSeries(period: max(period, other.period), points: result)
  }
}

/// Works out expressions over metrics that are known by their ids.
struct MetricMath {
  /// The values by id, in the order of the queries.
  let known: [(id: String, value: MathValue)]
  /// Which of them are metrics, for `METRICS()`.
  let metrics: [String]
  let start: Instant
  let end: Instant
  /// The seconds of one period of what no metric gives a period.
  let period: Int

  /// The value of an expression.
  ///
  /// - Throws: AWS's error for an expression that is none, the refusal of functions that the world does not have.
  func value(of expression: MathExpression) throws(AWSError) -> MathValue {
    switch expression {
    case .number(let number): return .number(number)
    case .text: throw invalid("a text stands where a number or a metric is expected")
    case .name(let id):
      guard let found = known.first(where: { $0.id == id }) else { throw invalid("\(id) is not defined") }
      return found.value
    case .list(let parts):
      var list: [MetricSeries] = []
      for part in parts {
        switch try value(of: part) {
        case .series(let series): list.append(series)
        case .list(let more): list += more
        case .number: throw invalid("an array holds time series only")
        }
      }
      return .list(list)
    case .negated(let part): return try mapped(try value(of: part)) { -$0 }
    case .binary(let operation, let left, let right):
      return try combined(try value(of: left), try value(of: right), operation.apply)
    case .call(let name, let arguments): return try call(name, arguments)
    }
  }

  private func invalid(_ reason: String) -> AWSError {
    AWSError("ValidationError", "Error in expression: \(reason)")
  }

  private func mapped(_ value: MathValue, _ change: (Double) -> Double) throws(AWSError) -> MathValue {
    switch value {
    case .number(let number): .number(change(number))
    case .series(let series): .series(series.map(change))
    case .list(let list): .list(list.map { $0.map(change) })
    }
  }

  private func combined(
    _ left: MathValue, _ right: MathValue, _ combine: (Double, Double) -> Double
  ) throws(AWSError) -> MathValue {
    switch (left, right) {
    case (.number(let a), .number(let b)): .number(combine(a, b))
    case (.series(let a), .number(let b)): .series(a.map { combine($0, b) })
    case (.number(let a), .series(let b)): .series(b.map { combine(a, $0) })
    case (.series(let a), .series(let b)): .series(a.joined(b, combine))
    case (.list(let a), .number(let b)): .list(a.map { $0.map { combine($0, b) } })
    case (.number(let a), .list(let b)): .list(b.map { $0.map { combine(a, $0) } })
    case (.list(let a), .series(let b)): .list(a.map { $0.joined(b, combine) })
    case (.series(let a), .list(let b)): .list(b.map { a.joined($0, combine) })
    case (.list(let a), .list(let b)):
      if a.count == b.count {
        .list(zip(a, b).map { $0.joined($1, combine) })
      } else {
        throw invalid("the arrays have different lengths")
      }
    }
  }

  // MARK: Functions

  // Simplified: metric-math
  private func call(_ name: String, _ arguments: [MathExpression]) throws(AWSError) -> MathValue {
    func one() throws(AWSError) -> MathValue {
      guard arguments.count == 1 else { throw invalid("\(name) takes one argument") }
      return try value(of: arguments[0])
    }
    switch name {
    case "SUM": return try reduced(try one()) { $0.reduce(0, +) }
    case "AVG": return try reduced(try one()) { $0.reduce(0, +) / Double($0.count) }
    case "MIN": return try reduced(try one()) { $0.min() ?? .nan }
    case "MAX": return try reduced(try one()) { $0.max() ?? .nan }
    case "STDDEV": return try reduced(try one(), Self.deviation)
    case "ABS": return try mapped(try one()) { $0.magnitude }
    case "CEIL": return try mapped(try one()) { $0.rounded(.up) }
    case "FLOOR": return try mapped(try one()) { $0.rounded(.down) }
    case "FIRST", "LAST":
      guard case .list(let list) = try one(), let found = name == "FIRST" ? list.first : list.last else {
        throw invalid("\(name) takes an array of time series")
      }
      return .series(found)
    case "DATAPOINT_COUNT": return .number(Double(try series(try one(), name).points.count))
    case "PERIOD": return .number(Double(try series(try one(), name).period))
    case "RATE": return try differences(try one(), name) { $0 / $1 }
    case "DIFF": return try differences(try one(), name) { value, _ in value }
    case "DIFF_TIME": return try differences(try one(), name) { _, seconds in seconds }
    case "RUNNING_SUM":
      var sum = 0.0
      return .series(
        try series(try one(), name).map { value in
          sum += value
          return sum
        })
    case "TIME_SERIES":
      guard case .number(let number) = try one() else { throw invalid("TIME_SERIES takes a number") }
      return .series(filled(MetricSeries(period: period, points: []), with: .value(number)))
    case "METRICS": return try chosenMetrics(arguments)
    case "IF": return try chosen(arguments)
    case "FILL": return try fill(arguments)
    default: throw .notModelled("MetricDataQueries", "Expression \(name)()")
    }
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count)).squareRoot()
  }

  private func series(_ value: MathValue, _ name: String) throws(AWSError) -> MetricSeries {
    guard case .series(let series) = value else { throw invalid("\(name) takes a time series") }
    return series
  }

  /// A function of many values: over time for a single series, over the series at each time for an array.
  private func reduced(_ value: MathValue, _ reduce: ([Double]) -> Double) throws(AWSError) -> MathValue {
    switch value {
    case .number(let number): return .number(number)
    case .series(let series):
      guard !series.points.isEmpty else { return .number(.nan) }
      return .number(reduce(series.points.map(\.value)))
    case .list(let list):
      var values: [Instant: [Double]] = [:]
      for series in list {
        for point in series.points { values[point.at, default: []].append(point.value) }
      }
      let points = values.keys.sorted().map { at in
        MetricSeries.Point(at: at, value: reduce(values[at] ?? []))
      }
      return .series(MetricSeries(period: list.map(\.period).max() ?? period, points: points))
    }
  }

  private func differences(
    _ value: MathValue, _ name: String, _ of: (Double, Double) -> Double
  ) throws(AWSError) -> MathValue {
    func change(_ series: MetricSeries) -> MetricSeries {
      MetricSeries(
        period: series.period,
        points: zip(series.points, series.points.dropFirst()).map { before, point in
          MetricSeries.Point(
            at: point.at, value: of(point.value - before.value, (point.at - before.at).inSeconds))
        })
    }
    if case .list(let list) = value { return .list(list.map(change)) }
    return .series(change(try series(value, name)))
  }

  private func chosenMetrics(_ arguments: [MathExpression]) throws(AWSError) -> MathValue {
    guard arguments.count <= 1 else { throw invalid("METRICS takes at most one argument") }
    var part = ""
    if let first = arguments.first {
      guard case .text(let text) = first else { throw invalid("METRICS takes a text") }
      part = text
    }
    return .list(
      known.compactMap { entry in
        guard metrics.contains(entry.id),
          part.isEmpty || Wildcard.matches(entry.id, pattern: "*\(part)*", ignoringCase: false),
          case .series(let series) = entry.value
        else { return nil }
        return series
      })
  }

  private func chosen(_ arguments: [MathExpression]) throws(AWSError) -> MathValue {
    guard (2...3).contains(arguments.count) else { throw invalid("IF takes two or three arguments") }
    let condition = try value(of: arguments[0])
    let then = try value(of: arguments[1])
    let otherwise = arguments.count == 3 ? try value(of: arguments[2]) : nil
    let ways = (yes: try Choice(then), no: try Choice(otherwise))
    switch condition {
    case .number(let number):
      return number != 0 ? then : otherwise ?? .series(MetricSeries(period: period, points: []))
    case .list: throw invalid("IF takes no arrays")
    case .series(let series):
      var points: [MetricSeries.Point] = []
      for point in series.points {
        if let value = (point.value != 0 ? ways.yes : ways.no).value(at: point.at) {
          points.append(MetricSeries.Point(at: point.at, value: value))
        }
      }
      return .series(MetricSeries(period: series.period, points: points))
    }
  }

  /// What IF gives at a time: a number, a point of a series, or nothing.
  private struct Choice {
    private var number: Double?
    private var points: [Instant: Double] = [:]

    init(_ value: MathValue?) throws(AWSError) {
      switch value {
      case nil: break
      case .number(let number)?: self.number = number
      case .series(let series)?:
        for point in series.points { points[point.at] = point.value }
      case .list?: throw AWSError("ValidationError", "Error in expression: IF takes no arrays")
      }
    }

    func value(at moment: Instant) -> Double? { number ?? points[moment] }
  }

  private enum Filling {
    case value(Double)
    case again
    case linear
  }

  private func fill(_ arguments: [MathExpression]) throws(AWSError) -> MathValue {
    guard arguments.count == 2 else { throw invalid("FILL takes two arguments") }
    let filling: Filling
    switch arguments[1] {
    case .name("REPEAT"): filling = .again
    case .name("LINEAR"): filling = .linear
    default:
      guard case .number(let number) = try value(of: arguments[1]) else {
        throw invalid("FILL takes a number, REPEAT or LINEAR")
      }
      filling = .value(number)
    }
    switch try value(of: arguments[0]) {
    case .number: throw invalid("FILL takes a time series")
    case .series(let series): return .series(filled(series, with: filling))
    case .list(let list): return .list(list.map { filled($0, with: filling) })
    }
  }

  /// The series with a point in every period of the span.
  private func filled(_ series: MetricSeries, with filling: Filling) -> MetricSeries {
    let period = Duration.seconds(series.period)
    var points: [MetricSeries.Point] = []
    var at = start.rounded(down: period)
    if at < start { at += period }
    var next = 0
    while at < end {
      while next < series.points.count, series.points[next].at < at { next += 1 }
      if next < series.points.count, series.points[next].at == at {
        points.append(series.points[next])
      } else if let value = missing(at, before: next, in: series, filling) {
        points.append(MetricSeries.Point(at: at, value: value))
      }
      at += period
    }
    return MetricSeries(period: series.period, points: points)
  }

  private func missing(_ at: Instant, before next: Int, in series: MetricSeries, _ filling: Filling)
    -> Double?
  {
    switch filling {
    case .value(let value): return value
    case .again: return next > 0 ? series.points[next - 1].value : nil
    case .linear:
      guard next > 0, next < series.points.count else { return nil }
      let (left, right) = (series.points[next - 1], series.points[next])
      return left.value + (right.value - left.value) * ((at - left.at) / (right.at - left.at))
    }
  }
}
