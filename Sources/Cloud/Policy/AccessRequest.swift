/// One thing that a call asks to be allowed.
package struct AccessRequest: Hashable, Sendable {
  /// The IAM action, such as `ec2:RunInstances`.
  package let action: String
  /// The ARN of the resource, or `*`.
  package let resource: String
  /// Values of condition keys, by key, ordered by key.
  package let conditions: [ConditionValue]

  /// The value of a condition key.
  package struct ConditionValue: Hashable, Sendable {
    package let key: String
    package let value: String
    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// An access to a resource.
  package init(action: String, resource: String, conditions: [ConditionValue] = []) {
    self.action = action
    self.resource = resource
    self.conditions = conditions
  }
}
