import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// `outage [list | <id>] [--live]`: an outage that AWS had, on a copy of the world unless it is to be live.
package enum OutageCommand: ShellCommand {
  package static let name = "outage"

  package static func needsWorld(_ arguments: [String]) -> Bool {
    !(arguments.isEmpty || arguments == ["list"])
  }

  /// How long the copy runs before the outage, and after it.
  private static let before = Duration.minutes(3)
  private static let after = Duration.minutes(7)

  /// An outage as the list shows it.
  struct Item: Encodable {
    let id: String
    let date: String
    let region: String
    let minutes: Int
  }

  /// An outage that was run, as scripts read it.
  struct Outcome: Encodable {
    /// A fault of it; `resource` is `nil` where nothing here could be struck.
    struct Step: Encodable {
      let fault: String
      let resource: String?
      let beginsSeconds: Double?
      let lastsSeconds: Double?
      let isPublished: Bool
    }

    let id: String
    let date: String
    let region: String
    let source: String
    /// By what the times were multiplied.
    let scale: Double
    let steps: [Step]
    /// What was measured on the copy; `nil` in the learner's own world.
    let report: Value?
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var words = arguments
    let isLive = words.contains("--live")
    words.removeAll { $0 == "--live" }
    let outages = Outage.all(in: session.data)
    if words.isEmpty || words == ["list"], !isLive { return list(outages, in: session) }
    guard words.count == 1 else { throw CommandFailure("outage.usage") }
    guard let outage = outages.first(where: { $0.id == words[0] }) else {
      let near = NearestName.of(words[0], among: outages.map(\.id))
      throw CommandFailure(
        near == nil ? "outage.unknown" : "outage.unknown-near",
        ["name": .string(words[0]), "near": .string(near ?? "")])
    }
    let workspace = try session.openWorkspace()
    let steps = requests(of: outage, in: workspace)
    guard steps.contains(where: { $0.request != nil }) else {
      throw CommandFailure("outage.no-target", ["id": .string(outage.id)], status: 1)
    }
    return isLive
      ? try live(outage, steps, workspace, in: session) : try onCopy(outage, steps, workspace, in: session)
  }

  // MARK: Steps

  /// A step with its words; its request is `nil` where the world has nothing that it could strike.
  private typealias Planned = (step: Outage.Step, words: [String], request: FaultRequest?)

  private static func requests(of outage: Outage, in workspace: Workspace) -> [Planned] {
    let zones = Outage.zones(of: workspace.world, in: workspace.region)
    return outage.steps.map { step in
      let words = outage.words(of: step, zones: zones)
      return (step, words, FaultRequest(words: words, world: workspace.world, region: workspace.region))
    }
  }

  private static func list(_ outages: [Outage], in session: Session) -> CommandOutput {
    var document = Document()
    var table = Document.Table(columns: [
      .init(session.text("outage.column.id")), .init(session.text("outage.column.date")),
      .init(session.text("outage.column.length"), .right), .init(session.text("outage.column.title")),
    ])
    for outage in outages {
      table.row([
        outage.id, outage.date, session.span(outage.duration),
        session.text("outage.events.\(outage.id).title"),
      ])
    }
    document.table(table)
    document.paragraph(session.text("outage.next"), style: .muted)
    let items = outages.map {
      Item(
        id: $0.id, date: $0.date, region: $0.region, minutes: Int($0.duration.wholeSeconds / 60))
    }
    return CommandOutput(items, document)
  }

  // MARK: Running

  private static func onCopy(
    _ outage: Outage, _ steps: [Planned], _ workspace: Workspace, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let faults = steps.compactMap(\.request).map { request in
      Experiment.PlannedFault(
        request.fault, earliest: before + request.begins, latest: before + request.begins,
        lasting: request.lasting)
    }
    let end = faults.map { $0.earliest + $0.lasting }.max() ?? before
    let run = ExperimentRun(
      experiment: Experiment(id: outage.id, duration: end + after, faults: faults), weather: WeatherSeed(1))
    let world = workspace.rehearsal
    let report = try session.watching(total: run.experiment.duration) { (progress) throws(RunRefusal) in
      try run.report(on: world) { progress(0, $0) }
    }
    guard let report else { throw CommandFailure("experiment.stopped", status: 130) }
    session.lastRun = FollowedRun(world: world, experiment: run.experiment, report: report)
    var document = introduction(outage, steps, workspace, in: session)
    document.paragraph(session.text("outage.on-copy"), style: .muted)
    document.append(ReportDocument.of(report, on: world, in: session))
    conclude(outage, &document, in: session)
    return CommandOutput(outcome(outage, steps, report.value), document)
  }

  private static func live(
    _ outage: Outage, _ steps: [Planned], _ workspace: Workspace, in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    var workspace = workspace
    let document = introduction(outage, steps, workspace, in: session)
    for step in steps {
      if let request = step.request { workspace.inject(request, words: step.words) }
    }
    session.workspace = workspace
    try session.save()
    var whole = document
    whole.paragraph(
      session.text(
        "outage.live", ["span": .duration(nanoseconds: (outage.duration * outage.scale).nanoseconds)]),
      style: .bad)
    conclude(outage, &whole, in: session)
    return CommandOutput(outcome(outage, steps, nil), whole)
  }

  private static func outcome(_ outage: Outage, _ steps: [Planned], _ report: Value?) -> Outcome {
    Outcome(
      id: outage.id, date: outage.date, region: outage.region, source: outage.source, scale: outage.scale,
      steps: steps.map { planned in
        Outcome.Step(
          fault: planned.words[0], resource: planned.request?.fault.resource,
          beginsSeconds: planned.request?.begins.inSeconds,
          lastsSeconds: planned.request?.lasting.inSeconds, isPublished: planned.step.isPublished)
      }, report: report)
  }

  // MARK: Words

  /// What happened, and what of it happens here.
  private static func introduction(
    _ outage: Outage, _ steps: [Planned], _ workspace: Workspace, in session: Session
  ) -> Document {
    let names = session.names(in: workspace.world)
    var document = Document()
    document.heading(session.text("outage.events.\(outage.id).title"))
    document.paragraph(session.text("outage.events.\(outage.id).story"))
    document.list(
      steps.map { planned in
        guard let request = planned.request else {
          return session.text("outage.skipped", ["words": .string(planned.step.words.joined(separator: " "))])
        }
        return session.text(
          planned.step.isPublished ? "outage.step" : "outage.step-taught",
          [
            "at": .string(request.begins.clock),
            "title": .string(
              session.title(
                ofFault: request.fault.kind.rawValue, request.fault.resource, lasting: request.lasting, names)
            ),
          ])
      })
    if outage.scale < 1 {
      document.paragraph(
        session.text(
          "outage.scaled",
          [
            "whole": .duration(nanoseconds: outage.duration.nanoseconds),
            "span": .duration(nanoseconds: Outage.longest.nanoseconds),
          ]), style: .muted)
    }
    return document
  }

  private static func conclude(_ outage: Outage, _ document: inout Document, in session: Session) {
    document.paragraph(
      session.text(
        "outage.lesson", ["lesson": .string(session.text("outage.events.\(outage.id).lesson"))]))
    document.paragraph(
      session.text(
        outage.isSure ? "outage.source" : "outage.source-press",
        ["source": .string(outage.source), "date": .string(outage.date), "region": .string(outage.region)]),
      style: .muted)
  }
}
