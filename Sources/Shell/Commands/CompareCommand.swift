import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// `compare A B [--experiment ID] [--seed N]`: two journals or worlds under the same users and faults, paired request by
/// request.
package enum CompareCommand: ShellCommand {
  package static let name = "compare"

  /// The names of the world in which the place begins, and of the present one.
  private static let startName = "start"
  private static let nowName = "now"
  /// How long users come where the place has no experiment.
  private static let usual = EventKernel.Duration.minutes(10)

  package static func needsWorld(_ arguments: [String]) -> Bool {
    arguments.contains(startName) || arguments.contains(nowName)
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let options = try Options(arguments)
    let a = try side(options.names[0], in: session)
    let b = try side(options.names[1], in: session)
    guard a.lab == b.lab else {
      throw CommandFailure(
        "compare.other-lab",
        [
          "a": .string(options.names[0]), "b": .string(options.names[1]), "labA": .string(a.lab),
          "labB": .string(b.lab),
        ])
    }
    let experiment = try experiment(options.experiment, of: try session.startWorld(named: a.lab))
    var zones: [Zone?] = [nil]
    if experiment.faults.contains(where: \.movesThroughZones) {
      zones = a.workspace.world.catalog.zones(in: a.workspace.region).map(\.zone)
    }
    var comparison = WorldComparison(
      experiment, weather: options.seed, .init(name: options.names[0], world: a.workspace.rehearsal),
      .init(name: options.names[1], world: b.workspace.rehearsal))
    guard try comparison.run(in: zones, session: session) else {
      throw CommandFailure("experiment.stopped", status: 130)
    }
    if let worst = comparison.outcomeB.worst {
      session.lastRun = FollowedRun(
        world: b.workspace.rehearsal, experiment: comparison.experiment, report: worst)
    }
    var document = Document()
    for side in [a, b] where side.engine != Report.engine {
      document.paragraph(
        session.text("replay.other-engine", ["engine": .integer(side.engine)]), style: .warn)
    }
    document.append(ComparisonDocument(comparison: comparison, session: session).document)
    return CommandOutput(ComparisonResult(comparison), document)
  }

  // MARK: Reading

  /// What stands behind `compare`.
  private struct Options {
    var names: [String] = []
    var experiment: String?
    var seed = WeatherSeed(1)

    init(_ words: [String]) throws(CommandFailure) {
      var rest = words[...]
      while let word = rest.popFirst() {
        switch word {
        case "--experiment", "--seed":
          guard let value = rest.popFirst() else { throw CommandFailure("compare.usage") }
          if word == "--experiment" {
            experiment = value
          } else {
            guard let number = UInt64(value) else {
              throw CommandFailure("compare.bad-seed", ["seed": .string(value)])
            }
            seed = WeatherSeed(number)
          }
        default:
          guard !word.hasPrefix("--") else { throw CommandFailure("compare.usage") }
          names.append(word)
        }
      }
      guard names.count == 2 else { throw CommandFailure("compare.usage") }
    }
  }

  /// A world to compare, and what it was made in.
  private struct Made {
    let lab: String
    let engine: Int
    let workspace: Workspace
  }

  private static func side(_ name: String, in session: Session) throws(CommandFailure) -> Made {
    switch name {
    case nowName:
      let workspace = try session.openWorkspace()
      return Made(lab: workspace.journal.header.lab, engine: Report.engine, workspace: workspace)
    case startName:
      let journal = Journal(header: try session.openWorkspace().journal.header)
      return Made(
        lab: journal.header.lab, engine: Report.engine,
        workspace: try session.startWorkspace(ofJournal: journal))
    default:
      let journal = try ReplayCommand.journal(at: name)
      var workspace = try session.startWorkspace(ofJournal: journal)
      try ReplayCommand.replay(journal, on: &workspace, in: session)
      return Made(lab: journal.header.lab, engine: journal.header.engine, workspace: workspace)
    }
  }

  /// The experiment of a name, the first without one, or users alone where there is none.
  private static func experiment(_ id: String?, of start: StartWorld) throws(CommandFailure) -> Experiment {
    guard let id else {
      return start.experiments.first?.experiment ?? Experiment(id: "users", duration: usual)
    }
    guard let experiment = start.experiment(id) else {
      throw CommandFailure(
        "experiment.unknown",
        ["name": .string(id), "known": .string(start.experiments.map(\.id).joined(separator: ", "))])
    }
    return experiment.experiment
  }
}

extension Session {
  /// The start world of a lab, a lesson or the sandbox, as a journal's header names it.
  fileprivate func startWorld(named name: String) throws(CommandFailure) -> StartWorld {
    if name == Self.sandboxName { return try starts.sandboxStart() }
    if course.lab(LabID(name)) == nil, course.lesson(LessonID(name)) != nil {
      return try startWorld(of: try lesson(named: name))
    }
    return try lab(name).lab.start
  }
}
