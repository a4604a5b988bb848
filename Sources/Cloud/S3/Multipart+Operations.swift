import EventKernel

/// The input of operations on a multipart upload.
package protocol UploadInput: ObjectInput {
  var uploadId: String { get }
}

extension World {
  /// The upload that an input names, or AWS's refusal.
  func upload(_ input: some UploadInput) throws(AWSError) -> (bucket: Bucket, upload: MultipartUpload) {
    let bucket = try bucket(input)
    guard let upload = bucket.uploads[ObjectKey(input.uploadId)], upload.key == ObjectKey(input.key) else {
      throw S3Error.noUpload
    }
    return (bucket, upload)
  }

  fileprivate mutating func add(
    _ part: MultipartUpload.Part, number: Int, to upload: MultipartUpload, in bucket: Bucket
  ) throws(AWSError) {
    guard (1...S3Limits.parts).contains(number) else {
      throw S3Error.invalid("Part number must be an integer between 1 and 10000, inclusive")
    }
    var (bucket, upload, part) = (bucket, upload, part)
    if s3.keptBytes + part.body.count > S3Limits.allKeptBytes { part.body = [] }
    s3.keptBytes += part.body.count - (upload.parts[number]?.body.count ?? 0)
    upload.parts[number] = part
    bucket.uploads[ObjectKey(upload.id)] = upload
    s3.buckets[ObjectKey(bucket.name)] = bucket
    noteRequest(in: bucket.region, isWrite: true)
  }
}

/// Begins an upload in parts.
package enum CreateMultipartUpload: Operation {
  package static let service = "s3api"
  package static let name = "CreateMultipartUpload"

  /// The object to be, without its content.
  package struct Input: ObjectInput, ACLInput {
    package var acl: String?
    package var bucket: String
    package var cacheControl: String?
    package var contentDisposition: String?
    package var contentEncoding: String?
    package var contentLanguage: String?
    package var contentType: String?
    package var expires: String?
    package var grantFullControl: String?
    package var grantRead: String?
    package var grantReadACP: String?
    package var grantWriteACP: String?
    package var key: String
    package var metadata: StringMap?
    package var serverSideEncryption: String?
    package var storageClass: String?
    package var websiteRedirectLocation: String?
    package var ssekmsKeyId: String?
    package var bucketKeyEnabled: Bool?
    package var tagging: String?
    package var expectedBucketOwner: String?
    package var checksumAlgorithm: String?
  }

  /// The upload's id.
  package struct Output: Encodable, Sendable {
    package var bucket: String
    package var key: String
    package var uploadId: String
    package var serverSideEncryption: String
    package var ssekmsKeyId: String?
    package var checksumAlgorithm: String
    package var checksumType: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let write = world.s3Access("PutObject", to: input.bucket, input.key, keys: input.askedACL.keys)
    guard !input.askedACL.isEmpty else { return [write] }
    return [write, world.s3Access("PutObjectAcl", to: input.bucket, input.key)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var bucket = try world.bucket(input)
    try S3Keys.check(input.key)
    let write = ObjectWrite(
      acl: input.askedACL,
      headers: ObjectHeaders(
        contentType: input.contentType, cacheControl: input.cacheControl,
        contentDisposition: input.contentDisposition, contentEncoding: input.contentEncoding,
        contentLanguage: input.contentLanguage, expires: input.expires,
        redirect: input.websiteRedirectLocation, metadata: input.metadata?.lowercased ?? StringMap()),
      storageClass: input.storageClass, serverSideEncryption: input.serverSideEncryption,
      kmsKey: input.ssekmsKeyId, bucketKey: input.bucketKeyEnabled, tagging: input.tagging)
    let version = try write.version(in: bucket, at: world.now)
    _ = try ObjectChecksum.of([], algorithm: input.checksumAlgorithm)
    let id = world.nextS3ID()
    let upload = MultipartUpload(
      id: id, key: ObjectKey(input.key), initiated: world.now, write: write,
      algorithm: input.checksumAlgorithm)
    bucket.uploads[ObjectKey(id)] = upload
    world.s3.buckets[ObjectKey(bucket.name)] = bucket
    world.noteRequest(in: bucket.region, isWrite: true)
    return Output(
      bucket: bucket.name, key: input.key, uploadId: id,
      serverSideEncryption: version.encryption.algorithm, ssekmsKeyId: version.encryption.key,
      checksumAlgorithm: upload.checksumAlgorithm, checksumType: upload.checksumType)
  }
}

/// Uploads one part.
package enum UploadPart: Operation {
  package static let service = "s3api"
  package static let name = "UploadPart"

  /// The part with its content as base64 text.
  package struct Input: UploadInput {
    package var body: String?
    package var bucket: String
    package var checksumAlgorithm: String?
    package var key: String
    package var partNumber: Int
    package var uploadId: String
    package var expectedBucketOwner: String?
  }

  /// The part's digest, which completing the upload names.
  package struct Output: Encodable, Sendable {
    package var serverSideEncryption: String
    package var eTag: String
    package var checksumCRC32: String?
    package var checksumCRC32C: String?
    package var checksumCRC64NVME: String?
    package var checksumSHA256: String?
    package var ssekmsKeyId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [world.s3Access("PutObject", to: input.bucket, input.key)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (bucket, upload) = try world.upload(input)
    guard let bytes = Base64.decode(input.body ?? "") else { throw S3Error.invalid("Body is not base64") }
    let checksum = try ObjectChecksum.of(bytes, algorithm: input.checksumAlgorithm ?? upload.algorithm)
    let part = MultipartUpload.Part(
      modified: world.now, size: bytes.count, etag: Hexadecimal.text(MD5.digest(of: bytes)),
      checksum: checksum, body: Array(bytes.prefix(S3Limits.keptBytes)))
    try world.add(part, number: input.partNumber, to: upload, in: bucket)
    let encryption = try upload.write.version(in: bucket, at: world.now).encryption
    return Output(
      serverSideEncryption: encryption.algorithm, eTag: "\"\(part.etag)\"",
      checksumCRC32: checksum.value(of: "CRC32"), checksumCRC32C: checksum.value(of: "CRC32C"),
      checksumCRC64NVME: checksum.value(of: "CRC64NVME"), checksumSHA256: checksum.value(of: "SHA256"),
      ssekmsKeyId: encryption.key)
  }
}

/// Makes a part of an object that is there.
package enum UploadPartCopy: Operation {
  package static let service = "s3api"
  package static let name = "UploadPartCopy"

  /// The source, the range of it, and the part.
  package struct Input: UploadInput {
    package var bucket: String
    package var copySource: String
    package var copySourceRange: String?
    package var key: String
    package var partNumber: Int
    package var uploadId: String
    package var expectedBucketOwner: String?
  }

  /// The part's digest.
  package struct Output: Encodable, Sendable {
    package struct Result: Encodable, Sendable {
      package var eTag: String
      package var lastModified: String
    }
    package var copyPartResult: Result
    package var serverSideEncryption: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    var requests = [
      world.s3Access("PutObject", to: input.bucket, input.key)
    ]
    if let source = CopySource(input.copySource) {
      requests.append(
        world.s3Access("GetObject", to: source.bucket, source.key))
    }
    return requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (bucket, upload) = try world.upload(input)
    let source = try world.copySource(input.copySource).version
    let range =
      try input.copySourceRange.flatMap { (text) throws(AWSError) in
        try ByteRange.read(text, size: source.size)
      } ?? 0..<source.size
    let kept = source.content(from: range.lowerBound, count: min(range.count, S3Limits.keptBytes))
    let part = MultipartUpload.Part(
      modified: world.now, size: range.count,
      etag: Hexadecimal.text(MD5.digest(of: Array("\(source.etag)\(range)".utf8))), checksum: nil, body: kept)
    try world.add(part, number: input.partNumber, to: upload, in: bucket)
    return Output(
      copyPartResult: Output.Result(eTag: "\"\(part.etag)\"", lastModified: world.now.iso8601),
      serverSideEncryption: try upload.write.version(in: bucket, at: world.now).encryption.algorithm)
  }
}

/// Puts the parts together.
package enum CompleteMultipartUpload: Operation {
  package static let service = "s3api"
  package static let name = "CompleteMultipartUpload"

  /// The upload and its parts in order.
  package struct Input: UploadInput {
    package struct Parts: Decodable, Sendable {
      package struct Part: Decodable, Sendable {
        package var eTag: String?
        package var partNumber: Int?
      }
      package var parts: [Part]?
    }
    package var bucket: String
    package var key: String
    package var multipartUpload: Parts?
    package var uploadId: String
    package var expectedBucketOwner: String?
    package var ifMatch: String?
    package var ifNoneMatch: String?
  }

  /// The object that was made.
  package struct Output: Encodable, Sendable {
    package var location: String
    package var bucket: String
    package var key: String
    package var eTag: String
    package var checksumCRC32: String?
    package var checksumCRC32C: String?
    package var checksumCRC64NVME: String?
    package var checksumSHA256: String?
    package var checksumType: String?
    package var serverSideEncryption: String
    package var versionId: String?
    package var ssekmsKeyId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [world.s3Access("PutObject", to: input.bucket, input.key)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var (bucket, upload) = try world.upload(input)
    let asked = input.multipartUpload?.parts ?? []
    guard !asked.isEmpty else { throw S3Error.malformed }
    try S3Conditions.check(
      ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, on: bucket.objects[upload.key]?.current)
    var version = try upload.write.version(in: bucket, at: world.now)
    var digests: [UInt8] = []
    let numbers = asked.map { $0.partNumber ?? 0 }
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw AWSError(
        "InvalidPartOrder",
        "The list of parts was not in ascending order. Parts must be ordered by part number.")
    }
    var parts: [MultipartUpload.Part] = []
    for (index, wanted) in asked.enumerated() {
      guard let part = upload.parts[numbers[index]],
        (wanted.eTag ?? "").split(separator: "\"").joined().utf8.elementsEqual(part.etag.utf8)
      else {
        throw AWSError(
          "InvalidPart",
          "One or more of the specified parts could not be found.  The part may not have been uploaded, or the"
            + " specified entity tag may not match the part's entity tag.")
      }
      guard index == asked.count - 1 || part.size >= S3Limits.smallestPart else {
        throw AWSError(
          "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
      }
      if version.size == version.body.count, version.body.count < S3Limits.keptBytes {
        version.body += part.body.prefix(S3Limits.keptBytes - version.body.count)
      }
      version.size += part.size
      version.partSizes.append(part.size)
      digests += Hexadecimal.bytes(part.etag)
      parts.append(part)
    }
    guard version.size <= S3Limits.object else {
      throw AWSError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.")
    }
    version.etag = "\(Hexadecimal.text(MD5.digest(of: digests)))-\(asked.count)"
    version.checksum = try upload.checksum(of: parts)
    for (_, part) in upload.parts { world.s3.keptBytes -= part.body.count }
    bucket.uploads[ObjectKey(upload.id)] = nil
    world.s3.buckets[ObjectKey(bucket.name)] = bucket
    let id = world.store(version, as: upload.key, in: bucket.name)
    world.noteRequest(in: bucket.region, isWrite: true)
    return Output(
      location: "https://\(bucket.name).s3.\(bucket.region.rawValue).amazonaws.com/"
        + PercentCoding.encode(input.key),
      bucket: bucket.name, key: input.key, eTag: "\"\(version.etag)\"",
      checksumCRC32: version.checksum?.value(of: "CRC32"),
      checksumCRC32C: version.checksum?.value(of: "CRC32C"),
      checksumCRC64NVME: version.checksum?.value(of: "CRC64NVME"),
      checksumSHA256: version.checksum?.value(of: "SHA256"), checksumType: version.checksum?.type,
      serverSideEncryption: version.encryption.algorithm, versionId: id, ssekmsKeyId: version.encryption.key)
  }
}

extension Hexadecimal {
  /// The bytes of hexadecimal digits; what is none counts as nothing.
  static func bytes(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
    }
  }
}
