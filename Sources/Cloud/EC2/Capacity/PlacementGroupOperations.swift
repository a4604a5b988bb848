/// Placement groups.
enum PlacementGroupOperations {
  static let all: [any Operation.Type] = [
    CreatePlacementGroup.self, DescribePlacementGroups.self, DeletePlacementGroup.self,
    ModifyInstancePlacement.self,
  ]
}

/// Makes a group in which instances can be launched.
package enum CreatePlacementGroup: EC2Operation {
  package static let name = "CreatePlacementGroup"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupName: String?
    var strategy: String?
    var partitionCount: Int?
    var spreadLevel: String?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var placementGroup: PlacementGroupShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.placementGroup, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let groupName = input.groupName, !groupName.isEmpty else { throw .missingParameter("groupName") }
    guard groupName.utf8.count <= 255, groupName.utf8.allSatisfy({ (32...126).contains($0) }) else {
      throw .invalidParameter(groupName, "groupName", "Expecting up to 255 ASCII characters.")
    }
    guard let word = input.strategy else { throw .missingParameter("strategy") }
    guard let strategy = PlacementGroup.Strategy(rawValue: word) else {
      throw .invalidParameter(word, "strategy", "Expecting cluster, spread or partition.")
    }
    let partitions = try partitions(input.partitionCount, of: strategy)
    if let level = input.spreadLevel {
      guard strategy == .spread else {
        throw AWSError(
          "InvalidParameterCombination",
          "The parameter SpreadLevel can only be used with the spread placement strategy.")
      }
      guard level == "rack" else { throw .notModelled("SpreadLevel", level) }
    }
    let groups = world.ec2.placementGroups.rows.filter { $0.region == context.region }
    guard !groups.contains(where: { $0.name.utf8.elementsEqual(groupName.utf8) }) else {
      throw AWSError("InvalidPlacementGroup.Duplicate", "The Placement Group '\(groupName)' already exists.")
    }
    guard groups.count < PlacementGroup.most else {
      throw AWSError(
        "PlacementGroupLimitExceeded",
        "You have reached the limit of \(PlacementGroup.most) placement groups in this Region.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "placement-group")
    let group = PlacementGroup(
      id: world.nextID(), region: context.region, name: groupName, strategy: strategy,
      partitions: partitions, tags: tags)
    world.ec2.placementGroups[group.id] = group
    return Output(placementGroup: PlacementGroupShape(group))
  }

  /// How many parts a group has: two unless a partitioned one says another number.
  private static func partitions(_ asked: Int?, of strategy: PlacementGroup.Strategy) throws(AWSError) -> Int?
  {
    guard strategy == .partition else {
      guard asked == nil else {
        throw AWSError(
          "InvalidParameterCombination",
          "The parameter PartitionCount can only be used with the partition placement strategy.")
      }
      return nil
    }
    let count = asked ?? 2
    guard (1...PlacementGroup.mostPartitions).contains(count) else {
      throw .invalidParameter(
        "\(count)", "partitionCount", "Expecting a value between 1 and \(PlacementGroup.mostPartitions).")
    }
    return count
  }
}

/// Lists groups.
package enum DescribePlacementGroups: EC2Operation {
  package static let name = "DescribePlacementGroups"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupIds: [String]?
    var groupNames: [String]?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var placementGroups: [PlacementGroupShape] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.placementGroups.rows.filter { $0.region == context.region }
    func found(name: String? = nil, id: String? = nil) throws(AWSError) -> PlacementGroup {
      guard let row = try now.placementGroup(name: name, id: id, in: context.region) else {
        throw .placementGroupUnknown(name ?? id ?? "")
      }
      return row
    }
    let byName = try named(input.groupNames, all: all) { name throws(AWSError) in try found(name: name) }
    let rows = try named(input.groupIds, all: byName) { id throws(AWSError) in try found(id: id) }
    let fields = FilterFields<PlacementGroupShape>(
      [
        "group-name": { $0.groupName }, "group-arn": { $0.groupArn }, "spread-level": { $0.spreadLevel },
        "state": { $0.state }, "strategy": { $0.strategy },
      ], tags: { Tags($0.tags ?? []) })
    return Output(
      placementGroups: try fields.select(
        rows.map(PlacementGroupShape.init), input.filters, of: Self.self, in: now))
  }
}

/// Deletes a group in which nothing stands.
package enum DeletePlacementGroup: EC2Operation {
  package static let name = "DeletePlacementGroup"

  package struct Input: Decodable, Sendable, DryRunnable {
    var groupName: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.placementGroup, input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let name = input.groupName,
      let group = try world.placementGroup(name: name, id: nil, in: context.region)
    else { throw .missingParameter("groupName") }
    let members = world.members(of: group.id)
    guard members.isEmpty else {
      throw AWSError(
        "InvalidPlacementGroup.InUse", "The placement group '\(name)' is in use and may not be deleted.",
        dependents: members.map { .instance("\($0.id)") })
    }
    world.ec2.placementGroups[group.id] = nil
    return NoOutput()
  }
}

/// Moves a stopped instance into a group, between parts of one, or out of it.
package enum ModifyInstancePlacement: EC2Operation {
  package static let name = "ModifyInstancePlacement"

  package struct Input: Decodable, Sendable {
    var instanceId: String?
    /// The group's name; the empty text takes the instance out of its group.
    var groupName: String?
    var groupId: String?
    var partitionNumber: Int?
    var tenancy: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    guard let text = input.instanceId else { throw .missingParameter("instanceId") }
    let instance = try world.instance(text, in: context.region)
    if let tenancy = input.tenancy, tenancy != "default" { throw .notModelled("Tenancy", tenancy) }
    let isChange = input.groupName != nil || input.groupId != nil || input.partitionNumber != nil
    guard isChange || input.tenancy != nil else {
      throw AWSError(
        "MissingParameter", "The request must contain at least one placement attribute to modify.")
    }
    guard instance.state == .stopped else {
      throw AWSError(
        "IncorrectInstanceState",
        "The instance '\(instance.id)' is not in the 'stopped' state; its placement can only be modified while it is "
          + "stopped.")
    }
    guard isChange else { return ReturnOutput() }
    var asked = PlacementSpecification(
      groupName: input.groupName, groupId: input.groupId, partitionNumber: input.partitionNumber)
    if input.groupName == nil, input.groupId == nil {
      asked.groupName = instance.placementGroup.flatMap { world.ec2.placementGroups[$0]?.name }
    }
    world.ec2.instances.update(instance.id) {
      $0.placementGroup = nil
      $0.partition = nil
    }
    let place = try world.placement(asked, type: instance.type, in: instance.zone)
    world.ec2.instances.update(instance.id) {
      $0.placementGroup = place?.group
      $0.partition = place?.partition
    }
    return ReturnOutput()
  }
}
