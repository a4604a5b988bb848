/// The operations of SNS.
package enum SNSOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateTopic.self, DeleteTopic.self, ListTopics.self, GetTopicAttributes.self, SetTopicAttributes.self,
    Publish.self, Subscribe.self, ConfirmSubscription.self, Unsubscribe.self, ListSubscriptions.self,
    ListSubscriptionsByTopic.self, GetSubscriptionAttributes.self, ListTopicTags.self, TagTopic.self,
    UntagTopic.self, SetSubscriptionAttributes.self,
  ]
}

/// Refusals of SNS that several operations share, in AWS's words.
enum SNSError {
  static let noTopic = AWSError("NotFound", "Topic does not exist")
  static let noSubscription = AWSError("NotFound", "Subscription does not exist")
  static func invalid(_ what: String) -> AWSError {
    AWSError("InvalidParameter", "Invalid parameter: \(what)")
  }
}

extension World {
  /// The topic of an ARN in a Region, or AWS's refusal.
  func topic(_ arn: String, _ context: CallContext) throws(AWSError) -> SNSTopic {
    guard SNSARN.isTopic(arn) else { throw SNSError.invalid("TopicArn") }
    guard let topic = sns.topics[arn], topic.region == context.region else { throw SNSError.noTopic }
    return topic
  }

  /// The access to a topic by an action.
  func topicAccess(_ action: String, _ arn: String) -> [AccessRequest] {
    [
      AccessRequest(
        action: "sns:\(action)",
        target: AccessTarget(arn, tags: sns.topics[arn]?.tags ?? Tags(), policy: sns.topics[arn]?.policy))
    ]
  }
}
