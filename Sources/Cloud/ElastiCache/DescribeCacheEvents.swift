package import EventKernel

/// Lists what happened to caches, in AWS's words.
package enum DescribeCacheEvents: Operation {
  package static let service = "elasticache"
  package static let name = "DescribeEvents"

  /// Of which cache, and which span; the last hour when nothing is said.
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
    package var date: Instant
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if input.sourceIdentifier != nil, input.sourceType == nil {
      throw CacheError.combination("SourceType must be specified if SourceIdentifier is specified.")
    }
    let end = input.endTime ?? world.now
    let start = input.startTime ?? end - .minutes(min(max(1, input.duration ?? 60), 20_160))
    let clusters = world.elastiCache.replicationGroups.rows.filter { $0.kind == .cluster }.map(\.id)
    var rows: [Event] = []
    for occurrence in world.occurrences.entries where occurrence.at >= start && occurrence.at <= end {
      if occurrence.code == "cache-failover-done", occurrence.details.count == 3 {
        rows += tested(occurrence)
        continue
      }
      guard let message = words(of: occurrence) else { continue }
      rows.append(
        Event(
          sourceIdentifier: occurrence.resource,
          sourceType: clusters.contains(occurrence.resource) ? "cache-cluster" : "replication-group",
          message: message, date: occurrence.at))
    }
    if let wish = input.sourceType { rows.removeAll { !$0.sourceType.utf8.elementsEqual(wish.utf8) } }
    if let wish = input.sourceIdentifier?.lowercased() {
      rows.removeAll { !$0.sourceIdentifier.utf8.elementsEqual(wish.utf8) }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, events: page.rows)
  }

  /// The end of a test of failover, which node and group tell: the node that was the primary is put in order again (ElastiCache
  /// API Reference, TestFailover: events in order of occurrence).
  private static func tested(_ occurrence: Occurrence) -> [Event] {
    let (old, new) = (occurrence.details[1], occurrence.details[2])
    let words = "Failover from primary node \(old) to replica node \(new) completed"
    return [
      (old, "cache-cluster", words), (occurrence.resource, "replication-group", words),
      (old, "cache-cluster", "Recovering cache nodes 0001"),
      (old, "cache-cluster", "Finished recovery for cache nodes 0001"),
    ].map { source, type, message in
      Event(sourceIdentifier: source, sourceType: type, message: message, date: occurrence.at)
    }
  }

  /// AWS's message of an occurrence (facts: ElastiCache events).
  private static func words(of occurrence: Occurrence) -> String? {
    let id = occurrence.resource
    return switch occurrence.code {
    case "cache-created": "Cache cluster created"
    case "cache-deleted": "Cache cluster deleted"
    case "cache-modified": "Finished modifying \(id)"
    // Of a failover that nobody asked for AWS tells the end alone.
    case "cache-failover-started":
      occurrence.details.first.map { "Test Failover API called for node group \($0)" }
    case "cache-failover-done": "Failover to replica node in \(occurrence.details.first ?? "") completed"
    case "cache-rebooted": "Cache node 0001 restarted"
    case "cache-nodes-back": "Finished recovery for cache nodes 0001"
    default: nil
    }
  }
}
