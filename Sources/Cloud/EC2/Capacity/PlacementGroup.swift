/// Says how near to each other the machines of a group stand (EC2 User Guide, placement groups, 2026-11).
// Simplified: placement-hosts
package struct PlacementGroup: Sendable, Equatable {
  /// How machines are placed.
  package enum Strategy: String, Sendable, CaseIterable {
    /// Close together in one zone.
    case cluster
    /// Each on hardware of its own.
    case spread
    /// In parts, no two of which share hardware.
    case partition
  }

  package let id: PlacementGroupID
  package let region: Region
  package let name: String
  package let strategy: Strategy
  /// How many parts a partitioned group has in each zone.
  package let partitions: Int?
  package var tags: Tags

  /// The most running machines of a spread group in a zone.
  package static let mostSpread = 7
  /// The most parts of a partitioned group in a zone.
  package static let mostPartitions = 7
  /// The most groups of an account in a Region.
  package static let most = 500
}

/// A group that a launch is to be placed in, and the part of it, as calls say it.
package struct PlacementSpecification: Codable, Sendable, Equatable {
  package var groupName: String?
  package var groupId: String?
  package var partitionNumber: Int?
}

/// A group as the calls show it.
package struct PlacementGroupShape: Encodable, Sendable {
  package var groupName: String
  package var state = "available"
  package var strategy: String
  package var partitionCount: Int?
  package var groupId: String
  package var tags: [Tags.Tag]?
  package var groupArn: String
  package var spreadLevel: String?

  init(_ group: PlacementGroup) {
    groupName = group.name
    strategy = group.strategy.rawValue
    partitionCount = group.partitions
    groupId = "\(group.id)"
    tags = group.tags.all.isEmpty ? nil : group.tags.all
    groupArn = World.arn(.placementGroup, group.name, in: group.region)
    spreadLevel = group.strategy == .spread ? "rack" : nil
  }
}
