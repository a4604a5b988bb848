/// Health checks of names that lead to CloudFront or S3.
extension World {
  /// Whether a service whose address many customers share answers a check as it should, by the name that is asked.
  func answers(
    _ check: DNSHealthCheck, at service: SharedService, observing observations: Observations
  ) -> Bool {
    let isEncrypted = check.type.hasPrefix("HTTPS")
    let request = WebRequest(
      scheme: isEncrypted || (check.type == "TCP" && check.port == 443) ? "https" : "http",
      host: check.domainName ?? "", port: check.port, path: check.path ?? "/", source: Self.checker)
    switch service {
    case .storage(let region, let isWebsite):
      return isWell(storeVisit(request, region: region, isWebsite: isWebsite), for: check)
    case .edge:
      guard let row = deployedDistribution(for: request.host) else { return false }
      if check.type == "TCP" { return [80, 443].contains(check.port) }
      let visit = edgeVisit(request, to: row)
      guard visit.refusal == nil else { return false }
      // Codes from 200 to 399 are well (facts: Route 53 12).
      if visit.isRedirected { return true }
      return visit.origins.contains { id in
        guard let place = originPlace(id, of: row, scheme: request.scheme) else { return false }
        if let store = storeVisit(visit.request, from: place, for: row) { return isWell(store, for: check) }
        guard case .server(let host, let scheme, let port, let path, _, _) = place else { return false }
        var behind = check
        behind.type = (scheme == "https" ? "HTTPS" : "HTTP") + (check.searchString == nil ? "" : "_STR_MATCH")
        behind.address = nil
        behind.domainName = host
        behind.port = port
        behind.path = path + visit.request.path
        return answers(behind, observing: observations)
      }
    }
  }

  /// Whether what S3 answers is what a check wants.
  private func isWell(_ visit: StoreVisit, for check: DNSHealthCheck) -> Bool {
    switch visit.end {
    case .leavesFor: return check.searchString == nil
    case .denied, .missing, .noSite, .unavailable:
      // A connection comes about whatever is answered.
      return check.type == "TCP"
    case .silent, .closedPort, .noCertificate: return false
    case .serves:
      guard let text = check.searchString else { return true }
      let body = s3.buckets[ObjectKey(visit.bucket)]?.objects[ObjectKey(visit.key)]?.current?.body ?? []
      return String(decoding: body, as: UTF8.self).contains(text)
    }
  }
}
