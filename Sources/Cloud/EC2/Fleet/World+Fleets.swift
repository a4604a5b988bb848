import EventKernel

extension World {
  /// Looks at a fleet: which machines are gone, what is missing, what is too much.
  mutating func evaluateFleet(_ id: String) {
    guard var fleet = ec2.fleets[id], fleet.state != .gone else { return }
    if fleet.state == .submitted {
      fleet.state = .active
      fleet.record("fleetRequestChange", "active", at: now)
    }
    followMembers(of: &fleet)
    if let expiry = fleet.expiry, expiry <= now, fleet.isOpen {
      fleet.record("fleetRequestChange", "expired", at: now)
      end(&fleet, terminating: fleet.endsWithExpiry)
    }
    if fleet.state == .active, fleet.kind == .maintain || !fleet.hasLaunched {
      fill(&fleet)
      if fleet.kind == .maintain, fleet.endsExcess { endExcess(of: &fleet) }
    }
    if case .ended = fleet.state, fleet.members.isEmpty {
      fleet.state = .gone
      fleet.record("fleetRequestChange", fleet.stateName, at: now)
    }
    ec2.fleets[id] = fleet
    if fleet.state != .gone { schedule(.ec2(.fleetIsLookedAt(id)), in: FleetTimings.interval) }
  }

  /// Forgets machines that are gone, and ends those that are unhealthy.
  private mutating func followMembers(of fleet: inout Fleet) {
    for (id, _) in fleet.members {
      guard let instance = ec2.instances[id], ![.shuttingDown, .terminated].contains(instance.state) else {
        fleet.members[id] = nil
        fleet.record("instanceChange", "terminated", at: now, instance: id)
        continue
      }
      let isDead = instance.powerLost.map { now - $0 >= FleetTimings.unhealthy } ?? false
      guard fleet.kind == .maintain, fleet.replacesUnhealthy, fleet.isOpen,
        isDead || instance.cannotBoot
      else { continue }
      fleet.record("instanceChange", "unhealthy", at: now, instance: id)
      terminateInstance(id)
      fleet.members[id] = nil
    }
  }

  /// Launches what is missing: first on demand, then from spare capacity; a choice that fails is not tried again now.
  mutating func fill(_ fleet: inout Fleet) {
    fleet.failures = []
    fill(&fleet, isSpot: false, upTo: Double(fleet.target.onDemand))
    fill(&fleet, isSpot: true, upTo: Double(fleet.target.spot))
  }

  private mutating func fill(_ fleet: inout Fleet, isSpot: Bool, upTo target: Double) {
    var refused: [Int] = []
    while fleet.fulfilled(isSpot: isSpot, in: self) < target {
      let order = isSpot ? spotOrder(of: fleet) : onDemandOrder(of: fleet)
      guard let index = order.first(where: { !refused.contains($0) }) else { break }
      do throws(AWSError) {
        let choice = fleet.choices[index]
        let instance =
          try isSpot
          ? launchSpot(choice.launch, maximum: choice.maximum) : launchInstance(choice.launch)
        fleet.members[instance] = Fleet.Member(choice: index, isSpot: isSpot, weight: choice.weight)
        fleet.record(
          "instanceChange", "launched", at: now, instance: instance,
          "{\"instanceType\":\"\(choice.launch.type)\",\"image\":\"\(choice.launch.image)\","
            + "\"productDescription\":\"Linux/UNIX\",\"availabilityZone\":\"\(choice.zone.rawValue)\"}")
      } catch {
        refused.append(index)
        fleet.failures.append(
          Fleet.Failure(choice: index, isSpot: isSpot, code: error.code, message: error.message))
        fleet.record("error", error.code, at: now, error.message)
      }
    }
  }

  /// The choices in the order in which machines on demand are taken from them.
  private func onDemandOrder(of fleet: Fleet) -> [Int] {
    func rank(_ index: Int) -> Double {
      let choice = fleet.choices[index]
      if fleet.isPrioritised { return choice.priority }
      let price = catalog.hourlyPrice(ofInstance: choice.launch.type, in: fleet.region) ?? .max
      return Double(price) / choice.weight
    }
    return fleet.choices.indices.sorted { left, right in
      let (first, second) = (rank(left), rank(right))
      return first == second ? left < right : first < second
    }
  }

  /// The choices in the order in which spare machines are taken from them; those without any are tried last, so that
  /// the fleet tells why it is not full.
  private func spotOrder(of fleet: Fleet) -> [Int] {
    var offers: [SpotOffer] = []
    var closed: [Int] = []
    for (index, choice) in fleet.choices.enumerated() {
      let pool = SpotPool(type: choice.launch.type, zone: choice.zone)
      guard hasSpareCapacity(pool), let price = spotPrice(of: pool, at: now) else {
        closed.append(index)
        continue
      }
      let filled = fleet.members.reduce(0) { sum, member in
        member.row.isSpot && member.row.choice == index ? sum + member.row.weight : sum
      }
      offers.append(
        SpotOffer(
          choice: index, price: Double(price) / choice.weight, depth: spareDepth(of: pool),
          priority: choice.priority, filled: filled))
    }
    return fleet.strategy.ordered(offers, pools: fleet.pools).map(\.choice) + closed
  }

  /// Ends machines that are more than the target, the newest first.
  private mutating func endExcess(of fleet: inout Fleet) {
    let byAge = fleet.members.ids.sorted { left, right in
      let (first, second) = (ec2.instances[left]?.launchTime ?? now, ec2.instances[right]?.launchTime ?? now)
      return first == second ? left < right : first > second
    }
    for id in byAge {
      guard let member = fleet.members[id] else { continue }
      let target = member.isSpot ? fleet.target.spot : fleet.target.onDemand
      guard fleet.fulfilled(isSpot: member.isSpot, in: self) - member.weight >= Double(target) else {
        continue
      }
      terminateInstance(id)
      fleet.members[id] = nil
      fleet.record("instanceChange", "terminated", at: now, instance: id)
    }
  }

  /// Ends a fleet; its machines are terminated or run on.
  mutating func endFleet(_ id: String, terminating: Bool) {
    guard var fleet = ec2.fleets[id], fleet.isOpen else { return }
    end(&fleet, terminating: terminating)
    ec2.fleets[id] = fleet
  }

  private mutating func end(_ fleet: inout Fleet, terminating: Bool) {
    fleet.state = .ended(terminating: terminating)
    fleet.record("fleetRequestChange", fleet.stateName, at: now)
    if terminating { for id in fleet.members.ids { terminateInstance(id) } }
  }

  /// The fleet of a family that a call names.
  func fleet(_ id: String, _ family: Fleet.Family, in region: Region) throws(AWSError) -> Fleet {
    if let fleet = ec2.fleets[id], fleet.family == family, fleet.region == region { return fleet }
    throw family == .ec2
      ? .notFound("InvalidFleetId", "fleet ID", id)
      : .notFound("InvalidSpotFleetRequestId", "spot fleet request ID", id)
  }

  /// Puts a fleet down: one that is instant is filled at once, others a moment later.
  mutating func start(_ fleet: Fleet) {
    var fleet = fleet
    fleet.record("fleetRequestChange", "submitted", at: now)
    if fleet.kind == .instant {
      fleet.state = .active
      fill(&fleet)
    }
    ec2.fleets[fleet.id] = fleet
    schedule(
      .ec2(.fleetIsLookedAt(fleet.id)),
      in: fleet.kind == .instant ? FleetTimings.interval : FleetTimings.evaluation)
  }
}

extension Fleet {
  /// Whether it has tried to launch its machines once.
  fileprivate var hasLaunched: Bool {
    kind == .instant || history.contains { $0.type == "instanceChange" || $0.type == "error" }
  }
}
