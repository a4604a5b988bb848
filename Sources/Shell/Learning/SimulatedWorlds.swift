import Assessment
import Cloud
import CloudAPI
package import Course
import EventKernel
import Texts
import Traffic

/// Finds the answers of simulated questions: builds the variant's world, runs it and reads the measure.
package struct SimulatedWorlds {
  let session: Session

  /// Worlds of a session's content; nothing of them is shown or kept.
  package init(session: Session) { self.session = session }

  /// The answer of a presented question; `nil` for a question whose key is written down.
  package func result(_ presented: PresentedQuestion) throws(CommandFailure) -> SimulatedResult? {
    guard let variant = presented.variant, case .simulated(let template) = presented.question.body else {
      return nil
    }
    let found = try measured(variant, topic: presented.question.topic)
    switch (template.form, found) {
    case (.number, .integer(let number)): return .number(Double(number))
    case (.number, .number(let number)): return .number(number)
    case (.choice, .string(let id)): return .choice(id)
    case (.number, _), (.choice, _):
      throw broken(presented.question.id, "the measure gives no answer")
    }
  }

  /// What a variant's measure reads: in the start world of the topic's lesson, after the variant's lines.
  private func measured(_ variant: SimulatedVariant, topic: String) throws(CommandFailure) -> Value {
    let lesson = try session.lesson(named: topic)
    let start = try session.startWorld(of: lesson)
    var workspace = try session.startWorkspace(of: lesson)
    let weather = WeatherSeed(variant.seed)
    var report: Report?
    for line in variant.commands {
      let outcome: LineOutcome
      do throws(LineFailure) {
        outcome = try workspace.execute(line)
      } catch {
        throw broken(line, "\(error)")
      }
      switch outcome {
      case .nothing, .assigned, .waited, .wrote: continue
      case .aws(let outcome):
        if outcome.status != 0 { throw broken(line, outcome.errorOutput) }
      case .other(let command, let arguments):
        guard command == "experiment", arguments.count >= 2, arguments[0] == "run",
          let experiment = start.experiment(arguments[1])
        else { throw broken(line, "unknown") }
        report = try run(experiment, zone: Self.zone(arguments), weather, workspace)
      }
    }
    return try read(variant, start, weather, workspace, report)
  }

  private func read(
    _ variant: SimulatedVariant, _ start: StartWorld, _ weather: WeatherSeed, _ workspace: Workspace,
    _ report: Report?
  ) throws(CommandFailure) -> Value {
    let document: Value
    switch variant.measure.over {
    case .experiment:
      if let report {
        document = report.value
      } else if let first = start.experiments.first {
        document = try run(first, zone: nil, weather, workspace).value
      } else {
        throw broken(variant.measure.query, "no experiment")
      }
    case .cost: document = workspace.world.monthlyCost(traffic: report?.volumes).value
    case .world: document = workspace.world.value
    }
    do {
      return try JMESPath(variant.measure.query).search(document)
    } catch {
      throw broken(variant.measure.query, "\(error)")
    }
  }

  private func run(
    _ experiment: LabExperiment, zone: Zone?, _ weather: WeatherSeed, _ workspace: Workspace
  ) throws(CommandFailure) -> Report {
    let world = workspace.world
    let first = experiment.movesThroughZones ? world.catalog.zones(in: workspace.region).first?.zone : nil
    let run = ExperimentRun(experiment: experiment.experiment, weather: weather, zone: zone ?? first)
    let report: Report?
    do throws(RunRefusal) {
      report = try run.report(on: world)
    } catch {
      throw CommandFailure(error)
    }
    guard let report else { throw broken(experiment.id, "stopped") }
    return report
  }

  private static func zone(_ arguments: [String]) -> Zone? {
    guard let flag = arguments.firstIndex(of: "--zone"), flag + 1 < arguments.count else { return nil }
    return Zone(rawValue: arguments[flag + 1])
  }

  private func broken(_ what: QuestionID, _ reason: String) -> CommandFailure {
    broken(what.rawValue, reason)
  }

  private func broken(_ what: String, _ reason: String) -> CommandFailure {
    CommandFailure("quiz.simulation-failed", ["what": .string(what), "reason": .string(reason)], status: 3)
  }
}
