import EventKernel

/// One object of a listing.
package struct ObjectRow: Encodable, Sendable {
  package var key: String
  package var lastModified: String
  package var eTag: String
  package var checksumAlgorithm: [String]?
  package var checksumType: String?
  package var size: Int
  package var storageClass: String
  package var owner: S3Owner?

  init(_ key: ObjectKey, _ version: ObjectVersion, encoding: ListEncoding, owner: S3Owner?) {
    self.key = encoding.text(key.text)
    lastModified = version.modified.iso8601
    eTag = "\"\(version.etag)\""
    checksumAlgorithm = version.checksum.map { [$0.algorithm] }
    checksumType = version.checksum?.type
    size = version.size
    storageClass = version.storageClass.rawValue
    self.owner = owner
  }
}

/// Names that several keys of a listing begin with.
package struct CommonPrefixRow: Encodable, Sendable {
  package var prefix: String
}

/// Whether a listing escapes its keys.
struct ListEncoding {
  let escapes: Bool

  init(_ type: String?) throws(AWSError) {
    guard type == nil || type == "url" else {
      throw S3Error.invalid("Invalid Encoding Method specified in Request")
    }
    escapes = type != nil
  }

  func text(_ key: String) -> String { escapes ? PercentCoding.encode(key) : key }
}

/// One part of a listing: keys and common prefixes together count towards its length.
struct Listing<Row> {
  var rows: [(key: ObjectKey, row: Row)] = []
  var prefixes: [String] = []
  var isTruncated = false
  /// The last key or common prefix of a part that is not the last.
  var last = ""

  /// Walks entries in the order of their keys.
  ///
  /// - Parameters:
  ///   - start: everything up to and with this key or common prefix is passed over.
  ///   - limit: the most rows and prefixes, 0 to 1,000.
  init(
    _ entries: some Sequence<(key: ObjectKey, row: Row)>, prefix: String, delimiter: String,
    after start: String,
    limit: Int
  ) {
    guard limit > 0 else { return }
    let separator = Array(delimiter.utf8)
    let begin = ObjectKey(start)
    var count = 0
    for (key, row) in entries where key.begins(with: prefix) {
      guard start.isEmpty || begin < key else { continue }
      var common: String?
      if !separator.isEmpty {
        let bytes = Array(key.text.utf8)
        let from = prefix.utf8.count
        if bytes.count >= from + separator.count,
          let place = (from...(bytes.count - separator.count)).first(where: {
            bytes[$0..<($0 + separator.count)].elementsEqual(separator)
          })
        {
          common = String(decoding: bytes[..<(place + separator.count)], as: UTF8.self)
        }
      }
      if let common {
        if prefixes.last.map({ $0.utf8.elementsEqual(common.utf8) }) ?? false { continue }
        if !start.isEmpty, start.utf8.elementsEqual(common.utf8) { continue }
      }
      guard count < limit else {
        isTruncated = true
        return
      }
      count += 1
      if let common { prefixes.append(common) } else { rows.append((key, row)) }
      last = common ?? key.text
    }
  }

  var count: Int { rows.count + prefixes.count }
}

extension Bucket {
  /// The objects that are there, by key; those under a delete marker are not.
  var currentObjects: [(key: ObjectKey, row: ObjectVersion)] {
    objects.compactMap { key, object in object.current.map { (key, $0) } }
  }
}

/// The length that a listing asks for; a thousand at most.
func listingLimit(_ asked: Int?) throws(AWSError) -> Int {
  guard (asked ?? 0) >= 0 else {
    throw S3Error.invalid("Argument max-keys must be an integer between 0 and 2147483647")
  }
  return min(asked ?? 1_000, 1_000)
}

/// The condition keys of listings.
func listingKeys(prefix: String?, delimiter: String?, limit: Int?) -> S3ConditionKeys {
  [("s3:delimiter", delimiter), ("s3:max-keys", limit.map { String($0) }), ("s3:prefix", prefix)]
}

/// Lists the objects of a bucket by key.
package enum ListObjectsV2: BucketOperation {
  package static let name = "ListObjectsV2"
  package static let action = "ListBucket"

  /// Which keys, and how they are put together.
  package struct Input: BucketInput {
    package var bucket: String
    package var delimiter: String?
    package var encodingType: String?
    package var maxKeys: Int?
    package var prefix: String?
    package var continuationToken: String?
    package var fetchOwner: Bool?
    package var startAfter: String?
    package var expectedBucketOwner: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package var isTruncated: Bool
    package var contents: [ObjectRow]?
    package var name: String
    package var prefix: String
    package var delimiter: String?
    package var maxKeys: Int
    package var commonPrefixes: [CommonPrefixRow]?
    package var encodingType: String?
    package var keyCount: Int
    package var continuationToken: String?
    package var nextContinuationToken: String?
    package var startAfter: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [
      world.s3Access(
        "ListBucket", to: input.bucket,
        keys: listingKeys(prefix: input.prefix, delimiter: input.delimiter, limit: input.maxKeys))
    ]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    let encoding = try ListEncoding(input.encodingType)
    let limit = try listingLimit(input.maxKeys)
    var start = input.startAfter ?? ""
    if let token = input.continuationToken {
      guard let found = ListToken.read(token) else {
        throw S3Error.invalid("The continuation token provided is incorrect")
      }
      start = found
    }
    let listing = Listing(
      bucket.currentObjects, prefix: input.prefix ?? "", delimiter: input.delimiter ?? "", after: start,
      limit: limit)
    world.noteRequest(in: bucket.region, isWrite: true)
    let owner: S3Owner? = input.fetchOwner == true ? .account : nil
    let contents = listing.rows.map { ObjectRow($0.key, $0.row, encoding: encoding, owner: owner) }
    let prefixes = listing.prefixes.map { CommonPrefixRow(prefix: encoding.text($0)) }
    return Output(
      isTruncated: listing.isTruncated, contents: contents.isEmpty ? nil : contents, name: bucket.name,
      prefix: encoding.text(input.prefix ?? ""), delimiter: input.delimiter, maxKeys: limit,
      commonPrefixes: prefixes.isEmpty ? nil : prefixes, encodingType: input.encodingType,
      keyCount: listing.count, continuationToken: input.continuationToken,
      nextContinuationToken: listing.isTruncated ? ListToken.text(listing.last) : nil,
      startAfter: input.startAfter)
  }
}

/// Tokens of listings, which hold the last key and do not look like it.
enum ListToken {
  static func text(_ key: String) -> String { "1" + Base64.encode(key.utf8.map { $0 ^ 0x5A }) }

  static func read(_ token: String) -> String? {
    guard token.hasPrefix("1"), let bytes = Base64.decode(String(token.dropFirst())) else { return nil }
    return String(validating: bytes.map { $0 ^ 0x5A }, as: UTF8.self)
  }
}

/// Lists the objects of a bucket in the older form.
package enum ListObjects: BucketOperation {
  package static let name = "ListObjects"
  package static let action = "ListBucket"

  /// Which keys, and how they are put together.
  package struct Input: BucketInput {
    package var bucket: String
    package var delimiter: String?
    package var encodingType: String?
    package var marker: String?
    package var maxKeys: Int?
    package var prefix: String?
    package var expectedBucketOwner: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package var isTruncated: Bool
    package var marker: String
    package var nextMarker: String?
    package var contents: [ObjectRow]?
    package var name: String
    package var prefix: String
    package var delimiter: String?
    package var maxKeys: Int
    package var commonPrefixes: [CommonPrefixRow]?
    package var encodingType: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [
      world.s3Access(
        "ListBucket", to: input.bucket,
        keys: listingKeys(prefix: input.prefix, delimiter: input.delimiter, limit: input.maxKeys))
    ]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    let encoding = try ListEncoding(input.encodingType)
    let limit = try listingLimit(input.maxKeys)
    let listing = Listing(
      bucket.currentObjects, prefix: input.prefix ?? "", delimiter: input.delimiter ?? "",
      after: input.marker ?? "", limit: limit)
    world.noteRequest(in: bucket.region, isWrite: true)
    let contents = listing.rows.map { ObjectRow($0.key, $0.row, encoding: encoding, owner: .account) }
    let prefixes = listing.prefixes.map { CommonPrefixRow(prefix: encoding.text($0)) }
    return Output(
      isTruncated: listing.isTruncated, marker: input.marker ?? "",
      nextMarker: listing.isTruncated && input.delimiter != nil ? listing.last : nil,
      contents: contents.isEmpty ? nil : contents, name: bucket.name,
      prefix: encoding.text(input.prefix ?? ""),
      delimiter: input.delimiter, maxKeys: limit, commonPrefixes: prefixes.isEmpty ? nil : prefixes,
      encodingType: input.encodingType)
  }
}
