import EventKernel

/// Lists the versions and delete markers of a bucket.
package enum ListObjectVersions: BucketOperation {
  package static let name = "ListObjectVersions"
  package static let action = "ListBucketVersions"

  /// Which keys, and how they are put together.
  package struct Input: BucketInput {
    package var bucket: String
    package var delimiter: String?
    package var encodingType: String?
    package var keyMarker: String?
    package var maxKeys: Int?
    package var prefix: String?
    package var versionIdMarker: String?
    package var expectedBucketOwner: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package struct Version: Encodable, Sendable {
      package var eTag: String
      package var checksumAlgorithm: [String]?
      package var checksumType: String?
      package var size: Int
      package var storageClass: String
      package var key: String
      package var versionId: String
      package var isLatest: Bool
      package var lastModified: String
      package var owner: S3Owner
    }
    package struct Marker: Encodable, Sendable {
      package var owner: S3Owner
      package var key: String
      package var versionId: String
      package var isLatest: Bool
      package var lastModified: String
    }

    package var isTruncated: Bool
    package var keyMarker: String
    package var versionIdMarker: String?
    package var nextKeyMarker: String?
    package var nextVersionIdMarker: String?
    package var versions: [Version]?
    package var deleteMarkers: [Marker]?
    package var name: String
    package var prefix: String
    package var delimiter: String?
    package var maxKeys: Int
    package var commonPrefixes: [CommonPrefixRow]?
    package var encodingType: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    let encoding = try ListEncoding(input.encodingType)
    let limit = try listingLimit(input.maxKeys)
    guard input.versionIdMarker == nil || input.keyMarker != nil else {
      throw S3Error.invalid("A version-id marker cannot be specified without a key marker.")
    }
    world.noteRequest(in: bucket.region, isWrite: true)
    var versions: [Output.Version] = []
    var markers: [Output.Marker] = []
    let part = VersionListing(
      bucket, prefix: input.prefix ?? "", delimiter: input.delimiter ?? "", keyMarker: input.keyMarker,
      versionMarker: input.versionIdMarker, limit: limit)
    for (key, version, isLatest) in part.rows {
      if version.isDeleteMarker {
        markers.append(
          Output.Marker(
            owner: .account, key: encoding.text(key.text), versionId: version.id, isLatest: isLatest,
            lastModified: version.modified.iso8601))
      } else {
        versions.append(
          Output.Version(
            eTag: "\"\(version.etag)\"", checksumAlgorithm: version.checksum.map { [$0.algorithm] },
            checksumType: version.checksum?.type, size: version.size,
            storageClass: version.storageClass.rawValue, key: encoding.text(key.text), versionId: version.id,
            isLatest: isLatest, lastModified: version.modified.iso8601, owner: .account))
      }
    }
    let prefixes = part.prefixes.map { CommonPrefixRow(prefix: encoding.text($0)) }
    return Output(
      isTruncated: part.isTruncated, keyMarker: input.keyMarker ?? "",
      versionIdMarker: input.versionIdMarker ?? (input.keyMarker == nil ? "" : nil),
      nextKeyMarker: part.isTruncated ? part.lastKey : nil,
      nextVersionIdMarker: part.isTruncated ? part.lastVersion : nil,
      versions: versions.isEmpty ? nil : versions, deleteMarkers: markers.isEmpty ? nil : markers,
      name: bucket.name, prefix: encoding.text(input.prefix ?? ""), delimiter: input.delimiter,
      maxKeys: limit, commonPrefixes: prefixes.isEmpty ? nil : prefixes, encodingType: input.encodingType)
  }
}

/// One part of a listing of versions.
private struct VersionListing {
  var rows: [(key: ObjectKey, version: ObjectVersion, isLatest: Bool)] = []
  var prefixes: [String] = []
  var isTruncated = false
  var lastKey = ""
  var lastVersion: String?

  init(
    _ bucket: Bucket, prefix: String, delimiter: String, keyMarker: String?, versionMarker: String?,
    limit: Int
  ) {
    guard limit > 0 else { return }
    let begin = keyMarker.map { ObjectKey($0) }
    let keys = Listing(
      bucket.objects.map { (key: $0.id, row: $0.row) }, prefix: prefix, delimiter: delimiter,
      after: versionMarker == nil ? keyMarker ?? "" : "", limit: Int.max)
    prefixes = keys.prefixes
    var count = prefixes.count
    for (key, object) in keys.rows {
      if let begin, key < begin { continue }
      var passes = begin == key && versionMarker != nil
      for (index, version) in object.versions.enumerated() {
        if passes {
          passes = version.id != versionMarker
          continue
        }
        guard count < limit else {
          isTruncated = true
          return
        }
        count += 1
        rows.append((key, version, index == 0))
        lastKey = key.text
        lastVersion = version.id
      }
    }
  }
}
