package import EventKernel

/// The topics of the account and what was delivered.
package struct SNSState: Sendable, Equatable {
  /// The topics by ARN.
  package var topics = Table<String, SNSTopic>()
  /// The subscriptions by ARN.
  package var subscriptions = Table<String, SNSSubscription>()
  /// The newest deliveries, oldest first, at most `mostDeliveries`.
  package private(set) var deliveries: [SNSDelivery] = []

  private static let mostDeliveries = 200

  package init() {}

  mutating func add(_ delivery: SNSDelivery) {
    deliveries.append(delivery)
    if deliveries.count > Self.mostDeliveries {
      deliveries.removeFirst(deliveries.count - Self.mostDeliveries)
    }
  }
}

/// A topic: what is published to it goes to all its subscriptions.
package struct SNSTopic: Sendable, Equatable {
  package let arn: String
  package let name: String
  package let region: Region
  package var displayName = ""
  /// The access policy; `nil` for the one that every topic has at first.
  package var policy: PolicyDocument?
  package var tags = Tags()
  /// How many subscriptions were ended.
  package var deletedSubscriptions = 0
}

/// An endpoint that gets what is published to a topic.
package struct SNSSubscription: Sendable, Equatable {
  package let arn: String
  package let topic: String
  /// `email`, `email-json`, `sms`, `http` or `https`.
  package let `protocol`: String
  package let endpoint: String
  /// Who subscribed.
  package let principal: String
  /// What the endpoint was sent to confirm with; `nil` once it did.
  package var token: String?
  /// Which messages it wants; all when `nil`.
  package var filter: SNSFilterPolicy?
}

/// One message as one endpoint got it.
package struct SNSDelivery: Sendable, Equatable {
  package let at: Instant
  package let topic: String
  package let `protocol`: String
  package let endpoint: String
  package let subject: String?
  package let message: String
}

/// What SNS does of itself when its time comes.
package enum SNSEvent: Sendable, Equatable {
  /// A subscription that nobody confirmed is dropped.
  case expires(subscription: String)
}

/// How SNS behaves in time, and its bounds (SNS API reference; SNS quotas).
package enum SNSLimits {
  /// How long a confirmation can be given.
  static let confirmation = Duration.days(2)
  /// Bytes of a message.
  static let message = 262_144
  /// Characters of a subject.
  static let subject = 100
  /// Topics of an account in a Region.
  static let topics = 100_000
}

extension World {
  /// Does what SNS had on the agenda.
  mutating func handle(_ event: SNSEvent) {
    switch event {
    case .expires(let arn):
      guard let subscription = sns.subscriptions[arn], subscription.token != nil else { return }
      sns.subscriptions[arn] = nil
      note("subscription-not-confirmed", subscription.endpoint, SNSARN.name(subscription.topic))
    }
  }

  /// Delivers a message to every confirmed subscription of a topic and gives the message's id; `nil` when there is no
  /// such topic.
  // Simplified: sns-delivery
  @discardableResult
  mutating func deliver(
    _ message: String, subject: String?, attributes: Table<String, SNSAttribute> = Table(),
    toTopic arn: String
  ) -> String? {
    guard let topic = sns.topics[arn] else { return nil }
    let place = ["TopicName=\(SNSARN.name(arn))"]
    count(1, "AWS/SNS", "NumberOfMessagesPublished", place, topic.region)
    count(Double(message.utf8.count), "AWS/SNS", "PublishSize", place, topic.region)
    for (_, subscription) in sns.subscriptions
    where subscription.token == nil && subscription.topic.utf8.elementsEqual(arn.utf8) {
      guard subscription.filter?.accepts(attributes) ?? true else {
        count(1, "AWS/SNS", "NumberOfNotificationsFilteredOut", place, topic.region)
        continue
      }
      count(1, "AWS/SNS", "NumberOfNotificationsDelivered", place, topic.region)
      sns.add(
        SNSDelivery(
          at: now, topic: arn, protocol: subscription.protocol, endpoint: subscription.endpoint,
          subject: subject, message: message))
      note(
        "message-delivered", subscription.endpoint, SNSARN.name(arn),
        SNSText.firstLine(subject ?? message))
    }
    return nextUUID()
  }
}

extension World {
  /// Sends a message to a telephone and gives the message's id.
  // Simplified: sns-delivery
  mutating func deliver(_ message: String, toPhone number: String) -> String {
    sns.add(
      SNSDelivery(at: now, topic: "", protocol: "sms", endpoint: number, subject: nil, message: message))
    note("text-delivered", number, SNSText.firstLine(message))
    return nextUUID()
  }
}

/// The ARNs of SNS.
enum SNSARN {
  static func topic(_ name: String, in region: Region) -> String {
    "arn:aws:sns:\(region.rawValue):\(Account.id):\(name)"
  }

  /// The name of the topic of an ARN of a topic or a subscription.
  static func name(_ arn: String) -> String {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 5 ? String(parts[5]) : arn
  }

  /// Whether a text has the form of a topic's ARN.
  static func isTopic(_ arn: String) -> Bool {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn" && parts[2] == "sns" && !parts[5].isEmpty
  }
}

/// Texts of messages as events show them.
enum SNSText {
  /// Whether a text is a telephone number: digits and hyphens, perhaps behind a plus sign.
  static func isPhoneNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count >= 7 else { return false }
    return (first == UInt8(ascii: "+") || (0x30...0x39).contains(first))
      && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  /// The first line, shortened.
  static func firstLine(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 80 ? "\(line.prefix(79))…" : String(line)
  }
}
