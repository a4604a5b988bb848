import EventKernel

/// The owner as S3 shows it: a canonical id, without the name since 2025-11.
package struct S3Owner: Codable, Sendable, Equatable {
  package var id: String

  /// The account's canonical id.
  static let account = S3Owner(id: "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a")
}

/// Makes a bucket.
package enum CreateBucket: BucketOperation {
  package static let name = "CreateBucket"

  /// The name, the Region and who owns what others write.
  package struct Input: BucketInput, ACLInput {
    package struct Configuration: Decodable, Sendable {
      package var locationConstraint: String?
      package var tags: [Tags.Tag]?
    }

    package var acl: String?
    package var bucket: String
    package var createBucketConfiguration: Configuration?
    package var grantFullControl: String?
    package var grantRead: String?
    package var grantReadACP: String?
    package var grantWrite: String?
    package var grantWriteACP: String?
    package var objectOwnership: String?
    package var expectedBucketOwner: String? { nil }

    private enum CodingKeys: CodingKey {
      case acl, bucket, createBucketConfiguration, grantFullControl, grantRead, grantReadACP, grantWrite,
        grantWriteACP
      case objectOwnership
    }
  }

  /// Where the bucket answers.
  package struct Output: Encodable, Sendable {
    package var location: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let make = world.s3Access(action, to: input.bucket, keys: input.askedACL.keys)
    guard !input.askedACL.isEmpty else { return [make] }
    return [make, world.s3Access("PutBucketAcl", to: input.bucket)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard BucketName.isValid(input.bucket) else {
      throw AWSError("InvalidBucketName", "The specified bucket is not valid.")
    }
    let region = try place(input.createBucketConfiguration?.locationConstraint, in: world, context)
    let ownership = input.objectOwnership ?? ObjectOwnership.enforced
    guard ObjectOwnership.all.contains(ownership) else { throw S3Error.malformed }
    let grants = try grants(input.askedACL, ownership)
    let key = ObjectKey(input.bucket)
    if let present = world.s3.buckets[key] {
      // N. Virginia answers a second time as it did the first (S3 API reference, CreateBucket).
      if present.region.rawValue == "us-east-1", region == present.region {
        return Output(location: location(of: present))
      }
      throw AWSError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.")
    }
    guard !BucketName.isTaken(input.bucket) else {
      throw AWSError(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system."
          + " Please select a different name and try again.")
    }
    guard world.s3.buckets.count < S3Limits.buckets else {
      throw AWSError("TooManyBuckets", "You have attempted to create more buckets than allowed")
    }
    var bucket = Bucket(name: input.bucket, region: region, creation: world.now)
    bucket.ownership = ownership
    bucket.grants = grants
    for tag in input.createBucketConfiguration?.tags ?? [] { bucket.tags[tag.key] = tag.value }
    world.s3.buckets[key] = bucket
    world.noteRequest(in: region, isWrite: true)
    return Output(location: location(of: bucket))
  }

  /// The grants of the new bucket: ACLs must be on, and public ones wait until Block Public Access is off.
  private static func grants(_ asked: ACLRequest, _ ownership: String) throws(AWSError) -> [S3Grant] {
    if ownership == ObjectOwnership.enforced, asked.canned != "private", !asked.isEmpty {
      throw AWSError(
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
    }
    let grants = try S3ACL.grants(asked)
    guard !grants.contains(where: S3ACL.isPublic) else {
      throw AWSError(
        "InvalidBucketAclWithBlockPublicAccessError",
        "Bucket cannot have public ACLs set with BlockPublicAccess enabled")
    }
    return grants
  }

  private static func location(of bucket: Bucket) -> String {
    bucket.region.rawValue == "us-east-1"
      ? "/\(bucket.name)" : "http://\(bucket.name).s3.amazonaws.com/"
  }

  /// The Region of the new bucket: the endpoint's own unless it is N. Virginia's, which makes buckets everywhere.
  private static func place(
    _ constraint: String?, in world: World, _ context: CallContext
  ) throws(AWSError) -> Region {
    let isVirginia = context.region.rawValue == "us-east-1"
    guard let constraint, !constraint.isEmpty else {
      guard isVirginia else { throw incompatible("unspecified") }
      return context.region
    }
    let wanted = Region(rawValue: constraint == "EU" ? "eu-west-1" : constraint)
    guard world.catalog.region(wanted) != nil, constraint != "us-east-1" else {
      throw AWSError("InvalidLocationConstraint", "The specified location-constraint is not valid")
    }
    guard isVirginia || wanted == context.region else { throw incompatible(constraint) }
    return wanted
  }

  private static func incompatible(_ constraint: String) -> AWSError {
    AWSError(
      "IllegalLocationConstraintException",
      "The \(constraint) location constraint is incompatible for the region specific endpoint this request was"
        + " sent to.")
  }
}

/// Deletes an empty bucket.
package enum DeleteBucket: BucketOperation {
  package static let name = "DeleteBucket"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    guard bucket.objects.isEmpty else {
      let message = "The bucket you tried to delete is not empty"
      throw AWSError(
        "BucketNotEmpty",
        bucket.versioning == .never ? message : message + ". You must delete all versions in the bucket.")
    }
    world.s3.buckets[ObjectKey(bucket.name)] = nil
    return NoOutput()
  }
}

/// The input of operations that name a bucket and nothing else.
package struct BucketNameInput: BucketInput {
  package var bucket: String
  package var expectedBucketOwner: String?
}

/// Whether a bucket is there and may be entered.
package enum HeadBucket: BucketOperation {
  package static let name = "HeadBucket"
  package static let action = "ListBucket"
  package typealias Input = BucketNameInput

  /// The bucket's Region.
  package struct Output: Encodable, Sendable {
    package var bucketArn: String
    package var bucketRegion: String
    package var accessPointAlias: Bool
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    do throws(AWSError) {
      let bucket = try world.bucket(input)
      world.noteRequest(in: bucket.region, isWrite: false)
      return Output(
        bucketArn: bucket.arn, bucketRegion: bucket.region.rawValue, accessPointAlias: false)
    } catch {
      throw S3Error.withoutBody(error)
    }
  }
}

/// In which Region a bucket is; nothing is said of N. Virginia, for reasons of age.
package enum GetBucketLocation: BucketOperation {
  package static let name = "GetBucketLocation"
  package typealias Input = BucketNameInput

  /// The Region, `nil` for us-east-1.
  package struct Output: Encodable, Sendable {
    package var locationConstraint: String?

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      if let locationConstraint {
        try container.encode(locationConstraint, forKey: .locationConstraint)
      } else {
        try container.encodeNil(forKey: .locationConstraint)
      }
    }
    private enum CodingKeys: CodingKey { case locationConstraint }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = try world.bucket(input).region.rawValue
    return Output(locationConstraint: region == "us-east-1" ? nil : region)
  }
}
