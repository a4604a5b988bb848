package import Cloud
package import EventKernel

/// A change of who sends which requests, as its words ask for it: `rate 120`, `timeout 5s`, `retries 2 shoppers`.
package struct TrafficRequest: Sendable, Equatable {
  /// What is changed of a population.
  package enum Change: Sendable, Equatable {
    /// Requests a second, all the time.
    case rate(Double)
    /// How long a client waits for one attempt.
    case timeout(Duration)
    /// How often a client tries again.
    case retries(Int)
  }

  /// What is changed.
  package let change: Change
  /// The population; `nil` for all.
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
    /// No population has the name.
    case population(String)
  }

  /// Reads the words after `traffic set`.
  package init(words: [String], world: World) throws(Problem) {
    guard let name = words.first, ["rate", "timeout", "retries"].contains(name), words.count <= 3 else {
      throw .usage
    }
    guard words.count > 1 else { throw .noValue(name) }
    let value = words[1]
    switch name {
    case "rate":
      guard let rate = Double(value), rate >= 0, rate <= Self.mostPerSecond else { throw .rate(value) }
      change = .rate(rate)
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

  /// Changes the workload of a world.
  package func apply(to world: inout World) {
    var workload = world.lab.workload
    for index in workload.populations.indices
    where population == nil || workload.populations[index].name == population {
      switch change {
      case .rate(let rate): workload.populations[index].rate = .constant(rate)
      case .timeout(let span): workload.populations[index].timeout = span
      case .retries(let count): workload.populations[index].retries = count
      }
    }
    world.setWorkload(workload)
  }
}
