import Cloud
import EventKernel

/// What faults in force do to all requests.
struct Impairments {
  /// The share of packets from each zone to others that are lost, by the zone's position; empty when none are.
  var losses: [Double] = []
  /// How often clients try again at once, or 0.
  var retries: UInt8 = 0

  /// Whether some zone loses packets.
  @inline(__always)
  var losesPackets: Bool { !losses.isEmpty }
}

/// Something that makes answers late.
struct Hindrance {
  /// How much later.
  let delay: UInt64
  /// The share of the answers that it meets.
  let share: Double
  /// Why, a position in the table of causes.
  let cause: Int32
}

extension DrawIndex {
  /// Whether the packets of an exchange are lost: hop 0 from load balancer to target, odd of a cache, even of a database.
  @inline(__always) static func loss(attempt: UInt8, hop: Int) -> Int { 1 << 32 | Int(attempt) << 12 | hop }
  /// Whether something makes an answer late or wrong: hop 0 of an instance, others of a database's answers.
  @inline(__always) static func hindrance(attempt: UInt8, hop: Int, number: Int) -> Int {
    2 << 32 | Int(attempt) << 20 | hop << 8 | number & 0xFF
  }
}

extension Server {
  /// Why work piles up on it.
  var overload: CauseCode {
    isStressed ? .cpuStressed : slowdown > 1 ? .cpuCreditsExhausted : .instanceOverloaded
  }
}

extension Engine {
  /// How long a sender waits before it sends a lost packet again for the first time; the wait doubles each time
  /// (Linux, `TCP_RTO_MIN`; RFC 6298 for the doubling).
  static let firstRetransmission: UInt64 = 200_000_000
  /// The longest wait before a packet is sent again (Linux, `TCP_RTO_MAX`).
  static let longestRetransmission: UInt64 = 120_000_000_000

  // MARK: Compiling

  /// Has the packets of a zone to others be lost in a share.
  func losePackets(_ fault: Fault) {
    guard let zone = fault.zone, let share = fault.share, share > 0 else { return }
    if impairments.losses.isEmpty {
      impairments.losses = Array(repeating: 0, count: Engine.mostZones)
    }
    let position = Int(self.position(of: zone))
    impairments.losses[position] = 1 - (1 - impairments.losses[position]) * (1 - share)
  }

  /// Gives a server what faults do to it beside its speed.
  func impair(_ server: UnsafeMutablePointer<Server>, of instance: Instance, in world: World) {
    server.pointee.isPaused = world.hasPausedVolume(instance.id)
    server.pointee.resolverLost = resolverLost(by: instance, in: world)
    server.pointee.hindrances.removeAll(keepingCapacity: true)
    server.pointee.deployErrors = 0
    // Simplified: instance-disk-work
    for fault in world.slowVolumes(of: instance.id) {
      server.pointee.hindrances.append(
        hindrance(fault, recorder.cause(.volumeSlow, instance.id.description)))
    }
    for fault in world.badDeploys(on: instance) {
      let cause = recorder.cause(.deployErrors, fault.resource)
      server.pointee.deployCause = cause
      server.pointee.deployErrors = 1 - (1 - server.pointee.deployErrors) * (1 - fault.errorShare)
      if let delay = fault.delay, delay > .zero {
        server.pointee.hindrances.append(
          Hindrance(delay: UInt64(delay.nanoseconds), share: 1, cause: cause))
      }
    }
    server.pointee.isHindered = !server.pointee.hindrances.isEmpty
  }

  /// Gives a database what faults do to its volume.
  func impair(_ database: UnsafeMutablePointer<Database>, of row: DBInstance, at time: UInt64) {
    database.pointee.isPaused =
      row.volumeSuspendedUntil.map { UInt64(max(0, $0.nanoseconds)) > time } == true
      && world.lab.faults.contains {
        $0.row.fault.kind == .pauseVolume && $0.row.fault.names.contains(row.identifier)
      }
    database.pointee.hindrances = world.slowVolumes(of: nil, database: row.identifier).map {
      hindrance($0, recorder.cause(.volumeSlow, row.identifier))
    }
    database.pointee.isHindered = !database.pointee.hindrances.isEmpty
  }

  private func hindrance(_ fault: Fault, _ cause: Int32) -> Hindrance {
    Hindrance(
      delay: UInt64(max(0, fault.delay?.nanoseconds ?? 0)), share: fault.share ?? 1, cause: cause)
  }

  /// From when on an instance knows no address: an application asks the resolver again whenever its kept address is over,
  /// counted from the machine's start.
  private func resolverLost(by instance: Instance, in world: World) -> UInt64 {
    guard !world.resolvesNames(in: instance.zone.region) else { return .max }
    let outages = world.lab.faults.rows.filter {
      $0.fault.kind == .dnsOutage && $0.fault.region == instance.zone.region
    }
    let began = UInt64(max(0, outages.map(\.start.nanoseconds).min() ?? 0))
    let launched = UInt64(max(0, instance.launchTime.nanoseconds))
    let lifetime = UInt64(max(0, instance.settings.databaseAddressLifetime.nanoseconds))
    guard launched < began, lifetime > 0 else { return began }
    let periods = (began - launched + lifetime - 1) / lifetime
    return launched + periods * lifetime
  }

  /// Cuts a replica off from its source in another Region, or ends that.
  func setCut(_ replica: UnsafeMutablePointer<Database>, _ isCut: Bool, at time: UInt64) {
    if isCut, replica.pointee.cutSince == 0 { replica.pointee.cutSince = max(1, time) }
    if !isCut { replica.pointee.cutSince = 0 }
  }

  // MARK: Requests

  /// How much longer an exchange between two zones takes by packets that are lost and sent again.
  ///
  /// Each exchange has one packet each way that counts; the loss of others is mended within a round trip.
  // Simplified: packet-loss
  func retransmission(
    _ attempt: UnsafeMutablePointer<Attempt>, _ from: Int16, _ to: Int16, hop: Int
  ) -> UInt64 {
    guard from != to else { return 0 }
    let out = impairments.losses[Int(from)]
    let back = impairments.losses[Int(to)]
    let share = 1 - (1 - out) * (1 - back)
    guard share > 0 else { return 0 }
    let draw = Draws.unit(
      Draws.draw(attempt.pointee.base, DrawIndex.loss(attempt: attempt.pointee.tries, hop: hop)))
    var bound = share
    var wait = Engine.firstRetransmission
    var lost: UInt64 = 0
    // Ten doublings are more than any client waits.
    for _ in 0..<10 where draw < bound {
      lost &+= wait
      wait = min(wait &* 2, Engine.longestRetransmission)
      bound *= share
    }
    guard lost > 0 else { return 0 }
    let zone = zones[Int(out >= back ? from : to)].rawValue
    attempt.pointee.faultDelay &+= lost
    attempt.pointee.faultCause = recorder.cause(.packetsLost, zone)
    return lost
  }

  /// How much later an instance answers an attempt by its volumes and by what was deployed.
  func hindrance(of index: Int32, _ server: UnsafeMutablePointer<Server>) -> UInt64 {
    hindrance(of: attempts + Int(index), server.pointee.hindrances, hop: 0)
  }

  /// How much later a database answers the query of an attempt by its volume.
  func hindrance(of index: Int32, _ database: UnsafeMutablePointer<Database>) -> UInt64 {
    let attempt = attempts + Int(index)
    return hindrance(of: attempt, database.pointee.hindrances, hop: 1 + Int(attempt.pointee.queries))
  }

  private func hindrance(
    of attempt: UnsafeMutablePointer<Attempt>, _ all: [Hindrance], hop: Int
  ) -> UInt64 {
    var late: UInt64 = 0
    for (number, one) in all.enumerated() {
      let draw = Draws.draw(
        attempt.pointee.base,
        DrawIndex.hindrance(attempt: attempt.pointee.tries, hop: hop, number: number))
      guard Draws.unit(draw) < one.share else { continue }
      late &+= one.delay
      attempt.pointee.faultCause = one.cause
    }
    attempt.pointee.faultDelay &+= late
    return late
  }

  /// Whether what was deployed on a server answers an attempt with an error.
  func spoils(_ index: Int32, _ server: UnsafeMutablePointer<Server>) -> Bool {
    let attempt = attempts + Int(index)
    let draw = Draws.draw(
      attempt.pointee.base, DrawIndex.hindrance(attempt: attempt.pointee.tries, hop: 0, number: 0xFF))
    return Draws.unit(draw) < server.pointee.deployErrors
  }

  /// The server answers an attempt with an error of what was deployed.
  func failDeployed(_ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64) {
    let node = attempts[Int(index)].node
    if node >= 0 { nodes[Int(node)].counts.target5xx &+= 1 }
    fail(index, at: time, server.pointee.deployCause)
  }

  /// Why an answer comes too late: the fault that delayed it where it would be in time without, else another cause.
  ///
  /// - Parameter known: when the client would have the answer.
  func blamed(_ index: Int32, known: UInt64, else cause: Int32) -> Int32 {
    let attempt = attempts + Int(index)
    let delay = attempt.pointee.faultDelay
    if delay > 0, known &- delay <= attempt.pointee.deadline { return attempt.pointee.faultCause }
    return waited(attempt, known: known) ?? cause
  }
}
