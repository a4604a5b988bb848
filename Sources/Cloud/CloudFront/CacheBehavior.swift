/// How requests are answered: from which origin, with which cache key, for how long.
package struct CacheBehavior: Codable, Sendable, Equatable {
  package struct Trusted: Codable, Sendable, Equatable {
    package var enabled: Bool
    package var quantity: Int
    package var items: [String]?
    static let nobody = Trusted(enabled: false, quantity: 0)
  }
  package struct Methods: Codable, Sendable, Equatable {
    package var quantity: Int
    package var items: [String]
    package var cachedMethods: CountedMethods?
    static let reading = Methods(quantity: 2, items: ["HEAD", "GET"], cachedMethods: .reading)
  }
  package struct CountedMethods: Codable, Sendable, Equatable {
    package var quantity: Int
    package var items: [String]
    static let reading = CountedMethods(quantity: 2, items: ["HEAD", "GET"])
  }
  package struct Forwarded: Codable, Sendable, Equatable {
    package struct Cookies: Codable, Sendable, Equatable {
      package var forward: String
      package var whitelistedNames: CountedList<String>?
    }
    package var queryString: Bool
    package var cookies: Cookies
    package var headers: CountedList<String>?
    package var queryStringCacheKeys: CountedList<String>?
  }
  /// Nothing runs at the edge: only the empty list is taken.
  package struct NoFunctions: Codable, Sendable, Equatable {
    package var quantity: Int
  }

  package var targetOriginId: String
  package var trustedSigners: Trusted?
  package var trustedKeyGroups: Trusted?
  package var viewerProtocolPolicy: String
  package var allowedMethods: Methods?
  package var smoothStreaming: Bool?
  package var compress: Bool?
  package var lambdaFunctionAssociations: NoFunctions?
  package var functionAssociations: NoFunctions?
  package var fieldLevelEncryptionId: String?
  package var cachePolicyId: String?
  package var originRequestPolicyId: String?
  package var forwardedValues: Forwarded?
  package var minTTL: Int?
  package var defaultTTL: Int?
  package var maxTTL: Int?
}

/// A behaviour for the paths of a pattern; the first pattern that fits decides.
package struct OrderedBehavior: Codable, Sendable, Equatable {
  /// The pattern, such as `/img/*`.
  package var pathPattern: String
  package var behavior: CacheBehavior

  private enum CodingKeys: CodingKey { case pathPattern }

  package init(from decoder: any Decoder) throws {
    pathPattern = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .pathPattern)
    behavior = try CacheBehavior(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    try behavior.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pathPattern, forKey: .pathPattern)
  }
}

/// The settings of a cache policy.
package struct CachePolicyConfig: Codable, Sendable, Equatable {
  package struct Headers: Codable, Sendable, Equatable {
    package var headerBehavior: String
    package var headers: CountedList<String>?
  }
  package struct Cookies: Codable, Sendable, Equatable {
    package var cookieBehavior: String
    package var cookies: CountedList<String>?
  }
  package struct QueryStrings: Codable, Sendable, Equatable {
    package var queryStringBehavior: String
    package var queryStrings: CountedList<String>?
  }
  package struct Key: Codable, Sendable, Equatable {
    package var enableAcceptEncodingGzip: Bool
    package var enableAcceptEncodingBrotli: Bool?
    package var headersConfig: Headers
    package var cookiesConfig: Cookies
    package var queryStringsConfig: QueryStrings
  }

  package var comment: String?
  package var name: String
  package var defaultTTL: Int?
  package var maxTTL: Int?
  package var minTTL: Int
  package var parametersInCacheKeyAndForwardedToOrigin: Key?
}

/// The settings of an origin access control.
package struct OriginAccessControlConfig: Codable, Sendable, Equatable {
  package var name: String
  package var description: String?
  package var signingProtocol: String
  package var signingBehavior: String
  package var originAccessControlOriginType: String
}
