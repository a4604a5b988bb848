package import EventKernel

/// A launch template with the types, places and weights that machines of a Spot Fleet may have.
package struct SpotFleetTemplateConfig: Codable, Sendable, Equatable {
  package var launchTemplateSpecification: LaunchTemplateSpecification?
  package var overrides: [Override]?

  /// One type or place.
  package struct Override: Codable, Sendable, Equatable {
    package var instanceType: String?
    package var spotPrice: String?
    package var subnetId: String?
    package var availabilityZone: String?
    package var weightedCapacity: Double?
    package var priority: Double?
  }
}

/// A machine of a Spot Fleet that is described without a template.
package struct SpotFleetSpecification: Codable, Sendable, Equatable {
  package var imageId: String?
  package var instanceType: String?
  package var keyName: String?
  package var placement: Placement?
  package var spotPrice: String?
  package var subnetId: String?
  /// In Base64.
  package var userData: String?
  package var weightedCapacity: Double?
  package var iamInstanceProfile: Profile?
  package var securityGroups: [Group]?
  package var ebsOptimized: Bool?
  package var monitoring: Monitoring?

  /// The zones, with commas between several.
  package struct Placement: Codable, Sendable, Equatable { package var availabilityZone: String? }

  /// A role for instances, by name or ARN.
  package struct Profile: Codable, Sendable, Equatable {
    package var arn: String?
    package var name: String?
  }

  /// A security group.
  package struct Group: Codable, Sendable, Equatable { package var groupId: String? }

  /// Whether metrics come every minute.
  package struct Monitoring: Codable, Sendable, Equatable { package var enabled: Bool? }
}

/// What is done when a machine is about to be taken back.
package struct SpotFleetMaintenance: Codable, Sendable, Equatable {
  package var capacityRebalance: Rebalance?

  /// When its replacement is launched.
  package struct Rebalance: Codable, Sendable, Equatable { package var replacementStrategy: String? }
}

/// The configuration of a Spot Fleet, as calls give and show it.
package struct SpotFleetConfig: Codable, Sendable {
  package var allocationStrategy: String?
  package var onDemandAllocationStrategy: String?
  package var spotMaintenanceStrategies: SpotFleetMaintenance?
  package var clientToken: String?
  package var excessCapacityTerminationPolicy: String?
  package var fulfilledCapacity: Double?
  package var onDemandFulfilledCapacity: Double?
  package var iamFleetRole: String?
  package var launchSpecifications: [SpotFleetSpecification]?
  package var launchTemplateConfigs: [SpotFleetTemplateConfig]?
  package var spotPrice: String?
  package var targetCapacity: Int?
  package var onDemandTargetCapacity: Int?
  package var terminateInstancesWithExpiration: Bool?
  package var type: String?
  package var validUntil: Instant?
  package var replaceUnhealthyInstances: Bool?
  package var instanceInterruptionBehavior: String?
  package var instancePoolsToUseCount: Int?
  package var tagSpecifications: [TagSpecification]?

  init(_ fleet: Fleet) {
    allocationStrategy = fleet.strategy.spotFleetName
    onDemandAllocationStrategy = fleet.isPrioritised ? "prioritized" : "lowestPrice"
    if fleet.rebalances {
      spotMaintenanceStrategies = SpotFleetMaintenance(
        capacityRebalance: .init(replacementStrategy: "launch"))
    }
    clientToken = fleet.clientToken
    excessCapacityTerminationPolicy = fleet.endsExcess ? "default" : "noTermination"
    fulfilledCapacity = fleet.capacity
    onDemandFulfilledCapacity = fleet.members.reduce(0) { $1.row.isSpot ? $0 : $0 + $1.row.weight }
    switch fleet.configuration {
    case .fleet: break
    case .spotTemplates(let configs, let role):
      launchTemplateConfigs = configs
      iamFleetRole = role
    case .spotSpecifications(let specifications, let role):
      launchSpecifications = specifications
      iamFleetRole = role
    }
    targetCapacity = fleet.target.total
    onDemandTargetCapacity = fleet.target.onDemand
    terminateInstancesWithExpiration = fleet.endsWithExpiry
    type = fleet.kind.rawValue
    validUntil = fleet.expiry
    replaceUnhealthyInstances = fleet.replacesUnhealthy
    instanceInterruptionBehavior = "terminate"
    instancePoolsToUseCount = fleet.strategy == .lowestPrice ? fleet.pools : nil
  }
}

/// A Spot Fleet as the calls show it.
package struct SpotFleetShape: Encodable, Sendable {
  package var activityStatus: String?
  package var createTime: Instant
  package var spotFleetRequestConfig: SpotFleetConfig
  package var spotFleetRequestId: String
  package var spotFleetRequestState: String
  package var tags: [Tags.Tag]

  init(_ fleet: Fleet) {
    activityStatus = fleet.activityStatus
    createTime = fleet.creation
    spotFleetRequestConfig = SpotFleetConfig(fleet)
    spotFleetRequestId = fleet.id
    spotFleetRequestState = fleet.stateName
    tags = fleet.tags.all
  }
}

/// A line of a Spot Fleet's history as the calls show it.
package struct SpotFleetRecordShape: Encodable, Sendable {
  package var eventInformation: Information
  package var eventType: String
  package var timestamp: Instant

  /// What happened.
  package struct Information: Encodable, Sendable {
    package var eventDescription: String?
    package var eventSubType: String
    package var instanceId: String?
  }

  init(_ record: Fleet.Record) {
    eventInformation = Information(
      eventDescription: record.description.isEmpty ? nil : record.description, eventSubType: record.subType,
      instanceId: record.instance.map { "\($0)" })
    eventType = record.type
    timestamp = record.at
  }
}
