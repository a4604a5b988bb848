package import EventKernel

/// How long the steps of an instance's life take (facts: EC2 2.2, TEACH).
package enum InstanceTimings {
  /// From launch or start to `running`.
  package static let pending: Duration = .seconds(15)
  /// From `running` to an operating system that is up.
  package static let operatingSystem: Duration = .seconds(25)
  /// From `stopping` to `stopped`, and from `shutting-down` to `terminated`.
  package static let stop: Duration = .seconds(30)
  /// From the call of a reboot to an operating system that is up again.
  package static let reboot: Duration = .seconds(60)
  /// How long a terminated instance stays in the lists (facts: EC2 2.1 M).
  package static let forgetting: Duration = .hours(1)
}

extension World {
  /// Stops a pending or running instance in an orderly way; without effect in other states.
  mutating func stopInstance(_ id: InstanceID) {
    guard let instance = ec2.instances[id], [.pending, .running].contains(instance.state) else { return }
    let keepsAddress = elasticAddress(of: id) != nil
    ec2.instances.update(id) {
      $0.state = .stopping
      $0.stateReason = "User initiated (\(now.awsReasonTime))"
      $0.activity = .silent
      if !keepsAddress { $0.publicAddress = nil }
    }
    schedule(.ec2(.instanceStopped(id)), in: InstanceTimings.stop)
    revision.instances += 1
    note("instance-stopping", "\(id)")
  }

  /// Starts a stopped instance; without effect in other states and while its zone has no power.
  mutating func startInstance(_ id: InstanceID) {
    guard let instance = ec2.instances[id], instance.state == .stopped, hasPower(instance.zone) else {
      return
    }
    let address =
      instance.publicAddress
      ?? (instance.wantsPublicAddress ? drawPublicAddress(in: instance.zone.region) : nil)
    ec2.instances.update(id) {
      $0.state = .pending
      $0.stateReason = ""
      $0.hasPower = true
      $0.powerLost = nil
      $0.launchTime = now
      $0.publicAddress = address
    }
    boot(id, from: .pending)
    note("instance-starting", "\(id)")
  }

  /// Boots the operating system and the application of a running instance again; it stays `running`.
  mutating func rebootInstance(_ id: InstanceID) {
    guard let instance = ec2.instances[id], instance.state == .running, instance.hasPower else { return }
    boot(id, from: .reboot)
    note("instance-rebooting", "\(id)")
  }

  /// Terminates an instance: its addresses go at once, it disappears from the lists an hour later.
  mutating func terminateInstance(_ id: InstanceID) {
    guard let instance = ec2.instances[id], ![.shuttingDown, .terminated].contains(instance.state) else {
      return
    }
    if let elastic = elasticAddress(of: id) { disassociate(elastic.id) }
    ec2.instances.update(id) {
      $0.state = .shuttingDown
      $0.stateReason = "User initiated (\(now.awsReasonTime))"
      $0.activity = .silent
      $0.publicAddress = nil
    }
    schedule(.ec2(.instanceTerminated(id)), in: InstanceTimings.stop)
    revision.instances += 1
    note("instance-shutting-down", "\(id)")
  }

  /// The machines of a zone lose power: they answer nothing, and their states stay what they were.
  mutating func instancesLosePower(in zone: Zone) {
    for (id, instance) in ec2.instances where instance.zone == zone && instance.hasPower {
      ec2.instances.update(id) {
        $0.hasPower = false
        $0.powerLost = now
        $0.activity = .silent
      }
    }
    revision.instances += 1
  }

  /// The machines of a zone have power again and boot, unless another fault keeps it away.
  mutating func instancesRegainPower(in zone: Zone) {
    guard hasPower(zone) else { return }
    for (id, instance) in ec2.instances where instance.zone == zone && !instance.hasPower {
      ec2.instances.update(id) {
        $0.hasPower = true
        $0.powerLost = nil
      }
      switch instance.state {
      case .pending: boot(id, from: .pending)
      case .running: boot(id, from: .powerOn)
      case .stopping, .stopped, .shuttingDown, .terminated: break
      }
    }
    revision.instances += 1
  }

  /// What a boot begins with.
  enum BootKind {
    case pending, reboot, powerOn
  }

  /// Puts the rest of a boot on the agenda: `running` if it is pending, then the application.
  mutating func boot(_ id: InstanceID, from kind: BootKind) {
    guard let instance = ec2.instances[id] else { return }
    let warmUp = ec2.images[instance.image]?.app?.warmUp ?? .zero
    let machine: Duration
    switch kind {
    case .pending:
      machine = InstanceTimings.pending + InstanceTimings.operatingSystem
      schedule(.ec2(.instanceRuns(id, launched: instance.launchTime)), in: InstanceTimings.pending)
    case .reboot: machine = InstanceTimings.reboot
    case .powerOn: machine = InstanceTimings.operatingSystem
    }
    let until = now + machine + warmUp
    ec2.instances.update(id) { $0.activity = .booting(until: until) }
    agenda.add(.ec2(.applicationStarts(id, launched: instance.launchTime)), at: until)
    revision.instances += 1
  }

  mutating func handle(_ event: EC2Event) {
    switch event {
    case .instanceRuns(let id, let launched): instanceRuns(id, launched: launched)
    case .applicationStarts(let id, let launched): applicationStarts(id, launched: launched)
    case .instanceStopped(let id): instanceStopped(id)
    case .instanceTerminated(let id): instanceTerminated(id)
    case .instanceForgotten(let id): ec2.instances[id] = nil
    case .natGatewayIsMade(let id): natGatewayIsMade(id)
    case .natGatewayIsDeleted(let id): natGatewayIsDeleted(id)
    case .natGatewayForgotten(let id): ec2.natGateways[id] = nil
    }
  }

  private mutating func instanceRuns(_ id: InstanceID, launched: Instant) {
    guard let instance = ec2.instances[id], instance.state == .pending, instance.launchTime == launched,
      instance.hasPower
    else { return }
    ec2.instances.update(id) { $0.state = .running }
    revision.instances += 1
    note("instance-running", "\(id)")
  }

  private mutating func applicationStarts(_ id: InstanceID, launched: Instant) {
    guard let instance = ec2.instances[id], instance.state == .running, instance.launchTime == launched,
      case .booting(let until) = instance.activity, until <= now
    else { return }
    let failure = bootFailure(of: instance)
    ec2.instances.update(id) { $0.activity = failure.map { .appFailed($0) } ?? .serving }
    revision.instances += 1
    switch failure {
    case nil: note("application-serving", "\(id)")
    case .noApplication: note("application-missing", "\(id)")
    case .unknownSetting(let key): note("application-unknown-setting", "\(id)", key)
    case .invalidSetting(let key, let value): note("application-invalid-setting", "\(id)", key, value)
    case .notEnoughMemory(let needed, let available):
      note("application-not-enough-memory", "\(id)", gibibytes(needed), gibibytes(available))
    }
  }

  private mutating func instanceStopped(_ id: InstanceID) {
    guard ec2.instances[id]?.state == .stopping else { return }
    ec2.instances.update(id) { $0.state = .stopped }
    revision.instances += 1
    note("instance-stopped", "\(id)")
  }

  private mutating func instanceTerminated(_ id: InstanceID) {
    guard ec2.instances[id]?.state == .shuttingDown else { return }
    ec2.instances.update(id) { $0.state = .terminated }
    schedule(.ec2(.instanceForgotten(id)), in: InstanceTimings.forgetting)
    revision.instances += 1
    note("instance-terminated", "\(id)")
  }

  /// Why the application of an instance cannot start now, or `nil` when it can.
  func bootFailure(of instance: Instance) -> Instance.BootFailure? {
    guard let app = ec2.images[instance.image]?.app else { return .noApplication }
    let available = catalog.instanceType(instance.type)?.memoryGiB ?? 0
    if available < app.memoryGiB { return .notEnoughMemory(needed: app.memoryGiB, available: available) }
    return AppSettings.read(instance.userData).failure
  }
}

/// A number of GiB without needless zeros.
func gibibytes(_ amount: Double) -> String {
  amount == amount.rounded() && amount < 1e9 ? "\(Int(amount))" : "\(amount)"
}

extension Instant {
  /// The moment as AWS writes it into the reason of a transition: `2026-01-05 00:01:02 GMT`.
  var awsReasonTime: String {
    let time = iso8601.split(separator: "T")
    return "\(time[0]) \(time[1].prefix(8)) GMT"
  }
}
