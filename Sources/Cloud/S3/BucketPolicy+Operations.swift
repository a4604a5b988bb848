/// The policy of a bucket as it was written.
package enum GetBucketPolicy: BucketOperation {
  package static let name = "GetBucketPolicy"
  package typealias Input = BucketNameInput

  /// The policy's text.
  package struct Output: Encodable, Sendable { package var policy: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let policy = try world.bucket(input).policy else {
      throw AWSError("NoSuchBucketPolicy", "The bucket policy does not exist")
    }
    return Output(policy: policy)
  }
}

/// Takes the policy off a bucket.
package enum DeleteBucketPolicy: BucketOperation {
  package static let name = "DeleteBucketPolicy"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.policy = nil }
    world.revision.access += 1
    return NoOutput()
  }
}
