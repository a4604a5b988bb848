/// The settings of a subscription that can be changed.
enum SubscriptionSettings {
  /// The filter after one attribute was set.
  ///
  /// - Throws: `InvalidParameter` for attributes that there are not; those that only AWS has are refused by name.
  static func filter(
    _ name: String, _ value: String, present: SNSFilterPolicy?
  ) throws(AWSError) -> SNSFilterPolicy? {
    switch (name, value) {
    case ("FilterPolicy", _): return try SNSFilterPolicy(value)
    case ("FilterPolicyScope", "MessageAttributes"), ("RawMessageDelivery", "false"): return present
    case ("FilterPolicyScope", "MessageBody"), ("RawMessageDelivery", "true"), ("DeliveryPolicy", _),
      ("RedrivePolicy", _), ("SubscriptionRoleArn", _), ("ReplayPolicy", _):
      throw .notModelled("AttributeName", "\(name)=\(value)")
    default: throw SNSError.invalid("AttributeName")
    }
  }
}

/// Sets one attribute of a subscription.
package enum SetSubscriptionAttributes: Operation {
  package static let service = "sns"
  package static let name = "SetSubscriptionAttributes"

  /// The subscription, the attribute and its value.
  package struct Input: Decodable, Sendable {
    package var subscriptionArn: String
    package var attributeName: String
    package var attributeValue: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess(
      "SetSubscriptionAttributes",
      world.sns.subscriptions[input.subscriptionArn]?.topic ?? input.subscriptionArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let subscription = try world.subscription(input.subscriptionArn)
    let filter = try SubscriptionSettings.filter(
      input.attributeName, input.attributeValue ?? "{}", present: subscription.filter)
    world.sns.subscriptions.update(subscription.arn) { $0.filter = filter }
    return NoOutput()
  }
}
