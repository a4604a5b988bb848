/// An operation of Certificate Manager.
package protocol ACMOperation: Operation {}

extension ACMOperation {
  package static var service: String { "acm" }
}

/// The operations of Certificate Manager.
package enum ACMOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    RequestCertificate.self, DescribeCertificate.self, ListCertificates.self, DeleteCertificate.self,
    UpdateCertificateOptions.self, AddTagsToCertificate.self, ListTagsForCertificate.self,
    RemoveTagsFromCertificate.self,
  ]
}

extension World {
  /// The access to a certificate by an action, with its tags.
  func certificateAccess(_ action: String, to arn: String, context: CallContext) -> Access {
    Access(action, self, context).on(arn: arn, tags: acm.certificates[arn]?.tags ?? Tags())
  }
}

/// Shows a certificate with the records that it waits for.
package enum DescribeCertificate: ACMOperation {
  package static let name = "DescribeCertificate"

  /// Which one.
  package struct Input: Decodable, Sendable { package var certificateArn: String }

  /// The certificate.
  package struct Output: Encodable, Sendable { package var certificate: CertificateDetail }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.certificateAccess(defaultAction, to: input.certificateArn, context: context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let certificate = try world.certificate(arn: input.certificateArn, context: context)
    return Output(certificate: CertificateDetail(certificate, in: world))
  }
}

/// Lists the certificates of a Region, oldest first; of other keys than RSA 2048 only when they are asked for, as in AWS.
package enum ListCertificates: ACMOperation {
  package static let name = "ListCertificates"

  /// What must hold of a certificate beside its status.
  package struct Filters: Decodable, Sendable {
    package var extendedKeyUsage: [String]?
    package var keyUsage: [String]?
    package var keyTypes: [String]?
    package var exportOption: String?
  }

  /// Which ones and in which order.
  package struct Input: Decodable, Sendable {
    package var certificateStatuses: [String]?
    package var includes: Filters?
    package var nextToken: String?
    package var maxItems: Int?
    package var sortBy: String?
    package var sortOrder: String?
  }

  /// A page of certificates.
  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var certificateSummaryList: [CertificateSummary]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (input.sortBy == nil) == (input.sortOrder == nil) else {
      throw AWSError("InvalidArgsException", "SortBy and SortOrder must be given together.")
    }
    let types = input.includes?.keyTypes ?? ["RSA_1024", "RSA_2048"]
    var rows = world.acm.certificates.rows.filter { row in
      row.region == context.region && types.contains(row.keyAlgorithm)
        && input.certificateStatuses?.contains(row.status.rawValue) ?? true
    }
    rows.sort {
      $0.creation == $1.creation ? $0.arn.utf8Precedes($1.arn) : $0.creation < $1.creation
    }
    if input.sortOrder == "DESCENDING" { rows.reverse() }
    let current = world
    let summaries = rows.map { CertificateSummary($0, in: current) }.filter { row in
      (input.includes?.keyUsage ?? []).allSatisfy { ["ANY"].contains($0) || row.keyUsages.contains($0) }
        && (input.includes?.extendedKeyUsage ?? []).allSatisfy {
          ["ANY"].contains($0) || row.extendedKeyUsages.contains($0)
        } && input.includes?.exportOption.map { $0 == row.exportOption } ?? true
    }
    guard let page = Page(of: summaries, from: input.nextToken, limit: input.maxItems ?? 1_000) else {
      throw AWSError("ValidationException", "The next token is not valid.")
    }
    return Output(nextToken: page.nextToken, certificateSummaryList: page.rows)
  }
}

/// Deletes a certificate that nothing uses.
package enum DeleteCertificate: ACMOperation {
  package static let name = "DeleteCertificate"

  /// Which one.
  package struct Input: Decodable, Sendable { package var certificateArn: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.certificateAccess(defaultAction, to: input.certificateArn, context: context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let certificate = try world.certificate(arn: input.certificateArn, context: context)
    guard world.users(ofCertificate: certificate.arn).isEmpty else {
      let listeners = world.loadBalancing.listeners.rows.filter {
        $0.allCertificates.contains(certificate.arn)
      }
      throw AWSError(
        "ResourceInUseException",
        "Certificate \(certificate.arn) in account \(Account.id) is in use.",
        dependents: listeners.map { .listener(arn: $0.arn) })
    }
    world.acm.certificates[certificate.arn] = nil
    return NoOutput()
  }
}

/// Changes whether a certificate is told to the public logs of certificates.
package enum UpdateCertificateOptions: ACMOperation {
  package static let name = "UpdateCertificateOptions"

  /// Which one, and the new options.
  package struct Input: Decodable, Sendable {
    package var certificateArn: String
    package var options: CertificateOptions
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.certificateAccess(defaultAction, to: input.certificateArn, context: context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let certificate = try world.certificate(arn: input.certificateArn, context: context)
    if input.options.export == "ENABLED" { throw .notModelled("Options", "Export=ENABLED") }
    guard certificate.status == .issued else {
      throw AWSError(
        "InvalidStateException", "Certificate \(certificate.arn) is in state \(certificate.status.rawValue).")
    }
    if let preference = input.options.certificateTransparencyLoggingPreference {
      world.acm.certificates.update(certificate.arn) { $0.isLogged = preference == "ENABLED" }
    }
    return NoOutput()
  }
}
