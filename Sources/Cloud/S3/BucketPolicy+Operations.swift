/// The policy of a bucket as it was written.
package enum GetBucketPolicy: BucketOperation {
  package static let name = "GetBucketPolicy"
  package typealias Input = BucketNameInput

  /// The policy's text.
  package struct Output: Encodable, Sendable { package var policy: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let policy = try world.bucket(input).policy else { throw BucketPolicy.missing }
    return Output(policy: policy.text)
  }
}

/// Sets the policy of a bucket.
package enum PutBucketPolicy: BucketOperation {
  package static let name = "PutBucketPolicy"

  /// The whole policy.
  package struct Input: BucketInput {
    package var bucket: String
    package var policy: String
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    let policy = try BucketPolicy.read(input.policy, of: bucket, in: world)
    guard bucket.publicAccessBlock?.blockPublicPolicy != true || !policy.isPublic else {
      throw AWSError(
        "AccessDenied",
        "User: \(context.caller.arn) is not authorized to perform: s3:PutBucketPolicy on resource:"
          + " \"\(bucket.arn)\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block"
          + " Public Access.")
    }
    try world.changeBucket(input) { $0.policy = policy }
    world.revision.access += 1
    return NoOutput()
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

/// Whether the policy of a bucket lets everybody in.
package enum GetBucketPolicyStatus: BucketOperation {
  package static let name = "GetBucketPolicyStatus"
  package typealias Input = BucketNameInput

  /// The status.
  package struct Output: Encodable, Sendable {
    package struct Status: Encodable, Sendable { package var isPublic: Bool }
    package var policyStatus: Status
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let policy = try world.bucket(input).policy else { throw BucketPolicy.missing }
    return Output(policyStatus: .init(isPublic: policy.isPublic))
  }
}
