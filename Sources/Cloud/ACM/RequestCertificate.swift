import EventKernel

/// Requests a public certificate, which is issued when all its domains are validated.
package enum RequestCertificate: ACMOperation {
  package static let name = "RequestCertificate"

  /// To which domain mail goes for a name.
  package struct MailDomain: Decodable, Sendable {
    package var domainName: String
    package var validationDomain: String
  }

  /// The names and how they are validated; by mail unless told otherwise, as in AWS.
  package struct Input: Decodable, Sendable {
    package var domainName: String
    package var validationMethod: String?
    package var subjectAlternativeNames: [String]?
    package var idempotencyToken: String?
    package var domainValidationOptions: [MailDomain]?
    package var options: CertificateOptions?
    package var tags: [CertificateTag]?
    package var keyAlgorithm: String?
  }

  /// The new certificate.
  package struct Output: Encodable, Sendable { package var certificateArn: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).tagging(input.tags?.map(\.plain)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let names = try names(of: input)
    guard let validation = Certificate.Validation(rawValue: input.validationMethod ?? "EMAIL") else {
      throw .notModelled("ValidationMethod", input.validationMethod ?? "")
    }
    let algorithm = input.keyAlgorithm ?? "RSA_2048"
    guard ["RSA_2048", "EC_prime256v1", "EC_secp384r1"].contains(algorithm) else {
      throw AWSError(
        "InvalidParameterException", "Key algorithm \(algorithm) is not supported for public certificates.")
    }
    if input.options?.export == "ENABLED" { throw .notModelled("Options", "Export=ENABLED") }
    let mailDomains = try mailDomains(of: input, for: names)
    let tags = try Tags().adding(certificateTags: input.tags)
    let own = world.acm.certificates.rows.filter { $0.region == context.region }
    let again = own.first {
      $0.token != nil && $0.token == input.idempotencyToken && $0.names[0] == names[0]
        && world.now - $0.creation < ACMLimits.token
    }
    if let again { return Output(certificateArn: again.arn) }
    guard own.count < ACMLimits.certificates else {
      throw AWSError(
        "LimitExceededException",
        "Error: you have reached your limit of \(ACMLimits.certificates) certificates.")
    }
    let arn = "arn:aws:acm:\(context.region.rawValue):\(Account.id):certificate/\(world.nextUUID())"
    var certificate = Certificate(
      arn: arn, region: context.region, names: names, validation: validation, mailDomains: mailDomains,
      keyAlgorithm: algorithm,
      isLogged: input.options?.certificateTransparencyLoggingPreference != "DISABLED",
      token: input.idempotencyToken, creation: world.now, status: .pendingValidation, tags: tags)
    if names.contains(where: isAmazons) {
      // ACM User Guide, troubleshooting: names of Amazon's own domains can have no certificate.
      certificate.status = .failed
      certificate.failureReason = "ADDITIONAL_VERIFICATION_REQUIRED"
    }
    world.acm.certificates[arn] = certificate
    if certificate.status == .pendingValidation {
      world.schedule(.acm(.timesOut(certificate: arn)), in: ACMLimits.patience)
      world.expectValidations()
    }
    return Output(certificateArn: arn)
  }

  /// All names in lower case, each once, the main one first.
  private static func names(of input: Input) throws(AWSError) -> [String] {
    var names: [String] = []
    for (index, text) in ([input.domainName] + (input.subjectAlternativeNames ?? [])).enumerated() {
      let name = text.lowercased()
      guard CertificateName.isValid(name) else {
        let place = index == 0 ? "domainName" : "subjectAlternativeNames.\(index).member"
        throw AWSError(
          "ValidationException",
          "1 validation error detected: Value '\(text)' at '\(place)' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$"
        )
      }
      if !names.contains(name) { names.append(name) }
    }
    guard names.count <= ACMLimits.names else {
      throw AWSError(
        "LimitExceededException",
        "Error: the number of domain names of a certificate is limited to \(ACMLimits.names).")
    }
    return names
  }

  private static func mailDomains(of input: Input, for names: [String]) throws(AWSError) -> StringMap {
    var domains = StringMap()
    for option in input.domainValidationOptions ?? [] {
      let name = option.domainName.lowercased()
      let domain = option.validationDomain.lowercased()
      guard names.contains(name),
        name == domain || name.utf8.suffix(domain.utf8.count + 1).elementsEqual(".\(domain)".utf8)
      else {
        throw AWSError(
          "InvalidDomainValidationOptionsException",
          "The validation domain \(option.validationDomain) is not a superdomain of \(option.domainName), or that is no name of the certificate."
        )
      }
      domains[name] = domain
    }
    return domains
  }

  private static func isAmazons(_ name: String) -> Bool {
    ["amazonaws.com", "cloudfront.net", "elasticbeanstalk.com", "amazon.com"].contains {
      name == $0 || name.hasSuffix(".\($0)")
    }
  }
}

/// The names that a certificate can have.
enum CertificateName {
  /// Whether a text is at most 253 long, has two labels of letters, digits and inner hyphens or more, and `*.` before them at most.
  static func isValid(_ name: String) -> Bool {
    let bare = name.utf8.starts(with: "*.".utf8) ? name.dropFirst(2) : Substring(name)
    let labels = bare.split(separator: ".", omittingEmptySubsequences: false)
    guard name.utf8.count <= 253, labels.count >= 2, (labels.last?.utf8.count ?? 0) >= 2 else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
        && label.utf8.last != UInt8(ascii: "-") && label.utf8.allSatisfy(isSign)
    }
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
