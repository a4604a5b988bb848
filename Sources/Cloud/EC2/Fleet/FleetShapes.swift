package import EventKernel

/// A launch template with the types, places and weights that machines of a fleet may have.
package struct FleetLaunchTemplateConfig: Codable, Sendable, Equatable {
  package var launchTemplateSpecification: LaunchTemplateSpecification?
  package var overrides: [Override]?

  /// One type or place.
  package struct Override: Codable, Sendable, Equatable {
    package var instanceType: String?
    package var maxPrice: String?
    package var subnetId: String?
    package var availabilityZone: String?
    package var weightedCapacity: Double?
    package var priority: Double?
    package var imageId: String?
  }
}

/// How spare machines are chosen.
package struct FleetSpotOptions: Codable, Sendable, Equatable {
  package var allocationStrategy: String?
  package var maintenanceStrategies: Maintenance?
  package var instanceInterruptionBehavior: String?
  package var instancePoolsToUseCount: Int?

  /// What is done when a machine is about to be taken back.
  package struct Maintenance: Codable, Sendable, Equatable { package var capacityRebalance: Rebalance? }

  /// When its replacement is launched.
  package struct Rebalance: Codable, Sendable, Equatable { package var replacementStrategy: String? }
}

/// How machines on demand are chosen.
package struct FleetOnDemandOptions: Codable, Sendable, Equatable {
  package var allocationStrategy: String?
}

/// How many units a fleet wants.
package struct FleetTargetCapacity: Codable, Sendable, Equatable {
  package var totalTargetCapacity: Int?
  package var onDemandTargetCapacity: Int?
  package var spotTargetCapacity: Int?
  package var defaultTargetCapacityType: String?
}

/// The template and override of a launch.
package struct FleetChoiceShape: Encodable, Sendable {
  package var launchTemplateSpecification: LaunchTemplateSpecification?
  package var overrides: FleetLaunchTemplateConfig.Override?

  init(_ choice: Fleet.Choice, of fleet: Fleet) {
    guard case .fleet(let configs, _, _) = fleet.configuration, configs.indices.contains(choice.config) else {
      return
    }
    launchTemplateSpecification = configs[choice.config].launchTemplateSpecification
    var override = choice.override.flatMap { configs[choice.config].overrides?[$0] } ?? .init()
    override.instanceType = choice.launch.type
    override.availabilityZone = choice.zone.rawValue
    override.subnetId = "\(choice.launch.subnet)"
    overrides = override
  }
}

/// Machines of one choice that an instant fleet has launched.
package struct FleetInstancesShape: Encodable, Sendable {
  package var launchTemplateAndOverrides: FleetChoiceShape
  package var lifecycle: String
  package var instanceIds: [String]
  package var instanceType: String
}

/// A launch that failed.
package struct FleetErrorShape: Encodable, Sendable {
  package var launchTemplateAndOverrides: FleetChoiceShape
  package var lifecycle: String
  package var errorCode: String
  package var errorMessage: String
}

extension Fleet {
  /// Its machines by choice, as calls show them.
  var instanceShapes: [FleetInstancesShape] {
    var shapes: [FleetInstancesShape] = []
    for (index, choice) in choices.enumerated() {
      for isSpot in [false, true] {
        let ids = members.filter { $0.row.choice == index && $0.row.isSpot == isSpot }.map { "\($0.id)" }
        guard !ids.isEmpty else { continue }
        shapes.append(
          FleetInstancesShape(
            launchTemplateAndOverrides: FleetChoiceShape(choice, of: self),
            lifecycle: isSpot ? "spot" : "on-demand", instanceIds: ids, instanceType: choice.launch.type))
      }
    }
    return shapes
  }

  /// The launches that failed in the last attempt, as calls show them.
  var errorShapes: [FleetErrorShape] {
    failures.map {
      FleetErrorShape(
        launchTemplateAndOverrides: FleetChoiceShape(choices[$0.choice], of: self),
        lifecycle: $0.isSpot ? "spot" : "on-demand", errorCode: $0.code, errorMessage: $0.message)
    }
  }
}

/// An EC2 Fleet as the calls show it.
package struct FleetShape: Encodable, Sendable {
  package var activityStatus: String?
  package var createTime: Instant
  package var fleetId: String
  package var fleetState: String
  package var clientToken: String?
  package var excessCapacityTerminationPolicy: String
  package var fulfilledCapacity: Double
  package var fulfilledOnDemandCapacity: Double
  package var launchTemplateConfigs: [FleetLaunchTemplateConfig]
  package var targetCapacitySpecification: FleetTargetCapacity
  package var terminateInstancesWithExpiration: Bool
  package var type: String
  package var validUntil: Instant?
  package var replaceUnhealthyInstances: Bool
  package var spotOptions: FleetSpotOptions?
  package var onDemandOptions: FleetOnDemandOptions?
  package var tags: [Tags.Tag]
  package var errors: [FleetErrorShape]
  package var instances: [FleetInstancesShape]

  init(_ fleet: Fleet) {
    activityStatus = fleet.kind == .instant ? nil : fleet.activityStatus
    createTime = fleet.creation
    fleetId = fleet.id
    fleetState = fleet.stateName
    clientToken = fleet.clientToken
    excessCapacityTerminationPolicy = fleet.endsExcess ? "termination" : "no-termination"
    fulfilledCapacity = fleet.capacity
    fulfilledOnDemandCapacity = fleet.members.reduce(0) { $1.row.isSpot ? $0 : $0 + $1.row.weight }
    launchTemplateConfigs = []
    if case .fleet(let configs, let spot, let onDemand) = fleet.configuration {
      launchTemplateConfigs = configs
      spotOptions = spot
      onDemandOptions = onDemand
    }
    targetCapacitySpecification = FleetTargetCapacity(
      totalTargetCapacity: fleet.target.total, onDemandTargetCapacity: fleet.target.onDemand,
      spotTargetCapacity: fleet.target.spot, defaultTargetCapacityType: fleet.target.rest)
    terminateInstancesWithExpiration = fleet.endsWithExpiry
    type = fleet.kind.rawValue
    validUntil = fleet.expiry
    replaceUnhealthyInstances = fleet.replacesUnhealthy
    tags = fleet.tags.all
    errors = fleet.kind == .instant ? fleet.errorShapes : []
    instances = fleet.kind == .instant ? fleet.instanceShapes : []
  }
}

/// A machine of a fleet that runs.
package struct ActiveInstanceShape: Encodable, Sendable {
  package var instanceId: String
  package var instanceType: String
  package var spotInstanceRequestId: String?
  package var instanceHealth: String

  init(_ instance: Instance) {
    instanceId = "\(instance.id)"
    instanceType = instance.type
    spotInstanceRequestId = instance.spotRequest.map { "\($0)" }
    instanceHealth = instance.hasPower && !instance.cannotBoot ? "healthy" : "unhealthy"
  }
}
