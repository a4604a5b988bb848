/// Adds tags to load balancers, target groups, listeners and rules.
package enum AddLoadBalancingTags: Operation {
  package static let service = "elbv2"
  package static let name = "AddTags"

  /// The tags and what gets them.
  package struct Input: Codable, Sendable {
    package var resourceArns: [String]
    package var tags: [Tags.Tag]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let added = try Tags(forLoadBalancing: input.tags)
    for arn in input.resourceArns {
      try world.changeLoadBalancingTags(of: arn, context: context) { tags in
        for tag in added.all { tags[tag.key] = tag.value }
      }
    }
    return NoOutput()
  }
}

/// Removes tags from load balancers, target groups, listeners and rules.
package enum RemoveLoadBalancingTags: Operation {
  package static let service = "elbv2"
  package static let name = "RemoveTags"

  /// The keys and what loses them.
  package struct Input: Codable, Sendable {
    package var resourceArns: [String]
    package var tagKeys: [String]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for arn in input.resourceArns {
      try world.changeLoadBalancingTags(of: arn, context: context) { tags in
        for key in input.tagKeys { tags[key] = nil }
      }
    }
    return NoOutput()
  }
}

/// Shows the tags of load balancers, target groups, listeners and rules.
package enum DescribeLoadBalancingTags: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeTags"

  /// Whose, at most twenty.
  package struct Input: Codable, Sendable { package var resourceArns: [String] }

  /// The tags of one resource.
  package struct Description: Encodable, Sendable {
    package var resourceArn: String
    package var tags: [Tags.Tag]
  }

  /// The tags of each.
  package struct Output: Encodable, Sendable { package var tagDescriptions: [Description] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.resourceArns.count <= 20 else {
      throw AWSError("ValidationError", "Up to 20 resource ARNs can be specified")
    }
    var descriptions: [Description] = []
    for arn in input.resourceArns {
      try world.changeLoadBalancingTags(of: arn, context: context) { tags in
        descriptions.append(Description(resourceArn: arn, tags: tags.all))
      }
    }
    return Output(tagDescriptions: descriptions)
  }
}

extension Tags {
  /// The tags that a call gives (facts: EC2 2.8, at most 50, keys up to 128, values up to 256 characters).
  init(forLoadBalancing tags: [Tags.Tag]?) throws(AWSError) {
    self.init()
    for tag in tags ?? [] {
      guard self[tag.key] == nil else {
        throw AWSError("DuplicateTagKeys", "Tag key '\(tag.key)' is specified more than once")
      }
      guard (1...128).contains(tag.key.unicodeScalars.count), tag.value.unicodeScalars.count <= 256 else {
        throw AWSError("ValidationError", "Tag key '\(tag.key)' or its value is too long")
      }
      self[tag.key] = tag.value
    }
    guard all.count <= 50 else { throw AWSError("TooManyTags", "The maximum number of tags is 50") }
  }
}

extension World {
  fileprivate mutating func changeLoadBalancingTags(
    of arn: String, context: CallContext, _ change: (inout Tags) -> Void
  ) throws(AWSError) {
    if LoadBalancingARN.names(arn, "loadbalancer", context: context) {
      let id = try loadBalancer(arn: arn, context: context).id
      loadBalancing.loadBalancers.update(id) { change(&$0.tags) }
    } else if LoadBalancingARN.names(arn, "targetgroup", context: context) {
      let id = try targetGroup(arn: arn, context: context).id
      loadBalancing.targetGroups.update(id) { change(&$0.tags) }
    } else if LoadBalancingARN.names(arn, "listener", context: context) {
      let id = try listener(arn: arn, context: context).id
      loadBalancing.listeners.update(id) { change(&$0.tags) }
    } else if LoadBalancingARN.names(arn, "listener-rule", context: context) {
      let id = try rule(arn: arn, context: context).id
      loadBalancing.rules.update(id) { change(&$0.tags) }
    } else {
      throw AWSError("ValidationError", "'\(arn)' is not a valid resource ARN")
    }
  }
}
