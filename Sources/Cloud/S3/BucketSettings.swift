/// The four switches of Block Public Access on a bucket (facts: S3 9).
package struct PublicAccessBlock: Codable, Sendable, Equatable {
  package var blockPublicAcls: Bool?
  package var ignorePublicAcls: Bool?
  package var blockPublicPolicy: Bool?
  package var restrictPublicBuckets: Bool?

  /// All four switches on, as new buckets have them.
  static let everything = PublicAccessBlock(
    blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true)

  /// The same with every switch that was left out turned off, as S3 stores it.
  var filled: PublicAccessBlock {
    PublicAccessBlock(
      blockPublicAcls: blockPublicAcls ?? false, ignorePublicAcls: ignorePublicAcls ?? false,
      blockPublicPolicy: blockPublicPolicy ?? false, restrictPublicBuckets: restrictPublicBuckets ?? false)
  }
}

/// The names of the three kinds of ownership of objects.
enum ObjectOwnership {
  /// ACLs are off and the bucket's owner owns everything.
  static let enforced = "BucketOwnerEnforced"
  static let all = [enforced, "BucketOwnerPreferred", "ObjectWriter"]
}

/// How objects are encrypted that say nothing of it.
package struct EncryptionRule: Codable, Sendable, Equatable {
  package struct Choice: Codable, Sendable, Equatable {
    package var sseAlgorithm: String
    package var kmsMasterKeyID: String?
  }

  package var applyServerSideEncryptionByDefault: Choice?
  package var bucketKeyEnabled: Bool?

  /// SSE-S3, on every bucket since 2023-01-05 (facts: S3 9).
  static let standard = EncryptionRule(
    applyServerSideEncryptionByDefault: Choice(sseAlgorithm: "AES256"), bucketKeyEnabled: false)
}

/// What a bucket's website shows.
package struct WebsiteConfiguration: Codable, Sendable, Equatable {
  package struct Index: Codable, Sendable, Equatable { package var suffix: String }
  package struct ErrorPage: Codable, Sendable, Equatable { package var key: String }
  package struct RedirectAll: Codable, Sendable, Equatable {
    package var hostName: String
    package var `protocol`: String?
  }
  package struct Rule: Codable, Sendable, Equatable {
    package struct Condition: Codable, Sendable, Equatable {
      package var httpErrorCodeReturnedEquals: String?
      package var keyPrefixEquals: String?
    }
    package struct Redirect: Codable, Sendable, Equatable {
      package var hostName: String?
      package var httpRedirectCode: String?
      package var `protocol`: String?
      package var replaceKeyPrefixWith: String?
      package var replaceKeyWith: String?
    }
    package var condition: Condition?
    package var redirect: Redirect
  }

  package var redirectAllRequestsTo: RedirectAll?
  package var indexDocument: Index?
  package var errorDocument: ErrorPage?
  package var routingRules: [Rule]?
}

/// What browsers of other sites may do.
package struct CORSConfiguration: Codable, Sendable, Equatable {
  package struct Rule: Codable, Sendable, Equatable {
    package var id: String?
    package var allowedHeaders: [String]?
    package var allowedMethods: [String]
    package var allowedOrigins: [String]
    package var exposeHeaders: [String]?
    package var maxAgeSeconds: Int?
  }

  package var corsRules: [Rule]
}

/// Where server access logs would go.
package struct LoggingTarget: Codable, Sendable, Equatable {
  package var targetBucket: String
  package var targetPrefix: String
}

/// Who is told of what happens to objects.
package struct NotificationConfiguration: Codable, Sendable, Equatable {
  package struct Topic: Codable, Sendable, Equatable {
    package var id: String?
    package var topicArn: String
    package var events: [String]
    package var filter: Filter?
  }
  package struct Filter: Codable, Sendable, Equatable {
    package struct Keys: Codable, Sendable, Equatable { package var filterRules: [Rule]? }
    package struct Rule: Codable, Sendable, Equatable {
      package var name: String?
      package var value: String?
    }
    package var key: Keys?
  }

  package var topicConfigurations: [Topic]?
}

/// One grant of an ACL.
package struct S3Grant: Codable, Sendable, Equatable {
  package struct Grantee: Codable, Sendable, Equatable {
    package var id: String?
    package var type: String
    package var uri: String?
  }

  package var grantee: Grantee?
  package var permission: String?
}
