import Cloud
import EventKernel
import Traffic

/// What of a run can be drawn over time.
enum RunMeasure: Equatable, Sendable {
  /// Requests, answers and lost requests, each a second.
  case requests
  case answered
  case lost
  /// The mean latency of a minute's answers, milliseconds.
  case latency
  /// Within how many milliseconds so many percent of a minute's answers came.
  case percentile(Percentile)
  /// How busy an instance's vCPUs are, in percent; without one, all those together that worked.
  case utilisation(InstanceID?)
  /// How busy a database's vCPUs were in each minute of the world's clock, in percent.
  case database(String)
  /// How many instances worked.
  case instances
  /// Requests that instances work on or have waiting, at the end of each minute.
  case queue
  /// The share of reads that caches answered in each minute, in percent.
  case hitRatio
  /// How many seconds old the data of the read replica is that is furthest behind, at the end of each minute.
  case lag
  /// What stands costs, in US dollars a month of 730 hours.
  case cost
  /// Requests lost by a cause, a second.
  case cause(CauseCode)

  /// A percentile of latency, by the name that `plot` takes.
  enum Percentile: String, CaseIterable, Sendable {
    case p50
    case p95
    case p99

    /// It in those of a minute.
    func value(in percentiles: Report.Percentiles) -> EventKernel.Duration {
      switch self {
      case .p50: percentiles.p50
      case .p95: percentiles.p95
      case .p99: percentiles.p99
      }
    }
  }

  /// The measures by the names that `plot` takes; a cause has its code as its name.
  static let named: [(name: String, measure: RunMeasure)] = [
    ("requests", .requests), ("answered", .answered), ("lost", .lost), ("latency", .latency),
    ("p50", .percentile(.p50)), ("p95", .percentile(.p95)), ("p99", .percentile(.p99)),
    ("utilisation", .utilisation(nil)), ("instances", .instances), ("queue", .queue),
    ("hit-ratio", .hitRatio), ("lag", .lag), ("cost", .cost),
  ]

  /// The name that `plot` takes, and under which its sentences stand.
  var name: String {
    switch self {
    case .requests: "requests"
    case .answered: "answered"
    case .lost: "lost"
    case .latency: "latency"
    case .utilisation, .database: "utilisation"
    case .instances: "instances"
    case .percentile(let percentile): percentile.rawValue
    case .queue: "queue"
    case .hitRatio: "hit-ratio"
    case .lag: "lag"
    case .cost: "cost"
    case .cause(let code): code.rawValue
    }
  }

  /// The length of a value's time.
  static let step = EventKernel.Duration.seconds(10)

  /// The measure for each ten seconds of a run in order; what a report knows by the minute stands six times, and a gap,
  /// such as the latency of no answer, is not a number. O(values · instances).
  func values(of run: FollowedRun) -> [Double] {
    let report = run.report
    // The last window may be shorter, or hold what is left of the run: it says nothing about a rate.
    let count = max(1, min(report.windows.count, Int(report.duration.inSeconds / Self.step.inSeconds)))
    let windows = report.windows.prefix(count)
    switch self {
    case .requests: return windows.map { Double($0.offered) / Self.step.inSeconds }
    case .answered: return windows.map { Double($0.offered - $0.lost) / Self.step.inSeconds }
    case .lost: return windows.map { Double($0.lost) / Self.step.inSeconds }
    case .latency:
      return (0..<count).map { window in
        let minute = report.minutes[min(report.minutes.count - 1, window / 6)]
        let answered = minute.offered - minute.lost
        return answered > 0 && report.meanLatency != nil
          ? minute.latency.inMilliseconds / Double(answered) : .nan
      }
    case .percentile(let percentile):
      return (0..<count).map { window in
        let minute = report.minutes[min(report.minutes.count - 1, window / 6)]
        return minute.percentiles.map { percentile.value(in: $0).inMilliseconds } ?? .nan
      }
    case .queue: return Self.values(of: report, steps: count) { Double($0.held) }
    case .hitRatio:
      return Self.values(of: report, steps: count) { moment in
        let asked = moment.hits + moment.misses
        return asked > 0 ? 100 * Double(moment.hits) / Double(asked) : .nan
      }
    case .database(let identifier):
      return Self.values(of: report, steps: count) { moment in
        moment.databases.first { $0.identifier == identifier }.map { 100 * $0.utilisation } ?? .nan
      }
    case .lag: return Self.values(of: report, steps: count) { $0.lag?.inSeconds ?? .nan }
    case .cost:
      return (0..<count).map { window in
        let costs = report.hourlyCosts
        return costs.isEmpty ? .nan : costs[min(costs.count - 1, window / 6)].dollars * World.hoursPerMonth
      }
    case .cause(let code):
      let positions = report.causes.indices.filter { report.causes[$0].code == code }
      return (0..<count).map { window in
        let index = min(report.minutes.count - 1, window / 6)
        let lost = positions.reduce(0) { $0 + report.minutes[index].causes[$1] }
        let end = min(report.duration, EventKernel.Duration.minutes(index + 1))
        return Double(lost) / (end - .minutes(index)).inSeconds
      }
    case .utilisation(let instance):
      let targets = report.targets.filter { instance == nil || $0.instance == instance }
      return WorldMinutes(run, steps: count).values { minute, length in
        let working = targets.filter { $0.busy.indices.contains(minute) && $0.busy[minute] > .zero }
        let vcpus = working.reduce(0) { $0 + $1.vcpus }
        // What is being worked on as the run ends counts in its last minute, which cannot be busier than whole.
        let busy = working.reduce(0.0) { sum, target in
          sum + min(target.busy[minute].inSeconds, length * Double(target.vcpus))
        }
        return vcpus > 0 ? 100 * busy / (length * Double(vcpus)) : 0
      }
    case .instances:
      return WorldMinutes(run, steps: count).values { minute, _ in
        Double(report.targets.count { $0.busy.indices.contains(minute) && $0.busy[minute] > .zero })
      }
    }
  }

  /// For each step the value of the minute of the world's clock in which its middle lies; after the last whole minute of
  /// the run it is not a number. O(steps + minutes).
  private static func values(
    of report: Report, steps: Int, _ value: (Report.Moment) -> Double
  ) -> [Double] {
    var next = 0
    return (0..<steps).map { index in
      let middle = step * index + step / 2
      while next < report.moments.count, report.moments[next].at < middle { next += 1 }
      return next < report.moments.count ? value(report.moments[next]) : .nan
    }
  }
}

/// The minutes of the world's clock that a run lies in; the first and the last may be shared with what was around it.
private struct WorldMinutes {
  /// Seconds of the first minute that had passed when the run began.
  let offset: Double
  let duration: Double
  let steps: Int

  init(_ run: FollowedRun, steps: Int) {
    offset = run.start.sinceEpoch.inSeconds.truncatingRemainder(dividingBy: 60)
    duration = run.report.duration.inSeconds
    self.steps = steps
  }

  /// The last minute that ended in the run, else the one in which it ends, with how many seconds of it the run has.
  var last: (minute: Int, length: Double) {
    let minute = max(0, Int((offset + duration) / 60) - 1)
    let start = max(0, Double(minute) * 60 - offset)
    let end = min(duration, Double(minute + 1) * 60 - offset)
    return (minute, max(1e-9, end - start))
  }

  /// For each step the value of the minute in which its middle lies; the value is given the minute's number and how many
  /// seconds of it the run has.
  func values(_ value: (Int, Double) -> Double) -> [Double] {
    (0..<steps).map { step in
      let middle = (Double(step) + 0.5) * RunMeasure.step.inSeconds + offset
      let minute = Int(middle / 60)
      let start = max(0, Double(minute) * 60 - offset)
      let end = min(duration, Double(minute + 1) * 60 - offset)
      return value(minute, max(1e-9, end - start))
    }
  }
}

extension FollowedRun {
  /// The busy share of a server's vCPUs in each whole minute of the world's clock, 0 to 1, with the second of the run at
  /// which that minute ends; in the parts that the run has of two minutes where it has no whole one.
  func busyShares(of target: Report.TargetReport) -> [(end: Double, share: Double)] {
    let minutes = WorldMinutes(self, steps: 0)
    let parts = target.busy.indices.compactMap { minute -> (end: Double, length: Double, share: Double)? in
      let start = max(0, Double(minute) * 60 - minutes.offset)
      let end = min(minutes.duration, Double(minute + 1) * 60 - minutes.offset)
      guard end - start > 1e-6 else { return nil }
      let share = target.busy[minute].inSeconds / ((end - start) * Double(max(1, target.vcpus)))
      return (end: end, length: end - start, share: min(1, share))
    }
    let whole = parts.filter { $0.length > 59.999 }
    return (whole.isEmpty ? parts : whole).map { (end: $0.end, share: $0.share) }
  }

  /// The share of its vCPUs that was busy in the last minute of the run, 0 to 1, by the instance's id.
  var lastLoads: [String: Double] {
    let last = WorldMinutes(self, steps: 0).last
    var loads: [String: Double] = [:]
    for target in report.targets where target.busy.indices.contains(last.minute) && target.vcpus > 0 {
      let share = target.busy[last.minute].inSeconds / (last.length * Double(target.vcpus))
      loads[target.instance.description] = min(1, share)
    }
    return loads
  }
}
