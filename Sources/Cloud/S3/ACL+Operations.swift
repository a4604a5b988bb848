/// An ACL as the API takes and shows it.
package struct S3ACLOutput: Encodable, Sendable {
  package var owner: S3Owner
  package var grants: [S3Grant]
}

/// The ACL of a bucket.
package enum GetBucketAcl: BucketOperation {
  package static let name = "GetBucketAcl"
  package typealias Input = BucketNameInput
  package typealias Output = S3ACLOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(owner: .account, grants: try world.bucket(input).grants)
  }
}

/// Sets the ACL of a bucket.
package enum PutBucketAcl: BucketOperation {
  package static let name = "PutBucketAcl"

  /// A canned ACL, or grants.
  package struct Input: BucketInput, ACLInput {
    package var acl: String?
    package var accessControlPolicy: S3ACLPolicy?
    package var bucket: String
    package var grantFullControl: String?
    package var grantRead: String?
    package var grantReadACP: String?
    package var grantWrite: String?
    package var grantWriteACP: String?
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [world.s3Access(action, to: input.bucket, keys: input.askedACL.keys)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { (bucket) throws(AWSError) in
      try refuseNothing(input.askedACL, input.accessControlPolicy)
      bucket.grants = try S3ACL.grants(input.askedACL, policy: input.accessControlPolicy, in: bucket)
    }
    world.revision.access += 1
    return NoOutput()
  }

  /// Throws when a call that sets an ACL names none.
  static func refuseNothing(_ asked: ACLRequest, _ policy: S3ACLPolicy?) throws(AWSError) {
    guard !asked.isEmpty || policy != nil else {
      throw AWSError("MissingSecurityHeader", "Your request was missing a required header")
    }
  }
}

/// The ACL of an object.
package enum GetObjectAcl: Operation {
  package static let service = "s3api"
  package static let name = "GetObjectAcl"
  package typealias Input = ObjectVersionInput
  package typealias Output = S3ACLOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access("GetObjectAcl", "GetObjectVersionAcl", in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(owner: .account, grants: try world.version(input).version.grants)
  }
}

/// Sets the ACL of an object.
package enum PutObjectAcl: Operation {
  package static let service = "s3api"
  package static let name = "PutObjectAcl"

  /// A canned ACL, or grants.
  package struct Input: VersionInput, ACLInput {
    package var acl: String?
    package var accessControlPolicy: S3ACLPolicy?
    package var bucket: String
    package var grantFullControl: String?
    package var grantRead: String?
    package var grantReadACP: String?
    package var grantWrite: String?
    package var grantWriteACP: String?
    package var key: String
    package var versionId: String?
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access("PutObjectAcl", "PutObjectVersionAcl", keys: input.askedACL.keys, in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    _ = try world.version(input)
    try PutBucketAcl.refuseNothing(input.askedACL, input.accessControlPolicy)
    let grants = try S3ACL.grants(input.askedACL, policy: input.accessControlPolicy, in: bucket)
    try world.changeVersion(input) { $0.grants = grants }
    world.revision.access += 1
    return NoOutput()
  }
}
