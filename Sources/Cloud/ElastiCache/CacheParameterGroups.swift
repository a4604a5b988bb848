/// The operations on parameter groups.
package enum CacheParameterGroups {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateCacheParameterGroup.self, DescribeCacheParameterGroups.self, DeleteCacheParameterGroup.self,
    DescribeCacheParameters.self, DescribeCacheEngineDefaultParameters.self, ModifyCacheParameterGroup.self,
    ResetCacheParameterGroup.self,
  ]
}

/// A parameter group as the API shows it.
package struct CacheParameterGroupDescription: Encodable, Sendable {
  package var cacheParameterGroupName: String
  package var cacheParameterGroupFamily: String
  package var description: String
  package var isGlobal: Bool
  package var arn: String

  init(_ group: CacheParameterGroup) {
    cacheParameterGroupName = group.name
    cacheParameterGroupFamily = group.family
    description = group.description
    isGlobal = false
    arn = group.arn
  }
}

/// Makes a parameter group, which has the engine's own values until they are changed.
package enum CreateCacheParameterGroup: Operation {
  package static let service = "elasticache"
  package static let name = "CreateCacheParameterGroup"

  /// The group and its family.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupName: String
    package var cacheParameterGroupFamily: String
    package var description: String
    package var tags: [Tags.Tag]?
  }

  /// The group.
  package struct Output: Encodable, Sendable {
    package var cacheParameterGroup: CacheParameterGroupDescription
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheParameterGroup(input.cacheParameterGroupName).tagging(
      input.tags
    ).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let name = input.cacheParameterGroupName.lowercased()
    guard DatabaseChecks.isIdentifier(name, longest: 255) else {
      throw CacheError.invalid(
        "The parameter CacheParameterGroupName is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    guard CacheEngine.of(family: input.cacheParameterGroupFamily) != nil else {
      throw CacheError.invalid(
        "CacheParameterGroupFamily \(input.cacheParameterGroupFamily) is not a valid parameter group family.")
    }
    let key = ElastiCacheState.key(name, context.region)
    guard world.elastiCache.parameterGroups[key] == nil else {
      throw AWSError("CacheParameterGroupAlreadyExists", "Cache parameter group \(name) already exists.")
    }
    let count = world.elastiCache.parameterGroups.rows.count { $0.region == context.region }
    guard count < World.mostCacheParameterGroups else {
      throw AWSError("CacheParameterGroupQuotaExceeded", "Cache parameter group quota exceeded.")
    }
    let group = CacheParameterGroup(
      name: name, region: context.region, arn: ElastiCacheState.arn("parametergroup", name, context.region),
      family: input.cacheParameterGroupFamily, description: input.description,
      tags: try Tags().adding(input.tags, refusing: CacheTagging.refusal))
    world.elastiCache.parameterGroups[key] = group
    return Output(cacheParameterGroup: CacheParameterGroupDescription(group))
  }
}

/// Lists parameter groups: the defaults of all families, and those that users made.
package enum DescribeCacheParameterGroups: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeCacheParameterGroups"

  /// One group, or all.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupName: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of groups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var cacheParameterGroups: [CacheParameterGroupDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows: [CacheParameterGroup] = []
    if let name = input.cacheParameterGroupName {
      rows = [try world.cacheParameterGroup(named: name, in: context.region)]
    } else {
      for family in CacheEngine.all.flatMap(\.families) {
        rows.append(try world.cacheParameterGroup(named: "default.\(family)", in: context.region))
      }
      rows += world.elastiCache.parameterGroups.rows.filter { $0.region == context.region }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(
      marker: page.nextToken, cacheParameterGroups: page.rows.map(CacheParameterGroupDescription.init))
  }
}

/// Deletes a parameter group that no cache uses.
package enum DeleteCacheParameterGroup: Operation {
  package static let service = "elasticache"
  package static let name = "DeleteCacheParameterGroup"

  /// Which group.
  package struct Input: Decodable, Sendable {
    package var cacheParameterGroupName: String
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCacheParameterGroup(input.cacheParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.cacheParameterGroup(named: input.cacheParameterGroupName, in: context.region)
    guard !group.name.hasPrefix("default.") else {
      throw CacheError.invalid("The parameter group \(group.name) is a default group and can't be deleted.")
    }
    let isUsed = world.elastiCache.replicationGroups.contains {
      $0.row.region == group.region && $0.row.parameterGroup.utf8.elementsEqual(group.name.utf8)
    }
    guard !isUsed else {
      throw AWSError(
        "InvalidCacheParameterGroupState",
        "One or more cache clusters are still members of this parameter group \(group.name), so the group"
          + " cannot be deleted.")
    }
    world.elastiCache.parameterGroups[ElastiCacheState.key(group.name, group.region)] = nil
    return NoOutput()
  }
}
