package import EventKernel

/// What every way of writing an object says of it: PutObject, CopyObject and CreateMultipartUpload.
package struct ObjectWrite: Sendable, Equatable {
  var acl = ACLRequest()
  var headers = ObjectHeaders()
  var storageClass: String?
  var serverSideEncryption: String?
  var kmsKey: String?
  var bucketKey: Bool?
  /// The tags as `key=value&…`.
  var tagging: String?
}

/// A multipart upload under way.
package struct MultipartUpload: Sendable, Equatable {
  package let id: String
  package let key: ObjectKey
  package let initiated: Instant
  let write: ObjectWrite
  let algorithm: String?
  /// The parts by number.
  package var parts = Table<Int, Part>()

  /// One part.
  package struct Part: Sendable, Equatable {
    package var modified: Instant
    package var size: Int
    package var etag: String
    package var checksum: ObjectChecksum?
    package var body: [UInt8]
  }
}

extension ObjectWrite {
  /// A version with these settings in a bucket, or AWS's refusal; its content is still to come.
  func version(in bucket: Bucket, at now: Instant) throws(AWSError) -> ObjectVersion {
    var version = ObjectVersion(id: "null", modified: now, inClassSince: now)
    if let storageClass {
      guard let found = StorageClass(rawValue: storageClass) else {
        throw AWSError("InvalidStorageClass", "The storage class you specified is not valid")
      }
      version.storageClass = found
    }
    version.headers = headers
    version.encryption = try encryption(in: bucket)
    version.grants = try S3ACL.grants(acl, in: bucket)
    if let tagging { version.tags = try Self.tags(tagging) }
    guard headers.metadata.entries.reduce(0, { $0 + $1.name.utf8.count + $1.text.utf8.count }) <= 2_048 else {
      throw AWSError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
    }
    if let redirect = headers.redirect, !redirect.hasPrefix("/"), !redirect.hasPrefix("http://"),
      !redirect.hasPrefix("https://")
    {
      throw AWSError(
        "InvalidRedirectLocation",
        "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.")
    }
    return version
  }

  /// The encryption that is asked for, else the bucket's own.
  // Simplified: s3-kms
  private func encryption(in bucket: Bucket) throws(AWSError) -> ObjectEncryption {
    let rule = bucket.encryption.applyServerSideEncryptionByDefault
    let algorithm = serverSideEncryption ?? rule?.sseAlgorithm ?? "AES256"
    guard ["AES256", "aws:kms", "aws:kms:dsse"].contains(algorithm) else {
      throw S3Error.invalid("The encryption method specified is not supported")
    }
    guard algorithm != "AES256" else {
      guard kmsKey == nil else {
        throw S3Error.invalid(
          "Server Side Encryption with AWS KMS managed key requires HTTP header"
            + " x-amz-server-side-encryption : aws:kms")
      }
      return ObjectEncryption()
    }
    let named = kmsKey ?? (serverSideEncryption == nil ? rule?.kmsMasterKeyID : nil)
    return ObjectEncryption(
      algorithm: algorithm, key: KMSKey.arn(named, in: bucket.region),
      usesBucketKey: bucketKey ?? bucket.encryption.bucketKeyEnabled ?? false)
  }

  /// Reads tags written as the query of an address: `a=1&b=2`.
  static func tags(_ text: String) throws(AWSError) -> Tags {
    var tags = Tags()
    guard !text.isEmpty else { return tags }
    for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let key = PercentCoding.decode(String(parts[0])), !key.isEmpty,
        let value = PercentCoding.decode(parts.count == 2 ? String(parts[1]) : ""), tags[key] == nil
      else {
        throw S3Error.invalid(
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query")
      }
      tags[key] = value
    }
    try S3Tags.check(tags, limit: 10)
    return tags
  }
}

/// The ARNs of KMS keys, of which the world has only names.
enum KMSKey {
  /// The ARN of a key that a caller names by id, alias or ARN; of the account's own `aws/s3` when none is named.
  static func arn(_ name: String?, in region: Region) -> String {
    guard let name, !name.isEmpty else {
      return "arn:aws:kms:\(region.rawValue):\(Account.id):key/5d1d7a8c-30f3-4f3c-9d2a-6d3a1f2b4c5e"
    }
    if name.hasPrefix("arn:") { return name }
    let place = name.hasPrefix("alias/") ? name : "key/\(name)"
    return "arn:aws:kms:\(region.rawValue):\(Account.id):\(place)"
  }
}

/// Texts with `%XX` for bytes, as addresses carry them.
package enum PercentCoding {
  /// The text without its escapes, `+` for a blank; `nil` when an escape is none or the bytes are no UTF-8.
  package static func decode(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The text with everything escaped but letters, digits, `-._~` and `/`.
  package static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ObjectVersion {
  /// Takes content: its size, digest, checksum and the first bytes.
  mutating func take(_ bytes: [UInt8], checking algorithm: String?) throws(AWSError) {
    size = bytes.count
    etag = Hexadecimal.text(MD5.digest(of: bytes))
    checksum = try ObjectChecksum.of(bytes, algorithm: algorithm)
    body = Array(bytes.prefix(S3Limits.keptBytes))
  }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
  static func text(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}

extension ObjectChecksum {
  /// The checksum of some bytes; clients of today send CRC64NVME when none is asked for.
  static func of(_ bytes: [UInt8], algorithm: String?) throws(AWSError) -> ObjectChecksum {
    let algorithm = algorithm ?? "CRC64NVME"
    let digest: [UInt8]
    switch algorithm {
    case "CRC64NVME": return crc64NVMe(CyclicRedundancyCheck.crc64NVMe(of: bytes))
    case "CRC32": digest = bigEndian(UInt64(CyclicRedundancyCheck.crc32(of: bytes)), 4)
    case "CRC32C": digest = bigEndian(UInt64(CyclicRedundancyCheck.crc32c(of: bytes)), 4)
    case "SHA256": digest = SHA256.digest(of: bytes).bytes
    default: throw AWSError.notModelled("ChecksumAlgorithm", algorithm)
    }
    return ObjectChecksum(algorithm: algorithm, value: Base64.encode(digest))
  }

  /// The checksum of a whole object with a CRC-64.
  static func crc64NVMe(_ digest: UInt64) -> ObjectChecksum {
    ObjectChecksum(algorithm: "CRC64NVME", value: Base64.encode(bigEndian(digest, 8)))
  }

  private static func bigEndian(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (count - 1 - $0))) }
  }

  /// The digest where its algorithm is the one asked about.
  func value(of wanted: String) -> String? { algorithm == wanted ? value : nil }
  /// `FULL_OBJECT` or `COMPOSITE`.
  var type: String { coversWhole ? "FULL_OBJECT" : "COMPOSITE" }
}

extension World {
  /// Puts a version on top of the others of its key as the bucket's versioning wants it, and gives its id as answers
  /// show it: `nil` in a bucket that never had versions.
  ///
  /// - Parameters:
  ///   - keepingID: whether the version has its id already, as a replica has.
  ///   - event: what notifications call it where that is neither an upload nor a deletion by a caller.
  @discardableResult
  mutating func store(
    _ version: ObjectVersion, as key: ObjectKey, in name: String, keepingID: Bool = false,
    event: String? = nil
  ) -> String? {
    guard var bucket = s3.buckets[ObjectKey(name)] else { return nil }
    var version = version
    if !keepingID { version.id = bucket.versioning == .enabled ? nextS3ID() : "null" }
    if s3.keptBytes + version.body.count > S3Limits.allKeptBytes { version.body = [] }
    s3.keptBytes += version.body.count
    var object = bucket.objects[key] ?? StoredObject(versions: [])
    if version.id == "null", let index = object.versions.firstIndex(where: { $0.id == "null" }) {
      noteRemoval(of: object.versions.remove(at: index), in: bucket.region)
    }
    if !object.versions.isEmpty, object.versions[0].becameNoncurrent == nil {
      object.versions[0].becameNoncurrent = now
    }
    object.versions.insert(version, at: 0)
    bucket.objects[key] = object
    s3.buckets[ObjectKey(name)] = bucket
    noteStored(version, as: key, in: bucket, event: event)
    return bucket.versioning == .never ? nil : version.id
  }

  /// Notes that a version is gone: its bytes, and the days that are billed though it did not stay.
  mutating func noteRemoval(of version: ObjectVersion, in region: Region) {
    s3.keptBytes -= version.body.count
    noteEarlyEnd(of: version, in: region)
  }

  /// Notes the days of the storage class's minimum that a version did not stay (facts: S3 9).
  mutating func noteEarlyEnd(of version: ObjectVersion, in region: Region) {
    let storageClass = version.storageClass
    let days = (now - version.inClassSince).wholeSeconds / 86_400
    let missing = storageClass.minimumDays - days
    guard missing > 0, !version.isDeleteMarker else { return }
    var row = s3.usage.regions[region] ?? S3Usage.Row()
    row.add(storageClass, earlyByteDays: missing * max(version.size, storageClass.minimumBytes))
    s3.usage.regions[region] = row
  }
}
