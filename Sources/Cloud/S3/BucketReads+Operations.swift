/// Whether uploads go by the edge network: never here, which AWS shows as nothing.
package enum GetBucketAccelerateConfiguration: BucketOperation {
  package static let name = "GetBucketAccelerateConfiguration"
  package static let action = "GetAccelerateConfiguration"
  package typealias Input = BucketNameInput

  /// The state; nothing when nobody ever turned it on.
  package struct Output: Encodable, Sendable { package var status: String? }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try world.bucket(input)
    return Output()
  }
}

/// Who pays for requests: the owner.
package enum GetBucketRequestPayment: BucketOperation {
  package static let name = "GetBucketRequestPayment"
  package typealias Input = BucketNameInput

  /// The payer.
  package struct Output: Encodable, Sendable { package var payer: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try world.bucket(input)
    return Output(payer: "BucketOwner")
  }
}

/// Whether objects are locked: the world has no Object Lock.
package enum GetObjectLockConfiguration: BucketOperation {
  package static let name = "GetObjectLockConfiguration"
  package static let action = "GetBucketObjectLockConfiguration"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try world.bucket(input)
    throw AWSError(
      "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")
  }
}

/// Where the logs of requests go.
package enum GetBucketLogging: BucketOperation {
  package static let name = "GetBucketLogging"
  package typealias Input = BucketNameInput

  /// The target; nothing when there is none.
  package struct Output: Encodable, Sendable { package var loggingEnabled: LoggingTarget? }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(loggingEnabled: try world.bucket(input).logging)
  }
}

/// Sets where the logs of requests go.
// Simplified: s3-access-logs
package enum PutBucketLogging: BucketOperation {
  package static let name = "PutBucketLogging"

  /// The target, or nothing to turn logging off.
  package struct Input: BucketInput {
    package struct Status: Decodable, Sendable { package var loggingEnabled: LoggingTarget? }
    package var bucket: String
    package var bucketLoggingStatus: Status
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let source = try world.bucket(input)
    if let target = input.bucketLoggingStatus.loggingEnabled {
      guard let found = world.s3.buckets[ObjectKey(target.targetBucket)] else {
        throw AWSError(
          "InvalidTargetBucketForLogging", "The target bucket for logging does not exist")
      }
      guard found.region == source.region else {
        throw AWSError(
          "CrossLocationLoggingProhibited", "Cross S3 location logging not allowed.")
      }
    }
    try world.changeBucket(input) { $0.logging = input.bucketLoggingStatus.loggingEnabled }
    return NoOutput()
  }
}
