package import Cloud
package import EventKernel

/// The time of a live lab: an experiment in the learner's own world, whose faults come by the lab's clock.
///
/// All is drawn from the world's seed, so that the same acts at the same times meet the same users and faults.
package struct LiveSpan: Sendable, Equatable {
  /// A fault that comes.
  package struct Strike: Sendable, Equatable {
    package let fault: Fault
    package let at: Instant
    package let lasting: Duration
  }

  /// What runs; its workload is the world's own.
  package let experiment: Experiment
  /// When the lab's clock began.
  package let origin: Instant
  /// The faults in the order of the experiment, each time of them one.
  package let strikes: [Strike]

  /// The span of an experiment from a moment on; faults that would move through the zones have none and do not come.
  package init(_ experiment: Experiment, from origin: Instant, seed: WorldSeed) {
    self.experiment = experiment
    self.origin = origin
    var strikes: [Strike] = []
    for (number, planned) in experiment.faults.enumerated() {
      guard let fault = planned.fault(in: nil) else { continue }
      for moment in planned.moments(drawing: seed.rawValue, number: number) {
        strikes.append(Strike(fault: fault, at: origin + moment, lasting: planned.lasting))
      }
    }
    self.strikes = strikes
  }

  /// When the lab's clock ends; what happens later is not judged.
  package var end: Instant { origin + experiment.duration }

  /// The run of a world's own users from now on.
  ///
  /// Each moment has a weather of its own, since a run begins with its first request: the same weather would let a
  /// second that passes with a call always be the same second.
  package func run(on world: World, named name: String, for span: Duration) -> ExperimentRun {
    let elapsed = world.now - origin
    var workload: Workload?
    if world.lab.workload.populations.contains(where: { $0.rate.points.count > 1 }) {
      var shifted = world.lab.workload
      for index in shifted.populations.indices {
        shifted.populations[index].rate = shifted.populations[index].rate.goingOn(after: elapsed)
      }
      workload = shifted
    }
    let weather = Draws.mix(world.seed.rawValue ^ UInt64(bitPattern: world.now.nanoseconds))
    return ExperimentRun(
      experiment: Experiment(id: name, duration: span, workload: workload, isLive: true),
      weather: WeatherSeed(weather))
  }
}

extension RateProfile {
  /// The profile from a moment on, told since that moment.
  package func goingOn(after elapsed: Duration) -> RateProfile {
    guard let next = points.firstIndex(where: { $0.at > elapsed }) else {
      return .constant(points.last?.perSecond ?? 0)
    }
    let rest = points[next...].map { Point(at: $0.at - elapsed, perSecond: $0.perSecond) }
    guard next > 0 else { return RateProfile(points: rest) }
    let (before, after) = (points[next - 1], points[next])
    let share = (elapsed - before.at) / (after.at - before.at)
    let now = before.perSecond + (after.perSecond - before.perSecond) * share
    return RateProfile(points: [Point(at: .zero, perSecond: now)] + rest)
  }
}
