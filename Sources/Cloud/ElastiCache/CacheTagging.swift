extension World {
  /// Changes the tags of the resource of ElastiCache that an ARN names, and gives them.
  fileprivate mutating func changeTags(
    ofCacheResource arn: String, _ change: (inout Tags) -> Void
  ) throws(AWSError) -> Tags {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7, parts[2].utf8.elementsEqual("elasticache".utf8) else {
      throw AWSError("InvalidARN", "Invalid ARN: \(arn)")
    }
    let key = ElastiCacheState.key(parts[6], Region(rawValue: parts[3]))
    switch parts[5] {
    case "replicationgroup":
      elastiCache.replicationGroups.update(key) { change(&$0.tags) }
      guard let group = elastiCache.replicationGroups[key] else { throw CacheError.groupNotFound(parts[6]) }
      return group.tags
    case "cluster":
      let owner = elastiCache.replicationGroups.first { _, group in
        group.region.rawValue.utf8.elementsEqual(parts[3].utf8)
          && group.nodes.contains { $0.id.utf8.elementsEqual(parts[6].utf8) }
      }
      guard let owner else { throw AWSError("CacheClusterNotFound", "\(parts[6]) is not present") }
      elastiCache.replicationGroups.update(owner.id) { change(&$0.tags) }
      return elastiCache.replicationGroups[owner.id]?.tags ?? Tags()
    case "subnetgroup":
      elastiCache.subnetGroups.update(key) { change(&$0.tags) }
      guard let group = elastiCache.subnetGroups[key] else { throw CacheError.subnetGroupNotFound(parts[6]) }
      return group.tags
    default: throw AWSError("InvalidARN", "Invalid ARN: \(arn)")
    }
  }
}

/// The output of operations that answer the tags of a resource.
package struct CacheTagListOutput: Encodable, Sendable {
  package var tagList: [Tags.Tag]
}

/// Adds tags to a resource.
// Simplified: cache-nodes-share-tags
package enum AddTagsToCacheResource: Operation {
  package static let service = "elasticache"
  package static let name = "AddTagsToResource"

  /// The ARN and the tags.
  package struct Input: Decodable, Sendable {
    package var resourceName: String
    package var tags: [Tags.Tag]
  }

  package typealias Output = CacheTagListOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let tags = try world.changeTags(ofCacheResource: input.resourceName) { tags in
      for tag in input.tags { tags[tag.key] = tag.value }
    }
    return Output(tagList: tags.all)
  }
}

/// Lists the tags of a resource.
package enum ListTagsForCacheResource: Operation {
  package static let service = "elasticache"
  package static let name = "ListTagsForResource"

  /// The ARN.
  package struct Input: Decodable, Sendable {
    package var resourceName: String
  }

  package typealias Output = CacheTagListOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tagList: try world.changeTags(ofCacheResource: input.resourceName) { _ in }.all)
  }
}
