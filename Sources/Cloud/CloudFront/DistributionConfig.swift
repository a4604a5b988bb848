/// A list as CloudFront writes it: how many, and which.
package struct CountedList<Item: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
  package var quantity: Int
  package var items: [Item]?

  init(_ items: [Item] = []) {
    quantity = items.count
    self.items = items.isEmpty ? nil : items
  }

  /// The items; none when there are none.
  package var all: [Item] { items ?? [] }
  /// Whether both members agree.
  var isConsistent: Bool { quantity == all.count }
}

/// The settings of a distribution, as the API takes and shows them.
package struct DistributionConfig: Codable, Sendable, Equatable {
  package var callerReference: String
  package var aliases: CountedList<String>?
  package var defaultRootObject: String?
  package var origins: CountedList<Origin>
  package var originGroups: CountedList<OriginGroup>?
  package var defaultCacheBehavior: CacheBehavior
  package var cacheBehaviors: CountedList<OrderedBehavior>?
  package var customErrorResponses: CountedList<CustomErrorResponse>?
  package var comment: String
  package var logging: Logging?
  package var priceClass: String?
  package var enabled: Bool
  package var viewerCertificate: ViewerCertificate?
  package var restrictions: Restrictions?
  package var webACLId: String?
  package var httpVersion: String?
  package var isIPV6Enabled: Bool?
  package var continuousDeploymentPolicyId: String?
  package var staging: Bool?

  package struct Logging: Codable, Sendable, Equatable {
    package var enabled: Bool?
    package var includeCookies: Bool?
    package var bucket: String?
    package var prefix: String?
  }

  package struct ViewerCertificate: Codable, Sendable, Equatable {
    package var cloudFrontDefaultCertificate: Bool?
    package var acmCertificateArn: String?
    package var sslSupportMethod: String?
    package var minimumProtocolVersion: String?
    package var certificate: String?
    package var certificateSource: String?
  }

  package struct Restrictions: Codable, Sendable, Equatable {
    package struct Geo: Codable, Sendable, Equatable {
      package var restrictionType: String
      package var quantity: Int
      package var items: [String]?
    }
    package var geoRestriction: Geo
  }

  /// Where a distribution fetches what it does not have.
  package struct Origin: Codable, Sendable, Equatable {
    package struct Header: Codable, Sendable, Equatable {
      package var headerName: String
      package var headerValue: String
    }
    package struct S3: Codable, Sendable, Equatable {
      package var originAccessIdentity: String
      package var originReadTimeout: Int?
    }
    package struct Custom: Codable, Sendable, Equatable {
      package var httpPort: Int
      package var httpsPort: Int
      package var originProtocolPolicy: String
      package var originSslProtocols: CountedList<String>?
      package var originReadTimeout: Int?
      package var originKeepaliveTimeout: Int?
    }
    package struct Shield: Codable, Sendable, Equatable {
      package var enabled: Bool
    }

    package var id: String
    package var domainName: String
    package var originPath: String?
    package var customHeaders: CountedList<Header>?
    package var s3OriginConfig: S3?
    package var customOriginConfig: Custom?
    package var connectionAttempts: Int?
    package var connectionTimeout: Int?
    package var originShield: Shield?
    package var originAccessControlId: String?
  }

  /// Two origins of which the second is asked when the first fails.
  package struct OriginGroup: Codable, Sendable, Equatable {
    package struct Criteria: Codable, Sendable, Equatable { package var statusCodes: CountedList<Int> }
    package struct Member: Codable, Sendable, Equatable { package var originId: String }

    package var id: String
    package var failoverCriteria: Criteria
    package var members: CountedList<Member>
  }

  /// What users get in the place of an origin's error, and how long the error is kept.
  package struct CustomErrorResponse: Codable, Sendable, Equatable {
    package var errorCode: Int
    package var responsePagePath: String?
    package var responseCode: String?
    package var errorCachingMinTTL: Int?
  }
}
