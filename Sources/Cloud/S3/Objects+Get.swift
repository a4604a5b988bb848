import EventKernel

/// What GetObject and HeadObject are asked.
package struct ObjectReadInput: ObjectInput {
  package var bucket: String
  package var ifMatch: String?
  package var ifModifiedSince: String?
  package var ifNoneMatch: String?
  package var ifUnmodifiedSince: String?
  package var key: String
  package var range: String?
  package var versionId: String?
  package var checksumMode: String?
  package var expectedBucketOwner: String?

  /// The access that the reading of a key or one of its versions needs.
  func access(in world: World) -> [AccessRequest] {
    [world.s3Access(versionId == nil ? "GetObject" : "GetObjectVersion", to: bucket, key)]
  }
}

/// What comes back with an object.
package struct ObjectReadOutput: Encodable, Sendable {
  package var body: String?
  package var acceptRanges = "bytes"
  package var expiration: String?
  package var restore: String?
  package var lastModified: String
  package var contentLength: Int
  package var eTag: String
  package var checksumCRC32: String?
  package var checksumCRC32C: String?
  package var checksumCRC64NVME: String?
  package var checksumSHA256: String?
  package var checksumType: String?
  package var versionId: String?
  package var cacheControl: String?
  package var contentDisposition: String?
  package var contentEncoding: String?
  package var contentLanguage: String?
  package var contentRange: String?
  package var contentType: String
  package var expires: String?
  package var websiteRedirectLocation: String?
  package var serverSideEncryption: String
  package var metadata: StringMap
  package var ssekmsKeyId: String?
  package var bucketKeyEnabled: Bool?
  package var storageClass: String?
  package var replicationStatus: String?
  package var tagCount: Int?

  init(_ version: ObjectVersion, of key: ObjectKey, in bucket: Bucket, range: Range<Int>?) {
    lastModified = version.modified.iso8601
    contentLength = range?.count ?? version.size
    eTag = "\"\(version.etag)\""
    versionId = bucket.versioning == .never ? nil : version.id
    let headers = version.headers
    cacheControl = headers.cacheControl
    contentDisposition = headers.contentDisposition
    contentEncoding = headers.contentEncoding
    contentLanguage = headers.contentLanguage
    contentType = headers.contentType ?? "binary/octet-stream"
    expires = headers.expires
    websiteRedirectLocation = headers.redirect
    metadata = headers.metadata
    serverSideEncryption = version.encryption.algorithm
    ssekmsKeyId = version.encryption.key
    bucketKeyEnabled = version.encryption.usesBucketKey ? true : nil
    // The class Standard goes without saying.
    storageClass = version.storageClass == .standard ? nil : version.storageClass.rawValue
    replicationStatus = version.replication
    tagCount = version.tags.all.isEmpty ? nil : version.tags.all.count
    if let range { contentRange = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(version.size)" }
    if let restoring = version.restore {
      restore =
        restoring.until.map { "ongoing-request=\"false\", expiry-date=\"\(HTTPDate.text($0))\"" }
        ?? "ongoing-request=\"true\""
    }
    expiration = bucket.expirationHeader(of: version, as: key)
  }

  mutating func addChecksum(of version: ObjectVersion) {
    checksumCRC32 = version.checksum?.value(of: "CRC32")
    checksumCRC32C = version.checksum?.value(of: "CRC32C")
    checksumCRC64NVME = version.checksum?.value(of: "CRC64NVME")
    checksumSHA256 = version.checksum?.value(of: "SHA256")
    checksumType = version.checksum?.type
  }
}

/// Reads an object.
package enum GetObject: Operation {
  package static let service = "s3api"
  package static let name = "GetObject"
  package typealias Input = ObjectReadInput
  package typealias Output = ObjectReadOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access(in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (bucket, version) = try world.readable(input, context: context)
    guard !version.storageClass.isArchive || version.restore?.until != nil else {
      throw AWSError(
        "InvalidObjectState", "The operation is not valid for the object's storage class")
    }
    let range = try input.range.flatMap { (text) throws(AWSError) in
      try ByteRange.read(text, size: version.size)
    }
    var output = Output(version, of: ObjectKey(input.key), in: bucket, range: range)
    if range == nil { output.addChecksum(of: version) }
    let length = output.contentLength
    if length <= S3Limits.answeredBytes {
      output.body = Base64.encode(version.content(from: range?.lowerBound ?? 0, count: length))
    }
    world.noteRequest(in: bucket.region, isWrite: false)
    world.noteRetrieval(of: version, bytes: length, in: bucket.region)
    return output
  }
}

/// Reads what stands with an object, without its content.
package enum HeadObject: Operation {
  package static let service = "s3api"
  package static let name = "HeadObject"
  package typealias Input = ObjectReadInput
  package typealias Output = ObjectReadOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access(in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    do throws(AWSError) {
      let (bucket, version) = try world.readable(input, context: context)
      let range = try input.range.flatMap { (text) throws(AWSError) in
        try ByteRange.read(text, size: version.size)
      }
      var output = Output(version, of: ObjectKey(input.key), in: bucket, range: range)
      if input.checksumMode != nil { output.addChecksum(of: version) }
      world.noteRequest(in: bucket.region, isWrite: false)
      return output
    } catch {
      throw S3Error.withoutBody(error)
    }
  }
}

extension World {
  /// The version that a reading names, or AWS's refusal.
  ///
  /// Who may not list the bucket does not learn that a key is missing (facts: S3 9).
  func readable(
    _ input: ObjectReadInput, context: CallContext
  ) throws(AWSError) -> (Bucket, ObjectVersion) {
    let bucket = try bucket(input)
    let object = bucket.objects[ObjectKey(input.key)]
    let version: ObjectVersion
    if let id = input.versionId {
      guard let found = object?.versions.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
        throw S3Error.noVersion
      }
      guard !found.isDeleteMarker else { throw S3Error.notAllowed }
      version = found
    } else {
      guard let found = object?.current else {
        // Who may not list is not told that a key is missing (S3 API reference: GetObject).
        try authorise(
          s3Access("ListBucket", to: bucket.name), context: context, service: "s3api", operation: "GetObject")
        throw S3Error.noKey
      }
      version = found
    }
    if let tag = input.ifMatch, !S3Conditions.matches(tag, version) { throw S3Error.precondition }
    if let tag = input.ifNoneMatch, S3Conditions.matches(tag, version) {
      throw AWSError("304", "Not Modified")
    }
    if let text = input.ifModifiedSince, let moment = Instant(iso8601: text), version.modified <= moment {
      throw AWSError("304", "Not Modified")
    }
    if let text = input.ifUnmodifiedSince, let moment = Instant(iso8601: text), version.modified > moment {
      throw S3Error.precondition
    }
    return (bucket, version)
  }

  /// Notes bytes read from a class that charges for it (facts: S3 9).
  mutating func noteRetrieval(of version: ObjectVersion, bytes: Int, in region: Region) {
    switch version.storageClass {
    case .standard, .intelligentTiering: return
    case .standardIA, .oneZoneIA, .glacierInstant, .glacierFlexible, .deepArchive:
      var row = s3.usage.regions[region] ?? S3Usage.Row()
      row.add(version.storageClass, retrieved: bytes)
      s3.usage.regions[region] = row
    }
  }
}

/// Ranges of bytes as HTTP writes them.
enum ByteRange {
  /// The range of an object of some size; `nil` for a text that is no single range, which S3 ignores.
  static func read(_ text: String, size: Int) throws(AWSError) -> Range<Int>? {
    guard text.hasPrefix("bytes=") else { return nil }
    let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    let unsatisfiable = AWSError("InvalidRange", "The requested range is not satisfiable")
    if ends[0].isEmpty {
      guard let count = Int(ends[1]) else { return nil }
      guard count > 0, size > 0 else { throw unsatisfiable }
      return max(0, size - count)..<size
    }
    guard let first = Int(ends[0]), first >= 0 else { return nil }
    guard first < size else { throw unsatisfiable }
    if ends[1].isEmpty { return first..<size }
    guard let last = Int(ends[1]), last >= first else { return nil }
    return first..<(min(last, size - 1) + 1)
  }
}

/// Moments as HTTP writes them.
enum HTTPDate {
  /// The moment as `Mon, 05 Jan 2026 00:00:00 GMT`.
  static func text(_ moment: Instant) -> String {
    let date = moment.date
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    return "\(days[date.weekday - 1]), \(day) \(months[date.month - 1]) \(date.year)"
      + " \(moment.timeOfDay.clock) GMT"
  }
}
