package import EventKernel

/// The exchange of a running instance's root volume (EC2 User Guide, replace the root volume).
package struct RootVolumeReplacement: Sendable, Equatable {
  /// Where it is in its life.
  package enum State: String, Sendable {
    case pending
    case inProgress = "in-progress"
    case succeeded, failed
  }

  package let id: RootVolumeReplacementID
  package let region: Region
  package let instance: InstanceID
  /// What the new volume is made of.
  package let snapshot: SnapshotID
  /// The snapshot that the call named.
  package let namedSnapshot: SnapshotID?
  /// The image that the call named.
  package let image: ImageID?
  /// Whether the old volume is deleted.
  package let deletesOld: Bool
  package let start: Instant
  package var end: Instant?
  package var state: State
  /// The volume that was replaced.
  package var replaced: VolumeID?
  package var tags: Tags

  /// From the call to an instance that starts from its new volume (TEACH).
  package static let length: Duration = .seconds(20)
  /// How long it is pending (TEACH).
  package static let pending: Duration = .seconds(5)
}

/// A task as the calls show it.
package struct ReplaceRootVolumeTaskShape: Encodable, Sendable {
  package var replaceRootVolumeTaskId: String
  package var instanceId: String
  package var taskState: String
  package var startTime: String
  package var completeTime: String?
  package var tags: [Tags.Tag]
  package var imageId: String?
  package var snapshotId: String?
  package var deleteReplacedRootVolume: Bool

  init(_ task: RootVolumeReplacement, at now: Instant) {
    replaceRootVolumeTaskId = "\(task.id)"
    instanceId = "\(task.instance)"
    let isBegun = task.state == .pending && now >= task.start + RootVolumeReplacement.pending
    taskState = (isBegun ? .inProgress : task.state).rawValue
    startTime = task.start.iso8601
    completeTime = task.end?.iso8601
    tags = task.tags.all
    imageId = task.image.map { "\($0)" }
    snapshotId = task.namedSnapshot.map { "\($0)" }
    deleteReplacedRootVolume = task.deletesOld
  }
}

extension World {
  /// Gives an instance its new root volume, from which it starts; the task fails when the instance no longer runs.
  mutating func replaceRootVolume(_ id: RootVolumeReplacementID) {
    guard let task = ec2.rootVolumeReplacements[id], task.state == .pending else { return }
    guard let instance = ec2.instances[task.instance], instance.state == .running,
      let old = rootVolume(of: instance), let attachment = old.attachment,
      let snapshot = ec2.snapshots[task.snapshot]
    else {
      ec2.rootVolumeReplacements.update(id) {
        $0.state = .failed
        $0.end = now
      }
      note("root-volume-kept", "\(task.instance)")
      return
    }
    let fresh = makeVolume(
      for: instance.id, in: instance.zone, plan: old.plan, from: snapshot, device: attachment.device,
      deletesOnTermination: attachment.deletesOnTermination, tags: old.tags)
    detach(old.id)
    if task.deletesOld { ec2.volumes[old.id] = nil }
    let key = ec2.keyPairs.first {
      $0.row.region == task.region && $0.row.name == instance.keyName
    }?.row.publicKey
    if let key {
      ec2.volumes.update(fresh) { volume in
        guard volume.contents.system?.authorizedKeys.contains(key) == false else { return }
        volume.contents.system?.authorizedKeys.append(key)
      }
    }
    ec2.instances.update(instance.id) {
      $0.rootVolume = fresh
      $0.volumes.insert(fresh, at: 0)
    }
    ec2.rootVolumeReplacements.update(id) {
      $0.state = .succeeded
      $0.end = now
      $0.replaced = old.id
    }
    note("root-volume-replaced", "\(instance.id)")
    rebootInstance(instance.id)
  }
}
