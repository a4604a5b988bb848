import EventKernel

/// Copies an object within S3.
package enum CopyObject: Operation {
  package static let service = "s3api"
  package static let name = "CopyObject"

  /// The source `bucket/key?versionId=…` and the target.
  package struct Input: ObjectInput, ACLInput {
    package var acl: String?
    package var bucket: String
    package var cacheControl: String?
    package var checksumAlgorithm: String?
    package var contentDisposition: String?
    package var contentEncoding: String?
    package var contentLanguage: String?
    package var contentType: String?
    package var copySource: String
    package var copySourceIfMatch: String?
    package var copySourceIfNoneMatch: String?
    package var expires: String?
    package var grantFullControl: String?
    package var grantRead: String?
    package var grantReadACP: String?
    package var grantWriteACP: String?
    package var ifMatch: String?
    package var ifNoneMatch: String?
    package var key: String
    package var metadata: StringMap?
    package var metadataDirective: String?
    package var taggingDirective: String?
    package var serverSideEncryption: String?
    package var storageClass: String?
    package var websiteRedirectLocation: String?
    package var ssekmsKeyId: String?
    package var bucketKeyEnabled: Bool?
    package var tagging: String?
    package var expectedBucketOwner: String?
    package var expectedSourceBucketOwner: String?

    /// The settings of the copy that replace the source's.
    fileprivate var write: ObjectWrite {
      ObjectWrite(
        acl: askedACL,
        headers: ObjectHeaders(
          contentType: contentType, cacheControl: cacheControl, contentDisposition: contentDisposition,
          contentEncoding: contentEncoding, contentLanguage: contentLanguage, expires: expires,
          redirect: websiteRedirectLocation, metadata: metadata?.lowercased ?? StringMap()),
        storageClass: storageClass, serverSideEncryption: serverSideEncryption, kmsKey: ssekmsKeyId,
        bucketKey: bucketKeyEnabled, tagging: tagging)
    }
  }

  /// The copy's digest and version.
  package struct Output: Encodable, Sendable {
    package struct Result: Encodable, Sendable {
      package var eTag: String
      package var lastModified: String
      package var checksumType: String?
      package var checksumCRC32: String?
      package var checksumCRC32C: String?
      package var checksumCRC64NVME: String?
      package var checksumSHA256: String?
    }

    package var copyObjectResult: Result
    package var copySourceVersionId: String?
    package var versionId: String?
    package var serverSideEncryption: String
    package var ssekmsKeyId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    var requests = [world.s3Access("PutObject", to: input.bucket, input.key, keys: input.askedACL.keys)]
    if !input.askedACL.isEmpty {
      requests.append(world.s3Access("PutObjectAcl", to: input.bucket, input.key))
    }
    if let source = CopySource(input.copySource) {
      requests.insert(
        world.s3Access(
          source.version == nil ? "GetObject" : "GetObjectVersion", to: source.bucket, source.key), at: 0)
    }
    return requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (sourceBucket, source) = try world.copySource(
      input.copySource, expectedOwner: input.expectedSourceBucketOwner)
    let bucket = try world.bucket(input)
    try S3Keys.check(input.key)
    let key = ObjectKey(input.key)
    if let tag = input.copySourceIfMatch, !S3Conditions.matches(tag, source) { throw S3Error.precondition }
    if let tag = input.copySourceIfNoneMatch, S3Conditions.matches(tag, source) {
      throw S3Error.precondition
    }
    try S3Conditions.check(
      ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, on: bucket.objects[key]?.current)
    guard source.size <= S3Limits.singlePut else {
      throw S3Error.request(
        "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120")
    }
    let replaces = input.metadataDirective == "REPLACE"
    let isItself =
      CopySource(input.copySource).map {
        $0.version == nil && $0.bucket.utf8.elementsEqual(bucket.name.utf8) && ObjectKey($0.key) == key
      } ?? false
    let changesNothing =
      !replaces && input.storageClass == nil && input.websiteRedirectLocation == nil
      && input.serverSideEncryption == nil && input.taggingDirective != "REPLACE"
    guard !(isItself && changesNothing) else {
      throw S3Error.request(
        "This copy request is illegal because it is trying to copy an object to itself without changing the"
          + " object's metadata, storage class, website redirect location or encryption attributes.")
    }
    var copy = try input.write.version(in: bucket, at: world.now)
    copy.size = source.size
    copy.body = source.body
    // A digest of digests is no digest of the one piece that a copy is.
    copy.checksum = source.checksum.flatMap { $0.coversWhole ? $0 : nil }
    // The digest of a copy is that of one piece, as S3 writes it anew.
    copy.etag =
      source.partSizes.isEmpty ? source.etag : Hexadecimal.text(MD5.digest(of: Array(source.etag.utf8)))
    if !replaces {
      copy.headers = source.headers
      copy.headers.redirect = input.websiteRedirectLocation
    }
    if input.taggingDirective != "REPLACE" { copy.tags = source.tags }
    let id = world.store(copy, as: key, in: bucket.name, event: "ObjectCreated:Copy")
    world.noteRequest(in: bucket.region, isWrite: true)
    world.noteRetrieval(of: source, bytes: source.size, in: sourceBucket.region)
    return Output(
      copyObjectResult: Output.Result(
        eTag: "\"\(copy.etag)\"", lastModified: copy.modified.iso8601, checksumType: copy.checksum?.type,
        checksumCRC32: copy.checksum?.value(of: "CRC32"), checksumCRC32C: copy.checksum?.value(of: "CRC32C"),
        checksumCRC64NVME: copy.checksum?.value(of: "CRC64NVME"),
        checksumSHA256: copy.checksum?.value(of: "SHA256")),
      copySourceVersionId: sourceBucket.versioning == .never ? nil : source.id, versionId: id,
      serverSideEncryption: copy.encryption.algorithm, ssekmsKeyId: copy.encryption.key)
  }
}

/// The source of a copy as a call writes it: `bucket/key` or `/bucket/key`, escaped, with `?versionId=` where one is
/// meant.
struct CopySource {
  let bucket: String
  let key: String
  let version: String?

  init?(_ text: String) {
    var rest = Substring(text)
    if rest.hasPrefix("/") { rest = rest.dropFirst() }
    var id: String?
    let mark = Array("?versionId=")
    if let start = rest.indices.first(where: { rest[$0...].starts(with: mark) }) {
      id = String(rest[start...].dropFirst(mark.count))
      rest = rest[..<start]
    }
    guard
      let plain = PercentCoding.decode(
        rest.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%2B")),
      let slash = plain.firstIndex(of: "/")
    else { return nil }
    bucket = String(plain[..<slash])
    key = String(plain[plain.index(after: slash)...])
    version = id
    guard !bucket.isEmpty, !key.isEmpty else { return nil }
  }
}

extension World {
  /// The version that the source of a copy names, or AWS's refusal.
  func copySource(
    _ text: String, expectedOwner: String? = nil
  ) throws(AWSError) -> (bucket: Bucket, version: ObjectVersion) {
    guard let source = CopySource(text) else {
      throw S3Error.invalid("Invalid copy source object key")
    }
    let bucket = try bucket(
      BucketNameInput(bucket: source.bucket, expectedBucketOwner: expectedOwner))
    let object = bucket.objects[ObjectKey(source.key)]
    let version: ObjectVersion
    if let id = source.version {
      guard let found = object?.versions.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
        throw S3Error.noVersion
      }
      guard !found.isDeleteMarker else {
        throw S3Error.request(
          "The source of a copy request may not specifically refer to a delete marker by version id.")
      }
      version = found
    } else {
      guard let found = object?.current else { throw S3Error.noKey }
      version = found
    }
    guard !version.storageClass.isArchive || version.restore?.until != nil else {
      throw AWSError(
        "ObjectNotInActiveTierError", "The source object of the COPY action is not in the active tier")
    }
    return (bucket, version)
  }
}
