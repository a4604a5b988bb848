import Cloud
import EventKernel
import Terminal
import Texts

/// Draws the world: zones as rows with what stands in them, load balancers with their targets.
package enum MapCommand: ShellCommand {
  package static let name = "map"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let world = try session.openWorkspace().world
    var table = Document.Table(columns: [
      .init(session.text("map.column.zone")), .init(session.text("map.column.resource")),
      .init(session.text("map.column.state")),
    ])
    for (_, balancer) in world.loadBalancing.loadBalancers {
      for node in balancer.nodes {
        table.row([
          node.zone.rawValue, "\(balancer.name) (\(balancer.kind.rawValue))", balancer.state.rawValue,
        ])
      }
    }
    for (id, instance) in world.ec2.instances where instance.state != .terminated {
      table.row([
        instance.zone.rawValue, "\(instance.tags["Name"] ?? "") \(id) \(instance.type)",
        instance.state.rawValue,
      ])
    }
    table.rows.sort { $0[0].plainText.utf8.lexicographicallyPrecedes($1[0].plainText.utf8) }
    var document = Document()
    document.table(table)
    return CommandOutput(Done(), document)
  }
}

/// Shows the bill of a month, item by item.
package enum CostCommand: ShellCommand {
  package static let name = "cost"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let bill = try session.openWorkspace().world.monthlyCost(traffic: nil)
    var table = Document.Table(columns: [
      .init(session.text("cost.column.what")), .init(session.text("cost.column.resource")),
      .init("USD", .right),
    ])
    for item in bill.items {
      table.row([
        session.text("cost.\(item.code)"), item.resource, NumberFormat.fixed(item.amount.dollars, digits: 2),
      ])
    }
    var document = Document()
    document.table(table)
    document.paragraph(session.text("cost.total", ["usd": .number(bill.monthly.dollars)]))
    return CommandOutput(["monthly": bill.monthly.dollars], document)
  }
}

/// Tells what has happened in the world.
package enum EventsCommand: ShellCommand {
  package static let name = "events"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let entries = try session.openWorkspace().world.occurrences.entries.suffix(30)
    var table = Document.Table(columns: [
      .init(session.text("events.column.time")), .init(session.text("events.column.what")),
    ])
    for entry in entries {
      var values: [String: TextValue] = ["resource": .string(entry.resource)]
      for (index, detail) in entry.details.enumerated() { values["\(index)"] = .string(detail) }
      let id = "occurrences.\(entry.code)"
      table.row([
        entry.at.clock,
        "\(entry.resource): \(session.texts.contains(id) ? session.text(id, values) : entry.code)",
      ])
    }
    var document = Document()
    document.table(table)
    return CommandOutput(entries.map { [$0.at.clock, $0.code, $0.resource] }, document)
  }
}
