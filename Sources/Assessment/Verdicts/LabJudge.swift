package import Cloud
import CloudAPI
package import Course
package import EventKernel
package import Traffic

/// Judges a world by a lab's checks: runs its experiments on copies under several weathers, with the fault in each zone.
package struct LabJudge: Sendable {
  /// The lab that judges.
  package let lab: Lab
  /// The seed that the weathers come from.
  package let seed: WeatherSeed
  /// The numbers of the weathers.
  package let weathers: Range<Int>
  /// How many experiments run at once at the most; `nil` for as many as there are cores.
  package let threads: Int?

  /// - Parameter weathers: how many weathers, from number 0; the lab's own number unless told otherwise.
  package init(lab: Lab, seed: WeatherSeed, weathers: Int? = nil, threads: Int? = nil) {
    self.init(lab: lab, seed: seed, weathers: 0..<(weathers ?? lab.weathers), threads: threads)
  }

  package init(lab: Lab, seed: WeatherSeed, weathers: Range<Int>, threads: Int? = nil) {
    self.lab = lab
    self.seed = seed
    self.weathers = weathers
    self.threads = threads
  }

  /// The runs of all experiments that checks ask for, in a fixed order: experiment, zone, weather.
  package func runs(on world: World) -> [ExperimentRun] {
    var runs: [ExperimentRun] = []
    for experiment in lab.start.experiments {
      let asked = lab.checks.contains { $0.scope == .experiment(experiment.id) }
      guard asked else { continue }
      let moves = experiment.movesThroughZones
      let zones: [Zone?] = moves ? world.catalog.zones(in: lab.start.region).map(\.zone) : [nil]
      for zone in zones {
        for number in weathers {
          runs.append(
            ExperimentRun(experiment: experiment.experiment, weather: seed.weather(number), zone: zone))
        }
      }
    }
    return runs
  }

  /// What the checks say of a world, which stays as it is; `nil` when the handler stopped the runs.
  package func judge(
    _ world: World, progress: (@Sendable (Int, RunProgress) -> Bool)? = nil
  ) throws(RunRefusal) -> Verdict? {
    let runs = self.runs(on: world)
    guard let reports = try ParallelRuns.reports(of: runs, on: world, threads: threads, progress: progress)
    else { return nil }
    return verdict(on: world, reports: reports)
  }

  /// What the checks say of a world whose runs gave these reports, in the order of the runs.
  package func verdict(on world: World, reports: [Report]) -> Verdict {
    // The run that lost least is nearest to an ordinary month, so the dearest bill counts.
    let bills = reports.map(\.monthlyCost)
    let cost = bills.max { $0.monthly < $1.monthly } ?? world.monthlyCost(traffic: nil)
    let main = result(of: lab.mainCheck, reports: reports, cost: cost, world: world, counts: true)
    // The start world has no point in any weather, which the lab's proof shows: a point is better than it.
    let beatsStart = main.holds || main.points > 0
    let checks = lab.checks.map { check in
      check.id == main.check.id
        ? main : result(of: check, reports: reports, cost: cost, world: world, counts: beatsStart)
    }
    let passed = checks.allSatisfy { $0.check.role == .bonus || $0.holds }
    var bytes = CanonicalBytes()
    for report in reports { report.append(to: &bytes) }
    return Verdict(
      lab: lab.id, version: lab.version, seed: seed, passed: passed,
      score: checks.reduce(0) { $0 + $1.points }, checks: checks,
      medals: passed ? lab.medals.filter { earned($0, checks) } : [], reports: reports, cost: cost,
      digest: bytes.digest)
  }

  private func earned(_ medal: Medal, _ checks: [Verdict.CheckResult]) -> Bool {
    guard let value = checks.first(where: { $0.check.id == medal.check })?.value else { return false }
    return medal.bound.holds(value)
  }

  private func result(
    of check: Check, reports: [Report], cost: CostBreakdown, world: World, counts: Bool
  ) -> Verdict.CheckResult {
    switch check.scope {
    case .cost:
      return result(of: check, values: [number(check, in: cost.value)], reports: [], counts: counts)
    case .world:
      return result(of: check, values: [number(check, in: world.value)], reports: [], counts: counts)
    case .experiment(let id):
      let chosen = reports.indices.filter { reports[$0].experiment == id }
      let values = chosen.map { number(check, in: reports[$0].value) }
      return result(of: check, values: values, reports: chosen.map { ($0, reports[$0]) }, counts: counts)
    }
  }

  private func result(
    of check: Check, values: [Double?], reports: [(Int, Report)], counts: Bool
  ) -> Verdict.CheckResult {
    let known = values.compactMap { $0 }
    // A measure that gives no number anywhere does not hold.
    guard known.count == values.count, let low = known.min(), let high = known.max() else {
      return Verdict.CheckResult(
        check: check, holds: false, counts: counts, value: nil, points: 0, worst: nil, causes: [], range: nil)
    }
    let lowIsWorst: Bool
    switch check.bound {
    case .atLeast: lowIsWorst = true
    case .atMost: lowIsWorst = false
    case .expect(let wanted, _): lowIsWorst = wanted
    }
    let value = lowIsWorst ? low : high
    let index = known.firstIndex(of: value) ?? 0
    let holds: Bool
    if case .expect(let wanted, _) = check.bound {
      holds = (value != 0) == wanted
    } else {
      holds = check.bound.holds(value)
    }
    let worst = index < reports.count ? reports[index] : nil
    return Verdict.CheckResult(
      check: check, holds: holds, counts: counts, value: value,
      points: counts ? points(of: check, value: value, holds: holds) : 0, worst: worst?.0,
      causes: worst.map { $0.1.causesByCode } ?? [], range: low...high)
  }

  /// The points of a check: by its grading between `full` and `zero`, else all or none.
  private func points(of check: Check, value: Double, holds: Bool) -> Int {
    guard let grading = check.grading else { return holds ? check.points : 0 }
    let share = (grading.zero - value) / (grading.zero - grading.full)
    return Int((Double(check.points) * min(1, max(0, share))).rounded(.down))
  }

  private func number(_ check: Check, in value: Value) -> Double? {
    do {
      switch try check.measure.path.search(value) {
      case .integer(let whole): return Double(whole)
      case .number(let number): return number
      case .bool(let flag): return flag ? 1 : 0
      case .null, .string, .array, .object: return nil
      }
    } catch {
      return nil
    }
  }
}
