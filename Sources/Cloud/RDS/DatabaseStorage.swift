/// The rules of a database's storage.
enum DatabaseStorage {
  /// What a database without tables holds: system tables and logs (TEACH).
  static let emptyBytes: UInt64 = 1 << 30

  /// The kinds of storage, as AWS writes them.
  static let types = ["gp2", "gp3", "io1", "io2"]

  /// The kind of storage of a call that names none: io1 where it asks for IOPS (facts: RDS API Reference).
  static func defaultType(iops: Int?) -> String { iops == nil ? "gp2" : "io1" }

  /// Throws AWS's refusal of a type, size or number of operations (facts: RDS 10.3).
  static func validate(
    engine: String, type: String, size: Int, iops: Int?, throughput: Int?
  ) throws(AWSError) {
    guard types.contains(type) else { throw RDSError.invalid("Invalid storage type: \(type)") }
    let isProvisioned = type.hasPrefix("io")
    guard ((isProvisioned ? 100 : 20)...65_536).contains(size) else {
      throw RDSError.invalid(
        "Invalid storage size for engine name \(engine) and storage type \(type): \(size)")
    }
    if isProvisioned {
      guard throughput == nil else {
        throw RDSError.combination("You can't specify storage throughput for storage type \(type).")
      }
      return try validateProvisioned(engine: engine, type: type, size: size, iops: iops)
    }
    guard iops != nil || throughput != nil else { return }
    guard type.utf8.elementsEqual("gp3".utf8) else {
      throw RDSError.combination("You can't specify IOPS for storage type \(type).")
    }
    guard size >= 400 else {
      throw RDSError.combination(
        "You can't specify IOPS or storage throughput for engine \(engine) and a storage size less than 400.")
    }
    if let iops, !(12_000...64_000).contains(iops) {
      throw RDSError.invalid(
        "Invalid iops value for engine name \(engine) and storage type \(type): \(iops)")
    }
    guard let throughput else { return }
    // A quarter of a MiB/s for each operation at most (facts: RDS 10.3).
    guard (500...4_000).contains(throughput), throughput * 4 <= iops ?? 12_000 else {
      throw RDSError.invalid(
        "Invalid storage throughput value for engine name \(engine) and storage type \(type): \(throughput)")
    }
  }

  /// io1 and io2: 1,000 to 256,000 operations, 0.5 to 50 (io1) or 1,000 (io2) of them for each GiB.
  private static func validateProvisioned(
    engine: String, type: String, size: Int, iops: Int?
  ) throws(AWSError) {
    guard let iops else {
      throw RDSError.combination("You must specify iops for storage type \(type).")
    }
    guard (1_000...256_000).contains(iops) else {
      throw RDSError.invalid(
        "Invalid iops value for engine name \(engine) and storage type \(type): \(iops)")
    }
    let most = type.utf8.elementsEqual("io1".utf8) ? 50 : 1_000
    guard iops * 2 >= size, iops <= most * size else {
      throw RDSError.combination(
        "Invalid iops to storage (GB) ratio for engine name \(engine) and storage type \(type): "
          + ratio(iops, size))
    }
  }

  /// A ratio with four decimals, as AWS writes it.
  private static func ratio(_ iops: Int, _ size: Int) -> String {
    let parts = iops * 10_000 / size
    let decimals = "\(parts % 10_000)"
    return "\(parts / 10_000)." + String(repeating: "0", count: 4 - decimals.utf8.count) + decimals
  }
}

extension World {
  /// The subnet of another zone with power in which a database's standby can stand, the first by zone.
  func standbyPlace(for database: DBInstance) -> Subnet? {
    let group = rds.subnetGroups[RDSState.key(database.subnetGroup, database.region)]
    return group?.subnets.compactMap { ec2.subnets[$0] }
      .first { $0.zone != database.zone && hasPower($0.zone) }
  }

  /// The subnets that a default subnet group is made of, ordered by zone; `nil` when there is none.
  func defaultSubnets(of vpc: VPCID) -> [SubnetID]? {
    let subnets = ec2.subnets.rows.filter { $0.vpc == vpc && $0.isDefaultForZone }.sorted {
      $0.zone < $1.zone
    }
    return subnets.isEmpty ? nil : subnets.map(\.id)
  }

  /// The security groups that a call names, all in one VPC; the VPC's default group when it names none.
  func databaseSecurityGroups(_ ids: [String]?, vpc: VPCID) throws(AWSError) -> [SecurityGroupID] {
    guard let ids, !ids.isEmpty else {
      return ec2.securityGroups.rows
        .filter { $0.vpc == vpc && $0.name.utf8.elementsEqual("default".utf8) }.map(\.id)
    }
    var groups: [SecurityGroupID] = []
    for text in ids {
      guard let id = SecurityGroupID(text), let group = ec2.securityGroups[id] else {
        throw RDSError.invalid("Invalid security group , groupId= \(text), groupName=.")
      }
      guard group.vpc == vpc else {
        throw RDSError.combination(
          "The DB instance and EC2 security group are in different VPCs. The DB instance is in \(vpc) and"
            + " the EC2 security group is in \(group.vpc)")
      }
      groups.append(id)
    }
    return groups
  }
}
