import Terminal

/// Draws the world: users, the name that they ask, load balancers, machines by zone, databases and caches.
package enum MapCommand: ShellCommand {
  package static let name = "map"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("map.usage") }
    let map = WorldMap(try session.openWorkspace().world)
    return CommandOutput(map, MapDrawing.document(of: map, in: session))
  }
}
