/// The kinds of EC2 resources that policies name, with the word that their ARNs have.
package enum EC2ResourceType: String, Sendable, CaseIterable {
  case address = "elastic-ip"
  case egressOnlyGateway = "egress-only-internet-gateway"
  case capacityReservation = "capacity-reservation"
  case fleet
  case image
  case instance
  case internetGateway = "internet-gateway"
  case keyPair = "key-pair"
  case launchTemplate = "launch-template"
  case natGateway = "natgateway"
  case networkACL = "network-acl"
  case networkInterface = "network-interface"
  case placementGroup = "placement-group"
  case replaceRootVolumeTask = "replace-root-volume-task"
  case reservedInstances = "reserved-instances"
  case routeTable = "route-table"
  case securityGroup = "security-group"
  case securityGroupRule = "security-group-rule"
  case snapshot
  case spotFleetRequest = "spot-fleet-request"
  case spotInstancesRequest = "spot-instances-request"
  case subnet
  case volume
  case vpc
  case vpcEndpoint = "vpc-endpoint"

  /// The kind of a resource by its id, such as `sg-…`.
  package init?(id: String) {
    let prefixes: [(String, EC2ResourceType)] = [
      ("i-", .instance), ("vpc-", .vpc), ("subnet-", .subnet), ("sg-", .securityGroup),
      ("sgr-", .securityGroupRule), ("rtb-", .routeTable), ("igw-", .internetGateway), ("nat-", .natGateway),
      ("eipalloc-", .address), ("eni-", .networkInterface), ("ami-", .image), ("snap-", .snapshot),
      ("vol-", .volume), ("key-", .keyPair), ("lt-", .launchTemplate), ("acl-", .networkACL),
      ("sir-", .spotInstancesRequest), ("pg-", .placementGroup), ("cr-", .capacityReservation),
      ("replacevol-", .replaceRootVolumeTask), ("fleet-", .fleet), ("sfr-", .spotFleetRequest),
      ("eigw-", .egressOnlyGateway), ("vpce-", .vpcEndpoint),
    ]
    guard let found = prefixes.first(where: { id.utf8.starts(with: $0.0.utf8) }) else { return nil }
    self = found.1
  }

  /// Whether ARNs of the kind have no account, since anybody's can be used.
  fileprivate var isShared: Bool { self == .image || self == .snapshot }
}

extension Access {
  /// The call works on a resource of EC2 by its id; without one, as if it were not said.
  package func on(_ type: EC2ResourceType, _ id: String?) -> Access {
    id.map { on(world.target(type, $0, in: context.region)) } ?? self
  }

  /// The call works on resources of EC2 by their ids.
  package func on(_ type: EC2ResourceType, _ ids: [String]?) -> Access {
    on((ids ?? []).map { world.target(type, $0, in: context.region) })
  }

  /// The call makes a resource of EC2, with tags if its specification says so, for which `ec2:CreateTags` is asked.
  ///
  /// - Parameter facts: what its kind tells policies of it.
  package func creating(
    _ type: EC2ResourceType, _ specifications: [TagSpecification]? = nil,
    facts: ConditionKeys = ConditionKeys()
  ) -> Access {
    var known = world.keys(in: context.region)
    known.merge(facts)
    let target = AccessTarget(World.arn(type, "*", in: context.region), keys: known)
    let tags = (specifications ?? []).filter { $0.resourceType == type.rawValue }.flatMap { $0.tags ?? [] }
    guard !tags.isEmpty else { return on(target) }
    var keys = ConditionKeys.requestTags(tags)
    keys["ec2:CreateAction"] = [String(action.drop { $0 != ":" }.dropFirst())]
    return on(target).tagging(tags).also("ec2:CreateTags", on: target, keys: keys)
  }
}

extension World {
  /// The ARN of a resource of EC2.
  static func arn(_ type: EC2ResourceType, _ id: String, in region: Region) -> String {
    "arn:aws:ec2:\(region.rawValue):\(type.isShared ? "" : Account.id):\(type.rawValue)/\(id)"
  }

  /// The keys that everything of EC2 has.
  func keys(in region: Region) -> ConditionKeys { ConditionKeys(["ec2:Region": region.rawValue]) }

  /// A resource of EC2 as policies see it: with its tags and the keys of its kind, if there is one of that id.
  package func target(_ type: EC2ResourceType, _ id: String, in region: Region) -> AccessTarget {
    var keys = keys(in: region)
    var id = id
    if type == .keyPair, let name = KeyPairID(id).flatMap({ ec2.keyPairs[$0]?.name }) { id = name }
    if type == .placementGroup, let name = PlacementGroupID(id).flatMap({ ec2.placementGroups[$0]?.name }) {
      id = name
    }
    let tags = facts(of: type, id, in: region, into: &keys) ?? Tags()
    for tag in tags.all { keys["ec2:ResourceTag/\(tag.key)"] = [tag.value] }
    return AccessTarget(World.arn(type, id, in: region), tags: tags, keys: keys)
  }

  /// The tags of a resource, and what its kind tells policies.
  private func facts(
    of type: EC2ResourceType, _ id: String, in region: Region, into keys: inout ConditionKeys
  )
    -> Tags?
  {
    func vpcKey(_ vpc: VPCID) {
      guard let region = ec2.vpcs[vpc]?.region else { return }
      keys["ec2:Vpc"] = [World.arn(.vpc, "\(vpc)", in: region)]
    }
    switch type {
    case .instance:
      guard let row = InstanceID(id).flatMap({ ec2.instances[$0] }) else { return nil }
      keys["ec2:InstanceType"] = [row.type]
      keys["ec2:AvailabilityZone"] = [row.zone.rawValue]
      if let profile = row.instanceProfile { keys["ec2:InstanceProfile"] = [World.profileARN(profile)] }
      return row.tags
    case .image:
      guard let row = ImageID(id).flatMap({ ec2.images[$0] }) else { return nil }
      keys["ec2:Owner"] = [row.owner]
      keys["ec2:Public"] = row.isPublic.filterTexts
      keys["ec2:ImageType"] = ["machine"]
      return row.tags
    case .vpc: return VPCID(id).flatMap { ec2.vpcs[$0]?.tags }
    case .subnet:
      guard let row = SubnetID(id).flatMap({ ec2.subnets[$0] }) else { return nil }
      vpcKey(row.vpc)
      keys["ec2:AvailabilityZone"] = [row.zone.rawValue]
      return row.tags
    case .securityGroup:
      guard let row = SecurityGroupID(id).flatMap({ ec2.securityGroups[$0] }) else { return nil }
      vpcKey(row.vpc)
      return row.tags
    case .routeTable:
      guard let row = RouteTableID(id).flatMap({ ec2.routeTables[$0] }) else { return nil }
      vpcKey(row.vpc)
      return row.tags
    case .internetGateway: return InternetGatewayID(id).flatMap { ec2.internetGateways[$0]?.tags }
    case .egressOnlyGateway: return EgressOnlyGatewayID(id).flatMap { ec2.egressOnlyGateways[$0]?.tags }
    case .vpcEndpoint:
      guard let row = VPCEndpointID(id).flatMap({ ec2.vpcEndpoints[$0] }) else { return nil }
      vpcKey(row.vpc)
      return row.tags
    case .natGateway: return NATGatewayID(id).flatMap { ec2.natGateways[$0]?.tags }
    case .address: return AllocationID(id).flatMap { ec2.addresses[$0]?.tags }
    case .keyPair:
      // A key pair's ARN has its name.
      keys["ec2:KeyPairName"] = [id]
      return ec2.keyPairs.first { $0.row.region == region && $0.row.name == id }?.row.tags
    case .launchTemplate: return LaunchTemplateID(id).flatMap { ec2.launchTemplates[$0]?.tags }
    case .securityGroupRule:
      guard let rule = SecurityGroupRuleID(id) else { return nil }
      for (_, group) in ec2.securityGroups {
        if let found = group.rules.first(where: { $0.id == rule }) { return found.tags }
      }
      return nil
    case .volume:
      guard let row = VolumeID(id).flatMap({ ec2.volumes[$0] }) else { return nil }
      keys["ec2:AvailabilityZone"] = [row.zone.rawValue]
      keys["ec2:VolumeType"] = [row.plan.type.rawValue]
      keys["ec2:VolumeSize"] = ["\(row.plan.sizeGiB)"]
      keys["ec2:Encrypted"] = row.plan.isEncrypted.filterTexts
      return row.tags
    case .snapshot:
      guard let row = SnapshotID(id).flatMap({ ec2.snapshots[$0] }) else { return nil }
      keys["ec2:Owner"] = [row.owner]
      keys["ec2:VolumeSize"] = ["\(row.sizeGiB)"]
      return row.tags
    case .networkACL:
      guard let row = NetworkACLID(id).flatMap({ ec2.networkACLs[$0] }) else { return nil }
      vpcKey(row.vpc)
      return row.tags
    case .spotInstancesRequest: return ec2.spotRequests.first { "\($0.id)" == id }?.row.tags
    case .networkInterface:
      guard let row = NetworkInterfaceID(id).flatMap({ ec2.networkInterfaces[$0] }) else { return nil }
      vpcKey(row.vpc)
      keys["ec2:AvailabilityZone"] = [row.zone.rawValue]
      return row.tags
    case .fleet, .spotFleetRequest: return ec2.fleets[id]?.tags
    case .placementGroup:
      // A placement group's ARN has its name.
      let group = ec2.placementGroups.first { $0.row.region == region && $0.row.name == id }?.row
      if let group { keys["ec2:PlacementGroupStrategy"] = [group.strategy.rawValue] }
      return group?.tags
    case .capacityReservation:
      guard let row = CapacityReservationID(id).flatMap({ ec2.capacityReservations[$0] }) else { return nil }
      keys["ec2:AvailabilityZone"] = [row.zone.rawValue]
      keys["ec2:InstanceType"] = [row.type]
      return row.tags
    case .replaceRootVolumeTask:
      return RootVolumeReplacementID(id).flatMap { ec2.rootVolumeReplacements[$0]?.tags }
    case .reservedInstances: return nil
    }
  }

  /// The ARN of the role of an instance profile, given by name or ARN; `nil` when there is none.
  func role(ofProfile profile: String) -> String? {
    let profile = iam.directory.instanceProfiles[IAMARN.name(in: profile).lowercased()]
    return profile?.role.flatMap { iam.directory.roles[$0]?.arn }
  }

  /// The ARN of the role that an instance has by its profile; `nil` without one, and without metadata, through which an
  /// application gets its keys.
  package func role(of instance: Instance) -> String? {
    instance.metadata.isEnabled ? instance.instanceProfile.flatMap(role(ofProfile:)) : nil
  }

  /// The ARN of an instance profile that a call names by name or ARN.
  static func profileARN(_ profile: String) -> String {
    profile.utf8.starts(with: "arn:".utf8)
      ? profile : "arn:aws:iam::\(Account.id):instance-profile/\(profile)"
  }
}
