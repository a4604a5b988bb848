import Terminal
import Texts

/// The map as a table: a column a zone, a row a load balancer, a way past one, a database or a cache.
struct ZoneTable {
  private let map: WorldMap
  private let session: Session
  private let zones: [String]

  init(_ map: WorldMap, session: Session) {
    self.map = map
    self.session = session
    let balancers = map.paths.flatMap(\.balancers) + map.balancersApart
    let machines = map.paths.flatMap(\.machines) + map.apart
    let all =
      balancers.flatMap(\.zones).map(\.zone) + machines.map(\.zone)
      + map.stores.flatMap(\.nodes).map(\.zone)
    zones = Set(all).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The table, without rows where nothing stands in a zone.
  var table: Document.Table {
    var table = Document.Table(
      columns: [Document.Table.Column(session.text("report.column.place"))]
        + zones.map { Document.Table.Column([Document.Span($0)]) },
      caption: [Document.Span](markup: session.text("report.caption.map")), headsRows: true)
    for path in map.paths {
      let users = path.users.map {
        session.text(
          "map.users", ["city": .string(session.cityName($0.city)), "rate": .number($0.perSecond)])
      }
      let head = users.joined(separator: ", ") + " → " + path.host
      for balancer in path.balancers { table.row(row(of: balancer, head: head + " → " + balancer.name)) }
      if !path.machines.isEmpty || path.balancers.isEmpty {
        table.row(row(head: head, machines: path.machines))
      }
    }
    for balancer in map.balancersApart { table.row(row(of: balancer, head: balancer.name)) }
    if !map.apart.isEmpty { table.row(row(head: session.text("map.apart"), machines: map.apart)) }
    for store in map.stores {
      table.row(
        [[Document.Span("\(store.id) (\(store.type))")]]
          + zones.map { zone -> [Document.Span] in
            lines(
              store.nodes.filter { $0.zone == zone }.map {
                session.text("map.role.\($0.role)", ["zone": .string($0.zone)])
              })
          })
    }
    return zones.isEmpty ? Document.Table(columns: table.columns) : table
  }

  private func row(of balancer: WorldMap.Balancer, head: String) -> [[Document.Span]] {
    [[Document.Span("\(head) (\(session.text("map.kind.\(balancer.kind)")))")]]
      + zones.map { zone -> [Document.Span] in
        guard let part = balancer.zones.first(where: { $0.zone == zone }) else { return [] }
        let node = part.hasNode ? [] : [session.text("map.no-node")]
        return lines(node + part.targets.map { shown($0) })
      }
  }

  private func row(head: String, machines: [WorldMap.Machine]) -> [[Document.Span]] {
    [[Document.Span(head)]]
      + zones.map { zone -> [Document.Span] in lines(machines.filter { $0.zone == zone }.map { shown($0) }) }
  }

  private func lines(_ texts: [String]) -> [Document.Span] {
    texts.isEmpty ? [] : [Document.Span(texts.joined(separator: "\n"))]
  }

  private func shown(_ machine: WorldMap.Machine) -> String {
    let name = machine.name.isEmpty ? machine.id : "\(machine.name) \(machine.id)"
    let states = [machine.state, machine.health].compactMap { $0 }.map { state in
      let id = "map.state.\(state)"
      return session.texts.contains(id) ? session.text(id) : state
    }
    let load = machine.load.map { [session.text("map.load", ["share": .number($0)])] } ?? []
    return "\(name) \(machine.type), \((states + load).joined(separator: ", "))"
  }
}
