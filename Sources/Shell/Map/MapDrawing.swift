import Terminal
import Texts

/// Draws a map: from left to right where the screen is wide enough, else from top to bottom.
struct MapDrawing {
  private let map: WorldMap
  private let session: Session
  /// Whether zones and ids are written out.
  private let isFull: Bool

  /// The map for this screen: ids and zones are shortened where the drawing fits only so.
  static func document(of map: WorldMap, in session: Session) -> Document {
    let full = MapDrawing(map: map, session: session, isFull: true)
    let short = MapDrawing(map: map, session: session, isFull: false)
    let width = session.screen.width
    let fits = { (drawing: MapDrawing) in drawing.paths.allSatisfy { $0.flowColumns <= width } }
    return fits(full) || !fits(short) ? full.document : short.document
  }

  private var document: Document {
    var document = Document()
    if paths.isEmpty {
      document.paragraph(session.text("map.no-users"))
    } else {
      document.flow(paths)
    }
    if !map.stores.isEmpty { document.flow(map.stores.map { store($0) }) }
    let apart = map.balancersApart.map { balancer($0) } + zones(of: map.apart)
    if !apart.isEmpty {
      document.flow([node(session.text("map.apart"), .muted, apart)])
    }
    return document
  }

  private var paths: [Document.TreeNode] {
    map.paths.map { path in
      let users = path.users.map {
        session.text(
          "map.users", ["city": .string(session.cityName($0.city)), "rate": .number($0.perSecond)])
      }
      var ways = path.balancers.map { balancer($0) } + zones(of: path.machines)
      for service in path.services ?? [] {
        ways = [self.service(service, before: ways)]
      }
      let nowhere = [node(session.text("map.nowhere"), .bad, [])]
      return node(
        users.joined(separator: ", "), .plain,
        [node(path.host, .key, ways.isEmpty ? nowhere : ways)])
    }
  }

  private func service(
    _ service: WorldMap.Service, before ways: [Document.TreeNode]
  ) -> Document.TreeNode {
    var label: [Document.Span] = [
      Document.Span(service.name, style: .key), .muted(" " + session.text("map.kind.\(service.kind)")),
    ]
    if let state = service.state { label += [" ", session.state(state)] }
    let buckets = service.buckets.map { node($0 + " " + session.text("map.kind.bucket"), .plain, []) }
    return Document.TreeNode(label, children: buckets + ways)
  }

  private func balancer(_ balancer: WorldMap.Balancer) -> Document.TreeNode {
    let zones = balancer.zones.map { zone in
      let targets =
        zone.targets.isEmpty
        ? [node(session.text("map.no-targets"), .muted, [])] : zone.targets.map { machine($0) }
      var label: [Document.Span] = [Document.Span(shown(zone: zone.zone))]
      if !zone.hasNode { label.append(Document.Span(" " + session.text("map.no-node"), style: .warn)) }
      return Document.TreeNode(label, children: targets)
    }
    let label: [Document.Span] = [
      Document.Span(balancer.name, style: .key),
      .muted(" " + session.text("map.kind.\(balancer.kind)") + " "), session.state(balancer.state),
    ]
    return Document.TreeNode(label, children: zones)
  }

  private func zones(of machines: [WorldMap.Machine]) -> [Document.TreeNode] {
    var zones: [(zone: String, machines: [WorldMap.Machine])] = []
    for machine in machines {
      if zones.last?.zone == machine.zone {
        zones[zones.count - 1].machines.append(machine)
      } else {
        zones.append((machine.zone, [machine]))
      }
    }
    return zones.map { zone in node(shown(zone: zone.zone), .plain, zone.machines.map { self.machine($0) }) }
  }

  private func machine(_ machine: WorldMap.Machine) -> Document.TreeNode {
    var label: [Document.Span] = []
    if !machine.name.isEmpty { label.append(Document.Span(machine.name + " ", style: .key)) }
    let id = isFull ? machine.id : ResourceNames.shortened(machine.id[...])
    label += [Document.Span(id + " "), .muted(machine.type + " ")]
    if let group = machine.group, isFull {
      label.append(.muted(session.text("map.of-group", ["group": .string(group)]) + " "))
    }
    // A target that serves is told by its health alone.
    let isPlain = machine.state == "serving" && machine.health != nil
    if !isPlain { label.append(session.state(machine.state)) }
    if let health = machine.health {
      if !isPlain { label.append(", ") }
      label.append(session.state(health))
    }
    if let load = machine.load {
      label.append(.muted(" " + session.text("map.load", ["share": .number(load)])))
    }
    return Document.TreeNode(label)
  }

  private func store(_ store: WorldMap.Store) -> Document.TreeNode {
    let users =
      store.users == 0
      ? Document.Span(session.text("map.store-unused"), style: .warn)
      : Document.Span(session.text("map.store-users", ["count": .integer(store.users)]))
    let nodes = store.nodes.map { item in
      node(session.text("map.role.\(item.role)", ["zone": .string(shown(zone: item.zone))]), .plain, [])
    }
    let label: [Document.Span] = [
      Document.Span(store.id, style: .key), .muted(" " + store.type + " "), session.state(store.state),
    ]
    return Document.TreeNode([users], children: [Document.TreeNode(label, children: nodes)])
  }

  private func node(
    _ text: String, _ style: Document.Span.Style, _ children: [Document.TreeNode]
  ) -> Document.TreeNode {
    Document.TreeNode([Document.Span(text, style: style)], children: children)
  }

  private func shown(zone: String) -> String {
    guard !isFull, let last = zone.split(separator: "-").last else { return zone }
    return String(last)
  }
}

extension Session {
  /// The state or health of a resource in a word, in the colour of what it means.
  func state(_ code: String) -> Document.Span {
    let style: Document.Span.Style =
      switch code {
      case "serving", "healthy", "active", "available": .good
      case "unhealthy", "no-power", "application-failed", "failed", "silent": .bad
      case "initial", "starting", "pending", "provisioning", "creating", "draining", "unused": .warn
      default: .muted
      }
    let id = "map.state.\(code)"
    return Document.Span(texts.contains(id) ? text(id) : code, style: style)
  }

  /// What a city is called.
  func cityName(_ city: String) -> String {
    let id = "map.city.\(city)"
    return texts.contains(id) ? text(id) : city.prefix(1).uppercased() + city.dropFirst()
  }
}
