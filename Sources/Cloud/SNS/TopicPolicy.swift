/// The access policies of topics.
enum TopicPolicy {
  /// What the policy of a topic can speak of (SNS Developer Guide: actions of topics); account-wide actions such as
  /// `ListTopics` are none of a topic's.
  private static let actions = [
    "AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes",
    "ListSubscriptionsByTopic", "ListTagsForResource", "Publish", "PutDataProtectionPolicy", "Receive",
    "RemovePermission", "SetTopicAttributes", "Subscribe", "TagResource", "UntagResource",
  ]

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

  /// Reads the policy of a topic.
  ///
  /// - Throws: AWS's refusal of a text that is none, and of actions that are not a topic's, `sns:*` among them.
  static func read(_ text: String) throws(AWSError) -> PolicyDocument {
    let document: PolicyDocument
    do throws(PolicyProblem) {
      document = try PolicyDocument(json: text, as: .resource)
    } catch {
      throw SNSError.invalid("Policy Error: \(error.message)")
    }
    for statement in document.statements {
      for action in statement.actions.patterns where action.text != "*" {
        let isWhole = action.text.lowercased() == "sns:*"
        guard !isWhole, actions.contains(where: { action.meansAction("SNS:\($0)") }) else {
          throw SNSError.invalid("Policy statement action out of service scope!")
        }
      }
    }
    return document
  }
}
