package import EventKernel

extension World {
  /// What an hour of spare capacity of a pool costs at a moment, in micro-USD; `nil` for a type without a price.
  ///
  /// A line between levels that are drawn for every two days, from a third below to a third above the type's usual
  /// share, so that an hour moves it by at most two per cent; never above the price on demand (facts: EC2 2.7, TEACH).
  package func spotPrice(of pool: SpotPool, at moment: Instant) -> Int? {
    guard let onDemand = catalog.hourlyPrice(ofInstance: pool.type, in: pool.zone.region) else { return nil }
    let usual = Double(catalog.commitments(ofInstance: pool.type, in: pool.zone.region).spotShare) / 10_000
    let hours = max(0, moment.sinceEpoch.wholeSeconds / 3_600)
    let (part, rest) = (hours / 48, Double(hours % 48) / 48)
    func level(_ number: Int) -> Double {
      let draws = spotDraws(pool, 0, number: UInt64(number))
      return usual * (2.0 / 3 + Draws.unit(draws.bits(0)) * 2 / 3)
    }
    let share = level(part) + (level(part + 1) - level(part)) * rest
    return Int((Double(onDemand) * min(1, max(0.1, share))).rounded())
  }

  /// The draws of a pool for one use of them; they belong to the type and the zone's id, not to any request.
  private func spotDraws(_ pool: SpotPool, _ use: UInt64, number: UInt64) -> Draws {
    var key: UInt64 = use
    for byte in (catalog.id(of: pool.zone) ?? pool.zone.rawValue).utf8 { key = Draws.mix(key ^ UInt64(byte)) }
    for byte in pool.type.utf8 { key = Draws.mix(key ^ UInt64(byte)) }
    return Draws(
      seed: seed.rawValue, purpose: DrawPurpose.spareCapacity.rawValue, population: key, number: number)
  }

  /// Whether a pool has machines to give now.
  package func hasSpareCapacity(_ pool: SpotPool) -> Bool {
    guard hasUnreservedCapacity(in: pool.zone) else { return false }
    let isReclaimed = lab.faults.contains { $0.row.fault == .spotReclaim(type: pool.type, zone: pool.zone) }
    if isReclaimed { return false }
    let hour = UInt64(max(0, now.sinceEpoch.wholeSeconds / 3_600))
    return Draws.unit(spotDraws(pool, 1, number: hour).bits(0)) >= SpotTimings.reclaimsPerHour
  }

  /// The next moment after now at which a pool is taken back of itself, within a month; `nil` when there is none.
  func nextReclaim(of pool: SpotPool) -> Instant? {
    let hour = max(0, now.sinceEpoch.wholeSeconds / 3_600)
    for next in (hour + 1)...(hour + 730) {
      let bits = spotDraws(pool, 1, number: UInt64(next)).bits(0)
      if Draws.unit(bits) < SpotTimings.reclaimsPerHour { return .epoch + .hours(next) }
    }
    return nil
  }

  mutating func handle(_ event: SpotEvent) {
    switch event {
    case .evaluation(let id): evaluate(id)
    case .reclaim(let id): if ec2.spotRequests[id]?.state == .active { giveNotice(id, byPrice: false) }
    case .interruption(let id): interrupt(id)
    case .priceCheck(let id): checkPrice(of: id)
    }
  }

  /// Looks whether an open request can be met, and meets it.
  private mutating func evaluate(_ id: SpotRequestID) {
    guard let request = ec2.spotRequests[id], request.state == .open else { return }
    if let expiry = request.expiry, expiry <= now {
      set(id, .closed, "schedule-expired")
      return
    }
    let price = spotPrice(of: request.pool, at: now) ?? .max
    guard price <= request.maximum ?? .max else { return wait(id, "price-too-low") }
    guard hasSpareCapacity(request.pool) else { return wait(id, "capacity-not-available") }
    if let stopped = request.instance, ec2.instances[stopped]?.state == .stopped {
      startInstance(stopped)
      fulfil(id, by: stopped)
      return
    }
    do {
      var launch = request.launch
      launch.isSpot = true
      fulfil(id, by: try launchInstance(launch))
    } catch {
      guard error.code == "InsufficientInstanceCapacity" else {
        set(id, .failed, "bad-parameters")
        note("spot-request-failed", "\(id)", error.code)
        return
      }
      wait(id, "capacity-not-available")
    }
  }

  private mutating func wait(_ id: SpotRequestID, _ status: String) {
    set(id, .open, status)
    schedule(.ec2(.spot(.evaluation(id))), in: SpotTimings.retry)
  }

  /// Gives a request its instance, and puts on the agenda when the pool goes and when prices are compared.
  mutating func fulfil(_ id: SpotRequestID, by instance: InstanceID) {
    ec2.instances.update(instance) { $0.spotRequest = id }
    ec2.spotRequests.update(id) { $0.instance = instance }
    set(id, .active, "fulfilled")
    guard let request = ec2.spotRequests[id] else { return }
    if let reclaim = nextReclaim(of: request.pool) {
      agenda.add(.ec2(.spot(.reclaim(id))), at: reclaim)
    }
    if request.maximum != nil { schedulePriceCheck(of: id) }
    note("spot-fulfilled", "\(id)", "\(instance)")
  }

  private mutating func schedulePriceCheck(of id: SpotRequestID) {
    let next = now.sinceEpoch.wholeSeconds / 3_600 + 1
    agenda.add(.ec2(.spot(.priceCheck(id))), at: .epoch + .hours(next))
  }

  private mutating func checkPrice(of id: SpotRequestID) {
    guard let request = ec2.spotRequests[id], request.state == .active, let maximum = request.maximum else {
      return
    }
    let price = spotPrice(of: request.pool, at: now) ?? 0
    if price > maximum { giveNotice(id, byPrice: true) } else { schedulePriceCheck(of: id) }
  }

  /// Tells an instance that it has two minutes.
  mutating func giveNotice(_ id: SpotRequestID, byPrice: Bool) {
    guard let request = ec2.spotRequests[id], request.state == .active, let instance = request.instance,
      !request.status.utf8.starts(with: "marked".utf8),
      ec2.instances[instance]?.state == .running
        || ec2.instances[instance]?.state == .pending
    else { return }
    let reason = byPrice ? "price" : "capacity"
    set(id, .active, request.interruption == .stop ? "marked-for-stop" : "marked-for-termination")
    ec2.instances.update(instance) {
      $0.spotNotice = Instance.SpotNotice(at: now + SpotTimings.notice, isByPrice: byPrice)
    }
    lab.jobs.isStale = !lab.jobs.queues.isEmpty
    schedule(.ec2(.spot(.interruption(id))), in: SpotTimings.notice)
    note("spot-notice", "\(instance)", reason)
    if let row = ec2.instances[instance] { noticeReachesGroup(of: row) }
  }

  /// Takes the capacity back.
  private mutating func interrupt(_ id: SpotRequestID) {
    guard let request = ec2.spotRequests[id], let instance = request.instance,
      let notice = ec2.instances[instance]?.spotNotice
    else { return }
    let reason = notice.isByPrice ? "price" : "no-capacity"
    let by = notice.isByPrice ? "by-price" : "no-capacity"
    ec2.instances.update(instance) { $0.spotNotice = nil }
    note("spot-interrupted", "\(instance)", reason)
    switch request.interruption {
    case .terminate:
      terminateInstance(instance)
      ec2.instances.update(instance) { $0.interruptionReason = reason }
      set(id, request.isPersistent ? .open : .closed, "instance-terminated-\(by)")
      if request.isPersistent { ec2.spotRequests.update(id) { $0.instance = nil } }
    case .stop:
      stopInstance(instance)
      ec2.instances.update(instance) { $0.interruptionReason = reason }
      set(id, .open, "instance-stopped-\(by)")
    }
    if ec2.spotRequests[id]?.state == .open {
      schedule(.ec2(.spot(.evaluation(id))), in: SpotTimings.retry)
    }
  }

  private mutating func set(_ id: SpotRequestID, _ state: SpotRequest.State, _ status: String) {
    let now = now
    ec2.spotRequests.update(id) {
      $0.state = state
      $0.status = status
      $0.statusTime = now
    }
  }

  /// A pool is taken back by a fault: every instance of it hears so at once.
  mutating func reclaim(_ pool: SpotPool) {
    for (id, request) in ec2.spotRequests where request.state == .active && request.pool == pool {
      giveNotice(id, byPrice: false)
    }
  }

  /// What ends with an instance that its owner ends, for the request that gave it.
  mutating func spotInstanceEnds(_ id: InstanceID, isStop: Bool) {
    guard let request = ec2.instances[id]?.spotRequest, let row = ec2.spotRequests[request],
      row.state == .active, row.instance == id, ec2.instances[id]?.spotNotice == nil
    else { return }
    if isStop {
      set(request, .disabled, "instance-stopped-by-user")
    } else if row.isPersistent {
      set(request, .open, "instance-terminated-by-user")
      ec2.spotRequests.update(request) { $0.instance = nil }
      schedule(.ec2(.spot(.evaluation(request))), in: SpotTimings.evaluation)
    } else {
      set(request, .closed, "instance-terminated-by-user")
    }
  }
}
