/// The switches of Block Public Access.
package enum GetPublicAccessBlock: BucketOperation {
  package static let name = "GetPublicAccessBlock"
  package static let action = "GetBucketPublicAccessBlock"
  package typealias Input = BucketNameInput

  /// The four switches.
  package struct Output: Encodable, Sendable {
    package var publicAccessBlockConfiguration: PublicAccessBlock
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let block = try world.bucket(input).publicAccessBlock else {
      throw AWSError(
        "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")
    }
    return Output(publicAccessBlockConfiguration: block)
  }
}

/// Sets the switches of Block Public Access; those left out are turned off.
package enum PutPublicAccessBlock: BucketOperation {
  package static let name = "PutPublicAccessBlock"
  package static let action = "PutBucketPublicAccessBlock"

  /// The four switches.
  package struct Input: BucketInput {
    package var bucket: String
    package var publicAccessBlockConfiguration: PublicAccessBlock
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.publicAccessBlock = input.publicAccessBlockConfiguration.filled }
    world.revision.access += 1
    return NoOutput()
  }
}

/// Takes Block Public Access off a bucket.
package enum DeletePublicAccessBlock: BucketOperation {
  package static let name = "DeletePublicAccessBlock"
  package static let action = "PutBucketPublicAccessBlock"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.publicAccessBlock = nil }
    world.revision.access += 1
    return NoOutput()
  }
}

/// The ownership of objects as the API takes and shows it.
package struct OwnershipControls: Codable, Sendable {
  package struct Rule: Codable, Sendable { package var objectOwnership: String }
  package var rules: [Rule]
}

/// Who owns what others write, and with it whether ACLs are on.
package enum GetBucketOwnershipControls: BucketOperation {
  package static let name = "GetBucketOwnershipControls"
  package typealias Input = BucketNameInput

  /// The rule.
  package struct Output: Encodable, Sendable { package var ownershipControls: OwnershipControls }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let ownership = try world.bucket(input).ownership else {
      throw AWSError(
        "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
    }
    return Output(ownershipControls: OwnershipControls(rules: [.init(objectOwnership: ownership)]))
  }
}

/// Sets who owns what others write.
package enum PutBucketOwnershipControls: BucketOperation {
  package static let name = "PutBucketOwnershipControls"

  /// The rule.
  package struct Input: BucketInput {
    package var bucket: String
    package var ownershipControls: OwnershipControls
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rules = input.ownershipControls.rules
    guard rules.count == 1, ObjectOwnership.all.contains(rules[0].objectOwnership) else {
      throw S3Error.malformed
    }
    try world.changeBucket(input) { (bucket) throws(AWSError) in
      if rules[0].objectOwnership == ObjectOwnership.enforced, bucket.grants != [S3ACL.owner] {
        throw AWSError(
          "InvalidBucketAclWithObjectOwnership",
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")
      }
      bucket.ownership = rules[0].objectOwnership
    }
    world.revision.access += 1
    return NoOutput()
  }
}

/// Takes the rule of ownership off: then the writer owns, and ACLs are on.
package enum DeleteBucketOwnershipControls: BucketOperation {
  package static let name = "DeleteBucketOwnershipControls"
  package static let action = "PutBucketOwnershipControls"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.ownership = nil }
    world.revision.access += 1
    return NoOutput()
  }
}
