/// The tags of ElastiCache.
enum CacheTagging {
  /// What is wrong with tags, in AWS's words.
  static func refusal(_ problem: Tags.Problem) -> AWSError {
    switch problem {
    case .reserved(let key):
      CacheError.invalid(
        "The tag key \(key) is invalid: keys that begin with aws: are reserved for system use.")
    case .emptyKey: CacheError.invalid("Tag keys must not be empty.")
    case .longKey(let key):
      CacheError.invalid("The tag key \(key) is longer than \(Tags.longestKey) Unicode characters.")
    case .longValue(let key):
      CacheError.invalid(
        "The value of the tag \(key) is longer than \(Tags.longestValue) Unicode characters.")
    case .twice(let key): CacheError.invalid("Duplicate tag key: \(key)")
    case .tooMany:
      AWSError(
        "TagQuotaPerResourceExceeded", "A resource can't have more than \(Tags.mostPerResource) tags.")
    }
  }
}

extension World {
  /// Changes the tags of the resource of ElastiCache that an ARN names, and gives them.
  mutating func changeTags(
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
    case "parametergroup":
      elastiCache.parameterGroups.update(key) { change(&$0.tags) }
      guard let group = elastiCache.parameterGroups[key] else {
        throw CacheError.parameterGroupNotFound(parts[6])
      }
      return group.tags
    case "snapshot":
      elastiCache.snapshots.update(key) { change(&$0.tags) }
      guard let snapshot = elastiCache.snapshots[key] else { throw CacheError.snapshotNotFound(parts[6]) }
      return snapshot.tags
    case "cluster":
      let own = ElastiCacheState.clusterKey(parts[6], Region(rawValue: parts[3]))
      if elastiCache.replicationGroups[own] != nil {
        elastiCache.replicationGroups.update(own) { change(&$0.tags) }
        return elastiCache.replicationGroups[own]?.tags ?? Tags()
      }
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
    let present = try world.changeTags(ofCacheResource: input.resourceName) { _ in }
    let tags = try present.adding(input.tags, refusing: CacheTagging.refusal)
    return Output(tagList: try world.changeTags(ofCacheResource: input.resourceName) { $0 = tags }.all)
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
