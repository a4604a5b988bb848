import EventKernel

/// Writes an object.
package enum PutObject: Operation {
  package static let service = "s3api"
  package static let name = "PutObject"

  /// The object with its content as base64 text.
  package struct Input: ObjectInput, ACLInput {
    package var acl: String?
    package var body: String?
    package var bucket: String
    package var cacheControl: String?
    package var contentDisposition: String?
    package var contentEncoding: String?
    package var contentLanguage: String?
    package var contentMD5: String?
    package var contentType: String?
    package var checksumAlgorithm: String?
    package var expires: String?
    package var grantFullControl: String?
    package var grantRead: String?
    package var grantReadACP: String?
    package var grantWriteACP: String?
    package var ifMatch: String?
    package var ifNoneMatch: String?
    package var key: String
    package var metadata: StringMap?
    package var serverSideEncryption: String?
    package var storageClass: String?
    package var websiteRedirectLocation: String?
    package var ssekmsKeyId: String?
    package var bucketKeyEnabled: Bool?
    package var tagging: String?
    package var expectedBucketOwner: String?
  }

  /// The digest, the version and how it is encrypted.
  package struct Output: Encodable, Sendable {
    package var eTag: String
    package var checksumCRC32: String?
    package var checksumCRC32C: String?
    package var checksumCRC64NVME: String?
    package var checksumSHA256: String?
    package var checksumType: String?
    package var serverSideEncryption: String
    package var versionId: String?
    package var ssekmsKeyId: String?
    package var bucketKeyEnabled: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let conditions: S3ConditionKeys = [
      ("s3:x-amz-server-side-encryption", input.serverSideEncryption),
      ("s3:x-amz-storage-class", input.storageClass),
    ]
    var requests = [
      world.s3Access("PutObject", to: input.bucket, input.key, keys: input.askedACL.keys + conditions)
    ]
    if !input.askedACL.isEmpty {
      requests.append(world.s3Access("PutObjectAcl", to: input.bucket, input.key))
    }
    if input.tagging != nil {
      requests.append(world.s3Access("PutObjectTagging", to: input.bucket, input.key))
    }
    return requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    try S3Keys.check(input.key)
    let key = ObjectKey(input.key)
    try S3Conditions.check(
      ifMatch: input.ifMatch, ifNoneMatch: input.ifNoneMatch, on: bucket.objects[key]?.current)
    guard let bytes = Base64.decode(input.body ?? "") else { throw S3Error.invalid("Body is not base64") }
    guard bytes.count <= S3Limits.singlePut else {
      throw AWSError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
    }
    if let sent = input.contentMD5 {
      guard Base64.decode(sent)?.count == 16 else {
        throw AWSError("InvalidDigest", "The Content-MD5 you specified was invalid.")
      }
      guard sent.utf8.elementsEqual(Base64.encode(MD5.digest(of: bytes)).utf8) else {
        throw AWSError(
          "BadDigest", "The Content-MD5 you specified did not match what we received.")
      }
    }
    let write = ObjectWrite(
      acl: input.askedACL,
      headers: ObjectHeaders(
        contentType: input.contentType, cacheControl: input.cacheControl,
        contentDisposition: input.contentDisposition, contentEncoding: input.contentEncoding,
        contentLanguage: input.contentLanguage, expires: input.expires,
        redirect: input.websiteRedirectLocation, metadata: input.metadata?.lowercased ?? StringMap()),
      storageClass: input.storageClass, serverSideEncryption: input.serverSideEncryption,
      kmsKey: input.ssekmsKeyId, bucketKey: input.bucketKeyEnabled, tagging: input.tagging)
    var version = try write.version(in: bucket, at: world.now)
    try version.take(bytes, checking: input.checksumAlgorithm)
    let id = world.store(version, as: key, in: bucket.name)
    world.noteRequest(in: bucket.region, isWrite: true)
    return Output(
      eTag: "\"\(version.etag)\"", checksumCRC32: version.checksum?.value(of: "CRC32"),
      checksumCRC32C: version.checksum?.value(of: "CRC32C"),
      checksumCRC64NVME: version.checksum?.value(of: "CRC64NVME"),
      checksumSHA256: version.checksum?.value(of: "SHA256"), checksumType: version.checksum?.type,
      serverSideEncryption: version.encryption.algorithm, versionId: id,
      ssekmsKeyId: version.encryption.key,
      bucketKeyEnabled: version.encryption.usesBucketKey ? true : nil)
  }
}

extension StringMap {
  /// The same texts under names in lower case, as HTTP headers come back.
  var lowercased: StringMap {
    var map = StringMap()
    for entry in entries { map[entry.name.lowercased()] = entry.text }
    return map
  }
}

/// The rules for keys of objects.
enum S3Keys {
  /// Throws AWS's refusal of a key that is empty or longer than 1,024 bytes.
  static func check(_ key: String) throws(AWSError) {
    guard !key.isEmpty else { throw S3Error.request("Missing key") }
    guard key.utf8.count <= 1_024 else { throw AWSError("KeyTooLongError", "Your key is too long") }
  }
}

/// Conditional requests (facts: S3 9).
enum S3Conditions {
  /// Throws unless the object as it stands meets the conditions of a write.
  static func check(
    ifMatch: String?, ifNoneMatch: String?, on current: ObjectVersion?
  ) throws(AWSError) {
    if let ifNoneMatch {
      guard ifNoneMatch == "*" else {
        throw AWSError(
          "NotImplemented", "A header you provided implies functionality that is not implemented")
      }
      guard current == nil else { throw S3Error.precondition }
    }
    if let ifMatch {
      guard let current else { throw S3Error.noKey }
      guard matches(ifMatch, current) else { throw S3Error.precondition }
    }
  }

  /// Whether an entity tag, with or without quotes, is the object's.
  static func matches(_ tag: String, _ version: ObjectVersion) -> Bool {
    tag == "*" || tag.split(separator: "\"").joined().utf8.elementsEqual(version.etag.utf8)
  }
}
