import EventKernel

/// An origin request policy as the API shows it.
package struct OriginRequestPolicyDescription: Encodable, Sendable {
  package struct Config: Encodable, Sendable {
    package var comment: String
    package var name: String
    package var headersConfig: CachePolicyConfig.Headers
    package var cookiesConfig: CachePolicyConfig.Cookies
    package var queryStringsConfig: CachePolicyConfig.QueryStrings
  }

  package var id: String
  package var lastModifiedTime: String
  package var originRequestPolicyConfig: Config

  init(_ policy: OriginRequestPolicyRow) {
    id = policy.id
    lastModifiedTime = Instant.epoch.iso8601
    originRequestPolicyConfig = Config(
      comment: "", name: policy.name,
      headersConfig: .init(
        headerBehavior: policy.headers,
        headers: policy.headerNames.isEmpty ? nil : CountedList(policy.headerNames)),
      cookiesConfig: .init(cookieBehavior: policy.cookies),
      queryStringsConfig: .init(queryStringBehavior: policy.queryStrings))
  }
}

/// Lists origin request policies; those of AWS are all there are.
package enum ListOriginRequestPolicies: Operation {
  package static let service = "cloudfront"
  package static let name = "ListOriginRequestPolicies"

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
      package var originRequestPolicy: OriginRequestPolicyDescription
    }
    package var originRequestPolicyList: List
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let all = input.type == "custom" ? [] : ManagedPolicies.originRequest
    let page = try MarkedPage(of: all, after: input.marker, maxItems: input.maxItems, id: \.id)
    return Output(
      originRequestPolicyList: Output.List(
        nextMarker: page.nextMarker, maxItems: page.limit, quantity: page.rows.count,
        items: page.rows.isEmpty
          ? nil
          : page.rows.map {
            Output.Row(type: "managed", originRequestPolicy: OriginRequestPolicyDescription($0))
          }))
  }
}

/// An origin request policy.
package enum GetOriginRequestPolicy: Operation {
  package static let service = "cloudfront"
  package static let name = "GetOriginRequestPolicy"
  package typealias Input = CloudFrontPolicyInput

  /// The policy and its version.
  package struct Output: Encodable, Sendable {
    package var originRequestPolicy: OriginRequestPolicyDescription
    package var eTag: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let found = ManagedPolicies.originRequest.first(where: { $0.id.utf8.elementsEqual(input.id.utf8) })
    else {
      throw AWSError("NoSuchOriginRequestPolicy", "The specified origin request policy does not exist.")
    }
    return Output(originRequestPolicy: OriginRequestPolicyDescription(found), eTag: "E23ZP02F085DFQ")
  }
}
