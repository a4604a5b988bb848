/// Gives a group a warm pool or changes it.
package enum PutWarmPool: Operation {
  package static let service = "autoscaling"
  package static let name = "PutWarmPool"

  /// Whether instances come back when the group shrinks.
  package struct ReusePolicy: Codable, Sendable { package var reuseOnScaleIn: Bool? }

  /// The pool; what is not said has AWS's default.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var maxGroupPreparedCapacity: Int?
    package var minSize: Int?
    package var poolState: String?
    package var instanceReusePolicy: ReusePolicy?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard input.poolState != "Hibernated" else { throw .notModelled("PoolState", "Hibernated") }
    guard let state = WarmPool.State(rawValue: input.poolState ?? "Stopped") else {
      throw AWSError("ValidationError", "PoolState must be Stopped, Running or Hibernated.")
    }
    guard !group.isMixed else {
      throw AWSError(
        "ValidationError",
        "You can't add a warm pool to an Auto Scaling group that has a mixed instances policy.")
    }
    let size = input.minSize ?? 0
    guard (0...10_000).contains(size) else {
      throw AWSError("ValidationError", "MinSize must be between 0 and 10000.")
    }
    let prepared = input.maxGroupPreparedCapacity.flatMap { $0 == -1 ? nil : $0 }
    guard prepared.map({ $0 >= max(0, group.minSize) }) ?? true else {
      throw AWSError(
        "ValidationError", "MaxGroupPreparedCapacity must be greater than or equal to the group's MinSize.")
    }
    guard group.warmPool?.isDeleting != true else {
      throw AWSError("ScalingActivityInProgress", "The warm pool is being deleted.")
    }
    world.autoScaling.groups.update(group.key) {
      $0.warmPool = WarmPool(
        minSize: size, maxPrepared: prepared, state: state,
        reusesOnScaleIn: input.instanceReusePolicy?.reuseOnScaleIn ?? false)
    }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// A warm pool as the API shows it.
package struct WarmPoolConfiguration: Encodable, Sendable {
  package var maxGroupPreparedCapacity: Int?
  package var minSize: Int
  package var poolState: String
  package var status: String?
  package var instanceReusePolicy: PutWarmPool.ReusePolicy?

  init(_ pool: WarmPool) {
    maxGroupPreparedCapacity = pool.maxPrepared
    minSize = pool.minSize
    poolState = pool.state.rawValue
    status = pool.isDeleting ? "PendingDelete" : nil
    instanceReusePolicy = pool.reusesOnScaleIn ? .init(reuseOnScaleIn: true) : nil
  }
}

/// Shows a group's warm pool and its instances; without a pool it shows nothing.
package enum DescribeWarmPool: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeWarmPool"

  /// Whose.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var maxRecords: Int?
    package var nextToken: String?
  }

  /// A page of instances with the pool.
  package struct Output: Encodable, Sendable {
    package var warmPoolConfiguration: WarmPoolConfiguration?
    package var instances: [DescribeAutoScalingGroups.GroupInstance]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let page = try AutoScalingPage.of(group.warm.rows, token: input.nextToken, limit: input.maxRecords)
    let current = world
    return Output(
      warmPoolConfiguration: group.warmPool.map { WarmPoolConfiguration($0) },
      instances: page.rows.map { member in
        DescribeAutoScalingGroups.GroupInstance(
          instanceId: member.instance.description,
          instanceType: current.ec2.instances[member.instance]?.type,
          availabilityZone: member.zone.rawValue, lifecycleState: member.state.rawValue,
          healthStatus: "Healthy",
          launchTemplate: group.specification(in: current, version: member.templateVersion),
          protectedFromScaleIn: false)
      }, nextToken: page.nextToken)
  }
}

/// Removes a group's warm pool with its instances.
package enum DeleteWarmPool: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteWarmPool"

  /// Whose; without force the pool must be empty.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var forceDelete: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard group.warmPool != nil else {
      throw AWSError("ValidationError", "No warm pool found for the Auto Scaling group: \(group.name)")
    }
    guard group.warm.isEmpty || input.forceDelete == true else {
      throw AWSError(
        "ResourceInUse", "The warm pool still has instances. Use ForceDelete to delete them with it.")
    }
    world.autoScaling.groups.update(group.key) { $0.warmPool?.isDeleting = true }
    for member in group.warm.rows { world.terminateWarm(member.instance, of: group.key) }
    if group.warm.isEmpty { world.autoScaling.groups.update(group.key) { $0.warmPool = nil } }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}
