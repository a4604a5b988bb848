import EventKernel

extension World {
  /// Puts the next daily round on the agenda, at midnight UTC, if a bucket has rules and none is there.
  mutating func planLifecycle() {
    guard !s3.runsLifecycle, s3.buckets.contains(where: { $0.row.lifecycle != nil }) else { return }
    s3.runsLifecycle = true
    agenda.add(.s3(.lifecycle), at: Instant(startOf: now.date) + .days(1))
  }

  /// The daily round: every rule of every bucket on every object.
  mutating func runLifecycle() {
    s3.runsLifecycle = false
    for name in s3.buckets.ids {
      guard let bucket = s3.buckets[name], let rules = bucket.lifecycle?.rules else { continue }
      for (key, object) in bucket.objects { apply(rules, to: object, as: key, in: bucket) }
      abortUploads(rules, in: bucket)
    }
    planLifecycle()
  }

  private mutating func apply(
    _ rules: [LifecycleConfiguration.Rule], to object: StoredObject, as key: ObjectKey, in bucket: Bucket
  ) {
    if let current = object.current {
      let matching = rules.filter { $0.matches(key, current) }
      if matching.contains(where: { $0.expires(current, at: now) }) {
        expire(key, in: bucket)
      } else if let target = matching.compactMap({ $0.storageClass(of: current, at: now) })
        .max(by: { $0.rank < $1.rank }), target.rank > current.storageClass.rank
      {
        move(current.id, of: key, in: bucket, to: target)
      }
    }
    for (index, version) in object.versions.enumerated().dropFirst() {
      let matching = rules.filter { $0.matches(key, version) }
      if matching.contains(where: { $0.expires(noncurrent: version, newer: index - 1, at: now) }) {
        remove(version.id, of: key, in: bucket.name)
      } else if !version.isDeleteMarker,
        let target = matching.compactMap({ $0.storageClass(ofNoncurrent: version, newer: index - 1, at: now) }
        )
        .max(by: { $0.rank < $1.rank }), target.rank > version.storageClass.rank
      {
        move(version.id, of: key, in: bucket, to: target)
      }
    }
    removeLoneMarker(rules, of: key, in: bucket.name)
  }

  /// Ends a current version: for good without versioning, else under a delete marker.
  private mutating func expire(_ key: ObjectKey, in bucket: Bucket) {
    note("s3-object-expired", "\(bucket.name)/\(key.text)")
    if bucket.versioning == .never {
      guard let object = bucket.objects[key] else { return }
      for version in object.versions { remove(version.id, of: key, in: bucket.name) }
    } else {
      let marker = ObjectVersion(id: "null", isDeleteMarker: true, modified: now, inClassSince: now)
      store(
        marker, as: key, in: bucket.name, event: "LifecycleExpiration:DeleteMarkerCreated")
    }
  }

  private mutating func move(_ id: String, of key: ObjectKey, in bucket: Bucket, to target: StorageClass) {
    if let version = storedVersion(id, of: key, in: bucket.name) {
      noteEarlyEnd(of: version, in: bucket.region)
    }
    noteRequest(in: bucket.region, isWrite: true)
    let moment = now
    updateVersion(id, of: key, in: bucket.name) {
      $0.storageClass = target
      $0.inClassSince = moment
    }
    note("s3-object-moved", "\(bucket.name)/\(key.text)", target.rawValue)
  }

  /// Takes a version away for good.
  private mutating func remove(_ id: String, of key: ObjectKey, in name: String) {
    guard var bucket = s3.buckets[ObjectKey(name)], var object = bucket.objects[key],
      let index = object.versions.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) })
    else { return }
    noteRemoval(of: object.versions.remove(at: index), in: bucket.region)
    bucket.objects[key] = object.versions.isEmpty ? nil : object
    s3.buckets[ObjectKey(name)] = bucket
  }

  /// A delete marker with nothing under it goes when a rule says so.
  private mutating func removeLoneMarker(
    _ rules: [LifecycleConfiguration.Rule], of key: ObjectKey, in name: String
  ) {
    guard let object = s3.buckets[ObjectKey(name)]?.objects[key], object.versions.count == 1,
      let marker = object.versions.first, marker.isDeleteMarker,
      rules.contains(where: { $0.expiration?.expiredObjectDeleteMarker == true && $0.matches(key, marker) })
    else { return }
    remove(marker.id, of: key, in: name)
  }

  private mutating func abortUploads(_ rules: [LifecycleConfiguration.Rule], in bucket: Bucket) {
    for (id, upload) in bucket.uploads {
      let isDue = rules.contains { rule in
        guard rule.status == "Enabled", let days = rule.abortIncompleteMultipartUpload?.daysAfterInitiation,
          upload.key.begins(with: rule.prefix ?? rule.filter?.prefix ?? "")
        else { return false }
        return (upload.initiated + .days(days)).nextMidnight <= now
      }
      guard isDue else { continue }
      for (_, part) in upload.parts { s3.keptBytes -= part.body.count }
      s3.buckets.update(ObjectKey(bucket.name)) { $0.uploads[id] = nil }
      note("s3-upload-aborted", "\(bucket.name)/\(upload.key.text)")
    }
  }
}
