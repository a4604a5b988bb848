import EventKernel

/// Sums up amounts of requests during a run of the flow engine, and makes whole numbers of them for the report.
final class FlowTally {
  private static let windowLength = 10.0

  private let names: [String]
  private let duration: Duration
  private var windowOffered: [Double]
  private var windowLost: [Double]
  private var minuteCauses: [[Double]]
  private var minuteLatency: [Double]
  private var classOffered: [Double]
  private var classLost: [Double]
  private var classAnswered: [Double]
  private var classLatency: [Double]
  private var isLatencyKnown: [Bool]
  private var causeAttempts: [Double] = []
  private var causeFirst: [Double] = []
  private var causeLast: [Double] = []
  /// Attempts made so far.
  var attempts = 0.0

  init(duration: Duration, classes: [String]) {
    names = classes
    self.duration = duration
    let windows = Int((duration.nanoseconds + 9_999_999_999) / 10_000_000_000)
    let minutes = Int((duration.nanoseconds + 59_999_999_999) / 60_000_000_000)
    windowOffered = Array(repeating: 0, count: windows)
    windowLost = Array(repeating: 0, count: windows)
    minuteCauses = Array(repeating: [], count: minutes)
    minuteLatency = Array(repeating: 0, count: minutes)
    classOffered = Array(repeating: 0, count: classes.count)
    classLost = Array(repeating: 0, count: classes.count)
    classAnswered = Array(repeating: 0, count: classes.count)
    classLatency = Array(repeating: 0, count: classes.count)
    isLatencyKnown = Array(repeating: true, count: classes.count)
  }

  /// The ten seconds of the run in which a moment lies.
  static func window(of moment: Double) -> Int { Int(max(0, moment) / windowLength + 1e-9) }

  var offeredSoFar: Int { Int(classOffered.reduce(0, +)) }
  var answeredSoFar: Int { Int(classAnswered.reduce(0, +)) }
  /// The sum of all latencies so far, in seconds.
  var latencySoFar: Double { classLatency.reduce(0, +) }
  var lostSoFar: Int { Int(classLost.reduce(0, +)) }

  /// Requests of a class begin.
  func offer(_ amount: Double, kind: Int, at moment: Double) {
    windowOffered[min(windowOffered.count - 1, Self.window(of: moment))] += amount
    classOffered[kind] += amount
  }

  /// Requests of a class that began at a moment are answered after a time.
  func answer(_ amount: Double, kind: Int, began moment: Double, after latency: Double) {
    classAnswered[kind] += amount
    classLatency[kind] += amount * latency
    minuteLatency[min(minuteLatency.count - 1, Self.window(of: moment) / 6)] += amount * latency
  }

  /// The latency of a class cannot be told, since a station on its way is too busy.
  func forgetLatency(ofKind kind: Int) { isLatencyKnown[kind] = false }

  /// Attempts fail; when they are the last of their requests, these are lost.
  func fail(_ amount: Double, kind: Int, began moment: Double, cause: Int32, isLast: Bool) {
    let index = Int(cause)
    while causeAttempts.count <= index {
      causeAttempts.append(0)
      causeFirst.append(.infinity)
      causeLast.append(0)
    }
    causeAttempts[index] += amount
    causeFirst[index] = min(causeFirst[index], moment)
    causeLast[index] = max(causeLast[index], moment)
    guard isLast else { return }
    classLost[kind] += amount
    let window = min(windowLost.count - 1, Self.window(of: moment))
    windowLost[window] += amount
    while minuteCauses[window / 6].count <= index { minuteCauses[window / 6].append(0) }
    minuteCauses[window / 6][index] += amount
  }

  /// Puts whole numbers into a report: windows, minutes, classes and causes have the same sums.
  func fill(_ report: inout Report, causes: [Report.CauseCount]) {
    let offered = Apportionment.whole(of: windowOffered.reduce(0, +))
    let lost = min(offered, Apportionment.whole(of: windowLost.reduce(0, +)))
    report.offered = offered
    report.lost = lost
    report.answered = offered - lost
    report.attempts = max(offered, Apportionment.whole(of: attempts))
    let windows = Apportionment.split(offered, like: windowOffered)
    let windowsLost = Apportionment.split(lost, like: windowLost, atMost: windows)
    report.windows = windows.indices.map {
      var window = Report.Window()
      window.offered = windows[$0]
      window.lost = windowsLost[$0]
      return window
    }
    let classes = Apportionment.split(offered, like: classOffered)
    let classesLost = Apportionment.split(lost, like: classLost, atMost: classes)
    report.classes = names.indices.map { kind in
      var entry = Report.ClassReport(name: names[kind])
      entry.offered = classes[kind]
      entry.lost = classesLost[kind]
      entry.answered = classes[kind] - classesLost[kind]
      if isLatencyKnown[kind], classAnswered[kind] > 0.5 {
        entry.reckonedMean = .seconds(classLatency[kind] / classAnswered[kind])
      }
      return entry
    }
    fillMinutes(&report, causes)
  }

  private func fillMinutes(_ report: inout Report, _ causes: [Report.CauseCount]) {
    var sums = Array(repeating: 0, count: causes.count)
    var parts: [[Int]] = []
    for minute in minuteCauses.indices {
      let windows = report.windows[(minute * 6)..<min(report.windows.count, minute * 6 + 6)]
      var weights = Array(repeating: 0.0, count: causes.count)
      for (index, amount) in minuteCauses[minute].enumerated() { weights[index] = amount }
      let lost = windows.reduce(0) { $0 + $1.lost }
      if lost > 0, weights.allSatisfy({ $0 == 0 }) {
        // A request that rounding brought here fails as others do.
        for amounts in minuteCauses {
          for (index, amount) in amounts.enumerated() { weights[index] += amount }
        }
      }
      parts.append(Apportionment.split(lost, like: weights))
      for index in sums.indices { sums[index] += parts[minute][index] }
      var entry = Report.Minute()
      entry.offered = windows.reduce(0) { $0 + $1.offered }
      entry.lost = lost
      entry.latency = .seconds(minuteLatency[minute])
      report.minutes.append(entry)
    }
    let used = causes.indices.filter {
      $0 < causeAttempts.count && (sums[$0] > 0 || Apportionment.whole(of: causeAttempts[$0]) > 0)
    }
    let order = used.sorted { left, right in
      if sums[left] != sums[right] { return sums[left] > sums[right] }
      if causeAttempts[left] != causeAttempts[right] { return causeAttempts[left] > causeAttempts[right] }
      if causes[left].code != causes[right].code {
        return causes[left].code.rawValue.utf8.lexicographicallyPrecedes(causes[right].code.rawValue.utf8)
      }
      return causes[left].resource.utf8.lexicographicallyPrecedes(causes[right].resource.utf8)
    }
    report.causes = order.map { index in
      var cause = causes[index]
      cause.lost = sums[index]
      cause.attempts = max(sums[index], Apportionment.whole(of: causeAttempts[index]))
      cause.first = .seconds(causeFirst[index])
      cause.last = .seconds(causeLast[index])
      return cause
    }
    for minute in report.minutes.indices { report.minutes[minute].causes = order.map { parts[minute][$0] } }
  }
}

/// Whole numbers out of amounts, by the largest remainders.
enum Apportionment {
  /// The whole number nearest to an amount; 0 for a negative one.
  static func whole(of amount: Double) -> Int { Int(max(0, min(amount, 9e18)).rounded()) }

  /// Splits a number into whole parts that have the proportions of weights and sum up to it. O(n log n).
  ///
  /// - Parameter limits: the most that each part may be; they must leave room for the whole number.
  static func split(_ number: Int, like weights: [Double], atMost limits: [Int]? = nil) -> [Int] {
    guard !weights.isEmpty else { return [] }
    let total = weights.reduce(0, +)
    let exact = weights.map {
      total > 0 ? Double(number) * $0 / total : Double(number) / Double(weights.count)
    }
    var parts = exact.indices.map { min(Int(exact[$0]), limits?[$0] ?? .max) }
    var rest = number - parts.reduce(0, +)
    let order = exact.indices.sorted { left, right in
      let a = exact[left] - exact[left].rounded(.down)
      let b = exact[right] - exact[right].rounded(.down)
      return a == b ? left < right : a > b
    }
    // Where limits cut more off than one each, what is left goes round again.
    while rest != 0 {
      var isStuck = true
      for index in order where rest != 0 {
        if rest > 0, parts[index] < limits?[index] ?? .max {
          parts[index] += 1
          rest -= 1
          isStuck = false
        } else if rest < 0, parts[index] > 0 {
          parts[index] -= 1
          rest += 1
          isStuck = false
        }
      }
      if isStuck { break }
    }
    return parts
  }
}
