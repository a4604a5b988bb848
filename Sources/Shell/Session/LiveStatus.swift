import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// The state of a running world at a moment: what its users see, and how its parts are.
struct LiveStatus: Encodable, Sendable {
  /// What users saw in the last step of a run.
  struct Flow: Encodable, Sendable {
    let requestsPerSecond: Double
    let lost: Int
    /// The mean of the answers in milliseconds; `nil` when none came.
    let latency: Double?

    /// What came between two moments of a run; from its beginning where there is none before.
    init?(from before: RunProgress?, to now: RunProgress) {
      let seconds = (now.elapsed - (before?.elapsed ?? .zero)).inSeconds
      guard seconds > 0, let sight = now.sight else { return nil }
      requestsPerSecond = Double(now.offered - (before?.offered ?? 0)) / seconds
      lost = now.lost - (before?.lost ?? 0)
      let answered = sight.answered - (before?.sight?.answered ?? 0)
      let spent = sight.latency - (before?.sight?.latency ?? .zero)
      latency = answered > 0 ? spent.inMilliseconds / Double(answered) : nil
    }
  }

  /// How many instances are in a state.
  struct Instances: Encodable, Sendable {
    /// The health that a load balancer sees in a serving one, else the state, as the map says it.
    let state: String
    var count: Int
  }

  /// The machines of a zone.
  struct Zone: Encodable, Sendable {
    let zone: String
    var machines: [WorldMap.Machine]
  }

  /// A database or cache.
  struct Store: Encodable, Sendable {
    let id: String
    let kind: String
    let state: String
  }

  /// How far the jobs of a queue are.
  struct Jobs: Encodable, Sendable {
    let queue: String
    let done: Int
    let count: Int
  }

  /// A fault in force.
  struct ActiveFault: Encodable, Sendable {
    let name: String
    let resource: String
    /// How long it lasts in all, in seconds.
    let seconds: Double
    /// When it ends, on the world's clock.
    let until: String
  }

  /// The world's clock.
  let clock: String
  /// `nil` where no run is under way.
  let flow: Flow?
  let instances: [Instances]
  let zones: [Zone]
  let stores: [Store]
  /// `nil` where there are none.
  let jobs: [Jobs]?
  let faults: [ActiveFault]

  /// - Parameter loads: how busy instances are, by id, where a run tells it.
  init(_ world: World, clock: String, flow: Flow? = nil, loads: [String: Double] = [:]) {
    self.clock = clock
    self.flow = flow
    let map = WorldMap(world, loads: loads)
    let balancers = map.paths.flatMap(\.balancers) + map.balancersApart
    let machines =
      balancers.flatMap(\.zones).flatMap(\.targets) + map.paths.flatMap(\.machines) + map.apart
    var known: Set<String> = []
    var instances: [Instances] = []
    var zones: [Zone] = []
    for machine in machines where known.insert(machine.id).inserted {
      if let index = zones.firstIndex(where: { $0.zone == machine.zone }) {
        zones[index].machines.append(machine)
      } else {
        zones.append(Zone(zone: machine.zone, machines: [machine]))
      }
      let state = machine.state == "serving" ? machine.health ?? machine.state : machine.state
      if let index = instances.firstIndex(where: { $0.state == state }) {
        instances[index].count += 1
      } else {
        instances.append(Instances(state: state, count: 1))
      }
    }
    self.instances = instances.sorted { $0.state.utf8.lexicographicallyPrecedes($1.state.utf8) }
    self.zones = zones.sorted { $0.zone.utf8.lexicographicallyPrecedes($1.zone.utf8) }
    stores = map.stores.map { Store(id: $0.id, kind: $0.kind, state: $0.state) }
    let queues = world.lab.jobs.queues
    jobs =
      queues.isEmpty
      ? nil : queues.map { Jobs(queue: $0.queue.name, done: $0.done, count: $0.queue.count) }
    faults = world.lab.faults.rows.map { active in
      ActiveFault(
        name: active.fault.kind.rawValue, resource: active.fault.resource,
        seconds: (active.end - active.start).inSeconds, until: active.end.clock)
    }
  }
}

extension LiveStatus {
  /// A row for each part that there is.
  func document(_ names: ResourceNames, in session: Session) -> Document {
    var rows = [
      Document.KeyValue([Document.Span(session.text("top.clock"))], [Document.Span(clock, style: .key)])
    ]
    func row(_ id: String, _ value: [Document.Span]) {
      guard !value.isEmpty else { return }
      rows.append(Document.KeyValue([Document.Span(session.text("top.\(id)"))], value))
    }
    row("users", flowSpans(in: session))
    row("instances", instanceSpans(in: session))
    for zone in zones {
      rows.append(
        Document.KeyValue([Document.Span("  " + zone.zone)], machineSpans(zone.machines, in: session)))
    }
    row("databases", storeSpans("database", in: session))
    row("caches", storeSpans("cache", in: session))
    row("jobs", jobSpans(in: session))
    row("faults", faultSpans(names, in: session))
    return Document([.keyValues(rows)])
  }

  /// All of it on one line.
  func line(_ names: ResourceNames, in session: Session) -> String {
    let parts = [
      flowSpans(in: session), instanceSpans(in: session), storeSpans("database", in: session),
      storeSpans("cache", in: session), jobSpans(in: session), faultSpans(names, in: session),
    ]
    return ([clock] + parts.map(\.plainText).filter { !$0.isEmpty }).joined(separator: "  ")
  }

  private func flowSpans(in session: Session) -> [Document.Span] {
    guard let flow else { return [] }
    var spans = [
      Document.Span(session.text("top.rate", ["rate": .number(flow.requestsPerSecond)])), ", ",
      Document.Span(
        session.text("top.lost", ["lost": .integer(flow.lost)]), style: flow.lost > 0 ? .bad : .good),
    ]
    if let latency = flow.latency {
      spans += [", ", Document.Span(session.text("top.latency", ["latency": .number(latency)]))]
    }
    return spans
  }

  private func instanceSpans(in session: Session) -> [Document.Span] {
    list(
      instances.map { group in
        let state = session.state(group.state)
        return Document.Span(
          session.text("top.count", ["state": .string(state.text), "count": .integer(group.count)]),
          style: state.style)
      })
  }

  /// How many machines of a zone are named; the others are counted.
  private static let mostNamed = 6

  /// Each machine with its health, or its state where it does not serve, and how busy it is.
  private func machineSpans(_ machines: [WorldMap.Machine], in session: Session) -> [Document.Span] {
    let shown = machines.count == Self.mostNamed + 1 ? machines.count : Self.mostNamed
    var spans = machines.prefix(shown).map { machine -> Document.Span in
      let state = session.state(machine.state == "serving" ? machine.health ?? machine.state : machine.state)
      let name = machine.name.isEmpty ? ResourceNames.shortened(machine.id[...]) : machine.name
      let load = machine.load.map { " " + session.text("map.load", ["share": .number($0)]) } ?? ""
      return Document.Span("\(name) \(state.text)\(load)", style: state.style)
    }
    if machines.count > shown {
      spans.append(.muted(session.text("top.more", ["count": .integer(machines.count - shown)])))
    }
    return list(spans)
  }

  private func storeSpans(_ kind: String, in session: Session) -> [Document.Span] {
    list(
      stores.filter { $0.kind == kind }.map { store in
        let state = session.state(store.state)
        return Document.Span("\(store.id) \(state.text)", style: state.style)
      })
  }

  private func jobSpans(in session: Session) -> [Document.Span] {
    list(
      (jobs ?? []).map { job in
        Document.Span(
          session.text(
            "top.jobs-done",
            ["queue": .string(job.queue), "done": .integer(job.done), "count": .integer(job.count)]))
      })
  }

  private func faultSpans(_ names: ResourceNames, in session: Session) -> [Document.Span] {
    list(
      faults.map { fault in
        let title = session.title(
          ofFault: fault.name, fault.resource, lasting: .seconds(fault.seconds), names)
        return Document.Span(
          session.text("top.fault", ["title": .string(title), "until": .string(fault.until)]), style: .bad)
      })
  }

  private func list(_ spans: [Document.Span]) -> [Document.Span] {
    Array(spans.map { [$0] }.joined(separator: [", "]))
  }
}
