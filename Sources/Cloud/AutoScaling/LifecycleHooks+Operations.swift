import EventKernel

/// Makes or changes a lifecycle hook of a group.
package enum PutLifecycleHook: Operation {
  package static let service = "autoscaling"
  package static let name = "PutLifecycleHook"

  /// The hook; what is not said stays, or has AWS's default for a new one.
  package struct Input: Codable, Sendable {
    package var lifecycleHookName: String
    package var autoScalingGroupName: String
    package var lifecycleTransition: String?
    package var notificationMetadata: String?
    package var heartbeatTimeout: Int?
    package var defaultResult: String?
    package var notificationTargetARN: String?
    package var roleARN: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let role = input.roleARN.flatMap { $0.isEmpty ? nil : $0 }
    return world.groupAccess(defaultAction, input.autoScalingGroupName, context)
      + Access(defaultAction, world, context).passing(role: role, to: "autoscaling.amazonaws.com").requests
      .dropFirst()
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let hook = try LifecycleHookSpecification(
      lifecycleHookName: input.lifecycleHookName, lifecycleTransition: input.lifecycleTransition,
      notificationMetadata: input.notificationMetadata, heartbeatTimeout: input.heartbeatTimeout,
      defaultResult: input.defaultResult, notificationTargetARN: input.notificationTargetARN,
      roleARN: input.roleARN
    ).hook(changing: group.hooks[input.lifecycleHookName])
    guard group.hooks[hook.name] != nil || group.hooks.count < AutoScalingLimits.hooks else {
      throw AWSError(
        "LimitExceeded", "Only \(AutoScalingLimits.hooks) lifecycle hooks are allowed per group.")
    }
    try world.checkTarget(of: hook)
    world.autoScaling.groups.update(group.key) { $0.hooks[hook.name] = hook }
    if input.notificationTargetARN != nil { world.sendTestMessage(of: hook, in: group) }
    return NoOutput()
  }
}

/// A lifecycle hook as calls describe it.
package struct LifecycleHookSpecification: Codable, Sendable {
  package var lifecycleHookName: String
  package var lifecycleTransition: String?
  package var notificationMetadata: String?
  package var heartbeatTimeout: Int?
  package var defaultResult: String?
  package var notificationTargetARN: String?
  package var roleARN: String?

  /// The hook, checked; what is not said is taken from the old one.
  func hook(changing old: LifecycleHook?) throws(AWSError) -> LifecycleHook {
    let plain = lifecycleHookName.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || "-_/".utf8.contains($0)
    }
    guard (1...255).contains(lifecycleHookName.utf8.count), plain else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(lifecycleHookName)' at 'lifecycleHookName' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9\\-_\\/]+"
      )
    }
    let transition: LifecycleHook.Transition
    if let name = lifecycleTransition {
      guard let known = LifecycleHook.Transition(rawValue: name) else {
        throw AWSError(
          "ValidationError",
          "Invalid Lifecycle Transition: \(name). Valid values are: autoscaling:EC2_INSTANCE_LAUNCHING, autoscaling:EC2_INSTANCE_TERMINATING"
        )
      }
      transition = known
    } else if let old {
      transition = old.transition
    } else {
      throw AWSError("ValidationError", "LifecycleTransition must be specified for a new lifecycle hook.")
    }
    // facts: Auto Scaling 4.2, 30 to 7,200 s, one hour unless said otherwise.
    let seconds = heartbeatTimeout ?? old?.heartbeat.wholeSeconds ?? 3_600
    guard (30...7_200).contains(seconds) else {
      throw AWSError(
        "ValidationError", "Heartbeat timeout must be between 30 and 7200 seconds, but was \(seconds).")
    }
    let name = defaultResult ?? old?.defaultResult.rawValue ?? "ABANDON"
    guard let result = LifecycleResult(rawValue: name) else {
      throw AWSError(
        "ValidationError", "Invalid Default Result: \(name). Valid values are: CONTINUE, ABANDON")
    }
    return LifecycleHook(
      name: lifecycleHookName, transition: transition, heartbeat: .seconds(seconds), defaultResult: result,
      metadata: notificationMetadata ?? old?.metadata,
      target: said(notificationTargetARN, else: old?.target), role: said(roleARN, else: old?.role))
  }
}

extension LifecycleHookSpecification {
  /// What a call says in the place of what was; the empty text takes it away.
  private func said(_ text: String?, else old: String?) -> String? {
    guard let text else { return old }
    return text.isEmpty ? nil : text
  }
}

/// Lists the lifecycle hooks of a group.
package enum DescribeLifecycleHooks: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeLifecycleHooks"

  /// Whose, and which.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var lifecycleHookNames: [String]?
  }

  /// One hook.
  package struct Hook: Encodable, Sendable {
    package var lifecycleHookName: String
    package var autoScalingGroupName: String
    package var lifecycleTransition: String
    package var notificationTargetARN: String?
    package var roleARN: String?
    package var notificationMetadata: String?
    package var heartbeatTimeout: Int
    package var globalTimeout: Int
    package var defaultResult: String
  }

  /// The hooks by name.
  package struct Output: Encodable, Sendable { package var lifecycleHooks: [Hook] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let found = group.hooks.rows.filter { input.lifecycleHookNames?.contains($0.name) ?? true }
    return Output(
      lifecycleHooks: found.map {
        Hook(
          lifecycleHookName: $0.name, autoScalingGroupName: group.name,
          lifecycleTransition: $0.transition.rawValue, notificationTargetARN: $0.target, roleARN: $0.role,
          notificationMetadata: $0.metadata,
          heartbeatTimeout: $0.heartbeat.wholeSeconds, globalTimeout: $0.longestWait.wholeSeconds,
          defaultResult: $0.defaultResult.rawValue)
      })
  }
}

/// Removes a lifecycle hook; instances that wait for it go on as on CONTINUE.
package enum DeleteLifecycleHook: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteLifecycleHook"

  /// Which one.
  package struct Input: Codable, Sendable {
    package var lifecycleHookName: String
    package var autoScalingGroupName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard group.hooks[input.lifecycleHookName] != nil else {
      throw AWSError("ValidationError", "No Lifecycle Hook found with name: \(input.lifecycleHookName)")
    }
    for member in group.members.rows
    where member.waits.contains(where: { $0.hook == input.lifecycleHookName }) {
      world.complete(
        input.lifecycleHookName, of: member.instance, in: group.key, with: .proceed,
        because: "Lifecycle Hook deleted")
    }
    world.autoScaling.groups.update(group.key) { $0.hooks[input.lifecycleHookName] = nil }
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// Ends the wait of an instance.
package enum CompleteLifecycleAction: Operation {
  package static let service = "autoscaling"
  package static let name = "CompleteLifecycleAction"

  /// The hook, the instance or the token, and how the wait ends.
  package struct Input: Codable, Sendable {
    package var lifecycleHookName: String
    package var autoScalingGroupName: String
    package var lifecycleActionToken: String?
    package var lifecycleActionResult: String
    package var instanceId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard let result = LifecycleResult(rawValue: input.lifecycleActionResult) else {
      throw AWSError(
        "ValidationError",
        "Invalid Lifecycle Action Result: \(input.lifecycleActionResult). Valid values are: CONTINUE, ABANDON"
      )
    }
    let member = try group.waiting(
      input.lifecycleHookName, instance: input.instanceId, token: input.lifecycleActionToken)
    world.complete(
      input.lifecycleHookName, of: member.instance, in: group.key, with: result,
      because: "Lifecycle Action Completed with \(result.rawValue) Result")
    world.scheduleReconcile(of: group.key)
    return NoOutput()
  }
}

/// Has an instance wait for another heartbeat.
package enum RecordLifecycleActionHeartbeat: Operation {
  package static let service = "autoscaling"
  package static let name = "RecordLifecycleActionHeartbeat"

  /// The hook, and the instance or the token.
  package struct Input: Codable, Sendable {
    package var lifecycleHookName: String
    package var autoScalingGroupName: String
    package var lifecycleActionToken: String?
    package var instanceId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let member = try group.waiting(
      input.lifecycleHookName, instance: input.instanceId, token: input.lifecycleActionToken)
    guard let hook = group.hooks[input.lifecycleHookName] else { return NoOutput() }
    let now = world.now
    world.autoScaling.groups.update(group.key) { group in
      group.members.update(member.instance) { member in
        for index in member.waits.indices where member.waits[index].hook == hook.name {
          member.waits[index].until = min(
            now + hook.heartbeat, member.waits[index].start + hook.longestWait)
        }
      }
    }
    return NoOutput()
  }
}

extension AutoScalingGroup {
  /// The member that waits for a hook.
  ///
  /// - Throws: AWS's error when none does.
  fileprivate func waiting(_ hook: String, instance: String?, token: String?) throws(AWSError) -> Member {
    guard instance != nil || token != nil else {
      throw AWSError(
        "ValidationError", "Either the instance ID or the lifecycle action token must be specified.")
    }
    for member in members.rows {
      for wait in member.waits
      where wait.hook == hook && (instance.map { $0 == member.instance.description } ?? true)
        && (token.map { $0 == wait.token } ?? true)
      {
        return member
      }
    }
    throw AWSError(
      "ValidationError",
      instance.map { "No active Lifecycle Action found with instance ID \($0)" }
        ?? "No active Lifecycle Action found with token \(token ?? "")")
  }
}
