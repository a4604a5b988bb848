import EventKernel

/// EBS volumes.
enum VolumeOperations {
  static let all: [any Operation.Type] = [
    CreateVolume.self, DescribeVolumes.self, DescribeVolumeStatus.self, DeleteVolume.self, AttachVolume.self,
    DetachVolume.self, ModifyVolume.self, DescribeVolumesModifications.self,
  ]
}

/// Makes a volume, empty or from a snapshot.
package enum CreateVolume: EC2Operation {
  package static let name = "CreateVolume"

  package struct Input: Decodable, Sendable, DryRunnable {
    var availabilityZone: String?
    var availabilityZoneId: String?
    var encrypted: Bool?
    var iops: Int?
    var size: Int?
    var snapshotId: String?
    var volumeType: String?
    var throughput: Int?
    var kmsKeyId: String?
    var tagSpecifications: [TagSpecification]?
    var clientToken: String?
    package var dryRun: Bool?
  }

  package typealias Output = VolumeShape

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let snapshot = input.snapshotId.flatMap { SnapshotID($0) }.flatMap { world.ec2.snapshots[$0] }
    let size = input.size ?? snapshot?.sizeGiB
    var facts = ConditionKeys(["ec2:VolumeType": input.volumeType ?? VolumeType.gp2.rawValue])
    let encrypts = input.encrypted ?? (input.kmsKeyId != nil)
    facts["ec2:Encrypted"] = encrypts.filterTexts
    facts["ec2:AvailabilityZone"] = input.availabilityZone.map { [$0] }
    facts["ec2:VolumeSize"] = size.map { ["\($0)"] }
    facts["ec2:VolumeIops"] = input.iops.map { ["\($0)"] }
    facts["ec2:VolumeThroughput"] = input.throughput.map { ["\($0)"] }
    facts["ec2:ParentSnapshot"] = input.snapshotId.map { [World.arn(.snapshot, $0, in: context.region)] }
    return Access(defaultAction, world, context)
      .creating(.volume, input.tagSpecifications, facts: facts).on(.snapshot, input.snapshotId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let id = VolumeID(earlier), let volume = world.ec2.volumes[id]
    {
      return VolumeShape(volume, in: world)
    }
    let zone = try world.zone(
      named: input.availabilityZone, id: input.availabilityZoneId, in: context.region)
    let snapshot = try input.snapshotId.map { text throws(AWSError) in
      try world.readySnapshot(text, in: context.region)
    }
    guard let size = input.size ?? snapshot?.sizeGiB else {
      throw AWSError("MissingParameter", "The request must contain the parameter size/snapshot")
    }
    if let snapshot, size < snapshot.sizeGiB {
      throw AWSError(
        "InvalidParameterValue",
        "Volume of size \(size)GB is smaller than snapshot '\(snapshot.id)', expect size >= \(snapshot.sizeGiB)GB"
      )
    }
    let missingKey = try world.missingKey(
      input.kmsKeyId, isEncrypted: input.encrypted, in: context.region)
    let plan = VolumePlan(
      type: try VolumeType.named(input.volumeType) ?? .gp2, sizeGiB: size, iops: input.iops,
      throughput: input.throughput,
      isEncrypted: input.encrypted == true || snapshot?.isEncrypted == true
        || world.ec2.encryptsByDefault.contains(context.region), missingKey: missingKey)
    try plan.check()
    try world.checkStorageQuota(adding: plan, in: context.region)
    guard world.hasPower(zone) else {
      throw AWSError(
        "InsufficientVolumeCapacity",
        "There is not enough capacity to fulfill your EBS volume provision request in \(zone.rawValue). Try a "
          + "different volume type or a different Availability Zone, or wait for additional capacity.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "volume")
    let id = world.nextID(VolumeKind.self)
    var volume = Volume(
      id: id, zone: zone, plan: plan, snapshot: snapshot?.id, state: .creating, creation: world.now,
      contents: snapshot?.contents ?? DiskContents(), tags: tags)
    volume.base = world.base(of: snapshot)
    if let snapshot, plan.sizeGiB > snapshot.sizeGiB { volume.contents.disk(growsFromGiB: snapshot.sizeGiB) }
    world.ec2.volumes[id] = volume
    world.schedule(.ec2(.storage(.volumeIsMade(id))), in: StorageTimings.creation)
    world.remember("\(id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return VolumeShape(volume, in: world)
  }
}

extension World {
  /// Throws when a Region's volumes of one kind would hold more than 50 TiB, the quota of a new account.
  func checkStorageQuota(adding plan: VolumePlan, in region: Region) throws(AWSError) {
    var total = plan.sizeGiB
    for (_, volume) in ec2.volumes where volume.zone.region == region && volume.plan.type == plan.type {
      total += volume.plan.sizeGiB
    }
    guard total <= 50 * 1_024 else {
      throw AWSError(
        "VolumeLimitExceeded", "You have exceeded your maximum \(plan.type.rawValue) storage limit of 50TiB.")
    }
  }

  /// A complete snapshot that the account may make volumes from.
  func readySnapshot(_ text: String, in region: Region) throws(AWSError) -> Snapshot {
    let row = try snapshot(text, in: region)
    guard row.isComplete(at: now) else {
      let state = row.hasFailed(at: now) ? "error" : "pending"
      throw AWSError("IncorrectState", "Snapshot is in invalid state - \(state)")
    }
    return row
  }
}

/// Deletes a volume that nothing uses.
package enum DeleteVolume: EC2Operation {
  package static let name = "DeleteVolume"

  package struct Input: Decodable, Sendable, DryRunnable {
    var volumeId: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.volume, input.volumeId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.volumeId else { throw .missingParameter("volumeId") }
    let volume = try world.volume(text, in: context.region)
    if let attachment = volume.attachment {
      throw AWSError("VolumeInUse", "Volume \(volume.id) is currently attached to \(attachment.instance)")
    }
    guard volume.state == .available || volume.state == .error else { throw .volumeState(volume) }
    world.ec2.volumes.update(volume.id) { $0.state = .deleting }
    world.schedule(.ec2(.storage(.volumeDeleted(volume.id))), in: StorageTimings.deletion)
    return NoOutput()
  }
}

/// Lists volumes.
package enum DescribeVolumes: EC2Operation {
  package static let name = "DescribeVolumes"

  package struct Input: Decodable, Sendable, DryRunnable {
    var volumeIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var volumes: [VolumeShape]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    try checkPaging(input.volumeIds, "volumeSet", limit: input.maxResults)
    let rows = try named(input.volumeIds, all: now.volumes(in: context.region)) { id throws(AWSError) in
      try now.volume(id, in: context.region)
    }
    let page = try ec2Page(
      try volumeFilters.select(rows.map { VolumeShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults)
    return Output(nextToken: page.nextToken, volumes: page.rows)
  }

  private static var volumeFilters: FilterFields<VolumeShape> {
    FilterFields(
      [
        "attachment.attach-time": { $0.attachments.map(\.attachTime) },
        "attachment.delete-on-termination": { $0.attachments.map(\.deleteOnTermination) },
        "attachment.device": { $0.attachments.map(\.device) },
        "attachment.instance-id": { $0.attachments.map(\.instanceId) },
        "attachment.status": { $0.attachments.map(\.state) },
        "availability-zone": { $0.availabilityZone }, "availability-zone-id": { $0.availabilityZoneId },
        "create-time": { $0.createTime }, "encrypted": { $0.encrypted },
        "multi-attach-enabled": { $0.multiAttachEnabled }, "size": { $0.size },
        "snapshot-id": { $0.snapshotId }, "status": { $0.state }, "volume-id": { $0.volumeId },
        "volume-type": { $0.volumeType },
      ], tags: { Tags($0.tags ?? []) })
  }
}

extension World {
  /// The volumes of a Region by id.
  func volumes(in region: Region) -> [Volume] { ec2.volumes.rows.filter { $0.zone.region == region } }
}

/// Tells whether the blocks of volumes are well.
package enum DescribeVolumeStatus: EC2Operation {
  package static let name = "DescribeVolumeStatus"

  package struct Input: Decodable, Sendable, DryRunnable {
    var volumeIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var volumeStatuses: [Status]
  }

  /// The status of one volume.
  package struct Status: Encodable, Sendable {
    package var actions: [String] = []
    package var availabilityZone: String
    package var events: [String] = []
    package var volumeId: String
    package var volumeStatus: Info
    package var availabilityZoneId: String?
  }

  /// What the checks of a volume say.
  package struct Info: Encodable, Sendable {
    package var details: [Detail]
    package var status: String
  }

  /// One of the checks.
  package struct Detail: Encodable, Sendable {
    package var name: String
    package var status: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = try named(input.volumeIds, all: now.volumes(in: context.region)) { id throws(AWSError) in
      try now.volume(id, in: context.region)
    }
    let shapes = rows.map { volume in
      let isWell = now.hasPower(volume.zone)
      return Status(
        availabilityZone: volume.zone.rawValue, volumeId: "\(volume.id)",
        volumeStatus: Info(
          details: [
            Detail(name: "io-enabled", status: isWell ? "passed" : "failed"),
            Detail(name: "io-performance", status: isWell ? "not-applicable" : "stalled"),
          ], status: isWell ? "ok" : "impaired"),
        availabilityZoneId: now.catalog.id(of: volume.zone))
    }
    let fields = FilterFields<Status>([
      "availability-zone": { $0.availabilityZone }, "availability-zone-id": { $0.availabilityZoneId },
      "volume-status.status": { $0.volumeStatus.status },
      "volume-status.details-name": { $0.volumeStatus.details.map(\.name) },
      "volume-status.details-status": { $0.volumeStatus.details.map(\.status) },
    ])
    let page = try ec2Page(
      try fields.select(shapes, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(nextToken: page.nextToken, volumeStatuses: page.rows)
  }
}
