import EventKernel

extension World {
  /// MiB that a volume in use is taken to write in an hour (TEACH: half a GiB a day).
  // Simplified: volume-writes
  static let writtenMiBPerHour = 21

  /// An id for something that comes along with a launch; the ids of all else stay what they would have been.
  mutating func nextAccompanyingID<Kind>(_ kind: Kind.Type = Kind.self) -> ResourceID<Kind> {
    ec2.accompanying += 1
    let draws = Draws(
      seed: seed.rawValue, purpose: DrawPurpose.ids.rawValue, population: 1, number: ec2.accompanying)
    return ResourceID(bits: draws.bits(0))
  }

  /// MiB that a volume has written up to now.
  func writtenMiB(of volume: Volume) -> Int {
    guard let attachment = volume.attachment else { return volume.writtenMiB }
    let hundredths = (now - attachment.since).wholeSeconds / 36
    return volume.writtenMiB + hundredths * Self.writtenMiBPerHour / 100
  }

  /// MiB of a volume that hold something.
  func usedMiB(of volume: Volume) -> Int {
    min(volume.plan.sizeGiB * 1_024, max(volume.contents.usedMiB, writtenMiB(of: volume)))
  }

  /// Makes a volume and attaches it to an instance that is being launched, which has it from the start.
  mutating func makeVolume(
    for instance: InstanceID, in zone: Zone, plan: VolumePlan, from snapshot: Snapshot?, device: String,
    deletesOnTermination: Bool, tags: Tags
  ) -> VolumeID {
    let id = nextAccompanyingID(VolumeKind.self)
    var volume = Volume(
      id: id, zone: zone, plan: plan, snapshot: snapshot?.id, state: .inUse, creation: now,
      contents: snapshot?.contents ?? DiskContents(), tags: tags)
    volume.base = base(of: snapshot)
    if let snapshot, plan.sizeGiB > snapshot.sizeGiB { volume.contents.disk(growsFromGiB: snapshot.sizeGiB) }
    volume.attachment = Volume.Attachment(
      instance: instance, device: device, state: .attached, since: now,
      deletesOnTermination: deletesOnTermination)
    ec2.volumes[id] = volume
    return id
  }

  /// What the first snapshot of a volume made from a snapshot is incremental to: that snapshot if the account owns it.
  func base(of snapshot: Snapshot?) -> Volume.Base? {
    guard let snapshot, snapshot.owner == Account.id else { return nil }
    return Volume.Base(snapshot: snapshot.id, writtenMiB: 0)
  }

  /// Takes a volume off its instance at once.
  mutating func detach(_ id: VolumeID) {
    guard let volume = ec2.volumes[id], let attachment = volume.attachment else { return }
    let written = writtenMiB(of: volume)
    let used = usedMiB(of: volume)
    ec2.volumes.update(id) {
      $0.writtenMiB = written
      $0.contents.usedMiB = used
      $0.attachment = nil
      $0.state = .available
    }
    ec2.instances.update(attachment.instance) { instance in
      instance.volumes.removeAll { $0 == id }
      if instance.rootVolume == id { instance.rootVolume = nil }
      for mount in instance.mounts where mount.row == id { instance.mounts[mount.id] = nil }
    }
    note("volume-detached", "\(id)", "\(attachment.instance)")
  }

  /// What a terminated instance leaves: volumes that outlive it become available, the others go.
  mutating func releaseVolumes(of instance: Instance) {
    for id in instance.volumes {
      let deletes = ec2.volumes[id]?.attachment?.deletesOnTermination ?? false
      if deletes { ec2.volumes[id] = nil } else { detach(id) }
    }
    ec2.instances.update(instance.id) {
      $0.volumes = []
      $0.rootVolume = nil
    }
  }

  mutating func handle(_ event: StorageEvent) {
    switch event {
    case .volumeIsMade(let id):
      guard let volume = ec2.volumes[id], volume.state == .creating else { return }
      let isMade = volume.plan.missingKey == nil
      ec2.volumes.update(id) { $0.state = isMade ? .available : .error }
      if !isMade { note("volume-failed", "\(id)") }
    case .volumeAttached(let id):
      ec2.volumes.update(id) { if $0.attachment?.state == .attaching { $0.attachment?.state = .attached } }
    case .volumeDetached(let id):
      if ec2.volumes[id]?.attachment?.state == .detaching { detach(id) }
    case .volumeDeleted(let id):
      if ec2.volumes[id]?.state == .deleting { ec2.volumes[id] = nil }
    case .volumeChanged(let id): volumeChanged(id)
    case .rootVolumeIsReplaced(let id): replaceRootVolume(id)
    case .volumeOptimised(let id): volumeOptimised(id)
    case .snapshotCompletes(let id):
      guard let snapshot = ec2.snapshots[id] else { return }
      note(snapshot.missingKey == nil ? "snapshot-completed" : "snapshot-failed", "\(id)")
    }
  }

  private mutating func volumeChanged(_ id: VolumeID) {
    guard let change = ec2.volumes[id]?.modifications.last, change.state == .modifying else { return }
    ec2.volumes.update(id) { volume in
      if change.to.sizeGiB > volume.plan.sizeGiB {
        volume.contents.disk(growsFromGiB: volume.plan.sizeGiB)
      }
      volume.plan = change.to
      volume.modifications[volume.modifications.count - 1].state = .optimizing
    }
    // Instances feel the new limits at once.
    if ec2.volumes[id]?.attachment != nil { revision.instances += 1 }
  }

  private mutating func volumeOptimised(_ id: VolumeID) {
    guard let change = ec2.volumes[id]?.modifications.last, change.state == .optimizing, change.end <= now
    else {
      return
    }
    ec2.volumes.update(id) { $0.modifications[$0.modifications.count - 1].state = .completed }
    note("volume-modified", "\(id)")
  }

  /// The volume that an instance starts from.
  package func rootVolume(of instance: Instance) -> Volume? {
    instance.rootVolume.flatMap { ec2.volumes[$0] }
  }

  /// The application on the volume that an instance starts from; `nil` without one.
  package func app(of instance: Instance) -> AppProfile? { rootVolume(of: instance)?.contents.system?.app }

  /// `x86_64` or `arm64`, as the instance's system was built; its image's while it has no root volume.
  func architecture(of instance: Instance) -> String {
    rootVolume(of: instance)?.contents.system?.architecture ?? ec2.images[instance.image]?.architecture
      ?? "x86_64"
  }

  /// Volumes of a call, in AWS's errors when they are not there.
  func volume(_ text: String, in region: Region) throws(AWSError) -> Volume {
    guard let id = VolumeID(text) else {
      guard text.utf8.starts(with: "vol-".utf8) else {
        throw AWSError(
          "InvalidParameterValue", "Value (\(text)) for parameter volumeId is invalid. Expected: 'vol-...'.")
      }
      throw .volumeNotFound(text)
    }
    guard let row = ec2.volumes[id], row.zone.region == region else { throw .volumeNotFound(text) }
    return row
  }

  /// Snapshots of a call, in AWS's errors when they are not there or not shared with the account.
  func snapshot(_ text: String, in region: Region) throws(AWSError) -> Snapshot {
    guard let id = SnapshotID(text) else {
      guard text.utf8.starts(with: "snap-".utf8) else {
        throw AWSError(
          "InvalidParameterValue",
          "Value (\(text)) for parameter snapshotId is invalid. Expected: 'snap-...'.")
      }
      throw .snapshotNotFound(text)
    }
    guard let row = ec2.snapshots[id], row.region == region else { throw .snapshotNotFound(text) }
    return row
  }
}

extension AWSError {
  static func volumeNotFound(_ id: String) -> AWSError {
    AWSError("InvalidVolume.NotFound", "The volume '\(id)' does not exist.")
  }

  static func snapshotNotFound(_ id: String) -> AWSError {
    AWSError("InvalidSnapshot.NotFound", "The snapshot '\(id)' does not exist.")
  }

  /// The refusal of an act on a volume in the wrong state.
  static func volumeState(_ volume: Volume) -> AWSError {
    AWSError("IncorrectState", "Volume '\(volume.id)' is in the '\(volume.state.rawValue)' state.")
  }
}
