/// A certificate of a listener as calls carry it.
package struct ListenerCertificate: Codable, Sendable {
  package var certificateArn: String?
  package var isDefault: Bool?
}

extension World {
  /// The certificate and the policy that a call gives a listener; what is not said stays.
  ///
  /// - Throws: AWS's errors for plain listeners that are given any, unknown policies, and certificates that are missing,
  ///   not there or not issued.
  func listenerSecurity(
    _ certificates: [ListenerCertificate]?, _ policy: String?, protocolName: String, region: Region,
    present: Listener.Security?
  ) throws(AWSError) -> Listener.Security? {
    let certificates = certificates ?? []
    guard Listener.isEncrypted(protocolName) else {
      guard certificates.isEmpty, policy == nil else {
        throw AWSError(
          "InvalidConfigurationRequest",
          "Certificates and SSL policies cannot be specified for \(protocolName) listeners")
      }
      return nil
    }
    if let policy, SecurityPolicy.all.allSatisfy({ $0.name != policy }) {
      throw AWSError("SSLPolicyNotFound", "SSL policy '\(policy)' not found")
    }
    guard certificates.count <= 1 else {
      throw AWSError(
        "ValidationError",
        "Up to '1' certificate ARNs can be specified, but '\(certificates.count)' were specified")
    }
    guard let arn = certificates.first?.certificateArn ?? present?.certificate else {
      throw AWSError(
        "ValidationError", "A certificate must be specified for \(protocolName) listeners")
    }
    if certificates.first != nil { try checkCertificate(arn, region: region) }
    return Listener.Security(
      certificate: arn, policy: policy ?? present?.policy ?? SecurityPolicy.standard,
      further: present?.further ?? [])
  }

  /// Throws unless a certificate of a Region can stand at a listener.
  func checkCertificate(_ arn: String, region: Region) throws(AWSError) {
    guard arn.utf8.starts(with: "arn:".utf8) else {
      throw AWSError("ValidationError", "Certificate ARN '\(arn)' is not valid")
    }
    guard let certificate = acm.certificates[arn], certificate.region == region else {
      throw AWSError("CertificateNotFound", "Certificate '\(arn)' not found")
    }
    guard certificate.status == .issued else {
      throw AWSError(
        "UnsupportedCertificate",
        "The certificate '\(arn)' must have a fully-qualified domain name, a supported signature, and a supported key size."
      )
    }
  }
}

/// Which versions and ciphers of TLS a listener offers.
struct SecurityPolicy {
  let name: String
  let protocols: [String]
  let ciphers: [String]

  private static let tls13 = [
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
  ]
  private static let authenticated = [
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
  ]
  private static let forwardSecret = [
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384",
  ]
  private static let plainRSA = [
    "AES128-GCM-SHA256", "AES128-SHA256", "AES256-GCM-SHA384", "AES256-SHA256",
  ]
  private static let all12 = [
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-RSA-AES128-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES256-SHA", "AES128-GCM-SHA256",
    "AES128-SHA256", "AES128-SHA", "AES256-GCM-SHA384", "AES256-SHA256", "AES256-SHA",
  ]

  /// The policy of a listener whose call names none (API-ELB CreateListener).
  static let standard = "ELBSecurityPolicy-2016-08"

  /// AWS's predefined policies that this world lists (ELB guide, security policies, 2025-09).
  // Simplified: ssl-policies
  static let all: [SecurityPolicy] = [
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-3-2021-06", protocols: ["TLSv1.3"], ciphers: tls13),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-2-2021-06", protocols: ["TLSv1.2", "TLSv1.3"],
      ciphers: tls13 + forwardSecret),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06", protocols: ["TLSv1.2", "TLSv1.3"],
      ciphers: tls13 + authenticated),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", protocols: ["TLSv1.2", "TLSv1.3"],
      ciphers: tls13 + forwardSecret + plainRSA),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", protocols: ["TLSv1.2", "TLSv1.3"],
      ciphers: tls13 + all12),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-1-2021-06", protocols: ["TLSv1.1", "TLSv1.2", "TLSv1.3"],
      ciphers: tls13 + all12),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS13-1-0-2021-06", protocols: ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
      ciphers: tls13 + all12),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS-1-2-Ext-2018-06", protocols: ["TLSv1.2"], ciphers: all12),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS-1-2-2017-01", protocols: ["TLSv1.2"], ciphers: forwardSecret + plainRSA),
    SecurityPolicy(
      name: "ELBSecurityPolicy-TLS-1-1-2017-01", protocols: ["TLSv1.1", "TLSv1.2"], ciphers: all12),
    SecurityPolicy(
      name: "ELBSecurityPolicy-2016-08", protocols: ["TLSv1", "TLSv1.1", "TLSv1.2"], ciphers: all12),
  ]
}

/// Lists the predefined policies for encrypted listeners.
package enum DescribeSSLPolicies: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeSSLPolicies"

  /// Which ones, and for which kind of load balancer.
  package struct Input: Codable, Sendable {
    package var names: [String]?
    package var marker: String?
    package var pageSize: Int?
    package var loadBalancerType: String?
  }

  /// One cipher; a low number goes first.
  package struct Cipher: Encodable, Sendable {
    package var name: String
    package var priority: Int
  }

  /// One policy.
  package struct Policy: Encodable, Sendable {
    package var sslProtocols: [String]
    package var ciphers: [Cipher]
    package var name: String
    package var supportedLoadBalancerTypes = ["application", "network"]
  }

  /// A page of policies.
  package struct Output: Encodable, Sendable {
    package var sslPolicies: [Policy]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var found = input.loadBalancerType == "gateway" ? [] : SecurityPolicy.all
    if let names = input.names, !names.isEmpty {
      for name in names where !found.contains(where: { $0.name == name }) {
        throw AWSError("SSLPolicyNotFound", "SSL policy '\(name)' not found")
      }
      found = found.filter { names.contains($0.name) }
    }
    let page = try LoadBalancingPage.of(found, marker: input.marker, size: input.pageSize)
    return Output(
      sslPolicies: page.rows.map { policy in
        Policy(
          sslProtocols: policy.protocols,
          ciphers: policy.ciphers.enumerated().map { Cipher(name: $0.element, priority: $0.offset + 1) },
          name: policy.name)
      }, nextMarker: page.nextToken)
  }
}
