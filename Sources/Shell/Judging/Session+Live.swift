import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

extension Session {
  /// Judges a live lab by what users met while the learner acted, once its clock has come to its end.
  func judgeLive(_ lab: Lab) throws(CommandFailure) -> JudgedWorld {
    let workspace = try openWorkspace()
    guard let live = workspace.live else { throw noLabOpen }
    let now = workspace.world.now
    guard now >= live.end else {
      throw CommandFailure(
        "live.not-over",
        [
          "span": .duration(nanoseconds: (now - live.origin).nanoseconds),
          "all": .duration(nanoseconds: live.experiment.duration.nanoseconds),
          "seconds": .string("\(Int((live.end - now).inSeconds.rounded(.up)))s"),
        ], status: 1)
    }
    return try JudgedWorld(live: workspace, lab: lab)
  }

  /// How far the clock of a live lab is.
  func clockText(of live: LiveSpan) -> String {
    let now = workspace?.world.now ?? live.origin
    let all = TextValue.duration(nanoseconds: live.experiment.duration.nanoseconds)
    guard now < live.end else { return text("live.over", ["all": all]) }
    return text(
      "live.clock", ["span": .duration(nanoseconds: (now - live.origin).nanoseconds), "all": all])
  }

  /// Says which faults of a live lab have come since a moment, as nobody else does.
  func tellStrikes(since moment: Instant) {
    guard let workspace else { return }
    let strikes = workspace.strikes(since: moment)
    guard !strikes.isEmpty else { return }
    let names = names(in: workspace.world)
    var document = Document()
    for strike in strikes {
      let title = title(
        ofFault: strike.fault.kind.rawValue, strike.fault.resource, lasting: strike.lasting, names)
      document.paragraph(
        text("live.strikes", ["at": .string(strike.at.clock), "title": .string(title)]), style: .bad)
    }
    document.paragraph(text("live.next"), style: .muted)
    screen.showError(document)
  }
}

extension JudgedWorld {
  /// The verdict on a live lab's journal, whose clock has come to its end.
  init(live workspace: Workspace, lab: Lab) throws(CommandFailure) {
    let report: Report?
    do throws(RunRefusal) {
      report = try workspace.liveReport { _ in !Interrupt.isRequested }
    } catch {
      throw CommandFailure(error)
    }
    guard let report else { throw CommandFailure("check.stopped", status: 130) }
    let judge = LabJudge(lab: lab, seed: WeatherSeed(workspace.world.seed.rawValue), weathers: 1)
    self.init(
      lab: lab, world: workspace.world, verdict: judge.verdict(on: workspace.world, reports: [report]),
      origin: workspace.live?.origin)
  }
}
