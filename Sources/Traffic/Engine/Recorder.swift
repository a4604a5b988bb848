import Cloud
import EventKernel

/// Counts what happens during a run, and makes the report of it.
final class Recorder {
  private struct CauseKey: Hashable {
    let code: CauseCode
    let resource: String
  }

  let start: UInt64
  let duration: UInt64
  /// How long before the start the clock began by which minutes and windows are counted.
  private let phase: UInt64
  private(set) var causes: [Report.CauseCount] = []
  private var causePositions: [CauseKey: Int32] = [:]
  private let classNames: [String]
  private let classCount: Int
  private let minuteCount: Int
  private let windowCount: Int
  private let minuteOffered: UnsafeMutablePointer<UInt32>
  private let minuteLost: UnsafeMutablePointer<UInt32>
  private let minuteLatency: UnsafeMutablePointer<UInt64>
  private let minuteLatencies: MinuteLatencies
  private var minuteCauses: [[Int]]
  private let windowOffered: UnsafeMutablePointer<UInt32>
  private let windowLost: UnsafeMutablePointer<UInt32>
  private let classOffered: UnsafeMutablePointer<Int>
  private let classLost: UnsafeMutablePointer<Int>
  private let latency: UnsafeMutablePointer<UInt32>
  private let latencySum: UnsafeMutablePointer<UInt64>
  private let latencyMax: UnsafeMutablePointer<UInt64>
  private let parts: UnsafeMutablePointer<LatencyParts>
  private let slowAnswers: UnsafeMutablePointer<Int>
  private var slowCounts: [Report.SlowCount] = []
  private let steady: UnsafeMutablePointer<UInt32>
  private var steadySum: UInt64 = 0
  private var steadyMax: UInt64 = 0
  private(set) var offered = 0
  private(set) var lost = 0
  private(set) var answered = 0
  var attempts = 0
  var trace: [Report.Hop] = []
  /// What stood at the end of each minute of the world.
  var moments: [Report.Moment] = []
  /// How each request ended, where that is asked for.
  private var outcomes: RequestOutcomes?
  #if DEBUG
    private var audit = FlowAudit()

    /// What is wrong with the counts of a run that has ended, or with its flow; `nil` when all agree.
    func flaw(of report: Report) -> String? { miscount(of: report) ?? audit.flaw }
  #endif

  /// What is wrong with the counts of a run that has ended; `nil` when all agree. O(minutes).
  func miscount(of report: Report) -> String? {
    if offered != answered + lost { return "offered \(offered), answered \(answered), lost \(lost)" }
    let byCause = report.causes.reduce(0) { $0 + $1.lost }
    if byCause != lost { return "the causes say \(byCause) lost, the sum \(lost)" }
    for (name, sum) in [
      ("classes", report.classes.reduce(0) { $0 + $1.lost }),
      ("minutes", report.minutes.reduce(0) { $0 + $1.lost }),
      ("windows", report.windows.reduce(0) { $0 + $1.lost }),
    ] where sum != lost {
      return "the \(name) say \(sum) lost, the sum \(lost)"
    }
    return nil
  }

  init(
    start: UInt64, duration: UInt64, classes: [String], outcomes: RequestOutcomes? = nil, phase: UInt64 = 0
  ) {
    self.start = start
    self.phase = phase
    self.outcomes = outcomes
    self.duration = duration
    classNames = classes
    classCount = max(1, classes.count)
    minuteCount = Int((duration + phase) / 60_000_000_000) + 1
    windowCount = Int((duration + phase) / 10_000_000_000) + 1
    minuteOffered = Recorder.zeros(minuteCount)
    minuteLost = Recorder.zeros(minuteCount)
    minuteLatency = Recorder.zeros(minuteCount)
    minuteLatencies = MinuteLatencies(minutes: minuteCount)
    minuteCauses = Array(repeating: [], count: minuteCount)
    windowOffered = Recorder.zeros(windowCount)
    windowLost = Recorder.zeros(windowCount)
    classOffered = Recorder.zeros(classCount)
    classLost = Recorder.zeros(classCount)
    latency = Recorder.zeros(classCount * HistogramLayout.bucketCount)
    latencySum = Recorder.zeros(classCount)
    latencyMax = Recorder.zeros(classCount)
    parts = .allocate(capacity: classCount)
    parts.initialize(repeating: LatencyParts(), count: classCount)
    slowAnswers = Recorder.zeros(classCount)
    steady = Recorder.zeros(HistogramLayout.bucketCount)
  }

  deinit {
    minuteOffered.deallocate()
    minuteLost.deallocate()
    minuteLatency.deallocate()
    minuteLatencies.deallocate()
    windowOffered.deallocate()
    windowLost.deallocate()
    classOffered.deallocate()
    classLost.deallocate()
    latency.deallocate()
    latencySum.deallocate()
    latencyMax.deallocate()
    parts.deallocate()
    slowAnswers.deallocate()
    steady.deallocate()
  }

  private static func zeros<Number: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Number> {
    let memory = UnsafeMutablePointer<Number>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }

  /// The position of a cause in the table, made when it is new.
  func cause(_ code: CauseCode, _ resource: String) -> Int32 {
    let key = CauseKey(code: code, resource: resource)
    if let position = causePositions[key] { return position }
    let position = Int32(causes.count)
    causes.append(
      Report.CauseCount(code: code, resource: resource, first: .maximum, last: .zero))
    causePositions[key] = position
    return position
  }

  /// A request began.
  @inline(__always)
  func offer(_ attempt: borrowing Attempt) {
    let elapsed = attempt.start &- start &+ phase
    offered &+= 1
    minuteOffered[Int(elapsed / 60_000_000_000)] &+= 1
    windowOffered[Int(elapsed / 10_000_000_000)] &+= 1
    classOffered[Int(attempt.kind)] &+= 1
    outcomes?.begin(attempt)
    #if DEBUG
      audit.arrive(at: attempt.start)
    #endif
  }

  /// A request was answered at its client after a span.
  @inline(__always)
  func answer(_ attempt: borrowing Attempt, after span: UInt64) {
    answered &+= 1
    outcomes?.answer(attempt, after: span)
    #if DEBUG
      audit.depart(at: attempt.start &+ span, after: span)
    #endif
    let kind = Int(attempt.kind)
    let bucket = HistogramLayout.index(ofNanoseconds: span)
    latency[kind &* HistogramLayout.bucketCount &+ bucket] &+= 1
    latencySum[kind] &+= span
    if span > latencyMax[kind] { latencyMax[kind] = span }
    let minute = Int((attempt.start &- start &+ phase) / 60_000_000_000)
    minuteLatency[minute] &+= span
    minuteLatencies.record(minute: minute, bucket: bucket)
    parts[kind] += LatencyParts(attempt, after: span)
    if attempt.isSteady {
      steady[bucket] &+= 1
      steadySum &+= span
      if span > steadyMax { steadyMax = span }
    }
  }

  /// An answer took longer than its class promises.
  func slow(_ attempt: borrowing Attempt, _ spent: LatencyParts, at resource: String) {
    slowAnswers[Int(attempt.kind)] &+= 1
    let part = spent.largest
    let known = slowCounts.firstIndex { $0.part == part && $0.resource == resource }
    let index = known ?? slowCounts.endIndex
    if known == nil {
      slowCounts.append(Report.SlowCount(part: part, resource: resource))
      slowCounts[index].sample = RequestReference(
        population: Int(attempt.population), number: Int(attempt.number))
    }
    slowCounts[index].answers += 1
    slowCounts[index].parts += spent
  }

  /// An attempt failed by a cause; the request goes on with another.
  func fail(_ attempt: borrowing Attempt, _ cause: Int32) {
    note(attempt, cause)
  }

  /// The last attempt of a request failed by a cause: the request is lost.
  func lose(_ attempt: borrowing Attempt, _ cause: Int32, at time: UInt64) {
    note(attempt, cause)
    #if DEBUG
      audit.depart(at: max(time, attempt.start), after: max(time, attempt.start) - attempt.start)
    #endif
    outcomes?.lose(attempt, cause)
    let index = Int(cause)
    causes[index].lost += 1
    if causes[index].sample == nil {
      causes[index].sample = RequestReference(
        population: Int(attempt.population), number: Int(attempt.number))
    }
    lost += 1
    let elapsed = attempt.start &- start &+ phase
    let minute = Int(elapsed / 60_000_000_000)
    minuteLost[minute] &+= 1
    windowLost[Int(elapsed / 10_000_000_000)] &+= 1
    classLost[Int(attempt.kind)] &+= 1
    while minuteCauses[minute].count <= index { minuteCauses[minute].append(0) }
    minuteCauses[minute][index] += 1
  }

  private func note(_ attempt: borrowing Attempt, _ cause: Int32) {
    let index = Int(cause)
    let elapsed = Duration(nanoseconds: Int64(attempt.start &- start))
    causes[index].attempts += 1
    causes[index].first = min(causes[index].first, elapsed)
    causes[index].last = max(causes[index].last, elapsed)
  }

  /// The sum of all latencies so far, nanoseconds.
  var totalLatency: UInt64 { (0..<classCount).reduce(0) { $0 &+ latencySum[$1] } }

  /// Puts what was counted into a report.
  ///
  /// - Parameter keepsEnds: whether the latencies of the first and the last minute are kept, of which other runs may have
  ///   a part.
  func fill(_ report: inout Report, keepsEnds: Bool) {
    report.offered = offered
    report.answered = answered
    report.lost = lost
    report.attempts = attempts
    report.trace = trace
    report.moments = moments
    let used = causes.indices.filter { causes[$0].attempts > 0 }
    let order = used.sorted { causes[$0].precedes(causes[$1]) }
    report.causes = order.map { causes[$0] }
    report.outcomes = outcomes?.renumbered(by: order, of: causes.count)
    report.classes = (0..<classNames.count).map { kind in
      var entry = Report.ClassReport(name: classNames[kind])
      entry.offered = classOffered[kind]
      entry.lost = classLost[kind]
      entry.latency = Histogram(
        counts: UnsafeBufferPointer(
          start: latency + kind * HistogramLayout.bucketCount, count: HistogramLayout.bucketCount),
        sumNanoseconds: UInt128(latencySum[kind]), maxNanoseconds: latencyMax[kind])
      entry.answered = Int(entry.latency.count)
      entry.slow = slowAnswers[kind]
      entry.parts = parts[kind]
      return entry
    }
    report.slow = slowCounts.sorted { $0.precedes($1) }
    report.steadyLatency = Histogram(
      counts: UnsafeBufferPointer(start: steady, count: HistogramLayout.bucketCount),
      sumNanoseconds: UInt128(steadySum), maxNanoseconds: steadyMax)
    let minutes = Int((duration + phase + 59_999_999_999) / 60_000_000_000)
    let percentiles = minuteLatencies.percentiles(of: minutes)
    report.minutes = (0..<minutes).map { minute in
      var entry = Report.Minute()
      entry.offered = Int(minuteOffered[minute])
      entry.lost = Int(minuteLost[minute])
      entry.latency = Duration(nanoseconds: Int64(clamping: minuteLatency[minute]))
      entry.percentiles = percentiles[minute]
      if keepsEnds, minute == 0 || minute == minutes - 1 {
        entry.latencies = minuteLatencies.latency(of: minute)
      }
      entry.causes = order.map { $0 < minuteCauses[minute].count ? minuteCauses[minute][$0] : 0 }
      return entry
    }
    let windows = Int((duration + phase + 9_999_999_999) / 10_000_000_000)
    report.windows = (0..<windows).map { window in
      var entry = Report.Window()
      entry.offered = Int(windowOffered[window])
      entry.lost = Int(windowLost[window])
      return entry
    }
  }
}
