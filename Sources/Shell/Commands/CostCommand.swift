import Cloud
import EventKernel
package import Terminal
import Texts

/// `cost [--by service|resource|hour | --by tag KEY]`: shows what the world as it stands costs in a month of 730 hours,
/// item by item or split otherwise, or what each hour has cost.
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

    /// A part of the bill, or an hour of what was billed.
    struct Group: Encodable {
      /// The service, resource, value of the tag, or the hour's start; missing for what has no such tag.
      let key: String?
      let usd: Double
    }

    let monthly: Double
    let items: [Item]
    /// What the bill was split by; missing where it was not.
    let by: String?
    let groups: [Group]?

    init(_ bill: CostBreakdown, by split: Split? = nil, groups: [Group]? = nil) {
      by = split?.name
      self.groups = groups
      monthly = bill.monthly.dollars
      items = bill.items.map {
        Item(service: $0.service, code: $0.code, resource: $0.resource, usd: $0.amount.dollars)
      }
    }
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let split = try split(of: arguments)
    let world = try session.openWorkspace().world
    let bill = world.monthlyCost(traffic: nil)
    guard let split else { return CommandOutput(Result(bill), document(of: bill, in: world, session)) }
    guard !bill.items.isEmpty || split == .hour else {
      return CommandOutput(Result(bill, by: split, groups: []), document(of: bill, in: world, session))
    }
    switch split {
    case .hour: return hours(bill, of: world, session)
    case .group(let grouping): return groups(bill, by: grouping, of: world, session)
    }
  }

  /// What stands behind `cost`.
  enum Split: Equatable {
    case group(CostGrouping)
    case hour

    /// The name that scripts read.
    var name: String {
      switch self {
      case .group(.service): "service"
      case .group(.resource): "resource"
      case .group(.tag(let key)): "tag:\(key)"
      case .hour: "hour"
      }
    }
  }

  /// How many hours are shown one by one.
  private static let mostHours = 24

  private static func split(of words: [String]) throws(CommandFailure) -> Split? {
    guard !words.isEmpty else { return nil }
    guard words[0] == "--by", words.count > 1 else { throw CommandFailure("cost.usage") }
    switch (words[1], words.count) {
    case ("service", 2): return .group(.service)
    case ("resource", 2): return .group(.resource)
    case ("hour", 2): return .hour
    case ("tag", 3) where !words[2].isEmpty: return .group(.tag(words[2]))
    case ("tag", 2...3): throw CommandFailure("cost.no-key")
    default: throw CommandFailure("cost.usage")
    }
  }

  /// One row a group, and the sum.
  private static func groups(
    _ bill: CostBreakdown, by grouping: CostGrouping, of world: World, _ session: Session
  ) -> CommandOutput {
    let groups = world.groups(of: bill, by: grouping)
    let names = session.names(in: world)
    let head: String
    var without = ""
    switch grouping {
    case .service: head = session.text("cost.column.service")
    case .resource: head = session.text("cost.column.resource")
    case .tag(let key):
      head = key
      without = session.text("cost.without-tag", ["key": .string(key)])
    }
    var table = table(head, in: session)
    for group in groups {
      let key = group.key.map { key in
        switch grouping {
        case .service: session.name(ofService: key)
        case .resource: names.shown(key)
        case .tag: key
        }
      }
      table.row([
        [key.map { Document.Span($0, style: .key) } ?? .muted(without)],
        [Document.Span(amount(group.amount))],
      ])
    }
    var document = Document()
    document.table(table)
    document.paragraph(session.text("cost.total", ["usd": .number(bill.monthly.dollars)]), style: .key)
    document.append(notes(in: world, session))
    return CommandOutput(
      Result(
        bill, by: .group(grouping),
        groups: groups.map { Result.Group(key: $0.key, usd: $0.amount.dollars) }), document)
  }

  /// One row an hour, the oldest in one, and the sum of all.
  private static func hours(_ bill: CostBreakdown, of world: World, _ session: Session) -> CommandOutput {
    let hours = world.costsByHour()
    let result = Result(
      bill, by: .hour,
      groups: hours.map { Result.Group(key: $0.start.iso8601, usd: $0.amount.dollars) })
    var document = Document()
    guard !hours.isEmpty else {
      document.paragraph(session.text("cost.no-hour"))
      return CommandOutput(result, document)
    }
    var table = table(session.text("cost.column.hour"), of: "cost.column.billed", in: session)
    let before = hours.dropLast(mostHours)
    if !before.isEmpty {
      let sum = before.reduce(Money.zero) { $0 + $1.amount }
      table.row([
        [.muted(session.text("cost.before", ["count": .integer(before.count)]))],
        [Document.Span(exact(sum))],
      ])
    }
    for hour in hours.suffix(mostHours) {
      table.row([[Document.Span(hour.start.clock, style: .key)], [Document.Span(exact(hour.amount))]])
    }
    let sum = hours.reduce(Money.zero) { $0 + $1.amount }
    table.row([[.muted(session.text("explain.sum"))], [.strong(exact(sum))]])
    document.table(table)
    document.paragraph(session.text("cost.by-hour"), style: .muted)
    return CommandOutput(result, document)
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    switch (words.count, words.last) {
    case (0, _): return [Completion.Candidate("--by", description: session.text("cost.by"))]
    case (1, "--by"?):
      return ["service", "resource", "tag", "hour"].map {
        Completion.Candidate($0, description: session.text("cost.by-what.\($0)"))
      }
    case (2, "tag"?):
      let all = session.workspace?.world.ec2.instances.rows.flatMap { $0.tags.all.map(\.key) } ?? []
      return Set(all).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
        Completion.Candidate($0, description: "")
      }
    default: return []
    }
  }

  private static func table(_ head: String, of amounts: String = "cost.column.usd", in session: Session)
    -> Document.Table
  {
    Document.Table(columns: [.init([Document.Span(head)]), .init(session.text(amounts), .right)])
  }

  /// An hour costs so little that cents say nothing.
  private static func exact(_ money: Money) -> String { NumberFormat.fixed(money.dollars, digits: 4) }

  /// What the bill leaves out.
  private static func notes(in world: World, _ session: Session) -> Document {
    var document = Document()
    document.paragraph(session.text("cost.without-traffic"), style: .muted)
    if world.hasUncountedDiscounts {
      document.paragraph(session.text("cost.without-discounts"), style: .muted)
    }
    return document
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
          [Document.Span(index == 0 ? session.name(ofService: service) : "", style: .key)],
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
    document.append(notes(in: world, session))
    return document
  }

  private static func amount(_ money: Money) -> String { NumberFormat.fixed(money.dollars, digits: 2) }
}

extension Session {
  /// What a part of the bill is called: an AWS service by its name, anything else in the learner's words.
  func name(ofService service: String) -> String {
    let id = "cost.service." + service.lowercased().split(separator: " ").joined(separator: "-")
    return texts.contains(id) ? text(id) : service
  }
}

extension [CostBreakdown.Item] {
  /// By what the resources are called, so that `web-1` stands before `web-2`; the items of one stay in their order.
  func sorted(named names: ResourceNames) -> [CostBreakdown.Item] {
    enumerated().sorted { left, right in
      let (one, other) = (names.shown(left.element.resource), names.shown(right.element.resource))
      return one == other ? left.offset < right.offset : one.utf8.lexicographicallyPrecedes(other.utf8)
    }.map(\.element)
  }
}
