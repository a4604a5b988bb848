package import EventKernel

/// How replication behaves in time.
package enum ReplicationTimings {
  // Simplified: s3-replication-delay
  /// From the writing to the copy (TEACH; most objects take seconds, facts: S3 9 has 15 minutes as the bound).
  package static let delay = Duration.seconds(30)
}

extension ReplicationConfiguration.Rule {
  /// Whether the rule is about a version of a key.
  func matches(_ key: ObjectKey, _ version: ObjectVersion) -> Bool {
    guard status == "Enabled" else { return false }
    if version.isDeleteMarker {
      // Rules of the first schema, without a filter, always copy delete markers.
      guard filter == nil || deleteMarkerReplication?.status == "Enabled" else { return false }
    }
    let prefixes = [prefix, filter?.prefix, filter?.and?.prefix].compactMap { $0 }
    guard prefixes.allSatisfy({ key.begins(with: $0) }) else { return false }
    let tags = (filter?.tag.map { [$0] } ?? []) + (filter?.and?.tags ?? [])
    return tags.allSatisfy { tag in
      version.tags[tag.key].map { $0.utf8.elementsEqual(tag.value.utf8) } ?? false
    }
  }
}

extension World {
  /// Marks a new version as pending and plans its copies where a rule is about it.
  mutating func beginReplication(of version: ObjectVersion, as key: ObjectKey, in bucket: Bucket) {
    // Replicas are not copied on.
    guard version.replication != "REPLICA", let replication = bucket.replication,
      replication.rules.contains(where: { $0.matches(key, version) })
    else { return }
    if !version.isDeleteMarker {
      updateVersion(version.id, of: key, in: bucket.name) { $0.replication = "PENDING" }
    }
    schedule(
      .s3(.replicate(bucket: bucket.name, key: key, version: version.id)), in: ReplicationTimings.delay)
  }

  /// Copies a version to the buckets of the rules, by the right of the role.
  mutating func replicate(_ key: ObjectKey, version id: String, from name: String) {
    guard let bucket = s3.buckets[ObjectKey(name)], let replication = bucket.replication,
      let version = storedVersion(id, of: key, in: name)
    else { return }
    var failed = false
    for target in targets(of: version, as: key, under: replication) {
      guard copy(version, as: key, from: bucket, to: target, by: replication.role) else {
        failed = true
        note("s3-replication-failed", "\(name)/\(key.text)", target.bucket)
        continue
      }
    }
    guard !version.isDeleteMarker else { return }
    updateVersion(id, of: key, in: name) { $0.replication = failed ? "FAILED" : "COMPLETED" }
  }

  /// For each destination the rule of the highest priority.
  private func targets(
    of version: ObjectVersion, as key: ObjectKey, under replication: ReplicationConfiguration
  ) -> [ReplicationConfiguration.Destination] {
    var targets: [ReplicationConfiguration.Destination] = []
    for rule in replication.rules.sorted(by: { ($0.priority ?? 0) > ($1.priority ?? 0) })
    where rule.matches(key, version) && !targets.contains(where: { $0.bucket == rule.destination.bucket }) {
      targets.append(rule.destination)
    }
    return targets
  }

  private mutating func copy(
    _ version: ObjectVersion, as key: ObjectKey, from source: Bucket,
    to destination: ReplicationConfiguration.Destination, by role: String
  ) -> Bool {
    guard let name = S3ARN.bucketName(destination.bucket), let target = s3.buckets[ObjectKey(name)],
      target.versioning == .enabled
    else { return false }
    let needed = [
      s3Access("GetObjectVersionForReplication", to: source.name, key.text),
      s3Access(version.isDeleteMarker ? "ReplicateDelete" : "ReplicateObject", to: name, key.text),
    ]
    guard needed.allSatisfy({ decision(on: $0, by: Caller(arn: role)) == .allowed }) else { return false }
    var replica = version
    replica.replication = "REPLICA"
    replica.becameNoncurrent = nil
    replica.inClassSince = now
    replica.encryption = version.encryption
    if let storageClass = destination.storageClass.flatMap({ StorageClass(rawValue: $0) }) {
      replica.storageClass = storageClass
    }
    store(replica, as: key, in: name, keepingID: true)
    noteRequest(in: target.region, isWrite: true)
    return true
  }
}
