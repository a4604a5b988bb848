import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// `experiment [list|run]`: load and faults on a copy of the world, which itself stays as it is.
package enum ExperimentCommand: ShellCommand {
  package static let name = "experiment"

  /// An experiment as the list shows it.
  struct Item: Encodable {
    let id: String
    let seconds: Double
    let faults: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let start = try session.startWorldOfPlace()
    switch arguments.first {
    case nil: return list(start, in: session)
    case "list" where arguments.count == 1: return list(start, in: session)
    case "run" where arguments.count >= 2:
      let options = try Options(Array(arguments.dropFirst(2)), in: try session.openWorkspace())
      return try run(try experiment(arguments[1], of: start), options, in: session)
    default: throw CommandFailure("experiment.usage")
    }
  }

  // MARK: List

  private static func list(_ start: StartWorld, in session: Session) -> CommandOutput {
    var document = Document()
    guard !start.experiments.isEmpty else {
      document.paragraph(session.text("experiment.none"))
      return CommandOutput([Item](), document)
    }
    var table = Document.Table(columns: [
      .init(session.text("experiment.column.id")), .init(session.text("experiment.column.length"), .right),
      .init(session.text("experiment.column.faults")),
    ])
    var items: [Item] = []
    for experiment in start.experiments.map(\.experiment) {
      let faults = experiment.faults.map { fault in
        session.text(
          "experiment.fault.\(fault.fault.kind.rawValue)",
          [
            "resource": .string(
              fault.movesThroughZones ? session.text("experiment.each-zone") : fault.fault.resource),
            "span": .duration(nanoseconds: fault.lasting.nanoseconds),
          ])
      }
      table.row([experiment.id, session.span(experiment.duration), faults.joined(separator: ", ")])
      items.append(
        Item(
          id: experiment.id, seconds: experiment.duration.inSeconds,
          faults: experiment.faults.map(\.fault.kind.rawValue)
        ))
    }
    document.table(table)
    document.paragraph(session.text("experiment.run-next", ["id": .string(items[0].id)]), style: .muted)
    return CommandOutput(items, document)
  }

  // MARK: Run

  /// What stands behind `experiment run <id>`.
  private struct Options {
    var zone: Zone?
    var seed = WeatherSeed(1)
    var maker = Report.Maker.requests

    init(_ words: [String], in workspace: Workspace) throws(CommandFailure) {
      var rest = words[...]
      while let word = rest.popFirst() {
        guard let value = rest.popFirst() else { throw CommandFailure("experiment.usage") }
        switch word {
        case "--zone":
          guard let zone = FaultRequest.zone(value, workspace.world, workspace.region) else {
            throw CommandFailure("experiment.unknown-zone", ["zone": .string(value)])
          }
          self.zone = zone
        case "--seed":
          guard let number = UInt64(value) else { throw CommandFailure("experiment.usage") }
          seed = WeatherSeed(number)
        case "--engine":
          guard let maker = Report.Maker(rawValue: value) else {
            throw CommandFailure(
              "experiment.unknown-engine",
              [
                "engine": .string(value),
                "known": .string(Report.Maker.allCases.map(\.rawValue).joined(separator: ", ")),
              ])
          }
          self.maker = maker
        default: throw CommandFailure("experiment.usage")
        }
      }
    }
  }

  private static func experiment(
    _ id: String, of start: StartWorld
  ) throws(CommandFailure) -> LabExperiment {
    guard let experiment = start.experiment(id) else {
      throw CommandFailure(
        "experiment.unknown",
        ["name": .string(id), "known": .string(start.experiments.map(\.id).joined(separator: ", "))])
    }
    return experiment
  }

  /// Runs an experiment, with a fault that moves once in each zone unless one is named; the worst run is the result.
  private static func run(
    _ experiment: LabExperiment, _ options: Options, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let workspace = try session.openWorkspace()
    let world = workspace.rehearsal
    var zones: [Zone?] = [options.zone]
    if options.zone == nil, experiment.movesThroughZones {
      zones = world.catalog.zones(in: workspace.region).map(\.zone)
    }
    let runs = zones.map {
      ExperimentRun(
        experiment: experiment.experiment, weather: options.seed, zone: $0, maker: options.maker)
    }
    let total = experiment.experiment.duration * runs.count
    let reports = try session.watching(total: total) { (progress) throws(RunRefusal) in
      try ParallelRuns.reports(of: runs, on: world, progress: progress)
    }
    guard let reports, let worst = reports.max(by: { $0.lost < $1.lost }) else {
      throw CommandFailure("experiment.stopped", status: 130)
    }
    session.lastRun = FollowedRun(world: world, experiment: experiment.experiment, report: worst)
    var document = Document()
    document.paragraph(session.text("experiment.on-copy"), style: .muted)
    if reports.count > 1 { document.table(ReportDocument.zones(reports, in: session)) }
    document.append(ReportDocument.of(worst, on: world, in: session))
    return CommandOutput(worst.value, document)
  }
}

extension Session {
  /// The start world of the lab, lesson or sandbox that is open: it names the experiments.
  func startWorldOfPlace() throws(CommandFailure) -> StartWorld {
    switch place {
    case .lab(let id, _): return try lab(id.rawValue).lab.start
    case .sandbox: return try starts.sandboxStart()
    case .lesson:
      guard let open = openLesson else { throw CommandFailure("session.no-world") }
      return try startWorld(of: open.lesson)
    case .outside: throw CommandFailure("session.no-world")
    }
  }

  /// A span of time in words.
  func span(_ duration: EventKernel.Duration) -> String {
    text("experiment.span", ["span": .duration(nanoseconds: duration.nanoseconds)])
  }

  /// Two ends of a range with the sign that stands between them in the learner's language; a unit is the second's.
  func range(from low: String, to high: String) -> String {
    text("session.range", ["from": .string(low), "to": .string(high)])
  }
}
