import EventKernel

/// Faults of machines and of the volumes behind them.
extension World {
  /// The machines that a fault strikes: all that it names, or its share of them.
  ///
  /// Whether a machine is struck is a draw by its zone, its group and its number there, so that it stays the same
  /// however the machines came to be (decisions: draws of machines).
  func machines(struckBy fault: Fault, number: UInt64, seed: UInt64) -> [InstanceID] {
    guard fault.kind.parameters.contains(where: { $0 == .instances || $0 == .volume }) else { return [] }
    let named = instances(named: fault.names)
    guard let share = fault.share, fault.kind != .volumeLatency else { return named }
    return named.filter { id in
      guard let row = ec2.instances[id] else { return false }
      let pool = "\(catalog.id(of: row.zone) ?? row.zone.rawValue)/\(row.autoScalingGroup ?? "")"
      let draws = Draws(
        seed: seed, purpose: DrawPurpose.struckMachines.rawValue, population: Self.drawNumber(of: pool),
        number: UInt64(row.ordinal))
      return draws.happens(share, Int(number))
    }
  }

  /// The keys of the databases whose volumes a fault names.
  package func databases(named names: [String]) -> [String] {
    rds.instances.filter { names.contains($0.row.identifier) }.map(\.id)
  }

  /// The volumes of a fault answer nothing: machines hang, a database fails over or waits for its volume.
  ///
  /// A database with a standby fails over when the storage of its primary fails (RDS User Guide, Multi-AZ failover).
  mutating func pauseVolumes(of active: ActiveFault) {
    note("volume-paused", active.fault.resource)
    for id in active.machines {
      ec2.instances.update(id) { if $0.activity == .serving { $0.activity = .silent } }
    }
    if !active.machines.isEmpty { revision.instances += 1 }
    for key in databases(named: active.fault.names) {
      guard let row = rds.instances[key], row.service == .serving else { continue }
      if row.standbyZone.map(hasPower) == true {
        takeDown(key)
      } else {
        rds.instances.update(key) {
          $0.volumeSuspendedUntil = max($0.volumeSuspendedUntil ?? active.end, active.end)
        }
        revision.databases += 1
      }
    }
  }

  /// The volumes of a fault answer again: what waited for them goes on.
  mutating func resumeVolumes(of active: ActiveFault) {
    note("volume-resumed", active.fault.resource)
    for id in active.machines where !hasPausedVolume(id) {
      ec2.instances.update(id) {
        if $0.state == .running, $0.hasPower, !$0.isFrozen, $0.activity == .silent { $0.activity = .serving }
      }
    }
    if !active.machines.isEmpty { revision.instances += 1 }
    for key in databases(named: active.fault.names) {
      rds.instances.update(key) {
        if $0.volumeSuspendedUntil == active.end { $0.volumeSuspendedUntil = nil }
      }
    }
    revision.databases += 1
  }

  /// Whether a fault keeps the volumes of an instance from answering.
  package func hasPausedVolume(_ id: InstanceID) -> Bool {
    lab.faults.contains { $0.row.fault.kind == .pauseVolume && $0.row.machines.contains(id) }
  }

  /// Other programs keep the processors of machines busy, which metrics show.
  mutating func stressProcessors(of active: ActiveFault) {
    for id in active.machines {
      ec2.instances.update(id) { $0.loadedUntil = max($0.loadedUntil ?? active.end, active.end) }
      note("processors-stressed", "\(id)")
    }
  }

  /// How many times as long work takes on an instance by the faults in force; 1 without one, and when a boot has ended
  /// the other programs. O(faults).
  package func stress(on instance: Instance) -> Double {
    guard isLoaded(instance) else { return 1 }
    var factor = 1.0
    for active in lab.faults.rows
    where active.fault.kind == .cpuStress && active.machines.contains(instance.id) {
      factor *= max(1, active.fault.factor ?? 1)
    }
    return factor
  }

  /// The faults in force that slow down the volumes of an instance, or of the database of an identifier. O(faults).
  package func slowVolumes(of instance: InstanceID?, database: String? = nil) -> [Fault] {
    lab.faults.rows.filter { active in
      active.fault.kind == .volumeLatency
        && (instance.map { active.machines.contains($0) } == true
          || database.map { active.fault.names.contains($0) } == true)
    }.map(\.fault)
  }

  /// The faults in force that strike what an instance was launched from: its image, its group or the group's template.
  ///
  /// What is deployed by a group or a template is the template's newest version. O(faults).
  package func badDeploys(on instance: Instance) -> [Fault] {
    lab.faults.rows.map(\.fault).filter { $0.kind == .badDeploy && hasOrigin(instance, $0.names) }
  }

  /// Whether an instance was launched from something of these names or ids.
  private func hasOrigin(_ instance: Instance, _ names: [String]) -> Bool {
    var origins = [instance.image.description]
    if let image = ec2.images[instance.image] { origins.append(image.name) }
    if let name = instance.autoScalingGroup {
      let group = autoScaling.groups[AutoScalingGroup.key(instance.zone.region, name)]
      let template = group.flatMap { ec2.launchTemplates[$0.template] }
      let version = group?.members[instance.id]?.templateVersion
      let newest = template?.versions.last?.number
      if version == nil || newest == nil || version == newest {
        origins.append(name)
        if let template { origins += [template.id.description, template.name] }
      }
    }
    return origins.contains { names.contains($0) }
  }

  /// Whether something of this Region has a name or id from which instances are launched.
  package func isLaunchedFrom(_ name: String, in region: Region) -> Bool {
    ec2.images.contains { $0.row.region == region && ($0.row.name == name || $0.id.description == name) }
      || ec2.launchTemplates.contains {
        $0.row.region == region && ($0.row.name == name || $0.id.description == name)
      } || autoScaling.groups[AutoScalingGroup.key(region, name)] != nil
  }
}
