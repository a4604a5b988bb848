/// A subscription as listings show it.
package struct SubscriptionRow: Encodable, Sendable {
  package var subscriptionArn: String
  package var owner: String
  package var `protocol`: String
  package var endpoint: String
  package var topicArn: String

  init(_ subscription: SNSSubscription) {
    subscriptionArn = subscription.token == nil ? subscription.arn : "PendingConfirmation"
    owner = Account.id
    self.protocol = subscription.protocol
    endpoint = subscription.endpoint
    topicArn = subscription.topic
  }
}

/// A part of a listing of subscriptions.
package struct SubscriptionListOutput: Encodable, Sendable {
  package var subscriptions: [SubscriptionRow]
  package var nextToken: String?

  init(_ all: [SNSSubscription], from token: String?) throws(AWSError) {
    guard let page = Page(of: all, from: token, limit: 100) else { throw SNSError.invalid("NextToken") }
    subscriptions = page.rows.map { SubscriptionRow($0) }
    nextToken = page.nextToken
  }
}

/// Subscribes an endpoint; mail and web endpoints must confirm with the token that they are sent.
package enum Subscribe: Operation {
  package static let service = "sns"
  package static let name = "Subscribe"

  /// The topic, the protocol and the endpoint.
  package struct Input: Decodable, Sendable {
    package var topicArn: String
    package var `protocol`: String
    package var endpoint: String?
    package var returnSubscriptionArn: Bool?
    package var attributes: StringMap?
  }

  /// The subscription, or that it waits.
  package struct Output: Encodable, Sendable { package var subscriptionArn: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("Subscribe", input.topicArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let topic = try world.topic(input.topicArn, context)
    guard let endpoint = input.endpoint, !endpoint.isEmpty else { throw SNSError.invalid("Endpoint") }
    let isText = input.protocol == "sms"
    switch input.protocol {
    case "email", "email-json":
      let parts = endpoint.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, parts[1].contains(".") else {
        throw SNSError.invalid("Email address")
      }
    case "sms":
      guard SNSText.isPhoneNumber(endpoint) else {
        throw SNSError.invalid("Invalid SMS endpoint: \(endpoint)")
      }
    case "http", "https":
      guard endpoint.hasPrefix("\(input.protocol)://") else {
        throw SNSError.invalid("Endpoint must match the specified protocol")
      }
    case "sqs", "lambda", "application", "firehose": throw AWSError.notModelled("Protocol", input.protocol)
    default: throw SNSError.invalid("Does not support this protocol string: \(input.protocol)")
    }
    var filter: SNSFilterPolicy?
    for entry in input.attributes?.entries ?? [] {
      filter = try SubscriptionSettings.filter(entry.name, entry.text, present: filter)
    }
    let present = world.sns.subscriptions.rows.first {
      $0.topic.utf8.elementsEqual(topic.arn.utf8) && $0.protocol == input.protocol && $0.endpoint == endpoint
    }
    let subscription: SNSSubscription
    if let present {
      subscription = present
    } else {
      var made = SNSSubscription(
        arn: "\(topic.arn):\(world.nextUUID())", topic: topic.arn, protocol: input.protocol,
        endpoint: endpoint,
        principal: context.caller.arn, token: isText ? nil : world.nextToken())
      made.filter = filter
      world.sns.subscriptions[made.arn] = made
      if let token = made.token {
        world.note("subscription-asks", endpoint, topic.name, token)
        world.schedule(.sns(.expires(subscription: made.arn)), in: SNSLimits.confirmation)
      }
      subscription = made
    }
    let shows = subscription.token == nil || input.returnSubscriptionArn == true
    return Output(subscriptionArn: shows ? subscription.arn : "pending confirmation")
  }
}

extension World {
  /// A token as confirmations carry it.
  fileprivate mutating func nextToken() -> String {
    (0..<4).map { _ in
      let text = String(nextBits(), radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }.joined()
  }

  /// The subscription of an ARN, or AWS's refusal.
  func subscription(_ arn: String) throws(AWSError) -> SNSSubscription {
    guard arn.split(separator: ":", omittingEmptySubsequences: false).count == 7 else {
      throw SNSError.invalid("SubscriptionArn Reason: An ARN must have at least 6 elements, not 1")
    }
    guard let subscription = sns.subscriptions[arn] else { throw SNSError.noSubscription }
    return subscription
  }
}

/// Confirms a subscription with the token that its endpoint was sent.
package enum ConfirmSubscription: Operation {
  package static let service = "sns"
  package static let name = "ConfirmSubscription"

  /// The topic and the token.
  package struct Input: Decodable, Sendable {
    package var topicArn: String
    package var token: String
  }

  /// The subscription.
  package struct Output: Encodable, Sendable { package var subscriptionArn: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("ConfirmSubscription", input.topicArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let topic = try world.topic(input.topicArn, context)
    let found = world.sns.subscriptions.rows.first {
      $0.topic.utf8.elementsEqual(topic.arn.utf8) && $0.token?.utf8.elementsEqual(input.token.utf8) == true
    }
    guard let found else { throw SNSError.invalid("Token") }
    world.sns.subscriptions.update(found.arn) { $0.token = nil }
    return Output(subscriptionArn: found.arn)
  }
}

/// Ends a subscription.
package enum Unsubscribe: Operation {
  package static let service = "sns"
  package static let name = "Unsubscribe"

  /// Which subscription.
  package struct Input: Decodable, Sendable { package var subscriptionArn: String }
  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess(
      "Unsubscribe", world.sns.subscriptions[input.subscriptionArn]?.topic ?? input.subscriptionArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let subscription = try world.subscription(input.subscriptionArn)
    world.sns.subscriptions[subscription.arn] = nil
    world.sns.topics.update(subscription.topic) { $0.deletedSubscriptions += 1 }
    return NoOutput()
  }
}

/// Lists the subscriptions of a Region, a hundred at a time.
package enum ListSubscriptions: Operation {
  package static let service = "sns"
  package static let name = "ListSubscriptions"

  /// Where to go on.
  package struct Input: Decodable, Sendable { package var nextToken: String? }
  package typealias Output = SubscriptionListOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let all = world.sns.subscriptions.rows.filter { world.sns.topics[$0.topic]?.region == context.region }
    return try Output(all, from: input.nextToken)
  }
}

/// Lists the subscriptions of a topic, a hundred at a time.
package enum ListSubscriptionsByTopic: Operation {
  package static let service = "sns"
  package static let name = "ListSubscriptionsByTopic"

  /// Which topic, and where to go on.
  package struct Input: Decodable, Sendable {
    package var topicArn: String
    package var nextToken: String?
  }

  package typealias Output = SubscriptionListOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("ListSubscriptionsByTopic", input.topicArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let topic = try world.topic(input.topicArn, context)
    let own = world.sns.subscriptions.rows.filter { $0.topic.utf8.elementsEqual(topic.arn.utf8) }
    return try Output(own, from: input.nextToken)
  }
}

/// The settings of a subscription.
package enum GetSubscriptionAttributes: Operation {
  package static let service = "sns"
  package static let name = "GetSubscriptionAttributes"

  /// Which subscription.
  package struct Input: Decodable, Sendable { package var subscriptionArn: String }
  /// The attributes by name.
  package struct Output: Encodable, Sendable { package var attributes: StringMap }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess(
      "GetSubscriptionAttributes",
      world.sns.subscriptions[input.subscriptionArn]?.topic ?? input.subscriptionArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let subscription = try world.subscription(input.subscriptionArn)
    var attributes = StringMap()
    attributes["SubscriptionArn"] = subscription.arn
    attributes["TopicArn"] = subscription.topic
    attributes["Owner"] = Account.id
    attributes["Protocol"] = subscription.protocol
    attributes["Endpoint"] = subscription.endpoint
    attributes["PendingConfirmation"] = subscription.token == nil ? "false" : "true"
    attributes["ConfirmationWasAuthenticated"] = subscription.token == nil ? "true" : "false"
    attributes["RawMessageDelivery"] = "false"
    if let filter = subscription.filter {
      attributes["FilterPolicy"] = filter.text
      attributes["FilterPolicyScope"] = "MessageAttributes"
    }
    attributes["SubscriptionPrincipal"] = subscription.principal
    return Output(attributes: attributes)
  }
}
