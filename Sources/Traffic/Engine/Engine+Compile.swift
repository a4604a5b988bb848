import Cloud
import EventKernel

extension Engine {
  /// Compiles the whole world at the start of a run.
  func compileAll() {
    compileFaults(at: start)
    compileDatabases(at: start)
    compileCaches(at: start)
    compileServers(at: start)
    compileNodes()
    compileEntries()
    compileEdges()
    compiled = world.revision
    worldNext = world.agenda.next.map { UInt64($0.nanoseconds) } ?? .max
  }

  /// Compiles again what the last event of the world touched.
  func compileChanges(at time: UInt64) {
    let now = world.revision
    let before = compiled
    compiled = now
    if now.faults != before.faults { compileFaults(at: time) }
    if now.databases != before.databases || now.faults != before.faults { compileDatabases(at: time) }
    if now.caches != before.caches { compileCaches(at: time) }
    let machines = now.instances != before.instances || now.access != before.access
    let behind = now.databases != before.databases || now.caches != before.caches
    if machines || behind || now.faults != before.faults { compileServers(at: time) }
    let names = hasRedirects && now.dns != before.dns
    if machines || now.loadBalancing != before.loadBalancing || now.faults != before.faults || names {
      compileNodes()
    }
    let addresses = machines || now.loadBalancing != before.loadBalancing || now.dns != before.dns
    if addresses { compileEntries() }
    let isStruck = now.faults != before.faults || now.access != before.access
    // Edge locations and S3 answer by their settings, whatever machines and load balancers do.
    if edges.isInUse, isStruck || now.edges != before.edges { compileEdges() }
  }

  /// The position of a zone among those that the run has met.
  func position(of zone: Zone) -> Int16 {
    if let index = zones.firstIndex(of: zone) { return Int16(index) }
    zones.append(zone)
    return Int16(zones.count - 1)
  }

  private func compileFaults(at time: UInt64) {
    slowZone = -1
    slowZoneDelay = 0
    impairments = Impairments()
    var factor = 1.0
    for (_, active) in world.lab.faults {
      let fault = active.fault
      switch fault.kind {
      case .slowZone:
        slowZone = fault.zone.map { position(of: $0) } ?? -1
        slowZoneDelay = UInt64(max(0, fault.delay?.nanoseconds ?? 0))
      case .loadSurge: factor *= fault.factor ?? 1
      case .lossyZone: losePackets(fault)
      case .retryStorm: impairments.retries = max(impairments.retries, UInt8(clamping: fault.count ?? 0))
      case .zonePower, .stopInstances, .rebootDatabase, .spotReclaim, .capacityShortage, .hostFailure,
        .volumeLatency, .pauseVolume, .cpuStress, .terminateInstances, .rebootInstances, .apiErrors,
        .controlPlaneOutage, .dnsOutage, .cacheFlush, .badDeploy, .diskFull, .s3Outage, .regionCut,
        .leakedKey,
        .databaseFailure, .cacheNodeFailure, .balancerNodeFailure, .regionLoss:
        break
      }
    }
    if factor != surge {
      surge = factor
      setSurge(factor, at: time)
    }
  }

  // MARK: Servers

  /// Looks again at every machine; one copy of the world serves all of them.
  private func compileServers(at time: UInt64) {
    let world = world
    for (id, instance) in world.ec2.instances {
      let position = serverPositions[id] ?? addServer(for: instance, at: time)
      update(servers + Int(position), from: instance, in: world, at: time)
    }
  }

  private func addServer(for instance: Instance, at time: UInt64) -> Int32 {
    if serverCount == serverCapacity {
      let larger = UnsafeMutablePointer<Server>.allocate(capacity: serverCapacity * 2)
      larger.moveInitialize(from: servers, count: serverCount)
      servers.deallocate()
      servers = larger
      serverCapacity *= 2
    }
    // Simplified: one-speed-of-vcpus
    let vcpus = world.catalog.instanceType(instance.type)?.vCPUs ?? 1
    servers.advanced(by: serverCount).initialize(
      to: Server(
        instance: instance.id, zone: position(of: instance.zone), vcpus: vcpus, minutes: minutes))
    takeNetworkCredits(servers + serverCount, of: instance, at: time)
    serverCount += 1
    serverPositions[instance.id] = Int32(serverCount - 1)
    return Int32(serverCount - 1)
  }

  private func update(
    _ server: UnsafeMutablePointer<Server>, from instance: Instance, in world: World, at time: UInt64
  ) {
    let condition: Server.Condition =
      instance.isServing ? .serving : Engine.condition(of: instance)
    if server.pointee.condition == .serving, condition != .serving {
      server.pointee.life &+= 1
      server.pointee.held = 0
      server.pointee.poolUsed = 0
      server.pointee.station.clear(at: time)
      clearLimits(of: server, at: time)
    }
    server.pointee.condition = condition
    let app = world.app(of: instance)
    server.pointee.port = Int32(clamping: app?.port ?? 0)
    server.pointee.limit = Int32(clamping: (app?.backlog ?? 0) + (app?.workers ?? 0))
    #if DEBUG
      let sharing = planted == .sharedVCPUs ? world.ec2.instances.count : 1
    #else
      let sharing = 1
    #endif
    server.pointee.station.resize(
      servers: (world.catalog.instanceType(instance.type)?.vCPUs ?? 1) / sharing, at: time)
    let stress = world.stress(on: instance)
    server.pointee.slowdown = stress / world.speed(of: instance)
    setLimits(server, of: instance, in: world, at: time)
    server.pointee.isStressed = stress > 1
    impair(server, of: instance, in: world)
    let settings = instance.settings
    server.pointee.pool = Int32(clamping: settings.databasePool)
    server.pointee.databaseRetry = UInt8(clamping: settings.databaseRetry)
    server.pointee.addressLifetime = UInt64(max(0, settings.databaseAddressLifetime.nanoseconds))
    server.pointee.cacheLifetime = UInt64(max(0, settings.cacheLifetime.nanoseconds))
    server.pointee.freshness = Freshness(cacheControl: settings.cacheControl)
    server.pointee.writes = databasePosition(host: settings.databaseHost, in: world)
    server.pointee.reads = databasePosition(
      host: settings.databaseReadHost ?? settings.databaseHost, in: world)
    server.pointee.writesDenied = denial(
      of: instance, toDatabase: server.pointee.writes, in: world)
    server.pointee.readsDenied = denial(of: instance, toDatabase: server.pointee.reads, in: world)
    server.pointee.cache = cachePosition(for: instance, in: world)
    server.pointee.sessionStore = settings.sessionStore
    let cacheRead = settings.cacheReadHost ?? settings.cacheHost
    server.pointee.readsReplicas = cacheRead.map { world.isCacheReader($0) } ?? false
    server.pointee.writesReplicas = settings.cacheHost.map { world.isCacheReader($0) } ?? false
  }

  private static func condition(of instance: Instance) -> Server.Condition {
    guard instance.state == .running, instance.hasPower else { return .silent }
    switch instance.activity {
    case .booting: return .starting
    case .serving: return .serving
    case .appFailed: return .failed
    case .silent: return .silent
    }
  }

  private func databasePosition(host: String?, in world: World) -> Int16 {
    guard let host, let key = world.databaseKey(forHost: host) else { return -1 }
    return databasePositions[key] ?? -1
  }

  private func denial(of instance: Instance, toDatabase position: Int16, in world: World) -> Int32 {
    guard position >= 0, let row = world.rds.instances[databases[Int(position)].key] else { return -1 }
    let source = FlowSource.groups(instance.securityGroups, instance.privateAddress)
    let verdict = world.accessVerdict(
      from: source, toGroups: row.securityGroups, at: row.address, in: row.vpc, port: row.port)
    if let denied = cause(of: verdict, at: row.identifier) { return denied }
    guard world.isConnected(instance.zone.region, row.region) else {
      return recorder.cause(.regionCutOff, row.identifier)
    }
    guard instance.settings.authenticatesDatabaseByRole else { return -1 }
    let request = AccessRequest(
      action: "rds-db:connect",
      resource: "arn:aws:rds-db:\(row.region.rawValue):\(Account.id):dbuser:\(row.resourceID)/app")
    guard let role = world.role(of: instance) else { return recorder.cause(.accessDenied, "none") }
    let caller = Caller.instance("\(instance.id)", role: role)
    if world.decision(on: request, by: caller) == .allowed { return -1 }
    return recorder.cause(.accessDenied, role)
  }

  // MARK: Databases

  private func compileDatabases(at time: UInt64) {
    for (key, row) in world.rds.instances {
      let position = databasePositions[key] ?? addDatabase(key: key, row: row, at: time)
      let database = databases + Int(position)
      let capacity = world.capacity(of: row)
      let serving = row.service == .serving
      if (database.pointee.isServing && !serving) || database.pointee.failovers != row.failovers {
        database.pointee.life &+= 1
        database.pointee.connections = 0
        database.pointee.station.clear(at: time)
        database.pointee.volume.clear(at: time)
      }
      database.pointee.isServing = serving
      database.pointee.isFailingOver = isTakenOver(row)
      database.pointee.isMultiAZ = row.isMultiAZ
      database.pointee.zone = self.position(of: row.zone)
      database.pointee.failovers = row.failovers
      database.pointee.moved = row.endpointMoved.map { UInt64(max(0, $0.nanoseconds)) } ?? 0
      database.pointee.maxConnections = Int32(clamping: capacity.maxConnections)
      database.pointee.volume.set(capacity.storage, at: time)
      database.pointee.station.resize(servers: capacity.vcpus, at: time)
      if database.pointee.isReplica, row.replication == nil { part(position, row, at: time) }
      database.pointee.isReplica = row.replication != nil
      database.pointee.isFull = row.status == .storageFull
      impair(database, of: row, at: time)
      if let until = row.volumeSuspendedUntil {
        database.pointee.volume.free = max(
          database.pointee.volume.free, UInt64(max(0, until.nanoseconds)))
      }
    }
    compileReplication(at: time)
  }

  /// Whether a standby takes over or is about to: it has power, and nobody has stopped the database.
  private func isTakenOver(_ row: DBInstance) -> Bool {
    switch row.service {
    case .failingOver: return true
    case .serving, .starting: return false
    case .down:
      guard let standby = row.standbyZone, world.hasPower(standby) else { return false }
      return ![.stopping, .stopped, .deleting, .incompatibleParameters].contains(row.status)
    }
  }

  /// Chains the replicas to their sources.
  private func compileReplication(at time: UInt64) {
    for position in 0..<databaseCount {
      databases[position].firstReplica = -1
      databases[position].nextReplica = -1
      databases[position].source = -1
    }
    for (key, row) in world.rds.instances {
      guard let replication = row.replication, replication.isReplicating, !row.promotes,
        let position = databasePositions[key],
        let source = databasePositions[replication.source],
        let origin = world.rds.instances[replication.source]
      else { continue }
      let trip = world.catalog.roundTrip(from: origin.region, to: row.region) ?? .zero
      let delay = RDSReplicas.idleLag + trip / 2
      databases[Int(position)].replicationDelay = UInt64(max(0, delay.nanoseconds))
      databases[Int(position)].nextReplica = databases[Int(source)].firstReplica
      databases[Int(source)].firstReplica = position
      databases[Int(position)].farSource = origin.region == row.region ? -1 : databases[Int(source)].zone
      databases[Int(position)].source = source
      setCut(databases + Int(position), !world.isConnected(origin.region, row.region), at: time)
    }
    settleReplication(at: time)
  }

  private func addDatabase(key: String, row: DBInstance, at time: UInt64) -> Int16 {
    if databaseCount == databaseCapacity {
      let larger = UnsafeMutablePointer<Database>.allocate(capacity: databaseCapacity * 2)
      larger.moveInitialize(from: databases, count: databaseCount)
      databases.deallocate()
      databases = larger
      databaseCapacity *= 2
    }
    databases.advanced(by: databaseCount).initialize(
      to: Database(
        key: key, identifier: row.identifier, resourceID: row.resourceID, zone: position(of: row.zone),
        station: Station(servers: world.capacity(of: row).vcpus)))
    let storage = World.storageRate(of: row)
    databases[databaseCount].volume.set(storage, at: time)
    databases[databaseCount].volume.spend(
      row.spentCredits?.missing(at: Instant(nanoseconds: Int64(time)), of: storage) ?? 0, at: time)
    takeWrites(row, databases + databaseCount)
    databaseCount += 1
    databasePositions[key] = Int16(databaseCount - 1)
    return Int16(databaseCount - 1)
  }
}
