import EventKernel

/// Reads what stands with an object, as much of it as the call wants: its size, digests, class and parts.
package enum GetObjectAttributes: Operation {
  package static let service = "s3api"
  package static let name = "GetObjectAttributes"

  /// The object, and which of its properties.
  package struct Input: ObjectInput {
    package var bucket: String
    package var key: String
    package var versionId: String?
    package var maxParts: Int?
    package var partNumberMarker: Int?
    package var expectedBucketOwner: String?
    package var objectAttributes: [String]
  }

  /// The properties that were asked for, with the version and when it was written.
  package struct Output: Encodable, Sendable {
    package var lastModified: String
    package var versionId: String?
    package var eTag: String?
    package var checksum: Checksum?
    package var objectParts: Parts?
    package var storageClass: String?
    package var objectSize: Int?
  }

  /// The digest that the upload was checked by.
  package struct Checksum: Encodable, Sendable {
    package var checksumCRC32: String?
    package var checksumCRC32C: String?
    package var checksumCRC64NVME: String?
    package var checksumSHA256: String?
    package var checksumType: String

    init(_ checksum: ObjectChecksum) {
      checksumCRC32 = checksum.value(of: "CRC32")
      checksumCRC32C = checksum.value(of: "CRC32C")
      checksumCRC64NVME = checksum.value(of: "CRC64NVME")
      checksumSHA256 = checksum.value(of: "SHA256")
      checksumType = checksum.type
    }
  }

  /// The parts of a multipart upload.
  package struct Parts: Encodable, Sendable {
    package struct Part: Encodable, Sendable {
      package var partNumber: Int
      package var size: Int
    }

    package var totalPartsCount: Int
    package var partNumberMarker: Int
    package var nextPartNumberMarker: Int
    package var maxParts: Int
    package var isTruncated: Bool
    /// Only where the upload was checked by a digest (API reference, GetObjectAttributes).
    package var parts: [Part]?
  }

  /// Both the reading of the object and that of its attributes (API reference, GetObjectAttributes).
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let actions =
      input.versionId == nil
      ? ["GetObject", "GetObjectAttributes"] : ["GetObjectVersion", "GetObjectVersionAttributes"]
    return actions.map { world.s3Access($0, to: input.bucket, input.key) }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let reading = ObjectReadInput(
      bucket: input.bucket, key: input.key, versionId: input.versionId,
      expectedBucketOwner: input.expectedBucketOwner)
    let (bucket, version) = try world.readable(reading, context: context)
    let wanted = input.objectAttributes
    var output = Output(
      lastModified: version.modified.iso8601, versionId: bucket.versioning == .never ? nil : version.id)
    if wanted.contains("ETag") { output.eTag = version.etag }
    if wanted.contains("Checksum") { output.checksum = version.checksum.map { Checksum($0) } }
    if wanted.contains("ObjectParts"), !version.partSizes.isEmpty {
      output.objectParts = parts(of: version, input)
    }
    if wanted.contains("StorageClass") { output.storageClass = version.storageClass.rawValue }
    if wanted.contains("ObjectSize") { output.objectSize = version.size }
    world.noteRequest(in: bucket.region, isWrite: false)
    return output
  }

  private static func parts(of version: ObjectVersion, _ input: Input) -> Parts {
    let marker = max(0, input.partNumberMarker ?? 0)
    let limit = min(max(0, input.maxParts ?? 1_000), 1_000)
    let rest = version.partSizes.enumerated().dropFirst(marker)
    let shown = rest.prefix(limit).map { Parts.Part(partNumber: $0.offset + 1, size: $0.element) }
    return Parts(
      totalPartsCount: version.partSizes.count, partNumberMarker: marker,
      nextPartNumberMarker: shown.last?.partNumber ?? 0, maxParts: limit,
      isTruncated: shown.count < rest.count, parts: version.checksum == nil ? nil : shown)
  }
}
