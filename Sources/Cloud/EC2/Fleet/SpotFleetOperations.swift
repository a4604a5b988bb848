import EventKernel

/// Spot Fleet, the older sister of EC2 Fleet.
enum SpotFleetOperations {
  static let all: [any Operation.Type] = [
    RequestSpotFleet.self, DescribeSpotFleetRequests.self, DescribeSpotFleetInstances.self,
    DescribeSpotFleetRequestHistory.self, ModifySpotFleetRequest.self, CancelSpotFleetRequests.self,
  ]
}

/// Asks for a number of spare machines of several types and zones.
package enum RequestSpotFleet: EC2Operation {
  package static let name = "RequestSpotFleet"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotFleetRequestConfig: SpotFleetConfig?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var spotFleetRequestId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .creating(.spotFleetRequest, input.spotFleetRequestConfig?.tagSpecifications)
      .passing(role: input.spotFleetRequestConfig?.iamFleetRole, to: "spotfleet.amazonaws.com").requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let config = input.spotFleetRequestConfig else {
      throw .missingParameter("SpotFleetRequestConfig")
    }
    if let earlier = try world.earlierAnswer(to: config.clientToken, of: name, asked: "\(input)", context) {
      return Output(spotFleetRequestId: earlier)
    }
    guard let kind = Fleet.Kind(rawValue: config.type ?? "maintain"), kind != .instant else {
      throw invalid("Type")
    }
    let role = try world.fleetRole(config.iamFleetRole)
    guard let total = config.targetCapacity else { throw .missingParameter("TargetCapacity") }
    let target = try world.fleetTarget(
      FleetTargetCapacity(
        totalTargetCapacity: total, onDemandTargetCapacity: config.onDemandTargetCapacity ?? 0,
        defaultTargetCapacityType: "spot"), over: nil)
    guard let strategy = SpotAllocation(spotFleet: config.allocationStrategy ?? "lowestPrice") else {
      throw invalid("AllocationStrategy")
    }
    let (configuration, requests) = try describe(config, role: role)
    let id = "sfr-" + UUIDText.make(world.nextBits(), world.nextBits())
    let choices = try world.fleetChoices(
      requests, system: ("aws:ec2spot:fleet-request-id", id), tags: Tags(), in: context.region)
    var fleet = Fleet(
      id: id, family: .spot, region: context.region, kind: kind, creation: world.now,
      configuration: configuration, choices: choices, target: target, strategy: strategy,
      tags: try Tags.of(config.tagSpecifications, for: "spot-fleet-request"))
    try set(&fleet, config, now: world.now)
    world.start(fleet)
    world.remember(id, for: config.clientToken, of: name, asked: "\(input)", context)
    return Output(spotFleetRequestId: id)
  }

  private static func set(_ fleet: inout Fleet, _ config: SpotFleetConfig, now: Instant) throws(AWSError) {
    let pools = config.instancePoolsToUseCount ?? 1
    guard pools == 1 || fleet.strategy == .lowestPrice, (1...1_000).contains(pools) else {
      throw invalid("InstancePoolsToUseCount")
    }
    fleet.pools = pools
    switch config.onDemandAllocationStrategy ?? "lowestPrice" {
    case "lowestPrice": break
    case "prioritized": fleet.isPrioritised = true
    default: throw invalid("OnDemandAllocationStrategy")
    }
    fleet.endsExcess = try endsExcess(config.excessCapacityTerminationPolicy)
    fleet.replacesUnhealthy = config.replaceUnhealthyInstances ?? false
    guard !fleet.replacesUnhealthy || fleet.kind == .maintain else {
      throw invalid("ReplaceUnhealthyInstances")
    }
    if let rebalance = config.spotMaintenanceStrategies?.capacityRebalance?.replacementStrategy {
      guard rebalance == "launch" else { throw .notModelled("ReplacementStrategy", rebalance) }
      guard fleet.kind == .maintain else { throw invalid("ReplacementStrategy") }
      fleet.rebalances = true
    }
    let behaviour = config.instanceInterruptionBehavior ?? "terminate"
    guard behaviour == "terminate" else { throw .notModelled("InstanceInterruptionBehavior", behaviour) }
    if let expiry = config.validUntil, expiry <= now { throw invalid("ValidUntil") }
    fleet.expiry = config.validUntil
    fleet.endsWithExpiry = config.terminateInstancesWithExpiration ?? false
    fleet.clientToken = config.clientToken
  }

  /// Whether machines that are too many are terminated, by AWS's word.
  static func endsExcess(_ word: String?) throws(AWSError) -> Bool {
    switch word {
    case nil, "default": true
    case "noTermination": false
    default: throw invalid("ExcessCapacityTerminationPolicy")
    }
  }

  private static func invalid(_ member: String) -> AWSError {
    AWSError("InvalidSpotFleetRequestConfig", "Parameter: SpotFleetRequestConfig.\(member) is invalid.")
  }

  private static func describe(
    _ config: SpotFleetConfig, role: String
  ) throws(AWSError) -> (FleetConfiguration, [FleetChoiceRequest]) {
    let specifications = config.launchSpecifications ?? []
    let templates = config.launchTemplateConfigs ?? []
    guard specifications.isEmpty != templates.isEmpty else {
      throw AWSError(
        "InvalidSpotFleetRequestConfig",
        "Exactly one of SpotFleetRequestConfig.LaunchSpecifications and SpotFleetRequestConfig.LaunchTemplateConfigs "
          + "must be given.")
    }
    if templates.isEmpty {
      let requests = specifications.enumerated().map { index, specification in
        FleetChoiceRequest(
          launch: RunInstances.Input(fleet: specification), subnets: specification.subnetId,
          zone: specification.placement?.availabilityZone, weight: specification.weightedCapacity,
          maximum: specification.spotPrice ?? config.spotPrice, config: index, override: nil)
      }
      return (.spotSpecifications(specifications, role: role), requests)
    }
    var requests: [FleetChoiceRequest] = []
    for (index, entry) in templates.enumerated() {
      guard let template = entry.launchTemplateSpecification, template.version != nil else {
        throw invalid("LaunchTemplateConfigs.LaunchTemplateSpecification")
      }
      let overrides = entry.overrides ?? []
      for (number, override) in (overrides.isEmpty ? [.init()] : overrides).enumerated() {
        requests.append(
          FleetChoiceRequest(
            launch: RunInstances.Input(template: template, type: override.instanceType, image: nil),
            subnets: override.subnetId, zone: override.availabilityZone, weight: override.weightedCapacity,
            priority: override.priority, maximum: override.spotPrice ?? config.spotPrice, config: index,
            override: overrides.isEmpty ? nil : number))
      }
    }
    return (.spotTemplates(templates, role: role), requests)
  }
}

extension RunInstances.Input {
  /// The launch that a Spot Fleet describes without a template.
  fileprivate init(fleet specification: SpotFleetSpecification) {
    imageId = specification.imageId
    instanceType = specification.instanceType
    keyName = specification.keyName
    securityGroupIds = specification.securityGroups?.compactMap(\.groupId)
    userData = specification.userData
    iamInstanceProfile = specification.iamInstanceProfile.map {
      InstanceProfileSpecification(arn: $0.arn, name: $0.name)
    }
    monitoring = specification.monitoring.map { MonitoringSpecification(enabled: $0.enabled) }
    ebsOptimized = specification.ebsOptimized
  }
}

extension World {
  /// The role by which a Spot Fleet launches and tags; it must be there.
  fileprivate func fleetRole(_ arn: String?) throws(AWSError) -> String {
    guard let arn else { throw .missingParameter("SpotFleetRequestConfig.IamFleetRole") }
    guard iam.directory.roles[IAMARN.name(in: arn).lowercased()]?.arn == arn else {
      throw AWSError(
        "InvalidSpotFleetRequestConfig", "Parameter: SpotFleetRequestConfig.IamFleetRole is invalid.")
    }
    return arn
  }
}

/// Changes how many units a Spot Fleet wants.
package enum ModifySpotFleetRequest: EC2Operation {
  package static let name = "ModifySpotFleetRequest"

  package struct Input: Decodable, Sendable {
    var onDemandTargetCapacity: Int?
    var spotFleetRequestId: String?
    var targetCapacity: Int?
    var excessCapacityTerminationPolicy: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.spotFleetRequest, input.spotFleetRequestId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    guard let id = input.spotFleetRequestId else { throw .missingParameter("SpotFleetRequestId") }
    var fleet = try world.fleet(id, .spot, in: context.region)
    guard fleet.kind == .maintain, fleet.isOpen else {
      throw AWSError(
        "FleetNotInModifiableState",
        "The Spot Fleet '\(id)' is of type \(fleet.kind.rawValue) and \(fleet.stateName): it cannot be modified."
      )
    }
    fleet.target = try world.fleetTarget(
      FleetTargetCapacity(
        totalTargetCapacity: input.targetCapacity,
        onDemandTargetCapacity: input.onDemandTargetCapacity ?? fleet.target.onDemand), over: fleet.target)
    if let word = input.excessCapacityTerminationPolicy {
      fleet.endsExcess = try RequestSpotFleet.endsExcess(word)
    }
    fleet.record("fleetRequestChange", "modify_succeeded", at: world.now)
    world.ec2.fleets[id] = fleet
    return ReturnOutput()
  }
}

/// Ends Spot Fleets, with their machines or without.
package enum CancelSpotFleetRequests: EC2Operation {
  package static let name = "CancelSpotFleetRequests"

  package struct Input: Decodable, Sendable, DryRunnable {
    var spotFleetRequestIds: [String]?
    var terminateInstances: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var successfulFleetRequests: [Success]
    package var unsuccessfulFleetRequests: [Failure]
  }

  /// A fleet that was ended.
  package struct Success: Encodable, Sendable {
    package var currentSpotFleetRequestState: String
    package var previousSpotFleetRequestState: String
    package var spotFleetRequestId: String
  }

  /// A fleet that was not, and why.
  package struct Failure: Encodable, Sendable {
    package var error: DeleteFleets.Reason
    package var spotFleetRequestId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.spotFleetRequest, input.spotFleetRequestIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let ids = input.spotFleetRequestIds, !ids.isEmpty else {
      throw .missingParameter("SpotFleetRequestId")
    }
    guard let terminates = input.terminateInstances else { throw .missingParameter("TerminateInstances") }
    var output = Output(successfulFleetRequests: [], unsuccessfulFleetRequests: [])
    for id in ids {
      let fleet = world.ec2.fleets[id].flatMap {
        $0.family == .spot && $0.region == context.region ? $0 : nil
      }
      guard let fleet, fleet.isOpen else {
        let code = fleet == nil ? "fleetRequestIdDoesNotExist" : "fleetRequestNotInCancellableState"
        let message =
          fleet == nil
          ? "The spot fleet request ID '\(id)' does not exist"
          : "The spot fleet request '\(id)' has ended already."
        output.unsuccessfulFleetRequests.append(
          Failure(error: DeleteFleets.Reason(code: code, message: message), spotFleetRequestId: id))
        continue
      }
      world.endFleet(id, terminating: terminates)
      output.successfulFleetRequests.append(
        Success(
          currentSpotFleetRequestState: world.ec2.fleets[id]?.stateName ?? "",
          previousSpotFleetRequestState: fleet.stateName, spotFleetRequestId: id))
    }
    return output
  }
}
