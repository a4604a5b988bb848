/// Tags of EC2's resources.
enum TagOperations {
  static let all: [any Operation.Type] = [CreateTags.self, DeleteTags.self, DescribeTags.self]
}

/// Puts tags on resources.
package enum CreateTags: EC2Operation {
  package static let name = "CreateTags"

  package struct Input: Decodable, Sendable, DryRunnable {
    var resources: [String]?
    var tags: [Tags.Tag]?
    package var dryRun: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let resources = input.resources, !resources.isEmpty else {
      throw .missingParameter("resourceIdSet")
    }
    guard let tags = input.tags, !tags.isEmpty else { throw .missingParameter("tagSet") }
    for resource in resources { try world.addTags(tags, to: resource, in: context.region) }
    return NoOutput()
  }
}

/// Takes tags off resources.
package enum DeleteTags: EC2Operation {
  package static let name = "DeleteTags"

  package struct Input: Decodable, Sendable, DryRunnable {
    var resources: [String]?
    var tags: [Pattern]?
    package var dryRun: Bool?

    /// A key, and a value if only that one is to go.
    struct Pattern: Decodable, Sendable {
      var key: String?
      var value: String?
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let resources = input.resources, !resources.isEmpty else {
      throw .missingParameter("resourceIdSet")
    }
    let patterns = input.tags.map { tags in tags.map { (key: $0.key ?? "", value: $0.value) } }
    for resource in resources { try world.removeTags(patterns, from: resource, in: context.region) }
    return NoOutput()
  }
}

/// Lists tags with the resources that carry them.
package enum DescribeTags: EC2Operation {
  package static let name = "DescribeTags"

  package struct Input: Decodable, Sendable, DryRunnable {
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var tags: [TagDescription]
    package var nextToken: String?
  }

  /// A tag with its resource.
  package struct TagDescription: Encodable, Sendable {
    package var key: String
    package var resourceId: String
    package var resourceType: String
    package var value: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let all = world.taggedResources.filter { $0.region == context.region }.flatMap { resource in
      resource.tags.all.map {
        TagDescription(
          key: $0.key, resourceId: resource.id, resourceType: resource.type, value: $0.value)
      }
    }
    let fields = FilterFields<TagDescription>(
      [
        "key": { $0.key }, "value": { $0.value }, "resource-id": { $0.resourceId },
        "resource-type": { $0.resourceType },
      ], tags: { Tags([Tags.Tag(key: $0.key, value: $0.value)]) })
    let page = try ec2Page(
      try fields.select(all, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults)
    return Output(tags: page.rows, nextToken: page.nextToken)
  }
}
