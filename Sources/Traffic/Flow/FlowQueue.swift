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

/// Keys of one class by how often they are asked for, in few groups of nearly equal ones.
struct FlowKeys {
  /// How many keys a group has, and the share of all reads that each of them gets.
  private var groups: [(count: Double, share: Double)] = []

  init(keys: Int, skew: Double) {
    guard keys > 0 else { return }
    let weights = Zipf.weights(count: keys, exponent: skew)
    let total = weights.reduce(0, +)
    var first = 0
    while first < keys {
      let next = min(keys, max(first + 1, first + first / 8))
      let sum = weights[first..<next].reduce(0, +)
      let count = Double(next - first)
      groups.append((count, sum / count / total))
      first = next
    }
  }

  /// How many keys a cache holds, and the share of reads that find theirs.
  ///
  /// - Parameters:
  ///   - rate: reads a second.
  ///   - lifetime: how long an entry is good after it was written.
  ///   - age: for how long the cache has been filled.
  ///   - characteristic: how long an entry stays that nobody asks for (Che's time), infinite where there is room.
  func held(
    rate: Double, lifetime: Double, age: Double, characteristic: Double
  ) -> (items: Double, hits: Double) {
    var items = 0.0
    var hits = 0.0
    for group in groups {
      let asked = rate * group.share
      // Nothing has ended its life yet in a cache that is younger than its entries may become.
      var present =
        age < lifetime
        ? 1 - ElementaryFunctions.exp(-asked * age) : asked * lifetime / (1 + asked * lifetime)
      if characteristic < .infinity { present *= 1 - ElementaryFunctions.exp(-asked * characteristic) }
      items += group.count * present
      hits += group.count * group.share * present
    }
    return (items, hits)
  }

  /// Che's time: how long an entry stays unasked when a cache of a capacity is full; infinite where all fit.
  func characteristic(rate: Double, lifetime: Double, age: Double, capacity: Double) -> Double {
    let all = held(rate: rate, lifetime: lifetime, age: age, characteristic: .infinity).items
    guard all > capacity, rate > 0 else { return .infinity }
    var low = 0.0
    var high = max(1, 4 * capacity / rate)
    while high < 1e9,
      held(rate: rate, lifetime: lifetime, age: age, characteristic: high).items < capacity
    {
      high *= 2
    }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if held(rate: rate, lifetime: lifetime, age: age, characteristic: middle).items < capacity {
        low = middle
      } else {
        high = middle
      }
    }
    return high
  }
}
