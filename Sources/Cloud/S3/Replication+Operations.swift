/// The replication rules of a bucket.
package enum GetBucketReplication: BucketOperation {
  package static let name = "GetBucketReplication"
  package static let action = "GetReplicationConfiguration"
  package typealias Input = BucketNameInput

  /// The role and the rules.
  package struct Output: Encodable, Sendable {
    package var replicationConfiguration: ReplicationConfiguration
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let replication = try world.bucket(input).replication else {
      throw AWSError(
        "ReplicationConfigurationNotFoundError", "The replication configuration was not found")
    }
    return Output(replicationConfiguration: replication)
  }
}

/// Sets the replication rules of a bucket, which hold for objects written from now on.
package enum PutBucketReplication: BucketOperation {
  package static let name = "PutBucketReplication"
  package static let action = "PutReplicationConfiguration"

  /// The role and the rules.
  package struct Input: BucketInput {
    package var bucket: String
    package var replicationConfiguration: ReplicationConfiguration
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [
      world.s3Access(action, to: input.bucket),
      AccessRequest(action: "iam:PassRole", resource: input.replicationConfiguration.role),
    ]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    guard bucket.versioning == .enabled else {
      throw S3Error.request("Versioning must be 'Enabled' on the bucket to apply a replication configuration")
    }
    var replication = input.replicationConfiguration
    guard replication.role.hasPrefix("arn:aws:iam::\(Account.id):role/") else {
      throw S3Error.invalid("Invalid Amazon Resource Name (ARN) for role")
    }
    guard (1...1_000).contains(replication.rules.count) else { throw S3Error.malformed }
    for index in replication.rules.indices {
      try check(replication.rules[index], of: bucket, in: world)
      if replication.rules[index].id == nil { replication.rules[index].id = world.nextS3ID() }
    }
    let priorities = replication.rules.compactMap(\.priority)
    guard Set(priorities).count == priorities.count else {
      throw S3Error.request("Found duplicate priorities. Priority must be unique.")
    }
    try world.changeBucket(input) { $0.replication = replication }
    return NoOutput()
  }

  private static func check(
    _ rule: ReplicationConfiguration.Rule, of bucket: Bucket, in world: World
  ) throws(AWSError) {
    guard ["Enabled", "Disabled"].contains(rule.status), rule.prefix != nil || rule.filter != nil else {
      throw S3Error.malformed
    }
    if rule.filter != nil {
      guard rule.priority != nil else {
        throw S3Error.request(
          "Priority must be specified for this version of Cross Region Replication configuration schema. Please refer"
            + " to S3 Developer Guide for more information.")
      }
      guard rule.deleteMarkerReplication != nil else {
        throw S3Error.request(
          "DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration"
            + " schema. Please refer to S3 Developer Guide for more information.")
      }
    }
    if let account = rule.destination.account, !account.utf8.elementsEqual(Account.id.utf8) {
      throw AWSError.notModelled("ReplicationConfiguration.Rules.Destination.Account", account)
    }
    guard let name = S3ARN.bucketName(rule.destination.bucket) else {
      throw S3Error.invalid("Invalid bucket ARN.")
    }
    guard let destination = world.s3.buckets[ObjectKey(name)] else {
      throw S3Error.request("Destination bucket must exist.")
    }
    guard destination.name != bucket.name else {
      throw S3Error.request("Destination bucket cannot be the same as the source bucket.")
    }
    guard destination.versioning == .enabled else {
      throw S3Error.request("Destination bucket must have versioning enabled.")
    }
    if let storageClass = rule.destination.storageClass, StorageClass(rawValue: storageClass) == nil {
      throw S3Error.malformed
    }
  }
}

/// Takes the replication rules off a bucket.
package enum DeleteBucketReplication: BucketOperation {
  package static let name = "DeleteBucketReplication"
  package static let action = "PutReplicationConfiguration"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.replication = nil }
    return NoOutput()
  }
}
