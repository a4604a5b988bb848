import Cloud
import EventKernel

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
      return .fails(stations.recorder.cause(.databaseMissing, server.name))
    }
    guard denial < 0 else { return .fails(denial) }
    guard time < server.resolverLost else {
      let region = stations.zones[Int(server.zone)].region.rawValue
      return .fails(stations.recorder.cause(.resolverDown, region))
    }
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

  /// The cache that a flow's reads ask first at a server.
  func cache(of flow: Int, at index: Int) -> Int? {
    let position = Int(stations.servers[index].cache)
    guard position >= 0, stations.caches[position].isServing, stations.kinds[flow % kindCount].keys > 0,
      time < stations.servers[index].resolverLost
    else { return nil }
    return position
  }

  /// The share of a flow's requests that comes to wait for a database that does not answer.
  func waitingShare(of flow: Int, at index: Int) -> Double {
    let kind = stations.kinds[flow % kindCount]
    var share = 0.0
    var rest = 1.0
    if kind.reads > 0 {
      let hits = cache(of: flow, at: index).map { caches[$0].hits[flow % kindCount] } ?? 0
      let some = 1 - FlowEngine.power(hits, Int(kind.reads))
      switch access(ofServer: index, writing: false) {
      case .waits:
        share += some
        rest -= some
      case .fails: rest -= some
      case .asks: break
      }
    }
    if kind.writes > 0, case .waits = access(ofServer: index, writing: true) { share += rest }
    return share
  }

  /// Sums up what all servers ask of caches and databases in this step, until the shares that find no connection agree
  /// with what is asked.
  func askDatabases() {
    for round in 0..<6 {
      sumUpQueries()
      var difference = 0.0
      for index in databases.indices { difference = max(difference, limitConnections(of: index)) }
      if difference < 1e-4 { break }
      if round == 5, difference > 2e-3 { isMoving = true }
    }
    sumUpQueries()
  }

  private func sumUpQueries() {
    for index in databases.indices {
      databases[index].reads = 0
      databases[index].writes = 0
      databases[index].work = 0
      databases[index].written = 0
      databases[index].replayed = 0
      databases[index].writeWork = 0
      databases[index].writeBytes = 0
      databases[index].writeOperations = 0
      databases[index].operations = 0
      databases[index].readOperations = 0
      databases[index].joining = 0
      for place in databases[index].pools.indices {
        databases[index].pools[place].rate = 0
        databases[index].pools[place].away = 0
      }
    }
    for index in caches.indices {
      for kind in 0..<kindCount {
        caches[index].reads[kind] = 0
        caches[index].fetches[kind] = 0
      }
    }
    for index in servers.indices where stations.servers[index].condition == .serving {
      for flow in 0..<flowCount {
        // Those that have waited long come back as cohorts.
        guard !goesOn(flow, at: index) else { continue }
        let finished = servers[index].arrivals[flow] * servers[index].passed
        if finished > 0 { ask(flow, at: index, rate: finished) }
      }
    }
    for cohort in returning where cohort.server >= 0 {
      let position = Int(cohort.server)
      guard stations.servers[position].life == cohort.life else { continue }
      ask(cohort.flow, at: position, rate: cohort.amount / length, again: cohort.queryTries > 0)
    }
    for index in databases.indices where stations.databases[index].source < 0 { replay(from: index) }
  }

  private func ask(_ flow: Int, at index: Int, rate: Double, again: Bool = false) {
    let kind = stations.kinds[flow % kindCount]
    var hits = 0.0
    let cache = cache(of: flow, at: index)
    if let cache { hits = caches[cache].hits[flow % kindCount] }
    // A request keeps the connection that its first query got: only that one can find none.
    var rest = rate
    var held = 0.0
    var before = 0.0
    if kind.reads > 0 {
      let reads = Int(kind.reads)
      // A query that is made again asks no cache first.
      let some = again ? 1 : 1 - FlowEngine.power(hits, reads)
      let missing = again ? 1 + Double(reads - 1) * (1 - hits) : Double(reads) * (1 - hits)
      switch access(ofServer: index, writing: false) {
      case .asks(let database):
        let turnedAway = blocked(index, at: database)
        let blocked = some * turnedAway
        if let cache, again {
          caches[cache].reads[flow % kindCount] += rest * (1 - blocked) * Double(reads - 1)
          caches[cache].fetches[flow % kindCount] += rest * (1 - turnedAway) * Double(reads)
        } else if let cache {
          // Those that find no connection read until their first key is missing.
          let missed = 1 - hits
          let upToMiss =
            some > 0
            ? (1 - FlowEngine.power(hits, reads) * (1 + Double(reads) * missed)) / (missed * some) : 0
          let made = rest * ((1 - blocked) * Double(reads) + blocked * upToMiss)
          caches[cache].reads[flow % kindCount] += made
          caches[cache].fetches[flow % kindCount] += rest * (1 - turnedAway) * Double(reads)
          caches[cache].lifetime = Double(stations.servers[index].cacheLifetime) / 1e9
          caches[cache].delay = databases[database].span
        }
        query(database, from: index, kind, rest * missing, writing: false)
        held = rest * (some - blocked)
        let number = (again ? missing - 1 : missing) * hits + missing * missing
        databases[database].joining += rest * (1 - turnedAway) * (number + missing) / 2
        before = rest * (1 - turnedAway) * missing
        rest *= 1 - blocked
      case .fails, .waits:
        if let cache, !again {
          caches[cache].reads[flow % kindCount] += rest * some / max(1e-9, 1 - hits)
        }
        rest *= 1 - some
      }
    }
    if kind.writes > 0, rest > 0, case .asks(let database) = access(ofServer: index, writing: true) {
      // Those that have a connection count as if they asked for it, so that the same share is taken.
      let blocked = min(0.999999, blocked(index, at: database))
      let asking = rest - held + held / (1 - blocked)
      query(database, from: index, kind, asking * Double(kind.writes), writing: true)
      let writes = Double(kind.writes)
      let taken = held + (rest - held) * (1 - blocked)
      databases[database].joining += taken * writes * (writes + 1) / 2
      if kind.reads > 0, stations.servers[index].reads == stations.servers[index].writes {
        databases[database].joining += before * writes
      }
    }
  }

  /// Queries a second that ask a database for a connection.
  private func query(_ database: Int, from server: Int, _ kind: RequestKind, _ rate: Double, writing: Bool) {
    guard rate > 0, let place = place(of: server, at: database) else { return }
    let copied = writing && stations.databases[database].isMultiAZ ? 0.001 : 0
    let known = databases[database].pools[place].rate
    let away =
      roundTrip(server, database) + copied
      + lossSpan(stations.servers[server].zone, stations.databases[database].zone)
    databases[database].pools[place].away =
      (databases[database].pools[place].away * known + away * rate) / (known + rate)
    databases[database].pools[place].rate += rate
    let taken = rate * (1 - databases[database].pools[place].blocked)
    databases[database].work += taken * kind.queryCPU / 1e9
    databases[database].operations += taken * Double(kind.queryOperations)
    if !writing { databases[database].readOperations += taken * Double(kind.queryOperations) }
    if writing {
      databases[database].writeWork += taken * kind.queryCPU / 1e9
      databases[database].writeOperations += taken * Double(kind.queryOperations)
      databases[database].writes += taken
      databases[database].written += taken * Double(kind.writeBytes)
      databases[database].writeBytes += taken * Double(kind.writeBytes)
    } else {
      databases[database].reads += taken
    }
  }

  /// The replicas of a database do its writes again, and theirs after them.
  private func replay(from source: Int) {
    let origin = databases[source]
    var replica = Int(stations.databases[source].firstReplica)
    while replica >= 0 {
      let station = stations.databases[replica]
      if station.isServing, station.cutSince == 0 {
        databases[replica].replayed += origin.writes + origin.replayed
        databases[replica].work += origin.writeWork
        databases[replica].operations += origin.writeOperations
        databases[replica].writeWork += origin.writeWork
        databases[replica].writeOperations += origin.writeOperations
        databases[replica].writeBytes += origin.writeBytes
        replay(from: replica)
      }
      replica = Int(station.nextReplica)
    }
  }

  /// `x^count`.
  static func power(_ x: Double, _ count: Int) -> Double {
    var part = 1.0
    for _ in 0..<count { part *= x }
    return part
  }

  func place(of server: Int, at database: Int) -> Int? {
    guard server < databases[database].places.count else { return nil }
    let place = databases[database].places[server]
    return place >= 0 ? place : nil
  }

  /// The share of a server's queries that finds no connection to a database.
  func blocked(_ server: Int, at database: Int) -> Double {
    place(of: server, at: database).map { databases[database].pools[$0].blocked } ?? 0
  }

  func roundTrip(_ server: Int, _ database: Int) -> Double {
    2 * Double(stations.zoneLatency(stations.servers[server].zone, stations.databases[database].zone)) / 1e9
  }

  /// The share of reads that a cache answers after this step.
  func flow(throughCache index: Int) {
    let station = stations.caches[index]
    let lifetime = max(0.1, caches[index].lifetime)
    guard station.isServing else {
      // What it holds grows old meanwhile.
      for kind in 0..<kindCount where caches[index].contents[kind].keys > 0 {
        _ = caches[index].contents[kind].advance(
          rate: 0, from: now, length: length, lifetime: lifetime, delay: 0)
      }
      return
    }
    let capacity = Double(max(1, station.lru.capacity))
    var busy = 0.0
    var asked = 0.0
    let total = caches[index].contents.reduce(0) { $0 + $1.keys }
    caches[index].items = 0
    for kind in 0..<kindCount where caches[index].contents[kind].keys > 0 {
      let rate = caches[index].fetches[kind]
      let before = caches[index].hits[kind]
      var found = caches[index].contents[kind].advance(
        rate: rate, from: now, length: length, lifetime: lifetime, delay: caches[index].delay)
      let part = capacity * caches[index].contents[kind].keys / total
      let held = caches[index].contents[kind].held(rate: rate, capacity: part)
      if total > capacity { found = min(found, held.hits) }
      caches[index].hits[kind] = total > capacity ? held.hits : found
      caches[index].items += held.items
      let reads = caches[index].reads[kind] * length
      caches[index].hitCount += reads * found
      caches[index].missCount += reads * (1 - found)
      caches[index].putCount += rate * length * (1 - found)
      let command = Double(Engine.cacheCommand) / 1e9
      let bytes = Double(stations.kinds[kind].responseBytes * Engine.cacheByte) / 1e9
      asked += caches[index].reads[kind]
      busy += caches[index].reads[kind] * (command + found * bytes) + rate * (1 - found) * (command + bytes)
      if abs(found - before) > 0.005 { isMoving = true }
      if abs(found - before) > 0.001 { caches[index].changed = now }
    }
    // Short steps have rates that are not meant.
    caches[index].load += (busy / Double(station.threads) - caches[index].load) * min(1, length)
    caches[index].busy += busy * length
    let share = min(0.98, caches[index].load)
    let command = asked > 0 ? busy / asked : 0
    caches[index].span = command + share * command / (2 * (1 - share))
    if caches[index].load > 0.98 { met = .cacheOverload }
    // What was fetched together ends together.
    if now - caches[index].changed < lifetime * 1.1 { step = min(step, lifetime / 40) }
  }
}
