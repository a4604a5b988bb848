import Cloud
import EventKernel

extension FlowEngine {
  /// Whether it is known of all that comes in this step where it goes.
  var hasAllWays: Bool {
    parcels.allSatisfy { parcel in
      guard parcel.entry >= 0 else { return true }
      let place = Int(parcel.entry) * flowCount + parcel.flow
      return place < ways.count && !ways[place].isEmpty
    }
  }

  /// Works out where each flow of each entry point goes in this step, or takes it as it was.
  func route(again: Bool) {
    if again {
      for index in servers.indices {
        for flow in 0..<flowCount { servers[index].arrivals[flow] = 0 }
        servers[index].sources.removeAll(keepingCapacity: true)
      }
      for parcel in parcels where parcel.entry >= 0 { count(parcel) }
      return
    }
    let places = stations.entryCount * flowCount
    while ways.count < places { ways.append([]) }
    for index in ways.indices { ways[index].removeAll(keepingCapacity: true) }
    for index in servers.indices {
      for flow in 0..<flowCount { servers[index].arrivals[flow] = 0 }
      servers[index].senders = 0
      servers[index].limit = .infinity
      servers[index].sources.removeAll(keepingCapacity: true)
    }
    for parcel in parcels where parcel.entry >= 0 {
      let place = Int(parcel.entry) * flowCount + parcel.flow
      guard ways[place].isEmpty else { continue }
      ways[place] = ways(ofEntry: parcel.entry, flow: parcel.flow)
    }
    for parcel in parcels where parcel.entry >= 0 {
      count(parcel)
    }
  }

  /// A way that ends before any server.
  private func ending(_ share: Double, _ cause: Int32, hangs: Bool, node: Int32 = -1, after span: Double = 0)
    -> FlowWay
  {
    FlowWay(
      share: share, server: -1, node: node, span: span,
      end: FlowEnd(share: 1, cause: cause, span: hangs ? .infinity : span))
  }

  private func ways(ofEntry index: Int32, flow: Int) -> [FlowWay] {
    let entry = stations.entries[Int(index)]
    switch entry.kind {
    case .nothing, .door: return [ending(1, entry.stale, hangs: true)]
    case .instance(let server):
      if entry.denied >= 0 { return [ending(1, entry.denied, hangs: true)] }
      return [way(to: server, share: 1, from: nil, denial: -1)]
    case .node(let position):
      if entry.denied >= 0 { return [ending(1, entry.denied, hangs: true)] }
      return ways(ofNode: position, flow: flow, entry: index)
    }
  }

  private func ways(ofNode position: Int32, flow: Int, entry: Int32) -> [FlowWay] {
    let node = stations.nodes[Int(position)]
    guard node.isUp else { return [ending(1, node.downCause, hangs: true)] }
    guard node.isListening else { return [ending(1, node.closedCause, hangs: false)] }
    guard node.isRouted else { return targets(of: position, share: 1, after: 0) }
    guard let table = node.routes else { return [ending(1, node.closedCause, hangs: false, node: position)] }
    let route = stations.routes[Int(table[flow])]
    let way = Double(stations.oneWay(from: flow / kindCount, to: entry)) / 1e9
    let span = Double(route.redirects) * 2 * way
    switch route.end {
    case .fails: return [ending(1, route.cause, hangs: false, node: position, after: span)]
    case .hangs: return [ending(1, route.cause, hangs: true, node: position)]
    case .forwards:
      var list: [FlowWay] = []
      var before = 0.0
      for number in route.firstShare..<(route.firstShare + route.shares) {
        let share = stations.shares[Int(number)]
        list += targets(of: share.node, share: share.limit - before, after: span)
        before = share.limit
      }
      return list
    }
  }

  /// The targets of a node, each with its share of what the node gets.
  private func targets(of position: Int32, share: Double, after span: Double) -> [FlowWay] {
    let node = stations.nodes[Int(position)]
    let count = Int(node.count)
    guard count > 0 else {
      return [ending(share, node.emptyCause, hangs: false, node: position, after: span)]
    }
    var weights = Array(repeating: 1.0, count: count)
    switch node.algorithm {
    case .leastOutstandingRequests: weights = leastOutstanding(node)
    case .weightedRandom: break
    case .roundRobin:
      for target in 0..<count where node.slowStart > 0 {
        let since = node.healthySince[target]
        let age = time > since ? Double(time - since) : 0
        weights[target] = min(1, age / Double(node.slowStart))
      }
    }
    var total = weights.reduce(0, +)
    if total <= 0 {
      weights = Array(repeating: 1, count: count)
      total = Double(count)
    }
    return (0..<count).map { target in
      let server = node.targets[target]
      var way = way(
        to: server, share: share * weights[target] / total, from: position, denial: node.denials[target])
      way.span += span
      return way
    }
  }

  /// Requests a second to each target when every request goes to the one with the fewest outstanding: as many as it takes for
  /// all to have as many.
  ///
  /// A target without a long queue has its rate times the time that a request stays there; a long queue comes to the common
  /// level from where it is.
  private func leastOutstanding(_ node: BalancerNode) -> [Double] {
    let all = parcels.reduce(0) { $0 + ($1.entry >= 0 ? $1.amount : 0) } / length
    let span = max(length, FlowEngine.shortest)
    let targets = (0..<Int(node.count)).map { outstanding(at: node, $0) }
    func rates(_ level: Double) -> [Double] {
      targets.map { target in
        target.stays > 0 ? level / target.stays : max(0, target.leaving + (level - target.count) / span)
      }
    }
    var (low, high) = (0.0, 1.0)
    while high < 1e9, rates(high).reduce(0, +) < all { high *= 2 }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if rates(middle).reduce(0, +) < all {
        low = middle
      } else {
        high = middle
      }
    }
    return rates(high)
  }

  /// What a target has outstanding: how long a request stays there, in seconds, or 0 where it is full or has a long queue,
  /// how many there are then and how many leave it in a second.
  private func outstanding(
    at node: BalancerNode, _ target: Int
  ) -> (stays: Double, count: Double, leaving: Double) {
    let index = Int(node.targets[target])
    guard node.denials[target] < 0 else { return (patience, 0, 0) }
    switch stations.servers[index].condition {
    case .serving: break
    case .starting, .failed: return (1e-3, 0, 0)
    case .silent: return (patience, 0, 0)
    }
    let state = servers[index]
    let isFull = state.taken < 0.9
    guard state.isLong || isFull else { return (max(1e-3, state.sojourn), 0, 0) }
    let rate = Double(stations.servers[index].station.servers) / state.mean
    let count = (state.queue.mean + state.mean) * rate + state.waiting + state.held
    guard isFull else { return (0, count, rate) }
    return (0, Double(stations.servers[index].limit), state.throughput)
  }

  /// The way from a node, or from the Internet, to a server: its queue, or what a connection to it comes to.
  private func way(to position: Int32, share: Double, from node: Int32?, denial: Int32) -> FlowWay {
    let server = stations.servers[Int(position)]
    let name = server.name
    let sender = node ?? -1
    if denial >= 0 { return ending(share, denial, hangs: true, node: sender) }
    switch server.condition {
    case .starting:
      return ending(share, stations.recorder.cause(.applicationStarting, name), hangs: false, node: sender)
    case .failed:
      return ending(share, stations.recorder.cause(.applicationFailed, name), hangs: false, node: sender)
    case .silent:
      if let node, stations.nodes[Int(node)].isFailingOpen {
        return ending(share, stations.nodes[Int(node)].unhealthyCause, hangs: true, node: sender)
      }
      let code: CauseCode = server.isPaused ? .volumePaused : .instanceDown
      return ending(share, stations.recorder.cause(code, name), hangs: true, node: sender)
    case .serving: break
    }
    var span = 0.0
    servers[Int(position)].variation = 1
    servers[Int(position)].companions = 1
    if let node {
      let row = stations.nodes[Int(node)]
      span = Double(stations.zoneLatency(row.zone, server.zone)) / 1e9
      servers[Int(position)].senders += 1 / Double(flowCount)
      if row.algorithm == .leastOutstandingRequests {
        servers[Int(position)].companions = max(1, Int(row.count))
      }
      // Turns make every target's share more even than chance would.
      let takesTurns = row.algorithm != .weightedRandom && row.sticky < 0
      servers[Int(position)].variation = takesTurns ? 1 / Double(max(1, row.count)) : 1
      if row.idleTimeout > 0 {
        servers[Int(position)].limit = min(servers[Int(position)].limit, Double(row.idleTimeout) / 1e9)
        servers[Int(position)].slowCause = row.slowCause
      }
    }
    return FlowWay(
      share: share, server: position, node: sender, span: span,
      end: FlowEnd(share: 1, cause: FlowEnd.answered, span: 0))
  }

  /// Counts what comes to the nodes of load balancers.
  private func count(_ parcel: FlowParcel) {
    let kind = stations.kinds[parcel.flow % kindCount]
    if case .node(let position) = stations.entries[Int(parcel.entry)].kind,
      stations.nodes[Int(position)].isUp, stations.nodes[Int(position)].isListening
    {
      nodes[Int(position)].connections += parcel.amount
      let row = stations.nodes[Int(position)]
      if row.isRouted, let table = row.routes {
        // A client that is sent on comes again.
        let redirects = Double(stations.routes[Int(table[parcel.flow])].redirects)
        nodes[Int(position)].redirects += parcel.amount * redirects
        if redirects > 0 { nodes[Int(position)].connections += parcel.amount }
      }
    }
    for way in ways[Int(parcel.entry) * flowCount + parcel.flow] where way.node >= 0 {
      let node = Int(way.node)
      let amount = parcel.amount * way.share
      if way.server >= 0 {
        let bytes = amount * Double(kind.requestFlow.bytes)
        nodes[node].requests += amount
        nodes[node].bytes += bytes
        balancerBytes += bytes
        if stations.nodes[node].paysForWay(to: stations.servers[Int(way.server)].zone) {
          servers[Int(way.server)].crossZoneBytes += bytes
        }
        continue
      }
      switch stations.recorder.causes[Int(way.end.cause)].code {
      case .noRegisteredTarget: nodes[node].error503 += amount
      case .applicationStarting, .applicationFailed: nodes[node].error502 += amount
      case .fixedResponse: nodes[node].fixedResponses += amount
      default: break
      }
    }
  }

  /// Brings the requests of this step to their servers.
  func bring() {
    for index in servers.indices { servers[index].lead = 0 }
    for parcel in parcels where parcel.entry >= 0 {
      for way in ways[Int(parcel.entry) * flowCount + parcel.flow] where way.server >= 0 {
        let rate = parcel.amount * way.share / length
        let server = Int(way.server)
        servers[server].arrivals[parcel.flow] += rate
        servers[server].lead += rate * way.span
        guard way.node >= 0 else { continue }
        let zone = stations.nodes[Int(way.node)].zone
        if let place = servers[server].sources.firstIndex(where: { $0.zone == zone }) {
          servers[server].sources[place].share += rate
        } else {
          servers[server].sources.append((zone: zone, share: rate))
        }
      }
    }
    for index in servers.indices {
      let rate = servers[index].arrivals.reduce(0, +)
      guard rate > 0 else { continue }
      servers[index].lead /= rate
      for place in servers[index].sources.indices { servers[index].sources[place].share /= rate }
    }
  }
}
