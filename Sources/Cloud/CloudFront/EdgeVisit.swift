/// What an edge location of CloudFront does with every request of one kind, before it knows what the origin answers.
package struct EdgeVisit: Sendable, Equatable {
  /// Why a request gets nothing from any origin.
  package enum Refusal: Sendable, Equatable {
    /// Edge locations speak on ports 80 and 443 alone.
    case closedPort
    /// No certificate of the distribution covers the name.
    case noCertificate
    /// The distribution is disabled.
    case disabled
    /// The behaviour wants HTTPS.
    case httpsOnly
    /// The behaviour does not allow the method.
    case method
  }

  /// Why the request is refused; `nil` when it is not.
  package var refusal: Refusal?
  /// Whether the client is first sent from HTTP to HTTPS.
  package var isRedirected = false
  /// What is looked for, with the root object in the place of `/`.
  package var request: WebRequest
  /// What copies are kept under; `nil` when none is kept.
  package var key: String?
  package var lifetimes = EdgeLifetimes(minimum: 0, standard: 0, maximum: 0)
  /// The origins by id, the second for when the first fails with one of the codes.
  package var origins: [String] = []
  package var failoverCodes: [Int] = []
}

/// For how long copies are kept at edge locations, in seconds (facts: CloudFront 7).
package struct EdgeLifetimes: Sendable, Equatable {
  package var minimum: Int
  package var standard: Int
  package var maximum: Int

  package init(minimum: Int, standard: Int, maximum: Int) {
    self.minimum = minimum
    self.standard = standard
    self.maximum = maximum
  }

  /// How long an answer is kept by what it says of itself.
  ///
  /// Without `max-age` the default holds, at least the minimum; `max-age` counts within minimum and maximum; what is not
  /// to be kept comes to the minimum.
  package func lifetime(of freshness: Freshness) -> Int {
    switch freshness {
    case .unsaid: max(standard, minimum)
    case .never: minimum
    case .seconds(let said): min(max(said, minimum), max(maximum, minimum))
    }
  }
}

/// What the `Cache-Control` of an answer says of how long caches that many share may keep it.
package enum Freshness: Sendable, Equatable {
  case unsaid
  /// `no-cache`, `no-store` or `private`.
  case never
  /// `s-maxage`, which goes before `max-age`.
  case seconds(Int)

  /// Reads the header; without one, or without a word on it, nothing is said.
  package init(cacheControl: String?) {
    self = .unsaid
    var shared: Int?
    var own: Int?
    for part in (cacheControl ?? "").lowercased().split(separator: ",") {
      let word = part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
      if ["no-cache", "no-store", "private"].contains(word) {
        self = .never
        return
      }
      if word.hasPrefix("s-maxage=") { shared = Int(word.dropFirst("s-maxage=".count)) ?? shared }
      if word.hasPrefix("max-age=") { own = Int(word.dropFirst("max-age=".count)) ?? own }
    }
    if let said = shared ?? own { self = .seconds(max(0, said)) }
  }
}

extension World {
  /// The distribution that answers at edge locations for a host name: its own name, or one that it has as an alias.
  package func deployedDistribution(for host: String) -> EdgeDistribution? {
    cloudFront.distributions.rows.first { $0.hasBeenDeployed && distribution($0, answersTo: host) }
  }

  /// Whether a distribution has a host name as its own or as an alias, by the settings that have been deployed.
  package func distribution(_ row: EdgeDistribution, answersTo host: String) -> Bool {
    let names = [row.domainName] + (row.inForce.aliases?.all ?? [])
    return names.contains { Wildcard.matches(host, pattern: $0, ignoringCase: true) }
  }

  /// What an edge location does with a request to a distribution, by the settings that have been deployed.
  package func edgeVisit(_ given: WebRequest, to row: EdgeDistribution) -> EdgeVisit {
    let config = row.inForce
    var visit = EdgeVisit(request: given)
    guard [80, 443].contains(given.port), (given.scheme == "https") == (given.port == 443) else {
      visit.refusal = .closedPort
      return visit
    }
    if given.scheme == "https", !hasEdgeCertificate(for: given.host, row, config) {
      visit.refusal = .noCertificate
      return visit
    }
    guard config.enabled else {
      visit.refusal = .disabled
      return visit
    }
    if given.path == "/", let root = config.defaultRootObject, !root.isEmpty {
      visit.request.path = root.hasPrefix("/") ? root : "/" + root
    }
    let behavior = config.behavior(for: visit.request.path)
    if given.scheme == "http" {
      switch behavior.viewerProtocolPolicy {
      case "https-only":
        visit.refusal = .httpsOnly
        return visit
      case "redirect-to-https":
        visit.isRedirected = true
        visit.request.scheme = "https"
        visit.request.port = 443
        guard hasEdgeCertificate(for: given.host, row, config) else {
          visit.refusal = .noCertificate
          return visit
        }
      default: break
      }
    }
    let methods = behavior.allowedMethods?.items ?? CacheBehavior.Methods.reading.items
    guard methods.contains(given.method) else {
      visit.refusal = .method
      return visit
    }
    let reads = ["GET", "HEAD"].contains(given.method)
    (visit.key, visit.lifetimes) = storing(visit.request, by: behavior, reads: reads)
    let group = config.originGroups?.all.first { $0.id.utf8.elementsEqual(behavior.targetOriginId.utf8) }
    guard let group else {
      visit.origins = [behavior.targetOriginId]
      return visit
    }
    visit.origins = group.members.all.prefix(reads || given.method == "OPTIONS" ? 2 : 1).map(\.originId)
    visit.failoverCodes = group.failoverCriteria.statusCodes.all
    return visit
  }

  /// Whether a distribution shows a valid certificate for a name.
  private func hasEdgeCertificate(
    for host: String, _ row: EdgeDistribution, _ config: DistributionConfig
  ) -> Bool {
    if host.utf8.elementsEqual(row.domainName.utf8) { return true }
    guard let arn = config.viewerCertificate?.acmCertificateArn, let certificate = acm.certificates[arn]
    else { return false }
    return certificate.status == .issued && certificate.covers(host)
  }

  /// Under what an answer is kept, and for how long; no key where nothing is.
  private func storing(
    _ request: WebRequest, by behavior: CacheBehavior, reads: Bool
  ) -> (key: String?, lifetimes: EdgeLifetimes) {
    let key: String
    let lifetimes: EdgeLifetimes
    if let policy = behavior.cachePolicyId.flatMap({ cachePolicy($0) })?.config {
      lifetimes = EdgeLifetimes(
        minimum: policy.minTTL, standard: policy.defaultTTL ?? 86_400, maximum: policy.maxTTL ?? 31_536_000)
      let parts = policy.parametersInCacheKeyAndForwardedToOrigin
      key = request.edgeKey(
        query: EdgeKeyPart(
          parts?.queryStringsConfig.queryStringBehavior, parts?.queryStringsConfig.queryStrings?.all),
        headers: parts?.headersConfig.headers?.all ?? [],
        cookies: EdgeKeyPart(parts?.cookiesConfig.cookieBehavior, parts?.cookiesConfig.cookies?.all))
    } else {
      let least = behavior.minTTL ?? 0
      lifetimes = EdgeLifetimes(
        minimum: least, standard: behavior.defaultTTL ?? max(86_400, least),
        maximum: behavior.maxTTL ?? max(31_536_000, least))
      let forwarded = behavior.forwardedValues
      let names = forwarded?.queryStringCacheKeys?.all ?? []
      key = request.edgeKey(
        query: forwarded?.queryString != true ? .nothing : names.isEmpty ? .everything : .only(names),
        headers: forwarded?.headers?.all ?? [],
        cookies: EdgeKeyPart(forwarded?.cookies.forward, forwarded?.cookies.whitelistedNames?.all))
    }
    return (reads && lifetimes.maximum > 0 ? key : nil, lifetimes)
  }
}

/// Which of the parameters or cookies of a request belong to the key of its copy.
enum EdgeKeyPart {
  case nothing
  case everything
  case only([String])
  case allBut([String])

  /// The part as cache policies name it.
  init(_ behavior: String?, _ names: [String]?) {
    switch behavior {
    case "all": self = .everything
    case "whitelist": self = .only(names ?? [])
    case "allExcept": self = .allBut(names ?? [])
    default: self = .nothing
    }
  }

  fileprivate func holds(_ name: String) -> Bool {
    switch self {
    case .nothing: false
    case .everything: true
    case .only(let names): names.contains { $0.utf8.elementsEqual(name.utf8) }
    case .allBut(let names): !names.contains { $0.utf8.elementsEqual(name.utf8) }
    }
  }
}

extension WebRequest {
  /// The key of a copy: the path, and what of the query, the headers and the cookies belongs to it.
  fileprivate func edgeKey(query part: EdgeKeyPart, headers names: [String], cookies: EdgeKeyPart) -> String {
    let parameters = query.filter { part.holds($0.name) }.map { "\($0.name)=\($0.value)" }
    let values = names.map { name -> String in
      let lower = name.lowercased()
      if lower == "host" { return "host:\(host)" }
      return headers.filter { $0.name.lowercased() == lower }.map { "\(lower):\($0.value)" }
        .joined(separator: ",")
    }
    let sent = headers.filter { $0.name.lowercased() == "cookie" }.flatMap { $0.value.split(separator: ";") }
    let kept = sent.map { $0.drop { $0 == " " } }.filter { cookie in
      cookies.holds(String(cookie.prefix { $0 != "=" }))
    }
    return "\(path)?\(parameters.joined(separator: "&"))\n\(values.joined(separator: "\n"))\n"
      + kept.joined(separator: ";")
  }
}

extension DistributionConfig {
  /// For how long an error of an origin is kept, in seconds; 0 for not at all (facts: CloudFront 7).
  package func errorLifetime(of code: Int) -> Int {
    if let rule = rule(for: code) { return rule.errorCachingMinTTL ?? 10 }
    return [404, 414, 500, 501, 502, 503, 504].contains(code) ? 10 : 0
  }

  /// Whether clients get a page of success in the place of an origin's error: the path of the page.
  package func successPage(for code: Int) -> String? {
    guard let rule = rule(for: code), let path = rule.responsePagePath, !path.isEmpty,
      let shown = rule.responseCode.flatMap({ Int($0) }), shown < 400
    else { return nil }
    return path
  }

  private func rule(for code: Int) -> CustomErrorResponse? {
    customErrorResponses?.all.first { $0.errorCode == code }
  }
}
