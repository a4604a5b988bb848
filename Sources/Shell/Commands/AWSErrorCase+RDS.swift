import Cloud
import CloudAPI

/// What calls of RDS are refused for.
extension AWSErrorCase {
  /// The case of an error of RDS that tells more with what was given and the database at hand.
  static func ofRDS(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.call?.service == "rds" else { return nil }
    switch facts.code {
    case "InvalidDBInstanceState": return ofState(facts)
    case "InvalidParameterValue", "InvalidParameterCombination":
      return ofMissing(facts) ?? ofStorage(facts) ?? ofClass(facts) ?? ofVersion(facts)
        ?? ofSettings(facts)
    default: return nil
    }
  }

  /// Why a database does not take the call now, and what leads to a state in which it does.
  private static func ofState(_ facts: FailureFacts) -> AWSErrorCase? {
    guard let database = facts.database else { return nil }
    let name = database.identifier
    let isAvailable = "aws rds wait db-instance-available --db-instance-identifier \(name)"
    if facts.says("has read replicas") { return AWSErrorCase("database-source-stops", ["name": name]) }
    if facts.says("stop a read replica") { return AWSErrorCase("database-replica-stops", ["name": name]) }
    if facts.says("is not a read replica") { return AWSErrorCase("database-no-replica", ["name": name]) }
    if facts.says("Automated backups are not enabled") {
      return AWSErrorCase(
        "database-without-backups", ["name": name],
        lines: [
          "aws rds modify-db-instance --db-instance-identifier \(name) --backup-retention-period 1"
            + " --apply-immediately", isAvailable,
        ])
    }
    let start = "aws rds start-db-instance --db-instance-identifier \(name)"
    switch database.status {
    case .available:
      return facts.isCall("rds", "start-db-instance")
        ? AWSErrorCase("database-available", ["name": name]) : nil
    case .stopping:
      let isStart = facts.isCall("rds", "start-db-instance")
      return AWSErrorCase(
        "database-stopping", ["name": name], lines: ["wait", start] + (isStart ? [] : [isAvailable]))
    case .stopped: return AWSErrorCase("database-stopped", ["name": name], lines: [start, isAvailable])
    case .deleting:
      return AWSErrorCase(
        "database-deleting", ["name": name],
        lines: ["aws rds wait db-instance-deleted --db-instance-identifier \(name)"])
    case .creating, .modifying, .rebooting, .starting, .backingUp, .upgrading:
      return AWSErrorCase(
        "database-busy", ["name": name, "state": database.status.rawValue], lines: [isAvailable])
    case .storageFull, .storageOptimization, .incompatibleParameters: return nil
    }
  }

  /// An option that is missing, or a text that its option does not take.
  private static func ofMissing(_ facts: FailureFacts) -> AWSErrorCase? {
    if let name = facts.part(after: "The parameter ", before: " must be provided and must not be blank.") {
      return AWSErrorCase("missing-option", ["option": "--\(CommandLineName.of(name))"])
    }
    if facts.says("MasterUserPassword is not a valid password") { return AWSErrorCase("database-password") }
    if let name = facts.part(after: "The parameter ", before: " is not a valid identifier. Identifiers") {
      return AWSErrorCase("database-identifier", ["option": "--\(CommandLineName.of(name))"])
    }
    return nil
  }

  /// A size that the storage cannot have.
  private static func ofStorage(_ facts: FailureFacts) -> AWSErrorCase? {
    if facts.says("Invalid storage size for engine name") {
      guard facts.call?.input["AllocatedStorage"] != nil else {
        return AWSErrorCase("missing-option", ["option": "--allocated-storage"])
      }
      return AWSErrorCase("database-size")
    }
    let isLess = facts.says("less than the current allocated storage")
    if isLess || facts.says("must be increased by at least 10 percent"), let database = facts.database {
      return AWSErrorCase(
        isLess ? "database-shrinks" : "database-grows-little",
        ["size": "\(database.allocatedGiB)", "least": "\((database.allocatedGiB * 11 + 9) / 10)"])
    }
    return facts.says("previous storage change is being optimized")
      ? AWSErrorCase("database-optimizing") : nil
  }

  /// A class or an engine that does not exist, and those that do.
  private static func ofClass(_ facts: FailureFacts) -> AWSErrorCase? {
    if let name = facts.part(after: "Invalid DB Instance class: ") {
      let isBare = facts.world?.catalog.dbInstanceClass("db.\(name)") != nil
      return AWSErrorCase(isBare ? "database-class-bare" : "database-class", ["name": name])
    }
    guard facts.says("Invalid DB engine"), let engines = facts.error.alternatives?.among else { return nil }
    return AWSErrorCase("database-engine", ["names": engines.map { "`\($0)`" }.joined(separator: ", ")])
  }

  /// A version that there is not, or to which the present one does not lead.
  private static func ofVersion(_ facts: FailureFacts) -> AWSErrorCase? {
    if let version = facts.part(after: "Cannot find version ", before: " for "),
      let engine = facts.part(after: " for ")
    {
      return AWSErrorCase(
        "database-version", ["version": version, "engine": engine],
        lines: [
          "aws rds describe-db-engine-versions --engine \(engine)"
            + " --query 'DBEngineVersions[].EngineVersion' --output text"
        ])
    }
    if facts.says("AllowMajorVersionUpgrade flag must be present") {
      return AWSErrorCase("database-major-version")
    }
    guard facts.says("Cannot upgrade "), let database = facts.database else { return nil }
    return AWSErrorCase(
      "database-upgrade", ["version": database.engineVersion],
      lines: [
        "aws rds describe-db-engine-versions --engine \(database.engine)"
          + " --engine-version \(database.engineVersion)"
          + " --query 'DBEngineVersions[].ValidUpgradeTarget[].EngineVersion' --output text"
      ])
  }

  /// Settings that are out of their range, or do not go together.
  private static func ofSettings(_ facts: FailureFacts) -> AWSErrorCase? {
    let cases = [
      ("backup window and maintenance window must not overlap", "database-windows"),
      ("window format", "database-window-format"),
      ("Retention period must be between", "database-retention"),
      ("the backup retention period to 0 because", "database-source-backups"),
      ("not valid for Multi-AZ instances", "database-two-zones"),
      ("You can't specify MasterUserPassword when", "database-two-passwords"),
      ("You can't specify IOPS", "database-iops"), ("You must specify iops", "database-needs-iops"),
      ("The parameter Port must be between", "database-port"),
    ]
    return cases.first { facts.says($0.0) }.map { AWSErrorCase($0.1) }
  }
}

extension FailureFacts {
  /// The database that the call names.
  fileprivate var database: DBInstance? {
    let names = ["DBInstanceIdentifier", "SourceDBInstanceIdentifier"].compactMap(given)
    return names.lazy.compactMap { name in
      world?.rds.instances.rows.first { $0.identifier == name.lowercased() && $0.region == region }
    }.first
  }
}
