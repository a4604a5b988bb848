import EventKernel

extension World {
  /// Takes a snapshot of a volume as it is now.
  mutating func takeSnapshot(of volume: Volume, description: String, isTorn: Bool = false, tags: Tags)
    -> Snapshot
  {
    let id = nextID(SnapshotKind.self)
    let written = writtenMiB(of: volume)
    let used = usedMiB(of: volume)
    let base = volume.base.flatMap { ec2.snapshots[$0.snapshot] == nil ? nil : $0 }
    let stored = base.map { min(used, written - $0.writtenMiB) } ?? used
    var contents = volume.contents
    contents.usedMiB = used
    contents.isConsistent = contents.isConsistent && !isTorn
    let snapshot = Snapshot(
      id: id, region: volume.zone.region, volume: volume.id, sizeGiB: volume.plan.sizeGiB, contents: contents,
      isEncrypted: volume.plan.isEncrypted, owner: Account.id, description: description, start: now,
      end: now + StorageTimings.snapshot(ofMiB: stored), parent: base?.snapshot, writtenMiB: written,
      storedMiB: stored, isBilled: true, tags: tags)
    ec2.snapshots[id] = snapshot
    ec2.volumes.update(volume.id) { $0.base = Volume.Base(snapshot: id, writtenMiB: written) }
    agenda.add(.ec2(.storage(.snapshotCompletes(id))), at: snapshot.end)
    return snapshot
  }

  /// Copies a snapshot into a Region as a full one.
  mutating func copySnapshot(
    _ source: Snapshot, to region: Region, description: String, isEncrypted: Bool, missingKey: String? = nil,
    tags: Tags
  ) -> Snapshot {
    let id = nextID(SnapshotKind.self)
    let used = source.contents.usedMiB
    let isFar = source.region != region
    let copy = Snapshot(
      id: id, region: region, volume: nil, sizeGiB: source.sizeGiB, contents: source.contents,
      isEncrypted: isEncrypted, owner: Account.id, description: description, start: now,
      end: now + (isFar ? StorageTimings.copy(ofMiB: used) : StorageTimings.snapshot(ofMiB: used)),
      parent: nil, writtenMiB: 0, storedMiB: used, isBilled: missingKey == nil,
      missingKey: missingKey, tags: tags)
    ec2.snapshots[id] = copy
    agenda.add(.ec2(.storage(.snapshotCompletes(id))), at: copy.end)
    return copy
  }

  /// Deletes a snapshot; blocks that the next one needs go over to it.
  mutating func removeSnapshot(_ id: SnapshotID) {
    guard let gone = ec2.snapshots[id] else { return }
    let heirs = ec2.snapshots.filter { $0.row.parent == id }
    for (index, heir) in heirs.enumerated() {
      ec2.snapshots.update(heir.id) {
        $0.parent = gone.parent
        if index == 0 { $0.storedMiB = min($0.contents.usedMiB, $0.storedMiB + gone.storedMiB) }
      }
    }
    for (volume, row) in ec2.volumes where row.base?.snapshot == id {
      let earlier = gone.parent.flatMap { ec2.snapshots[$0] }
      ec2.volumes.update(volume) {
        $0.base = earlier.map { Volume.Base(snapshot: $0.id, writtenMiB: $0.writtenMiB) }
      }
    }
    ec2.snapshots[id] = nil
  }

  /// Makes the snapshot that a ready-made image consists of, which nobody pays for.
  // Simplified: start-image-snapshots
  mutating func makeImageSnapshot(
    for image: ImageID, in region: Region, sizeGiB: Int, system: DiskContents.System, owner: String,
    isPublic: Bool, creation: Instant
  ) -> SnapshotID {
    let id = SnapshotID(bits: image.bits)
    ec2.snapshots[id] = Snapshot(
      id: id, region: region, volume: nil, sizeGiB: sizeGiB,
      contents: DiskContents(system: system, usedMiB: DiskContents.systemMiB), isEncrypted: false,
      owner: owner,
      description: "", start: creation, end: creation, parent: nil, writtenMiB: 0, storedMiB: 0,
      isBilled: false,
      sharedWith: isPublic ? ["all"] : [], tags: Tags())
    return id
  }

  /// The key that EBS encrypts with when no other is named.
  func defaultKey(in region: Region) -> String { managedKey(of: .volumes, in: region) }

  /// The key that AWS manages in a Region for a service, by ARN.
  func managedKey(of use: ManagedKeyUse, in region: Region) -> String {
    let number = catalog.regions.firstIndex { $0.region == region } ?? 0
    let draws = Draws(
      seed: seed.rawValue, purpose: DrawPurpose.ids.rawValue, population: 2,
      number: use.rawValue + UInt64(number))
    func hex(_ bits: UInt64, _ digits: Int) -> String {
      let text = String(bits, radix: 16)
      return String(String(repeating: "0", count: max(0, digits - text.utf8.count)) + text.suffix(digits))
    }
    let (high, low) = (draws.bits(0), draws.bits(1))
    let key = [
      hex(high >> 32, 8), hex(high >> 16 & 0xFFFF, 4), "4" + hex(high & 0xFFF, 3), "8" + hex(low >> 52, 3),
      hex(low & 0xFFFF_FFFF_FFFF, 12),
    ]
    return "arn:aws:kms:\(region.rawValue):\(Account.id):key/\(key.joined(separator: "-"))"
  }
}

/// What a key that AWS manages encrypts, with where the numbers of its draws begin.
enum ManagedKeyUse: UInt64 {
  case volumes = 0
  case databases = 1_000
}
