import EventKernel

/// A group that replaces spare capacity before it goes (facts: Auto Scaling, Capacity Rebalancing).
extension World {
  /// Launches a replacement for each member whose capacity is at risk, and lets the member go once that is in service.
  ///
  /// AWS's recommendation comes with the notice at the latest; here it comes with the notice.
  // Simplified: rebalance-with-notice
  mutating func rebalanceCapacity(of key: String) {
    guard let group = autoScaling.groups[key], group.rebalancesCapacity == true, !group.isDeleting else {
      return
    }
    for member in group.standing where ec2.instances[member.instance]?.spotNotice != nil {
      if let replacement = member.replacement.flatMap({ autoScaling.groups[key]?.members[$0] }),
        replacement.state != .terminating
      {
        guard replacement.state == .inService, group.runs("Terminate") else { continue }
        terminate(
          member.instance, in: key,
          cause:
            "At \(now.zulu) an instance was taken out of service in response to an EC2 instance rebalance "
            + "recommendation.", drains: true)
      } else if group.runs("Launch") {
        replace(member, in: key)
      }
    }
  }

  /// Launches the replacement of a member; the group may have a tenth more than its maximum for it, at least one.
  private mutating func replace(_ member: AutoScalingGroup.Member, in key: String) {
    guard let group = autoScaling.groups[key],
      group.standing.count < group.maxSize + max(1, group.desiredCapacity / 10)
    else { return }
    let cause =
      "At \(now.zulu) an instance was launched in response to an EC2 instance rebalance recommendation."
    for subnet in subnetsByNeed(of: group) {
      guard let id = launch(in: key, subnet: subnet.id, cause: cause) else { continue }
      autoScaling.groups.update(key) { group in
        group.members.update(member.instance) { $0.replacement = id }
      }
      return
    }
  }

  /// Has the group of a machine that got its notice look after it, if it replaces spare capacity.
  mutating func noticeReachesGroup(of instance: Instance) {
    guard let name = instance.autoScalingGroup else { return }
    let key = AutoScalingGroup.key(instance.zone.region, name)
    guard autoScaling.groups[key]?.rebalancesCapacity == true else { return }
    scheduleReconcile(of: key)
  }
}

extension AutoScalingGroup {
  /// How many members stand that others were launched to replace.
  var replacements: Int {
    standing.count { member in
      guard let replacement = member.replacement.flatMap({ members[$0] }) else { return false }
      return replacement.state != .terminating
    }
  }
}
