extension World {
  /// Changes the tags of a zone or health check and gives them, or AWS's refusal.
  ///
  /// Of tags the id is taken as it stands, unlike of everything else that names a zone: `/hostedzone/Z1` is none.
  mutating func changeTags(
    ofRoute53 type: String, _ id: String, _ change: (inout Tags) -> Void
  ) throws(AWSError) -> Tags {
    switch type {
    case "hostedzone":
      guard id.unicodeScalars.count <= 32 else { throw Route53Tagging.longID(id) }
      route53.zones.update(id) { change(&$0.tags) }
      guard let zone = route53.zones[id] else {
        throw AWSError("NoSuchHostedZone", "No hosted zone found with ID: \(id)")
      }
      return zone.tags
    case "healthcheck":
      route53.healthChecks.update(id) { change(&$0.tags) }
      guard let check = route53.healthChecks[id] else { throw Route53Error.noCheck(id) }
      return check.tags
    default:
      throw Route53Error.invalid("The resource type must be healthcheck or hostedzone, but was \(type).")
    }
  }
}

/// The tags of Route 53.
enum Route53Tagging {
  /// The refusal of an id that is longer than a zone's may be, as `/hostedzone/` and an id of 21 characters are.
  static func longID(_ id: String) -> AWSError {
    AWSError(
      "InvalidInput",
      "1 validation error detected: Value '\(id)' at 'resourceId' failed to satisfy constraint: Member must have "
        + "length less than or equal to 32")
  }

  /// What is wrong with tags, in AWS's words.
  static func refusal(_ problem: Tags.Problem) -> AWSError {
    switch problem {
    case .reserved(let key):
      Route53Error.invalid(
        "The tag key \(key) is invalid: keys that begin with aws: are reserved for system use.")
    case .emptyKey: Route53Error.invalid("Tag keys must not be empty.")
    case .longKey(let key):
      Route53Error.invalid("The tag key \(key) is longer than \(Tags.longestKey) characters.")
    case .longValue(let key):
      Route53Error.invalid("The value of the tag \(key) is longer than \(Tags.longestValue) characters.")
    case .twice(let key): Route53Error.invalid("Duplicate tag key: \(key)")
    case .tooMany: Route53Error.invalid("A resource can't have more than \(Tags.mostPerResource) tags.")
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
    var tags = try world.changeTags(ofRoute53: input.resourceType, input.resourceId) { _ in }
    for key in input.removeTagKeys ?? [] { tags[key] = nil }
    let added = try tags.adding(input.addTags, refusing: Route53Tagging.refusal)
    _ = try world.changeTags(ofRoute53: input.resourceType, input.resourceId) { $0 = added }
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
        resourceType: input.resourceType, resourceId: input.resourceId, tags: tags.all))
  }
}

/// Lists the tags of at most ten resources of one kind.
package enum ListTagsForRoute53Resources: Operation {
  package static let service = "route53"
  package static let name = "ListTagsForResources"

  /// The kind and the resources.
  package struct Input: Decodable, Sendable {
    package var resourceType: String
    package var resourceIds: [String]
  }

  /// The resources with their tags.
  package struct Output: Encodable, Sendable {
    package var resourceTagSets: [ListTagsForRoute53Resource.Output.TagSet]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (1...10).contains(input.resourceIds.count) else {
      throw Route53Error.invalid("Between 1 and 10 resource IDs must be specified.")
    }
    var sets: [ListTagsForRoute53Resource.Output.TagSet] = []
    for id in input.resourceIds {
      let tags = try world.changeTags(ofRoute53: input.resourceType, id) { _ in }
      sets.append(
        ListTagsForRoute53Resource.Output.TagSet(
          resourceType: input.resourceType, resourceId: id, tags: tags.all))
    }
    return Output(resourceTagSets: sets)
  }
}
