package import EventKernel

/// Lists what happened to databases, in AWS's words.
package enum DescribeRDSEvents: Operation {
  package static let service = "rds"
  package static let name = "DescribeEvents"

  /// Which database, and which span; the last hour when nothing is said.
  package struct Input: Decodable, Sendable {
    package var sourceIdentifier: String?
    package var sourceType: String?
    package var startTime: Instant?
    package var endTime: Instant?
    /// In minutes.
    package var duration: Int?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of events, oldest first.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var events: [Event]
  }

  /// Something that happened.
  package struct Event: Encodable, Sendable {
    package var sourceIdentifier: String
    package var sourceType: String
    package var message: String
    package var eventCategories: [String]
    package var date: Instant
    package var sourceArn: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if input.sourceIdentifier != nil, input.sourceType == nil {
      throw RDSError.combination("SourceType must be specified if SourceIdentifier is specified.")
    }
    let end = input.endTime ?? world.now
    let start = input.startTime ?? end - .minutes(min(max(1, input.duration ?? 60), 20_160))
    var rows: [Event] = []
    // The databases whose failover somebody asked for, until it is done.
    var asked: Set<String> = []
    for occurrence in world.occurrences.entries where occurrence.at <= end {
      let wasAsked = asked.contains(occurrence.resource)
      switch occurrence.code {
      case "database-failover-asked": asked.insert(occurrence.resource)
      case "database-failover-started", "database-failover-done": asked.remove(occurrence.resource)
      default: break
      }
      guard occurrence.at >= start, let first = words(of: occurrence.code) else { continue }
      if let type = input.sourceType, !type.utf8.elementsEqual("db-instance".utf8) { continue }
      if let wish = input.sourceIdentifier, !wish.lowercased().utf8.elementsEqual(occurrence.resource.utf8) {
        continue
      }
      // How a reboot with failover ends (AWS re:Post, rds-connections-reboot-failover).
      let isAskedEnd = wasAsked && occurrence.code == "database-failover-done"
      let more: [(message: String, category: String)] =
        isAskedEnd
        ? [
          ("The user requested a failover of the DB instance", "failover"),
          ("DB instance restarted", "availability"),
        ] : []
      for (message, category) in [first] + more {
        rows.append(
          Event(
            sourceIdentifier: occurrence.resource, sourceType: "db-instance", message: message,
            eventCategories: [category], date: occurrence.at,
            sourceArn: RDSState.arn("db", occurrence.resource, context.region)))
      }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, events: page.rows)
  }

  /// AWS's message and category of an occurrence (facts: RDS User Guide, event categories and messages).
  private static func words(of code: String) -> (message: String, category: String)? {
    switch code {
    case "database-created": ("DB instance created", "creation")
    case "database-deleted": ("DB instance deleted", "deletion")
    case "database-stopped": ("DB instance stopped", "notification")
    case "database-started": ("DB instance started", "notification")
    case "database-started-after-week":
      (
        "DB instance is being started due to it exceeding the maximum allowed time being stopped.",
        "notification"
      )
    case "database-restarted": ("DB instance restarted", "availability")
    case "database-failover-started", "database-failover-asked":
      ("Multi-AZ instance failover started.", "failover")
    case "database-failover-done": ("Multi-AZ instance failover completed", "failover")
    case "database-class-changing": ("DB instance shutdown", "availability")
    case "database-modified": ("Finished applying modification to DB instance", "configuration change")
    case "database-backing-up": ("Backing up DB instance", "backup")
    case "database-backed-up": ("Finished DB instance backup", "backup")
    case "database-promoting": ("Beginning promotion of read replica.", "read replica")
    case "database-promoted": ("Promoted replica instance to stand-alone database instance.", "read replica")
    case "database-replica-alone":
      ("Replication for the read replica instance was terminated.", "read replica")
    case "database-storage-full": ("Allocated storage has been exhausted", "low storage")
    case "database-storage-grows":
      ("Storage autoscaling has been initiated", "configuration change")
    case "database-storage-at-limit":
      (
        "Unable to invoke storage autoscaling. The allocated storage would reach the maximum storage threshold.",
        "low storage"
      )
    case "database-upgrading": ("Database engine upgrade started.", "maintenance")
    case "database-upgraded": ("Database engine version has been upgraded.", "maintenance")
    case "database-parameters-too-large":
      ("The engine could not be started: its parameters ask for more memory than there is.", "failure")
    default: nil
    }
  }
}
