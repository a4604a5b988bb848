extension World {
  /// Changes the tags of a zone or health check and gives them, or AWS's refusal.
  fileprivate mutating func changeTags(
    ofRoute53 type: String, _ text: String, _ change: (inout Tags) -> Void
  ) throws(AWSError) -> Tags {
    let id = Route53State.bareID(text)
    switch type {
    case "hostedzone":
      route53.zones.update(id) { change(&$0.tags) }
      return try hostedZone(id).tags
    case "healthcheck":
      route53.healthChecks.update(id) { change(&$0.tags) }
      guard let check = route53.healthChecks[id] else { throw Route53Error.noCheck(id) }
      return check.tags
    default:
      throw Route53Error.invalid("The resource type must be healthcheck or hostedzone, but was \(type).")
    }
  }
}

/// Adds and takes away tags.
package enum ChangeTagsForRoute53Resource: Operation {
  package static let service = "route53"
  package static let name = "ChangeTagsForResource"

  /// The resource, the tags to add and the keys to take away.
  package struct Input: Decodable, Sendable {
    package var resourceType: String
    package var resourceId: String
    package var addTags: [Tags.Tag]?
    package var removeTagKeys: [String]?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try world.changeTags(ofRoute53: input.resourceType, input.resourceId) { tags in
      for tag in input.addTags ?? [] { tags[tag.key] = tag.value }
      for key in input.removeTagKeys ?? [] { tags[key] = nil }
    }
    return NoOutput()
  }
}

/// Lists tags.
package enum ListTagsForRoute53Resource: Operation {
  package static let service = "route53"
  package static let name = "ListTagsForResource"

  /// The resource.
  package struct Input: Decodable, Sendable {
    package var resourceType: String
    package var resourceId: String
  }

  /// The resource with its tags.
  package struct Output: Encodable, Sendable {
    package struct TagSet: Encodable, Sendable {
      package var resourceType: String
      package var resourceId: String
      package var tags: [Tags.Tag]
    }

    package var resourceTagSet: TagSet
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let tags = try world.changeTags(ofRoute53: input.resourceType, input.resourceId) { _ in }
    return Output(
      resourceTagSet: Output.TagSet(
        resourceType: input.resourceType, resourceId: Route53State.bareID(input.resourceId), tags: tags.all))
  }
}
