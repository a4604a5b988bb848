import Cloud
import Terminal
import Texts

/// `marketplace`, `marketplace subscribe|cancel CODE`: accepts the terms of software in images, or ends it.
package enum MarketplaceCommand: ShellCommand {
  package static let name = "marketplace"

  /// A product, as scripts read it.
  struct Item: Encodable {
    let code: String
    let name: String
    let hourlyUSD: Double
    let isSubscribed: Bool
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var workspace = try session.openWorkspace()
    if arguments.isEmpty { return list(workspace.world, in: session) }
    guard let request = MarketplaceRequest(words: arguments) else {
      throw CommandFailure("marketplace.usage")
    }
    guard workspace.change(request, words: arguments) else {
      throw CommandFailure("marketplace.unknown", ["code": .string(request.code)])
    }
    session.workspace = workspace
    try session.save()
    var document = Document()
    document.paragraph(
      session.text(
        request.subscribes ? "marketplace.subscribed" : "marketplace.cancelled",
        ["code": .string(request.code)]))
    return CommandOutput(Done(), document)
  }

  private static func list(_ world: World, in session: Session) -> CommandOutput {
    let items = world.ec2.products.rows.map {
      Item(code: $0.code, name: $0.name, hourlyUSD: Double($0.hourly) / 1e6, isSubscribed: $0.isSubscribed)
    }
    var document = Document()
    guard !items.isEmpty else {
      document.paragraph(session.text("marketplace.nothing"))
      return CommandOutput(items, document)
    }
    var table = Document.Table(columns: [
      .init(session.text("marketplace.column.code")), .init(session.text("marketplace.column.name")),
      .init(session.text("marketplace.column.price"), .right),
      .init(session.text("marketplace.column.state")),
    ])
    for item in items {
      table.row([
        item.code, item.name, NumberFormat.fixed(item.hourlyUSD, digits: 3),
        session.text(item.isSubscribed ? "marketplace.state.yes" : "marketplace.state.no"),
      ])
    }
    document.table(table)
    return CommandOutput(items, document)
  }
}
