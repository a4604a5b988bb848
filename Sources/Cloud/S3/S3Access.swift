/// The input of an operation on one bucket.
package protocol BucketInput: Decodable, Sendable {
  /// The bucket's name.
  var bucket: String { get }
  /// The account that must own it, where the caller wants to be sure.
  var expectedBucketOwner: String? { get }
}

/// An operation on one bucket: one action on the bucket's ARN.
package protocol BucketOperation: Operation where Input: BucketInput {
  /// The IAM action without its prefix, where it is not the operation's name.
  static var action: String { get }
}

extension BucketOperation {
  package static var service: String { "s3api" }
  package static var action: String { name }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [world.s3Access(action, to: input.bucket)]
  }
}

/// The input of an operation on one object.
package protocol ObjectInput: BucketInput {
  /// The object's key.
  var key: String { get }
}

/// The ARNs of S3, which name neither Region nor account.
package enum S3ARN {
  /// The ARN of a bucket.
  package static func bucket(_ name: String) -> String { "arn:aws:s3:::\(name)" }
  /// The ARN of an object.
  package static func object(_ bucket: String, _ key: String) -> String { "arn:aws:s3:::\(bucket)/\(key)" }

  /// The name of the bucket of an ARN, or `nil` when it is no ARN of a bucket.
  package static func bucketName(_ arn: String) -> String? {
    let start = "arn:aws:s3:::"
    guard arn.utf8.starts(with: start.utf8) else { return nil }
    let name = String(arn.dropFirst(start.count))
    return name.isEmpty || name.contains("/") ? nil : name
  }
}

/// Condition keys with their values; absent ones are left out.
typealias S3ConditionKeys = [(key: String, value: String?)]

extension World {
  /// The access to a bucket, or to an object of it, by an action without the prefix `s3:`.
  func s3Access(
    _ action: String, to bucket: String, _ key: String? = nil, keys: S3ConditionKeys = []
  ) -> AccessRequest {
    var values = ConditionKeys()
    for (key, value) in keys { if let value { values[key] = [value] } }
    return AccessRequest(
      action: "s3:\(action)",
      target: AccessTarget(
        key.map { S3ARN.object(bucket, $0) } ?? S3ARN.bucket(bucket),
        policy: s3.buckets[ObjectKey(bucket)]?.policyInForce(on: key.map { ObjectKey($0) })),
      keys: values)
  }

  /// The bucket that an input names, or AWS's refusal.
  func bucket(_ input: some BucketInput) throws(AWSError) -> Bucket {
    guard let bucket = s3.buckets[ObjectKey(input.bucket)] else { throw S3Error.noBucket }
    if let owner = input.expectedBucketOwner, !owner.utf8.elementsEqual(Account.id.utf8) {
      throw S3Error.denied
    }
    return bucket
  }

  /// Changes the bucket that an input names.
  mutating func changeBucket(
    _ input: some BucketInput, _ change: (inout Bucket) throws(AWSError) -> Void
  ) throws(AWSError) {
    var bucket = try bucket(input)
    try change(&bucket)
    s3.buckets[ObjectKey(bucket.name)] = bucket
  }

  /// Notes a request for the bill.
  mutating func noteRequest(in region: Region, isWrite: Bool) {
    var row = s3.usage.regions[region] ?? S3Usage.Row()
    if isWrite { row.writes += 1 } else { row.reads += 1 }
    s3.usage.regions[region] = row
  }

  /// An id of a version or an upload, in the letters of AWS's.
  mutating func nextS3ID() -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._".utf8)
    var text: [UInt8] = []
    for _ in 0..<4 {
      let bits = nextBits()
      text += (0..<8).map { letters[Int(bits >> UInt64(6 * $0) & 63)] }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
