import EventKernel

/// The lifecycle rules of a bucket.
package enum GetBucketLifecycleConfiguration: BucketOperation {
  package static let name = "GetBucketLifecycleConfiguration"
  package static let action = "GetLifecycleConfiguration"
  package typealias Input = BucketNameInput

  /// The rules.
  package struct Output: Encodable, Sendable {
    package var rules: [LifecycleConfiguration.Rule]
    package var transitionDefaultMinimumObjectSize = "all_storage_classes_128K"
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let lifecycle = try world.bucket(input).lifecycle else {
      throw AWSError("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
    }
    return Output(rules: lifecycle.rules)
  }
}

/// Sets the lifecycle rules of a bucket, which are carried out every day at midnight UTC.
// Simplified: s3-lifecycle-midnight
package enum PutBucketLifecycleConfiguration: BucketOperation {
  package static let name = "PutBucketLifecycleConfiguration"
  package static let action = "PutLifecycleConfiguration"

  /// All rules.
  package struct Input: BucketInput {
    package var bucket: String
    package var lifecycleConfiguration: LifecycleConfiguration?
    package var expectedBucketOwner: String?
  }

  /// The size below which objects are not moved.
  package struct Output: Encodable, Sendable {
    package var transitionDefaultMinimumObjectSize = "all_storage_classes_128K"
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard var lifecycle = input.lifecycleConfiguration, (1...1_000).contains(lifecycle.rules.count) else {
      throw S3Error.malformed
    }
    for index in lifecycle.rules.indices {
      if lifecycle.rules[index].id == nil { lifecycle.rules[index].id = world.nextS3ID() }
      try check(lifecycle.rules[index])
    }
    let ids = lifecycle.rules.compactMap(\.id)
    guard Set(ids).count == ids.count else {
      throw S3Error.invalid("Rule ID must be unique. Found same ID for more than one rule")
    }
    try world.changeBucket(input) { $0.lifecycle = lifecycle }
    world.planLifecycle()
    return Output()
  }

  private static func check(_ rule: LifecycleConfiguration.Rule) throws(AWSError) {
    guard ["Enabled", "Disabled"].contains(rule.status), rule.prefix != nil || rule.filter != nil else {
      throw S3Error.malformed
    }
    guard (rule.id ?? "").utf8.count <= 255 else {
      throw S3Error.invalid("ID length should not exceed allowed limit of 255")
    }
    guard
      rule.expiration != nil || rule.transitions != nil || rule.noncurrentVersionExpiration != nil
        || rule.noncurrentVersionTransitions != nil || rule.abortIncompleteMultipartUpload != nil
    else {
      throw S3Error.request("At least one action needs to be specified in a rule")
    }
    try checkTransitions(rule)
    guard let expiration = rule.expiration else { return }
    if let date = expiration.date, LifecycleDate.read(date) == nil {
      throw S3Error.invalid("'Date' must be at midnight GMT")
    }
    if let days = expiration.days {
      guard days > 0 else {
        throw S3Error.invalid("'Days' for Expiration action must be a positive integer")
      }
      if let latest = (rule.transitions ?? []).compactMap(\.days).max(), latest >= days {
        throw S3Error.invalid(
          "'Days' in the Expiration action for filter '\(prefixText(rule))' must be greater than 'Days' in the"
            + " Transition action")
      }
    }
  }

  private static func checkTransitions(_ rule: LifecycleConfiguration.Rule) throws(AWSError) {
    var previous: (days: Int, target: StorageClass)?
    for transition in rule.transitions ?? [] {
      let target = try target(transition.storageClass)
      if let date = transition.date, LifecycleDate.read(date) == nil {
        throw S3Error.invalid("'Date' must be at midnight GMT")
      }
      guard (transition.date == nil) != (transition.days == nil) else { throw S3Error.malformed }
      guard let days = transition.days else { continue }
      guard days >= 0 else {
        throw S3Error.invalid("'Days' in Transition action must be nonnegative")
      }
      if [.standardIA, .oneZoneIA].contains(target), days < 30 {
        throw S3Error.invalid(
          "'Days' in Transition action must be greater than or equal to 30 for storageClass"
            + " '\(target.rawValue)'")
      }
      if let previous, previous.target == .standardIA || previous.target == .oneZoneIA,
        days < previous.days + 30
      {
        throw S3Error.invalid(
          "'Days' in the '\(target.rawValue)' Transition action for filter '\(prefixText(rule))' must be 30 days"
            + " more than 'filter '\(prefixText(rule))'' in the '\(previous.target.rawValue)' Transition action"
        )
      }
      previous = (days, target)
    }
    for transition in rule.noncurrentVersionTransitions ?? [] {
      let target = try target(transition.storageClass)
      if [.standardIA, .oneZoneIA].contains(target), (transition.noncurrentDays ?? 0) < 30 {
        throw S3Error.invalid(
          "'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal to 30 for"
            + " storageClass '\(target.rawValue)'")
      }
    }
    if let rule = rule.noncurrentVersionExpiration, (rule.noncurrentDays ?? 0) < 1 {
      throw S3Error.invalid(
        "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer")
    }
  }

  private static func target(_ name: String?) throws(AWSError) -> StorageClass {
    guard let target = StorageClass(rawValue: name ?? ""), target != .standard else {
      throw S3Error.malformed
    }
    return target
  }

  private static func prefixText(_ rule: LifecycleConfiguration.Rule) -> String {
    "(prefix=\(rule.prefix ?? rule.filter?.prefix ?? rule.filter?.and?.prefix ?? ""))"
  }
}

/// Takes all lifecycle rules off a bucket.
package enum DeleteBucketLifecycle: BucketOperation {
  package static let name = "DeleteBucketLifecycle"
  package static let action = "PutLifecycleConfiguration"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.lifecycle = nil }
    return NoOutput()
  }
}
