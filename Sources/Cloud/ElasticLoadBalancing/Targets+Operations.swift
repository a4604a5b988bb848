/// A target as calls name it.
package struct TargetDescription: Codable, Sendable {
  package var id: String
  package var port: Int?
  package var availabilityZone: String?
}

/// Registers instances, addresses or a load balancer with a target group, as its kind says.
package enum RegisterTargets: Operation {
  package static let service = "elbv2"
  package static let name = "RegisterTargets"

  /// The group and its new targets.
  package struct Input: Codable, Sendable {
    package var targetGroupArn: String
    package var targets: [TargetDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.targetGroup(arn: input.targetGroupArn, context: context)
    for target in input.targets { try world.registerTarget(target, with: group, context: context) }
    return NoOutput()
  }
}

/// Takes targets out of a group, with no port said on the group's; those not in it are passed over, as in AWS.
package enum DeregisterTargets: Operation {
  package static let service = "elbv2"
  package static let name = "DeregisterTargets"

  /// The group and the targets that leave it.
  package struct Input: Codable, Sendable {
    package var targetGroupArn: String
    package var targets: [TargetDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.targetGroup(arn: input.targetGroupArn, context: context)
    for target in input.targets {
      let place = try world.place(of: target, in: group, context: context)
      for id in group.ids(of: place, port: target.port) { world.deregisterTarget(id, from: group.id) }
    }
    return NoOutput()
  }
}

/// Shows how a load balancer sees the targets of a group.
package enum DescribeTargetHealth: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeTargetHealth"

  /// The group, and which of its targets.
  package struct Input: Codable, Sendable {
    package var targetGroupArn: String
    package var targets: [TargetDescription]?
  }

  /// The health of one target in AWS's words.
  package struct Health: Encodable, Sendable {
    package var state: String
    package var reason: String?
    package var description: String?
  }

  /// Whether something other than its health keeps a target from requests; shown where shifts are switched on.
  package struct Override: Encodable, Sendable {
    package var state: String
    package var reason: String
    package var description: String
  }

  /// One target.
  package struct Description: Encodable, Sendable {
    package var target: TargetDescription
    package var healthCheckPort: String?
    package var targetHealth: Health
    package var administrativeOverride: Override?
  }

  /// The targets by instance.
  package struct Output: Encodable, Sendable { package var targetHealthDescriptions: [Description] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.targetGroup(arn: input.targetGroupArn, context: context)
    guard let asked = input.targets else {
      let current = world
      return Output(targetHealthDescriptions: group.targets.rows.map { describe($0, group, current) })
    }
    var descriptions: [Description] = []
    for target in asked {
      let place = try world.place(of: target, in: group, context: context)
      let rows = group.ids(of: place, port: target.port).compactMap { group.targets[$0] }
      descriptions += rows.map { [world] in describe($0, group, world) }
      if rows.isEmpty {
        descriptions.append(
          Description(
            target: target,
            targetHealth: Health(
              state: "unused", reason: Target.UnusedReason.notRegistered.rawValue,
              description: "Target is not registered to the target group")))
      }
    }
    return Output(targetHealthDescriptions: descriptions)
  }

  private static func describe(_ target: Target, _ group: TargetGroup, _ world: World) -> Description {
    Description(
      target: TargetDescription(
        id: world.name(of: target.id.place), port: target.port, availabilityZone: target.shownZone),
      healthCheckPort: String(group.healthCheck.port ?? target.port),
      targetHealth: world.healthInWords(of: target, in: group),
      administrativeOverride: override(target, group, world))
  }

  private static func override(_ target: Target, _ group: TargetGroup, _ world: World) -> Override? {
    guard let balancer = world.loadBalancer(using: group.id), balancer.attributes.zonalShift else {
      return nil
    }
    guard let away = world.shiftedZone(of: balancer.id), away == target.zone else {
      return Override(
        state: "no_override", reason: "AdministrativeOverride.NoOverride",
        description: "No override is currently active on target")
    }
    return Override(
      state: "zonal_shift_active", reason: "AdministrativeOverride.ZonalShiftActive",
      description: "Target is not receiving traffic because of a zonal shift away from its Availability Zone")
  }
}

extension Target {
  /// The zone that is shown with an address.
  fileprivate var shownZone: String? {
    switch id.place {
    case .address: zone?.rawValue ?? "all"
    case .instance, .loadBalancer: nil
    }
  }
}

extension TargetGroup {
  /// The targets that a call means: on one port when it says one, else on the group's, else whatever port there is.
  fileprivate func ids(of place: TargetID.Place, port asked: Int?) -> [TargetID] {
    let ids = targets.rows(from: TargetID(place, port: 0)) { $0.place == place }.map(\.id)
    if let asked { return ids.filter { $0.port == asked } }
    let own = ids.filter { $0.port == port }
    return own.isEmpty && ids.count == 1 ? ids : own
  }
}

extension World {
  /// A target's health with AWS's reason code and description.
  package func healthInWords(of target: Target, in group: TargetGroup) -> DescribeTargetHealth.Health {
    switch target.health {
    case .healthy: .init(state: "healthy")
    case .initial:
      loadBalancer(using: group.id)?.state == .active
        ? .init(
          state: "initial", reason: "Elb.InitialHealthChecking",
          description: "Initial health checks in progress")
        : .init(
          state: "initial", reason: "Elb.RegistrationInProgress",
          description: "Target registration is in progress")
    case .unhealthy(.timeout):
      .init(state: "unhealthy", reason: "Target.Timeout", description: "Request timed out")
    case .unhealthy(.refused):
      .init(
        state: "unhealthy", reason: "Target.FailedHealthChecks", description: "Health checks failed")
    case .unhealthy(.codeMismatch(let code)):
      .init(
        state: "unhealthy", reason: "Target.ResponseCodeMismatch",
        description: "Health checks failed with these codes: [\(code)]")
    case .draining:
      .init(
        state: "draining", reason: "Target.DeregistrationInProgress",
        description: "Target deregistration is in progress")
    case .unused(let reason):
      .init(state: "unused", reason: reason.rawValue, description: unusedInWords(reason, group))
    }
  }

  private func unusedInWords(_ reason: Target.UnusedReason, _ group: TargetGroup) -> String {
    switch reason {
    case .notInUse:
      loadBalancer(using: group.id) == nil
        ? "Target group is not configured to receive traffic from the load balancer"
        : "Target is in an Availability Zone that is not enabled for the load balancer"
    case .notRegistered: "Target is not registered to the target group"
    case .invalidState: "Target is in the stopped state"
    }
  }
}
