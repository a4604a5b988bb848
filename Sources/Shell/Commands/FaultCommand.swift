import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// `fault NAME … [--live]`: something goes wrong, on a copy of the world unless it is to be live.
package enum FaultCommand: ShellCommand {
  package static let name = "fault"

  /// How long the copy runs before the fault, and after it.
  private static let before = Duration.minutes(3)
  private static let after = Duration.minutes(7)

  /// A fault that was injected live, as scripts read it.
  struct Injected: Encodable {
    let name: String
    let resource: String
    /// When it began in the world's time, and for how long it lasts.
    let at: String
    let seconds: Double
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var words = arguments
    let isLive = words.contains("--live")
    words.removeAll { $0 == "--live" }
    guard !words.isEmpty else { return try HelpCommand.run([name], in: session) }
    var workspace = try session.openWorkspace()
    let request: FaultRequest
    do throws(FaultRequest.Problem) {
      request = try FaultRequest(reading: words, world: workspace.world, region: workspace.region)
    } catch {
      throw failure(error, in: workspace, of: session)
    }
    guard isLive else { return try onCopy(request, of: workspace, in: session) }
    workspace.inject(request, words: words)
    session.workspace = workspace
    try session.save()
    let begun = workspace.world.now.sinceEpoch + request.begins
    let names = session.names(in: workspace.world)
    let title = session.title(
      ofFault: request.fault.kind.rawValue, request.fault.resource, lasting: request.lasting, names)
    var document = Document()
    document.paragraph(
      session.text(
        "fault.injected",
        [
          "title": .string(title), "from": .string(begun.clock),
          "until": .string((begun + request.lasting).clock),
        ]), style: .bad)
    let hit = request.fault.hit(in: workspace.world).map(names.shown).sorted()
    if !hit.isEmpty {
      document.paragraph(session.text("fault.hits", ["resources": .string(session.shown(hit))]))
    }
    document.paragraph(session.text("fault.next"), style: .muted)
    let injected = Injected(
      name: words[0], resource: request.fault.resource, at: begun.clock,
      seconds: request.lasting.inSeconds)
    return CommandOutput(injected, document)
  }

  /// Why words ask for no fault of a world, and what to say instead.
  private static func failure(
    _ problem: FaultRequest.Problem, in workspace: Workspace, of session: Session
  ) -> CommandFailure {
    let names = FaultRequest.names.joined(separator: ", ")
    switch problem {
    case .unknownName(let name):
      let near = NearestName.of(name, among: FaultRequest.names)
      return CommandFailure(
        near == nil ? "fault.unknown-name" : "fault.unknown-name-near",
        ["name": .string(name), "near": .string(near ?? ""), "names": .string(names)])
    case .missing(.factor, _): return CommandFailure("fault.no-factor")
    case .missing(_, let kind):
      let line =
        session.texts.list("help.fault.options").first { $0.hasPrefix("`\(kind.rawValue) ") } ?? ""
      return CommandFailure("fault.no-target", ["name": .string(kind.rawValue), "line": .string(line)])
    case .bad(let parameter, let word):
      let zones = workspace.world.catalog.zones(in: workspace.region).map(\.zone.rawValue)
      return CommandFailure(
        "fault.bad-\(parameter.rawValue)",
        [
          "word": .string(word), "zones": .string(zones.joined(separator: ", ")),
          "most": .integer(Int(FaultRequest.mostFactor)),
          "services": .string(Fault.services.joined(separator: ", ")),
        ])
    case .unknownOption(let option, let kind):
      let line =
        session.texts.list("help.fault.options").first { $0.hasPrefix("`\(kind.rawValue) ") } ?? ""
      return CommandFailure("fault.unknown-option", ["option": .string(option), "line": .string(line)])
    case .badSpan(let words, let problem): return CommandFailure(problem, in: words)
    }
  }

  private static func onCopy(
    _ request: FaultRequest, of workspace: Workspace, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let planned = Experiment.PlannedFault(
      request.fault, earliest: before + request.begins, latest: before + request.begins,
      lasting: request.lasting)
    let run = ExperimentRun(
      experiment: Experiment(
        id: name, duration: before + request.begins + request.lasting + after, faults: [planned]),
      weather: WeatherSeed(1))
    let world = workspace.rehearsal
    let report = try session.watching(total: run.experiment.duration) { (progress) throws(RunRefusal) in
      try run.report(on: world) { progress(0, $0) }
    }
    guard let report else { throw CommandFailure("experiment.stopped", status: 130) }
    session.lastRun = FollowedRun(world: world, experiment: run.experiment, report: report)
    var document = Document()
    document.paragraph(session.text("fault.on-copy"), style: .muted)
    document.append(ReportDocument.of(report, on: world, in: session))
    return CommandOutput(report.value, document)
  }
}
