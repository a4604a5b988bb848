/// Tags as S3 takes and shows them.
package struct S3TagSet: Codable, Sendable {
  package var tagSet: [Tags.Tag]

  /// The tags, each key once and within the limits.
  func checked(limit: Int) throws(AWSError) -> Tags {
    var tags = Tags()
    for tag in tagSet {
      guard tags[tag.key] == nil else {
        throw AWSError("InvalidTag", "Cannot provide multiple Tags with the same key")
      }
      tags[tag.key] = tag.value
    }
    try S3Tags.check(tags, limit: limit)
    return tags
  }
}

/// The tags of a bucket.
package enum GetBucketTagging: BucketOperation {
  package static let name = "GetBucketTagging"
  package typealias Input = BucketNameInput
  package typealias Output = S3TagSet

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let tags = try world.bucket(input).tags.all
    guard !tags.isEmpty else { throw AWSError("NoSuchTagSet", "The TagSet does not exist") }
    return Output(tagSet: tags)
  }
}

/// Replaces the tags of a bucket.
package enum PutBucketTagging: BucketOperation {
  package static let name = "PutBucketTagging"

  /// All tags.
  package struct Input: BucketInput {
    package var bucket: String
    package var tagging: S3TagSet
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let tags = try input.tagging.checked(limit: 50)
    try world.changeBucket(input) { $0.tags = tags }
    return NoOutput()
  }
}

/// Takes all tags off a bucket.
package enum DeleteBucketTagging: BucketOperation {
  package static let name = "DeleteBucketTagging"
  package static let action = "PutBucketTagging"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.tags = Tags() }
    return NoOutput()
  }
}

/// The tags of an object.
package enum GetObjectTagging: Operation {
  package static let service = "s3api"
  package static let name = "GetObjectTagging"
  package typealias Input = ObjectVersionInput

  /// The tags, none when there are none.
  package struct Output: Encodable, Sendable {
    package var versionId: String?
    package var tagSet: [Tags.Tag]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access("GetObjectTagging", "GetObjectVersionTagging", in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (bucket, version) = try world.version(input)
    return Output(
      versionId: bucket.versioning == .never ? nil : version.id, tagSet: version.tags.all)
  }
}

/// Replaces the tags of an object.
package enum PutObjectTagging: Operation {
  package static let service = "s3api"
  package static let name = "PutObjectTagging"

  /// All tags.
  package struct Input: VersionInput {
    package var bucket: String
    package var key: String
    package var versionId: String?
    package var tagging: S3TagSet
    package var expectedBucketOwner: String?
  }

  package typealias Output = ObjectTagOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access("PutObjectTagging", "PutObjectVersionTagging", in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let tags = try input.tagging.checked(limit: 10)
    let (bucket, version) = try world.version(input)
    try world.changeVersion(input) { $0.tags = tags }
    return Output(versionId: bucket.versioning == .never ? nil : version.id)
  }
}

/// The version whose tags were changed.
package struct ObjectTagOutput: Encodable, Sendable {
  package var versionId: String?
}

/// Takes all tags off an object.
package enum DeleteObjectTagging: Operation {
  package static let service = "s3api"
  package static let name = "DeleteObjectTagging"
  package typealias Input = ObjectVersionInput
  package typealias Output = ObjectTagOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    input.access("DeleteObjectTagging", "DeleteObjectVersionTagging", in: world)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (bucket, version) = try world.version(input)
    try world.changeVersion(input) { $0.tags = Tags() }
    return Output(versionId: bucket.versioning == .never ? nil : version.id)
  }
}
