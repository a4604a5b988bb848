package import EventKernel

/// A pause in the coming or going of a group's instances, in which something else can act on them.
package struct LifecycleHook: Sendable, Equatable {
  /// When instances pause.
  package enum Transition: String, Sendable {
    case launching = "autoscaling:EC2_INSTANCE_LAUNCHING"
    case terminating = "autoscaling:EC2_INSTANCE_TERMINATING"
  }

  package let name: String
  package var transition: Transition
  /// How long an instance waits without a heartbeat.
  package var heartbeat: Duration
  /// What happens when nobody answers.
  package var defaultResult: LifecycleResult
  /// What the caller wants told with it.
  package var metadata: String?
  /// The ARN of whom the pause is told; `nil` for nobody.
  package var target: String?
  /// The ARN of the role by whose right it is told.
  package var role: String?

  /// The longest wait: 48 hours or a hundred heartbeats (facts: Auto Scaling 4.2).
  package var longestWait: Duration { min(.hours(48), heartbeat * 100) }
}

/// How a pause ends.
package enum LifecycleResult: String, Sendable {
  /// The instance goes on.
  case proceed = "CONTINUE"
  /// A launch is given up; on the way out the remaining hooks are passed over.
  case abandon = "ABANDON"
}

/// An instance that waits for one hook.
package struct LifecycleWait: Sendable, Equatable {
  package let hook: String
  package let token: String
  package let start: Instant
  /// When it ends by itself.
  package var until: Instant
}

extension AutoScalingGroup {
  /// The hooks of a transition, by name.
  func hooks(_ transition: LifecycleHook.Transition) -> [LifecycleHook] {
    hooks.rows.filter { $0.transition == transition }
  }
}

extension World {
  /// Has a member wait for the hooks of a transition; without hooks it goes on at once.
  ///
  /// - Returns: whether it waits.
  mutating func pause(_ id: InstanceID, in key: String, for transition: LifecycleHook.Transition) -> Bool {
    guard let group = autoScaling.groups[key], let member = group.members[id] else { return false }
    if member.hasPassedHooks { return false }
    guard member.waits.isEmpty else { return true }
    let hooks = group.hooks(transition)
    guard !hooks.isEmpty else { return false }
    let token = nextUUID()
    autoScaling.groups.update(key) { group in
      group.members.update(id) { member in
        member.waits = hooks.map {
          LifecycleWait(hook: $0.name, token: token, start: now, until: now + $0.heartbeat)
        }
      }
    }
    note("group-instance-waits", id.description, group.name, hooks[0].name)
    for hook in hooks { tell(of: hook, instance: id, token: token, in: group) }
    return true
  }

  /// Ends the waits of a group whose time is over, each with its hook's default result.
  mutating func endWaits(of key: String) {
    for member in autoScaling.groups[key]?.members.rows ?? [] {
      for wait in member.waits where wait.until <= now {
        let result = autoScaling.groups[key]?.hooks[wait.hook]?.defaultResult ?? .abandon
        complete(wait.hook, of: member.instance, in: key, with: result, because: "Heartbeat Timeout")
      }
    }
  }

  /// Ends one wait of a member.
  mutating func complete(
    _ hook: String, of id: InstanceID, in key: String, with result: LifecycleResult, because reason: String
  ) {
    guard let group = autoScaling.groups[key], let member = group.members[id] else { return }
    autoScaling.groups.update(key) { group in
      group.members.update(id) { member in
        switch result {
        case .proceed: member.waits.removeAll { $0.hook == hook }
        case .abandon: member.waits = []
        }
        if member.waits.isEmpty { member.hasPassedHooks = true }
      }
    }
    guard result == .abandon, member.state == .pending else { return }
    autoScaling.groups.update(key) { group in
      group.members.update(id) { $0.activity = nil }
      guard let index = group.activities.firstIndex(where: { $0.id == member.activity }) else { return }
      group.activities[index].end = now
      group.activities[index].status = "Cancelled"
      group.activities[index].statusMessage =
        "Instance failed to complete user's Lifecycle Action: Lifecycle Action with token "
        + "\(member.waits.first?.token ?? "") was abandoned: \(reason)"
    }
    terminate(
      id, in: key,
      cause: "At \(now.zulu) an instance was taken out of service in response to a launch lifecycle action "
        + "that was abandoned.", drains: false)
  }
}
