package import EventKernel

/// All versions under one key, the newest first.
package struct StoredObject: Sendable, Equatable {
  /// The versions and delete markers, the newest first; never empty.
  package var versions: [ObjectVersion]

  /// The version that is read when none is named; `nil` when a delete marker stands on top.
  package var current: ObjectVersion? {
    guard let first = versions.first, !first.isDeleteMarker else { return nil }
    return first
  }
}

/// One version of an object, or a delete marker.
package struct ObjectVersion: Sendable, Equatable {
  /// The version's id; `null` for what was written without versioning.
  package var id: String
  /// Whether this is a delete marker: nothing but an id and a moment.
  package var isDeleteMarker = false
  /// When it was written.
  package var modified: Instant
  /// When it ceased to be the newest.
  package var becameNoncurrent: Instant?
  /// The bytes of the object.
  package var size = 0
  /// The hexadecimal digest, with `-N` behind it after a multipart upload of N parts; without quotes.
  package var etag = ""
  /// The digest that the client checked the transfer by.
  package var checksum: ObjectChecksum?
  package var storageClass = StorageClass.standard
  /// When the object came into its storage class, from which minimum days run.
  package var inClassSince: Instant
  /// The first bytes of the object, at most `S3Limits.keptBytes`.
  package var body: [UInt8] = []
  package var headers = ObjectHeaders()
  package var encryption = ObjectEncryption()
  package var tags = Tags()
  /// The grants of its ACL.
  package var grants: [S3Grant] = [S3ACL.owner]
  /// The sizes of the parts of a multipart upload; empty for others.
  package var partSizes: [Int] = []
  /// The copy for reading that a restore made or makes.
  package var restore: ObjectRestore?
  /// What replication did with it: `PENDING`, `COMPLETED`, `FAILED`, `REPLICA`; `nil` when no rule applies.
  package var replication: String?

  /// The content from an offset on, at most `count` bytes; what is not kept is made from the digest.
  // Simplified: s3-bodies
  package func content(from offset: Int, count: Int) -> [UInt8] {
    let end = min(size, offset + count)
    guard offset < end else { return [] }
    var bytes = Array(body.dropFirst(offset).prefix(end - offset))
    let filler = Array("\(etag)\n".utf8)
    for place in (offset + bytes.count)..<max(offset + bytes.count, end) {
      bytes.append(filler[place % filler.count])
    }
    return bytes
  }
}

/// A digest of an object's bytes.
package struct ObjectChecksum: Sendable, Equatable {
  /// The algorithm as the API names it, such as `CRC64NVME`.
  package var algorithm: String
  /// The digest as base64 text.
  package var value: String
  /// Whether it covers the whole object, or is made of the parts' digests.
  package var coversWhole = true
}

/// What is stored with an object and comes back with it.
package struct ObjectHeaders: Sendable, Equatable {
  package var contentType: String?
  package var cacheControl: String?
  package var contentDisposition: String?
  package var contentEncoding: String?
  package var contentLanguage: String?
  package var expires: String?
  package var redirect: String?
  /// The user's own metadata, names in lower case.
  package var metadata = StringMap()
}

/// How an object is encrypted.
package struct ObjectEncryption: Sendable, Equatable {
  /// `AES256`, `aws:kms` or `aws:kms:dsse`.
  package var algorithm = "AES256"
  /// The ARN of the KMS key; `nil` for SSE-S3.
  package var key: String?
  package var usesBucketKey = false
}

/// A copy for reading of an archived object.
package struct ObjectRestore: Sendable, Equatable {
  /// The days for which the copy stays.
  package var days: Int
  /// When the copy is gone; `nil` while the restore is under way.
  package var until: Instant?
}
