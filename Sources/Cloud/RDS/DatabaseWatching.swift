/// How a database is watched and how its first password is kept: what is switched on and shown.
// Simplified: rds-watching
package struct DatabaseWatching: Sendable, Equatable {
  /// How often Enhanced Monitoring looks, in seconds; 0 while it is off.
  package var interval = 0
  /// The role with which it writes.
  package var roleARN: String?
  /// For how many days Performance Insights keeps what it sees; `nil` while it is off.
  package var insightsDays: Int?
  /// The logs that go to CloudWatch.
  package var logs: [String] = []
  /// The end of the name of the secret in which RDS keeps the first user's password; `nil` where a call gave it.
  package var secretSuffix: String?

  package init() {}

  /// The settings of a call to create a database.
  ///
  /// - Throws: AWS's refusals of an interval without a role, of a class or a log that does not go with the engine.
  init(_ input: CreateDBInstance.Input, engine: DatabaseEngine, version: String) throws(AWSError) {
    interval = input.monitoringInterval ?? 0
    roleARN = input.monitoringRoleArn
    guard [0, 1, 5, 10, 15, 30, 60].contains(interval) else {
      throw RDSError.invalid(
        "Invalid monitoring interval: \(interval). Valid values are 0, 1, 5, 10, 15, 30, 60.")
    }
    guard interval == 0 || roleARN != nil else {
      throw RDSError.combination(
        "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.")
    }
    guard interval != 0 || roleARN == nil else {
      throw RDSError.combination(
        "A MonitoringInterval other than 0 is required with a MonitoringRoleARN value.")
    }
    if input.enablePerformanceInsights == true {
      guard Self.hasInsights(input.dbInstanceClass, engine: engine) else {
        throw RDSError.combination(
          "Performance Insights not supported for this configuration, please disable this feature.")
      }
      let days = input.performanceInsightsRetentionPeriod ?? 7
      guard days == 7 || days == 731 || (days % 31 == 0 && (31...713).contains(days)) else {
        throw RDSError.invalid("Invalid Performance Insights retention period: \(days).")
      }
      insightsDays = days
    } else if input.performanceInsightsRetentionPeriod != nil {
      throw RDSError.combination(
        "To specify PerformanceInsightsRetentionPeriod, you must enable Performance Insights.")
    }
    let known =
      engine.name == "postgres" ? ["postgresql", "upgrade"] : ["audit", "error", "general", "slowquery"]
    let asked = input.enableCloudwatchLogsExports ?? []
    guard asked.allSatisfy(known.contains) else {
      throw RDSError.combination(
        "You cannot use the log types '\(asked.filter { !known.contains($0) }.joined(separator: ","))' with engine version "
          + "\(engine.name) \(version). For supported log types, see the documentation.")
    }
    logs = asked
  }

  /// Whether databases of a class can have Performance Insights: small ones of PostgreSQL alone.
  static func hasInsights(_ instanceClass: String, engine: DatabaseEngine) -> Bool {
    engine.name == "postgres" || !["micro", "small"].contains { instanceClass.hasSuffix(".\($0)") }
  }
}

extension DBInstance {
  /// The ARN of the secret with the first user's password; `nil` where RDS keeps none.
  var secretARN: String? {
    watching.secretSuffix.map {
      "arn:aws:secretsmanager:\(region.rawValue):\(Account.id):secret:rds!\(resourceID)-\($0)"
    }
  }
}
