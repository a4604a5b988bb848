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
  /// How busy an instance's vCPUs are, in percent; without one, all those together that worked.
  case utilisation(InstanceID?)
  /// How many instances worked.
  case instances
  /// Requests lost by a cause, a second.
  case cause(CauseCode)

  /// The measures by the names that `plot` takes; a cause has its code as its name.
  static let named: [(name: String, measure: RunMeasure)] = [
    ("requests", .requests), ("answered", .answered), ("lost", .lost), ("latency", .latency),
    ("utilisation", .utilisation(nil)), ("instances", .instances),
  ]

  /// The name that `plot` takes, and under which its sentences stand.
  var name: String {
    switch self {
    case .requests: "requests"
    case .answered: "answered"
    case .lost: "lost"
    case .latency: "latency"
    case .utilisation: "utilisation"
    case .instances: "instances"
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
        let busy = working.reduce(EventKernel.Duration.zero) { $0 + $1.busy[minute] }
        return vcpus > 0 ? 100 * busy.inSeconds / (length * Double(vcpus)) : 0
      }
    case .instances:
      return WorldMinutes(run, steps: count).values { minute, _ in
        Double(report.targets.count { $0.busy.indices.contains(minute) && $0.busy[minute] > .zero })
      }
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
    offset = run.world.now.sinceEpoch.inSeconds.truncatingRemainder(dividingBy: 60)
    duration = run.report.duration.inSeconds
    self.steps = steps
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
