import EventKernel

/// Makes a group, which launches its instances from then on.
package enum CreateAutoScalingGroup: Operation {
  package static let service = "autoscaling"
  package static let name = "CreateAutoScalingGroup"

  /// The group; what is not said has AWS's default.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var launchConfigurationName: String?
    package var launchTemplate: LaunchTemplateSpecification?
    package var mixedInstancesPolicy: MixedInstancesPolicy?
    package var availabilityZones: [String]?
    package var terminationPolicies: [String]?
    package var minSize: Int
    package var maxSize: Int
    package var desiredCapacity: Int?
    package var defaultCooldown: Int?
    package var targetGroupARNs: [String]?
    package var healthCheckType: String?
    package var healthCheckGracePeriod: Int?
    package var vpcZoneIdentifier: String?
    package var newInstancesProtectedFromScaleIn: Bool?
    package var tags: [AutoScalingTag]?
    package var defaultInstanceWarmup: Int?
    package var lifecycleHookSpecificationList: [LifecycleHookSpecification]?
    package var trafficSources: [TrafficSourceIdentifier]?
    package var instanceMaintenancePolicy: InstanceMaintenancePolicy?
    package var placementGroup: String?
    package var capacityRebalance: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let name = input.autoScalingGroupName
    // AWS: printable ASCII without a colon; a slash would divide the ARN.
    let isPlain = name.utf8.allSatisfy { (32...126).contains($0) && $0 != 58 && $0 != 47 }
    guard (1...255).contains(name.utf8.count), isPlain else {
      throw AWSError(
        "ValidationError",
        "The group name must have 1 to 255 ASCII characters, none of them a colon or a slash.")
    }
    let key = AutoScalingGroup.key(context.region, name)
    guard world.autoScaling.groups[key] == nil else {
      throw AWSError(
        "AlreadyExists",
        "AutoScalingGroup by this name already exists - A group with the name \(name) already exists")
    }
    if let configuration = input.launchConfigurationName { throw .launchConfigurationNotFound(configuration) }
    let choice = try world.launchChoice(input.launchTemplate, input.mixedInstancesPolicy, in: context.region)
    guard let choice else {
      throw AWSError(
        "ValidationError",
        "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or "
          + "MixedInstancesPolicy parameter.")
    }
    let policies = try AutoScalingCheck.terminationPolicies(input.terminationPolicies)
    let desired = input.desiredCapacity ?? input.minSize
    try AutoScalingCheck.sizes(min: input.minSize, max: input.maxSize, desired: desired)
    for (seconds, label) in [
      (input.defaultCooldown, "DefaultCooldown"), (input.healthCheckGracePeriod, "HealthCheckGracePeriod"),
      (input.defaultInstanceWarmup, "DefaultInstanceWarmup"),
    ] {
      if let seconds, seconds != -1 { try AutoScalingCheck.seconds(seconds, label) }
    }
    let subnets = try world.subnetsForGroup(
      input.vpcZoneIdentifier, zones: input.availabilityZones, in: context.region)
    let placement = try world.placementForGroup(input.placementGroup, in: context.region)
    let sources = try TrafficSourceIdentifier.arns(input.trafficSources ?? [])
    let targets = try world.targetGroupsForGroup((input.targetGroupARNs ?? []) + sources, context: context)
    var hooks: [LifecycleHook] = []
    for specification in input.lifecycleHookSpecificationList ?? [] {
      let hook = try specification.hook(changing: nil)
      try world.checkTarget(of: hook)
      hooks.append(hook)
    }
    var maintenance: MaintenancePolicy?
    if let shape = input.instanceMaintenancePolicy { maintenance = try MaintenancePolicy(shape) }
    guard world.autoScalingGroups(in: context.region).count < AutoScalingLimits.groups else {
      throw AWSError(
        "LimitExceeded",
        "You have already reached the limit of \(AutoScalingLimits.groups) Auto Scaling groups.")
    }
    let health = try AutoScalingCheck.healthTypes(input.healthCheckType)
    let arn =
      "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):autoScalingGroup:\(world.nextUUID())"
      + ":autoScalingGroupName/\(name)"
    let warmup = input.defaultInstanceWarmup.flatMap { $0 < 0 ? nil : Duration.seconds($0) }
    world.autoScaling.groups[key] = AutoScalingGroup(
      name: name, region: context.region, arn: arn, template: choice.template,
      templateVersion: choice.version,
      minSize: input.minSize, maxSize: input.maxSize, desiredCapacity: desired,
      defaultCooldown: .seconds(input.defaultCooldown ?? 300), subnets: subnets, targetGroups: targets,
      healthCheckTypes: health, healthCheckGrace: .seconds(input.healthCheckGracePeriod ?? 0),
      defaultInstanceWarmup: warmup, suspended: [],
      newInstancesProtected: input.newInstancesProtectedFromScaleIn ?? false, members: Table(),
      policies: Table(), creation: world.now, tags: Tags(), propagatedTags: Tags(), activities: [],
      changeCause:
        "At \(world.now.zulu) a user request created an AutoScalingGroup changing the desired capacity from 0 to "
        + "\(desired).")
    world.autoScaling.groups.update(key) {
      $0.set(choice, isMixed: input.mixedInstancesPolicy != nil)
      $0.terminationPolicies = policies
      $0.maintenance = maintenance
      $0.placementGroup = placement
      $0.rebalancesCapacity = input.capacityRebalance
      for hook in hooks { $0.hooks[hook.name] = hook }
    }
    if let group = world.autoScaling.groups[key] {
      for hook in hooks { world.sendTestMessage(of: hook, in: group) }
    }
    for tag in input.tags ?? [] { world.autoScaling.groups.update(key) { $0.set(tag) } }
    world.scheduleReconcile(of: key)
    return NoOutput()
  }
}

/// Changes a group.
package enum UpdateAutoScalingGroup: Operation {
  package static let service = "autoscaling"
  package static let name = "UpdateAutoScalingGroup"

  /// The new settings; what is not said stays.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var launchConfigurationName: String?
    package var launchTemplate: LaunchTemplateSpecification?
    package var mixedInstancesPolicy: MixedInstancesPolicy?
    package var availabilityZones: [String]?
    package var terminationPolicies: [String]?
    package var minSize: Int?
    package var maxSize: Int?
    package var desiredCapacity: Int?
    package var defaultCooldown: Int?
    package var healthCheckType: String?
    package var healthCheckGracePeriod: Int?
    package var vpcZoneIdentifier: String?
    package var newInstancesProtectedFromScaleIn: Bool?
    package var defaultInstanceWarmup: Int?
    package var instanceMaintenancePolicy: InstanceMaintenancePolicy?
    package var placementGroup: String?
    package var capacityRebalance: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    if let configuration = input.launchConfigurationName { throw .launchConfigurationNotFound(configuration) }
    if let choice = try world.launchChoice(
      input.launchTemplate, input.mixedInstancesPolicy, in: context.region)
    {
      group.set(choice, isMixed: input.mixedInstancesPolicy != nil)
    }
    if let names = input.terminationPolicies {
      group.terminationPolicies = try AutoScalingCheck.terminationPolicies(names)
    }
    if let name = input.placementGroup {
      group.placementGroup = try world.placementForGroup(name, in: context.region)
    }
    group.rebalancesCapacity = input.capacityRebalance ?? group.rebalancesCapacity
    if let shape = input.instanceMaintenancePolicy {
      group.maintenance = try MaintenancePolicy(shape)
      if group.activeRefresh == nil { group.surge = 0 }
    }
    group.minSize = input.minSize ?? group.minSize
    group.maxSize = input.maxSize ?? group.maxSize
    // Bounds that leave the present capacity outside move it.
    let moved = max(group.minSize, min(group.maxSize, group.desiredCapacity))
    let desired = input.desiredCapacity ?? moved
    try AutoScalingCheck.sizes(min: group.minSize, max: group.maxSize, desired: desired)
    if let seconds = input.defaultCooldown {
      try AutoScalingCheck.seconds(seconds, "DefaultCooldown")
      group.defaultCooldown = .seconds(seconds)
    }
    if let seconds = input.healthCheckGracePeriod {
      try AutoScalingCheck.seconds(seconds, "HealthCheckGracePeriod")
      group.healthCheckGrace = .seconds(seconds)
    }
    if let seconds = input.defaultInstanceWarmup {
      if seconds != -1 { try AutoScalingCheck.seconds(seconds, "DefaultInstanceWarmup") }
      group.defaultInstanceWarmup = seconds == -1 ? nil : .seconds(seconds)
    }
    if let type = input.healthCheckType { group.healthCheckTypes = try AutoScalingCheck.healthTypes(type) }
    if input.vpcZoneIdentifier != nil || input.availabilityZones != nil {
      group.subnets = try world.subnetsForGroup(
        input.vpcZoneIdentifier, zones: input.availabilityZones, in: context.region)
      group.launchBlockedUntil = nil
    }
    group.newInstancesProtected = input.newInstancesProtectedFromScaleIn ?? group.newInstancesProtected
    if desired != group.desiredCapacity {
      group.changeCause =
        "At \(world.now.zulu) a user request update of AutoScalingGroup constraints to min: \(group.minSize), max: "
        + "\(group.maxSize), desired: \(desired) changing the desired capacity from \(group.desiredCapacity) to "
        + "\(desired)."
      group.desiredCapacity = desired
    }
    world.autoScaling.groups[group.key] = group
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// Removes a group; with force its instances too.
package enum DeleteAutoScalingGroup: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteAutoScalingGroup"

  /// Which one, and whether its instances go with it.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var forceDelete: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    if input.forceDelete != true {
      guard group.standing.isEmpty, group.desiredCapacity == 0 else {
        throw AWSError(
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still "
            + "in the group.",
          dependents: [.instanceOfGroup("", group: group.name)])
      }
      guard group.members.isEmpty, group.warm.isEmpty else {
        throw AWSError(
          "ScalingActivityInProgress",
          "You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group."
        )
      }
    }
    for policy in group.policies.rows { world.removeAlarms(of: policy, in: group) }
    for action in group.scheduledActions.rows {
      if let key = action.key { world.agenda.cancel(key) }
    }
    for member in group.warm.rows { world.terminateWarm(member.instance, of: group.key) }
    for member in group.members.rows where member.state != .terminating {
      world.terminate(
        member.instance, in: group.key,
        cause: "At \(world.now.zulu) a user request force-deleted the AutoScalingGroup.", drains: false)
    }
    world.autoScaling.groups.update(group.key) {
      $0.isDeleting = true
      $0.desiredCapacity = 0
      $0.minSize = 0
      $0.surge = 0
      $0.warmPool = nil
      $0.hooks = Table()
      $0.scheduledActions = Table()
    }
    if group.members.isEmpty, group.warm.isEmpty {
      if let next = group.nextReconcile { world.agenda.cancel(next) }
      world.forgetGroup(group.key)
    } else {
      world.scheduleReconcile(of: group.key)
    }
    return NoOutput()
  }
}

extension World {
  /// The placement group in which a group is to launch, which must exist; `nil` for none and for the empty name.
  fileprivate func placementForGroup(_ name: String?, in region: Region) throws(AWSError) -> String? {
    do throws(AWSError) {
      return try placementGroup(name: name, id: nil, in: region)?.name
    } catch {
      throw AWSError(
        "ValidationError", "You must use a valid fully-formed launch template. \(error.message)")
    }
  }
}

extension AutoScalingGroup {
  /// Sets a tag, on new instances too when it says so.
  mutating func set(_ tag: AutoScalingTag) {
    tags[tag.key] = tag.value ?? ""
    propagatedTags[tag.key] = tag.propagateAtLaunch == true ? tag.value ?? "" : nil
  }
}
