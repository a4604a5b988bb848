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

  /// Reads the words after `traffic set`; `nil` when they ask for nothing of this world.
  package init?(words: [String], world: World) {
    guard (2...3).contains(words.count) else { return nil }
    switch words[0] {
    case "rate":
      guard let rate = Double(words[1]), rate >= 0, rate <= Self.mostPerSecond else { return nil }
      change = .rate(rate)
    case "timeout":
      guard let span = SpanText.duration(words[1]), span > .zero, span <= .minutes(10) else { return nil }
      change = .timeout(span)
    case "retries":
      guard let count = Int(words[1]), (0...10).contains(count) else { return nil }
      change = .retries(count)
    default: return nil
    }
    population = words.count == 3 ? words[2] : nil
    if let population, !world.lab.workload.populations.contains(where: { $0.name == population }) {
      return nil
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
