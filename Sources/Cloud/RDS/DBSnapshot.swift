package import EventKernel

/// A copy of a database's storage at a moment.
package struct DBSnapshot: Sendable, Equatable {
  /// Who made it: somebody by a call, or RDS in a backup window.
  package enum Kind: String, Sendable {
    case manual, automated
  }

  /// Whether it can be used.
  package enum Status: String, Sendable {
    case creating, copying, available
  }

  package let identifier: String
  package let region: Region
  package let arn: String
  package let kind: Kind
  package var status: Status
  /// The database as it was when the snapshot was taken: what a restore takes over.
  package let source: DBInstance
  package let creation: Instant
  /// When the data was as the snapshot has it; a copy keeps the moment of its original.
  package let dataTime: Instant
  /// When it is complete.
  package let completion: Instant
  /// The ARN of the snapshot that it is a copy of.
  package var copiedFrom: String?
  /// The accounts that may restore it; `all` for everybody.
  package var sharedWith: [String] = []
  package var tags: Tags

  /// The database that it was taken of.
  package var database: String { source.identifier }
  /// The size of the storage in GiB.
  package var allocatedGiB: Int { source.allocatedGiB }
}

/// What is kept of the backups of a database that was deleted.
package struct RetainedBackup: Sendable, Equatable {
  /// The database as it was when it was deleted.
  package let source: DBInstance
  /// When it was deleted: the last moment that can be restored.
  package let deletion: Instant
}

extension DBInstance {
  /// The span of moments to which it can be restored, while its backups are on.
  ///
  /// Logs are kept every five minutes (facts: `rds.pitr_granularity`).
  package func restorableSpan(at now: Instant) -> ClosedRange<Instant>? {
    guard backupRetentionDays > 0, let first = backedUpSince else { return nil }
    let earliest = max(first, now - .days(backupRetentionDays))
    let latest = max(earliest, now.rounded(down: RDSTimings.logInterval))
    return earliest...latest
  }
}
