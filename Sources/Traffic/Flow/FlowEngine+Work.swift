import Cloud
import EventKernel

extension FlowEngine {
  /// The load of a server above which no latency is given.
  static let knownBelow = 0.8

  /// The queue of a server in a step: what it takes up, how long that waits.
  func flow(throughServer index: Int) {
    let station = stations.servers[index]
    guard station.condition == .serving else { return }
    let vcpus = Double(station.station.servers)
    var rate = 0.0
    var load = 0.0
    var square = 0.0
    for flow in 0..<flowCount {
      let kind = stations.kinds[flow % kindCount]
      let arrivals = servers[index].arrivals[flow]
      let work = kind.cpu / 1e9 * station.slowdown
      rate += arrivals
      load += arrivals * work
      square += arrivals * work * work * (kind.isExponential ? 2 : 1)
    }
    let mean = rate > 0 ? max(1e-9, load / rate) : 1e-3
    let before = servers[index].backlog
    let limit = Double(station.limit)
    // What leaves the queue makes room; the rest of the arrivals finds it full.
    let held = before / mean + min(load, vcpus) + servers[index].waiting + servers[index].queries
    let leaving = (before > 0 ? vcpus : min(load, vcpus)) / mean * length
    let coming = rate * length
    var taken = coming > 0 ? min(1, max(0, (max(0, limit - held) + leaving) / coming)) : 1
    if limit <= 0 { taken = 0 }
    let accepted = load * taken
    let after = max(0, before + (accepted - vcpus) * length)
    servers[index].backlog = after
    servers[index].taken = taken
    let worked = min(vcpus, accepted + before / length)
    servers[index].passed = load > 0 ? min(max(worked, 0) / load, 1e6) : 0
    servers[index].fluidWait = (before + after) / 2 / vcpus
    servers[index].utilisation = worked / vcpus
    servers[index].chanceWait = 0
    servers[index].waitChance = 0
    if rate > 0, accepted < vcpus * 0.999, before == 0 || servers[index].fluidWait < mean {
      let share = accepted / vcpus
      let second = square / rate / (mean * mean)
      let variation = FlowQueue.merged(
        servers[index].variation, streams: servers[index].senders, utilisation: share)
      let wait = FlowQueue.meanWait(
        servers: station.station.servers, load: accepted, service: mean, arrivalVariation: variation,
        serviceVariation: max(0, second - 1))
      // A queue near its limit needs longer to build up than it may have.
      servers[index].chanceWait = min(wait, limit * mean / vcpus / 2)
      servers[index].waitChance = FlowQueue.waitProbability(servers: station.station.servers, load: accepted)
    }
    if abs(after - before) > 0.02 * vcpus + 0.01 * before { isMoving = true }
    countWork(ofServer: index)
  }

  /// Counts the work that a server does for its metrics and the report.
  private func countWork(ofServer index: Int) {
    let station = stations.servers[index]
    var busy = 0.0
    for flow in 0..<flowCount {
      let kind = stations.kinds[flow % kindCount]
      let arrivals = servers[index].arrivals[flow]
      busy += arrivals * servers[index].passed * kind.cpu / 1e9
      let taken = arrivals * servers[index].taken * length
      servers[index].receivedBytes += taken * Double(kind.requestFlow.bytes)
      servers[index].receivedPackets += taken * Double(kind.requestFlow.packets)
    }
    if servers[index].arrivals.allSatisfy({ $0 == 0 }) {
      busy = servers[index].utilisation * Double(station.station.servers) / station.slowdown
    }
    station.busy.add(UInt64(busy * length * 1e9 + 0.5), at: min(time, stations.end - 1))
  }

  /// What becomes of each flow of a server.
  func finish(server index: Int) {
    let places = stations.serverCount * flowCount
    while ends.count < places { ends.append([]) }
    var sojourn = 0.0
    var rate = 0.0
    for flow in 0..<flowCount {
      let place = index * flowCount + flow
      ends[place].removeAll(keepingCapacity: true)
      let arrivals = servers[index].arrivals[flow]
      guard arrivals > 0, stations.servers[index].condition == .serving else { continue }
      let list = self.ends(of: flow, at: index)
      ends[place] = list
      rate += arrivals
      for end in list where end.span < .infinity { sojourn += arrivals * end.share * end.span }
      for end in list where end.cause == FlowEnd.waits {
        servers[index].waiting += arrivals * end.share * length
      }
    }
    if rate > 0 { servers[index].sojourn = sojourn / rate }
  }

  private func ends(of flow: Int, at index: Int) -> [FlowEnd] {
    let server = stations.servers[index]
    let kind = stations.kinds[flow % kindCount]
    let state = servers[index]
    let name = server.instance.description
    var list: [FlowEnd] = []
    if state.taken < 1 {
      let code: CauseCode = server.slowdown > 1 ? .cpuCreditsExhausted : .instanceOverloaded
      list.append(
        FlowEnd(share: 1 - state.taken, cause: stations.recorder.cause(code, name), span: 0))
    }
    let work = kind.cpu / 1e9 * server.slowdown
    let wait = state.fluidWait + state.chanceWait
    let rest = ask(flow, at: index, wait: wait + work, share: state.taken, into: &list)
    let population = stations.sources[flow / kindCount]
    let way = Double(stations.ways[flow / kindCount * Engine.mostZones + Int(server.zone)]) / 1e9
    let patience = min(Double(population.timeout) / 1e9, state.limit + 2 * way)
    let base = Double(kind.baseLatency) / 1e9
    let span = wait + work + rest.span + base
    // What is left for waiting once everything else has had its time.
    let margin = patience - 2 * way - (span - state.chanceWait)
    var late = margin < 0 ? 1.0 : 0
    if margin >= 0, state.chanceWait > 0 {
      late = state.waitChance * ElementaryFunctions.exp(-margin * state.waitChance / state.chanceWait)
    }
    if margin >= 0, kind.isExponential, work > 0 {
      late = max(late, ElementaryFunctions.exp(-(margin + work) / work))
    }
    if late > 1e-9 {
      let isCut = state.limit + 2 * way < Double(population.timeout) / 1e9
      let cause: Int32 =
        isCut
        ? state.slowCause
        : rest.fluid > state.fluidWait && rest.cause >= 0
          ? rest.cause
          : server.slowdown > 1
            ? stations.recorder.cause(.cpuCreditsExhausted, name)
            : span - wait + 2 * way <= patience
              ? stations.recorder.cause(.instanceOverloaded, name)
              : stations.recorder.cause(.slowerThanClientWaits, name)
      list.append(FlowEnd(share: rest.share * late, cause: cause, span: .infinity))
    }
    list.append(FlowEnd(share: rest.share * (1 - late), cause: FlowEnd.answered, span: span))
    if state.utilisation >= FlowEngine.knownBelow || rest.utilisation >= FlowEngine.knownBelow {
      tally.forgetLatency(ofKind: flow % kindCount)
    }
    return list
  }
}
