import Assessment
import Cloud
import Course
import EventKernel
import Terminal
import Texts
import Traffic

/// Judges the learner's world by the lab's checks, on copies.
package enum CheckCommand: ShellCommand {
  package static let name = "check"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard case .lab(let id, _) = session.place else { throw CommandFailure("lab.none-open") }
    guard arguments.isEmpty else { throw CommandFailure("check.usage") }
    let lab = try session.lab(id.rawValue).lab
    var workspace = try session.openWorkspace()
    var document = Document()
    if !workspace.world.pending.isEmpty {
      for item in workspace.world.pending.prefix(5) {
        document.paragraph("\(item.resource): \(session.text("pending.\(item.code)"))", style: .muted)
      }
      let before = workspace.world.now
      workspace.waitUntilSettled()
      let waited = workspace.world.now - before
      document.paragraph(
        session.text("check.waited", ["span": .duration(nanoseconds: waited.nanoseconds)]))
    }
    let verdict = try judge(workspace.world, lab: lab, seed: WeatherSeed(1), in: session)
    session.verdict = JudgedWorld(lab: lab, world: workspace.world, verdict: verdict)
    document.append(VerdictDocument.of(verdict, in: session))
    return CommandOutput(VerdictResult(verdict), document, status: verdict.passed ? 0 : 1)
  }

  /// Judges a world with progress on the screen; Ctrl-C stops it.
  static func judge(
    _ world: World, lab: Lab, seed: WeatherSeed, in session: Session
  ) throws(CommandFailure) -> Verdict {
    do throws(RunRefusal) {
      let verdict = try LabJudge(lab: lab, seed: seed).judge(world) { _, _ in !Interrupt.isRequested }
      guard let verdict else { throw RunRefusal.noUsers }
      return verdict
    } catch {
      if Interrupt.isRequested { throw CommandFailure("check.stopped", status: 130) }
      throw session.failure(of: error)
    }
  }
}
