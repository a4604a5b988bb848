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
    guard let request = FaultRequest(words: words, world: workspace.world, region: workspace.region)
    else { throw problem(with: words, in: workspace, of: session) }
    if case .rebootDatabase(let name) = request.fault,
      !workspace.world.rds.instances.rows.contains(where: { $0.identifier == name })
    {
      throw CommandFailure("fault.unknown-database", ["name": .string(name)])
    }
    guard isLive else { return try onCopy(request, of: workspace, in: session) }
    workspace.inject(request.fault, lasting: request.lasting, words: words)
    session.workspace = workspace
    try session.save()
    let begun = workspace.world.now.sinceEpoch
    let names = session.names(in: workspace.world)
    let title = session.title(
      ofFault: request.fault.code, request.fault.resource, lasting: request.lasting, names)
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
      name: words[0], resource: request.fault.resource, at: workspace.world.now.clock,
      seconds: request.lasting.inSeconds)
    return CommandOutput(injected, document)
  }

  /// Why words ask for no fault of a world.
  private static func problem(
    with words: [String], in workspace: Workspace, of session: Session
  ) -> CommandFailure {
    let usage = CommandFailure(
      "fault.usage", ["names": .string(FaultRequest.names.joined(separator: ", "))])
    guard let name = words.first else { return usage }
    guard FaultRequest.names.contains(name) else {
      let near = NearestName.of(name, among: FaultRequest.names)
      return CommandFailure(
        near == nil ? "fault.unknown-name" : "fault.unknown-name-near",
        [
          "name": .string(name), "near": .string(near ?? ""),
          "names": .string(FaultRequest.names.joined(separator: ", ")),
        ])
    }
    guard words.count >= 2 else {
      if name == "load-surge" { return CommandFailure("fault.no-factor") }
      let line = session.texts.list("help.fault.options").first { $0.hasPrefix("`\(name) ") } ?? ""
      return CommandFailure("fault.no-target", ["name": .string(name), "line": .string(line)])
    }
    switch name {
    case "load-surge":
      guard FaultRequest.factor(words[1]) == nil else { break }
      return CommandFailure(
        "fault.bad-factor",
        ["factor": .string(words[1]), "most": .integer(Int(FaultRequest.mostFactor))])
    case "zone-power", "slow-zone":
      guard FaultRequest.zone(words[1], workspace.world, workspace.region) == nil else { break }
      let zones = workspace.world.catalog.zones(in: workspace.region).map(\.zone.rawValue)
      return CommandFailure(
        "fault.unknown-zone",
        ["zone": .string(words[1]), "zones": .string(zones.joined(separator: ", "))])
    case "stop-instances", "host-failure":
      let unknown = words.dropFirst().first { word in
        SpanText.duration(word) == nil
          && FaultRequest.instances(word, workspace.world, workspace.region).isEmpty
      }
      if let unknown { return CommandFailure("fault.unknown-instance", ["id": .string(unknown)]) }
    default: break
    }
    if words.count == 3, SpanText.duration(words[2]) == nil {
      do throws(SpanText.Problem) {
        _ = try SpanText.duration(words: [words[2]])
      } catch {
        return CommandFailure(error, in: words[2])
      }
    }
    return usage
  }

  private static func onCopy(
    _ request: FaultRequest, of workspace: Workspace, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let planned = request.planned(earliest: before, latest: before)
    let run = ExperimentRun(
      experiment: Experiment(id: name, duration: before + request.lasting + after, faults: [planned]),
      weather: WeatherSeed(1), zone: planned.zone)
    let report = try session.watching(total: run.experiment.duration) { (progress) throws(RunRefusal) in
      try run.report(on: workspace.world) { progress(0, $0) }
    }
    guard let report else { throw CommandFailure("experiment.stopped", status: 130) }
    session.lastRun = FollowedRun(world: workspace.world, experiment: run.experiment, report: report)
    var document = Document()
    document.paragraph(session.text("fault.on-copy"), style: .muted)
    document.append(ReportDocument.of(report, on: workspace.world, in: session))
    return CommandOutput(report.value, document)
  }
}

extension FaultRequest {
  /// The same fault as an experiment plans it.
  fileprivate func planned(earliest: Duration, latest: Duration) -> Experiment.PlannedFault {
    let kind: Experiment.PlannedFault.Kind
    var zone: Zone?
    switch fault {
    case .zonePower(let place):
      kind = .zonePower
      zone = place
    case .slowZone(let place, let delay):
      kind = .slowZone(delay: delay)
      zone = place
    case .loadSurge(let factor): kind = .loadSurge(factor: factor)
    case .rebootDatabase(let identifier): kind = .rebootDatabase(identifier)
    case .stopInstances(let ids): kind = .stopInstances(ids)
    case .hostFailure(let ids): kind = .hostFailure(ids)
    case .spotReclaim(let type, let place):
      kind = .spotReclaim(type: type)
      zone = place
    case .capacityShortage(let place):
      kind = .capacityShortage
      zone = place
    }
    return Experiment.PlannedFault(
      kind: kind, zone: zone, earliest: earliest, latest: latest, lasting: lasting)
  }
}
