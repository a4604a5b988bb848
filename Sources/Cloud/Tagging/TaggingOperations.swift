/// The operations of the Resource Groups Tagging API.
package enum TaggingOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    GetTaggedResources.self, GetTagKeys.self, GetTagValues.self, TagResources.self, UntagResources.self,
  ]
}

/// Refusals that several operations share, in AWS's words.
enum TaggingError {
  static func invalid(_ message: String) -> AWSError { AWSError("InvalidParameterException", message) }

  static let token = AWSError(
    "PaginationTokenExpiredException", "The specified PaginationToken has expired or is not valid.")
}

/// Finds resources of all services by tag, kind or ARN.
package enum GetTaggedResources: Operation {
  package static let service = "resourcegroupstaggingapi"
  package static let name = "GetResources"

  /// Which tags, kinds or ARNs.
  package struct Input: Decodable, Sendable {
    package struct TagFilter: Decodable, Sendable {
      package var key: String?
      package var values: [String]?
    }

    package var paginationToken: String?
    package var tagFilters: [TagFilter]?
    package var resourcesPerPage: Int?
    package var tagsPerPage: Int?
    package var resourceTypeFilters: [String]?
    package var resourceARNList: [String]?
  }

  /// A page of resources.
  package struct Output: Encodable, Sendable {
    package struct Mapping: Encodable, Sendable {
      package var resourceARN: String
      package var tags: [Tags.Tag]
    }

    package var paginationToken: String?
    package var resourceTagMappingList: [Mapping]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let arns = input.resourceARNList ?? []
    let filters = input.tagFilters ?? []
    let types = input.resourceTypeFilters ?? []
    guard arns.isEmpty || (filters.isEmpty && types.isEmpty && input.resourcesPerPage == nil) else {
      throw TaggingError.invalid("ResourceARNList can't be combined with filters or with ResourcesPerPage.")
    }
    guard arns.count <= 100 else { throw TaggingError.invalid("ResourceARNList can have at most 100 ARNs.") }
    guard filters.count <= 50 else { throw TaggingError.invalid("TagFilters can have at most 50 filters.") }
    if let size = input.resourcesPerPage, !(1...100).contains(size) {
      throw TaggingError.invalid("ResourcesPerPage must be between 1 and 100.")
    }
    if let size = input.tagsPerPage {
      guard (100...500).contains(size), size % 100 == 0 else {
        throw TaggingError.invalid("TagsPerPage must be between 100 and 500, in increments of 100.")
      }
      guard input.resourcesPerPage == nil else {
        throw TaggingError.invalid("You can set ResourcesPerPage or TagsPerPage, but not both.")
      }
    }
    var rows = world.taggableResources(in: context.region).filter { !$0.tags.all.isEmpty }
    if !arns.isEmpty { rows.removeAll { row in !arns.contains { $0.utf8.elementsEqual(row.arn.utf8) } } }
    if !types.isEmpty {
      rows.removeAll { row in
        !types.contains { $0 == row.type || ($0.contains(":") ? false : row.type.hasPrefix("\($0):")) }
      }
    }
    for filter in filters {
      guard let key = filter.key, !key.isEmpty else {
        throw TaggingError.invalid("A tag filter must have a key.")
      }
      let values = filter.values ?? []
      guard values.count <= 20 else { throw TaggingError.invalid("A tag filter can have at most 20 values.") }
      rows.removeAll { row in
        guard let value = row.tags[key] else { return true }
        return !values.isEmpty && !values.contains { $0.utf8.elementsEqual(value.utf8) }
      }
    }
    let token = input.paginationToken.flatMap { $0.isEmpty ? nil : $0 }
    let page =
      if let tags = input.tagsPerPage {
        Page(of: rows, from: token, limit: tags, weight: { $0.tags.all.count })
      } else {
        Page(of: rows, from: token, limit: input.resourcesPerPage ?? 50)
      }
    guard let page else { throw TaggingError.token }
    return Output(
      paginationToken: page.nextToken,
      resourceTagMappingList: page.rows.map { Output.Mapping(resourceARN: $0.arn, tags: $0.tags.all) })
  }
}

/// Lists the keys that resources of the Region have.
package enum GetTagKeys: Operation {
  package static let service = "resourcegroupstaggingapi"
  package static let name = "GetTagKeys"

  /// Where to begin.
  package struct Input: Decodable, Sendable {
    package var paginationToken: String?
  }

  /// A page of keys.
  package struct Output: Encodable, Sendable {
    package var paginationToken: String?
    package var tagKeys: [String]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var keys = Table<CostGroupKey, Bool>()
    for row in world.taggableResources(in: context.region) {
      for tag in row.tags.all { keys[CostGroupKey(parts: [tag.key])] = true }
    }
    let token = input.paginationToken.flatMap { $0.isEmpty ? nil : $0 }
    guard let page = Page(of: keys.ids.map { $0.parts[0] }, from: token, limit: 100) else {
      throw TaggingError.token
    }
    return Output(paginationToken: page.nextToken, tagKeys: page.rows)
  }
}

/// Lists the values that a key has on resources of the Region.
package enum GetTagValues: Operation {
  package static let service = "resourcegroupstaggingapi"
  package static let name = "GetTagValues"

  /// The key.
  package struct Input: Decodable, Sendable {
    package var paginationToken: String?
    package var key: String
  }

  /// A page of values.
  package struct Output: Encodable, Sendable {
    package var paginationToken: String?
    package var tagValues: [String]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var values = Table<CostGroupKey, Bool>()
    for row in world.taggableResources(in: context.region) {
      if let value = row.tags[input.key] { values[CostGroupKey(parts: [value])] = true }
    }
    let token = input.paginationToken.flatMap { $0.isEmpty ? nil : $0 }
    guard let page = Page(of: values.ids.map { $0.parts[0] }, from: token, limit: 100) else {
      throw TaggingError.token
    }
    return Output(paginationToken: page.nextToken, tagValues: page.rows)
  }
}

/// Why a resource was not tagged, by ARN; empty when all were.
package struct FailedResourcesOutput: Encodable, Sendable {
  package struct Failure: Encodable, Sendable {
    package var statusCode: Int
    package var errorCode: String
    package var errorMessage: String

    init(_ error: AWSError) {
      statusCode = 400
      errorCode =
        error.code.utf8.elementsEqual("InvalidParameterException".utf8)
        ? error.code : "InvalidParameterException"
      errorMessage = error.message
    }
  }

  package var failedResourcesMap: NamedValues<Failure>
}

/// Puts tags on resources of any service, each with that service's own permission.
package enum TagResources: Operation {
  package static let service = "resourcegroupstaggingapi"
  package static let name = "TagResources"

  /// The resources and the tags.
  package struct Input: Decodable, Sendable {
    package var resourceARNList: [String]
    package var tags: [String: String]
  }

  package typealias Output = FailedResourcesOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let tags = input.tags.sorted { $0.key < $1.key }.map { Tags.Tag(key: $0.key, value: $0.value) }
    return Access(defaultAction, world, context).tagging(tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (1...20).contains(input.resourceARNList.count) else {
      throw TaggingError.invalid("ResourceARNList must have 1 to 20 ARNs.")
    }
    guard (1...50).contains(input.tags.count) else {
      throw TaggingError.invalid("Tags must have 1 to 50 tags.")
    }
    let tags = input.tags.sorted { $0.key < $1.key }.map { Tags.Tag(key: $0.key, value: $0.value) }
    for tag in tags {
      guard let problem = Tags.problem(of: tag) else { continue }
      switch problem {
      case .reserved(let key):
        throw TaggingError.invalid("Tag keys starting with 'aws:' are reserved: \(key)")
      case .emptyKey, .longKey, .longValue, .twice, .tooMany:
        throw TaggingError.invalid(
          "Keys have 1 to \(Tags.longestKey) characters, values at most \(Tags.longestValue): \(tag.key)")
      }
    }
    var failures = NamedValues<FailedResourcesOutput.Failure>()
    for arn in input.resourceARNList {
      do throws(AWSError) {
        try world.tag(arn: arn, tags, context: context)
      } catch {
        failures[arn] = FailedResourcesOutput.Failure(error)
      }
    }
    return Output(failedResourcesMap: failures)
  }
}

/// Takes tags off resources of any service, each with that service's own permission.
package enum UntagResources: Operation {
  package static let service = "resourcegroupstaggingapi"
  package static let name = "UntagResources"

  /// The resources and the keys.
  package struct Input: Decodable, Sendable {
    package var resourceARNList: [String]
    package var tagKeys: [String]
  }

  package typealias Output = FailedResourcesOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).untagging(input.tagKeys).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (1...20).contains(input.resourceARNList.count) else {
      throw TaggingError.invalid("ResourceARNList must have 1 to 20 ARNs.")
    }
    guard (1...50).contains(input.tagKeys.count) else {
      throw TaggingError.invalid("TagKeys must have 1 to 50 keys.")
    }
    var failures = NamedValues<FailedResourcesOutput.Failure>()
    for arn in input.resourceARNList {
      do throws(AWSError) {
        try world.untag(arn: arn, input.tagKeys, context: context)
      } catch {
        failures[arn] = FailedResourcesOutput.Failure(error)
      }
    }
    return Output(failedResourcesMap: failures)
  }
}
