import EventKernel

/// Changes the size, the kind or the rates of a volume while it is in use.
package enum ModifyVolume: EC2Operation {
  package static let name = "ModifyVolume"

  package struct Input: Decodable, Sendable, DryRunnable {
    var volumeId: String?
    var size: Int?
    var volumeType: String?
    var iops: Int?
    var throughput: Int?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var volumeModification: VolumeModificationShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.volume, input.volumeId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.volumeId else { throw .missingParameter("volumeId") }
    let volume = try world.volume(text, in: context.region)
    guard volume.state == .available || volume.state == .inUse else { throw .volumeState(volume) }
    try checkPause(of: volume, now: world.now)
    let plan = try plan(input, of: volume)
    try plan.check()
    if let instance = volume.attachment.flatMap({ world.ec2.instances[$0.instance] }),
      instance.rootVolume == volume.id, !plan.type.isBootable
    {
      throw AWSError(
        "InvalidParameterValue", "Volume type \(plan.type.rawValue) is not supported for a root volume.")
    }
    let end = world.now + StorageTimings.change + StorageTimings.optimisation(ofGiB: plan.sizeGiB)
    let change = Volume.Modification(
      from: volume.plan, to: plan, state: .modifying, start: world.now, end: end)
    world.ec2.volumes.update(volume.id) { $0.modifications.append(change) }
    world.schedule(.ec2(.storage(.volumeChanged(volume.id))), in: StorageTimings.change)
    world.agenda.add(.ec2(.storage(.volumeOptimised(volume.id))), at: end)
    return Output(volumeModification: VolumeModificationShape(change, of: volume.id, at: world.now))
  }

  /// At most four changes in any 24 hours, each after the one before is complete (facts: EC2 2.11, ModifyVolume).
  private static func checkPause(of volume: Volume, now: Instant) throws(AWSError) {
    if let last = volume.modifications.last, last.state != .completed {
      throw AWSError(
        "IncorrectModificationState",
        "Volume \(volume.id) can not be modified in state \(last.state.rawValue). The modification is completed at "
          + "about \(last.end.iso8601).")
    }
    let recent = volume.modifications.filter { now - $0.start < .hours(24) }
    guard recent.count >= 4, let first = recent.first else { return }
    throw AWSError(
      "VolumeModificationRateExceeded",
      "You've reached the maximum modification rate per volume limit: four in 24 hours. The next modification of "
        + "\(volume.id) is possible at \((first.start + .hours(24)).iso8601).")
  }

  private static func plan(_ input: Input, of volume: Volume) throws(AWSError) -> VolumePlan {
    var plan = volume.plan
    if let type = try VolumeType.named(input.volumeType), type != plan.type {
      plan.type = type
      // What the old kind was asked for does not follow to the new one.
      plan.iops = type.settableIOPS == nil || type == .gp3 ? nil : plan.listedIOPS ?? volume.plan.listedIOPS
      plan.throughput = nil
    }
    if let size = input.size { plan.sizeGiB = size }
    if let iops = input.iops { plan.iops = iops }
    if let throughput = input.throughput { plan.throughput = throughput }
    guard plan.sizeGiB >= volume.plan.sizeGiB else {
      throw AWSError(
        "InvalidParameterValue",
        "New size cannot be smaller than existing size. Volume \(volume.id) has \(volume.plan.sizeGiB)GiB.")
    }
    guard plan != volume.plan else {
      throw AWSError(
        "InvalidParameterValue",
        "The volume modification request must change the size, the type, the IOPS or the throughput of \(volume.id)."
      )
    }
    return plan
  }
}

/// Tells how far the changes of volumes have come.
package enum DescribeVolumesModifications: EC2Operation {
  package static let name = "DescribeVolumesModifications"

  package struct Input: Decodable, Sendable, DryRunnable {
    var volumeIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var volumesModifications: [VolumeModificationShape]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    var rows: [Volume] = []
    for text in input.volumeIds ?? [] {
      let volume = try now.volume(text, in: context.region)
      guard !volume.modifications.isEmpty else {
        throw AWSError(
          "InvalidVolumeModification.NotFound", "Modification for volume '\(volume.id)' does not exist.")
      }
      rows.append(volume)
    }
    if input.volumeIds?.isEmpty ?? true { rows = now.volumes(in: context.region) }
    let shapes = rows.flatMap { volume in
      volume.modifications.suffix(1).map { VolumeModificationShape($0, of: volume.id, at: now.now) }
    }
    let fields = FilterFields<VolumeModificationShape>([
      "volume-id": { $0.volumeId }, "modification-state": { $0.modificationState },
      "target-size": { $0.targetSize }, "target-iops": { $0.targetIops },
      "target-volume-type": { $0.targetVolumeType }, "original-size": { $0.originalSize },
      "original-iops": { $0.originalIops }, "original-volume-type": { $0.originalVolumeType },
      "originalMultiAttachEnabled": { $0.originalMultiAttachEnabled },
      "targetMultiAttachEnabled": { $0.targetMultiAttachEnabled }, "start-time": { $0.startTime },
    ])
    let page = try ec2Page(
      try fields.select(shapes, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults, least: 1)
    return Output(nextToken: page.nextToken, volumesModifications: page.rows)
  }
}
