/// A resource that may become a target.
struct FISCandidate {
  let arn: String
  let tags: Tags
  /// What filters ask of it, by path.
  let facts: [(path: String, values: [String])]

  /// A resource with what a table of paths says of it.
  fileprivate init<Row>(_ arn: String, _ tags: Tags, _ row: Row, _ fields: FISFields<Row>) {
    self.arn = arn
    self.tags = tags
    facts = fields.map { ($0.path, $0.values(row)) }
  }

  /// Whether it passes a filter.
  func passes(_ filter: FISFilter) -> Bool {
    facts.contains { $0.path == filter.path && $0.values.contains(where: filter.values.contains) }
  }
}

/// What can be asked of a kind of resource, by path.
private typealias FISFields<Row> = [(path: String, values: @Sendable (Row) -> [String])]

private enum FISPaths {
  static let ofInstances: FISFields<Instance> = [
    ("ImageId", { ["\($0.image)"] }), ("InstanceId", { ["\($0.id)"] }), ("InstanceType", { [$0.type] }),
    ("KeyName", { $0.keyName.map { [$0] } ?? [] }),
    ("Placement.AvailabilityZone", { [$0.zone.rawValue] }),
    ("PrivateIpAddress", { ["\($0.privateAddress)"] }),
    ("PublicIpAddress", { $0.publicAddress.map { ["\($0)"] } ?? [] }),
    ("SecurityGroups.GroupId", { $0.securityGroups.map { "\($0)" } }),
    ("State.Name", { [$0.state.rawValue] }), ("SubnetId", { ["\($0.subnet)"] }),
    ("VpcId", { ["\($0.vpc)"] }),
  ]
  static let ofSubnets: FISFields<Subnet> = [
    ("AvailabilityZone", { [$0.zone.rawValue] }), ("SubnetId", { ["\($0.id)"] }),
    ("VpcId", { ["\($0.vpc)"] }),
  ]
  static let ofGroups: FISFields<AutoScalingGroup> = [("AutoScalingGroupName", { [$0.name] })]
  static let ofCaches: FISFields<CacheReplicationGroup> = [("ReplicationGroupId", { [$0.id] })]
  static let ofRoles: FISFields<IAMRole> = []
  static let ofDatabases: FISFields<DBInstance> = [
    ("AvailabilityZone", { [$0.zone.rawValue] }), ("DBInstanceClass", { [$0.instanceClass] }),
    ("DBInstanceIdentifier", { [$0.identifier] }), ("DBInstanceStatus", { [$0.status.rawValue] }),
    ("Engine", { [$0.engine] }), ("MultiAZ", { ["\($0.isMultiAZ)"] }),
  ]
}

extension FISResourceKind {
  /// The paths that filters can ask of a kind.
  var paths: [String] {
    switch self {
    case .instance, .spotInstance: FISPaths.ofInstances.map(\.path)
    case .subnet: FISPaths.ofSubnets.map(\.path)
    case .group: FISPaths.ofGroups.map(\.path)
    case .replicationGroup: FISPaths.ofCaches.map(\.path)
    case .role: FISPaths.ofRoles.map(\.path)
    case .database: FISPaths.ofDatabases.map(\.path)
    }
  }
}

extension World {
  /// The resources of a kind in a Region, in the order of their ids.
  func candidates(_ kind: FISResourceKind, in region: Region) -> [FISCandidate] {
    switch kind {
    case .instance, .spotInstance:
      instances(in: region).filter { kind == .instance || $0.spotRequest != nil }.map { row in
        FISCandidate(Self.arn(.instance, "\(row.id)", in: region), row.tags, row, FISPaths.ofInstances)
      }
    case .subnet:
      ec2.subnets.rows.filter { $0.zone.region == region }.map { row in
        FISCandidate(Self.arn(.subnet, "\(row.id)", in: region), row.tags, row, FISPaths.ofSubnets)
      }
    case .group:
      autoScaling.groups.rows.filter { $0.region == region }.map { row in
        FISCandidate(row.arn, row.tags, row, FISPaths.ofGroups)
      }
    case .replicationGroup:
      elastiCache.replicationGroups.rows.filter { $0.region == region && $0.kind == .group }.map { row in
        FISCandidate(row.arn, row.tags, row, FISPaths.ofCaches)
      }
    case .role: iam.directory.roles.rows.map { FISCandidate($0.arn, $0.tags, $0, FISPaths.ofRoles) }
    case .database:
      rds.instances.rows.filter { $0.region == region }.map { row in
        FISCandidate(row.arn, row.tags, row, FISPaths.ofDatabases)
      }
    }
  }
}
