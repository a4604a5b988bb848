import EventKernel

extension World {
  /// Does what Certificate Manager had on the agenda.
  mutating func handle(_ event: ACMEvent) {
    switch event {
    case .looks(let arn): look(for: arn)
    case .timesOut(let arn):
      guard acm.certificates[arn]?.status == .pendingValidation else { return }
      acm.certificates.update(arn) { $0.status = .validationTimedOut }
      note("certificate-timed-out", acm.certificates[arn]?.names.first ?? "")
    case .renews(let arn): renew(arn)
    }
  }

  /// Puts a look on the agenda for every pending certificate that has a record more than were found.
  mutating func expectValidations() {
    for (arn, certificate) in acm.certificates where hasNews(certificate) {
      schedule(.acm(.looks(certificate: arn)), in: ACMLimits.validation)
    }
  }

  private func hasNews(_ certificate: Certificate) -> Bool {
    certificate.status == .pendingValidation && certificate.validation == .dns
      && certificate.names.contains { !certificate.validated.contains($0) && hasValidationRecord($0) }
  }

  /// The record that a name of a certificate wants.
  package func validationRecord(of name: String) -> ValidationRecord {
    ValidationRecord(for: name, seed: seed)
  }

  /// Whether the public zone that answers for a name has its record.
  private func hasValidationRecord(_ name: String) -> Bool {
    let record = validationRecord(of: name)
    guard let canonical = DNSName.canonical(record.name), let zone = hostedZone(for: canonical) else {
      return false
    }
    return recordSets(canonical, type: "CNAME", in: zone).contains { set in
      guard case .values(let values, _) = set.answer else { return false }
      return values.contains { DNSName.canonical($0) == record.value }
    }
  }

  /// Looks for the records of a certificate, which is issued when all its names have theirs.
  private mutating func look(for arn: String) {
    guard let certificate = acm.certificates[arn], certificate.status == .pendingValidation else { return }
    let found = certificate.names.filter { certificate.validated.contains($0) || hasValidationRecord($0) }
    acm.certificates.update(arn) { $0.validated = found }
    guard found == certificate.names else { return }
    let now = now
    acm.certificates.update(arn) {
      $0.status = .issued
      $0.issued = now
      $0.validity = Certificate.Validity(from: now, until: now + ACMLimits.validity)
    }
    schedule(.acm(.renews(certificate: arn)), in: ACMLimits.validity - ACMLimits.renewal)
    note("certificate-issued", certificate.names[0])
  }

  /// Renews a certificate that something uses and whose records stand; else tries again each day until it ends.
  private mutating func renew(_ arn: String) {
    guard let certificate = acm.certificates[arn], certificate.status == .issued,
      let end = certificate.validity?.until
    else { return }
    let now = now
    guard now < end else {
      acm.certificates.update(arn) { $0.status = .expired }
      revision.loadBalancing += 1
      note("certificate-expired", certificate.names[0])
      return
    }
    let hasRecords = certificate.validation == .dns && certificate.names.allSatisfy(hasValidationRecord)
    guard hasRecords, !users(ofCertificate: arn).isEmpty else {
      schedule(.acm(.renews(certificate: arn)), in: min(.days(1), end - now))
      return
    }
    acm.certificates.update(arn) {
      $0.renewed = now
      $0.validity = Certificate.Validity(from: now, until: now + ACMLimits.validity)
    }
    schedule(.acm(.renews(certificate: arn)), in: ACMLimits.validity - ACMLimits.renewal)
    note("certificate-renewed", certificate.names[0])
  }

  /// The ARNs of the load balancers and distributions that use a certificate.
  func users(ofCertificate arn: String) -> [String] {
    var users: [String] = []
    for (_, listener) in loadBalancing.listeners where listener.allCertificates.contains(arn) {
      guard let user = loadBalancing.loadBalancers[listener.loadBalancer]?.arn, !users.contains(user) else {
        continue
      }
      users.append(user)
    }
    for (_, row) in cloudFront.distributions where row.config.viewerCertificate?.acmCertificateArn == arn {
      users.append(row.arn)
    }
    return users
  }

  /// The certificate of an ARN.
  ///
  /// - Throws: `ValidationException` for a text that is no ARN of one, `ResourceNotFoundException`.
  func certificate(arn: String, context: CallContext) throws(AWSError) -> Certificate {
    guard arn.utf8.starts(with: "arn:".utf8), arn.contains(":acm:"), arn.contains(":certificate/") else {
      throw AWSError(
        "ValidationException",
        "1 validation error detected: Value '\(arn)' at 'certificateArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:[\\w+=/,.@-]+:acm:[\\w+=/,.@-]*:[0-9]+:[\\w+=,.@-]+(/[\\w+=,.@-]+)*"
      )
    }
    guard let found = acm.certificates[arn], found.region == context.region else {
      throw AWSError("ResourceNotFoundException", "Could not find certificate \(arn).")
    }
    return found
  }
}
