import Cloud
import Terminal
import Texts

/// Shows what the world as it stands costs in a month of 730 hours, service by service.
package enum CostCommand: ShellCommand {
  package static let name = "cost"

  /// The bill in US dollars.
  struct Result: Encodable {
    /// One line of it.
    struct Item: Encodable {
      let service: String
      let code: String
      let resource: String
      let usd: Double
    }

    let monthly: Double
    let items: [Item]

    init(_ bill: CostBreakdown) {
      monthly = bill.monthly.dollars
      items = bill.items.map {
        Item(service: $0.service, code: $0.code, resource: $0.resource, usd: $0.amount.dollars)
      }
    }
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("cost.usage") }
    let world = try session.openWorkspace().world
    let bill = world.monthlyCost(traffic: nil)
    return CommandOutput(Result(bill), document(of: bill, in: world, session))
  }

  private static func document(
    of bill: CostBreakdown, in world: World, _ session: Session
  ) -> Document {
    let names = session.names(in: world)
    var document = Document()
    guard !bill.items.isEmpty else {
      document.paragraph(session.text("cost.nothing"))
      return document
    }
    var table = Document.Table(columns: [
      .init(session.text("cost.column.service")), .init(session.text("cost.column.what")),
      .init(session.text("cost.column.resource")), .init(session.text("cost.column.usd"), .right),
    ])
    var services: [String] = []
    for item in bill.items where !services.contains(item.service) { services.append(item.service) }
    for service in services {
      let items = bill.items.filter { $0.service == service }.sorted(named: names)
      for (index, item) in items.enumerated() {
        table.row([
          [Document.Span(index == 0 ? service : "", style: .key)],
          [Document.Span(session.text("cost.\(item.code)"))], [.muted(names.shown(item.resource))],
          [Document.Span(amount(item.amount))],
        ])
      }
      if items.count > 1 {
        let sum = items.reduce(Money.zero) { $0 + $1.amount }
        table.row([[], [.muted(session.text("cost.sum"))], [], [.strong(amount(sum))]])
      }
    }
    document.table(table)
    document.paragraph(session.text("cost.total", ["usd": .number(bill.monthly.dollars)]), style: .key)
    document.paragraph(session.text("cost.without-traffic"), style: .muted)
    if world.hasUncountedDiscounts {
      document.paragraph(session.text("cost.without-discounts"), style: .muted)
    }
    return document
  }

  private static func amount(_ money: Money) -> String { NumberFormat.fixed(money.dollars, digits: 2) }
}

extension [CostBreakdown.Item] {
  /// By what the resources are called, so that `web-1` stands before `web-2`; the items of one stay in their order.
  fileprivate func sorted(named names: ResourceNames) -> [CostBreakdown.Item] {
    enumerated().sorted { left, right in
      let (one, other) = (names.shown(left.element.resource), names.shown(right.element.resource))
      return one == other ? left.offset < right.offset : one.utf8.lexicographicallyPrecedes(other.utf8)
    }.map(\.element)
  }
}
