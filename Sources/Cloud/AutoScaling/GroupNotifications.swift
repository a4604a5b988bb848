import EventKernel

/// What a group tells its topics of (Auto Scaling API, PutNotificationConfiguration).
package enum GroupEvent: String, Sendable, CaseIterable {
  case launch = "autoscaling:EC2_INSTANCE_LAUNCH"
  case launchError = "autoscaling:EC2_INSTANCE_LAUNCH_ERROR"
  case terminate = "autoscaling:EC2_INSTANCE_TERMINATE"
  case terminateError = "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"
  case test = "autoscaling:TEST_NOTIFICATION"
}

extension World {
  /// Tells the topics of a group that want to know of an event.
  mutating func tell(_ event: GroupEvent, of instance: InstanceID?, in key: String, cause: String) {
    guard let group = autoScaling.groups[key] else { return }
    for (topic, events) in group.notifications where events.contains(event) {
      tell(event, of: instance, group, cause: cause, toTopic: topic)
    }
  }

  /// Sends one message of a group to a topic, if the topic's policy lets Auto Scaling publish.
  mutating func tell(
    _ event: GroupEvent, of instance: InstanceID?, _ group: AutoScalingGroup, cause: String,
    toTopic arn: String
  ) {
    guard let topic = sns.topics[arn] else { return }
    guard topic.policy == nil || mayPublish(to: topic, as: "autoscaling.amazonaws.com", sourceARN: group.arn)
    else {
      note("message-refused", topic.name, group.name)
      return
    }
    let members = [
      ("Service", "AWS Auto Scaling"), ("Event", event.rawValue), ("AccountId", Account.id),
      ("AutoScalingGroupName", group.name), ("AutoScalingGroupARN", group.arn),
      ("EC2InstanceId", instance.map { "\($0)" } ?? ""), ("Cause", cause), ("Time", now.iso8601Milliseconds),
    ].filter { !$0.1.isEmpty }
    let message = members.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
    let subject =
      switch event {
      case .launch: "Auto Scaling: launch for group \"\(group.name)\""
      case .launchError: "Auto Scaling: failed launch for group \"\(group.name)\""
      case .terminate: "Auto Scaling: termination for group \"\(group.name)\""
      case .terminateError: "Auto Scaling: failed termination for group \"\(group.name)\""
      case .test: "Auto Scaling: test notification for group \"\(group.name)\""
      }
    deliver("{\(message)}", subject: String(subject.prefix(SNSLimits.subject)), toTopic: arn)
  }
}

/// Tells a topic of a group's events; the topic gets a test message at once.
package enum PutNotificationConfiguration: Operation {
  package static let service = "autoscaling"
  package static let name = "PutNotificationConfiguration"

  /// The group, the topic and the events.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var topicARN: String
    package var notificationTypes: [String]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let events = try input.notificationTypes.map { type throws(AWSError) -> GroupEvent in
      guard let event = GroupEvent(rawValue: type) else {
        throw AWSError("ValidationError", "\(type) is not a valid notification type.")
      }
      return event
    }
    guard let topic = world.sns.topics[input.topicARN], topic.region == context.region else {
      throw AWSError(
        "ValidationError", "Unable to publish test message to notification target \(input.topicARN)")
    }
    guard group.notifications[topic.arn] != nil || group.notifications.count < 10 else {
      throw AWSError("LimitExceeded", "A group can have at most 10 notification topics.")
    }
    world.autoScaling.groups.update(group.key) { $0.notifications[topic.arn] = events }
    world.tell(.test, of: nil, group, cause: "", toTopic: topic.arn)
    return NoOutput()
  }
}

/// Tells a topic no more of a group's events.
package enum DeleteNotificationConfiguration: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteNotificationConfiguration"

  /// The group and the topic.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var topicARN: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard group.notifications[input.topicARN] != nil else {
      throw AWSError("ValidationError", "Notification configuration not found for topic \(input.topicARN)")
    }
    world.autoScaling.groups.update(group.key) { $0.notifications[input.topicARN] = nil }
    return NoOutput()
  }
}

/// Lists which topics are told of which events.
package enum DescribeNotificationConfigurations: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeNotificationConfigurations"

  /// The groups; all of the Region when none is named.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupNames: [String]?
    package var nextToken: String?
    package var maxRecords: Int?
  }

  /// A page of events, by group and topic.
  package struct Output: Encodable, Sendable {
    package var notificationConfigurations: [Row]
    package var nextToken: String?
  }

  /// One event of a group that one topic is told of.
  package struct Row: Encodable, Sendable {
    package var autoScalingGroupName: String
    package var topicARN: String
    package var notificationType: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let wanted = input.autoScalingGroupNames ?? []
    let groups = world.autoScalingGroups(in: context.region).filter {
      wanted.isEmpty || wanted.contains($0.name)
    }
    let rows = groups.flatMap { group in
      group.notifications.flatMap { topic, events in
        events.map { Row(autoScalingGroupName: group.name, topicARN: topic, notificationType: $0.rawValue) }
      }
    }
    let page = try AutoScalingPage.of(rows, token: input.nextToken, limit: input.maxRecords)
    return Output(notificationConfigurations: page.rows, nextToken: page.nextToken)
  }
}

/// Lists the events that topics can be told of.
package enum DescribeNotificationTypes: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeAutoScalingNotificationTypes"

  package struct Input: Codable, Sendable { package init() {} }

  /// The names of the events.
  package struct Output: Encodable, Sendable { package var autoScalingNotificationTypes: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(autoScalingNotificationTypes: GroupEvent.allCases.map(\.rawValue))
  }
}
