import EventKernel

/// A cache policy as the API shows it.
package struct CachePolicyDescription: Encodable, Sendable {
  package var id: String
  package var lastModifiedTime: String
  package var cachePolicyConfig: CachePolicyConfig

  init(_ policy: CachePolicy) {
    id = policy.id
    lastModifiedTime = policy.modified.iso8601
    cachePolicyConfig = policy.config
  }
}

/// The output of operations on one cache policy.
package struct CachePolicyOutput: Encodable, Sendable {
  package var cachePolicy: CachePolicyDescription
  package var location: String?
  package var eTag: String

  init(_ policy: CachePolicy, isNew: Bool = false) {
    cachePolicy = CachePolicyDescription(policy)
    location = isNew ? "https://cloudfront.amazonaws.com/2020-05-31/cache-policy/\(policy.id)" : nil
    eTag = policy.etag
  }
}

extension World {
  fileprivate func checked(
    _ config: CachePolicyConfig, changing own: String? = nil
  ) throws(AWSError) -> CachePolicyConfig {
    let taken =
      ManagedPolicies.cache.map(\.config.name)
      + cloudFront.cachePolicies.filter { $0.id != own }.map(\.row.config.name)
    guard !taken.contains(config.name) else {
      throw AWSError("CachePolicyAlreadyExists", "A cache policy with this name already exists.")
    }
    guard cloudFront.cachePolicies.count < 20 || own != nil else {
      throw AWSError(
        "TooManyCachePolicies",
        "You have reached the maximum number of cache policies for this AWS account.")
    }
    var filled = config
    filled.comment = config.comment ?? ""
    let least = config.minTTL
    filled.maxTTL = config.maxTTL ?? max(31_536_000, least)
    filled.defaultTTL = config.defaultTTL ?? max(86_400, least)
    guard let most = filled.maxTTL, let standard = filled.defaultTTL, 0 <= least, least <= standard,
      standard <= most
    else { throw CloudFrontError.invalid("The parameter MinTTL, DefaultTTL or MaxTTL is invalid.") }
    filled.parametersInCacheKeyAndForwardedToOrigin =
      config.parametersInCacheKeyAndForwardedToOrigin
      ?? CachePolicyConfig.Key(
        enableAcceptEncodingGzip: false, enableAcceptEncodingBrotli: false,
        headersConfig: .init(headerBehavior: "none"), cookiesConfig: .init(cookieBehavior: "none"),
        queryStringsConfig: .init(queryStringBehavior: "none"))
    try check(filled.parametersInCacheKeyAndForwardedToOrigin)
    return filled
  }

  private func check(_ key: CachePolicyConfig.Key?) throws(AWSError) {
    guard let key else { return }
    let lists = [
      (key.headersConfig.headerBehavior, ["none", "whitelist"], key.headersConfig.headers),
      (
        key.cookiesConfig.cookieBehavior, ["none", "whitelist", "allExcept", "all"], key.cookiesConfig.cookies
      ),
      (
        key.queryStringsConfig.queryStringBehavior, ["none", "whitelist", "allExcept", "all"],
        key.queryStringsConfig.queryStrings
      ),
    ]
    for (behavior, known, names) in lists {
      guard known.contains(behavior) else {
        throw CloudFrontError.invalid("The parameter \(behavior) is invalid.")
      }
      guard names?.isConsistent ?? true else { throw CloudFrontError.quantities }
      guard ["whitelist", "allExcept"].contains(behavior) == !(names?.all ?? []).isEmpty else {
        throw CloudFrontError.invalid("The cache policy's behavior \(behavior) does not go with its list.")
      }
    }
  }

  fileprivate func ownCachePolicy(_ id: String) throws(AWSError) -> CachePolicy {
    guard let found = cloudFront.cachePolicies[id] else {
      throw cachePolicy(id) == nil
        ? CloudFrontError.noCachePolicy
        : AWSError("IllegalUpdate", "You cannot modify or delete managed policies.")
    }
    return found
  }
}

/// Makes a cache policy.
package enum CreateCachePolicy: Operation {
  package static let service = "cloudfront"
  package static let name = "CreateCachePolicy"

  /// The settings.
  package struct Input: Decodable, Sendable { package var cachePolicyConfig: CachePolicyConfig }
  package typealias Output = CachePolicyOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let made = CachePolicy(
      id: world.nextUUID(), config: try world.checked(input.cachePolicyConfig), modified: world.now,
      etag: world.nextCloudFrontID("E"))
    world.cloudFront.cachePolicies[made.id] = made
    return Output(made, isNew: true)
  }
}

/// The input of operations that name a policy.
package struct CloudFrontPolicyInput: Decodable, Sendable { package var id: String }

/// A cache policy.
package enum GetCachePolicy: Operation {
  package static let service = "cloudfront"
  package static let name = "GetCachePolicy"
  package typealias Input = CloudFrontPolicyInput
  package typealias Output = CachePolicyOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let found = world.cachePolicy(input.id) else { throw CloudFrontError.noCachePolicy }
    return Output(found)
  }
}

/// The settings of a cache policy.
package enum GetCachePolicyConfig: Operation {
  package static let service = "cloudfront"
  package static let name = "GetCachePolicyConfig"
  package typealias Input = CloudFrontPolicyInput

  /// The settings and their version.
  package struct Output: Encodable, Sendable {
    package var cachePolicyConfig: CachePolicyConfig
    package var eTag: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let found = world.cachePolicy(input.id) else { throw CloudFrontError.noCachePolicy }
    return Output(cachePolicyConfig: found.config, eTag: found.etag)
  }
}

/// Changes a cache policy of the account.
package enum UpdateCachePolicy: Operation {
  package static let service = "cloudfront"
  package static let name = "UpdateCachePolicy"

  /// All settings, which policy, and its version.
  package struct Input: Decodable, Sendable {
    package var cachePolicyConfig: CachePolicyConfig
    package var id: String
    package var ifMatch: String?
  }

  package typealias Output = CachePolicyOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var changed = try world.ownCachePolicy(input.id)
    try CloudFrontError.check(input.ifMatch, against: changed.etag)
    changed.config = try world.checked(input.cachePolicyConfig, changing: changed.id)
    changed.etag = world.nextCloudFrontID("E")
    changed.modified = world.now
    world.cloudFront.cachePolicies[changed.id] = changed
    return Output(changed)
  }
}

/// Deletes a cache policy of the account that no distribution uses.
package enum DeleteCachePolicy: Operation {
  package static let service = "cloudfront"
  package static let name = "DeleteCachePolicy"

  /// Which policy, and its version.
  package struct Input: Decodable, Sendable {
    package var id: String
    package var ifMatch: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard world.cachePolicy(input.id) == nil || world.cloudFront.cachePolicies[input.id] != nil else {
      throw AWSError("IllegalDelete", "You cannot delete a managed policy.")
    }
    let gone = try world.ownCachePolicy(input.id)
    try CloudFrontError.check(input.ifMatch, against: gone.etag)
    let isUsed = world.cloudFront.distributions.contains { _, distribution in
      let ordered = distribution.config.cacheBehaviors?.all.map(\.behavior) ?? []
      return ([distribution.config.defaultCacheBehavior] + ordered).contains { $0.cachePolicyId == gone.id }
    }
    guard !isUsed else {
      throw AWSError(
        "CachePolicyInUse",
        "Cannot delete the cache policy because it is attached to one or more cache behaviors.")
    }
    world.cloudFront.cachePolicies[gone.id] = nil
    return NoOutput()
  }
}

/// Lists cache policies, AWS's and the account's.
package enum ListCachePolicies: Operation {
  package static let service = "cloudfront"
  package static let name = "ListCachePolicies"

  /// Whose policies, where to go on, and how far.
  package struct Input: Decodable, Sendable {
    package var type: String?
    package var marker: String?
    package var maxItems: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package struct List: Encodable, Sendable {
      package var nextMarker: String?
      package var maxItems: Int
      package var quantity: Int
      package var items: [Row]?
    }
    package struct Row: Encodable, Sendable {
      package var type: String
      package var cachePolicy: CachePolicyDescription
    }
    package var cachePolicyList: List
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let managed = ManagedPolicies.cache.map { (type: "managed", policy: $0) }
    let own = world.cloudFront.cachePolicies.rows.map { (type: "custom", policy: $0) }
    let all = (managed + own).filter { input.type == nil || $0.type == input.type }
    let page = try MarkedPage(of: all, after: input.marker, maxItems: input.maxItems, id: \.policy.id)
    return Output(
      cachePolicyList: Output.List(
        nextMarker: page.nextMarker, maxItems: page.limit, quantity: page.rows.count,
        items: page.rows.isEmpty
          ? nil : page.rows.map { Output.Row(type: $0.type, cachePolicy: CachePolicyDescription($0.policy)) })
    )
  }
}
