import EventKernel

/// The cache and origin request policies that AWS manages (CloudFront Developer Guide: managed policies).
package enum ManagedPolicies {
  /// AWS's cache policies by name.
  static let cache: [CachePolicy] = [
    cache(
      "08627262-05a9-4f76-9ded-b50ca2e3a84f", "Managed-Elemental-MediaPackage", (0, 86_400, 31_536_000),
      gzip: true, brotli: false, headers: ["origin"], query: ["aws.manifestfilter", "start", "end", "m"]),
    cache(
      "2e54312d-136d-493c-8eb9-b001f22f67d2", "Managed-Amplify", (2, 2, 600), gzip: true, brotli: true,
      headers: ["Authorization", "CloudFront-Viewer-Country", "Host"], cookies: "all", allQuery: true),
    cache(
      "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "Managed-CachingDisabled", (0, 0, 0), gzip: false, brotli: false
    ),
    cache(
      "4cc15a8a-d715-48a4-82b8-cc0b614638fe", "UseOriginCacheControlHeaders-QueryStrings", (0, 0, 31_536_000),
      gzip: true, brotli: true,
      headers: ["host", "origin", "x-http-method", "x-http-method-override", "x-method-override"],
      cookies: "all", allQuery: true),
    cache(
      "658327ea-f89d-4fab-a63d-7e88639e58f6", "Managed-CachingOptimized", (1, 86_400, 31_536_000), gzip: true,
      brotli: true),
    cache(
      "83da9c7e-98b4-4e11-a168-04f0df8e2c65", "UseOriginCacheControlHeaders", (0, 0, 31_536_000), gzip: true,
      brotli: true,
      headers: ["host", "origin", "x-http-method", "x-http-method-override", "x-method-override"],
      cookies: "all"),
    cache(
      "b2884449-e4de-46a7-ac36-70bc7f1ddd6d", "Managed-CachingOptimizedForUncompressedObjects",
      (1, 86_400, 31_536_000), gzip: false, brotli: false),
  ]

  /// AWS's origin request policies: id, name and what is sent on to the origin.
  static let originRequest: [OriginRequestPolicyRow] = [
    .init("216adef6-5c7f-47e4-b989-5492eafa07d3", "Managed-AllViewer", "allViewer", "all", "all"),
    .init(
      "59781a5b-3903-41f3-afcb-af62929ccde1", "Managed-CORS-CustomOrigin", "whitelist", "none", "none",
      headerNames: ["origin"]),
    .init(
      "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "Managed-CORS-S3Origin", "whitelist", "none", "none",
      headerNames: ["origin", "access-control-request-headers", "access-control-request-method"]),
    .init(
      "acba4595-bd28-49b8-b9fe-13317c0390fa", "Managed-UserAgentRefererHeaders", "whitelist", "none", "none",
      headerNames: ["user-agent", "referer"]),
    .init(
      "b689b0a8-53d0-40ab-baf2-68738e2966ac", "Managed-AllViewerExceptHostHeader", "allExcept", "all", "all",
      headerNames: ["host"]),
  ]

  private static func cache(
    _ id: String, _ name: String, _ ttl: (least: Int, standard: Int, most: Int), gzip: Bool, brotli: Bool,
    headers: [String] = [], cookies: String = "none", query: [String] = [], allQuery: Bool = false
  ) -> CachePolicy {
    CachePolicy(
      id: id,
      config: CachePolicyConfig(
        comment: "", name: name, defaultTTL: ttl.standard, maxTTL: ttl.most, minTTL: ttl.least,
        parametersInCacheKeyAndForwardedToOrigin: CachePolicyConfig.Key(
          enableAcceptEncodingGzip: gzip, enableAcceptEncodingBrotli: brotli,
          headersConfig: .init(
            headerBehavior: headers.isEmpty ? "none" : "whitelist",
            headers: headers.isEmpty ? nil : CountedList(headers)),
          cookiesConfig: .init(cookieBehavior: cookies),
          queryStringsConfig: .init(
            queryStringBehavior: allQuery ? "all" : query.isEmpty ? "none" : "whitelist",
            queryStrings: query.isEmpty ? nil : CountedList(query)))),
      modified: .epoch, etag: "E23ZP02F085DFQ")
  }
}

/// A policy of what is sent on to the origin without belonging to the cache's key.
package struct OriginRequestPolicyRow: Sendable {
  let id: String
  let name: String
  let headers: String
  let cookies: String
  let queryStrings: String
  /// The headers that the behaviour names.
  let headerNames: [String]

  init(
    _ id: String, _ name: String, _ headers: String, _ cookies: String, _ queryStrings: String,
    headerNames: [String] = []
  ) {
    self.headerNames = headerNames
    self.id = id
    self.name = name
    self.headers = headers
    self.cookies = cookies
    self.queryStrings = queryStrings
  }
}
