import Cloud
import EventKernel
import Traffic

extension Law {
  /// Laws between means, which hold within the noise of a few independent runs.
  static let noisy = [
    Law(
      statement: "a pool split in two like halves keeps its means (targets by chance, machines of one kind)",
      bug: "narrowShares", worlds: 1
    ) { number in
      let whole = LawWorld(LawWorld.draws(40, number), zones: ["a"], machines: 4...4, load: 0.5...0.6).with {
        $0.balancer = ["a", "b"]
        $0.algorithm = "weighted_random"
      }
      let split = whole.with { $0.isSplit = true }
      let pair = (try whole.build(), try split.build())
      let before = try weathers.map { try whole.report(on: pair.0, weather: $0) }
      let after = try weathers.map { try split.report(on: pair.1, weather: $0) }
      guard let flaw = difference(before.map(mean(of:)), after.map(mean(of:))) else {
        let answers = [before, after].map { reports in
          reports.map { report in
            let counts = report.targets.map { Double($0.answered) }.sorted()
            return (counts.last ?? 0) / max(1, counts.reduce(0, +))
          }
        }
        return Verdict(difference: difference(answers[0], answers[1]).map { "the largest share: " + $0 })
      }
      return .breaks("mean latency: " + flaw)
    },
    Law(
      statement:
        "two independent populations are one with the sum of their rates (same city, name, timeouts)",
      bug: "sharedArrivals", worlds: 1
    ) { number in
      let merged = LawWorld(LawWorld.draws(41, number), zones: ["a"], machines: 1...1, load: 0.6...0.7).with {
        $0.duration = .minutes(2)
        // Two populations have twice as many resolvers.
        $0.ttl = 300
        $0.populations[0].timeout = .seconds(1_000)
      }
      let apart = merged.with { world in
        let rate = world.populations[0].rate.points[0].perSecond
        world.populations[0].rate = .constant(rate / 2)
        var others = world.populations[0]
        others.name = "others"
        world.populations.append(others)
      }
      let world = try merged.build()
      let one = try weathers.map { try merged.report(on: world, weather: $0) }
      let two = try weathers.map { try apart.report(on: world, weather: $0) }
      return Verdict(
        difference: difference(one.map(mean(of:)), two.map(mean(of:))).map { "mean latency: " + $0 }
          ?? difference(one.map { Double($0.offered) }, two.map { Double($0.offered) }).map {
            "offered: " + $0
          })
    },
  ]

  private static let weathers: ClosedRange<UInt64> = 1...10

  /// How two samples of independent runs differ when it is by more than four standard errors (Welch); else `nil`.
  private static func difference(_ left: [Double], _ right: [Double]) -> String? {
    func moments(_ values: [Double]) -> (mean: Double, error: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      return (mean, squares / Double(values.count))
    }
    let (first, second) = (moments(left), moments(right))
    let limit = 4 * (first.error + second.error).squareRoot()
    return abs(first.mean - second.mean) <= limit ? nil : "\(first.mean) and \(second.mean) ± \(limit)"
  }
}
