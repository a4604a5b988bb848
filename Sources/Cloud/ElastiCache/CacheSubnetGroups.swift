/// The operations on subnet groups.
package enum CacheSubnetGroups {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateCacheSubnetGroup.self, DescribeCacheSubnetGroups.self, DeleteCacheSubnetGroup.self,
  ]
}

/// A subnet group as the API shows it.
package struct CacheSubnetGroupDescription: Encodable, Sendable {
  /// A subnet of the group.
  package struct Subnet: Encodable, Sendable {
    package struct AvailabilityZone: Encodable, Sendable {
      package var name: String
    }

    package var subnetIdentifier: String
    package var subnetAvailabilityZone: AvailabilityZone
    package var supportedNetworkTypes = ["ipv4"]
  }

  package var cacheSubnetGroupName: String
  package var cacheSubnetGroupDescription: String
  package var vpcId: String
  package var subnets: [Subnet]
  package var arn: String
  package var supportedNetworkTypes = ["ipv4"]
}

extension World {
  /// A subnet group as the API shows it.
  func description(of group: CacheSubnetGroup) -> CacheSubnetGroupDescription {
    CacheSubnetGroupDescription(
      cacheSubnetGroupName: group.name, cacheSubnetGroupDescription: group.description,
      vpcId: "\(group.vpc)",
      subnets: group.subnets.map { id in
        CacheSubnetGroupDescription.Subnet(
          subnetIdentifier: "\(id)",
          subnetAvailabilityZone: CacheSubnetGroupDescription.Subnet.AvailabilityZone(
            name: ec2.subnets[id]?.zone.rawValue ?? ""))
      }, arn: group.arn)
  }

  /// The group of a name; without a name the default one, of the default VPC's subnets.
  mutating func cacheSubnetGroup(_ name: String?, in region: Region) throws(AWSError) -> CacheSubnetGroup {
    let name = name?.lowercased() ?? "default"
    let key = ElastiCacheState.key(name, region)
    if let group = elastiCache.subnetGroups[key] { return group }
    guard name.utf8.elementsEqual("default".utf8), let vpc = defaultVPC(of: region)?.id,
      let subnets = defaultSubnets(of: vpc)
    else { throw CacheError.subnetGroupNotFound(name) }
    let group = CacheSubnetGroup(
      name: name, region: region, arn: ElastiCacheState.arn("subnetgroup", name, region),
      description: "Default CacheSubnetGroup", vpc: vpc, subnets: subnets, tags: Tags())
    elastiCache.subnetGroups[key] = group
    return group
  }
}

/// Names the subnets in which nodes may stand.
package enum CreateCacheSubnetGroup: Operation {
  package static let service = "elasticache"
  package static let name = "CreateCacheSubnetGroup"

  /// The group and its subnets.
  package struct Input: Decodable, Sendable {
    package var cacheSubnetGroupName: String
    package var cacheSubnetGroupDescription: String
    package var subnetIds: [String]
    package var tags: [Tags.Tag]?
  }

  /// The group.
  package struct Output: Encodable, Sendable {
    package var cacheSubnetGroup: CacheSubnetGroupDescription
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let name = input.cacheSubnetGroupName.lowercased()
    let key = ElastiCacheState.key(name, context.region)
    guard !name.isEmpty, name.utf8.count <= 255 else {
      throw CacheError.invalid("The parameter CacheSubnetGroupName must be provided and must not be blank.")
    }
    let isPlain = name.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard isPlain else {
      throw CacheError.invalid(
        "The parameter CacheSubnetGroupName is not a valid identifier. It must contain only ASCII letters,"
          + " digits and hyphens.")
    }
    guard world.elastiCache.subnetGroups[key] == nil else {
      throw AWSError("CacheSubnetGroupAlreadyExists", "Cache subnet group \(name) already exists.")
    }
    var subnets: [Subnet] = []
    for text in input.subnetIds {
      guard let id = SubnetID(text), let subnet = world.ec2.subnets[id], subnet.zone.region == context.region,
        subnets.first.map({ $0.vpc == subnet.vpc }) ?? true
      else {
        throw AWSError(
          "InvalidSubnet", "Some input subnets in :[\(input.subnetIds.joined(separator: ", "))] are invalid.")
      }
      if !subnets.contains(where: { $0.id == id }) { subnets.append(subnet) }
    }
    subnets.sort { ($0.zone, $0.id) < ($1.zone, $1.id) }
    guard let vpc = subnets.first?.vpc else {
      throw AWSError("InvalidSubnet", "Some input subnets in :[] are invalid.")
    }
    var tags = Tags()
    for tag in input.tags ?? [] { tags[tag.key] = tag.value }
    let group = CacheSubnetGroup(
      name: name, region: context.region, arn: ElastiCacheState.arn("subnetgroup", name, context.region),
      description: input.cacheSubnetGroupDescription, vpc: vpc, subnets: subnets.map(\.id), tags: tags)
    world.elastiCache.subnetGroups[key] = group
    return Output(cacheSubnetGroup: world.description(of: group))
  }
}

/// Lists subnet groups.
package enum DescribeCacheSubnetGroups: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeCacheSubnetGroups"

  /// One group, or all of them.
  package struct Input: Decodable, Sendable {
    package var cacheSubnetGroupName: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of groups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var cacheSubnetGroups: [CacheSubnetGroupDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.elastiCache.subnetGroups.rows.filter { $0.region == context.region }
    if let name = input.cacheSubnetGroupName {
      rows.removeAll { !$0.name.utf8.elementsEqual(name.lowercased().utf8) }
      guard !rows.isEmpty else { throw CacheError.subnetGroupNotFound(name) }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, cacheSubnetGroups: page.rows.map(world.description(of:)))
  }
}

/// Deletes a group that no cache uses.
package enum DeleteCacheSubnetGroup: Operation {
  package static let service = "elasticache"
  package static let name = "DeleteCacheSubnetGroup"

  /// Which group.
  package struct Input: Decodable, Sendable {
    package var cacheSubnetGroupName: String
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key = ElastiCacheState.key(input.cacheSubnetGroupName, context.region)
    guard let group = world.elastiCache.subnetGroups[key] else {
      throw CacheError.subnetGroupNotFound(input.cacheSubnetGroupName)
    }
    let isUsed = world.elastiCache.replicationGroups.contains {
      $0.row.region == group.region && $0.row.subnetGroup == group.name
    }
    guard !isUsed else {
      throw AWSError(
        "CacheSubnetGroupInUse",
        "Cache subnet group \(group.name) is currently in use by a cache cluster.")
    }
    world.elastiCache.subnetGroups[key] = nil
    return NoOutput()
  }
}
