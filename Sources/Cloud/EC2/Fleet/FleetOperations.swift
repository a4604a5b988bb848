import EventKernel

/// EC2 Fleet.
enum FleetOperations {
  static let all: [any Operation.Type] = [
    CreateFleet.self, DescribeFleets.self, DescribeFleetInstances.self, ModifyFleet.self, DeleteFleets.self,
  ]
}

/// Launches machines of several types, places and ways to pay in one call, and keeps their number if asked.
package enum CreateFleet: EC2Operation {
  package static let name = "CreateFleet"

  package struct Input: Decodable, Sendable, DryRunnable {
    var clientToken: String?
    var spotOptions: FleetSpotOptions?
    var onDemandOptions: FleetOnDemandOptions?
    var excessCapacityTerminationPolicy: String?
    var launchTemplateConfigs: [FleetLaunchTemplateConfig]?
    var targetCapacitySpecification: FleetTargetCapacity?
    var terminateInstancesWithExpiration: Bool?
    var type: String?
    var validUntil: Instant?
    var replaceUnhealthyInstances: Bool?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var fleetId: String
    package var errors: [FleetErrorShape]?
    package var instances: [FleetInstancesShape]?

    init(_ fleet: Fleet) {
      fleetId = fleet.id
      guard fleet.kind == .instant else { return }
      errors = fleet.errorShapes
      instances = fleet.instanceShapes
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.fleet, input.tagSpecifications)
      .on(
        .launchTemplate,
        input.launchTemplateConfigs?.compactMap { $0.launchTemplateSpecification?.launchTemplateId }
      ).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context) {
      return Output(try world.fleet(earlier, .ec2, in: context.region))
    }
    guard let kind = Fleet.Kind(rawValue: input.type ?? "maintain") else {
      throw .invalidParameter(input.type ?? "", "Type", "Expecting request, maintain or instant.")
    }
    guard let configs = input.launchTemplateConfigs, !configs.isEmpty else {
      throw .missingParameter("LaunchTemplateConfigs")
    }
    let target = try world.fleetTarget(input.targetCapacitySpecification, over: nil)
    guard kind == .maintain || target.total > 0 else {
      throw .invalidParameter("0", "TotalTargetCapacity", "Only a fleet of type maintain may have none.")
    }
    let id = "fleet-" + UUIDText.make(world.nextBits(), world.nextBits())
    let tags = try Tags.of(
      input.tagSpecifications, for: "fleet", among: kind == .instant ? ["fleet", "instance"] : ["fleet"])
    let instanceTags =
      kind == .instant
      ? try Tags.of(input.tagSpecifications, for: "instance", among: ["fleet", "instance"]) : Tags()
    let choices = try world.fleetChoices(
      try requests(configs), system: ("aws:ec2:fleet-id", id), tags: instanceTags, in: context.region)
    var fleet = Fleet(
      id: id, family: .ec2, region: context.region, kind: kind, creation: world.now,
      configuration: .fleet(configs, input.spotOptions, input.onDemandOptions), choices: choices,
      target: target, strategy: try strategy(input.spotOptions), tags: tags)
    try set(&fleet, input, now: world.now)
    world.start(fleet)
    world.remember(id, for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(try world.fleet(id, .ec2, in: context.region))
  }

  private static func set(_ fleet: inout Fleet, _ input: Input, now: Instant) throws(AWSError) {
    let pools = input.spotOptions?.instancePoolsToUseCount
    guard pools == nil || fleet.strategy == .lowestPrice, (1...1_000).contains(pools ?? 1) else {
      throw .invalidParameter(
        "\(pools ?? 0)", "InstancePoolsToUseCount", "It goes with the strategy lowest-price.")
    }
    fleet.pools = pools ?? 1
    switch input.onDemandOptions?.allocationStrategy ?? "lowest-price" {
    case "lowest-price": break
    case "prioritized": fleet.isPrioritised = true
    case let other:
      throw .invalidParameter(other, "AllocationStrategy", "Expecting lowest-price or prioritized.")
    }
    fleet.endsExcess = try endsExcess(input.excessCapacityTerminationPolicy)
    fleet.replacesUnhealthy = input.replaceUnhealthyInstances ?? false
    guard !fleet.replacesUnhealthy || fleet.kind == .maintain else {
      throw .invalidParameter(
        "true", "ReplaceUnhealthyInstances", "It goes with fleets of type maintain.")
    }
    if let rebalance = input.spotOptions?.maintenanceStrategies?.capacityRebalance?.replacementStrategy {
      guard rebalance == "launch" else { throw .notModelled("ReplacementStrategy", rebalance) }
      guard fleet.kind == .maintain else {
        throw .invalidParameter(rebalance, "ReplacementStrategy", "It goes with fleets of type maintain.")
      }
      fleet.rebalances = true
    }
    let behaviour = input.spotOptions?.instanceInterruptionBehavior ?? "terminate"
    guard behaviour == "terminate" else { throw .notModelled("InstanceInterruptionBehavior", behaviour) }
    if let expiry = input.validUntil, expiry <= now {
      throw .invalidParameter(expiry.iso8601, "ValidUntil", "It must lie in the future.")
    }
    fleet.expiry = input.validUntil
    fleet.endsWithExpiry = input.terminateInstancesWithExpiration ?? false
    fleet.clientToken = input.clientToken
  }

  /// Whether machines that are too many are terminated, by AWS's word.
  static func endsExcess(_ word: String?) throws(AWSError) -> Bool {
    switch word {
    case nil, "termination": true
    case "no-termination": false
    case let other:
      throw .invalidParameter(
        other ?? "", "ExcessCapacityTerminationPolicy", "Expecting termination or no-termination.")
    }
  }

  private static func strategy(_ options: FleetSpotOptions?) throws(AWSError) -> SpotAllocation {
    guard let strategy = SpotAllocation(rawValue: options?.allocationStrategy ?? "lowest-price") else {
      throw .invalidParameter(
        options?.allocationStrategy ?? "", "AllocationStrategy", "There is no such strategy.")
    }
    return strategy
  }

  /// What the configurations of a call describe.
  static func requests(_ configs: [FleetLaunchTemplateConfig]) throws(AWSError) -> [FleetChoiceRequest] {
    var requests: [FleetChoiceRequest] = []
    for (index, config) in configs.enumerated() {
      guard let template = config.launchTemplateSpecification else {
        throw .missingParameter("LaunchTemplateConfigs.LaunchTemplateSpecification")
      }
      guard template.version != nil else {
        throw .missingParameter("LaunchTemplateConfigs.LaunchTemplateSpecification.Version")
      }
      let overrides = config.overrides ?? []
      for (number, override) in (overrides.isEmpty ? [.init()] : overrides).enumerated() {
        requests.append(
          FleetChoiceRequest(
            launch: RunInstances.Input(
              template: template, type: override.instanceType, image: override.imageId),
            subnets: override.subnetId, zone: override.availabilityZone, weight: override.weightedCapacity,
            priority: override.priority, maximum: override.maxPrice, config: index,
            override: overrides.isEmpty ? nil : number))
      }
    }
    return requests
  }
}

/// Changes how many units a fleet wants, or what they are made of.
package enum ModifyFleet: EC2Operation {
  package static let name = "ModifyFleet"

  package struct Input: Decodable, Sendable, DryRunnable {
    var excessCapacityTerminationPolicy: String?
    var launchTemplateConfigs: [FleetLaunchTemplateConfig]?
    var fleetId: String?
    var targetCapacitySpecification: FleetTargetCapacity?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.fleet, input.fleetId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    guard let id = input.fleetId else { throw .missingParameter("FleetId") }
    var fleet = try world.fleet(id, .ec2, in: context.region)
    guard fleet.kind == .maintain, fleet.isOpen else {
      throw AWSError(
        "FleetNotInModifiableState",
        "The fleet '\(id)' is of type \(fleet.kind.rawValue) and \(fleet.stateName): it cannot be modified.")
    }
    fleet.target = try world.fleetTarget(input.targetCapacitySpecification, over: fleet.target)
    if let word = input.excessCapacityTerminationPolicy {
      fleet.endsExcess = try CreateFleet.endsExcess(word)
    }
    if let configs = input.launchTemplateConfigs, !configs.isEmpty,
      case .fleet(_, let spot, let onDemand) = fleet.configuration
    {
      // Machines that were launched before keep their choices.
      let added = try world.fleetChoices(
        try CreateFleet.requests(configs), system: ("aws:ec2:fleet-id", id), tags: Tags(), in: context.region)
      fleet.replaceChoices(by: added)
      fleet.configuration = .fleet(configs, spot, onDemand)
    }
    fleet.record("fleetRequestChange", "modify_succeeded", at: world.now)
    world.ec2.fleets[id] = fleet
    return ReturnOutput()
  }
}

extension Fleet {
  /// Takes new choices; members keep theirs under a number of the same type and zone, or the first.
  mutating func replaceChoices(by added: [Choice]) {
    let before = choices
    choices = added
    failures = []
    for (id, member) in members {
      let old = before[member.choice]
      let place = added.firstIndex { $0.launch.type == old.launch.type && $0.zone == old.zone }
      members[id] = Member(choice: place ?? 0, isSpot: member.isSpot, weight: member.weight)
    }
  }
}

/// Ends fleets, with their machines or without.
package enum DeleteFleets: EC2Operation {
  package static let name = "DeleteFleets"

  package struct Input: Decodable, Sendable, DryRunnable {
    var fleetIds: [String]?
    var terminateInstances: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var successfulFleetDeletions: [Success]
    package var unsuccessfulFleetDeletions: [Failure]
  }

  /// A fleet that was ended.
  package struct Success: Encodable, Sendable {
    package var currentFleetState: String
    package var previousFleetState: String
    package var fleetId: String
  }

  /// A fleet that was not, and why.
  package struct Failure: Encodable, Sendable {
    package var error: Reason
    package var fleetId: String
  }

  /// AWS's code and words.
  package struct Reason: Encodable, Sendable {
    package var code: String
    package var message: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.fleet, input.fleetIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let ids = input.fleetIds, !ids.isEmpty else { throw .missingParameter("FleetId") }
    guard let terminates = input.terminateInstances else { throw .missingParameter("TerminateInstances") }
    var output = Output(successfulFleetDeletions: [], unsuccessfulFleetDeletions: [])
    for id in ids {
      guard let fleet = world.ec2.fleets[id], fleet.family == .ec2, fleet.region == context.region else {
        let isShaped = id.hasPrefix("fleet-") && id.utf8.count == 42
        output.unsuccessfulFleetDeletions.append(
          Failure(
            error: Reason(
              code: isShaped ? "fleetIdDoesNotExist" : "fleetIdMalformed",
              message: isShaped ? "The fleet ID '\(id)' does not exist" : "The fleet ID '\(id)' is malformed"),
            fleetId: id))
        continue
      }
      guard fleet.isOpen, fleet.kind != .instant || terminates else {
        output.unsuccessfulFleetDeletions.append(
          Failure(
            error: Reason(
              code: "fleetNotInDeletableState",
              message: fleet.isOpen
                ? "A fleet of type instant is deleted with its instances only."
                : "The fleet '\(id)' is \(fleet.stateName) already."), fleetId: id))
        continue
      }
      world.endFleet(id, terminating: terminates)
      output.successfulFleetDeletions.append(
        Success(
          currentFleetState: world.ec2.fleets[id]?.stateName ?? "", previousFleetState: fleet.stateName,
          fleetId: id))
    }
    return output
  }
}

/// Lists fleets; instant ones only when they are named.
package enum DescribeFleets: EC2Operation {
  package static let name = "DescribeFleets"

  package struct Input: Decodable, Sendable, DryRunnable {
    var maxResults: Int?
    var nextToken: String?
    var fleetIds: [String]?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var fleets: [FleetShape]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.ec2.fleets.rows.filter {
      $0.family == .ec2 && $0.region == context.region && $0.kind != .instant
    }
    let rows = try named(input.fleetIds, all: all) { id throws(AWSError) in
      try now.fleet(id, .ec2, in: context.region)
    }
    let fields = FilterFields<FleetShape>(
      [
        "activity-status": { $0.activityStatus }, "fleet-state": { $0.fleetState },
        "excess-capacity-termination-policy": { $0.excessCapacityTerminationPolicy },
        "replace-unhealthy-instances": { $0.replaceUnhealthyInstances }, "type": { $0.type },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(rows.map(FleetShape.init), input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(nextToken: page.nextToken, fleets: page.rows)
  }
}

/// Lists the machines of a fleet that run.
package enum DescribeFleetInstances: EC2Operation {
  package static let name = "DescribeFleetInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var maxResults: Int?
    var nextToken: String?
    var fleetId: String?
    var filters: [Filter]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var activeInstances: [ActiveInstanceShape]
    package var nextToken: String?
    package var fleetId: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let id = input.fleetId else { throw .missingParameter("FleetId") }
    let fleet = try world.fleet(id, .ec2, in: context.region)
    guard fleet.kind != .instant else {
      throw .invalidParameter(
        id, "FleetId", "The instances of a fleet of type instant are shown by DescribeFleets.")
    }
    let rows = fleet.members.ids.compactMap { world.ec2.instances[$0] }.map(ActiveInstanceShape.init)
    let fields = FilterFields<ActiveInstanceShape>(["instance-type": { $0.instanceType }])
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults, least: 1)
    return Output(activeInstances: page.rows, nextToken: page.nextToken, fleetId: id)
  }
}
