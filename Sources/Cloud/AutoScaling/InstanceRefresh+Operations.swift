package import EventKernel

/// How a refresh goes about, as calls say it.
package struct RefreshPreferences: Codable, Sendable {
  /// Alarms that stop a refresh.
  package struct AlarmSpecification: Codable, Sendable { package var alarms: [String]? }

  package var minHealthyPercentage: Int?
  package var instanceWarmup: Int?
  package var checkpointPercentages: [Int]?
  package var checkpointDelay: Int?
  package var skipMatching: Bool?
  package var autoRollback: Bool?
  package var scaleInProtectedInstances: String?
  package var standbyInstances: String?
  package var alarmSpecification: AlarmSpecification?
  package var maxHealthyPercentage: Int?
  package var bakeTime: Int?

  init(_ preferences: InstanceRefresh.Preferences) {
    minHealthyPercentage = preferences.minHealthy
    maxHealthyPercentage = preferences.maxHealthy
    instanceWarmup = preferences.warmup?.wholeSeconds
    checkpointPercentages = preferences.checkpoints.isEmpty ? nil : preferences.checkpoints
    checkpointDelay = preferences.checkpoints.isEmpty ? nil : preferences.checkpointDelay.wholeSeconds
    skipMatching = preferences.skipsMatching
    autoRollback = preferences.rollsBack
    scaleInProtectedInstances = preferences.protected.rawValue
    standbyInstances = preferences.standby.rawValue
    alarmSpecification = preferences.alarms.isEmpty ? nil : AlarmSpecification(alarms: preferences.alarms)
    bakeTime = preferences.bakeTime == .zero ? nil : preferences.bakeTime.wholeSeconds
  }

  /// The preferences with AWS's defaults, or those of the group's maintenance policy.
  func read(for group: AutoScalingGroup) throws(AWSError) -> InstanceRefresh.Preferences {
    var preferences = InstanceRefresh.Preferences()
    if let policy = group.maintenance {
      preferences.minHealthy = policy.minHealthy
      preferences.maxHealthy = policy.maxHealthy
    }
    preferences.minHealthy = minHealthyPercentage ?? preferences.minHealthy
    preferences.maxHealthy = maxHealthyPercentage ?? preferences.maxHealthy
    guard maxHealthyPercentage == nil || minHealthyPercentage != nil else {
      throw AWSError(
        "ValidationError", "MinHealthyPercentage must be specified when MaxHealthyPercentage is specified.")
    }
    try MaintenancePolicy.check(preferences.minHealthy, preferences.maxHealthy)
    for (value, name) in [
      (instanceWarmup, "InstanceWarmup"), (checkpointDelay, "CheckpointDelay"), (bakeTime, "BakeTime"),
    ] {
      if let value, value != -1 { try AutoScalingCheck.seconds(value, name) }
    }
    preferences.warmup = instanceWarmup.flatMap { $0 < 0 ? nil : .seconds($0) }
    preferences.checkpoints = checkpointPercentages ?? []
    let sorted = zip(preferences.checkpoints, preferences.checkpoints.dropFirst()).allSatisfy { $0 < $1 }
    guard sorted, preferences.checkpoints.allSatisfy({ (1...100).contains($0) }) else {
      throw AWSError(
        "ValidationError", "CheckpointPercentages must be unique values from 1 to 100 in ascending order.")
    }
    preferences.checkpointDelay = .seconds(checkpointDelay ?? 3_600)
    preferences.skipsMatching = skipMatching ?? false
    preferences.rollsBack = autoRollback ?? false
    preferences.protected = try handling(scaleInProtectedInstances, [.wait, .ignore, .refresh])
    preferences.standby = try handling(standbyInstances, [.wait, .ignore, .terminate])
    preferences.alarms = alarmSpecification?.alarms ?? []
    guard preferences.alarms.count <= 10 else {
      throw AWSError("ValidationError", "At most 10 alarms can be specified in AlarmSpecification.")
    }
    preferences.bakeTime = .seconds(max(0, bakeTime ?? 0))
    return preferences
  }

  private func handling(
    _ name: String?, _ known: [InstanceRefresh.Handling]
  ) throws(AWSError) -> InstanceRefresh.Handling {
    guard let name else { return .wait }
    guard let handling = InstanceRefresh.Handling(rawValue: name), known.contains(handling) else {
      throw AWSError("ValidationError", "\(name) is not one of \(known.map(\.rawValue)).")
    }
    return handling
  }
}

/// What a refresh launches, as calls say it.
package struct DesiredConfiguration: Codable, Sendable {
  package var launchTemplate: LaunchTemplateSpecification?
  package var mixedInstancesPolicy: MixedInstancesPolicy?
}

/// Begins to replace the instances of a group.
package enum StartInstanceRefresh: Operation {
  package static let service = "autoscaling"
  package static let name = "StartInstanceRefresh"

  /// The group, what it is to launch from now on, and how to go about.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var strategy: String?
    package var desiredConfiguration: DesiredConfiguration?
    package var preferences: RefreshPreferences?
  }

  /// The new refresh.
  package struct Output: Encodable, Sendable { package var instanceRefreshId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard (input.strategy ?? "Rolling") == "Rolling" else {
      throw .notModelled("Strategy", input.strategy ?? "")
    }
    guard group.activeRefresh == nil else {
      throw AWSError(
        "InstanceRefreshInProgress",
        "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.")
    }
    let preferences =
      try input.preferences?.read(for: group)
      ?? RefreshPreferences(InstanceRefresh.Preferences()).standard(for: group)
    let desired = try world.launchChoice(
      input.desiredConfiguration?.launchTemplate, input.desiredConfiguration?.mixedInstancesPolicy,
      in: context.region)
    if preferences.rollsBack {
      guard let desired, !desired.version.hasPrefix("$"), !group.templateVersion.hasPrefix("$") else {
        throw AWSError(
          "ValidationError",
          "To use AutoRollback you must specify a DesiredConfiguration with a numbered launch template version, "
            + "and the group must use a numbered version too.")
      }
    }
    let choice =
      desired
      ?? LaunchChoice(
        template: group.template, version: group.templateVersion, types: group.instanceTypes,
        distribution: group.distribution)
    let remaining = world.outdated(in: group, against: choice, preferences)
    let refresh = InstanceRefresh(
      id: world.nextUUID(), start: world.now, preferences: preferences, desired: desired,
      isMixed: input.desiredConfiguration?.mixedInstancesPolicy != nil, original: group.members.ids,
      remaining: remaining, total: remaining.count, lastProgress: world.now)
    world.autoScaling.groups.update(group.key) { group in
      group.refreshes.append(refresh)
      if group.refreshes.count > 50 { group.refreshes.removeFirst() }
    }
    for member in group.warm.rows { world.terminateWarm(member.instance, of: group.key) }
    world.note("group-refresh-begins", group.name, String(remaining.count))
    world.scheduleReconcile(of: group.key)
    return Output(instanceRefreshId: refresh.id)
  }
}

extension RefreshPreferences {
  /// The defaults, with the shares of the group's maintenance policy.
  fileprivate func standard(for group: AutoScalingGroup) -> InstanceRefresh.Preferences {
    var preferences = InstanceRefresh.Preferences()
    if let policy = group.maintenance {
      preferences.minHealthy = policy.minHealthy
      preferences.maxHealthy = policy.maxHealthy
    }
    return preferences
  }
}

extension World {
  /// The members that a refresh has to replace, by id.
  fileprivate func outdated(
    in group: AutoScalingGroup, against choice: LaunchChoice, _ preferences: InstanceRefresh.Preferences
  ) -> [InstanceID] {
    let template = ec2.launchTemplates[choice.template]
    let version: LaunchTemplate.Version?
    do throws(AWSError) {
      version = try template?.version(choice.version)
    } catch {
      version = nil
    }
    return group.members.rows.filter { member in
      switch member.state {
      case .terminating: return false
      case .standby where preferences.standby == .ignore: return false
      case .pending, .inService, .standby: break
      }
      if member.isProtectedFromScaleIn, preferences.protected == .ignore { return false }
      guard preferences.skipsMatching, choice.template == group.template, let version else { return true }
      let type = ec2.instances[member.instance]?.type ?? ""
      let isType = choice.types.isEmpty ? version.type == type : choice.types.contains(type)
      return !(member.templateVersion == version.number && isType)
    }.map(\.instance)
  }
}

/// Stops a refresh; what it has replaced stays.
package enum CancelInstanceRefresh: Operation {
  package static let service = "autoscaling"
  package static let name = "CancelInstanceRefresh"

  /// Whose.
  package struct Input: Codable, Sendable { package var autoScalingGroupName: String }

  /// The refresh.
  package struct Output: Encodable, Sendable { package var instanceRefreshId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard let refresh = group.activeRefresh, refresh.status != .cancelling else {
      throw .noActiveRefresh(group)
    }
    world.autoScaling.groups.update(group.key) { group in
      group.surge = 0
      group.changeRefresh {
        $0.status = .cancelling
        $0.reason = "Cancelling due to user request."
      }
    }
    world.scheduleReconcile(of: group.key)
    return Output(instanceRefreshId: refresh.id)
  }
}

/// Has a refresh go back to what the group said before.
package enum RollbackInstanceRefresh: Operation {
  package static let service = "autoscaling"
  package static let name = "RollbackInstanceRefresh"

  /// Whose.
  package struct Input: Codable, Sendable { package var autoScalingGroupName: String }

  /// The refresh.
  package struct Output: Encodable, Sendable { package var instanceRefreshId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard let refresh = group.activeRefresh else { throw .noActiveRefresh(group) }
    guard refresh.desired != nil, refresh.rollback == nil, !group.templateVersion.hasPrefix("$") else {
      throw AWSError(
        "IrreversibleInstanceRefresh",
        "The instance refresh has no desired configuration to roll back from, or the group's launch template "
          + "version is not a number.")
    }
    world.rollBack(group.key, because: "Requested by the user.")
    world.scheduleReconcile(of: group.key)
    return Output(instanceRefreshId: refresh.id)
  }
}

extension AWSError {
  fileprivate static func noActiveRefresh(_ group: AutoScalingGroup) -> AWSError {
    AWSError(
      "ActiveInstanceRefreshNotFound",
      "No in progress or pending Instance Refresh found for Auto Scaling group \(group.name).")
  }
}

/// Lists the refreshes of a group, the newest first.
package enum DescribeInstanceRefreshes: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeInstanceRefreshes"

  /// Whose, and which.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var instanceRefreshIds: [String]?
    package var nextToken: String?
    package var maxRecords: Int?
  }

  /// What a refresh went back from.
  package struct RollbackDetails: Encodable, Sendable {
    package var rollbackReason: String
    package var rollbackStartTime: Instant
    package var percentageCompleteOnRollback: Int
    package var instancesToUpdateOnRollback: Int
  }

  /// One refresh.
  package struct Refresh: Encodable, Sendable {
    package var instanceRefreshId: String
    package var autoScalingGroupName: String
    package var status: String
    package var statusReason: String?
    package var startTime: Instant
    package var endTime: Instant?
    package var percentageComplete: Int
    package var instancesToUpdate: Int
    package var preferences: RefreshPreferences
    package var desiredConfiguration: DesiredConfiguration?
    package var rollbackDetails: RollbackDetails?
    package var strategy = "Rolling"
  }

  /// A page of refreshes.
  package struct Output: Encodable, Sendable {
    package var instanceRefreshes: [Refresh]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let found = group.refreshes.reversed().filter { input.instanceRefreshIds?.contains($0.id) ?? true }
    let page = try AutoScalingPage.of(found, token: input.nextToken, limit: input.maxRecords)
    let current = world
    return Output(
      instanceRefreshes: page.rows.map { describe($0, of: group, in: current) }, nextToken: page.nextToken)
  }

  private static func describe(
    _ refresh: InstanceRefresh, of group: AutoScalingGroup, in world: World
  ) -> Refresh {
    Refresh(
      instanceRefreshId: refresh.id, autoScalingGroupName: group.name, status: refresh.status.rawValue,
      statusReason: refresh.reason, startTime: refresh.start, endTime: refresh.end,
      percentageComplete: refresh.percentage, instancesToUpdate: refresh.remaining.count,
      preferences: RefreshPreferences(refresh.preferences),
      desiredConfiguration: refresh.desired.map { choice in
        let specification = LaunchTemplateSpecification(
          launchTemplateId: choice.template.description,
          launchTemplateName: world.ec2.launchTemplates[choice.template]?.name, version: choice.version)
        guard refresh.isMixed else { return DesiredConfiguration(launchTemplate: specification) }
        return DesiredConfiguration(
          mixedInstancesPolicy: MixedInstancesPolicy(
            launchTemplate: .init(
              launchTemplateSpecification: specification,
              overrides: choice.types.map { .init(instanceType: $0) }),
            instancesDistribution: choice.distribution))
      },
      rollbackDetails: refresh.rollback.map {
        RollbackDetails(
          rollbackReason: $0.reason, rollbackStartTime: $0.start,
          percentageCompleteOnRollback: $0.percentage, instancesToUpdateOnRollback: $0.rest)
      })
  }
}
