/// The rules of a database's storage.
enum DatabaseStorage {
  /// Throws AWS's refusal of a type, size or number of operations (facts: RDS 10.3).
  static func validate(engine: String, type: String, size: Int, iops: Int?) throws(AWSError) {
    guard ["gp2", "gp3"].contains(type) else { throw RDSError.invalid("Invalid storage type: \(type)") }
    guard (20...65_536).contains(size) else {
      throw RDSError.invalid(
        "Invalid storage size for engine name \(engine) and storage type \(type): \(size)")
    }
    guard let iops else { return }
    guard type.utf8.elementsEqual("gp3".utf8) else {
      throw RDSError.combination("You can't specify IOPS for storage type \(type).")
    }
    guard size >= 400 else {
      throw RDSError.combination(
        "You can't specify IOPS or storage throughput for engine \(engine) and a storage size less than 400.")
    }
    guard (12_000...64_000).contains(iops) else {
      throw RDSError.invalid(
        "Invalid iops value for engine name \(engine) and storage type \(type): \(iops)")
    }
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
