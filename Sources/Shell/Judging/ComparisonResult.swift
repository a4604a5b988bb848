import Cloud
import EventKernel
import Traffic

/// A comparison of two worlds as scripts read it.
struct ComparisonResult: Encodable {
  /// What one world made of all runs.
  struct Side: Encodable {
    let name: String
    let offered: Int
    let answered: Int
    let lost: Int
    /// Milliseconds within which that share of the answers came; `nil` when none came.
    let p50: Double?
    let p95: Double?
    let p99: Double?
    /// US dollars a month.
    let monthly: Double
    /// Why it lost requests that the other answered.
    let lostAlone: [Cause]

    init(_ side: WorldComparison.Side, _ outcome: WorldComparison.Outcome, _ causes: [Report.CauseCount]) {
      name = side.name
      offered = outcome.offered
      answered = outcome.answered
      lost = outcome.lost
      let latency = outcome.answered > 0 ? outcome.latency : nil
      p50 = latency?.quantile(0.5).inMilliseconds
      p95 = latency?.quantile(0.95).inMilliseconds
      p99 = latency?.quantile(0.99).inMilliseconds
      monthly = outcome.monthly.dollars
      lostAlone = causes.map { Cause(code: $0.code.rawValue, resource: $0.resource, count: $0.lost) }
    }
  }

  /// A cause with the resource that decided.
  struct Cause: Encodable {
    let code: String
    let resource: String
    let count: Int
  }

  /// Requests paired.
  struct Pairs: Encodable {
    let bothAnswered: Int
    let lostOnlyInA: Int
    let lostOnlyInB: Int
    let bothLost: Int
    let unpaired: Int

    init(_ pairs: PairedRequests) {
      bothAnswered = pairs.bothAnswered
      lostOnlyInA = pairs.lostOnlyInA
      lostOnlyInB = pairs.lostOnlyInB
      bothLost = pairs.bothLost
      unpaired = pairs.unpaired
    }
  }

  /// The pairs of the runs with the fault in one zone.
  struct ZonePairs: Encodable {
    let zone: String
    let pairs: Pairs
  }

  /// Of the requests that both answered, how many B answered sooner and later, and the median difference of each and of
  /// all, in milliseconds; the median of all is negative where B was sooner.
  struct Speed: Encodable {
    let faster: Int
    let slower: Int
    let equallyFast: Int
    let fasterBy: Double?
    let slowerBy: Double?
    let medianDelay: Double
  }

  let experiment: String
  let seed: UInt64
  let a: Side
  let b: Side
  let pairs: Pairs
  let speed: Speed
  let zones: [ZonePairs]

  init(_ comparison: WorldComparison) {
    let all = comparison.pairs
    experiment = comparison.experiment.id
    seed = comparison.weather.rawValue
    a = Side(comparison.a, comparison.outcomeA, all.causesInA)
    b = Side(comparison.b, comparison.outcomeB, all.causesInB)
    pairs = Pairs(all)
    speed = Speed(
      faster: all.faster, slower: all.slower, equallyFast: all.equallyFast,
      fasterBy: all.faster > 0 ? all.gains.quantile(0.5).inMilliseconds : nil,
      slowerBy: all.slower > 0 ? all.delays.quantile(0.5).inMilliseconds : nil,
      medianDelay: all.medianDelay.inMilliseconds)
    zones = comparison.zones.map { ZonePairs(zone: $0.zone.rawValue, pairs: Pairs($0.pairs)) }
  }
}
