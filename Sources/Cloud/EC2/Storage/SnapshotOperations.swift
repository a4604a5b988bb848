package import EventKernel

/// EBS snapshots.
enum SnapshotOperations {
  static let all: [any Operation.Type] = [
    CreateSnapshot.self, CreateSnapshots.self, DescribeSnapshots.self, CopySnapshot.self, DeleteSnapshot.self,
    DescribeSnapshotAttribute.self, ModifySnapshotAttribute.self, ResetSnapshotAttribute.self,
  ]
}

/// A snapshot as the calls show it.
package struct SnapshotShape: Encodable, Sendable {
  package var ownerAlias: String?
  package var tags: [Tags.Tag]?
  package var storageTier: String?
  package var completionTime: Instant?
  package var fullSnapshotSizeInBytes: Int?
  package var snapshotId: String
  package var volumeId: String
  package var state: String
  package var stateMessage: String?
  package var startTime: Instant
  package var progress: String
  package var ownerId: String
  package var description: String
  package var volumeSize: Int
  package var encrypted: Bool
  package var kmsKeyId: String?

  init(_ snapshot: Snapshot, in world: World) {
    let isComplete = snapshot.isComplete(at: world.now)
    let isOwn = snapshot.owner == Account.id
    ownerAlias = snapshot.owner == "amazon" ? "amazon" : nil
    tags = snapshot.tags.all.isEmpty ? nil : snapshot.tags.all
    storageTier = "standard"
    completionTime = isComplete ? snapshot.end : nil
    fullSnapshotSizeInBytes = isOwn ? snapshot.contents.usedMiB << 20 : nil
    snapshotId = "\(snapshot.id)"
    // A copy shows a volume that never was (API reference, Snapshot).
    volumeId = snapshot.volume.map { "\($0)" } ?? "vol-ffffffff"
    let hasFailed = snapshot.hasFailed(at: world.now)
    state = isComplete ? "completed" : hasFailed ? "error" : "pending"
    stateMessage = hasFailed ? "Given key ID is not accessible" : nil
    startTime = snapshot.start
    let whole = max(1, (snapshot.end - snapshot.start).wholeSeconds)
    progress = isComplete ? "100%" : "\(min(99, (world.now - snapshot.start).wholeSeconds * 100 / whole))%"
    ownerId = isOwn ? Account.id : Image.ownerNumber(snapshot.owner)
    description = snapshot.description
    volumeSize = snapshot.sizeGiB
    encrypted = snapshot.isEncrypted
    kmsKeyId = encrypted ? snapshot.missingKey ?? world.defaultKey(in: snapshot.region) : nil
  }
}

/// Takes a snapshot of a volume.
package enum CreateSnapshot: EC2Operation {
  package static let name = "CreateSnapshot"

  package struct Input: Decodable, Sendable, DryRunnable {
    var volumeId: String?
    var description: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package typealias Output = SnapshotShape

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.snapshot, input.tagSpecifications).on(
      .volume, input.volumeId
    ).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.volumeId else { throw .missingParameter("volumeId") }
    let volume = try world.volume(text, in: context.region)
    guard volume.state == .available || volume.state == .inUse else { throw .volumeState(volume) }
    let tags = try Tags.of(input.tagSpecifications, for: "snapshot")
    try world.checkSnapshotQuota(adding: 1, in: context.region)
    let description = try Snapshot.description(input.description)
    var shape = SnapshotShape(
      world.takeSnapshot(of: volume, description: description, tags: tags), in: world)
    shape.storageTier = nil
    shape.fullSnapshotSizeInBytes = nil
    shape.progress = ""
    shape.tags = tags.all
    return shape
  }
}

extension Snapshot {
  /// A description of at most 255 characters of ASCII.
  static func description(_ text: String?) throws(AWSError) -> String {
    try EC2Text.ascii(text ?? "", "description")
  }
}

extension World {
  /// Throws when a Region would have more than 100,000 snapshots, the quota of an account.
  func checkSnapshotQuota(adding count: Int, in region: Region) throws(AWSError) {
    guard ec2.snapshots.count + count > 100_000 else { return }
    let own = ec2.snapshots.count { $0.row.region == region && $0.row.owner == Account.id }
    guard own + count <= 100_000 else {
      throw AWSError("SnapshotLimitExceeded", "The maximum number of snapshots has been reached.")
    }
  }
}

/// Takes snapshots of all volumes of an instance at one moment.
package enum CreateSnapshots: EC2Operation {
  package static let name = "CreateSnapshots"

  package struct Input: Decodable, Sendable, DryRunnable {
    var description: String?
    var instanceSpecification: Specification?
    var tagSpecifications: [TagSpecification]?
    var copyTagsFromSource: String?
    package var dryRun: Bool?

    /// The instance, and which of its volumes are left out.
    struct Specification: Decodable, Sendable {
      var instanceId: String?
      var excludeBootVolume: Bool?
      var excludeDataVolumeIds: [String]?
    }
  }

  package struct Output: Encodable, Sendable { package var snapshots: [SnapshotInfo] }

  /// One of the snapshots.
  package struct SnapshotInfo: Encodable, Sendable {
    package var description: String
    package var tags: [Tags.Tag]?
    package var encrypted: Bool
    package var volumeId: String
    package var state: String
    package var volumeSize: Int
    package var startTime: Instant
    package var progress = ""
    package var ownerId: String
    package var snapshotId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.snapshot, input.tagSpecifications)
      .on(.instance, input.instanceSpecification?.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceSpecification?.instanceId else { throw .missingParameter("InstanceId") }
    let instance = try world.instance(text, in: context.region)
    let tags = try Tags.of(input.tagSpecifications, for: "snapshot")
    let description = try Snapshot.description(input.description)
    var left = Set<VolumeID>()
    for text in input.instanceSpecification?.excludeDataVolumeIds ?? [] {
      left.insert(try world.volume(text, in: context.region).id)
    }
    if input.instanceSpecification?.excludeBootVolume == true, let root = instance.rootVolume {
      left.insert(root)
    }
    let volumes = instance.volumes.filter { !left.contains($0) }.compactMap { world.ec2.volumes[$0] }
    guard !volumes.isEmpty else {
      throw AWSError("InvalidParameterValue", "There are no volumes to take snapshots of.")
    }
    try world.checkSnapshotQuota(adding: volumes.count, in: context.region)
    var infos: [SnapshotInfo] = []
    for volume in volumes {
      var own = input.copyTagsFromSource == "volume" ? volume.tags : Tags()
      for tag in tags.all { own[tag.key] = tag.value }
      let snapshot = world.takeSnapshot(of: volume, description: description, tags: own)
      infos.append(
        SnapshotInfo(
          description: description, tags: own.all.isEmpty ? nil : own.all, encrypted: snapshot.isEncrypted,
          volumeId: "\(volume.id)", state: "pending", volumeSize: snapshot.sizeGiB, startTime: snapshot.start,
          ownerId: Account.id, snapshotId: "\(snapshot.id)"))
    }
    return Output(snapshots: infos)
  }
}

/// Lists snapshots.
package enum DescribeSnapshots: EC2Operation {
  package static let name = "DescribeSnapshots"

  package struct Input: Decodable, Sendable, DryRunnable {
    var snapshotIds: [String]?
    var ownerIds: [String]?
    var restorableByUserIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var snapshots: [SnapshotShape]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    try checkPaging(input.snapshotIds, "snapshotSet", limit: input.maxResults)
    var rows = try named(
      input.snapshotIds, all: now.ec2.snapshots.rows.filter { $0.region == context.region }
    ) { id throws(AWSError) in try now.snapshot(id, in: context.region) }
    if let owners = try Image.owners(input.ownerIds) { rows = rows.filter { owners.contains($0.owner) } }
    if let users = input.restorableByUserIds, !users.isEmpty {
      rows = rows.filter { row in users.contains { row.isRestorable(by: $0) } }
    }
    let page = try ec2Page(
      try filters.select(rows.map { SnapshotShape($0, in: now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults)
    return Output(nextToken: page.nextToken, snapshots: page.rows)
  }

  private static var filters: FilterFields<SnapshotShape> {
    FilterFields(
      [
        "description": { $0.description }, "encrypted": { $0.encrypted },
        "owner-alias": { $0.ownerAlias }, "owner-id": { $0.ownerId }, "progress": { $0.progress },
        "snapshot-id": { $0.snapshotId }, "start-time": { $0.startTime }, "status": { $0.state },
        "storage-tier": { $0.storageTier }, "volume-id": { $0.volumeId }, "volume-size": { $0.volumeSize },
      ], tags: { Tags($0.tags ?? []) })
  }
}

extension Snapshot {
  /// Whether an account, `self` or `all` may make volumes from it.
  fileprivate func isRestorable(by user: String) -> Bool {
    if user == "all" { return sharedWith.contains("all") }
    let account = user == "self" ? Account.id : user
    return owner == account || sharedWith.contains(account) || sharedWith.contains("all")
  }
}

/// Copies a snapshot, most often from another Region into the Region of the call.
package enum CopySnapshot: EC2Operation {
  package static let name = "CopySnapshot"

  package struct Input: Decodable, Sendable, DryRunnable {
    var sourceRegion: String?
    var sourceSnapshotId: String?
    /// The Region of the call; a client fills it in for the signature.
    var destinationRegion: String?
    var description: String?
    var encrypted: Bool?
    var kmsKeyId: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var tags: [Tags.Tag]?
    package var snapshotId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.snapshot, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.sourceSnapshotId else { throw .missingParameter("sourceSnapshotId") }
    let region = try world.sourceRegion(input.sourceRegion)
    let source = try world.readySnapshot(text, in: region)
    let tags = try Tags.of(input.tagSpecifications, for: "snapshot")
    let description = try Snapshot.description(input.description)
    try world.checkSnapshotQuota(adding: 1, in: context.region)
    let isEncrypted =
      source.isEncrypted || input.encrypted == true || world.ec2.encryptsByDefault.contains(context.region)
    let missingKey = try world.missingKey(
      input.kmsKeyId, isEncrypted: input.encrypted, in: context.region)
    let copy = world.copySnapshot(
      source, to: context.region, description: description, isEncrypted: isEncrypted,
      missingKey: missingKey, tags: tags)
    return Output(tags: tags.all.isEmpty ? nil : tags.all, snapshotId: "\(copy.id)")
  }
}

extension World {
  /// The Region that a copy comes from.
  func sourceRegion(_ text: String?) throws(AWSError) -> Region {
    guard let text else { throw .missingParameter("sourceRegion") }
    let region = Region(rawValue: text)
    guard catalog.region(region) != nil else {
      throw AWSError("InvalidRegion", "The value supplied for SourceRegion (\(text)) is invalid.")
    }
    return region
  }
}

/// Deletes a snapshot that no image needs.
package enum DeleteSnapshot: EC2Operation {
  package static let name = "DeleteSnapshot"

  package struct Input: Decodable, Sendable, DryRunnable {
    var snapshotId: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.snapshot, input.snapshotId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.snapshotId else { throw .missingParameter("snapshotId") }
    let snapshot = try world.snapshot(text, in: context.region)
    guard snapshot.owner == Account.id else {
      throw AWSError("AuthFailure", "Not authorized for images: [\(snapshot.id)]")
    }
    if let image = world.image(using: snapshot.id) {
      throw AWSError(
        "InvalidSnapshot.InUse", "The snapshot \(snapshot.id) is currently in use by \(image.id)")
    }
    world.removeSnapshot(snapshot.id)
    return NoOutput()
  }
}
