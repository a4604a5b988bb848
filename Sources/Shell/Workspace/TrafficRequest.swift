package import Cloud
package import EventKernel

/// A change of who sends which requests, as its words ask for it: `rate 120`, `rate 0s:20,10m:80`, `timeout 5s`,
/// `retries 2 shoppers`, `jobs 400 night`.
package struct TrafficRequest: Sendable, Equatable {
  /// What is changed of a population.
  package enum Change: Sendable, Equatable {
    /// Requests a second over time.
    case rate(RateProfile)
    /// How long a client waits for one attempt.
    case timeout(Duration)
    /// How often a client tries again.
    case retries(Int)
    /// What is changed of a queue of jobs.
    case jobs(JobChange)
  }

  /// What is changed.
  package let change: Change
  /// The population, or the queue of jobs; `nil` for all.
  package let population: String?

  /// The most requests a second of one population.
  package static let mostPerSecond = 100_000.0

  /// How long a client waits at most.
  package static let longestTimeout = Duration.minutes(10)

  /// How often a client tries again at most.
  package static let mostRetries = 10

  /// Why words after `traffic set` ask for nothing of a world.
  package enum Problem: Error, Equatable, Sendable {
    /// They do not name what to set, or there are too many.
    case usage
    /// Nothing stands behind the name of what to set.
    case noValue(String)
    case rate(String)
    case timeout(String)
    case retries(String)
    /// A value that a queue of jobs does not take.
    case jobs(JobChange.Problem)
    /// No population has the name.
    case population(String)
  }

  /// Reads the words after `traffic set`.
  package init(words: [String], world: World) throws(Problem) {
    guard let name = words.first, words.count <= 3,
      JobChange.names.contains(name) || ["rate", "timeout", "retries"].contains(name)
    else { throw .usage }
    guard words.count > 1 else { throw .noValue(name) }
    if JobChange.names.contains(name) {
      population = words.count == 3 ? words[2] : nil
      do throws(JobChange.Problem) {
        change = .jobs(try JobChange(name, words[1], queue: population, in: world.lab.workload))
      } catch {
        throw .jobs(error)
      }
      return
    }
    let value = words[1]
    switch name {
    case "rate":
      guard let profile = Self.profile(value) else { throw .rate(value) }
      change = .rate(profile)
    case "timeout":
      guard let span = SpanText.duration(value), span > .zero, span <= Self.longestTimeout else {
        throw .timeout(value)
      }
      change = .timeout(span)
    default:
      guard let count = Int(value), (0...Self.mostRetries).contains(count) else { throw .retries(value) }
      change = .retries(count)
    }
    population = words.count == 3 ? words[2] : nil
    if let population, !world.lab.workload.populations.contains(where: { $0.name == population }) {
      throw .population(population)
    }
  }

  /// A number, moments with rates joined by straight lines (`0s:20,10m:80`), or counts of minutes (`1200,1800/min`).
  private static func profile(_ text: String) -> RateProfile? {
    func within(_ rate: Double?) -> Double? { rate.flatMap { (0...mostPerSecond).contains($0) ? $0 : nil } }
    if text.hasSuffix(RateTable.unit) {
      let counts = text.dropLast(RateTable.unit.count).split(separator: ",", omittingEmptySubsequences: false)
        .map { within(Double($0).map { $0 / 60 }).map { $0 * 60 } }
      guard !counts.isEmpty, counts.count <= RateTable.mostMinutes, !counts.contains(nil) else { return nil }
      return .perMinute(counts.compactMap(\.self))
    }
    guard text.contains(":") else { return within(Double(text)).map { .constant($0) } }
    var points: [RateProfile.Point] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let at = SpanText.duration(String(parts[0])),
        let rate = within(Double(parts[1])), points.last.map({ $0.at <= at }) ?? true
      else { return nil }
      points.append(RateProfile.Point(at: at, perSecond: rate))
    }
    return points.count <= RateTable.mostMinutes ? RateProfile(points: points) : nil
  }

  /// Changes the workload of a world.
  package func apply(to world: inout World) {
    var workload = world.lab.workload
    if case .jobs(let change) = change { change.apply(to: &workload, queue: population) }
    for index in workload.populations.indices
    where population == nil || workload.populations[index].name == population {
      switch change {
      case .rate(let profile): workload.populations[index].rate = profile
      case .timeout(let span): workload.populations[index].timeout = span
      case .retries(let count): workload.populations[index].retries = count
      case .jobs: break
      }
    }
    world.setWorkload(workload)
  }
}
