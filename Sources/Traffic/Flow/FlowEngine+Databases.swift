import Cloud
import EventKernel

/// What the databases and caches leave of a flow.
struct FlowAnswer {
  /// The share of the requests that is served, and how long the queries take, in seconds.
  var share: Double
  var span = 0.0
  /// What of it is the wait of a database that has too much to do, and the cause that this gives.
  var fluid = 0.0
  var cause: Int32 = -1
  /// The highest load on the way.
  var utilisation = 0.0
}

/// What a server's queries to a database come to.
enum FlowAccess {
  case fails(Int32)
  case waits(Int32)
  case asks(Int)
}

extension FlowEngine {
  /// What a server's reads or writes come to now.
  func access(ofServer index: Int, writing: Bool) -> FlowAccess {
    let server = stations.servers[index]
    let position = writing ? server.writes : server.reads
    let denial = writing ? server.writesDenied : server.readsDenied
    guard position >= 0 else {
      return .fails(stations.recorder.cause(.databaseMissing, server.instance.description))
    }
    guard denial < 0 else { return .fails(denial) }
    let database = stations.databases[Int(position)]
    let kept = database.failovers > 0 && time < database.moved &+ server.addressLifetime
    guard database.isServing, !kept else {
      let code: CauseCode =
        database.isServing
        ? .staleDatabaseAddress : database.isFailingOver ? .failoverInProgress : .databaseDown
      return .waits(stations.recorder.cause(code, database.identifier))
    }
    if writing, database.isReplica || database.isFull {
      let code: CauseCode = database.isReplica ? .databaseReadOnly : .databaseStorageFull
      return .fails(stations.recorder.cause(code, database.identifier))
    }
    return .asks(Int(position))
  }

  /// The share of a flow's reads that the cache of a server answers.
  private func hitShare(of flow: Int, at index: Int) -> Double {
    let position = Int(stations.servers[index].cache)
    guard position >= 0, stations.caches[position].isServing, stations.kinds[flow % kindCount].keys > 0
    else { return 0 }
    return caches[position].hits[flow % kindCount]
  }

  /// Sums up what all servers ask of caches and databases in this step.
  func askDatabases() {
    for index in databases.indices {
      databases[index].reads = 0
      databases[index].writes = 0
      databases[index].work = 0
      databases[index].written = 0
    }
    for index in caches.indices {
      for kind in 0..<kindCount { caches[index].reads[kind] = 0 }
    }
    for index in servers.indices where stations.servers[index].condition == .serving {
      servers[index].queries = 0
      for flow in 0..<flowCount {
        let finished = servers[index].arrivals[flow] * servers[index].passed
        if finished > 0 { ask(flow, at: index, rate: finished) }
      }
    }
    for cohort in returning where cohort.server >= 0 {
      let position = Int(cohort.server)
      guard stations.servers[position].life == cohort.life else { continue }
      ask(cohort.flow, at: position, rate: cohort.amount / length)
    }
  }

  private func ask(_ flow: Int, at index: Int, rate: Double) {
    let kind = stations.kinds[flow % kindCount]
    let hits = hitShare(of: flow, at: index)
    if kind.reads > 0, kind.keys > 0, stations.servers[index].cache >= 0 {
      caches[Int(stations.servers[index].cache)].reads[flow % kindCount] += rate * Double(kind.reads)
      caches[Int(stations.servers[index].cache)].lifetime =
        Double(stations.servers[index].cacheLifetime) / 1e9
    }
    let pooled = servers[index].pooled
    let work = kind.queryCPU / 1e9
    if kind.reads > 0, case .asks(let database) = access(ofServer: index, writing: false) {
      let asked = rate * Double(kind.reads) * (1 - hits) * pooled * databases[database].taken
      databases[database].reads += asked
      databases[database].work += asked * work
      servers[index].queries += asked * (databases[database].span + roundTrip(index, database))
    }
    if kind.writes > 0, case .asks(let database) = access(ofServer: index, writing: true) {
      let asked = rate * Double(kind.writes) * pooled * databases[database].taken
      databases[database].writes += asked
      databases[database].work += asked * work
      databases[database].written += asked * Double(kind.writeBytes)
      servers[index].queries += asked * (databases[database].span + roundTrip(index, database))
      servers[index].sentBytes += asked * length * Double(kind.writeFlow.bytes)
      servers[index].sentPackets += asked * length * Double(kind.writeFlow.packets)
      var replica = stations.databases[database].firstReplica
      while replica >= 0 {
        databases[Int(replica)].work += asked * work
        databases[Int(replica)].writes += asked
        replica = stations.databases[Int(replica)].nextReplica
      }
    }
  }

  private func roundTrip(_ server: Int, _ database: Int) -> Double {
    2 * Double(stations.zoneLatency(stations.servers[server].zone, stations.databases[database].zone)) / 1e9
  }

  /// The queues of a database in a step.
  func flow(throughDatabase index: Int) {
    let station = stations.databases[index]
    guard station.isServing else { return }
    let vcpus = Double(station.station.servers)
    let operation = Double(station.operation) / 1e9
    let rate = databases[index].reads + databases[index].writes
    let suspended = station.volumeFree > time ? Double(station.volumeFree - time) / 1e9 : 0
    let before = databases[index].volumeBacklog
    let share = rate * operation
    let after = max(suspended, max(0, before + (share - 1) * length))
    databases[index].volumeBacklog = after
    let passed = suspended > 0 ? 0 : min(1 / operation, rate + before / operation / length)
    let mean = rate > 0 ? databases[index].work / rate : 0
    let load = passed * mean
    let waiting = databases[index].backlog
    let left = max(0, waiting + (load - vcpus) * length)
    databases[index].backlog = left
    let worked = min(vcpus, load + waiting / length)
    databases[index].utilisation = max(worked / vcpus, min(1, share))
    var volumeWait = (before + after) / 2
    var wait = (waiting + left) / 2 / vcpus
    databases[index].volumeWaits = volumeWait > wait
    databases[index].fluidWait = volumeWait + wait
    if volumeWait == 0, share < 0.99 { volumeWait = share * operation / (2 * (1 - share)) }
    if wait == 0, load < vcpus * 0.99 {
      wait = FlowQueue.meanWait(
        servers: station.station.servers, load: load, service: mean, arrivalVariation: 1 - share * share,
        serviceVariation: 1)
    }
    databases[index].volumeSpan = volumeWait + operation
    databases[index].span = volumeWait + operation + wait + mean
    if abs(after - before) > 0.02 || abs(left - waiting) > 0.02 * vcpus { isMoving = true }
    limitConnections(of: index, rate: rate, done: mean > 0 ? min(passed, worked / mean) : passed)
    countQueries(of: index, worked: worked)
  }

  /// How many of the queries find a connection: those of the pools and of the database.
  private func limitConnections(of index: Int, rate: Double, done: Double) {
    let state = databases[index]
    let operation = max(1e-9, Double(stations.databases[index].operation) / 1e9)
    let mean = rate > 0 ? max(1e-9, state.work / rate) : 1e-3
    let queued = state.volumeBacklog / operation + state.backlog / mean
    var underWay = queued
    for server in servers.indices where asks(server, index) {
      let room = Double(stations.servers[server].pool)
      let own = servers[server].queries
      underWay += own
      var share = 1.0
      if state.fluidWait > 0 {
        // While queries queue up, only those come through that others have made room for.
        let all = max(1e-9, rate * length / max(0.01, servers[server].pooled))
        let part = max(1, Double(servers.indices.count { asks($0, index) }))
        let free = max(0, room * part - queued)
        share = min(1, (free + done * length) / all)
      } else if own > 0.1 * room {
        share = 1 - FlowQueue.blocking(servers: max(1, Int(room)), load: own)
      }
      servers[server].pooled = (servers[server].pooled + share) / 2
    }
    let most = Double(stations.databases[index].maxConnections)
    var taken = 1.0
    if underWay >= most, state.fluidWait > 0 {
      taken = min(1, done / max(1e-9, rate / max(0.01, state.taken)))
    } else if underWay > 0.1 * most {
      taken = 1 - FlowQueue.blocking(servers: max(1, Int(most)), load: min(underWay, most))
    }
    databases[index].taken = (state.taken + taken) / 2
    databases[index].queries = min(underWay, most)
  }

  private func asks(_ server: Int, _ database: Int) -> Bool {
    let row = stations.servers[server]
    return row.condition == .serving && (Int(row.reads) == database || Int(row.writes) == database)
  }

  private func countQueries(of index: Int, worked: Double) {
    let reads = databases[index].reads * length
    let writes = databases[index].writes * length
    databases[index].minuteReads += reads
    databases[index].minuteWrites += writes
    databases[index].minuteReadTime += reads * databases[index].volumeSpan
    databases[index].minuteWriteTime += writes * databases[index].volumeSpan
    databases[index].minuteWritten += databases[index].written * length
    databases[index].minuteBusy += worked * length
    databases[index].busy += worked * length
    databases[index].answered += reads + (stations.databases[index].isReplica ? 0 : writes)
    let late = databases[index].fluidWait
    if stations.databases[index].isReplica, late > 0 {
      let applied = time + stations.databases[index].replicationDelay + UInt64(late * 1e9)
      stations.databases[index].replay.note(written: time, applied: applied)
    }
  }

  /// The share of reads that a cache answers after this step.
  func flow(throughCache index: Int) {
    let station = stations.caches[index]
    guard station.isServing else { return }
    let age = now + length - caches[index].filledSince
    if age < caches[index].lifetime * 1.5 { step = min(step, 1) }
    let capacity = Double(max(1, station.capacityBytes / max(1, station.entryBytes)))
    let total = stations.workload.classes.reduce(0.0) { $0 + Double($1.keys) }
    caches[index].items = 0
    for kind in 0..<kindCount where caches[index].reads[kind] > 0 {
      let rate = caches[index].reads[kind]
      let lifetime = caches[index].lifetime
      var characteristic = Double.infinity
      if total > capacity {
        let part = capacity * Double(stations.kinds[kind].keys) / total
        characteristic = keys[kind].characteristic(
          rate: rate, lifetime: lifetime, age: age, capacity: part)
      }
      let held = keys[kind].held(rate: rate, lifetime: lifetime, age: age, characteristic: characteristic)
      caches[index].hits[kind] = held.hits
      caches[index].items += held.items
      caches[index].hitCount += rate * held.hits * length
      caches[index].missCount += rate * (1 - held.hits) * length
      caches[index].putCount += rate * (1 - held.hits) * length
    }
  }

  /// The queries of a flow: how long they take, and which of the requests fail or wait because of them.
  ///
  /// - Parameters:
  ///   - wait: the seconds that have passed at the server before the first query.
  ///   - share: the share of the requests that comes so far.
  func ask(
    _ flow: Int, at index: Int, wait: Double, share: Double, into list: inout [FlowEnd]
  ) -> FlowAnswer {
    let kind = stations.kinds[flow % kindCount]
    var answer = FlowAnswer(share: share)
    let server = stations.servers[index]
    var hits = 0.0
    if kind.reads > 0 {
      hits = hitShare(of: flow, at: index)
      if server.cache >= 0, kind.keys > 0, stations.caches[Int(server.cache)].isServing {
        let trip =
          2 * Double(stations.zoneLatency(server.zone, stations.caches[Int(server.cache)].zone)) / 1e9
        answer.span += Double(kind.reads) * trip
      }
    }
    for writing in [false, true] {
      let count = Double(writing ? kind.writes : kind.reads) * (writing ? 1 : 1 - hits)
      guard count > 0 else { continue }
      // Those with at least one query that reaches a database.
      let some = writing ? 1 : 1 - ElementaryFunctions.pow(hits, Double(kind.reads))
      switch access(ofServer: index, writing: writing) {
      case .fails(let cause):
        list.append(FlowEnd(share: answer.share * some, cause: cause, span: wait + answer.span))
        answer.share *= 1 - some
      case .waits(let cause):
        answer.cause = cause
        list.append(
          FlowEnd(share: answer.share * some, cause: FlowEnd.waits, span: wait + answer.span, pending: cause))
        answer.share *= 1 - some
      case .asks(let position):
        let state = databases[position]
        let identifier = stations.databases[position].identifier
        let pooled = servers[index].pooled
        let failing = 1 - ElementaryFunctions.pow(max(1e-12, pooled * state.taken), count)
        if failing > 1e-9 {
          let isPool = pooled <= state.taken
          let cause = stations.recorder.cause(
            isPool ? .poolExhausted : .connectionsExhausted,
            isPool ? server.instance.description : identifier)
          list.append(FlowEnd(share: answer.share * failing, cause: cause, span: wait + answer.span))
          answer.share *= 1 - failing
        }
        let copied = writing && stations.databases[position].isMultiAZ ? 0.001 : 0
        answer.span += count * (state.span + roundTrip(index, position) + copied)
        answer.fluid += count * state.fluidWait
        answer.utilisation = max(answer.utilisation, state.utilisation)
        answer.cause = stations.recorder.cause(
          state.volumeWaits ? .storageOverloaded : .databaseOverloaded, identifier)
      }
    }
    return answer
  }
}
