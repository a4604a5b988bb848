import Cloud
import EventKernel

extension FlowEngine {
  /// Settles what came in this step, and the requests that asked a database again.
  func settle() {
    for parcel in parcels {
      guard parcel.entry >= 0 else {
        fail(
          parcel.amount, heard: 0, cause: parcel.cause, flow: parcel.flow, tries: parcel.tries,
          tried: parcel.tried, began: parcel.began)
        continue
      }
      for way in ways[Int(parcel.entry) * flowCount + parcel.flow] {
        let amount = parcel.amount * way.share
        guard way.server >= 0 else {
          settle(parcel, amount, way.end, by: way)
          continue
        }
        for end in ends[Int(way.server) * flowCount + parcel.flow] {
          settle(parcel, amount * end.share, end, by: way)
        }
      }
    }
    for cohort in returning { comeBack(cohort) }
  }

  /// How long an attempt may take, and how long it is under way both ways, in seconds.
  private func times(of flow: Int, _ entry: Int32) -> (timeout: Double, trip: Double) {
    let population = flow / kindCount
    return (
      Double(stations.sources[population].timeout) / 1e9,
      2 * Double(stations.oneWay(from: population, to: entry)) / 1e9
    )
  }

  private func settle(_ parcel: FlowParcel, _ amount: Double, _ end: FlowEnd, by way: FlowWay) {
    guard amount > 0 else { return }
    let tried = parcel.tried | FlowEngine.bit(of: parcel.entry)
    let (timeout, trip) = times(of: parcel.flow, parcel.entry)
    switch end.cause {
    case FlowEnd.answered:
      answer(
        amount, flow: parcel.flow, server: Int(way.server), node: way.node,
        span: trip / 2 + end.span + end.ending)
      let latency = now + length / 2 - parcel.began + trip + way.span + end.span + end.ending
      tally.answer(amount, kind: parcel.flow % kindCount, began: parcel.began, after: latency)
      remember(
        FlowRecent(
          flow: parcel.flow, tries: parcel.tries, tried: tried, began: parcel.began, amount: amount,
          latency: latency, from: now, length: length, span: end.span, node: way.node, entry: parcel.entry),
        at: Int(way.server))
    case FlowEnd.waits:
      servers[Int(way.server)].waiting += amount
      wait(cohort(of: parcel, amount, after: end.span, by: way, cause: end.pending))
    case FlowEnd.goesOn:
      goOn(cohort(of: parcel, amount, after: end.span, by: way, cause: -1), after: end.span)
    default:
      if way.server >= 0, way.node >= 0 {
        if end.span == .infinity { nodes[Int(way.node)].error504 += isCut(by: end.cause) ? amount : 0 }
        if isApplicationsOwn(end.cause) { nodes[Int(way.node)].target5xx += amount }
      }
      if way.server >= 0, end.span == .infinity, goesOn(parcel.flow, at: Int(way.server)) {
        // The work goes on without the client.
        let span = servers[Int(way.server)].wait + servers[Int(way.server)].mean
        var gone = cohort(of: parcel, amount, after: span, by: way, cause: -1)
        gone.isAbandoned = true
        goOn(gone, after: span)
      }
      let heard = min(timeout, end.span == .infinity ? timeout : trip + end.span)
      fail(
        amount, heard: heard, cause: end.cause, flow: parcel.flow, tries: parcel.tries, tried: tried,
        began: parcel.began)
    }
  }

  private func isCut(by cause: Int32) -> Bool {
    stations.recorder.causes[Int(cause)].code == .balancerTimeout
  }

  /// Whether the application itself answers with an error.
  private func isApplicationsOwn(_ cause: Int32) -> Bool {
    switch stations.recorder.causes[Int(cause)].code {
    case .databaseMissing, .databaseDown, .failoverInProgress, .staleDatabaseAddress, .connectionsExhausted,
      .poolExhausted, .databaseReadOnly, .databaseStorageFull, .accessDenied, .resolverDown, .deployErrors:
      true
    default: false
    }
  }

  /// Counts answers of a server.
  private func answer(_ amount: Double, flow: Int, server: Int, node: Int32, span: Double) {
    let kind = stations.kinds[flow % kindCount]
    let bytes = amount * Double(kind.responseBytes)
    servers[server].answered += amount
    servers[server].sentBytes += bytes
    servers[server].sentPackets += amount * Double(kind.responseFlow.packets)
    servers[server].egressBytes += bytes
    guard node >= 0 else { return }
    balancerBytes += bytes
    if stations.nodes[Int(node)].paysForWay(to: stations.servers[server].zone) {
      servers[server].crossZoneBytes += bytes
    }
    nodes[Int(node)].target2xx += amount
    nodes[Int(node)].bytes += bytes
    nodes[Int(node)].responseTime += amount * span
  }

  /// Attempts fail, which their clients hear after a while: they try again, or their requests are lost.
  private func fail(
    _ amount: Double, heard: Double, cause: Int32, flow: Int, tries: Int, tried: UInt64, began: Double
  ) {
    guard amount > 0 else { return }
    let source = stations.sources[flow / kindCount]
    let storm = stations.impairments.retries
    let isLast = tries >= Int(max(source.retries, storm))
    tally.fail(amount, kind: flow % kindCount, began: began, cause: cause, isLast: isLast)
    guard !isLast else { return }
    putDown(
      FlowCohort(
        flow: flow, tries: tries + 1, tried: tried, began: began, elapsed: 0,
        from: now + heard
          + (storm > 0 ? 0 : source.meanRetryDelay(beforeTry: UInt8(clamping: tries + 1)) / 1e9),
        length: length, amount: amount))
  }

  /// Requests wait at their server for a database, until the time is over for which an application does.
  private func wait(_ cohort: FlowCohort) {
    let (timeout, trip) = times(of: cohort.flow, cohort.entry)
    let pause = Double(Engine.databaseConnectTimeout) / 1e9
    var waiting = cohort
    waiting.queryTries += 1
    waiting.from += pause
    waiting.elapsed += pause
    if !waiting.isAbandoned, waiting.elapsed + trip / 2 > timeout {
      waiting.isAbandoned = true
      fail(
        cohort.amount, heard: max(0, timeout - cohort.elapsed), cause: cohort.cause, flow: cohort.flow,
        tries: cohort.tries, tried: cohort.tried, began: cohort.began)
    }
    putDown(waiting)
  }

  /// Requests that are at a server, some time after they came to it.
  private func cohort(
    of parcel: FlowParcel, _ amount: Double, after span: Double, by way: FlowWay, cause: Int32
  ) -> FlowCohort {
    let (_, trip) = times(of: parcel.flow, parcel.entry)
    return FlowCohort(
      flow: parcel.flow, tries: parcel.tries, tried: parcel.tried | FlowEngine.bit(of: parcel.entry),
      began: parcel.began, elapsed: trip / 2 + way.span + span, from: now, length: length, amount: amount,
      server: way.server, life: servers[Int(way.server)].life, entry: parcel.entry, node: way.node,
      cause: cause)
  }

  /// Requests are worked on after a while: they leave the processors as fast as these work, longer than they came where the
  /// queue grows.
  private func goOn(_ cohort: FlowCohort, after span: Double) {
    var later = cohort
    later.from += span
    later.length *= max(0.1, 1 + servers[Int(cohort.server)].trend)
    putDown(later)
  }

  /// Requests that have been worked on ask for what they need, or a wait for a database is over: the application asks again,
  /// or gives up.
  private func comeBack(_ cohort: FlowCohort) {
    let server = Int(cohort.server)
    let (timeout, trip) = times(of: cohort.flow, cohort.entry)
    func fail(_ amount: Double, _ cause: Int32, after span: Double) {
      guard !cohort.isAbandoned else { return }
      if cohort.node >= 0, isApplicationsOwn(cause) { nodes[Int(cohort.node)].target5xx += amount }
      self.fail(
        amount, heard: span + trip / 2, cause: cause, flow: cohort.flow, tries: cohort.tries,
        tried: cohort.tried, began: cohort.began)
    }
    let left = max(0, timeout - cohort.elapsed - trip / 2)
    guard servers[server].life == cohort.life else {
      let name = stations.servers[server].name
      return fail(cohort.amount, stations.recorder.cause(.instanceDied, name), after: left)
    }
    let isFirst = cohort.queryTries == 0
    if !isFirst { servers[server].waiting = max(0, servers[server].waiting - cohort.amount) }
    guard cohort.queryTries <= Int(stations.servers[server].databaseRetry) else {
      return fail(cohort.amount, cohort.cause, after: 0)
    }
    var list: [FlowEnd] = []
    var delays: [FlowDelay] = []
    let answer = ask(cohort.flow, at: server, wait: 0, share: 1, again: !isFirst, into: &list, &delays)
    for end in list {
      let amount = cohort.amount * end.share
      guard end.cause == FlowEnd.waits else {
        fail(amount, end.cause, after: end.span)
        continue
      }
      servers[server].waiting += amount
      var again = cohort
      again.amount = amount
      again.from = now
      again.length = length
      again.cause = end.pending
      wait(again)
    }
    var amount = cohort.amount * answer.share
    guard amount > 0, !cohort.isAbandoned else { return }
    if stations.servers[server].deployErrors > 0 {
      let share = stations.servers[server].deployErrors
      fail(amount * share, stations.servers[server].deployCause, after: answer.span)
      amount *= 1 - share
    }
    let kind = stations.kinds[cohort.flow % kindCount]
    let ending = Double(kind.ending(UInt32(clamping: Int(trip / 2 * 1e9)))) / 1e9
    let mean = delays.reduce(0) { $0 + $1.share * $1.span }
    let limit = min(timeout, servers[server].limit + trip) - cohort.elapsed - ending - mean
    var late = 0.0
    for (share, span) in answer.waits where answer.span - answer.queued + span > limit { late += share }
    if late > 0 {
      let name = stations.servers[server].name
      let cause =
        isFirst
        ? answer.cause >= 0 ? answer.cause : stations.recorder.cause(.slowerThanClientWaits, name)
        : cohort.cause
      fail(amount * min(1, late), cause, after: left)
      amount *= max(0, 1 - late)
    }
    guard amount > 0 else { return }
    let span = answer.span + mean
    self.answer(
      amount, flow: cohort.flow, server: server, node: cohort.node, span: cohort.elapsed + span + ending)
    let latency = now + length / 2 - cohort.began + span + ending
    tally.answer(amount, kind: cohort.flow % kindCount, began: cohort.began, after: latency)
    remember(
      FlowRecent(
        flow: cohort.flow, tries: cohort.tries, tried: cohort.tried, began: cohort.began, amount: amount,
        latency: latency, from: now, length: length, span: span, node: cohort.node, entry: cohort.entry),
      at: server)
  }

  /// From which stay at a server on requests are remembered in case that it dies, in seconds.
  static let rememberedSpan = 0.1

  /// Remembers answers that take their time, in case that their server or database dies before.
  private func remember(_ recent: FlowRecent, at server: Int) {
    guard recent.span > FlowEngine.rememberedSpan else { return }
    servers[server].recent.removeAll { $0.from + $0.length + $0.span < now }
    servers[server].recent.append(recent)
  }

  /// A server has died: what it had counted as answered and not yet ended is lost, which clients hear when their time is
  /// over.
  func loseRecent(of index: Int) {
    let name = stations.servers[index].name
    for recent in servers[index].recent {
      let left = min(1, (recent.from + recent.length + recent.span - now) / recent.length)
      guard left > 0 else { continue }
      let amount = recent.amount * left
      let timeout = Double(stations.sources[recent.flow / kindCount].timeout) / 1e9
      tally.answer(-amount, kind: recent.flow % kindCount, began: recent.began, after: recent.latency)
      servers[index].answered -= amount
      fail(
        amount, heard: max(0, recent.from + timeout - now),
        cause: stations.recorder.cause(.instanceDied, name),
        flow: recent.flow, tries: recent.tries, tried: recent.tried, began: recent.began)
    }
    servers[index].recent.removeAll()
  }

  /// A database is gone: the requests whose queries it had under way, which were counted as answered, wait for it to come
  /// back.
  func loseQueries(of index: Int) {
    let database = stations.databases[index]
    let code: CauseCode = database.isFailingOver ? .failoverInProgress : .databaseDown
    let cause = stations.recorder.cause(code, database.identifier)
    for pool in databases[index].pools {
      let server = pool.server
      func left(_ recent: FlowRecent) -> Double {
        let kind = stations.kinds[recent.flow % kindCount]
        guard kind.reads > 0 || kind.writes > 0 else { return 0 }
        return recent.amount
          * min(1, max(0, (recent.from + recent.length + recent.span - now) / recent.length))
      }
      let all = servers[server].recent.reduce(0) { $0 + left($1) }
      guard all > 0 else { continue }
      let share = min(1, pool.connections / all)
      for place in servers[server].recent.indices {
        let recent = servers[server].recent[place]
        let amount = left(recent) * share
        guard amount > 0 else { continue }
        servers[server].recent[place].amount -= amount
        servers[server].answered -= amount
        servers[server].waiting += amount
        tally.answer(-amount, kind: recent.flow % kindCount, began: recent.began, after: recent.latency)
        wait(
          FlowCohort(
            flow: recent.flow, tries: recent.tries, tried: recent.tried, began: recent.began,
            elapsed: max(0, now - recent.from - recent.length / 2), from: now, length: FlowEngine.shortest,
            amount: amount, server: Int32(server), life: servers[server].life, entry: recent.entry,
            node: recent.node, cause: cause))
      }
    }
  }
}
