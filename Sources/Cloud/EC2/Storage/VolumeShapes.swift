package import EventKernel

/// A volume as the calls show it.
package struct VolumeShape: Encodable, Sendable {
  package var availabilityZoneId: String?
  package var iops: Int?
  package var tags: [Tags.Tag]?
  package var volumeType: String
  package var multiAttachEnabled = false
  package var throughput: Int?
  package var volumeId: String
  package var size: Int
  package var snapshotId: String
  package var availabilityZone: String
  package var state: String
  package var createTime: Instant
  package var attachments: [VolumeAttachmentShape]
  package var encrypted: Bool
  package var kmsKeyId: String?

  init(_ volume: Volume, in world: World) {
    availabilityZoneId = world.catalog.id(of: volume.zone)
    iops = volume.plan.listedIOPS
    tags = volume.tags.all.isEmpty ? nil : volume.tags.all
    volumeType = volume.plan.type.rawValue
    throughput = volume.plan.listedThroughput
    volumeId = "\(volume.id)"
    size = volume.plan.sizeGiB
    snapshotId = volume.snapshot.map { "\($0)" } ?? ""
    availabilityZone = volume.zone.rawValue
    state = volume.state.rawValue
    createTime = volume.creation
    attachments = volume.attachment.map { [VolumeAttachmentShape($0, of: volume)] } ?? []
    encrypted = volume.plan.isEncrypted
    kmsKeyId = encrypted ? volume.plan.missingKey ?? world.defaultKey(in: volume.zone.region) : nil
  }
}

/// The place of a volume at an instance, as the calls show it.
package struct VolumeAttachmentShape: Encodable, Sendable {
  package var deleteOnTermination: Bool
  package var volumeId: String
  package var instanceId: String
  package var device: String
  package var state: String
  package var attachTime: Instant

  init(_ attachment: Volume.Attachment, of volume: Volume) {
    deleteOnTermination = attachment.deletesOnTermination
    volumeId = "\(volume.id)"
    instanceId = "\(attachment.instance)"
    device = attachment.device
    state = attachment.state.rawValue
    attachTime = attachment.since
  }
}

/// A change of a volume as the calls show it.
package struct VolumeModificationShape: Encodable, Sendable {
  package var volumeId: String
  package var modificationState: String
  package var targetSize: Int
  package var targetIops: Int?
  package var targetVolumeType: String
  package var targetThroughput: Int?
  package var targetMultiAttachEnabled = false
  package var originalSize: Int
  package var originalIops: Int?
  package var originalVolumeType: String
  package var originalThroughput: Int?
  package var originalMultiAttachEnabled = false
  package var progress: Int
  package var startTime: Instant
  package var endTime: Instant?

  init(_ change: Volume.Modification, of volume: VolumeID, at now: Instant) {
    volumeId = "\(volume)"
    modificationState = change.state.rawValue
    targetSize = change.to.sizeGiB
    targetIops = change.to.listedIOPS
    targetVolumeType = change.to.type.rawValue
    targetThroughput = change.to.listedThroughput
    originalSize = change.from.sizeGiB
    originalIops = change.from.listedIOPS
    originalVolumeType = change.from.type.rawValue
    originalThroughput = change.from.listedThroughput
    let whole = max(1, (change.end - change.start).wholeSeconds)
    progress =
      switch change.state {
      case .modifying: 0
      case .optimizing: min(99, (now - change.start).wholeSeconds * 100 / whole)
      case .completed: 100
      }
    startTime = change.start
    endTime = change.state == .completed ? change.end : nil
  }
}
