import EventKernel

/// Who is told of what happens to a bucket's objects.
package enum GetBucketNotificationConfiguration: BucketOperation {
  package static let name = "GetBucketNotificationConfiguration"
  package static let action = "GetBucketNotification"
  package typealias Input = BucketNameInput
  package typealias Output = NotificationConfiguration

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.bucket(input).notifications
  }
}

/// Sets who is told; an empty configuration tells nobody.
package enum PutBucketNotificationConfiguration: BucketOperation {
  package static let name = "PutBucketNotificationConfiguration"
  package static let action = "PutBucketNotification"

  /// All of them.
  package struct Input: BucketInput {
    package var bucket: String
    package var notificationConfiguration: NotificationConfiguration
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  /// The events that are modelled, by the name without `s3:`.
  private static let events = [
    "ObjectCreated:*", "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload",
    "ObjectRemoved:*", "ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated",
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    var configuration = input.notificationConfiguration
    var topics = configuration.topicConfigurations ?? []
    for index in topics.indices {
      for event in topics[index].events where !events.contains(where: { "s3:\($0)" == event }) {
        throw S3Error.invalid("The event '\(event)' is not supported for notifications.")
      }
      for rule in topics[index].filter?.key?.filterRules ?? []
      where !["prefix", "suffix"].contains((rule.name ?? "").lowercased()) {
        throw S3Error.invalid("filter rule name must be either prefix or suffix")
      }
      guard world.s3MayPublish(from: bucket, toTopic: topics[index].topicArn) else {
        throw S3Error.invalid("Unable to validate the following destination configurations")
      }
      topics[index].id = topics[index].id ?? world.nextUUID()
    }
    configuration.topicConfigurations = topics.isEmpty ? nil : topics
    try world.changeBucket(input) { $0.notifications = configuration }
    for topic in topics {
      world.deliver(
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\(JSONText.quoted(bucket.name))}",
        subject: "Amazon S3 Notification", toTopic: topic.topicArn)
    }
    return NoOutput()
  }
}

extension World {
  /// Whether S3 may publish to a topic for a bucket: by the topic's own policy alone.
  func s3MayPublish(from bucket: Bucket, toTopic arn: String) -> Bool {
    guard let topic = sns.topics[arn], topic.region == bucket.region else { return false }
    return mayPublish(to: topic, as: "s3.amazonaws.com", sourceARN: bucket.arn)
  }

  /// Tells the topics of a bucket that something happened to an object.
  // Simplified: s3-event-record
  mutating func tellTopics(_ event: String, of key: ObjectKey, size: Int, in bucket: Bucket) {
    for target in bucket.notifications.topicConfigurations ?? [] where target.isAbout(event, key) {
      guard s3MayPublish(from: bucket, toTopic: target.topicArn) else { continue }
      let record = [
        ("eventSource", "aws:s3"), ("awsRegion", bucket.region.rawValue),
        ("eventTime", now.iso8601Milliseconds),
        ("eventName", event), ("bucket", bucket.name), ("key", key.text), ("size", String(size)),
      ].map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
      deliver("{\"Records\":[{\(record)}]}", subject: "Amazon S3 Notification", toTopic: target.topicArn)
    }
  }
}

extension NotificationConfiguration.Topic {
  /// Whether the topic is told of an event at a key.
  fileprivate func isAbout(_ event: String, _ key: ObjectKey) -> Bool {
    let family = event.split(separator: ":").first.map { "s3:\($0):*" } ?? ""
    guard events.contains("s3:\(event)") || events.contains(family) else { return false }
    return (filter?.key?.filterRules ?? []).allSatisfy { rule in
      let value = Array((rule.value ?? "").utf8)
      return (rule.name ?? "").lowercased() == "prefix"
        ? key.text.utf8.starts(with: value) : key.text.utf8.reversed().starts(with: value.reversed())
    }
  }
}
