import EventKernel

extension World {
  /// Throws unless a hook's target can be told by the right of its role: a topic of SNS in the account is there, the role
  /// trusts Auto Scaling, and may publish. AWS finds out by a test message; there are no queues and functions here.
  func checkTarget(of hook: LifecycleHook) throws(AWSError) {
    guard let target = hook.target else {
      guard hook.role == nil else {
        throw AWSError(
          "ValidationError",
          "RoleARN must not be specified without NotificationTargetARN for a lifecycle hook.")
      }
      return
    }
    guard let role = hook.role else {
      throw AWSError("ValidationError", "RoleARN must be specified together with NotificationTargetARN.")
    }
    guard mayTell(target, as: role) else {
      throw AWSError(
        "ValidationError",
        "Unable to publish test message to notification target \(target) using IAM role \(role). Please check your "
          + "target and role configuration and try to put lifecycle hook again.")
    }
  }

  /// Whether Auto Scaling can publish to a topic by the right of a role.
  private func mayTell(_ target: String, as arn: String) -> Bool {
    let service = "autoscaling.amazonaws.com"
    let roles = iam.visible(at: now).roles
    guard let topic = sns.topics[target],
      let role = roles[IAMARN.name(in: arn).lowercased()], role.arn == arn
    else { return false }
    let assume = AccessRequest(
      action: "sts:AssumeRole",
      target: AccessTarget(role.arn, policy: role.trust, policyMustAllow: true), keys: ConditionKeys())
    guard decision(on: assume, by: .service(service)) == .allowed else { return false }
    let publish = AccessRequest(
      action: "sns:Publish", target: AccessTarget(topic.arn, policy: topic.policy), keys: ConditionKeys())
    return decision(on: publish, by: Caller(arn: role.arn)) == .allowed
  }

  /// Sends the message by which AWS tries a hook's target out.
  mutating func sendTestMessage(of hook: LifecycleHook, in group: AutoScalingGroup) {
    guard let target = hook.target else { return }
    publish(
      [
        ("AutoScalingGroupARN", group.arn), ("Event", "autoscaling:TEST_NOTIFICATION"),
      ], of: group, subject: "Auto Scaling: test notification for group \"\(group.name)\"", to: target)
  }

  /// Tells a hook's target that an instance waits, if the role still may.
  mutating func tell(of hook: LifecycleHook, instance: InstanceID, token: String, in group: AutoScalingGroup)
  {
    guard let target = hook.target, let role = hook.role else { return }
    guard mayTell(target, as: role) else {
      note("hook-message-refused", SNSARN.name(target), hook.name)
      return
    }
    let isLaunch = hook.transition == .launching
    var members = [
      ("LifecycleHookName", hook.name), ("LifecycleTransition", hook.transition.rawValue),
      ("EC2InstanceId", instance.description), ("LifecycleActionToken", token),
      ("Origin", isLaunch ? "EC2" : "AutoScalingGroup"),
      ("Destination", isLaunch ? "AutoScalingGroup" : "EC2"),
    ]
    if let metadata = hook.metadata { members.append(("NotificationMetadata", metadata)) }
    let act = isLaunch ? "LAUNCHING" : "TERMINATING"
    publish(
      members, of: group,
      subject: "Auto Scaling:  Lifecycle action '\(act)' for instance \(instance) in progress.", to: target)
  }

  private mutating func publish(
    _ members: [(String, String)], of group: AutoScalingGroup, subject: String, to topic: String
  ) {
    let all =
      members + [
        ("AccountId", Account.id), ("RequestId", nextUUID()), ("AutoScalingGroupName", group.name),
        ("Service", "AWS Auto Scaling"), ("Time", now.iso8601Milliseconds),
      ]
    let message = all.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
    deliver("{\(message)}", subject: String(subject.prefix(SNSLimits.subject)), toTopic: topic)
  }
}
