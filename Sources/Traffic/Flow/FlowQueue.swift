import EventKernel

/// Formulas for queues in a steady state; times in seconds, rates a second.
enum FlowQueue {
  /// The mean wait in a queue of `servers` servers (Allen and Cunneen, with the correction of Krämer and Langenbach-Belz for
  /// arrivals more even than Poisson's). O(servers).
  ///
  /// - Parameters:
  ///   - load: the mean number of busy servers, below `servers`.
  ///   - service: the mean service time.
  ///   - arrivalVariation: the squared coefficient of variation of the times between arrivals.
  ///   - serviceVariation: that of the service times.
  static func meanWait(
    servers: Int, load: Double, service: Double, arrivalVariation: Double, serviceVariation: Double
  ) -> Double {
    let share = load / Double(servers)
    guard load > 0, share < 1 else { return 0 }
    let variation = (arrivalVariation + serviceVariation) / 2
    guard variation > 0 else { return 0 }
    var wait = waitProbability(servers: servers, load: load) * service / (Double(servers) - load) * variation
    if arrivalVariation < 1 {
      let evenness = (1 - arrivalVariation) * (1 - arrivalVariation)
      wait *= ElementaryFunctions.exp(
        -2 * (1 - share) * evenness / (3 * share * (arrivalVariation + serviceVariation)))
    }
    return wait
  }

  /// The probability that an arrival waits (Erlang's C formula). O(servers).
  static func waitProbability(servers: Int, load: Double) -> Double {
    let blocked = blocking(servers: servers, load: load)
    let share = load / Double(servers)
    return share >= 1 ? 1 : blocked / (1 - share + share * blocked)
  }

  /// The probability that all of `servers` places are taken where nobody waits (Erlang's B formula). O(servers).
  static func blocking(servers: Int, load: Double) -> Double {
    guard load > 0 else { return 0 }
    let spare = Double(servers) - load
    // Eight deviations away nobody is blocked in the length of any run.
    if spare > 8 * Double(servers).squareRoot() { return 0 }
    var blocked = 1.0
    for count in 1...max(1, servers) { blocked = load * blocked / (Double(count) + load * blocked) }
    return blocked
  }

  /// The variation of several equal streams together, each of its own variation (Whitt's QNA).
  static func merged(_ variation: Double, streams: Double, utilisation: Double) -> Double {
    let idle = max(0, 1 - utilisation)
    let weight = 1 / (1 + 4 * idle * idle * max(0, streams - 1))
    return weight * variation + 1 - weight
  }
}
