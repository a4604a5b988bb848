/// One thing that a call asks to be allowed: an action on one resource.
package struct AccessRequest: Sendable, Equatable {
  /// The IAM action, such as `ec2:RunInstances`.
  package let action: String
  /// The resource: its ARN, or `*`, what is known of it, and its own policy.
  package let target: AccessTarget
  /// What the call says of itself: `aws:RequestTag/…`, `aws:TagKeys` and keys of the service.
  package let keys: ConditionKeys

  /// The ARN of the resource, or `*`.
  package var resource: String { target.arn }

  /// An access to a resource.
  package init(action: String, target: AccessTarget, keys: ConditionKeys = ConditionKeys()) {
    self.action = action
    self.target = target
    self.keys = keys
  }

  /// An access to a resource of which only the ARN is known.
  package init(action: String, resource: String, keys: ConditionKeys = ConditionKeys()) {
    self.init(action: action, target: AccessTarget(resource), keys: keys)
  }
}

/// What an action works on, as policies see it.
package struct AccessTarget: Sendable, Equatable {
  /// The ARN, or `*`.
  package let arn: String
  /// Its tags, the values of `aws:ResourceTag/…`.
  package let tags: Tags
  /// Further keys that its service knows of it, such as `ec2:InstanceType`.
  package let keys: ConditionKeys
  /// The policy that is attached to it, such as a bucket's.
  package let policy: PolicyDocument?
  /// Whether an identity policy alone never suffices, as for a role's trust policy.
  package let policyMustAllow: Bool

  /// A target.
  package init(
    _ arn: String, tags: Tags = Tags(), keys: ConditionKeys = ConditionKeys(), policy: PolicyDocument? = nil,
    policyMustAllow: Bool = false
  ) {
    self.arn = arn
    self.tags = tags
    self.keys = keys
    self.policy = policy
    self.policyMustAllow = policyMustAllow
  }
}
