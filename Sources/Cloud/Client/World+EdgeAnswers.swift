import EventKernel

/// What CloudFront answers in the name of a distribution.
///
/// Every request goes to the origin: the learner's own computer is the only client of its edge location here.
// Simplified: cloudfront-settings
extension World {
  /// How often an origin is asked for one request of a viewer: for the page, and for an error's page.
  private static var mostErrorPages: Int { 1 }

  /// The answer of an edge location to a viewer.
  mutating func edge(of id: String, _ call: WebCall) -> Result<WebAnswer, WebFailure> {
    guard let row = cloudFront.distributions[id] else { return .failure(.unknownHost) }
    guard [80, 443].contains(call.request.port),
      (call.request.scheme == "https") == (call.request.port == 443)
    else { return .failure(.timedOut(.closed)) }
    if call.request.scheme == "https", let fault = fault(ofName: call.door, at: row), !call.trustsAll {
      return .failure(.handshake(fault))
    }
    guard row.inForce.enabled else {
      return .success(edgeError(403, "The distribution is disabled.", call))
    }
    let names = [row.domainName] + (row.inForce.aliases?.all ?? [])
    guard
      names.contains(where: { Wildcard.matches(call.request.host, pattern: $0, ignoringCase: true) })
    else {
      return .success(
        edgeError(403, "The request's Host header does not fit any distribution of the edge location.", call))
    }
    return .success(answer(of: row, call, errorPages: 0))
  }

  /// Whether the certificate that a distribution shows for a name is valid for it.
  private func fault(ofName host: String, at row: EdgeDistribution) -> HandshakeFault? {
    if host.utf8.elementsEqual(row.domainName.utf8) { return nil }
    guard let arn = row.inForce.viewerCertificate?.acmCertificateArn,
      let certificate = acm.certificates[arn], certificate.status == .issued, certificate.covers(host)
    else { return .noCertificate }
    return nil
  }

  private mutating func answer(of row: EdgeDistribution, _ given: WebCall, errorPages: Int) -> WebAnswer {
    var call = given
    let config = row.inForce
    if call.request.path == "/", let root = config.defaultRootObject, !root.isEmpty {
      let query = call.target.drop { $0 != "?" }
      call = call.at("/\(root.hasPrefix("/") ? String(root.dropFirst()) : root)\(query)")
    }
    let behavior = config.behavior(for: call.request.path)
    if let refusal = refusal(of: behavior, call, given) { return refusal }
    var answer = origins(named: behavior.targetOriginId, of: row, call)
    let errors = config.customErrorResponses?.all ?? []
    if errorPages < Self.mostErrorPages,
      let rule = errors.first(where: { $0.errorCode == answer.code }),
      let path = rule.responsePagePath, !path.isEmpty
    {
      let second = self.answer(of: row, call.at(path), errorPages: errorPages + 1)
      if second.code < 400 {
        answer = second
        answer.code = rule.responseCode.flatMap { Int($0) } ?? rule.errorCode
        answer.headers.removeAll { ["X-Cache", "Via", "X-Amz-Cf-Id"].contains($0.name) }
      }
    }
    guard errorPages == 0 else { return answer }
    answer.add("X-Cache", answer.code >= 400 ? "Error from cloudfront" : "Miss from cloudfront")
    answer.add("Via", "1.1 \(row.domainName) (CloudFront)")
    answer.add("X-Amz-Cf-Id", requestID)
    return answer
  }

  /// What a behaviour refuses before anything is fetched; `nil` when nothing.
  private func refusal(of behavior: CacheBehavior, _ call: WebCall, _ given: WebCall) -> WebAnswer? {
    if call.request.scheme == "http" {
      switch behavior.viewerProtocolPolicy {
      case "redirect-to-https":
        var answer = WebAnswer.redirect(
          301, to: "https://\(call.request.host)\(given.target)", server: "CloudFront")
        answer.add("X-Cache", "Redirect from cloudfront")
        return answer
      case "https-only": return edgeError(403, "Bad request.", call)
      default: break
      }
    }
    let methods = behavior.allowedMethods?.items ?? CacheBehavior.Methods.reading.items
    guard methods.contains(call.request.method) else {
      return edgeError(
        403,
        "This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.",
        call)
    }
    if behavior.trustedKeyGroups?.enabled == true || behavior.trustedSigners?.enabled == true {
      return WebAnswer(
        403,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>MissingKey</Code><Message>Missing Key-Pair-Id query parameter or cookie value</Message></Error>",
        type: "text/xml", server: "CloudFront")
    }
    return nil
  }

  /// The answer of an origin, or of the second one of a group when the first fails as the group says.
  private mutating func origins(named id: String, of row: EdgeDistribution, _ call: WebCall) -> WebAnswer {
    if let group = row.inForce.originGroups?.all.first(where: { $0.id.utf8.elementsEqual(id.utf8) }),
      let first = group.members.all.first, let second = group.members.all.dropFirst().first
    {
      let answer = origin(named: first.originId, of: row, call)
      let isCovered = group.failoverCriteria.statusCodes.all.contains(answer.code)
      return isCovered && ["GET", "HEAD", "OPTIONS"].contains(call.request.method)
        ? origin(named: second.originId, of: row, call) : answer
    }
    return origin(named: id, of: row, call)
  }

  private mutating func origin(named id: String, of row: EdgeDistribution, _ call: WebCall) -> WebAnswer {
    guard let origin = row.inForce.origins.all.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
      return edgeError(502, "The origin does not exist.", call)
    }
    let asked = call.at((origin.originPath ?? "") + call.target)
    return origin.customOriginConfig == nil
      ? objects(of: origin, for: row, asked) : web(of: origin, asked)
  }

  /// What a bucket answers, by the distribution's own signature where it has an origin access control.
  private mutating func objects(
    of origin: DistributionConfig.Origin, for row: EdgeDistribution, _ call: WebCall
  ) -> WebAnswer {
    guard
      case .objects(let bucket?, let region)? = webPlace(
        of: origin.domainName.lowercased(), for: .outside(Self.edgeAddress))
    else { return edgeError(502, "CloudFront wasn't able to resolve the origin domain name.", call) }
    if let answer = wayOut(to: bucket, from: region, call) { return answer }
    let control = origin.originAccessControlId.flatMap { cloudFront.accessControls[$0] }
    let signs = control.map { $0.config.signingBehavior != "never" } ?? false
    let reader = signs ? ObjectReader.distribution(row.arn) : .anybody
    let key = call.key
    guard ["GET", "HEAD"].contains(call.request.method) else { return refusal(S3Error.denied, key, call) }
    guard !key.isEmpty else {
      // Without a root object the request is for the bucket's list.
      return listing(of: bucket, call, as: reader)
    }
    switch fetch(key, in: bucket, as: reader) {
    case .success(let version): return Self.answer(with: version)
    case .failure(let error): return refusal(error, key, call)
    }
  }

  /// What a server elsewhere answers to an edge location.
  private mutating func web(of origin: DistributionConfig.Origin, _ call: WebCall) -> WebAnswer {
    guard let settings = origin.customOriginConfig else { return edgeError(502, "No origin.", call) }
    var asked = call
    asked.door = origin.domainName.lowercased()
    asked.request.host = asked.door
    asked.request.source = Self.edgeAddress
    switch settings.originProtocolPolicy {
    case "http-only": asked.request.scheme = "http"
    case "https-only": asked.request.scheme = "https"
    default: break
    }
    asked.request.port = asked.request.scheme == "https" ? settings.httpsPort : settings.httpPort
    for header in origin.customHeaders?.all ?? [] {
      asked.request.headers.append(WebRequest.Field(name: header.headerName, value: header.headerValue))
    }
    switch answer(asked, from: .outside(Self.edgeAddress)) {
    case .success(let answer): return answer
    case .failure(.unknownHost):
      return edgeError(502, "CloudFront wasn't able to resolve the origin domain name.", call)
    case .failure(.timedOut):
      return edgeError(504, "We can't connect to the server for this app or website at this time.", call)
    case .failure(.refused), .failure(.handshake):
      return edgeError(502, "CloudFront wasn't able to connect to the origin.", call)
    }
  }

  /// An error's page of CloudFront's own.
  private func edgeError(_ code: Int, _ reason: String, _ call: WebCall) -> WebAnswer {
    WebAnswer(
      code,
      "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>\n<H1>\(code) ERROR</H1>\n"
        + "<H2>The request could not be satisfied.</H2>\n<HR noshade size=\"1px\">\n\(reason)\n"
        + "<PRE>\nGenerated by cloudfront (CloudFront)\nRequest ID: \(requestID)\n</PRE>\n</BODY></HTML>\n",
      server: "CloudFront")
  }
}

extension DistributionConfig {
  /// The first behaviour whose pattern fits a path, else the default one.
  func behavior(for path: String) -> CacheBehavior {
    let ordered = cacheBehaviors?.all ?? []
    let fitting = ordered.first { entry in
      let pattern = entry.pathPattern.hasPrefix("/") ? entry.pathPattern : "/" + entry.pathPattern
      return Wildcard.matches(path, pattern: pattern, ignoringCase: false)
    }
    return fitting?.behavior ?? defaultCacheBehavior
  }
}
