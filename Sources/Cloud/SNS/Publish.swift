import EventKernel

/// Publishes a message to a topic: every confirmed subscription gets it.
package enum Publish: Operation {
  package static let service = "sns"
  package static let name = "Publish"

  /// The topic or the telephone, and the message.
  package struct Input: Decodable, Sendable {
    package var topicArn: String?
    package var targetArn: String?
    package var phoneNumber: String?
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
    guard input.phoneNumber == nil else { return [AccessRequest(action: "sns:Publish", resource: "*")] }
    return world.topicAccess("Publish", input.topicArn ?? input.targetArn ?? "*")
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let number = input.phoneNumber {
      guard input.topicArn == nil, input.targetArn == nil else {
        throw SNSError.invalid(
          "TopicArn Reason: Only one of TopicArn, TargetArn and PhoneNumber can be given")
      }
      guard SNSText.isPhoneNumber(number) else {
        throw SNSError.invalid("PhoneNumber Reason: \(number) is not valid to publish to")
      }
      try check(input)
      _ = try attributes(input)
      return Output(messageId: world.deliver(input.message, toPhone: number))
    }
    guard let arn = input.topicArn ?? input.targetArn else {
      throw SNSError.invalid("TopicArn or TargetArn Reason: no value for required parameter")
    }
    let topic = try world.topic(arn, context)
    try check(input)
    let sent = world.deliver(
      input.message, subject: input.subject, attributes: try attributes(input), toTopic: topic.arn)
    guard let id = sent else {
      throw SNSError.noTopic
    }
    return Output(messageId: id)
  }

  /// What the message says of itself, or AWS's refusal of it.
  private static func attributes(_ input: Input) throws(AWSError) -> Table<String, SNSAttribute> {
    var attributes = Table<String, SNSAttribute>()
    for (name, given) in (input.messageAttributes ?? [:]).sorted(by: { $0.key.utf8Precedes($1.key) }) {
      attributes[name] = try SNSAttribute(given, named: name)
    }
    return attributes
  }

  /// Throws AWS's refusal of a message or subject that cannot be sent.
  private static func check(_ input: Input) throws(AWSError) {
    guard !input.message.isEmpty else { throw SNSError.invalid("Empty message") }
    guard input.message.utf8.count <= SNSLimits.message else { throw SNSError.invalid("Message too long") }
    guard let subject = input.subject else { return }
    guard (1...SNSLimits.subject).contains(subject.utf8.count), let first = subject.utf8.first,
      subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), first != 0x20
    else { throw SNSError.invalid("Subject") }
  }
}
