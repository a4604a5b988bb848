/// An ACL as the API takes and shows it.
package struct S3ACLOutput: Encodable, Sendable {
  package var owner: S3Owner
  package var grants: [S3Grant]
}

/// The grants of an ACL as a call gives them.
package struct S3ACLPolicy: Decodable, Sendable {
  package var grants: [S3Grant]?
  package var owner: S3Owner?
}

extension S3ACL {
  /// The grants beside the owner's that a call asks for, or AWS's refusal.
  static func asked(
    canned: String?, policy: S3ACLPolicy?, in bucket: Bucket
  ) throws(AWSError) -> [S3Grant] {
    let grants: [S3Grant]
    if let canned {
      guard policy == nil else {
        throw S3Error.request("Specifying both Canned ACLs and Header Grants is not allowed")
      }
      guard let found = self.grants(canned: canned) else { throw S3Error.malformed }
      grants = found
    } else if let policy {
      grants = (policy.grants ?? []).filter { $0 != owner }
      let permissions = ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"]
      for grant in grants {
        guard let grantee = grant.grantee, permissions.contains(grant.permission ?? "") else {
          throw S3Error.malformed
        }
        guard grantee.type == "Group", [everyone, authenticated].contains(grantee.uri ?? "") else {
          // Nobody lives outside the account.
          throw grantee.type == "CanonicalUser"
            ? S3Error.invalid("Invalid id") : AWSError.notModelled("AccessControlPolicy.Grants", grantee.type)
        }
      }
    } else {
      throw AWSError(
        "MissingSecurityHeader", "Your request was missing a required header")
    }
    if bucket.ownership == ObjectOwnership.enforced {
      guard grants.isEmpty, canned != "authenticated-read" else { throw S3Error.aclsOff }
    }
    try refusePublic(grants, in: bucket)
    return grants
  }
}

/// The ACL of a bucket.
package enum GetBucketAcl: BucketOperation {
  package static let name = "GetBucketAcl"
  package typealias Input = BucketNameInput
  package typealias Output = S3ACLOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(owner: .account, grants: [S3ACL.owner] + (try world.bucket(input).grants))
  }
}

/// Sets the ACL of a bucket.
package enum PutBucketAcl: BucketOperation {
  package static let name = "PutBucketAcl"

  /// A canned ACL, or grants.
  package struct Input: BucketInput {
    package var acl: String?
    package var accessControlPolicy: S3ACLPolicy?
    package var bucket: String
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { (bucket) throws(AWSError) in
      bucket.grants = try S3ACL.asked(canned: input.acl, policy: input.accessControlPolicy, in: bucket)
    }
    world.revision.access += 1
    return NoOutput()
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
    Output(owner: .account, grants: [S3ACL.owner] + (try world.version(input).version.grants))
  }
}

/// Sets the ACL of an object.
package enum PutObjectAcl: Operation {
  package static let service = "s3api"
  package static let name = "PutObjectAcl"

  /// A canned ACL, or grants.
  package struct Input: VersionInput {
    package var acl: String?
    package var accessControlPolicy: S3ACLPolicy?
    package var bucket: String
    package var key: String
    package var versionId: String?
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access("PutObjectAcl", "PutObjectVersionAcl", in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    _ = try world.version(input)
    let grants = try S3ACL.asked(canned: input.acl, policy: input.accessControlPolicy, in: bucket)
    try world.changeVersion(input) { $0.grants = grants }
    world.revision.access += 1
    return NoOutput()
  }
}
