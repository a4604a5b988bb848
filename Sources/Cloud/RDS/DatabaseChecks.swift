/// The checks that calls to create, restore and replicate databases share.
enum DatabaseChecks {
  /// The identifier in the case that RDS keeps, or AWS's refusal.
  static func identifier(_ text: String, parameter: String = "DBInstanceIdentifier") throws(AWSError)
    -> String
  {
    let identifier = text.lowercased()
    guard isIdentifier(identifier, longest: 63) else {
      throw RDSError.invalid(
        "The parameter \(parameter) is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    return identifier
  }

  /// The first user's name, or AWS's refusal of one that is not 1 to 16 letters, digits and underscores after a letter
  /// (PostgreSQL: to 63).
  static func masterUser(_ name: String?, engine: String) throws(AWSError) {
    guard let name, !name.isEmpty else {
      throw RDSError.invalid("The parameter MasterUsername must be provided and must not be blank.")
    }
    let isPostgres = engine.utf8.starts(with: "postgres".utf8)
    guard !isReserved(name.lowercased(), ofPostgres: isPostgres) else {
      throw RDSError.invalid(
        "MasterUsername \(name) cannot be used as it is a reserved word used by the engine")
    }
    let longest = isPostgres ? 63 : 16
    guard isWord(name), name.utf8.count <= longest else {
      throw RDSError.invalid(
        "The parameter MasterUsername is not a valid user name. It must begin with a letter and have up to"
          + " \(longest) letters, digits or underscores.")
    }
  }

  /// Names that the engine or RDS itself uses (RDS User Guide, limits of names).
  private static func isReserved(_ name: String, ofPostgres: Bool) -> Bool {
    if ["rdsadmin", "rdsrepladmin"].contains(name) { return true }
    return ofPostgres && (["admin", "public", "rdstopmgr"].contains(name) || name.hasPrefix("pg_"))
  }

  /// Whether AWS has a class of a name, after its families and sizes (RDS User Guide, DB instance classes; 2026-11).
  private static func isClassOfAWS(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let families = [
      "c6gd", "m4", "m5", "m5d", "m6g", "m6gd", "m6i", "m6id", "m6idn", "m6in", "m7g", "m7i", "m8g", "r4",
      "r5", "r5b",
      "r5d", "r6g", "r6gd", "r6i", "r6id", "r6idn", "r6in", "r7g", "r7i", "r8g", "t2", "t3", "t4g", "x1",
      "x1e", "x2g",
      "x2idn", "x2iedn", "z1d",
    ]
    let sizes = [
      "micro", "small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge",
      "24xlarge", "32xlarge",
    ]
    return parts.count == 3 && parts[0] == "db" && families.contains(parts[1]) && sizes.contains(parts[2])
  }

  /// The first database's name, or AWS's refusal.
  static func databaseName(_ name: String?) throws(AWSError) {
    guard let name else { return }
    guard isWord(name), name.utf8.count <= 64 else {
      throw RDSError.invalid(
        "DBName must begin with a letter and contain only alphanumeric characters.")
    }
  }

  private static func isWord(_ text: String) -> Bool {
    let letters = { (byte: UInt8) in (65...90).contains(byte) || (97...122).contains(byte) }
    return text.utf8.first.map(letters) == true
      && text.utf8.allSatisfy { letters($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
  }

  /// Whether a text is letters, digits and single hyphens, begins with a letter and does not end with a hyphen.
  static func isIdentifier(_ text: String, longest: Int) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...longest).contains(bytes.count), (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0]),
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

  /// Throws AWS's refusal of a class that there is not.
  static func instanceClass(_ name: String, in world: World) throws(AWSError) {
    guard world.catalog.dbInstanceClass(name) != nil else {
      if isClassOfAWS(name) { throw .notModelled("DBInstanceClass", name) }
      throw AWSError(
        "InvalidParameterValue", "Invalid DB Instance class: \(name)",
        alternatives: .init(given: name.lowercased(), among: world.catalog.dbInstanceClasses.map(\.name)))
    }
  }

  /// Throws AWS's refusal of a password that is missing, too short or has signs that RDS does not take.
  static func password(_ password: String?) throws(AWSError) {
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

  /// Throws AWS's refusal of a number of days for which backups are kept.
  static func retention(_ days: Int?) throws(AWSError) {
    guard let days, !(0...35).contains(days) else { return }
    throw RDSError.invalid("Invalid backup retention period. Retention period must be between 0 and 35.")
  }

  /// Throws AWS's refusal of a port.
  static func port(_ port: Int?) throws(AWSError) {
    guard let port, !(1_150...65_535).contains(port) else { return }
    throw RDSError.invalid("The parameter Port must be between 1150 and 65535.")
  }

  /// Throws AWS's refusal of a zone for a database that has two.
  static func zone(_ zone: String?, isMultiAZ: Bool?) throws(AWSError) {
    guard isMultiAZ == true, zone != nil else { return }
    throw RDSError.combination("Requesting a specific availability zone is not valid for Multi-AZ instances.")
  }

  /// The backup and maintenance windows that a call names, or AWS's refusal.
  static func windows(
    backup: String?, maintenance: String?, besides present: (backup: TimeWindow?, maintenance: TimeWindow?)
  ) throws(AWSError) -> (backup: TimeWindow?, maintenance: TimeWindow?) {
    var windows: (backup: TimeWindow?, maintenance: TimeWindow?) = (nil, nil)
    if let text = backup {
      guard let window = TimeWindow(daily: text) else {
        throw RDSError.invalid("Invalid backup window format : \(text)")
      }
      windows.backup = window
    }
    if let text = maintenance {
      guard let window = TimeWindow(weekly: text) else {
        throw RDSError.invalid("Invalid maintenance window format : \(text)")
      }
      windows.maintenance = window
    }
    if windows.backup != nil || windows.maintenance != nil,
      let daily = windows.backup ?? present.backup,
      let weekly = windows.maintenance ?? present.maintenance, daily.overlaps(weekly)
    {
      throw RDSError.combination("The backup window and maintenance window must not overlap.")
    }
    return windows
  }

  /// Throws AWS's refusal of an upper limit of the storage that is less than a tenth above its size.
  static func maxAllocated(_ limit: Int?, size: Int) throws(AWSError) {
    guard let limit else { return }
    guard limit * 10 >= size * 11, limit <= 65_536 else {
      throw RDSError.combination(
        "Invalid max storage size for engine name and storage type: \(limit). The max storage size must be at"
          + " least 10 percent greater than the current storage size and at most 65536.")
    }
  }
}

extension World {
  /// The group of a name, or the default one, which is made of the default VPC's subnets when it is first needed.
  mutating func databaseSubnetGroup(_ name: String?, in region: Region) throws(AWSError) -> DBSubnetGroup {
    let name = name?.lowercased() ?? "default"
    if let group = rds.subnetGroups[RDSState.key(name, region)] { return group }
    guard name.utf8.elementsEqual("default".utf8) else { throw RDSError.subnetGroupNotFound(name) }
    guard let vpc = defaultVPC(of: region)?.id, let subnets = defaultSubnets(of: vpc) else {
      throw AWSError(
        "InvalidSubnet",
        "No default subnet detected in VPC. Please contact AWS Support to recreate the default Subnets.")
    }
    let group = DBSubnetGroup(
      name: "default", region: region, arn: RDSState.arn("subgrp", "default", region), description: "default",
      vpc: vpc, subnets: subnets, tags: Tags())
    rds.subnetGroups[RDSState.key(name, region)] = group
    return group
  }
}
