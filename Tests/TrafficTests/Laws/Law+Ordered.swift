import Cloud
import EventKernel
import Traffic

extension Law {
  /// Laws that say which of two worlds loses, sends or waits more, and by how much where that is certain.
  static let ordered = [
    Law(
      statement: "twice the rate and half the work make time run twice as fast (one queue, nobody lost)",
      bug: "fixedOverhead", worlds: 2
    ) { number in
      let slow = LawWorld(LawWorld.draws(20, number), zones: ["a"], machines: 1...1, load: 0.4...0.7).with {
        $0.populations[0].timeout = .seconds(1_000)
        $0.duration = .minutes(4)
        // Lookups would take as long in all three.
        $0.ttl = 300
      }
      let world = try slow.build()
      let reports = try [1, 2, 4].map { (factor: Int) -> Report in
        let rate = slow.populations[0].rate.points[0].perSecond
        return try slow.with {
          $0.populations[0].rate = .constant(rate * Double(factor))
          $0.page.cpu = slow.page.cpu / factor
          $0.duration = slow.duration / factor
        }.report(on: world)
      }
      guard reports.allSatisfy({ $0.lost == 0 }) else { return .isOutside }
      guard reports.allSatisfy({ $0.offered == reports[0].offered }) else {
        return .breaks("offered \(reports.map(\.offered))")
      }
      // The way is as long in all three: what halves is the rest, so that it drops out of the differences.
      let means = reports.map(mean(of:))
      let first = means[0] - means[1]
      let second = means[1] - means[2]
      return Verdict(abs(first - 2 * second) < 1e-4 * first, "means \(means) s")
    },
    Law(
      statement: "a cache that is never hit costs the way to it and a command, and nothing else",
      bug: "immortalEntries", worlds: 4
    ) { number in
      let plain = LawWorld(LawWorld.draws(21, number), zones: ["a"], machines: 1...1, load: 0.1...0.1).with {
        $0.hasDatabase = true
        $0.settings = ["CACHE_TTL=1"]
        $0.page = RequestClass(
          name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
          queryCPU: .milliseconds(1), keys: 20)
        $0.populations[0].rate = .constant(0.05)
        $0.duration = .minutes(20)
      }
      let cached = plain.with { $0.hasCache = true }
      let world = try cached.build()
      let isNeverHit = try sound { try cached.report(on: world).caches.allSatisfy { $0.hits == 0 } }
      guard isNeverHit else { return .isOutside }
      let report = try cached.report(on: world)
      guard report.caches.count == 1, report.caches[0].misses == report.offered else {
        return .breaks("\(report.caches), offered \(report.offered)")
      }
      // There and back inside a zone or between two (TEACH, facts: Regions 1.3), and 10 µs of its thread (TEACH).
      let asked = mean(of: report) - mean(of: try plain.report())
      return Verdict((0.000_20...0.001_02).contains(asked), "asking costs \(asked) s")
    },
    Law(
      statement: "one retry more never lowers the attempts (same users, one zone lost)",
      bug: "retriesInOneBit", worlds: 4
    ) { number in
      let fewer = LawWorld(LawWorld.draws(22, number), zones: ["a", "b"], machines: 2...4, load: 0.2...0.5)
        .with {
          $0.balancer = ["a", "b"]
          $0.populations[0].retries = number % 2
          $0.faults = [powerLoss(in: "a")]
        }
      let world = try fewer.build()
      let more = fewer.with { $0.populations[0].retries += 1 }
      let attempts = (
        try fewer.report(on: world).attempts, try more.report(on: world).attempts
      )
      return Verdict(attempts.0 <= attempts.1, "\(attempts)")
    },
    Law(
      statement: "one machine more never loses more (chosen by chance, patient users, nothing behind them)",
      bug: "sharedVCPUs", worlds: 2
    ) { number in
      let draws = LawWorld.draws(23, number)
      let two = LawWorld(draws, zones: ["a"], machines: 2...2, load: 0.5...0.5, cpu: .milliseconds(400)).with
      {
        $0.type = "m5.xlarge"
        $0.backlog = 20
        // Between 1.2 and 1.6 times what three machines of four vCPUs can do.
        $0.populations[0].rate = .constant(draws.uniform(36, 48, 90))
        $0.populations[0].timeout = .seconds(1_000)
      }
      let three = two.with { $0.machines.append("a") }
      let lost = (try two.report().lost, try three.report().lost)
      guard lost.0 > 0 else { return .isOutside }
      return Verdict(lost.0 >= lost.1, "\(lost)")
    },
    Law(
      statement: "who waits longer never loses more to overload (no retries: the work is the same)",
      bug: "timeoutIn32Bits", worlds: 3
    ) { number in
      let hasty = LawWorld(
        LawWorld.draws(24, number), zones: ["a"], machines: 1...2, load: 0.95...1.1, cpu: .milliseconds(200))
      let patient = hasty.with { $0.populations[0].timeout = .seconds(5) }
      let world = try hasty.build()
      let lost = (try hasty.report(on: world).lost, try patient.report(on: world).lost)
      return Verdict(lost.0 >= lost.1, "\(lost)")
    },
    Law(
      statement: "a longer fault never loses fewer (same start, no health checks, no machines that come)",
      bug: "faultIn37Bits", worlds: 4
    ) { number in
      let calm = LawWorld(
        LawWorld.draws(25, number), zones: ["a", "b"], machines: 2...3, load: 0.4...0.5,
        cpu: .milliseconds(200)
      ).with { $0.duration = .minutes(5) }
      let world = try calm.build()
      let fault = number % 2 == 0 ? Fault.loadSurge(factor: 4) : .zonePower(zone("a"))
      let lost = try [2, 3].map { minutes in
        try calm.with { $0.faults = [planned(fault, lasting: .minutes(minutes))] }.report(on: world).lost
      }
      return Verdict(lost[0] <= lost[1], "\(lost)")
    },
  ]

  /// The mean latency in seconds.
  static func mean(of report: Report) -> Double {
    Double(report.latency.sumNanoseconds) / Double(report.latency.count) / 1e9
  }
}
