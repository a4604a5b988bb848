package import Course
package import EventKernel
package import Traffic

/// Proves that a lab is fit: under every weather the start world has no points, solutions pass, wrong designs fail as their
/// authors say, and no mean is nearer to its bound than three standard deviations.
package struct LabProof: Sendable {
  /// How many standard deviations the mean keeps from the bound at least.
  package static let leastMargin = 3.0
  /// How many weathers run before their reports are given up, so that memory does not grow with the number of weathers.
  private static let batch = 10

  package let lab: Lab
  package let seed: WeatherSeed
  /// How many weathers, from number 0 on: the first are those of a learner's check.
  package let weathers: Int
  package let threads: Int?

  package init(lab: Lab, seed: WeatherSeed = WeatherSeed(1), weathers: Int, threads: Int? = nil) {
    precondition(weathers > 0, "A proof needs at least one weather.")
    self.lab = lab
    self.seed = seed
    self.weathers = weathers
    self.threads = threads
  }

  /// What all weathers say of a design; `nil` when the handler stopped it.
  package func prove(
    _ design: ProofDesign, proceed: (@Sendable () -> Bool)? = nil
  ) throws(RunRefusal) -> DesignProof? {
    var verdicts: [Verdict] = []
    for first in stride(from: 0, to: weathers, by: Self.batch) {
      let numbers = first..<min(first + Self.batch, weathers)
      let judge = LabJudge(lab: lab, seed: seed, weathers: numbers, threads: threads)
      let runs = judge.runs(on: design.world)
      guard
        let reports = try ParallelRuns.reports(
          of: runs, on: design.world, threads: threads, progress: { _, _ in proceed?() ?? true })
      else { return nil }
      for number in numbers {
        let own = runs.indices.filter { runs[$0].weather == seed.weather(number) }.map { reports[$0] }
        verdicts.append(
          LabJudge(lab: lab, seed: seed, weathers: number..<number + 1).verdict(
            on: design.world, reports: own
          )
          .withoutReports)
      }
    }
    return outcome(of: design, verdicts)
  }

  /// What verdicts, one for each weather from number 0 on, say of a design.
  package func outcome(of design: ProofDesign, _ verdicts: [Verdict]) -> DesignProof {
    precondition(verdicts.count == weathers, "A proof has one verdict for each weather.")
    var proof = DesignProof(
      name: design.name, expectation: design.expectation, script: design.script,
      checks: lab.checks.indices.map { outcome(ofCheck: $0, verdicts) }, digest: verdicts[0].digest)
    for (number, verdict) in verdicts.enumerated() {
      for kind in flaws(of: design.expectation, verdict) { proof.note(kind, weather: number) }
    }
    for outcome in proof.checks where isDecisive(outcome.check, for: design.expectation) {
      guard let margin = outcome.margin, weathers > 1, margin < Self.leastMargin else { continue }
      proof.flaws.append(
        ProofFlaw(
          kind: .thinMargin(check: outcome.check.id, deviations: margin), weather: nil, weathers: weathers))
    }
    return proof
  }

  private func outcome(ofCheck position: Int, _ verdicts: [Verdict]) -> DesignProof.CheckOutcome {
    let results = verdicts.map { $0.checks[position] }
    var outcome = DesignProof.CheckOutcome(check: lab.checks[position])
    outcome.held = results.filter(\.holds).count
    let values = results.compactMap(\.value)
    if values.count == results.count { outcome.spread = Spread(values) }
    for result in results where !result.holds {
      guard let first = result.firstCause else { continue }
      let code = first.code.rawValue
      if let known = outcome.causes.firstIndex(where: { $0.code == code && $0.resource == first.resource }) {
        outcome.causes[known].weathers += 1
      } else {
        outcome.causes.append(.init(code: code, resource: first.resource, weathers: 1))
      }
    }
    outcome.causes.sort { ($1.weathers, $0.code, $0.resource) < ($0.weathers, $1.code, $1.resource) }
    return outcome
  }

  /// Whether what the author says rests on the check's number.
  private func isDecisive(_ check: Check, for expectation: ProofDesign.Expectation) -> Bool {
    switch expectation {
    case .scoresNothing: check.role == .main
    case .passes: check.role != .bonus
    case .fails(let named, _, _): check.id == named
    case .breaksOnly(let named): check.id == named
    }
  }

  private func flaws(of expectation: ProofDesign.Expectation, _ verdict: Verdict) -> [ProofFlaw.Kind] {
    let needed = verdict.checks.filter { $0.check.role != .bonus }
    switch expectation {
    case .scoresNothing:
      return verdict.score == 0 ? [] : [.startScores(points: verdict.score)]
    case .passes:
      return needed.filter { !$0.holds }.map { .checkFails(check: $0.check.id) }
    case .breaksOnly(let named):
      return needed.compactMap { result in
        if result.check.id == named { return result.holds ? .checkHolds(check: named) : nil }
        return result.holds ? nil : .checkFails(check: result.check.id)
      }
    case .fails(let named, let code, let resource):
      guard let result = verdict.checks.first(where: { $0.check.id == named }), !result.holds else {
        return [.checkHolds(check: named)]
      }
      guard let first = result.firstCause else { return [.otherCause(check: named, code: nil, resource: "")] }
      if first.code == code, resource.fits(first.resource) { return [] }
      return [.otherCause(check: named, code: first.code.rawValue, resource: first.resource)]
    }
  }
}

extension DesignProof {
  /// Adds a flaw, or counts one more weather for it when it is known.
  fileprivate mutating func note(_ kind: ProofFlaw.Kind, weather: Int) {
    if let known = flaws.firstIndex(where: { $0.kind.code == kind.code && $0.kind.check == kind.check }) {
      flaws[known].weathers += 1
    } else {
      flaws.append(ProofFlaw(kind: kind, weather: weather, weathers: 1))
    }
  }
}

extension Verdict.CheckResult {
  /// The cause that lost most requests in the worst run; `nil` when none was lost.
  package var firstCause: Report.CauseCount? { causes.first { $0.lost > 0 } }
}
