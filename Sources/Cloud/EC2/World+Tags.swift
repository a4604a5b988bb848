/// A resource of EC2 with its tags, as DescribeTags lists it.
struct TaggedResource {
  let id: String
  /// AWS's name of its kind, such as `security-group`.
  let type: String
  let region: Region
  let tags: Tags
}

extension World {
  /// What EC2's resources are called, by id: the tag `Name`, and a security group without one by its group name.
  package var resourceNames: [String: String] {
    var names: [String: String] = [:]
    for (id, group) in ec2.securityGroups { names["\(id)"] = group.name }
    for resource in taggedResources {
      if let name = resource.tags["Name"], !name.isEmpty { names[resource.id] = name }
    }
    return names
  }

  /// Every resource of EC2 that can have tags, by kind and id.
  var taggedResources: [TaggedResource] {
    func region(of vpc: VPCID) -> Region { ec2.vpcs[vpc]?.region ?? Region(rawValue: "") }
    var all: [TaggedResource] = []
    func add(_ id: String, _ type: String, _ region: Region, _ tags: Tags) {
      all.append(TaggedResource(id: id, type: type, region: region, tags: tags))
    }
    for (id, row) in ec2.instances { add("\(id)", "instance", row.zone.region, row.tags) }
    for (id, row) in ec2.images { add("\(id)", "image", row.region, row.tags) }
    for (id, row) in ec2.vpcs { add("\(id)", "vpc", row.region, row.tags) }
    for (id, row) in ec2.subnets { add("\(id)", "subnet", row.zone.region, row.tags) }
    for (id, row) in ec2.routeTables { add("\(id)", "route-table", region(of: row.vpc), row.tags) }
    for (id, row) in ec2.internetGateways { add("\(id)", "internet-gateway", row.region, row.tags) }
    for (id, row) in ec2.securityGroups {
      add("\(id)", "security-group", region(of: row.vpc), row.tags)
      for rule in row.rules { add("\(rule.id)", "security-group-rule", region(of: row.vpc), rule.tags) }
    }
    for (id, row) in ec2.addresses { add("\(id)", "elastic-ip", row.region, row.tags) }
    for (id, row) in ec2.natGateways { add("\(id)", "natgateway", row.region, row.tags) }
    for (id, row) in ec2.networkInterfaces { add("\(id)", "network-interface", row.zone.region, row.tags) }
    for (id, row) in ec2.networkACLs { add("\(id)", "network-acl", region(of: row.vpc), row.tags) }
    for (id, row) in ec2.volumes { add("\(id)", "volume", row.zone.region, row.tags) }
    for (id, row) in ec2.snapshots { add("\(id)", "snapshot", row.region, row.tags) }
    for (id, row) in ec2.keyPairs { add("\(id)", "key-pair", row.region, row.tags) }
    for (id, row) in ec2.launchTemplates { add("\(id)", "launch-template", row.region, row.tags) }
    for (id, row) in ec2.fleets {
      add(id, row.family == .ec2 ? "fleet" : "spot-fleet-request", row.region, row.tags)
    }
    return all
  }

  /// Puts tags on a resource of EC2 of any kind; equal keys are replaced.
  mutating func addTags(_ tags: [Tags.Tag], to id: String, in region: Region) throws(AWSError) {
    guard let resource = taggedResources.first(where: { $0.id == id && $0.region == region }) else {
      throw missingResource(id)
    }
    var changed = resource.tags
    for tag in tags { changed[tag.key] = tag.value }
    try Tags.check(changed)
    setTags(changed, of: id)
  }

  /// Takes tags off a resource: those of a key, or of a key and value; all of them when none is named.
  mutating func removeTags(_ tags: [(key: String, value: String?)]?, from id: String, in region: Region)
    throws(AWSError)
  {
    guard let resource = taggedResources.first(where: { $0.id == id && $0.region == region }) else {
      throw missingResource(id)
    }
    var changed = resource.tags
    for (key, value) in tags ?? resource.tags.all.map({ ($0.key, nil) }) {
      guard let value else {
        changed[key] = nil
        continue
      }
      if let present = changed[key], present.utf8.elementsEqual(value.utf8) { changed[key] = nil }
    }
    setTags(changed, of: id)
  }

  private func missingResource(_ id: String) -> AWSError {
    let kinds = [
      ("i-", "InvalidInstanceID", "instance ID"), ("vpc-", "InvalidVpcID", "vpc ID"),
      ("subnet-", "InvalidSubnetID", "subnet ID"), ("rtb-", "InvalidRouteTableID", "routeTable ID"),
      ("igw-", "InvalidInternetGatewayID", "internetGateway ID"), ("ami-", "InvalidAMIID", "image id"),
      ("eni-", "InvalidNetworkInterfaceID", "networkInterface ID"),
      ("acl-", "InvalidNetworkAclID", "networkAcl ID"), ("vol-", "InvalidVolume", "volume"),
      ("snap-", "InvalidSnapshot", "snapshot"),
      ("sgr-", "InvalidSecurityGroupRuleId", "security group rule ID"),
      ("sg-", "InvalidGroup", "security group"),
      ("eipalloc-", "InvalidAllocationID", "allocation ID"), ("key-", "InvalidKeyPair", "key pair"),
    ]
    if id.utf8.starts(with: "nat-".utf8) {
      return AWSError("NatGatewayNotFound", "NatGateway \(id) was not found")
    }
    for (prefix, code, noun) in kinds where id.utf8.starts(with: prefix.utf8) {
      return .notFound(code, noun, id)
    }
    return AWSError("InvalidID", "The ID '\(id)' is not valid")
  }

  private mutating func setTags(_ tags: Tags, of id: String) {
    ec2.fleets.update(id) { $0.tags = tags }
    if let id = InstanceID(id) { ec2.instances.update(id) { $0.tags = tags } }
    if let id = ImageID(id) { ec2.images.update(id) { $0.tags = tags } }
    if let id = NetworkInterfaceID(id) { ec2.networkInterfaces.update(id) { $0.tags = tags } }
    if let id = NetworkACLID(id) { ec2.networkACLs.update(id) { $0.tags = tags } }
    if let id = VolumeID(id) { ec2.volumes.update(id) { $0.tags = tags } }
    if let id = SnapshotID(id) { ec2.snapshots.update(id) { $0.tags = tags } }
    if let id = VPCID(id) { ec2.vpcs.update(id) { $0.tags = tags } }
    if let id = SubnetID(id) { ec2.subnets.update(id) { $0.tags = tags } }
    if let id = RouteTableID(id) { ec2.routeTables.update(id) { $0.tags = tags } }
    if let id = InternetGatewayID(id) { ec2.internetGateways.update(id) { $0.tags = tags } }
    if let id = SecurityGroupID(id) { ec2.securityGroups.update(id) { $0.tags = tags } }
    if let id = AllocationID(id) { ec2.addresses.update(id) { $0.tags = tags } }
    if let id = NATGatewayID(id) { ec2.natGateways.update(id) { $0.tags = tags } }
    if let id = KeyPairID(id) { ec2.keyPairs.update(id) { $0.tags = tags } }
    if let id = LaunchTemplateID(id) { ec2.launchTemplates.update(id) { $0.tags = tags } }
    if let rule = SecurityGroupRuleID(id) {
      for group in ec2.securityGroups.ids {
        ec2.securityGroups.update(group) { group in
          guard let index = group.rules.firstIndex(where: { $0.id == rule }) else { return }
          group.rules[index].tags = tags
        }
      }
    }
  }
}

extension Tags {
  /// Tags from the pairs of a call; the last of equal keys wins.
  init(_ pairs: [Tag]) {
    self.init()
    for pair in pairs { self[pair.key] = pair.value }
  }

  /// Throws when tags break AWS's limits: 50 a resource, keys of 128 and values of 256 characters (facts: EC2 2.8).
  static func check(_ tags: Tags) throws(AWSError) {
    for tag in tags.all {
      guard !tag.key.utf8.starts(with: "aws:".utf8) else {
        throw AWSError(
          "InvalidParameterValue",
          "Value ( \(tag.key) ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for "
            + "internal use")
      }
      guard !tag.key.isEmpty, tag.key.count <= 128 else {
        throw AWSError(
          "InvalidParameterValue", "Tag keys must be between 1 and 128 characters in length.")
      }
      guard tag.value.count <= 256 else {
        throw AWSError("InvalidParameterValue", "Tag values must be at most 256 characters in length.")
      }
    }
    guard tags.all.count <= 50 else {
      throw AWSError("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")
    }
  }
}
