/// Listings of what the account cannot have here: identity providers and certificates that IAM keeps.
// Simplified: iam-no-providers
enum ProviderListings {
  static let all: [any Operation.Type] = [
    ListSAMLProviders.self, ListOpenIDConnectProviders.self, ListServerCertificates.self,
  ]
}

/// Lists the identity providers of SAML, of which there are none.
package enum ListSAMLProviders: IAMOperation {
  package static let name = "ListSAMLProviders"

  /// No parameters.
  package struct Input: Codable, Sendable {}
  package struct Output: Encodable, Sendable { package var samlProviderList: [String] = [] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output { Output() }
}

/// Lists the identity providers of OpenID Connect, of which there are none.
package enum ListOpenIDConnectProviders: IAMOperation {
  package static let name = "ListOpenIDConnectProviders"

  /// No parameters.
  package struct Input: Codable, Sendable {}
  package struct Output: Encodable, Sendable { package var openIDConnectProviderList: [String] = [] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output { Output() }
}

/// Lists the certificates that IAM keeps, of which there are none: those of load balancers are ACM's.
package enum ListServerCertificates: IAMOperation {
  package static let name = "ListServerCertificates"

  package struct Input: Codable, Sendable {
    package var pathPrefix: String?
    package var marker: String?
    package var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var serverCertificateMetadataList: [String] = []
    package var isTruncated = false
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output { Output() }
}
