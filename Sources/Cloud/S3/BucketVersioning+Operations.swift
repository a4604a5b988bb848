/// Whether a bucket keeps versions, as the API shows it: nothing where nobody ever said.
package enum GetBucketVersioning: BucketOperation {
  package static let name = "GetBucketVersioning"
  package typealias Input = BucketNameInput

  /// The state, and whether deleting needs a device.
  package struct Output: Encodable, Sendable {
    package var status: String?
    package var mfaDelete: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    guard bucket.versioning != .never else { return Output() }
    return Output(
      status: bucket.versioning.rawValue, mfaDelete: bucket.deletesNeedMFA ? "Enabled" : nil)
  }
}

/// Turns versioning on or suspends it; it never goes back to off (facts: S3 9).
package enum PutBucketVersioning: BucketOperation {
  package static let name = "PutBucketVersioning"

  /// The state.
  package struct Input: BucketInput {
    package struct Configuration: Decodable, Sendable {
      package var mfaDelete: String?
      package var status: String?
    }
    package var bucket: String
    package var mfa: String?
    package var versioningConfiguration: Configuration
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { (bucket) throws(AWSError) in
      let wanted = input.versioningConfiguration
      if let mfaDelete = wanted.mfaDelete {
        guard ["Enabled", "Disabled"].contains(mfaDelete) else { throw S3Error.malformed }
        // Only the root user with its device may turn this on; nobody is the root user here.
        guard mfaDelete == "Disabled" && !bucket.deletesNeedMFA else {
          throw AWSError(
            "AccessDenied", "This operation may only be performed by the bucket owner")
        }
      }
      switch wanted.status {
      case "Enabled"?: bucket.versioning = .enabled
      case "Suspended"?:
        guard bucket.replication == nil else {
          throw AWSError(
            "InvalidBucketState",
            "A replication configuration is present on this bucket, so you cannot change the versioning state."
              + " To change the versioning state, first delete the replication configuration.")
        }
        bucket.versioning = .suspended
      case nil:
        throw AWSError("IllegalVersioningConfigurationException", "The Versioning element must be specified")
      default: throw S3Error.malformed
      }
    }
    return NoOutput()
  }
}
