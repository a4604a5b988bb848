/// The tags of a topic.
package enum ListTopicTags: Operation {
  package static let service = "sns"
  package static let name = "ListTagsForResource"

  /// Which topic.
  package struct Input: Decodable, Sendable { package var resourceArn: String }
  /// The tags by key.
  package struct Output: Encodable, Sendable { package var tags: [Tags.Tag] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.topicAccess("ListTagsForResource", input.resourceArn)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tags: try world.taggedTopic(input.resourceArn, context).tags.all)
  }
}

/// Puts tags on a topic.
package enum TagTopic: Operation {
  package static let service = "sns"
  package static let name = "TagResource"

  /// The topic and the tags.
  package struct Input: Decodable, Sendable {
    package var resourceArn: String
    package var tags: [Tags.Tag]
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("sns:TagResource", world, context).on(
      arn: input.resourceArn, tags: world.sns.topics[input.resourceArn]?.tags ?? Tags()
    )
    .tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var topic = try world.taggedTopic(input.resourceArn, context)
    for tag in input.tags { topic.tags[tag.key] = tag.value }
    guard topic.tags.all.count <= 50 else {
      throw AWSError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")
    }
    world.sns.topics[topic.arn] = topic
    return NoOutput()
  }
}

/// Takes tags off a topic.
package enum UntagTopic: Operation {
  package static let service = "sns"
  package static let name = "UntagResource"

  /// The topic and the keys.
  package struct Input: Decodable, Sendable {
    package var resourceArn: String
    package var tagKeys: [String]
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("sns:UntagResource", world, context).on(
      arn: input.resourceArn, tags: world.sns.topics[input.resourceArn]?.tags ?? Tags()
    )
    .untagging(input.tagKeys).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var topic = try world.taggedTopic(input.resourceArn, context)
    for key in input.tagKeys { topic.tags[key] = nil }
    world.sns.topics[topic.arn] = topic
    return NoOutput()
  }
}

extension World {
  fileprivate func taggedTopic(_ arn: String, _ context: CallContext) throws(AWSError) -> SNSTopic {
    guard let topic = sns.topics[arn], topic.region == context.region else {
      throw AWSError("ResourceNotFound", "Resource does not exist")
    }
    return topic
  }
}
