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
    guard case .lab(let id, _) = session.place else { throw session.noLabOpen }
    guard arguments.isEmpty else { throw CommandFailure("check.usage") }
    let (folder, lab) = try session.lab(id.rawValue)
    let judged =
      lab.header.kind == .live ? try session.judgeLive(lab) : try judge(lab, in: session)
    session.verdict = judged
    let verdict = judged.verdict
    try session.keep(verdict, of: lab)
    var document = VerdictDocument.of(judged, in: session)
    if verdict.passed, let after = folder.after(session.contentLanguage, DiagnosticCollector()) {
      document.rule()
      document.append(Document(markdown: after))
    }
    return CommandOutput(VerdictResult(verdict), document, status: verdict.passed ? 0 : 1)
  }

  /// Judges the learner's world, or says what keeps every user out of it.
  private static func judge(_ lab: Lab, in session: Session) throws(CommandFailure) -> JudgedWorld {
    let world = try settled(in: session)
    if let obstacle = try session.firstObstacle(in: world) {
      let cause = session.text(of: obstacle, session.names(in: world))
      throw CommandFailure("check.unreachable", ["cause": .string(cause)], status: 1)
    }
    return JudgedWorld(lab: lab, world: world, verdict: try session.verdict(on: world, lab: lab))
  }

  /// A copy of the world to judge: as it is, or once nothing is pending, which a person is asked about.
  private static func settled(in session: Session) throws(CommandFailure) -> World {
    var workspace = try session.openWorkspace()
    let pending = workspace.world.pending
    guard !pending.isEmpty else { return workspace.world }
    let begun = workspace.world.now
    let present = workspace.world
    workspace.waitUntilSettled()
    let span = workspace.world.now - begun
    var document = Document()
    document.list(
      pending.prefix(5).map { PendingText.of($0, at: begun, session.names(in: present), in: session) })
    let wait = TextValue.duration(nanoseconds: span.nanoseconds)
    if session.lines.isInteractive {
      session.tell(document)
      let reply = session.ask(session.text("check.wait", ["span": wait]))
      guard let reply else { throw CommandFailure("check.stopped", status: 130) }
      if session.isNo(reply) { return present }
    } else {
      document.paragraph(session.text("check.waited", ["span": wait]), style: .muted)
      session.tell(document)
    }
    return workspace.world
  }
}

extension Session {
  /// The verdict on a world: the last one while the world is the same, which a new run would give bit by bit again.
  fileprivate func verdict(on world: World, lab: Lab) throws(CommandFailure) -> Verdict {
    if let verdict, verdict.lab == lab, verdict.world == world { return verdict.verdict }
    return try judge(world, lab: lab, seed: WeatherSeed(1))
  }

  /// Whether a reply to a yes-or-no question says no, in either language.
  func isNo(_ reply: String) -> Bool {
    ["n", "no", "아니요", "아니오", "아니"].contains(reply.lowercased().filter { $0 != " " })
  }
}

/// What is pending, as a sentence.
enum PendingText {
  /// The resource, what it waits for, and how long that takes where it is known.
  static func of(
    _ item: PendingItem, at now: Instant, _ names: ResourceNames, in session: Session
  ) -> String {
    let what = session.text("pending.\(item.code)")
    guard let until = item.until, until > now else {
      return session.text(
        "check.pending", ["resource": .string(names.shown(item.resource)), "what": .string(what)])
    }
    return session.text(
      "check.pending-until",
      [
        "resource": .string(names.shown(item.resource)), "what": .string(what),
        "span": .duration(nanoseconds: (until - now).nanoseconds),
      ])
  }
}
