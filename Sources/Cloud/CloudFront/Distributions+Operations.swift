import EventKernel

/// A distribution as the API shows it.
package struct DistributionDescription: Encodable, Sendable {
  package var id: String
  package var arn: String
  package var status: String
  package var lastModifiedTime: String
  package var inProgressInvalidationBatches: Int
  package var domainName: String
  package var activeTrustedSigners = CacheBehavior.Trusted.nobody
  package var activeTrustedKeyGroups = CacheBehavior.Trusted.nobody
  package var distributionConfig: DistributionConfig

  init(_ distribution: EdgeDistribution, in world: World) {
    id = distribution.id
    arn = distribution.arn
    status = distribution.status
    lastModifiedTime = distribution.modified.iso8601
    inProgressInvalidationBatches = world.cloudFront.invalidations.rows.count {
      $0.distribution.utf8.elementsEqual(distribution.id.utf8) && !$0.isCompleted
    }
    domainName = distribution.domainName
    distributionConfig = distribution.config
  }
}

/// The output of operations that make or change a distribution.
package struct DistributionOutput: Encodable, Sendable {
  package var distribution: DistributionDescription
  package var location: String?
  package var eTag: String

  init(_ made: EdgeDistribution, in world: World, isNew: Bool = false) {
    distribution = DistributionDescription(made, in: world)
    eTag = made.etag
    location = isNew ? "https://cloudfront.amazonaws.com/2020-05-31/distribution/\(made.id)" : nil
  }
}

extension World {
  /// Makes a distribution, which is deployed after a while; the same call again gives the same one.
  // Simplified: cloudfront-settings
  fileprivate mutating func makeDistribution(
    _ config: DistributionConfig, tags: [Tags.Tag]
  ) throws(AWSError) -> EdgeDistribution {
    let checked = try config.checked(in: self)
    if let present = cloudFront.distributions.rows.first(where: {
      $0.config.callerReference.utf8.elementsEqual(config.callerReference.utf8)
    }) {
      guard present.config == checked else {
        throw AWSError(
          "DistributionAlreadyExists",
          "The caller reference that you are using to create a distribution is associated with another"
            + " distribution. Already exists: \(present.id)")
      }
      return present
    }
    guard cloudFront.distributions.count < CloudFrontLimits.distributions else {
      throw AWSError(
        "TooManyDistributions",
        "Processing your request would cause you to exceed the maximum number of distributions allowed.")
    }
    let id = nextCloudFrontID("E")
    let domain = nextCloudFrontID("d").lowercased()
    var made = EdgeDistribution(
      id: id, domainName: "\(domain).cloudfront.net", config: checked, modified: now,
      etag: nextCloudFrontID("E"))
    for tag in tags { made.tags[tag.key] = tag.value }
    cloudFront.distributions[id] = made
    revision.dns += 1
    schedule(.cloudFront(.deployed(distribution: id, etag: made.etag)), in: CloudFrontLimits.deployment)
    return made
  }
}

/// Makes a distribution.
package enum CreateDistribution: Operation {
  package static let service = "cloudfront"
  package static let name = "CreateDistribution"

  /// The settings.
  package struct Input: Decodable, Sendable { package var distributionConfig: DistributionConfig }
  package typealias Output = DistributionOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("CreateDistribution", "*", context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(try world.makeDistribution(input.distributionConfig, tags: []), in: world, isNew: true)
  }
}

/// Makes a distribution with tags.
package enum CreateDistributionWithTags: Operation {
  package static let service = "cloudfront"
  package static let name = "CreateDistributionWithTags"

  /// The settings and the tags.
  package struct Input: Decodable, Sendable {
    package struct Both: Decodable, Sendable {
      package var distributionConfig: DistributionConfig
      package var tags: CloudFrontTags
    }
    package var distributionConfigWithTags: Both
  }

  package typealias Output = DistributionOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("cloudfront:CreateDistribution", world, context)
      .on(arn: "arn:aws:cloudfront::\(Account.id):distribution/*")
      .tagging(input.distributionConfigWithTags.tags.items).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let both = input.distributionConfigWithTags
    let made = try world.makeDistribution(both.distributionConfig, tags: both.tags.items ?? [])
    return Output(made, in: world, isNew: true)
  }
}

/// A distribution with its state.
package enum GetDistribution: Operation {
  package static let service = "cloudfront"
  package static let name = "GetDistribution"

  /// Which distribution.
  package struct Input: Decodable, Sendable { package var id: String }
  package typealias Output = DistributionOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("GetDistribution", input.id, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(try world.edgeDistribution(input.id), in: world)
  }
}

/// The settings of a distribution, with the version that changing it must name.
package enum GetDistributionConfig: Operation {
  package static let service = "cloudfront"
  package static let name = "GetDistributionConfig"

  /// Which distribution.
  package struct Input: Decodable, Sendable { package var id: String }

  /// The settings and their version.
  package struct Output: Encodable, Sendable {
    package var distributionConfig: DistributionConfig
    package var eTag: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("GetDistributionConfig", input.id, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = try world.edgeDistribution(input.id)
    return Output(distributionConfig: found.config, eTag: found.etag)
  }
}

/// Replaces the settings of a distribution; everything must be given, and the version that is replaced.
package enum UpdateDistribution: Operation {
  package static let service = "cloudfront"
  package static let name = "UpdateDistribution"

  /// All settings, the distribution and its version.
  package struct Input: Decodable, Sendable {
    package var distributionConfig: DistributionConfig
    package var id: String
    package var ifMatch: String?
  }

  package typealias Output = DistributionOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("UpdateDistribution", input.id, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var changed = try world.edgeDistribution(input.id)
    try CloudFrontError.check(input.ifMatch, against: changed.etag)
    guard input.distributionConfig.callerReference.utf8.elementsEqual(changed.config.callerReference.utf8)
    else {
      throw AWSError("IllegalUpdate", "The update contains modifications that are not allowed.")
    }
    changed.config = try input.distributionConfig.checked(in: world, changing: changed.id)
    changed.etag = world.nextCloudFrontID("E")
    changed.modified = world.now
    changed.isDeployed = false
    world.cloudFront.distributions[changed.id] = changed
    world.revision.dns += 1
    world.schedule(
      .cloudFront(.deployed(distribution: changed.id, etag: changed.etag)), in: CloudFrontLimits.deployment)
    return Output(changed, in: world)
  }
}

/// Deletes a distribution, which must be disabled and deployed.
package enum DeleteDistribution: Operation {
  package static let service = "cloudfront"
  package static let name = "DeleteDistribution"

  /// The distribution and its version.
  package struct Input: Decodable, Sendable {
    package var id: String
    package var ifMatch: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.distributionAccess("DeleteDistribution", input.id, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let gone = try world.edgeDistribution(input.id)
    try CloudFrontError.check(input.ifMatch, against: gone.etag)
    guard !gone.config.enabled, gone.isDeployed else {
      throw AWSError(
        "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.")
    }
    world.cloudFront.distributions[gone.id] = nil
    for (key, invalidation) in world.cloudFront.invalidations
    where invalidation.distribution.utf8.elementsEqual(gone.id.utf8) {
      world.cloudFront.invalidations[key] = nil
    }
    world.revision.dns += 1
    return NoOutput()
  }
}
