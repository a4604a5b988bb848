import EventKernel

/// What S3 does of itself when its time comes.
package enum S3Event: Sendable, Equatable {
  /// The daily round of lifecycle rules.
  case lifecycle
  /// A restore from an archive is done.
  case restored(bucket: String, key: ObjectKey, version: String)
  /// The copy that a restore made is gone.
  case restoreEnds(bucket: String, key: ObjectKey, version: String)
  /// A version, or a delete marker, is copied to the buckets of the replication rules.
  case replicate(bucket: String, key: ObjectKey, version: String)
}

extension World {
  /// Does what S3 had on the agenda.
  mutating func handle(_ event: S3Event) {
    switch event {
    case .lifecycle: runLifecycle()
    case .restored(let bucket, let key, let version): finishRestore(of: key, version: version, in: bucket)
    case .restoreEnds(let bucket, let key, let version): endRestore(of: key, version: version, in: bucket)
    case .replicate(let bucket, let key, let version): replicate(key, version: version, from: bucket)
    }
  }

  /// Changes a version by its id, if it is still there.
  mutating func updateVersion(
    _ id: String, of key: ObjectKey, in bucket: String, _ change: (inout ObjectVersion) -> Void
  ) {
    s3.buckets.update(ObjectKey(bucket)) { row in
      row.objects.update(key) { object in
        guard let index = object.versions.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
          return
        }
        change(&object.versions[index])
      }
    }
  }

  /// A version by its id, if it is still there.
  func storedVersion(_ id: String, of key: ObjectKey, in bucket: String) -> ObjectVersion? {
    s3.buckets[ObjectKey(bucket)]?.objects[key]?.versions.first { $0.id.utf8.elementsEqual(id.utf8) }
  }

  /// What follows when a version was stored: replication, and word to topics.
  mutating func noteStored(
    _ version: ObjectVersion, as key: ObjectKey, in bucket: Bucket, event: String?
  ) {
    beginReplication(of: version, as: key, in: bucket)
    let usual =
      version.isDeleteMarker
      ? "ObjectRemoved:DeleteMarkerCreated"
      : version.partSizes.isEmpty ? "ObjectCreated:Put" : "ObjectCreated:CompleteMultipartUpload"
    tellTopics(event ?? usual, of: key, size: version.size, in: bucket)
  }
}

extension Instant {
  /// This midnight UTC, or the next one.
  var nextMidnight: Instant {
    let midnight = Instant(startOf: date)
    return midnight == self ? self : midnight + .days(1)
  }
}
