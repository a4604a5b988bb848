import EventKernel

/// Finding what a call names, with AWS's errors when it is not there or in another Region.
extension World {
  /// The zone that a call names by its name or its id.
  ///
  /// - Throws: AWS's errors for an unknown zone, for none, and for two.
  func zone(named name: String?, id: String?, in region: Region) throws(AWSError) -> Zone {
    let zones = catalog.zones(in: region)
    switch (name, id) {
    case (let name?, nil):
      guard let found = zones.first(where: { $0.zone.rawValue == name }) else {
        throw AWSError("InvalidZone.NotFound", "The zone '\(name)' does not exist.")
      }
      return found.zone
    case (nil, let id?):
      guard let found = zones.first(where: { $0.id == id }) else {
        throw AWSError("InvalidZone.NotFound", "The zone '\(id)' does not exist.")
      }
      return found.zone
    case (nil, nil): throw .missingParameter("AvailabilityZone")
    case (.some, .some):
      throw AWSError(
        "InvalidParameterCombination",
        "The parameters AvailabilityZone and AvailabilityZoneId may not be specified together.")
    }
  }

  func instance(_ text: String, in region: Region) throws(AWSError) -> Instance {
    let id = try InstanceID.parse(text, else: "InvalidInstanceID", "instance ID")
    guard let row = ec2.instances[id], row.zone.region == region else { throw .instanceNotFound(text) }
    return row
  }

  func vpc(_ text: String, in region: Region) throws(AWSError) -> VPC {
    let id = try VPCID.parse(text, else: "InvalidVpcID", "vpc ID")
    guard let row = ec2.vpcs[id], row.region == region else {
      throw .notFound("InvalidVpcID", "vpc ID", text)
    }
    return row
  }

  func subnet(_ text: String, in region: Region) throws(AWSError) -> Subnet {
    let id = try SubnetID.parse(text, else: "InvalidSubnetID", "subnet ID")
    guard let row = ec2.subnets[id], row.zone.region == region else {
      throw .notFound("InvalidSubnetID", "subnet ID", text)
    }
    return row
  }

  func routeTable(_ text: String, in region: Region) throws(AWSError) -> RouteTable {
    let id = try RouteTableID.parse(text, else: "InvalidRouteTableID", "routeTable ID")
    guard let row = ec2.routeTables[id], ec2.vpcs[row.vpc]?.region == region else {
      throw .notFound("InvalidRouteTableID", "routeTable ID", text)
    }
    return row
  }

  func internetGateway(_ text: String, in region: Region) throws(AWSError) -> InternetGateway {
    let id = try InternetGatewayID.parse(text, else: "InvalidInternetGatewayID", "internetGateway ID")
    guard let row = ec2.internetGateways[id], row.region == region else {
      throw .notFound("InvalidInternetGatewayID", "internetGateway ID", text)
    }
    return row
  }

  func securityGroup(_ text: String, in region: Region) throws(AWSError) -> SecurityGroup {
    guard let id = SecurityGroupID(text) else {
      guard text.utf8.starts(with: "sg-".utf8) else {
        throw .malformedID("InvalidGroupId.Malformed", text, prefix: SecurityGroupKind.prefix)
      }
      throw .groupNotFound(text)
    }
    guard let row = ec2.securityGroups[id], ec2.vpcs[row.vpc]?.region == region else {
      throw .groupNotFound(text)
    }
    return row
  }

  func image(_ text: String, in region: Region) throws(AWSError) -> Image {
    let prefix = Image.parameterPrefix
    if text.utf8.starts(with: prefix.utf8) {
      let name = String(text.dropFirst(prefix.count))
      guard let value = parameterValue(name, in: region) else {
        throw AWSError(
          "InvalidParameterValue",
          "Invalid AMI ID: the SSM parameter '\(name)' that \(prefix) names does not exist in this Region.")
      }
      return try image(value, in: region)
    }
    guard let id = ImageID(text) else {
      guard text.utf8.starts(with: "ami-".utf8) else {
        throw .malformedID("InvalidAMIID.Malformed", text, prefix: ImageKind.prefix)
      }
      throw .imageNotFound(text)
    }
    guard let row = ec2.images[id], row.region == region else { throw .imageNotFound(text) }
    return row
  }

  /// The value of a parameter, of a version behind a colon where one is named; `nil` when there is none.
  private func parameterValue(_ text: String, in region: Region) -> String? {
    let (name, number) = SSMParameter.nameAndVersion(text)
    guard let newest = parameter(name, in: region) else { return nil }
    guard let number else { return newest.value }
    do throws(AWSError) { return try version(number, of: newest, in: region).value } catch { return nil }
  }

  /// The image that a version of a template launches now; `nil` where it names none.
  func image(of version: LaunchTemplate.Version, in region: Region) throws(AWSError) -> ImageID? {
    guard let parameter = version.imageParameter else { return version.image }
    return try image(parameter, in: region).id
  }

  func keyPair(named name: String, in region: Region) throws(AWSError) -> KeyPair {
    let found = ec2.keyPairs.first { $0.row.region == region && $0.row.name.utf8.elementsEqual(name.utf8) }
    guard let found else { throw .notFound("InvalidKeyPair", "key pair", name) }
    return found.row
  }

  /// The default VPC of a Region, if it still has one.
  func defaultVPC(of region: Region) -> VPC? {
    ec2.vpcs.first { $0.row.region == region && $0.row.isDefault }?.row
  }

  /// The group that a VPC's machines are in when nothing else is said.
  func defaultSecurityGroup(of vpc: VPCID) -> SecurityGroup? {
    ec2.securityGroups.first { $0.row.vpc == vpc && $0.row.name == "default" }?.row
  }

  /// The Elastic IP of an instance.
  func elasticAddress(of instance: InstanceID) -> ElasticAddress? {
    ec2.addresses.first { $0.row.instance == instance }?.row
  }

  /// The Elastic IP by which an interface is reached; `nil` when its public address is AWS's, or when it has none.
  func elasticAddress(of interface: NetworkInterfaceShape) -> ElasticAddress? {
    guard let text = interface.association?.publicIp, let address = IPv4Address(text) else { return nil }
    return ec2.addresses.first { $0.row.address == address }?.row
  }

  /// A launch template by its id or its name.
  func launchTemplate(id: String?, name: String?, in region: Region) throws(AWSError) -> LaunchTemplate {
    switch (id, name) {
    case (let id?, nil):
      let prefix = LaunchTemplateKind.prefix
      if LaunchTemplateID(id) == nil, !MalformedID.isShaped(id, prefix) {
        throw AWSError(
          "InvalidLaunchTemplateId.Malformed", "Invalid id: \"\(id)\" (expecting \"\(prefix)...\")",
          malformedID: MalformedID(id, prefix: prefix))
      }
      guard let parsed = LaunchTemplateID(id), let row = ec2.launchTemplates[parsed], row.region == region
      else {
        throw AWSError(
          "InvalidLaunchTemplateId.NotFound",
          "The specified launch template, with template ID \(id), does not exist.")
      }
      return row
    case (nil, let name?):
      let found = ec2.launchTemplates.first {
        $0.row.region == region && $0.row.name.utf8.elementsEqual(name.utf8)
      }
      guard let found else {
        throw AWSError(
          "InvalidLaunchTemplateName.NotFoundException",
          "The specified launch template, with template name \(name), does not exist.")
      }
      return found.row
    case (nil, nil):
      throw AWSError(
        "MissingParameter",
        "Either a launch template ID or a launch template name must be specified in the request.")
    case (.some, .some):
      throw AWSError(
        "InvalidParameterCombination",
        "You may not specify both a launch template ID and a launch template name in the same request.")
    }
  }
}

extension LaunchTemplate {
  /// The version that a text names: a number, `$Latest` or `$Default`; the default version when `nil`.
  package func version(_ text: String?) throws(AWSError) -> Version {
    let number: Int? =
      switch text ?? "$Default" {
      case "$Latest": versions.last?.number
      case "$Default": defaultVersion
      case let text: Int(text)
      }
    guard let version = versions.first(where: { $0.number == number }) else {
      throw AWSError(
        "InvalidLaunchTemplateId.VersionNotFound",
        "Could not find the specified version \(text ?? "") for the launch template with ID \(id).")
    }
    return version
  }
}
