import EventKernel

/// Throws the parts of an upload away.
package enum AbortMultipartUpload: Operation {
  package static let service = "s3api"
  package static let name = "AbortMultipartUpload"

  /// The upload.
  package struct Input: UploadInput {
    package var bucket: String
    package var key: String
    package var uploadId: String
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [
      world.s3Access("AbortMultipartUpload", to: input.bucket, input.key)
    ]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var (bucket, upload) = try world.upload(input)
    for (_, part) in upload.parts { world.s3.keptBytes -= part.body.count }
    bucket.uploads[ObjectKey(upload.id)] = nil
    world.s3.buckets[ObjectKey(bucket.name)] = bucket
    return NoOutput()
  }
}

/// Lists the parts of an upload.
package enum ListParts: Operation {
  package static let service = "s3api"
  package static let name = "ListParts"

  /// The upload and which parts.
  package struct Input: UploadInput {
    package var bucket: String
    package var key: String
    package var maxParts: Int?
    package var partNumberMarker: Int?
    package var uploadId: String
    package var expectedBucketOwner: String?
  }

  /// The parts by number.
  package struct Output: Encodable, Sendable {
    package struct Part: Encodable, Sendable {
      package var partNumber: Int
      package var lastModified: String
      package var eTag: String
      package var size: Int
      package var checksumCRC32: String?
      package var checksumCRC32C: String?
      package var checksumCRC64NVME: String?
      package var checksumSHA256: String?
    }
    package struct Initiator: Encodable, Sendable { package var id: String }

    package var bucket: String
    package var key: String
    package var uploadId: String
    package var partNumberMarker: Int
    package var nextPartNumberMarker: Int
    package var maxParts: Int
    package var isTruncated: Bool
    package var parts: [Part]?
    package var initiator: Initiator
    package var owner: S3Owner
    package var storageClass: String
    package var checksumAlgorithm: String
    package var checksumType: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [
      world.s3Access("ListMultipartUploadParts", to: input.bucket, input.key)
    ]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let upload = try world.upload(input).upload
    let marker = input.partNumberMarker ?? 0
    let limit = min(max(0, input.maxParts ?? 1_000), 1_000)
    let rest = upload.parts.filter { $0.id > marker }
    let shown = rest.prefix(limit)
    return Output(
      bucket: input.bucket, key: input.key, uploadId: upload.id, partNumberMarker: marker,
      nextPartNumberMarker: shown.last?.id ?? 0, maxParts: limit, isTruncated: shown.count < rest.count,
      parts: shown.isEmpty
        ? nil
        : shown.map { number, part in
          Output.Part(
            partNumber: number, lastModified: part.modified.iso8601, eTag: "\"\(part.etag)\"",
            size: part.size, checksumCRC32: part.checksum?.value(of: "CRC32"),
            checksumCRC32C: part.checksum?.value(of: "CRC32C"),
            checksumCRC64NVME: part.checksum?.value(of: "CRC64NVME"),
            checksumSHA256: part.checksum?.value(of: "SHA256"))
        }, initiator: Output.Initiator(id: context.caller.arn), owner: .account,
      storageClass: upload.write.storageClass ?? "STANDARD", checksumAlgorithm: upload.checksumAlgorithm,
      checksumType: upload.checksumType)
  }
}

/// Lists the uploads under way, which are billed until they are completed or aborted.
package enum ListMultipartUploads: BucketOperation {
  package static let name = "ListMultipartUploads"
  package static let action = "ListBucketMultipartUploads"

  /// Which uploads.
  package struct Input: BucketInput {
    package var bucket: String
    package var keyMarker: String?
    package var maxUploads: Int?
    package var prefix: String?
    package var uploadIdMarker: String?
    package var expectedBucketOwner: String?
  }

  /// The uploads by key and age.
  package struct Output: Encodable, Sendable {
    package struct Upload: Encodable, Sendable {
      package var uploadId: String
      package var key: String
      package var initiated: String
      package var storageClass: String
      package var owner: S3Owner
      package var initiator: ListParts.Output.Initiator
      package var checksumAlgorithm: String
      package var checksumType: String
    }

    package var bucket: String
    package var keyMarker: String
    package var uploadIdMarker: String?
    package var nextKeyMarker: String?
    package var prefix: String
    package var nextUploadIdMarker: String?
    package var maxUploads: Int
    package var isTruncated: Bool
    package var uploads: [Upload]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    let limit = min(max(1, input.maxUploads ?? 1_000), 1_000)
    var rest = bucket.uploads.rows.filter { $0.key.begins(with: input.prefix ?? "") }
      .sorted { ($0.key, $0.initiated.nanoseconds) < ($1.key, $1.initiated.nanoseconds) }
    if let marker = input.keyMarker {
      let marked = ObjectKey(marker)
      let seen = rest.firstIndex { $0.key == marked && $0.id == input.uploadIdMarker }
      rest = seen.map { Array(rest[($0 + 1)...]) } ?? rest.filter { marked < $0.key }
    }
    let shown = rest.prefix(limit)
    return Output(
      bucket: bucket.name, keyMarker: input.keyMarker ?? "", uploadIdMarker: input.uploadIdMarker ?? "",
      nextKeyMarker: shown.count < rest.count ? shown.last?.key.text : nil, prefix: input.prefix ?? "",
      nextUploadIdMarker: shown.count < rest.count ? shown.last?.id : nil, maxUploads: limit,
      isTruncated: shown.count < rest.count,
      uploads: shown.isEmpty
        ? nil
        : shown.map {
          Output.Upload(
            uploadId: $0.id, key: $0.key.text, initiated: $0.initiated.iso8601,
            storageClass: $0.write.storageClass ?? "STANDARD", owner: .account,
            initiator: ListParts.Output.Initiator(id: context.caller.arn),
            checksumAlgorithm: $0.checksumAlgorithm, checksumType: $0.checksumType)
        })
  }
}
