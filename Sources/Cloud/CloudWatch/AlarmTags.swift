/// Tags an alarm.
package enum TagAlarm: Operation {
  package static let service = "cloudwatch"
  package static let name = "TagResource"

  /// The alarm's ARN and the tags.
  package struct Input: Codable, Sendable {
    package var resourceARN: String
    package var tags: [Tags.Tag]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: input.resourceARN).tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try world.tagAlarm(try world.alarmKey(arn: input.resourceARN, context), input.tags)
    return NoOutput()
  }
}

/// Takes tags off an alarm.
package enum UntagAlarm: Operation {
  package static let service = "cloudwatch"
  package static let name = "UntagResource"

  /// The alarm's ARN and the keys.
  package struct Input: Codable, Sendable {
    package var resourceARN: String
    package var tagKeys: [String]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: input.resourceARN).untagging(input.tagKeys).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = try world.alarmKey(arn: input.resourceARN, context)
    world.cloudWatch.tags.update(key) { tags in
      for name in input.tagKeys { tags[name] = nil }
    }
    return NoOutput()
  }
}

/// Shows the tags of an alarm.
package enum ListAlarmTags: Operation {
  package static let service = "cloudwatch"
  package static let name = "ListTagsForResource"

  /// The alarm's ARN.
  package struct Input: Codable, Sendable { package var resourceARN: String }

  /// The tags.
  package struct Output: Encodable, Sendable { package var tags: [Tags.Tag] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: input.resourceARN).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tags: world.cloudWatch.tags[try world.alarmKey(arn: input.resourceARN, context)]?.all ?? [])
  }
}

extension World {
  /// The key of the alarm of an ARN, of either kind.
  func alarmKey(arn: String, _ context: CallContext) throws(AWSError) -> String {
    let start = "arn:aws:cloudwatch:\(context.region.rawValue):\(Account.id):alarm:"
    let key = Alarm.key(context.region, String(arn.dropFirst(start.count)))
    guard arn.hasPrefix(start), cloudWatch.alarms[key] != nil || cloudWatch.composites[key] != nil else {
      throw AWSError("ResourceNotFoundException", "Unknown")
    }
    return key
  }

  /// Sets tags of an alarm, at most 50 in all.
  mutating func tagAlarm(_ key: String, _ added: [Tags.Tag]) throws(AWSError) {
    var tags = cloudWatch.tags[key] ?? Tags()
    for tag in added {
      guard (1...128).contains(tag.key.unicodeScalars.count), tag.value.unicodeScalars.count <= 256 else {
        throw AWSError("InvalidParameterValue", "A tag key has 1 to 128 characters, a value at most 256")
      }
      tags[tag.key] = tag.value
    }
    guard tags.all.count <= 50 else {
      throw AWSError("InvalidParameterValue", "A resource can have at most 50 tags")
    }
    cloudWatch.tags[key] = tags
  }

  /// What a call on alarms needs: the action on each, with its tags.
  func alarmAccess(_ action: String, _ names: [String], _ context: CallContext) -> [AccessRequest] {
    Access(action, self, context).onAlarms(names).requests
  }
}
