package import EventKernel

/// Lists groups.
package enum DescribeAutoScalingGroups: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeAutoScalingGroups"

  /// Which ones; all of the Region when nothing is said.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupNames: [String]?
    package var includeInstances: Bool?
    package var nextToken: String?
    package var maxRecords: Int?
    package var filters: [Filter]?
  }

  /// One instance of a group.
  package struct GroupInstance: Encodable, Sendable {
    package var instanceId: String
    package var instanceType: String?
    package var availabilityZone: String
    package var lifecycleState: String
    package var healthStatus: String
    package var launchTemplate: LaunchTemplateSpecification?
    package var protectedFromScaleIn: Bool
  }

  /// A process that is suspended.
  package struct SuspendedProcess: Encodable, Sendable {
    package var processName: String
    package var suspensionReason: String
  }

  /// A number that a group publishes.
  package struct EnabledMetric: Encodable, Sendable {
    package var metric: String
    package var granularity = "1Minute"
  }

  /// One group.
  package struct Group: Encodable, Sendable {
    package var autoScalingGroupName: String
    package var autoScalingGroupARN: String
    package var launchTemplate: LaunchTemplateSpecification?
    package var mixedInstancesPolicy: MixedInstancesPolicy?
    package var minSize: Int
    package var maxSize: Int
    package var desiredCapacity: Int
    package var defaultCooldown: Int
    package var availabilityZones: [String]
    package var loadBalancerNames: [String] = []
    package var targetGroupARNs: [String]
    package var healthCheckType: String
    package var healthCheckGracePeriod: Int
    package var instances: [GroupInstance]
    package var createdTime: Instant
    package var suspendedProcesses: [SuspendedProcess]
    package var vpcZoneIdentifier: String
    package var enabledMetrics: [EnabledMetric]
    package var status: String?
    package var tags: [AutoScalingTag]
    package var terminationPolicies: [String]
    package var newInstancesProtectedFromScaleIn: Bool
    package var serviceLinkedRoleARN: String
    package var warmPoolConfiguration: WarmPoolConfiguration?
    package var warmPoolSize: Int?
    package var defaultInstanceWarmup: Int?
    package var trafficSources: [TrafficSourceIdentifier]
    package var instanceMaintenancePolicy: InstanceMaintenancePolicy?
    package var placementGroup: String?
    package var capacityRebalance: Bool?
    package var availabilityZoneDistribution = ZoneDistribution()
  }

  /// How a group spreads over its zones: here always as groups do that nothing was told.
  package struct ZoneDistribution: Encodable, Sendable {
    package var capacityDistributionStrategy = "balanced-best-effort"
  }

  /// A page of groups, by name.
  package struct Output: Encodable, Sendable {
    package var autoScalingGroups: [Group]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let named = world.autoScalingGroups(in: context.region).filter { group in
      input.autoScalingGroupNames.map { $0.isEmpty || $0.contains(group.name) } ?? true
    }
    let found = try FilterFields<AutoScalingGroup>([:], tags: \.tags)
      .select(named, input.filters, of: Self.self, in: world)
    let page = try AutoScalingPage.of(found, token: input.nextToken, limit: input.maxRecords)
    let current = world
    let showsInstances = input.includeInstances ?? true
    return Output(
      autoScalingGroups: page.rows.map { $0.output(in: current, showsInstances: showsInstances) },
      nextToken: page.nextToken)
  }
}

extension AutoScalingGroup {
  fileprivate func output(in world: World, showsInstances: Bool) -> DescribeAutoScalingGroups.Group {
    let zones = subnets.compactMap { world.ec2.subnets[$0]?.zone.rawValue }
    var names: [String] = []
    for zone in zones where !names.contains(zone) { names.append(zone) }
    return DescribeAutoScalingGroups.Group(
      autoScalingGroupName: name, autoScalingGroupARN: arn,
      launchTemplate: isMixed ? nil : specification(in: world, version: templateVersion),
      mixedInstancesPolicy: mixedInstancesPolicy(in: world), minSize: minSize, maxSize: maxSize,
      desiredCapacity: desiredCapacity, defaultCooldown: defaultCooldown.wholeSeconds,
      availabilityZones: names,
      targetGroupARNs: targetGroups.compactMap { world.loadBalancing.targetGroups[$0]?.arn },
      healthCheckType: healthCheckTypes.contains("ELB") ? "ELB" : "EC2",
      healthCheckGracePeriod: healthCheckGrace.wholeSeconds,
      instances: (showsInstances ? members.rows : []).map { member in
        DescribeAutoScalingGroups.GroupInstance(
          instanceId: member.instance.description,
          instanceType: world.ec2.instances[member.instance]?.type,
          availabilityZone: member.zone.rawValue, lifecycleState: member.shownState,
          healthStatus: member.isHealthy ? "Healthy" : "Unhealthy",
          launchTemplate: specification(in: world, version: member.templateVersion),
          protectedFromScaleIn: member.isProtectedFromScaleIn)
      }, createdTime: creation,
      suspendedProcesses: suspended.map {
        .init(processName: $0, suspensionReason: "User suspended at \(creation.zulu)")
      }, vpcZoneIdentifier: subnets.map(\.description).joined(separator: ","),
      enabledMetrics: metrics.map { .init(metric: $0.rawValue) },
      status: isDeleting ? "Delete in progress" : nil, tags: tagList,
      terminationPolicies: terminationPolicies, newInstancesProtectedFromScaleIn: newInstancesProtected,
      serviceLinkedRoleARN: "arn:aws:iam::\(Account.id):role/aws-service-role/autoscaling.amazonaws.com/"
        + "AWSServiceRoleForAutoScaling",
      warmPoolConfiguration: warmPool.map { WarmPoolConfiguration($0) },
      warmPoolSize: warmPool == nil ? nil : warm.count,
      defaultInstanceWarmup: defaultInstanceWarmup?.wholeSeconds,
      trafficSources: targetGroups.compactMap { world.loadBalancing.targetGroups[$0]?.arn }.map {
        TrafficSourceIdentifier(identifier: $0, type: "elbv2")
      }, instanceMaintenancePolicy: maintenance.map { InstanceMaintenancePolicy($0) },
      placementGroup: placementGroup, capacityRebalance: rebalancesCapacity)
  }

  /// The template of a member in a version; `nil` for one that was attached.
  func specification(in world: World, version: Int?) -> LaunchTemplateSpecification? {
    version.map { specification(in: world, version: String($0)) }
  }

  func specification(in world: World, version: String) -> LaunchTemplateSpecification {
    LaunchTemplateSpecification(
      launchTemplateId: template.description, launchTemplateName: world.ec2.launchTemplates[template]?.name,
      version: version)
  }

  /// The tags as the API shows them.
  var tagList: [AutoScalingTag] {
    tags.all.map {
      AutoScalingTag(
        resourceId: name, resourceType: "auto-scaling-group", key: $0.key, value: $0.value,
        propagateAtLaunch: propagatedTags[$0.key] != nil)
    }
  }
}

/// Lists the instances of groups.
package enum DescribeAutoScalingInstances: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeAutoScalingInstances"

  /// Which ones; all of the Region when nothing is said.
  package struct Input: Codable, Sendable {
    package var instanceIds: [String]?
    package var maxRecords: Int?
    package var nextToken: String?
  }

  /// One instance.
  package struct Details: Encodable, Sendable {
    package var instanceId: String
    package var instanceType: String?
    package var autoScalingGroupName: String
    package var availabilityZone: String
    package var lifecycleState: String
    package var healthStatus: String
    package var launchTemplate: LaunchTemplateSpecification?
    package var protectedFromScaleIn: Bool
  }

  /// A page of instances, by group and id.
  package struct Output: Encodable, Sendable {
    package var autoScalingInstances: [Details]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var found: [Details] = []
    for group in world.autoScalingGroups(in: context.region) {
      for member in group.members.rows
      where input.instanceIds?.contains(member.instance.description) ?? true {
        found.append(
          Details(
            instanceId: member.instance.description,
            instanceType: world.ec2.instances[member.instance]?.type, autoScalingGroupName: group.name,
            availabilityZone: member.zone.rawValue, lifecycleState: member.shownState,
            healthStatus: member.isHealthy ? "HEALTHY" : "UNHEALTHY",
            launchTemplate: group.specification(in: world, version: member.templateVersion),
            protectedFromScaleIn: member.isProtectedFromScaleIn))
      }
      for member in group.warm.rows
      where input.instanceIds?.contains(member.instance.description) ?? true {
        found.append(
          Details(
            instanceId: member.instance.description,
            instanceType: world.ec2.instances[member.instance]?.type, autoScalingGroupName: group.name,
            availabilityZone: member.zone.rawValue, lifecycleState: member.state.rawValue,
            healthStatus: "HEALTHY",
            launchTemplate: group.specification(in: world, version: member.templateVersion),
            protectedFromScaleIn: false))
      }
    }
    let page = try AutoScalingPage.of(found, token: input.nextToken, limit: input.maxRecords)
    return Output(autoScalingInstances: page.rows, nextToken: page.nextToken)
  }
}

/// A scaling activity as the API shows it.
package struct ActivityOutput: Encodable, Sendable {
  package var activityId: String
  package var autoScalingGroupName: String
  package var description: String
  package var cause: String
  package var startTime: Instant
  package var endTime: Instant?
  package var statusCode: String
  package var statusMessage: String?
  package var progress: Int
  /// The place as JSON in a text; `nil` when the instance was no longer listed.
  package var details: String?
  /// `Deleted` for a group that is gone.
  package var autoScalingGroupState: String?
  package var autoScalingGroupARN: String

  init(_ activity: Activity, of group: AutoScalingGroup) {
    self.init(activity, group: group.name, arn: group.arn, state: nil)
  }

  init(_ activity: Activity, of group: DeletedGroup) {
    self.init(activity, group: group.name, arn: group.arn, state: "Deleted")
  }

  private init(_ activity: Activity, group: String, arn: String, state: String?) {
    activityId = World.uuid(activity.id, ~activity.id)
    autoScalingGroupName = group
    autoScalingGroupState = state
    description = activity.description
    cause = activity.cause
    startTime = activity.start
    endTime = activity.end
    statusCode = activity.status
    statusMessage = activity.statusMessage
    progress = activity.end == nil ? 50 : 100
    details = activity.place.map {
      #"{"Subnet ID":"\#($0.subnet)","Availability Zone":"\#($0.zone.rawValue)"}"#
    }
    autoScalingGroupARN = arn
  }
}

/// Lists what groups have done, newest first.
package enum DescribeScalingActivities: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeScalingActivities"

  /// Whose history, or which activities.
  package struct Input: Codable, Sendable {
    package var activityIds: [String]?
    package var autoScalingGroupName: String?
    package var includeDeletedGroups: Bool?
    package var maxRecords: Int?
    package var nextToken: String?
  }

  /// A page of activities.
  package struct Output: Encodable, Sendable {
    package var activities: [ActivityOutput]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var groups = world.autoScalingGroups(in: context.region)
    var deleted = input.includeDeletedGroups == true ? world.deletedGroups(in: context.region) : []
    if let name = input.autoScalingGroupName {
      deleted = deleted.filter { $0.name == name }
      groups = groups.filter { $0.name == name }
      if groups.isEmpty, deleted.isEmpty { _ = try world.autoScalingGroup(name, in: context.region) }
    }
    let all =
      groups.flatMap { group in group.activities.map { ActivityOutput($0, of: group) } }
      + deleted.flatMap { group in group.activities.map { ActivityOutput($0, of: group) } }
    let found = all.filter { input.activityIds?.contains($0.activityId) ?? true }
    // The histories of single groups are newest first already; a stable sort joins them.
    let order = found.indices.sorted {
      found[$0].startTime == found[$1].startTime
        ? $0 < $1 : found[$0].startTime > found[$1].startTime
    }
    let page = try AutoScalingPage.of(
      order.map { found[$0] }, token: input.nextToken, limit: input.maxRecords, standard: 100)
    return Output(activities: page.rows, nextToken: page.nextToken)
  }
}
