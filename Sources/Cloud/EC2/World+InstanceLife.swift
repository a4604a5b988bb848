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
  /// From the failure of a host to the move of an instance that recovers by itself (TEACH: two failed checks and a
  /// minute).
  package static let recovery: Duration = .seconds(180)
  /// How long a terminated instance stays in the lists (facts: EC2 2.1 M).
  package static let forgetting: Duration = .hours(1)
}

extension World {
  /// Stops a pending or running instance in an orderly way; without effect in other states.
  mutating func stopInstance(_ id: InstanceID, in span: Duration = InstanceTimings.stop) {
    guard let instance = ec2.instances[id], [.pending, .running].contains(instance.state) else { return }
    let keepsAddress = elasticAddress(of: id) != nil
    spotInstanceEnds(id, isStop: true)
    settleCredits(of: id)
    ec2.instances.update(id) {
      $0.state = .stopping
      $0.stateReason = "User initiated (\(now.awsReasonTime))"
      $0.activity = .silent
      if !keepsAddress { $0.publicAddress = nil }
    }
    settleCapacity()
    schedule(.ec2(.instanceStopped(id)), in: span)
    revision.instances += 1
    note("instance-stopping", "\(id)")
  }

  /// Starts a stopped instance; without effect in other states and while there is no place for it.
  mutating func startInstance(_ id: InstanceID) {
    guard let instance = ec2.instances[id], instance.state == .stopped, instance.rootVolume != nil else {
      return
    }
    let capacity: CapacityReservationID?
    do throws(AWSError) {
      try checkRoom(for: instance)
      capacity = try place(instance)
    } catch {
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
      $0.hasFailedHost = false
      $0.launchTime = now
      $0.interruptionReason = nil
      $0.publicAddress = address
      $0.capacityReservation = capacity
      $0.isHibernated = false
    }
    grantCredits(to: id)
    boot(id, from: instance.isHibernated ? .resume : .pending)
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
    spotInstanceEnds(id, isStop: false)
    settleCredits(of: id)
    if let elastic = elasticAddress(of: id) { disassociate(elastic.id) }
    ec2.instances.update(id) {
      $0.state = .shuttingDown
      $0.stateReason = "User initiated (\(now.awsReasonTime))"
      $0.activity = .silent
      $0.publicAddress = nil
    }
    settleCapacity()
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
    for (id, instance) in ec2.instances
    where instance.zone == zone && !instance.hasPower && !instance.hasFailedHost {
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

  /// The hosts of running instances fail; those that recover by themselves are moved once the check has found out.
  mutating func hostsFail(of ids: [InstanceID]) {
    for id in ids {
      guard let instance = ec2.instances[id], instance.state == .running, instance.hasPower else { continue }
      ec2.instances.update(id) {
        $0.hasPower = false
        $0.powerLost = now
        $0.hasFailedHost = true
        $0.activity = .silent
      }
      note("host-failed", "\(id)")
      if instance.recoversByItself {
        schedule(.ec2(.instanceRecovers(id, launched: instance.launchTime)), in: InstanceTimings.recovery)
      }
    }
    revision.instances += 1
  }

  /// An instance is moved to another host and boots there, with its id and addresses (facts: EC2 2.3).
  private mutating func instanceRecovers(_ id: InstanceID, launched: Instant) {
    guard let instance = ec2.instances[id], instance.state == .running, instance.launchTime == launched,
      instance.hasFailedHost, hasPower(instance.zone)
    else { return }
    ec2.instances.update(id) {
      $0.hasPower = true
      $0.powerLost = nil
      $0.hasFailedHost = false
    }
    note("instance-recovered", "\(id)")
    boot(id, from: .powerOn)
  }

  /// What a boot begins with.
  enum BootKind {
    case pending, reboot, powerOn, application
    /// The memory is read back from disk.
    case resume
  }

  /// Puts the rest of a boot on the agenda: `running` if it is pending, then the application.
  mutating func boot(_ id: InstanceID, from kind: BootKind) {
    guard let instance = ec2.instances[id] else { return }
    let isFirst = kind == .pending && runsUserData(instance)
    let ready = isFirst ? scriptDuration(of: instance) : app(of: instance)?.warmUp ?? .zero
    let warmUp = kind == .resume ? .zero : ready
    let machine: Duration
    switch kind {
    case .pending:
      machine = InstanceTimings.pending + InstanceTimings.operatingSystem
      schedule(.ec2(.instanceRuns(id, launched: instance.launchTime)), in: InstanceTimings.pending)
    case .resume:
      machine = InstanceTimings.pending + InstanceTimings.resume
      schedule(.ec2(.instanceRuns(id, launched: instance.launchTime)), in: InstanceTimings.pending)
    case .reboot: machine = InstanceTimings.reboot
    case .powerOn: machine = InstanceTimings.operatingSystem
    case .application: machine = .zero
    }
    let until = now + machine + warmUp
    // What was mounted by hand and frozen does not outlive a boot of the system.
    if kind != .application, kind != .resume {
      ec2.instances.update(id) {
        $0.mounts = Table()
        $0.loadedUntil = nil
      }
      growRoot(of: instance)
      _ = mountTable(of: id, isBoot: true)
    }
    ec2.instances.update(id) { $0.isFrozen = false }
    ec2.instances.update(id) { $0.activity = .booting(until: until) }
    agenda.add(.ec2(.applicationStarts(id, launched: instance.launchTime)), at: until)
    revision.instances += 1
  }

  /// At every boot cloud-init lets the partition and the file system of the root take the whole disk.
  private mutating func growRoot(of instance: Instance) {
    guard let root = rootVolume(of: instance),
      root.contents.partitionGiB != nil || root.contents.fileSystemGiB != nil
    else { return }
    ec2.volumes.update(root.id) {
      $0.contents.partitionGiB = nil
      $0.contents.fileSystemGiB = nil
    }
  }

  mutating func handle(_ event: EC2Event) {
    switch event {
    case .instanceRuns(let id, let launched): instanceRuns(id, launched: launched)
    case .applicationStarts(let id, let launched): applicationStarts(id, launched: launched)
    case .instanceStopped(let id): instanceStopped(id)
    case .instanceTerminated(let id): instanceTerminated(id)
    case .instanceForgotten(let id): forgetInstance(id)
    case .natGatewayIsMade(let id): natGatewayIsMade(id)
    case .natGatewayIsDeleted(let id): natGatewayIsDeleted(id)
    case .natGatewayForgotten(let id): ec2.natGateways[id] = nil
    case .instanceRecovers(let id, let launched): instanceRecovers(id, launched: launched)
    case .spot(let event): handle(event)
    case .fleetIsLookedAt(let id): evaluateFleet(id)
    case .imageIsMade(let id): imageIsMade(id)
    case .capacityReservationEnds(let id): capacityReservationEnds(id)
    case .storage(let event): handle(event)
    }
  }

  private mutating func instanceRuns(_ id: InstanceID, launched: Instant) {
    guard let instance = ec2.instances[id], instance.state == .pending, instance.launchTime == launched,
      instance.hasPower
    else { return }
    guard !lacksKey(instance) else {
      terminateInstance(id)
      ec2.instances.update(id) { $0.failedToLaunch = true }
      note("launch-lacks-key", "\(id)")
      return
    }
    ec2.instances.update(id) { $0.state = .running }
    revision.instances += 1
    note("instance-running", "\(id)")
  }

  private mutating func applicationStarts(_ id: InstanceID, launched: Instant) {
    guard let instance = ec2.instances[id], instance.state == .running, instance.launchTime == launched,
      case .booting(let until) = instance.activity, until <= now
    else { return }
    guard !hasPausedVolume(id) else {
      ec2.instances.update(id) { $0.activity = .silent }
      revision.instances += 1
      return
    }
    if runsUserData(instance) { return runUserData(of: instance) }
    let failure = bootFailure(of: instance)
    ec2.instances.update(id) { $0.activity = failure.map { .appFailed($0) } ?? .serving }
    let isApplications = rootVolume(of: instance)?.contents.system?.webServer == nil
    if failure == nil, isApplications, !instance.userData.isEmpty, let root = instance.rootVolume {
      ec2.volumes.update(root) { $0.contents.system?.savedUserData = instance.userData }
    }
    revision.instances += 1
    switch failure {
    case nil: note("application-serving", "\(id)")
    case .noApplication: note("application-missing", "\(id)")
    case .unknownSetting(let key): note("application-unknown-setting", "\(id)", key)
    case .invalidSetting(let key, let value): note("application-invalid-setting", "\(id)", key, value)
    case .notEnoughMemory(let needed, let available):
      note("application-not-enough-memory", "\(id)", gibibytes(needed), gibibytes(available))
    case .notEnabled(let unit): note("application-not-enabled", "\(id)", unit)
    case .noWayOut: note("user-data-no-way-out", "\(id)")
    case .scriptServesNothing: note("user-data-serves-nothing", "\(id)")
    case .noSystem: note("system-missing", "\(id)")
    case .stoppedByHand: note("application-stopped", "\(id)")
    case .tornFileSystem: note("system-torn", "\(id)")
    case .otherArchitecture(let architecture): note("system-other-architecture", "\(id)", architecture)
    }
  }

  private mutating func instanceStopped(_ id: InstanceID) {
    guard ec2.instances[id]?.state == .stopping else { return }
    ec2.instances.update(id) { $0.state = .stopped }
    settleCapacity()
    revision.instances += 1
    note("instance-stopped", "\(id)")
  }

  private mutating func instanceTerminated(_ id: InstanceID) {
    guard ec2.instances[id]?.state == .shuttingDown else { return }
    if let instance = ec2.instances[id] { releaseVolumes(of: instance) }
    releaseInterfaces(of: id)
    ec2.instances.update(id) { $0.state = .terminated }
    schedule(.ec2(.instanceForgotten(id)), in: InstanceTimings.forgetting)
    revision.instances += 1
    note("instance-terminated", "\(id)")
  }

  /// Takes a terminated instance out of the lists, and out of the target and Auto Scaling groups that still have it.
  private mutating func forgetInstance(_ id: InstanceID) {
    ec2.instances[id] = nil
    dropMember(id)
    for (group, row) in loadBalancing.targetGroups {
      for target in row.targets(of: id) { drop(target.id, from: group) }
    }
  }

  /// Why the application of an instance cannot start now, or `nil` when it can.
  func bootFailure(of instance: Instance) -> Instance.BootFailure? {
    guard let contents = rootVolume(of: instance)?.contents, let system = contents.system else {
      return .noSystem
    }
    let type = catalog.instanceType(instance.type)
    if let type, !type.architectures.contains(system.architecture) {
      return .otherArchitecture(system.architecture)
    }
    guard contents.isConsistent else { return .tornFileSystem }
    guard let app = system.app else { return .noApplication }
    if let server = system.webServer, !server.isEnabled { return .notEnabled(server.program.rawValue) }
    let available = type?.memoryGiB ?? 0
    if available < app.memoryGiB { return .notEnoughMemory(needed: app.memoryGiB, available: available) }
    return appSettings(for: instance.userData, on: contents).failure
  }
}

extension World {
  /// The settings of an application: those of the user data, else those that an earlier start wrote to its disk.
  func appSettings(
    for userData: String, on contents: DiskContents?
  ) -> (settings: AppSettings, failure: Instance.BootFailure?) {
    if userData.hasPrefix("#!"), systemReadsUserData(contents?.system) { return (AppSettings(), nil) }
    if contents?.system?.webServer != nil { return (AppSettings(), nil) }
    return AppSettings.read(userData.isEmpty ? contents?.system?.savedUserData ?? "" : userData)
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
