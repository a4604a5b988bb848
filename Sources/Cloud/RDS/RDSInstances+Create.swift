import EventKernel

/// Creates a database.
package enum CreateDBInstance: Operation {
  package static let service = "rds"
  package static let name = "CreateDBInstance"

  /// What to create and where.
  package struct Input: Decodable, Sendable {
    package var dbName: String?
    package var dbInstanceIdentifier: String
    package var allocatedStorage: Int?
    package var dbInstanceClass: String
    package var engine: String
    package var masterUsername: String?
    package var masterUserPassword: String?
    package var vpcSecurityGroupIds: [String]?
    package var availabilityZone: String?
    package var dbSubnetGroupName: String?
    package var backupRetentionPeriod: Int?
    package var port: Int?
    package var multiAZ: Bool?
    package var engineVersion: String?
    package var iops: Int?
    package var publiclyAccessible: Bool?
    package var tags: [Tags.Tag]?
    package var storageType: String?
    package var deletionProtection: Bool?
  }

  package typealias Output = DBInstanceOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region
    let identifier = input.dbInstanceIdentifier.lowercased()
    try validate(input, identifier: identifier, in: world)
    let key = RDSState.key(identifier, region)
    guard world.rds.instances[key] == nil else {
      throw AWSError("DBInstanceAlreadyExists", "DB instance already exists")
    }
    let group = try subnetGroup(input.dbSubnetGroupName, in: &world, region: region)
    let groups = try world.databaseSecurityGroups(input.vpcSecurityGroupIds, vpc: group.vpc)
    let place = try primaryPlace(input, group: group, in: world)
    guard let address = world.takePrivateAddress(in: place.id) else { throw RDSError.noFreeAddress(place.id) }
    var database = make(
      input, identifier: identifier, group: group, groups: groups, zone: place.zone, address: address,
      in: &world)
    if database.isMultiAZ {
      guard let standby = world.standbyPlace(for: database) else { throw RDSError.noStandby }
      guard let address = world.takePrivateAddress(in: standby.id) else {
        throw RDSError.noFreeAddress(standby.id)
      }
      database.standbyZone = standby.zone
      database.standbyAddress = address
    }
    let span = database.isMultiAZ ? RDSTimings.creationMultiAZ : RDSTimings.creation
    database.service = .starting(until: world.now + span)
    world.rds.instances[key] = database
    world.beginTransition(key, to: .creating, lasting: span)
    return world.outputOfDatabase(key)
  }

  private static func validate(_ input: Input, identifier: String, in world: World) throws(AWSError) {
    guard isIdentifier(identifier) else {
      throw RDSError.invalid(
        "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    guard let engine = DatabaseEngine.named(input.engine) else { throw RDSError.invalid("Invalid DB engine") }
    if let version = input.engineVersion, engine.version(matching: version) == nil {
      throw RDSError.combination("Cannot find version \(version) for \(input.engine)")
    }
    guard world.catalog.dbInstanceClass(input.dbInstanceClass) != nil else {
      throw RDSError.invalid("Invalid DB Instance class: \(input.dbInstanceClass)")
    }
    guard let user = input.masterUsername, !user.isEmpty else {
      throw RDSError.invalid("The parameter MasterUsername must be provided and must not be blank.")
    }
    try validatePassword(input.masterUserPassword)
    try DatabaseStorage.validate(
      engine: input.engine, type: input.storageType ?? "gp2", size: input.allocatedStorage ?? 0,
      iops: input.iops)
    if let days = input.backupRetentionPeriod, !(0...35).contains(days) {
      throw RDSError.invalid("Invalid backup retention period. Retention period must be between 0 and 35.")
    }
    if let port = input.port, !(1_150...65_535).contains(port) {
      throw RDSError.invalid("The parameter Port must be between 1150 and 65535.")
    }
    if input.multiAZ == true, input.availabilityZone != nil {
      throw RDSError.combination(
        "Requesting a specific availability zone is not valid for Multi-AZ instances.")
    }
  }

  /// Throws AWS's refusal of a password that is missing, too short or has signs that RDS does not take.
  static func validatePassword(_ password: String?) throws(AWSError) {
    guard let password, !password.isEmpty else {
      throw RDSError.invalid("The parameter MasterUserPassword must be provided and must not be blank.")
    }
    let isPrintable = password.utf8.allSatisfy { byte in
      (0x21...0x7E).contains(byte) && !"/@\"".utf8.contains(byte)
    }
    guard isPrintable else {
      throw RDSError.invalid(
        "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides"
          + " '/', '@', '\"', ' ' may be used.")
    }
    guard password.utf8.count >= 8 else {
      throw RDSError.invalid(
        "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.")
    }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...63).contains(bytes.count), (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0]),
      bytes.last != UInt8(ascii: "-")
    else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-"): if previous == byte { return false }
      default: return false
      }
      previous = byte
    }
    return true
  }

  /// The group of a name, or the default one, which is made of the default VPC's subnets when it is first needed.
  private static func subnetGroup(
    _ name: String?, in world: inout World, region: Region
  ) throws(AWSError) -> DBSubnetGroup {
    let name = name?.lowercased() ?? "default"
    if let group = world.rds.subnetGroups[RDSState.key(name, region)] { return group }
    guard name.utf8.elementsEqual("default".utf8) else { throw RDSError.subnetGroupNotFound(name) }
    guard let vpc = world.defaultVPC(of: region)?.id, let subnets = world.defaultSubnets(of: vpc) else {
      throw AWSError(
        "InvalidSubnet",
        "No default subnet detected in VPC. Please contact AWS Support to recreate the default Subnets.")
    }
    let group = DBSubnetGroup(
      name: "default", region: region, arn: RDSState.arn("subgrp", "default", region), description: "default",
      vpc: vpc, subnets: subnets, tags: Tags())
    world.rds.subnetGroups[RDSState.key(name, region)] = group
    return group
  }

  private static func primaryPlace(
    _ input: Input, group: DBSubnetGroup, in world: World
  ) throws(AWSError) -> Subnet {
    let subnets = group.subnets.compactMap { world.ec2.subnets[$0] }
    if let name = input.availabilityZone {
      let zone = Zone(rawValue: name)
      guard let subnet = subnets.first(where: { $0.zone == zone }) else {
        throw AWSError(
          "InvalidVPCNetworkStateFault",
          "Availability Zone \(name) is not covered by the DB subnet group '\(group.name)'.")
      }
      guard world.hasPower(zone) else { throw noCapacity(input.dbInstanceClass, zone) }
      return subnet
    }
    guard let first = subnets.first else { throw RDSError.subnetGroupNotFound(group.name) }
    guard let subnet = subnets.first(where: { world.hasPower($0.zone) }) else {
      throw noCapacity(input.dbInstanceClass, first.zone)
    }
    return subnet
  }

  private static func noCapacity(_ name: String, _ zone: Zone) -> AWSError {
    AWSError(
      "InsufficientDBInstanceCapacity",
      "\(name) is not available in Availability Zone \(zone.rawValue) right now.")
  }

  private static func make(
    _ input: Input, identifier: String, group: DBSubnetGroup, groups: [SecurityGroupID], zone: Zone,
    address: IPv4Address, in world: inout World
  ) -> DBInstance {
    let engine = DatabaseEngine.named(input.engine)
    var tags = Tags()
    for tag in input.tags ?? [] { tags[tag.key] = tag.value }
    let isPublic = input.publiclyAccessible ?? (group.name.utf8.elementsEqual("default".utf8))
    return DBInstance(
      identifier: identifier, region: group.region, arn: RDSState.arn("db", identifier, group.region),
      resourceID: "db-" + AWSName.letters(26, world.nextBits(), world.nextBits()),
      instanceClass: input.dbInstanceClass, engine: input.engine,
      engineVersion: engine?.version(matching: input.engineVersion) ?? "",
      masterUsername: input.masterUsername ?? "", databaseName: input.dbName,
      allocatedGiB: input.allocatedStorage ?? 0, storageType: input.storageType ?? "gp2", iops: input.iops,
      isMultiAZ: input.multiAZ ?? false, zone: zone, address: address, standbyZone: nil,
      standbyAddress: nil, publicAddress: isPublic ? world.drawPublicAddress(in: group.region) : nil,
      subnetGroup: group.name, vpc: group.vpc, securityGroups: groups,
      port: input.port ?? engine?.port ?? 3_306, isPubliclyAccessible: isPublic,
      backupRetentionDays: input.backupRetentionPeriod ?? 1,
      deletionProtection: input.deletionProtection ?? false,
      endpoint:
        "\(identifier).\(AWSName.accountHash(group.region)).\(group.region.rawValue).rds.amazonaws.com",
      status: .creating, service: .starting(until: world.now), creation: world.now, tags: tags)
  }
}
