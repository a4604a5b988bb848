package import EventKernel

/// Two runs under the same users, weather and faults, compared request by request; runs in several zones are merged.
package struct PairedRequests: Sendable, Equatable {
  /// Answers that differ by less come equally fast; nobody notices it (TEACH).
  package static let noticeable = Duration.milliseconds(1)

  /// Requests that both answered.
  package private(set) var bothAnswered = 0
  /// Requests that A lost and B answered, and the other way round.
  package private(set) var lostOnlyInA = 0
  package private(set) var lostOnlyInB = 0
  /// Requests that both lost.
  package private(set) var bothLost = 0
  /// Requests that one run sent and the other did not, as when a surge was already on in one of the worlds.
  package private(set) var unpaired = 0
  /// By how much B was faster, of the requests that both answered and B answered noticeably sooner.
  package private(set) var gains = Histogram()
  /// By how much B was slower, of those that it answered noticeably later.
  package private(set) var delays = Histogram()
  /// Why A alone lost requests, most first; `lost` and `attempts` count these requests, `first` and `last` are the cause's.
  package private(set) var causesInA: [Report.CauseCount] = []
  /// Why B alone lost requests.
  package private(set) var causesInB: [Report.CauseCount] = []

  /// Nothing compared yet.
  package init() {}

  /// Pairs two reports; `nil` when one has no outcomes. O(requests).
  package init?(_ a: Report, _ b: Report) {
    guard let left = a.outcomes, let right = b.outcomes else { return nil }
    var onlyA = Array(repeating: (lost: 0, sample: RequestReference?.none), count: a.causes.count)
    var onlyB = Array(repeating: (lost: 0, sample: RequestReference?.none), count: b.causes.count)
    for population in 0..<max(left.counts.count, right.counts.count) {
      let sent = [left, right].map { population < $0.counts.count ? $0.counts[population] : 0 }
      for number in 0..<max(sent[0], sent[1]) {
        let request = RequestReference(population: population, number: number)
        switch (left.outcome(population, number), right.outcome(population, number)) {
        case (.answered(let one)?, .answered(let other)?):
          bothAnswered += 1
          let difference = other - one
          if difference >= Self.noticeable {
            delays.record(difference)
          } else if -difference >= Self.noticeable {
            gains.record(-difference)
          }
        case (.lost(let cause)?, .answered?):
          lostOnlyInA += 1
          onlyA[cause] = (onlyA[cause].lost + 1, onlyA[cause].sample ?? request)
        case (.answered?, .lost(let cause)?):
          lostOnlyInB += 1
          onlyB[cause] = (onlyB[cause].lost + 1, onlyB[cause].sample ?? request)
        case (.lost?, .lost?): bothLost += 1
        case (nil, _), (_, nil): unpaired += 1
        }
      }
    }
    causesInA = Self.causes(a.causes, onlyA)
    causesInB = Self.causes(b.causes, onlyB)
  }

  private static func causes(
    _ causes: [Report.CauseCount], _ counts: [(lost: Int, sample: RequestReference?)]
  ) -> [Report.CauseCount] {
    let losing = zip(causes, counts).filter { $0.1.lost > 0 }.map { cause, count in
      var only = cause
      only.lost = count.lost
      only.attempts = count.lost
      only.sample = count.sample
      return only
    }
    return ordered(losing)
  }

  /// Most requests first, then by code and resource.
  private static func ordered(_ causes: [Report.CauseCount]) -> [Report.CauseCount] {
    causes.sorted { left, right in
      if left.lost != right.lost { return left.lost > right.lost }
      if left.code != right.code {
        return left.code.rawValue.utf8.lexicographicallyPrecedes(right.code.rawValue.utf8)
      }
      return left.resource.utf8.lexicographicallyPrecedes(right.resource.utf8)
    }
  }

  /// Adds the pairs of other runs of the same two worlds.
  package mutating func merge(_ other: PairedRequests) {
    bothAnswered += other.bothAnswered
    lostOnlyInA += other.lostOnlyInA
    lostOnlyInB += other.lostOnlyInB
    bothLost += other.bothLost
    unpaired += other.unpaired
    gains.merge(other.gains)
    delays.merge(other.delays)
    causesInA = Self.merged(causesInA, other.causesInA)
    causesInB = Self.merged(causesInB, other.causesInB)
  }

  private static func merged(
    _ causes: [Report.CauseCount], _ others: [Report.CauseCount]
  ) -> [Report.CauseCount] {
    var sum = causes
    for other in others {
      if let index = sum.firstIndex(where: { $0.code == other.code && $0.resource == other.resource }) {
        sum[index].lost += other.lost
        sum[index].attempts += other.attempts
        sum[index].first = min(sum[index].first, other.first)
        sum[index].last = max(sum[index].last, other.last)
      } else {
        sum.append(other)
      }
    }
    return ordered(sum)
  }

  /// Of the requests that both answered, how many B answered noticeably sooner, later, and neither.
  package var faster: Int { Int(gains.count) }
  package var slower: Int { Int(delays.count) }
  package var equallyFast: Int { bothAnswered - faster - slower }

  /// How much later B answered at the median of the requests that both answered; negative where it was sooner, zero where
  /// the middle one was equally fast.
  package var medianDelay: Duration {
    let half = Double(bothAnswered) / 2
    if Double(faster) > half { return -gains.quantile(1 - half / Double(faster)) }
    if Double(slower) > half { return delays.quantile(1 - half / Double(slower)) }
    return .zero
  }
}
