package import Cloud
package import EventKernel

/// A world loses one thing after the other, each in a run of its own beside one without a loss.
///
/// All runs have the same users and the same weather, so that what differs is the loss's doing.
package struct Survey: Sendable, Equatable {
  /// What is lost.
  package enum Kind: String, Sendable, CaseIterable {
    case zone
    case instance
    case database
    case cacheNode = "cache-node"
    case balancerNode = "balancer-node"
    case region
  }

  /// One thing that is lost.
  package struct Loss: Sendable, Equatable {
    package let kind: Kind
    /// Its id or name, as reports name it.
    package let resource: String
    /// Where it stands; `nil` for a Region.
    package let zone: Zone?
    /// How it is lost.
    package let fault: Fault
  }

  /// What a run came to, as far as a survey looks at it.
  package struct Outcome: Sendable, Equatable {
    package let offered: Int
    package let lost: Int
    package let windows: [Report.Window]
    package let causes: [Report.CauseCount]

    package init(_ report: Report) {
      offered = report.offered
      lost = report.lost
      windows = report.windows
      causes = report.causes.filter { $0.lost > 0 }
    }
  }

  /// What the loss of something costs.
  package struct Row: Sendable, Equatable {
    /// What is lost together.
    package let losses: [Loss]
    /// The requests that began after the loss.
    package let offered: Int
    /// The requests lost beyond those that are lost without the loss.
    package let lost: Int
    /// From the loss to the end of the last ten seconds in which over 1 % more requests were lost than without it; `nil`
    /// where the last ten seconds of the run were such.
    package let goodAgain: Duration?
    /// The cause that lost most of them: of the code with the largest sum the resource with the largest.
    package let cause: Report.CauseCount?

    /// The share of the requests since the loss that it lost, from 0 to 1.
    package var share: Double { offered == 0 ? 0 : min(1, Double(lost) / Double(offered)) }
    /// Whether it stops more than 1 % of the requests.
    package var isFelt: Bool { lost * 100 > offered }
    /// Whether the service does not get over it by itself while the run lasts.
    package var isSinglePoint: Bool { isFelt && goodAgain == nil }
  }

  /// How long a run lasts unless told otherwise.
  package static let usualDuration = Duration.minutes(5)
  /// When the loss happens, since the run began.
  package static let start = Duration.minutes(1)
  /// The most runs of one survey.
  package static let mostRuns = 2_000

  /// How long each run lasts.
  package let duration: Duration
  /// What users and service times are drawn from, the same for all runs.
  package let weather: WeatherSeed
  /// All that can be lost, in a fixed order.
  package let losses: [Loss]

  /// A survey of a world as it stands.
  ///
  /// - Parameter duration: longer than `start`.
  package init(of world: World, duration: Duration = Survey.usualDuration, weather: WeatherSeed) {
    self.duration = duration
    self.weather = weather
    losses = world.losses
  }

  /// The run in which things are lost together, from the first minute to the end; the calm run for none.
  package func run(losing losses: [Loss]) -> ExperimentRun {
    ExperimentRun(
      experiment: Experiment(
        id: "survey", duration: duration,
        faults: losses.map {
          Experiment.PlannedFault(
            $0.fault, earliest: Survey.start, latest: Survey.start, lasting: duration)
        }), weather: weather)
  }

  /// What losses cost that gave one outcome where the calm run gave another.
  package func row(of losses: [Loss], _ outcome: Outcome, beside calm: Outcome) -> Row {
    let window = Duration.seconds(10)
    let first = min(Int(Survey.start / window), outcome.windows.count)
    let judged = min(Int(duration / window), outcome.windows.count, calm.windows.count)
    let bad = (first..<max(first, judged)).last { index in
      (outcome.windows[index].lost - calm.windows[index].lost) * 100 > outcome.windows[index].offered
    }
    let goodAgain: Duration? =
      switch bad {
      case nil: .zero
      case judged - 1: nil
      case let index?: window * (index + 1) - Survey.start
      }
    return Row(
      losses: losses, offered: outcome.windows[first...].reduce(0) { $0 + $1.offered },
      lost: max(0, outcome.lost - calm.lost), goodAgain: goodAgain,
      cause: Survey.leadingCause(of: outcome.causes, beyond: calm.causes))
  }

  /// What is worth losing together: two things of which the service gets over each, and neither goes with the other.
  package func pairs(after rows: [Row]) -> [[Loss]] {
    let candidates = rows.filter { !$0.isSinglePoint }.flatMap(\.losses).filter { $0.kind != .region }
    return candidates.indices.flatMap { left in
      candidates[(left + 1)...].filter { !candidates[left].takes($0) && !$0.takes(candidates[left]) }
        .map { [candidates[left], $0] }
    }
  }

  private static func leadingCause(
    of causes: [Report.CauseCount], beyond calm: [Report.CauseCount]
  ) -> Report.CauseCount? {
    let excess = causes.map { cause in
      cause.lost
        - (calm.first { $0.code == cause.code && $0.resource.utf8.elementsEqual(cause.resource.utf8) }?.lost
          ?? 0)
    }
    var totals: [CauseCode: Int] = [:]
    for (cause, more) in zip(causes, excess) { totals[cause.code, default: 0] += more }
    // The causes come in a fixed order, and the first of equals is taken.
    let worst = causes.indices.filter { excess[$0] > 0 }.max { left, right in
      (totals[causes[left].code, default: 0], excess[left])
        < (totals[causes[right].code, default: 0], excess[right])
    }
    return worst.map { causes[$0] }
  }
}

extension Survey.Loss {
  /// Whether another thing is lost with it.
  fileprivate func takes(_ other: Survey.Loss) -> Bool { kind == .zone && other.zone == zone }
}
