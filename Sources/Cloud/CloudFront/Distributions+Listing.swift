import EventKernel

/// Lists the distributions of the account.
package enum ListDistributions: Operation {
  package static let service = "cloudfront"
  package static let name = "ListDistributions"

  /// Where to go on, and how far.
  package struct Input: Decodable, Sendable {
    package var marker: String?
    package var maxItems: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package struct List: Encodable, Sendable {
      package var marker: String
      package var nextMarker: String?
      package var maxItems: Int
      package var isTruncated: Bool
      package var quantity: Int
      package var items: [Row]?
    }

    /// A distribution in short: its state and most of its settings.
    package struct Row: Encodable, Sendable {
      package var id: String
      package var arn: String
      package var eTag: String
      package var status: String
      package var lastModifiedTime: String
      package var domainName: String
      package var aliases: CountedList<String>?
      package var origins: CountedList<DistributionConfig.Origin>
      package var originGroups: CountedList<DistributionConfig.OriginGroup>?
      package var defaultCacheBehavior: CacheBehavior
      package var cacheBehaviors: CountedList<OrderedBehavior>?
      package var customErrorResponses: CountedList<DistributionConfig.CustomErrorResponse>?
      package var comment: String
      package var priceClass: String?
      package var enabled: Bool
      package var viewerCertificate: DistributionConfig.ViewerCertificate?
      package var restrictions: DistributionConfig.Restrictions?
      package var webACLId: String?
      package var httpVersion: String?
      package var isIPV6Enabled: Bool?
      package var staging: Bool?

      init(_ distribution: EdgeDistribution) {
        let config = distribution.config
        id = distribution.id
        arn = distribution.arn
        eTag = distribution.etag
        status = distribution.status
        lastModifiedTime = distribution.modified.iso8601
        domainName = distribution.domainName
        aliases = config.aliases
        origins = config.origins
        originGroups = config.originGroups
        defaultCacheBehavior = config.defaultCacheBehavior
        cacheBehaviors = config.cacheBehaviors
        customErrorResponses = config.customErrorResponses
        comment = config.comment
        priceClass = config.priceClass
        enabled = config.enabled
        viewerCertificate = config.viewerCertificate
        restrictions = config.restrictions
        webACLId = config.webACLId
        httpVersion = config.httpVersion
        isIPV6Enabled = config.isIPV6Enabled
        staging = config.staging
      }
    }

    package var distributionList: List
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try MarkedPage(
      of: world.cloudFront.distributions.rows, after: input.marker, maxItems: input.maxItems, id: \.id)
    return Output(
      distributionList: Output.List(
        marker: page.marker, nextMarker: page.nextMarker, maxItems: page.limit,
        isTruncated: page.nextMarker != nil, quantity: page.rows.count,
        items: page.rows.isEmpty ? nil : page.rows.map { Output.Row($0) }))
  }
}

/// Tags as CloudFront takes and shows them.
package struct CloudFrontTags: Codable, Sendable {
  package var items: [Tags.Tag]?
}

/// The tags of a distribution.
package enum ListDistributionTags: Operation {
  package static let service = "cloudfront"
  package static let name = "ListTagsForResource"

  /// The distribution's ARN.
  package struct Input: Decodable, Sendable { package var resource: String }
  /// The tags by key.
  package struct Output: Encodable, Sendable { package var tags: CloudFrontTags }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: input.resource, tags: world.tags(ofDistribution: input.resource), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tags: CloudFrontTags(items: try world.taggedDistribution(input.resource).tags.all))
  }
}

/// Puts tags on a distribution.
package enum TagDistribution: Operation {
  package static let service = "cloudfront"
  package static let name = "TagResource"

  /// The ARN and the tags.
  package struct Input: Decodable, Sendable {
    package var resource: String
    package var tags: CloudFrontTags
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("cloudfront:TagResource", world, context).on(
      arn: input.resource, tags: world.tags(ofDistribution: input.resource)
    )
    .tagging(input.tags.items)
    .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var tagged = try world.taggedDistribution(input.resource)
    for tag in input.tags.items ?? [] { tagged.tags[tag.key] = tag.value }
    guard tagged.tags.all.count <= 50 else {
      throw AWSError("InvalidTagging", "The tagging specified is not valid.")
    }
    world.cloudFront.distributions[tagged.id] = tagged
    return NoOutput()
  }
}

/// Takes tags off a distribution.
package enum UntagDistribution: Operation {
  package static let service = "cloudfront"
  package static let name = "UntagResource"

  /// The ARN and the keys.
  package struct Input: Decodable, Sendable {
    package struct Keys: Decodable, Sendable { package var items: [String]? }
    package var resource: String
    package var tagKeys: Keys
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access("cloudfront:UntagResource", world, context).on(
      arn: input.resource, tags: world.tags(ofDistribution: input.resource)
    )
    .untagging(input.tagKeys.items)
    .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var tagged = try world.taggedDistribution(input.resource)
    for key in input.tagKeys.items ?? [] { tagged.tags[key] = nil }
    world.cloudFront.distributions[tagged.id] = tagged
    return NoOutput()
  }
}

extension World {
  fileprivate func taggedDistribution(_ arn: String) throws(AWSError) -> EdgeDistribution {
    let id = arn.split(separator: "/", omittingEmptySubsequences: false).last.map { String($0) } ?? ""
    guard let found = cloudFront.distributions[id], found.arn.utf8.elementsEqual(arn.utf8) else {
      throw AWSError("NoSuchResource", "The specified resource does not exist.")
    }
    return found
  }
}
