/// Exchanges of root volumes.
enum RootVolumeReplacementOperations {
  static let all: [any Operation.Type] = [
    CreateReplaceRootVolumeTask.self, DescribeReplaceRootVolumeTasks.self,
  ]
}

/// Has a running instance start from a new root volume: as it was launched, from a snapshot, or from another image.
package enum CreateReplaceRootVolumeTask: EC2Operation {
  package static let name = "CreateReplaceRootVolumeTask"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    var snapshotId: String?
    var imageId: String?
    var deleteReplacedRootVolume: Bool?
    var clientToken: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var replaceRootVolumeTask: ReplaceRootVolumeTaskShape
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId)
      .on(.snapshot, input.snapshotId).on(.image, input.imageId)
      .creating(.replaceRootVolumeTask, input.tagSpecifications).creating(.volume).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context),
      let task = RootVolumeReplacementID(earlier).flatMap({ world.ec2.rootVolumeReplacements[$0] })
    {
      return Output(replaceRootVolumeTask: ReplaceRootVolumeTaskShape(task, at: world.now))
    }
    guard let text = input.instanceId else { throw .missingParameter("InstanceId") }
    let instance = try world.instance(text, in: context.region)
    guard input.snapshotId == nil || input.imageId == nil else {
      throw AWSError(
        "InvalidParameterCombination", "The parameters SnapshotId and ImageId may not be specified together.")
    }
    guard instance.state == .running, let root = world.rootVolume(of: instance) else {
      throw AWSError(
        "IncorrectInstanceState",
        "The instance '\(instance.id)' is not in the 'running' state; its root volume cannot be replaced.")
    }
    let isUnderWay = world.ec2.rootVolumeReplacements.contains {
      $0.row.instance == instance.id && $0.row.state == .pending
    }
    guard !isUnderWay else {
      throw AWSError(
        "IncorrectState", "A root volume replacement of the instance '\(instance.id)' is in progress already."
      )
    }
    let tags = try Tags.of(input.tagSpecifications, for: "replace-root-volume-task")
    let named = try input.snapshotId.map { text throws(AWSError) in
      try world.snapshotOfRoot(text, of: instance)
    }
    let image = try input.imageId.map { text throws(AWSError) in
      try world.imageReplacing(root, text, of: instance)
    }
    guard let snapshot = named?.id ?? image?.devices.first?.snapshot ?? root.snapshot else {
      throw AWSError(
        "InvalidParameterValue",
        "The root volume '\(root.id)' was not made from a snapshot. Specify a snapshot or an image.")
    }
    let task = RootVolumeReplacement(
      id: world.nextID(), region: context.region, instance: instance.id, snapshot: snapshot,
      namedSnapshot: named?.id, image: image?.id, deletesOld: input.deleteReplacedRootVolume ?? false,
      start: world.now, state: .pending, tags: tags)
    world.ec2.rootVolumeReplacements[task.id] = task
    world.schedule(
      .ec2(.storage(.rootVolumeIsReplaced(task.id))), in: RootVolumeReplacement.length)
    world.remember("\(task.id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(replaceRootVolumeTask: ReplaceRootVolumeTaskShape(task, at: world.now))
  }
}

extension World {
  /// A snapshot of one of the volumes that have been the root volume of an instance.
  fileprivate func snapshotOfRoot(_ text: String, of instance: Instance) throws(AWSError) -> Snapshot {
    let row = try readySnapshot(text, in: instance.zone.region)
    let earlier = ec2.rootVolumeReplacements.rows.filter { $0.instance == instance.id }.compactMap(\.replaced)
    let isOfRoot = row.volume.map { $0 == instance.rootVolume || earlier.contains($0) } ?? false
    guard isOfRoot || row.id == rootVolume(of: instance)?.snapshot else {
      throw AWSError(
        "InvalidParameterValue",
        "The snapshot '\(row.id)' was not taken of a root volume of the instance '\(instance.id)'.")
    }
    return row
  }

  /// An image that can take the place of what an instance was launched from.
  fileprivate func imageReplacing(_ root: Volume, _ text: String, of instance: Instance) throws(AWSError)
    -> Image
  {
    let image = try launchableImage(text, in: instance.zone.region)
    guard image.architecture == architecture(of: instance),
      image.productCodes == productCodes(of: instance)
    else {
      throw AWSError(
        "InvalidParameterValue",
        "The image '\(image.id)' must have the architecture and the product codes of the instance.")
    }
    guard let device = image.devices.first, device.plan.sizeGiB <= root.plan.sizeGiB else {
      throw AWSError(
        "InvalidParameterValue",
        "The root volume of the image '\(image.id)' is larger than that of the instance.")
    }
    return image
  }
}

/// Lists exchanges of root volumes.
package enum DescribeReplaceRootVolumeTasks: EC2Operation {
  package static let name = "DescribeReplaceRootVolumeTasks"

  package struct Input: Decodable, Sendable, DryRunnable {
    var replaceRootVolumeTaskIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var replaceRootVolumeTasks: [ReplaceRootVolumeTaskShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.rootVolumeReplacements.rows.filter { $0.region == context.region }
    let rows = try named(input.replaceRootVolumeTaskIds, all: all) { text throws(AWSError) in
      let id = try RootVolumeReplacementID.parse(
        text, else: "InvalidReplaceRootVolumeTaskId", "replace root volume task ID")
      guard let row = now.ec2.rootVolumeReplacements[id], row.region == context.region else {
        throw .notFound("InvalidReplaceRootVolumeTaskId", "replace root volume task ID", text)
      }
      return row
    }
    let fields = FilterFields<ReplaceRootVolumeTaskShape>(
      ["instance-id": { $0.instanceId }, "task-state": { $0.taskState }], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(
        rows.map { ReplaceRootVolumeTaskShape($0, at: now.now) }, input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(replaceRootVolumeTasks: page.rows, nextToken: page.nextToken)
  }
}
