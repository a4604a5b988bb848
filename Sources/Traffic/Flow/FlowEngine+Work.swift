import Cloud
import EventKernel

extension FlowEngine {
  /// The load of a station from which on no latency is given.
  static let knownBelow = 0.8
  /// The fewest and the most cells of a queue.
  static let fewestCells = 40
  static let mostCells = 256

  /// The queue of a server in a step: what it takes up, how long that waits.
  func flow(throughServer index: Int) {
    let station = stations.servers[index]
    guard station.condition == .serving else { return }
    let vcpus = Double(station.station.servers)
    flow(throughDiskOf: index)
    var rate = 0.0
    var load = 0.0
    var square = 0.0
    for flow in 0..<flowCount {
      let kind = stations.kinds[flow % kindCount]
      let arrivals = servers[index].arrivals[flow] * passedByDisk(kind, at: index)
      let work = kind.cpu / 1e9 * station.slowdown
      rate += arrivals
      load += arrivals * work
      square += arrivals * work * work * (kind.isExponential ? 2 : 1)
    }
    if load > 0 { servers[index].mean = max(1e-9, load / rate) }
    let mean = servers[index].mean
    let second = load > 0 ? square / rate / (mean * mean) : 1
    // Targets of which requests take the one with the fewest outstanding are as good as one with all their vCPUs.
    let companions = Double(servers[index].companions)
    let variation =
      companions > 1
      ? 1
      : FlowQueue.merged(
        servers[index].variation, streams: servers[index].senders, utilisation: load / vcpus)
    // What databases have of the server's places is missing here.
    let atDisk = heldByDisk(of: index)
    let room = max(
      0, Double(station.limit) - servers[index].waiting - servers[index].held - atDisk - vcpus)
    fitQueue(ofServer: index, longest: room * mean / vcpus)
    let share = load / vcpus
    let admitted = admittedShare(at: index, rate: rate)
    servers[index].queue.advance(
      by: length,
      spread: rate * mean * mean * (max(0, second - 1) + variation) / (2 * vcpus * vcpus * companions)
    ) { _ in share * admitted - 1 }
    let queue = servers[index].queue
    let used = min(1, max(0, 1 - queue.unused))
    servers[index].taken = share > 0 ? min(1, max(0, admitted - queue.refused / share)) : 1
    if station.limit <= 0 { servers[index].taken = 0 }
    servers[index].utilisation = used
    servers[index].passed = load > 0 ? used / share : 0
    let backlog = queue.mean
    var wait = backlog
    if share < 0.95, backlog < 2 * queue.width {
      wait = FlowQueue.meanWait(
        servers: station.station.servers * servers[index].companions, load: load * companions, service: mean,
        arrivalVariation: variation,
        serviceVariation: max(0, second - 1))
    }
    // Where requests wait long, what is behind has changed when they come to it.
    if wait > FlowEngine.rememberedSpan { servers[index].isLong = true }
    if wait < FlowEngine.rememberedSpan / 2 { servers[index].isLong = false }
    servers[index].trend = (wait - servers[index].wait) / length
    servers[index].wait = wait
    if queue.change > 0.02 { isMoving = true }
    if used > 0.97 || servers[index].taken < 0.999 { isOverloaded = true }
    countWork(ofServer: index)
  }

  /// The share of what comes that finds a place beside those that wait for a database or for something slow.
  private func admittedShare(at index: Int, rate: Double) -> Double {
    guard rate > 0 else { return 1 }
    let station = stations.servers[index]
    var waits = 0.0
    for flow in 0..<flowCount where servers[index].arrivals[flow] > 0 {
      waits += servers[index].arrivals[flow] * waitingShare(of: flow, at: index)
    }
    let state = servers[index]
    let places = Double(station.limit) - state.utilisation * Double(station.station.servers)
    var admitted = 1.0
    if waits > 0 {
      if length > 0.5 {
        let span = (Double(station.databaseRetry) + 1) * Double(Engine.databaseConnectTimeout) / 1e9
        admitted = min(1, max(0, places - state.held) / (waits * span))
      } else {
        admitted = min(1, max(0, places - state.held - state.waiting + state.leaving) / (waits * length))
      }
    }
    if state.held > 0.5 * places, state.taken > 0 {
      // By Little's law, what is held takes its time times what comes.
      admitted = min(admitted, state.taken * max(0, places - state.waiting) / state.held)
    }
    return admitted
  }

  /// Counts the requests that stop waiting for a database in this step.
  func countLeaving() {
    for index in servers.indices { servers[index].leaving = 0 }
    for cohort in returning where cohort.server >= 0 && cohort.queryTries > 0 {
      let server = Int(cohort.server)
      guard servers[server].life == cohort.life else { continue }
      let goesOn = cohort.queryTries > Int(stations.servers[server].databaseRetry)
      let share = goesOn ? 1 : 1 - waitingShare(of: cohort.flow, at: server)
      servers[server].leaving += cohort.amount * share
    }
  }

  /// Cuts the queue of a server into cells that are short beside the time that clients wait.
  private func fitQueue(ofServer index: Int, longest: Double) {
    let longest = max(longest, servers[index].mean / Double(stations.servers[index].station.servers))
    let width = servers[index].queue.width
    var cells = longest / width
    if servers[index].queue.shares.count == 1 || cells > Double(FlowEngine.mostCells)
      || (cells < 8 && width * 8 > 1.01 * longest && width > servers[index].mean * 1e-3)
    {
      let short = min(longest, patience) / Double(FlowEngine.fewestCells)
      let fitted = max(short, longest / Double(FlowEngine.mostCells - 56))
      cells = longest / fitted
      servers[index].queue.fit(cells: Int(cells + 0.5), width: fitted)
    } else {
      servers[index].queue.fit(cells: Int(cells + 0.5), width: width)
    }
  }

  /// Counts the work that a server does for its metrics and the report.
  func countWork(ofServer index: Int) {
    let station = stations.servers[index]
    let busy = servers[index].utilisation * Double(station.station.servers) / station.slowdown
    station.busy.add(UInt64(busy * length * 1e9 + 0.5), at: time)
    countMetered(ofServer: index)
    for flow in 0..<flowCount {
      let kind = stations.kinds[flow % kindCount]
      let taken =
        servers[index].arrivals[flow] * passedByDisk(kind, at: index) * servers[index].taken * length
      servers[index].receivedBytes += taken * Double(kind.requestFlow.bytes)
      servers[index].receivedPackets += taken * Double(kind.requestFlow.packets)
    }
  }

  /// What becomes of each flow of a server.
  func finish(server index: Int) {
    let places = stations.serverCount * flowCount
    while ends.count < places { ends.append([]) }
    var sojourn = 0.0
    var rate = 0.0
    servers[index].sentRate = 0
    servers[index].sentByteRate = 0
    for flow in 0..<flowCount {
      let place = index * flowCount + flow
      ends[place].removeAll(keepingCapacity: true)
      let arrivals = servers[index].arrivals[flow]
      guard arrivals > 0, stations.servers[index].condition == .serving else { continue }
      let list = self.ends(of: flow, at: index)
      ends[place] = list
      rate += arrivals
      for end in list where end.span < .infinity {
        sojourn += arrivals * end.share * (end.span + (end.cause == FlowEnd.goesOn ? end.ending : 0))
      }
      for end in list where end.span == .infinity { sojourn += arrivals * end.share * patience }
    }
    servers[index].throughput = rate * servers[index].taken * servers[index].disk.taken
    servers[index].inside = sojourn + servers[index].waiting
    if rate > 0 { servers[index].sojourn = servers[index].inside / rate }
    var held = 0.0
    for delay in hindrances(of: index) { held += delay.share * delay.span }
    held *= rate * servers[index].passed
    for database in databases.indices {
      if let place = place(of: index, at: database) { held += databases[database].pools[place].connections }
    }
    servers[index].held = held
    flow(throughNetworkOf: index)
  }

  private func ends(of flow: Int, at index: Int) -> [FlowEnd] {
    let server = stations.servers[index]
    let kind = stations.kinds[flow % kindCount]
    let state = servers[index]
    let name = server.name
    var list: [FlowEnd] = []
    if state.disk.taken < 1 {
      list.append(
        FlowEnd(share: 1 - state.disk.taken, cause: stations.recorder.cause(state.diskCode, name), span: 0))
    }
    if state.taken < 1 {
      list.append(
        FlowEnd(
          share: state.disk.taken * (1 - state.taken), cause: stations.recorder.cause(server.overload, name),
          span: 0))
    }
    let work = kind.cpu / 1e9 * server.slowdown
    let before = meteredSpan(of: kind, at: index) + state.wait
    var delays = hindrances(of: index)
    addLosses(&delays, to: index)
    let taken = state.disk.taken * state.taken
    let goesOn = goesOn(flow, at: index)
    var behind: [FlowEnd] = []
    var rest = ask(flow, at: index, wait: before + work, share: taken, into: &behind, &delays)
    let queries = rest.span
    if goesOn {
      noteLeaving(rest.share, flow, at: index)
      delays = hindrances(of: index)
      addLosses(&delays, to: index)
      rest = FlowAnswer(share: taken, utilisation: rest.utilisation)
    } else {
      list += behind
    }
    if !goesOn, server.deployErrors > 0 {
      let span = before + work + rest.span
      list.append(FlowEnd(share: rest.share * server.deployErrors, cause: server.deployCause, span: span))
      rest.share *= 1 - server.deployErrors
    }
    let population = stations.sources[flow / kindCount]
    let way = Double(stations.ways[flow / kindCount * Engine.mostZones + Int(server.zone)]) / 1e9
    let patience = min(Double(population.timeout) / 1e9, state.limit + 2 * way)
    let ending = Double(kind.ending(UInt32(clamping: Int(way * 1e9)))) / 1e9
    // What is left for waiting, working and databases' queues; the way to the server is gone already.
    let leaving = state.outbound.span + (state.outbound.isBusy ? 0 : state.outbound.wait)
    let margin =
      patience - way - state.lead - ending - rest.span + rest.queued - before + state.wait - leaving
    var late = 0.0
    func lateness(_ margin: Double) -> Double {
      var sum = 0.0
      for (share, span) in rest.waits {
        let left = margin - span
        sum +=
          share
          * (kind.isExponential
            ? state.queue.share(above: left, adding: work) : state.queue.share(above: left - work))
      }
      return min(1, sum)
    }
    late = lateness(margin)
    var mean = 0.0
    for delay in delays {
      mean += delay.share * delay.span
      let later = lateness(margin - delay.span)
      guard later > late, late < 1 else { continue }
      let more = (1 - late) * delay.share * (later - late) / (1 - late)
      list.append(FlowEnd(share: rest.share * more, cause: delay.cause, span: .infinity))
      rest.share *= 1 - more
    }
    if !goesOn { noteLeaving(rest.share, flow, at: index) }
    loseMetered(&rest, kind, at: index, margin: margin - state.wait - work - rest.queued, into: &list)
    let ends = before + work + rest.span + mean + state.outbound.wait + state.outbound.span
    if late > 1e-9 {
      let isCut = state.limit + 2 * way < Double(population.timeout) / 1e9
      let isMade = ends - state.wait + ending <= patience - way
      let cause: Int32 =
        isCut
        ? state.slowCause
        : rest.queued > state.wait && rest.cause >= 0
          ? rest.cause
          : server.slowdown > 1
            ? stations.recorder.cause(server.overload, name)
            : stations.recorder.cause(isMade ? .instanceOverloaded : .slowerThanClientWaits, name)
      list.append(FlowEnd(share: rest.share * late, cause: cause, span: .infinity))
    }
    list.append(
      goesOn
        ? FlowEnd(share: rest.share * (1 - late), cause: FlowEnd.goesOn, span: ends, ending: queries)
        : FlowEnd(share: rest.share * (1 - late), cause: FlowEnd.answered, span: ends, ending: ending - way))
    let busiest = max(
      state.utilisation, rest.utilisation, state.disk.load, state.outbound.load, state.inbound.load)
    if busiest >= FlowEngine.knownBelow {
      tally.forgetLatency(ofKind: flow % kindCount)
    }
    return list
  }

  /// Whether what becomes of a flow's requests is found out when they have been worked on, and not when they come.
  func goesOn(_ flow: Int, at index: Int) -> Bool {
    let kind = stations.kinds[flow % kindCount]
    return servers[index].isLong && (kind.reads > 0 || kind.writes > 0)
  }

  /// What makes answers of a server late.
  private func hindrances(of index: Int) -> [FlowDelay] {
    guard stations.servers[index].isHindered else { return [] }
    return stations.servers[index].hindrances.map {
      FlowDelay(share: $0.share, span: Double($0.delay) / 1e9, cause: $0.cause)
    }
  }

  /// Packets that are lost between load balancers and a server.
  private func addLosses(_ delays: inout [FlowDelay], to index: Int) {
    guard stations.impairments.losesPackets else { return }
    for (zone, part) in servers[index].sources {
      addLosses(&delays, zone, stations.servers[index].zone, exchanges: part)
    }
  }

  /// By how much lost packets make an exchange between two zones longer in the mean, in seconds.
  func lossSpan(_ from: Int16, _ to: Int16) -> Double {
    guard stations.impairments.losesPackets, from != to else { return 0 }
    var delays: [FlowDelay] = []
    addLosses(&delays, from, to, exchanges: 1)
    return delays.reduce(0) { $0 + $1.share * $1.span }
  }

  /// Packets that are lost between two zones: so many exchanges of each request.
  func addLosses(_ delays: inout [FlowDelay], _ from: Int16, _ to: Int16, exchanges: Double) {
    guard stations.impairments.losesPackets, from != to, exchanges > 0 else { return }
    let out = stations.impairments.losses[Int(from)]
    let back = stations.impairments.losses[Int(to)]
    let share = 1 - (1 - out) * (1 - back)
    guard share > 0 else { return }
    let cause = stations.recorder.cause(
      .packetsLost, stations.zones[Int(out >= back ? from : to)].rawValue)
    var span = 0.0
    var wait = Double(Engine.firstRetransmission) / 1e9
    var part = share
    for _ in 0..<8 {
      span += wait
      wait = min(wait * 2, Double(Engine.longestRetransmission) / 1e9)
      // Exactly so many times in a row.
      let times = part * (1 - share)
      delays.append(
        FlowDelay(share: 1 - ElementaryFunctions.pow(1 - times, exchanges), span: span, cause: cause))
      part *= share
    }
  }
}
