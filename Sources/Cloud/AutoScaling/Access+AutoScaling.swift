extension World {
  /// What a call on a group needs: the action on the group, with its tags.
  func groupAccess(_ action: String, _ name: String, _ context: CallContext) -> [AccessRequest] {
    let group = autoScaling.groups[AutoScalingGroup.key(context.region, name)]
    let arn =
      group?.arn
      ?? "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):autoScalingGroup:*:autoScalingGroupName/\(name)"
    var keys = ConditionKeys()
    for tag in group?.tags.all ?? [] { keys["autoscaling:ResourceTag/\(tag.key)"] = [tag.value] }
    return Access(action, self, context).on(AccessTarget(arn, tags: group?.tags ?? Tags(), keys: keys))
      .requests
  }
}
