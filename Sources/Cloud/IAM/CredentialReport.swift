package import EventKernel

/// A table of all users with their passwords and keys, as of the moment when it was asked for.
package struct CredentialReport: Sendable, Equatable {
  /// How long it takes (TEACH: seconds; AWS takes up to some minutes).
  static let duration = Duration.seconds(5)
  /// How long it counts: within this time no newer one is made (IAM User Guide, credential reports: four hours).
  static let validity = Duration.hours(4)

  package let started: Instant
  /// The lines, the first of which names the columns.
  package let lines: [String]

  /// Whether it is still being made.
  func isInProgress(at now: Instant) -> Bool { now < started + Self.duration }
  /// Whether another one can be made.
  func isExpired(at now: Instant) -> Bool { now >= started + Self.validity }
}

extension CredentialReport {
  /// The columns, in AWS's order.
  private static let columns = [
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
    "password_next_rotation", "mfa_active", "access_key_1_active", "access_key_1_last_rotated",
    "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
    "access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
    "access_key_2_last_used_region", "access_key_2_last_used_service", "cert_1_active", "cert_1_last_rotated",
    "cert_2_active", "cert_2_last_rotated",
  ]

  /// The report on a directory.
  init(on directory: IAMDirectory, at now: Instant) {
    started = now
    let users = directory.users.map { key, user in
      Self.row(user, hasMFA: directory.devices.contains { $0.row.user == key }, directory.passwordPolicy)
    }
    lines = ([Self.columns, Self.rootRow] + users).map { $0.joined(separator: ",") }
  }

  /// The account's root user, who has no keys and whose password the report does not tell.
  private static var rootRow: [String] {
    ["<root_account>", "arn:aws:iam::\(Account.id):root", Instant.epoch.iso8601, "not_supported"]
      + ["no_information", "not_supported", "not_supported", "false"] + keys([]) + certificates
  }

  private static func row(_ user: IAMUser, hasMFA: Bool, _ policy: PasswordPolicy?) -> [String] {
    var row = [user.name, user.arn, user.creation.iso8601]
    if let login = user.login {
      let next = policy?.maximumAge.map { (login.changed + .days($0)).iso8601 }
      row += ["true", "no_information", login.changed.iso8601, next ?? "N/A"]
    } else {
      row += ["false", "N/A", "N/A", "N/A"]
    }
    return row + ["\(hasMFA)"] + keys(user.keys) + certificates
  }

  /// Two keys with when they were made and last used.
  private static func keys(_ keys: [AccessKey]) -> [String] {
    (0..<2).flatMap { index in
      guard keys.indices.contains(index) else { return ["false", "N/A", "N/A", "N/A", "N/A"] }
      let key = keys[index]
      return ["\(key.isActive)", key.creation.iso8601]
        + [key.lastUse?.at.iso8601, key.lastUse?.region, key.lastUse?.service].map { $0 ?? "N/A" }
    }
  }

  private static let certificates = ["false", "N/A", "false", "N/A"]
}

/// Reports on credentials.
enum CredentialReportOperations {
  static let all: [any Operation.Type] = [GenerateCredentialReport.self, GetCredentialReport.self]
}

/// Has a report on all credentials made, unless there is one of the last four hours.
package enum GenerateCredentialReport: IAMOperation {
  package static let name = "GenerateCredentialReport"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  package struct Output: Encodable, Sendable {
    package var state: String
    package var description: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let report = world.iam.credentialReport, !report.isExpired(at: world.now) {
      return Output(state: report.isInProgress(at: world.now) ? "INPROGRESS" : "COMPLETE")
    }
    let isFirst = world.iam.credentialReport == nil
    world.iam.credentialReport = CredentialReport(on: world.iam.directory, at: world.now)
    return Output(
      state: "STARTED",
      description: isFirst ? "No report exists. Starting a new report generation task" : nil)
  }
}

/// Gives the newest report on credentials.
package enum GetCredentialReport: IAMOperation {
  package static let name = "GetCredentialReport"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  package struct Output: Encodable, Sendable {
    /// The report in Base64.
    package var content: String
    package var reportFormat = "text/csv"
    package var generatedTime: Instant
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let report = world.iam.credentialReport else {
      throw AWSError(
        "ReportNotPresent", "The credential report does not exist. Use GenerateCredentialReport to make one.")
    }
    guard !report.isInProgress(at: world.now) else {
      throw AWSError("ReportInProgress", "The credential report is still being generated.")
    }
    guard !report.isExpired(at: world.now) else {
      throw AWSError(
        "ReportExpired", "The most recent credential report has expired. Use GenerateCredentialReport again.")
    }
    return Output(
      content: Base64.encode(report.lines.joined(separator: "\n").utf8), generatedTime: report.started)
  }
}
