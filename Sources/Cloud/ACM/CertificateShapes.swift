package import EventKernel

/// What is written into a certificate beside its names.
package struct CertificateOptions: Codable, Sendable {
  package var certificateTransparencyLoggingPreference: String?
  package var export: String?
}

/// A name of a usage, as the API writes it.
package struct CertificateUsage: Encodable, Sendable { package var name: String }

/// A usage beyond the plain ones, with its object identifier.
package struct CertificateExtendedUsage: Encodable, Sendable {
  package var name: String
  package var oid: String
}

/// How a name of a certificate is validated, as the API shows it.
package struct CertificateDomainValidation: Encodable, Sendable {
  /// The record that must stand.
  package struct Record: Encodable, Sendable {
    package var name: String
    package var type = "CNAME"
    package var value: String
  }

  package var domainName: String
  package var validationEmails: [String]?
  package var validationDomain: String
  package var validationStatus: String
  package var resourceRecord: Record?
  package var validationMethod: String

  init(_ name: String, of certificate: Certificate, in world: World) {
    domainName = name
    let bare = name.utf8.starts(with: "*.".utf8) ? String(name.dropFirst(2)) : name
    let mail = certificate.mailDomains[name] ?? bare
    validationDomain = certificate.validation == .email ? mail : name
    validationMethod = certificate.validation.rawValue
    validationStatus =
      switch certificate.status {
      case _ where certificate.validated.contains(name): "SUCCESS"
      case .failed, .validationTimedOut: "FAILED"
      case .pendingValidation, .issued, .expired: "PENDING_VALIDATION"
      }
    switch certificate.validation {
    case .dns:
      let record = world.validationRecord(of: name)
      resourceRecord = Record(name: record.name, value: record.value)
    case .email:
      // Simplified: acm-no-mail
      // The addresses to which ACM writes since 2024-06 (ACM User Guide: email validation).
      validationEmails = ["administrator", "hostmaster", "postmaster", "webmaster", "admin"].map {
        "\($0)@\(mail)"
      }
    }
  }
}

/// A certificate as `describe-certificate` shows it.
package struct CertificateDetail: Encodable, Sendable {
  /// How the last renewal went.
  package struct Renewal: Encodable, Sendable {
    package var renewalStatus = "SUCCESS"
    package var domainValidationOptions: [CertificateDomainValidation]
    package var updatedAt: Instant
  }

  package var certificateArn: String
  package var domainName: String
  package var subjectAlternativeNames: [String]
  package var domainValidationOptions: [CertificateDomainValidation]
  package var serial: String?
  package var subject: String
  package var issuer: String
  package var createdAt: Instant
  package var issuedAt: Instant?
  package var status: String
  package var notBefore: Instant?
  package var notAfter: Instant?
  package var keyAlgorithm: String
  package var signatureAlgorithm: String
  package var inUseBy: [String]
  package var failureReason: String?
  package var type = "AMAZON_ISSUED"
  package var renewalSummary: Renewal?
  package var keyUsages: [CertificateUsage]
  package var extendedKeyUsages: [CertificateExtendedUsage]
  package var renewalEligibility: String
  package var options: CertificateOptions

  init(_ certificate: Certificate, in world: World) {
    let domains = certificate.names.map { CertificateDomainValidation($0, of: certificate, in: world) }
    let isSigned = certificate.validity != nil
    certificateArn = certificate.arn
    domainName = certificate.names[0]
    subjectAlternativeNames = certificate.names
    domainValidationOptions = domains
    serial = certificate.validity.map { certificate.serial(from: $0.from) }
    subject = "CN=\(certificate.names[0])"
    issuer = "Amazon"
    createdAt = certificate.creation
    issuedAt = certificate.issued
    status = certificate.status.rawValue
    notBefore = certificate.validity?.from
    notAfter = certificate.validity?.until
    keyAlgorithm = certificate.keyAlgorithm
    signatureAlgorithm =
      certificate.keyAlgorithm == "EC_secp384r1"
      ? "SHA384WITHECDSA" : certificate.isElliptic ? "SHA256WITHECDSA" : "SHA256WITHRSA"
    inUseBy = world.users(ofCertificate: certificate.arn)
    failureReason = certificate.failureReason
    renewalSummary = certificate.renewed.map { Renewal(domainValidationOptions: domains, updatedAt: $0) }
    keyUsages = isSigned ? certificate.keyUsages.map { CertificateUsage(name: $0) } : []
    extendedKeyUsages =
      isSigned
      ? [CertificateExtendedUsage(name: "TLS_WEB_SERVER_AUTHENTICATION", oid: "1.3.6.1.5.5.7.3.1")] : []
    renewalEligibility = certificate.eligibility(in: world)
    options = CertificateOptions(
      certificateTransparencyLoggingPreference: certificate.isLogged ? "ENABLED" : "DISABLED",
      export: "DISABLED")
  }
}

/// A certificate as `list-certificates` shows it.
package struct CertificateSummary: Encodable, Sendable {
  package var certificateArn: String
  package var domainName: String
  package var subjectAlternativeNameSummaries: [String]
  package var hasAdditionalSubjectAlternativeNames = false
  package var status: String
  package var type = "AMAZON_ISSUED"
  package var keyAlgorithm: String
  package var keyUsages: [String]
  package var extendedKeyUsages: [String]
  package var exportOption = "DISABLED"
  package var inUse: Bool
  package var renewalEligibility: String
  package var notBefore: Instant?
  package var notAfter: Instant?
  package var createdAt: Instant
  package var issuedAt: Instant?

  init(_ certificate: Certificate, in world: World) {
    let isSigned = certificate.validity != nil
    certificateArn = certificate.arn
    domainName = certificate.names[0]
    subjectAlternativeNameSummaries = certificate.names
    status = certificate.status.rawValue
    keyAlgorithm = certificate.keyAlgorithm
    keyUsages = isSigned ? certificate.keyUsages : []
    extendedKeyUsages = isSigned ? ["TLS_WEB_SERVER_AUTHENTICATION"] : []
    inUse = !world.users(ofCertificate: certificate.arn).isEmpty
    renewalEligibility = certificate.eligibility(in: world)
    notBefore = certificate.validity?.from
    notAfter = certificate.validity?.until
    createdAt = certificate.creation
    issuedAt = certificate.issued
  }
}

extension Certificate {
  fileprivate var isElliptic: Bool { keyAlgorithm.utf8.starts(with: "EC".utf8) }

  fileprivate var keyUsages: [String] {
    isElliptic ? ["DIGITAL_SIGNATURE"] : ["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"]
  }

  /// Whether it would be renewed by itself: while something uses it.
  fileprivate func eligibility(in world: World) -> String {
    status == .issued && !world.users(ofCertificate: arn).isEmpty ? "ELIGIBLE" : "INELIGIBLE"
  }

  /// Sixteen bytes that differ from one issue to the next.
  fileprivate func serial(from start: Instant) -> String {
    let letters = UUIDText.drawn(from: "\(arn) \(start.nanoseconds)").filter { $0 != "-" }
    let bytes = Array(letters)
    return stride(from: 0, to: bytes.count, by: 2).map { String(bytes[$0...($0 + 1)]) }.joined(separator: ":")
  }
}
