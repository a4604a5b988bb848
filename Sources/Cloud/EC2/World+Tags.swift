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

  /// Every resource of EC2 that can have tags, by kind and id. O(n).
  var taggedResources: [TaggedResource] { TaggedTable.all.flatMap { $0.list(self) } }

  /// The resource of an id in a Region; `nil` where there is none. O(log n), but for rules of security groups.
  private func taggedResource(_ id: String, in region: Region) -> TaggedResource? {
    for table in TaggedTable.all {
      if let resource = table.find(self, id) { return resource.region == region ? resource : nil }
    }
    return nil
  }

  /// Puts tags on a resource of EC2 of any kind; equal keys are replaced.
  mutating func addTags(_ tags: [Tags.Tag], to id: String, in region: Region) throws(AWSError) {
    guard let resource = taggedResource(id, in: region) else {
      throw missingResource(id)
    }
    var changed = resource.tags
    for tag in tags { changed[tag.key] = tag.value }
    try Tags.check(changed)
    TaggedTable.set(changed, of: id, in: &self)
  }

  /// Takes tags off a resource: those of a key, or of a key and value; all of them when none is named.
  mutating func removeTags(_ tags: [(key: String, value: String?)]?, from id: String, in region: Region)
    throws(AWSError)
  {
    guard let resource = taggedResource(id, in: region) else {
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
    TaggedTable.set(changed, of: id, in: &self)
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
      ("cr-", "InvalidCapacityReservationId", "Capacity Reservation ID"),
      ("eipalloc-", "InvalidAllocationID", "allocation ID"), ("key-", "InvalidKeyPair", "key pair"),
    ]
    if id.utf8.starts(with: "nat-".utf8) {
      return AWSError("NatGatewayNotFound", "NatGateway \(id) was not found")
    }
    for (prefix, code, noun) in kinds where id.utf8.starts(with: prefix.utf8) {
      let error = AWSError.notFound(code, noun, id)
      return AWSError(error.code, error.message, malformedID: MalformedID(id, prefix: prefix))
    }
    return AWSError("InvalidID", "The ID '\(id)' is not valid")
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
