/// A kind of EC2's resources that can have tags: how its rows are listed, found and changed.
struct TaggedTable: Sendable {
  /// All resources of the kind, by id. O(n).
  let list: @Sendable (World) -> [TaggedResource]
  /// The resource of an id; `nil` when the id is of another kind or of none.
  let find: @Sendable (World, String) -> TaggedResource?
  /// Replaces the tags of the resource of an id, if it is of this kind.
  let set: @Sendable (inout World, String, Tags) -> Void

  /// Every kind, in the order in which DescribeTags lists them.
  static let all: [TaggedTable] = [
    TaggedTable(\.ec2.instances, InstanceID.init, \.tags, "instance") { row, _ in row.zone.region },
    TaggedTable(\.ec2.images, ImageID.init, \.tags, "image") { row, _ in row.region },
    TaggedTable(\.ec2.vpcs, VPCID.init, \.tags, "vpc") { row, _ in row.region },
    TaggedTable(\.ec2.subnets, SubnetID.init, \.tags, "subnet") { row, _ in row.zone.region },
    TaggedTable(\.ec2.routeTables, RouteTableID.init, \.tags, "route-table") { $1.region(of: $0.vpc) },
    TaggedTable(\.ec2.internetGateways, InternetGatewayID.init, \.tags, "internet-gateway") { row, _ in
      row.region
    },
    TaggedTable(\.ec2.securityGroups, SecurityGroupID.init, \.tags, "security-group") {
      $1.region(of: $0.vpc)
    },
    rules,
    TaggedTable(\.ec2.addresses, AllocationID.init, \.tags, "elastic-ip") { row, _ in row.region },
    TaggedTable(\.ec2.natGateways, NATGatewayID.init, \.tags, "natgateway") { row, _ in row.region },
    TaggedTable(\.ec2.egressOnlyGateways, EgressOnlyGatewayID.init, \.tags, "egress-only-internet-gateway") {
      $1.region(of: $0.vpc)
    },
    TaggedTable(\.ec2.vpcEndpoints, VPCEndpointID.init, \.tags, "vpc-endpoint") { row, _ in row.region },
    TaggedTable(\.ec2.networkInterfaces, NetworkInterfaceID.init, \.tags, "network-interface") { row, _ in
      row.zone.region
    },
    TaggedTable(\.ec2.networkACLs, NetworkACLID.init, \.tags, "network-acl") { $1.region(of: $0.vpc) },
    TaggedTable(\.ec2.volumes, VolumeID.init, \.tags, "volume") { row, _ in row.zone.region },
    TaggedTable(\.ec2.snapshots, SnapshotID.init, \.tags, "snapshot") { row, _ in row.region },
    TaggedTable(\.ec2.keyPairs, KeyPairID.init, \.tags, "key-pair") { row, _ in row.region },
    TaggedTable(\.ec2.launchTemplates, LaunchTemplateID.init, \.tags, "launch-template") { row, _ in
      row.region
    },
    TaggedTable(\.ec2.capacityReservations, CapacityReservationID.init, \.tags, "capacity-reservation") {
      row, _ in row.zone.region
    },
    TaggedTable(\.ec2.placementGroups, PlacementGroupID.init, \.tags, "placement-group") { row, _ in
      row.region
    },
    TaggedTable(
      \.ec2.rootVolumeReplacements, RootVolumeReplacementID.init, \.tags, "replace-root-volume-task"
    ) { row, _ in row.region },
    fleets,
  ]

  /// Replaces the tags of the resource of an id, of whatever kind it is.
  static func set(_ tags: Tags, of id: String, in world: inout World) {
    for table in all { table.set(&world, id, tags) }
  }

  private init(
    list: @escaping @Sendable (World) -> [TaggedResource],
    find: @escaping @Sendable (World, String) -> TaggedResource?,
    set: @escaping @Sendable (inout World, String, Tags) -> Void
  ) {
    self.list = list
    self.find = find
    self.set = set
  }

  /// A kind with a table of its own.
  private init<Kind: ResourceKind, Row: Sendable & Equatable>(
    _ table: any WritableKeyPath<World, Table<ResourceID<Kind>, Row>> & Sendable,
    _ id: @escaping @Sendable (String) -> ResourceID<Kind>?,
    _ tags: any WritableKeyPath<Row, Tags> & Sendable, _ type: String,
    region: @escaping @Sendable (Row, World) -> Region
  ) {
    let resource = { @Sendable (id: ResourceID<Kind>, row: Row, world: World) in
      TaggedResource(
        id: id.description, type: type, region: region(row, world), tags: row[keyPath: tags])
    }
    list = { world in world[keyPath: table].map { resource($0.id, $0.row, world) } }
    find = { world, text in
      guard let id = id(text), let row = world[keyPath: table][id] else { return nil }
      return resource(id, row, world)
    }
    set = { world, text, changed in
      guard let id = id(text) else { return }
      world[keyPath: table].update(id) { $0[keyPath: tags] = changed }
    }
  }

  /// Rules stand in their security groups.
  private static let rules = TaggedTable(
    list: { world in
      world.ec2.securityGroups.flatMap { _, group in
        group.rules.map { rule in
          TaggedResource(
            id: "\(rule.id)", type: "security-group-rule", region: world.region(of: group.vpc),
            tags: rule.tags)
        }
      }
    },
    find: { world, text in
      guard let id = SecurityGroupRuleID(text) else { return nil }
      for (_, group) in world.ec2.securityGroups {
        guard let rule = group.rules.first(where: { $0.id == id }) else { continue }
        return TaggedResource(
          id: text, type: "security-group-rule", region: world.region(of: group.vpc), tags: rule.tags)
      }
      return nil
    },
    set: { world, text, tags in
      guard let id = SecurityGroupRuleID(text) else { return }
      for (group, row) in world.ec2.securityGroups {
        guard let index = row.rules.firstIndex(where: { $0.id == id }) else { continue }
        world.ec2.securityGroups.update(group) { $0.rules[index].tags = tags }
      }
    })

  /// Fleets of both families share a table and have ids of another form.
  private static let fleets = TaggedTable(
    list: { world in world.ec2.fleets.map { fleet($0.id, $0.row) } },
    find: { world, id in world.ec2.fleets[id].map { fleet(id, $0) } },
    set: { world, id, tags in world.ec2.fleets.update(id) { $0.tags = tags } })

  private static func fleet(_ id: String, _ row: Fleet) -> TaggedResource {
    TaggedResource(
      id: id, type: row.family == .ec2 ? "fleet" : "spot-fleet-request", region: row.region, tags: row.tags)
  }
}

extension World {
  /// The Region of a VPC; one without a name when there is no such VPC.
  fileprivate func region(of vpc: VPCID) -> Region { ec2.vpcs[vpc]?.region ?? Region(rawValue: "") }
}
