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

/// The access policies of topics.
enum TopicPolicy {
  /// The policy that a topic has at first: everything for the account itself.
  static func standard(of arn: String) -> String {
    let actions = [
      "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic",
      "Subscribe",
      "ListSubscriptionsByTopic", "Publish",
    ].map { "\"SNS:\($0)\"" }.joined(separator: ",")
    return "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":"
      + "\"__default_statement_ID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":[\(actions)],"
      + "\"Resource\":\"\(arn)\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\"\(Account.id)\"}}}]}"
  }

  /// Reads a policy, or throws AWS's refusal of a text that is none.
  static func read(_ text: String) throws(AWSError) -> PolicyDocument {
    do throws(PolicyProblem) {
      return try PolicyDocument(json: text, as: .resource)
    } catch {
      throw SNSError.invalid("Policy Error: \(error.message)")
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

/// Publishes a message to a topic: every confirmed subscription gets it.
package enum Publish: Operation {
  package static let service = "sns"
  package static let name = "Publish"

  /// The topic and the message.
  package struct Input: Decodable, Sendable {
    package var topicArn: String?
    package var targetArn: String?
    package var message: String
    package var subject: String?
    package var messageAttributes: [String: Attribute]?

    /// What a message says of itself.
    package struct Attribute: Codable, Sendable {
      package var dataType: String
      package var stringValue: String?
      package var binaryValue: String?
    }
  }

  /// The message's id.
  package struct Output: Encodable, Sendable { package var messageId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("Publish", input.topicArn ?? input.targetArn ?? "*")
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let arn = input.topicArn ?? input.targetArn else {
      throw SNSError.invalid("TopicArn or TargetArn Reason: no value for required parameter")
    }
    let topic = try world.topic(arn, context)
    guard !input.message.isEmpty else { throw SNSError.invalid("Empty message") }
    guard input.message.utf8.count <= SNSLimits.message else { throw SNSError.invalid("Message too long") }
    if let subject = input.subject {
      guard (1...SNSLimits.subject).contains(subject.utf8.count), let first = subject.utf8.first,
        subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), first != 0x20
      else { throw SNSError.invalid("Subject") }
    }
    var attributes = Table<String, SNSAttribute>()
    for (name, given) in (input.messageAttributes ?? [:]).sorted(by: { $0.key.utf8Precedes($1.key) }) {
      attributes[name] = try SNSAttribute(given, named: name)
    }
    let sent = world.deliver(
      input.message, subject: input.subject, attributes: attributes, toTopic: topic.arn)
    guard let id = sent else {
      throw SNSError.noTopic
    }
    return Output(messageId: id)
  }
}
