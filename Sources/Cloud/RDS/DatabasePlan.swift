import EventKernel

/// A database that is to be made: what a call to create, restore or replicate asked for, checked.
struct DatabasePlan {
  let identifier: String
  let group: DBSubnetGroup
  let groups: [SecurityGroupID]
  /// The zone that was asked for; `nil` for the first with power.
  var zone: Zone?
  var instanceClass: String
  var engine: String
  var engineVersion: String
  var masterUsername: String
  var masterPassword: String?
  var databaseName: String?
  var allocatedGiB: Int
  var storageType: String
  var iops: Int?
  var throughput: Int?
  var isMultiAZ: Bool
  var port: Int
  var isPublic: Bool
  var backupRetentionDays: Int
  var backupWindow: TimeWindow?
  var maintenanceWindow: TimeWindow?
  var parameterGroup: String
  var deletionProtection: Bool
  var maxAllocatedGiB: Int?
  var copiesTagsToSnapshots: Bool
  var upgradesMinorVersions: Bool
  var authenticatesByIAM: Bool
  var isEncrypted: Bool
  var usedBytes: UInt64
  var replication: DBInstance.Replication?
  var tags: Tags
}

extension World {
  /// The most databases of an account in a Region (facts: RDS quotas).
  static let mostDatabases = 40

  /// Makes the database of a plan, which is there after a while.
  mutating func make(_ plan: DatabasePlan, lasting span: Duration) throws(AWSError) -> String {
    let region = plan.group.region
    let key = RDSState.key(plan.identifier, region)
    try checkRoomForDatabase(plan.identifier, in: region)
    let place = try primaryPlace(of: plan)
    guard let address = takePrivateAddress(in: place.id) else { throw RDSError.noFreeAddress(place.id) }
    var database = database(of: plan, zone: place.zone, address: address)
    if database.isMultiAZ {
      guard let standby = standbyPlace(for: database) else { throw RDSError.noStandby }
      guard let address = takePrivateAddress(in: standby.id) else { throw RDSError.noFreeAddress(standby.id) }
      database.standbyZone = standby.zone
      database.standbyAddress = address
    }
    database.service = .starting(until: now + span)
    rds.instances[key] = database
    beginTransition(key, to: .creating, lasting: span)
    return key
  }

  /// Throws AWS's refusal when the name is taken or the Region is full.
  func checkRoomForDatabase(_ identifier: String, in region: Region) throws(AWSError) {
    guard rds.instances[RDSState.key(identifier, region)] == nil else {
      throw AWSError("DBInstanceAlreadyExists", "DB instance already exists")
    }
    guard rds.instances.rows.count(where: { $0.region == region }) < Self.mostDatabases else {
      throw AWSError("InstanceQuotaExceeded", "DB Instance quota exceeded")
    }
  }

  private func primaryPlace(of plan: DatabasePlan) throws(AWSError) -> Subnet {
    let subnets = plan.group.subnets.compactMap { ec2.subnets[$0] }
    if let zone = plan.zone {
      guard let subnet = subnets.first(where: { $0.zone == zone }) else {
        throw AWSError(
          "InvalidVPCNetworkStateFault",
          "Availability Zone \(zone.rawValue) is not covered by the DB subnet group '\(plan.group.name)'.")
      }
      guard hasPower(zone) else { throw RDSError.noCapacity(plan.instanceClass, zone) }
      return subnet
    }
    guard let first = subnets.first else { throw RDSError.subnetGroupNotFound(plan.group.name) }
    guard let subnet = subnets.first(where: { hasPower($0.zone) }) else {
      throw RDSError.noCapacity(plan.instanceClass, first.zone)
    }
    return subnet
  }

  private mutating func database(of plan: DatabasePlan, zone: Zone, address: IPv4Address) -> DBInstance {
    let region = plan.group.region
    let resourceID = "db-" + AWSName.letters(26, nextBits(), nextBits())
    var database = DBInstance(
      identifier: plan.identifier, region: region, arn: RDSState.arn("db", plan.identifier, region),
      resourceID: resourceID, instanceClass: plan.instanceClass, engine: plan.engine,
      engineVersion: plan.engineVersion, masterUsername: plan.masterUsername,
      masterPassword: plan.masterPassword,
      databaseName: plan.databaseName, allocatedGiB: plan.allocatedGiB, storageType: plan.storageType,
      iops: plan.iops, isMultiAZ: plan.isMultiAZ, zone: zone, address: address, standbyZone: nil,
      standbyAddress: nil, publicAddress: plan.isPublic ? drawPublicAddress(in: region) : nil,
      subnetGroup: plan.group.name, vpc: plan.group.vpc, securityGroups: plan.groups, port: plan.port,
      isPubliclyAccessible: plan.isPublic, backupRetentionDays: plan.backupRetentionDays,
      deletionProtection: plan.deletionProtection,
      endpoint: "\(plan.identifier).\(AWSName.accountHash(region)).\(region.rawValue).rds.amazonaws.com",
      status: .creating, service: .starting(until: now), creation: now, tags: plan.tags)
    database.throughput = plan.throughput
    database.maxAllocatedGiB = plan.maxAllocatedGiB
    database.usedBytes = plan.usedBytes
    database.parameterGroup = plan.parameterGroup
    database.parameters = values(ofParameterGroup: plan.parameterGroup, in: region)
    database.copiesTagsToSnapshots = plan.copiesTagsToSnapshots
    database.upgradesMinorVersions = plan.upgradesMinorVersions
    database.authenticatesByIAM = plan.authenticatesByIAM
    database.isEncrypted = plan.isEncrypted
    database.replication = plan.replication
    // RDS draws a window that does not meet the backup window that a call names.
    database.maintenanceWindow =
      plan.maintenanceWindow ?? plan.backupWindow.map { TimeWindow.defaultMaintenance.beside($0) }
      ?? .defaultMaintenance
    database.backupWindow =
      plan.backupWindow
      ?? Self.backupWindow(in: region, resourceID: resourceID, beside: database.maintenanceWindow)
    return database
  }

  /// The half hour that RDS draws for backups from the eight hours of a Region (facts: RDS backup windows).
  // Simplified: backup-window-blocks
  private static func backupWindow(
    in region: Region, resourceID: String, beside maintenance: TimeWindow
  ) -> TimeWindow {
    let firstHour =
      switch region.rawValue {
      case "ap-northeast-1", "ap-northeast-2": 13
      case "ap-southeast-1": 14
      case "us-west-2": 6
      case "eu-central-1": 20
      case "eu-west-1": 22
      default: 3
      }
    let first = Int(AWSName.hash(resourceID) % 16)
    for step in 0..<16 {
      let start = (firstHour * 60 + (first + step) % 16 * 30) % (24 * 60)
      let window = TimeWindow.daily(startMinute: start, minutes: 30)
      if !window.overlaps(maintenance) { return window }
    }
    return .daily(startMinute: 0, minutes: 30)
  }
}
