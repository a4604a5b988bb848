import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// `map [--zones]`: draws the world: users, the name that they ask, load balancers, machines by zone, databases and
/// caches; after a run with how busy the machines were.
package enum MapCommand: ShellCommand {
  package static let name = "map"

  /// The option that asks for a column a zone.
  private static let zones = "--zones"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty || arguments == [zones] else { throw CommandFailure("map.usage") }
    let world = try session.openWorkspace().world
    let loads = session.liveLoads
    let map = WorldMap(world, loads: loads?.shares ?? [:])
    var document = Document()
    if arguments.isEmpty {
      document = MapDrawing.document(of: map, in: session)
    } else {
      let table = ZoneTable(map, session: session).table
      if table.rows.isEmpty {
        document.paragraph(session.text("map.no-zones"))
      } else {
        document.table(table)
      }
    }
    if let loads {
      document.paragraph(session.text("map.loads", ["until": .string(loads.until)]), style: .muted)
    }
    return CommandOutput(map, document)
  }
}

extension Session {
  /// How busy the machines of the learner's own world were when users last came, and until when, on the world's clock;
  /// `nil` where what ran last was on a copy.
  var liveLoads: (shares: [String: Double], until: String)? {
    guard let run = lastRun, run.isLive, !run.report.targets.isEmpty else { return nil }
    return (run.lastLoads, (run.begun + run.report.duration).clock)
  }
}
