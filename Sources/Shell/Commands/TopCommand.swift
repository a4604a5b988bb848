import Cloud
import EventKernel
import Terminal

/// `top [SPAN [--pace N]]`: the state of the world, now or while time passes with its users.
package enum TopCommand: ShellCommand {
  package static let name = "top"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var words = arguments
    let pace = try RunPace.taken(from: &words)
    guard words.isEmpty else {
      let span = try session.span(of: words)
      return try RunCommand.run(for: span, at: pace ?? RunPace(RunPace.usual), in: session)
    }
    guard pace == nil else { throw CommandFailure("top.pace-without-span") }
    let workspace = try session.openWorkspace()
    let world = workspace.world
    let status = LiveStatus(world, clock: world.now.clock, loads: session.liveLoads?.shares ?? [:])
    var document = status.document(session.names(in: world), in: session)
    if let live = workspace.live { document.paragraph(session.clockText(of: live)) }
    document.paragraph(session.text("top.next"), style: .muted)
    return CommandOutput(status, document)
  }
}
