/// Makes a topic; the same call again gives the same topic.
package enum CreateTopic: Operation {
  package static let service = "sns"
  package static let name = "CreateTopic"

  /// The name, settings and tags.
  package struct Input: Decodable, Sendable {
    package var name: String
    package var attributes: StringMap?
    package var tags: [Tags.Tag]?
  }

  /// The topic's ARN.
  package struct Output: Encodable, Sendable { package var topicArn: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("sns:CreateTopic", world, context).on(arn: SNSARN.topic(input.name, in: context.region))
      .tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (1...256).contains(input.name.utf8.count),
      input.name.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
          || $0 == 0x5F
      })
    else {
      if input.name.hasSuffix(".fifo") { throw AWSError.notModelled("Name", input.name) }
      throw SNSError.invalid("Topic Name")
    }
    let arn = SNSARN.topic(input.name, in: context.region)
    var topic = SNSTopic(arn: arn, name: input.name, region: context.region)
    for entry in input.attributes?.entries ?? [] {
      try TopicSettings.set(entry.name, to: entry.text, of: &topic)
    }
    for tag in input.tags ?? [] { topic.tags[tag.key] = tag.value }
    guard topic.tags.all.count <= 50 else {
      throw AWSError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")
    }
    if let present = world.sns.topics[arn] {
      guard input.tags == nil || present.tags == topic.tags else {
        throw SNSError.invalid("Tags Reason: Topic already exists with different tags")
      }
      guard input.attributes == nil || present.displayName == topic.displayName,
        present.policy == topic.policy || topic.policy == nil
      else { throw SNSError.invalid("Attributes Reason: Topic already exists with different attributes") }
      return Output(topicArn: arn)
    }
    guard world.sns.topics.count < SNSLimits.topics else {
      throw AWSError("TopicLimitExceeded", "Topic limit exceeded")
    }
    world.sns.topics[arn] = topic
    return Output(topicArn: arn)
  }
}

/// What can be set of a topic.
enum TopicSettings {
  /// Sets one attribute by AWS's name.
  static func set(_ name: String, to value: String?, of topic: inout SNSTopic) throws(AWSError) {
    switch name {
    case "DisplayName":
      guard (value ?? "").unicodeScalars.count <= 100 else { throw SNSError.invalid("DisplayName") }
      topic.displayName = value ?? ""
    case "Policy":
      guard let value, !value.isEmpty else {
        topic.policy = nil
        return
      }
      topic.policy = try TopicPolicy.read(value)
    case "DeliveryPolicy", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "FifoTopic",
      "ContentBasedDeduplication", "ArchivePolicy", "FifoThroughputScope":
      throw AWSError.notModelled("Attributes", name)
    default: throw SNSError.invalid("AttributeName")
    }
  }
}

/// Deletes a topic with its subscriptions; one that is not there is deleted without complaint.
package enum DeleteTopic: Operation {
  package static let service = "sns"
  package static let name = "DeleteTopic"

  /// Which topic.
  package struct Input: Decodable, Sendable { package var topicArn: String }
  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("DeleteTopic", input.topicArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard SNSARN.isTopic(input.topicArn) else { throw SNSError.invalid("TopicArn") }
    for (arn, subscription) in world.sns.subscriptions
    where subscription.topic.utf8.elementsEqual(input.topicArn.utf8) {
      world.sns.subscriptions[arn] = nil
    }
    world.sns.topics[input.topicArn] = nil
    return NoOutput()
  }
}

/// Lists the topics of a Region, a hundred at a time.
package enum ListTopics: Operation {
  package static let service = "sns"
  package static let name = "ListTopics"

  /// Where to go on.
  package struct Input: Decodable, Sendable { package var nextToken: String? }

  /// The topics by ARN.
  package struct Output: Encodable, Sendable {
    package struct Row: Encodable, Sendable { package var topicArn: String }
    package var topics: [Row]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let all = world.sns.topics.rows.filter { $0.region == context.region }
    guard let page = Page(of: all, from: input.nextToken, limit: 100) else {
      throw SNSError.invalid("NextToken")
    }
    return Output(topics: page.rows.map { Output.Row(topicArn: $0.arn) }, nextToken: page.nextToken)
  }
}

/// The settings and counts of a topic.
package enum GetTopicAttributes: Operation {
  package static let service = "sns"
  package static let name = "GetTopicAttributes"

  /// Which topic.
  package struct Input: Decodable, Sendable { package var topicArn: String }
  /// The attributes by name.
  package struct Output: Encodable, Sendable { package var attributes: StringMap }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("GetTopicAttributes", input.topicArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let topic = try world.topic(input.topicArn, context)
    let own = world.sns.subscriptions.rows.filter { $0.topic.utf8.elementsEqual(topic.arn.utf8) }
    var attributes = StringMap()
    attributes["TopicArn"] = topic.arn
    attributes["Owner"] = Account.id
    attributes["DisplayName"] = topic.displayName
    attributes["Policy"] = topic.policy?.text ?? TopicPolicy.standard(of: topic.arn)
    attributes["SubscriptionsConfirmed"] = "\(own.count { $0.token == nil })"
    attributes["SubscriptionsPending"] = "\(own.count { $0.token != nil })"
    attributes["SubscriptionsDeleted"] = "\(topic.deletedSubscriptions)"
    attributes["EffectiveDeliveryPolicy"] =
      "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\"maxDelayTarget\":20,\"numRetries\":3,"
      + "\"numMaxDelayRetries\":0,\"numNoDelayRetries\":0,\"numMinDelayRetries\":0,\"backoffFunction\":\"linear\"},"
      + "\"disableSubscriptionOverrides\":false,\"defaultRequestPolicy\":{\"headerContentType\":"
      + "\"text/plain; charset=UTF-8\"}}}"
    return Output(attributes: attributes)
  }
}

/// Sets one attribute of a topic.
package enum SetTopicAttributes: Operation {
  package static let service = "sns"
  package static let name = "SetTopicAttributes"

  /// The topic, the attribute and its value.
  package struct Input: Decodable, Sendable {
    package var topicArn: String
    package var attributeName: String
    package var attributeValue: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("SetTopicAttributes", input.topicArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var topic = try world.topic(input.topicArn, context)
    try TopicSettings.set(input.attributeName, to: input.attributeValue, of: &topic)
    world.sns.topics[topic.arn] = topic
    return NoOutput()
  }
}
