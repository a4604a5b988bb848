package import EventKernel

/// What S3 does with every request of one kind.
package struct StoreVisit: Sendable, Equatable {
  /// What becomes of the request.
  package enum End: Sendable, Equatable {
    /// An object comes, with its `Cache-Control`.
    case serves(bytes: Int, cacheControl: String?)
    /// Who asks may not read it: 403.
    case denied
    /// There is no such key: 404.
    case missing
    /// There is no such bucket, or it has no website: 404.
    case noSite
    /// The client is sent to a host of another service.
    case leavesFor(host: String)
    /// S3 answers in this Region with errors alone: 503.
    case unavailable
    /// Nobody answers, since the Region is lost.
    case silent
    /// The endpoint does not speak on the port: websites have HTTP on port 80 alone.
    case closedPort
    /// No certificate of S3 covers the name.
    case noCertificate
  }

  package var end: End
  /// The bucket, whether there is one or not.
  package var bucket: String
  /// The Region of the bucket; that of the endpoint where there is none.
  package var region: Region
  /// The key that decided.
  package var key: String
  /// How often the client is sent on before, each time once there and back.
  package var redirects = 0

  /// What S3 counts requests by: the key up to its last slash (facts: S3 9).
  // Simplified: s3-prefixes
  package var prefix: String {
    String(key.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))
  }
}

/// From where a distribution fetches.
package enum OriginPlace: Sendable, Equatable {
  /// A bucket by its endpoint for objects, read as the distribution signs; its name with the prefix of its keys.
  case bucket(ObjectKey, path: String, signs: Bool)
  /// The website of a bucket, which everybody reads.
  case website(ObjectKey, WebsitePlace, path: String)
  /// A server, with how long the edge waits for a connection, all attempts together, and for an answer.
  case server(host: String, scheme: String, port: Int, path: String, connects: Duration, answers: Duration)
}

/// The website endpoint of a Region, as a distribution names it.
package struct WebsitePlace: Sendable, Equatable {
  let endpoint: WebsiteEndpoint
}

extension World {
  /// How often a client follows S3's redirects before it gives up (TEACH: as browsers do).
  private static var mostStoreRedirects: Int { 5 }

  /// What S3 answers at the endpoint of a Region to a client without credentials.
  package func storeVisit(_ request: WebRequest, region: Region, isWebsite: Bool) -> StoreVisit {
    let named = servicePlace(of: request.host.lowercased())
    if isWebsite {
      var bucket = ObjectKey(request.host.lowercased())
      if case .website(let found?, _)? = named { bucket = found }
      guard request.scheme == "http", request.port == 80 else {
        return StoreVisit(end: .closedPort, bucket: bucket.text, region: region, key: "")
      }
      return siteVisit(bucket, at: region, path: request.path, door: request.host)
    }
    var bucket = ObjectKey(request.host.lowercased())
    var path = request.path
    var isOwnName = false
    if case .objects(let found, _)? = named {
      isOwnName = true
      if let found {
        bucket = found
      } else {
        let parts = path.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        bucket = ObjectKey(parts.first.map { String($0) } ?? "")
        path = "/" + (parts.count > 1 ? String(parts[1]) : "")
      }
    }
    if request.scheme == "https", !isOwnName {
      return StoreVisit(end: .noCertificate, bucket: bucket.text, region: region, key: "")
    }
    guard let row = s3.buckets[bucket] else {
      return StoreVisit(end: .noSite, bucket: bucket.text, region: region, key: "")
    }
    return objectVisit(row, path: path, method: request.method, as: .anybody)
  }

  /// From where a distribution fetches for an origin of its settings; `nil` when there is nothing of that name.
  package func originPlace(_ id: String, of row: EdgeDistribution, scheme: String) -> OriginPlace? {
    let config = row.inForce
    guard let origin = config.origins.all.first(where: { $0.id.utf8.elementsEqual(id.utf8) }) else {
      return nil
    }
    let host = origin.domainName.lowercased()
    let place = servicePlace(of: host)
    let path = origin.originPath ?? ""
    guard let settings = origin.customOriginConfig else {
      guard case .objects(let bucket?, _)? = place else { return nil }
      let control = origin.originAccessControlId.flatMap { cloudFront.accessControls[$0] }
      return .bucket(
        bucket, path: path, signs: control.map { $0.config.signingBehavior != "never" } ?? false)
    }
    switch place {
    case .website(let bucket?, let endpoint)?:
      return .website(bucket, WebsitePlace(endpoint: endpoint), path: path)
    case .objects(let bucket?, _)?: return .bucket(bucket, path: path, signs: false)
    case .distribution?: return nil
    case .website?, .objects?, .addresses?, nil: break
    }
    let spoken =
      ["http-only": "http", "https-only": "https"][settings.originProtocolPolicy] ?? scheme
    // Three attempts of ten seconds each, and thirty seconds for the answer (facts: CloudFront 7).
    let connects = Duration.seconds((origin.connectionTimeout ?? 10) * (origin.connectionAttempts ?? 3))
    return .server(
      host: host, scheme: spoken, port: spoken == "https" ? settings.httpsPort : settings.httpPort,
      path: path, connects: connects, answers: .seconds(settings.originReadTimeout ?? 30))
  }

  /// What S3 answers to a distribution; `nil` for an origin that is a server.
  package func storeVisit(
    _ request: WebRequest, from place: OriginPlace, for row: EdgeDistribution
  ) -> StoreVisit? {
    switch place {
    case .server: return nil
    case .website(let bucket, let site, let path):
      let door = "\(bucket.text).\(site.endpoint.host)"
      return siteVisit(bucket, at: site.endpoint.region, path: path + request.path, door: door)
    case .bucket(let bucket, let path, let signs):
      guard let found = s3.buckets[bucket] else {
        return StoreVisit(
          end: .noSite, bucket: bucket.text, region: Region(rawValue: "us-east-1"), key: "")
      }
      return objectVisit(
        found, path: path + request.path, method: request.method,
        as: signs ? .distribution(row.arn) : .anybody)
    }
  }

  /// Why S3 answers nothing good in a Region; `nil` when it does.
  private func outage(of region: Region) -> StoreVisit.End? {
    if isLost(region) { return .silent }
    let isDown = lab.faults.contains { $0.row.fault.kind == .s3Outage && $0.row.fault.region == region }
    return isDown ? .unavailable : nil
  }

  private func objectVisit(
    _ bucket: Bucket, path: String, method: String, as reader: ObjectReader
  ) -> StoreVisit {
    let written = String(path.dropFirst())
    let key = PercentCoding.decode(written) ?? written
    var visit = StoreVisit(end: .denied, bucket: bucket.name, region: bucket.region, key: key)
    if let outage = outage(of: bucket.region) {
      visit.end = outage
    } else if ["GET", "HEAD"].contains(method) {
      visit.end = end(of: key, in: bucket, as: reader)
    }
    return visit
  }

  /// What a key comes to for a reader; who may not list does not learn that it is missing (facts: S3 9).
  private func end(of key: String, in bucket: Bucket, as reader: ObjectReader) -> StoreVisit.End {
    guard !key.isEmpty else {
      return mayList(bucket.name, as: reader) ? .serves(bytes: 0, cacheControl: nil) : .denied
    }
    guard mayRead(key, in: bucket.name, as: reader) else { return .denied }
    guard let version = bucket.objects[ObjectKey(key)]?.current else {
      return mayList(bucket.name, as: reader) ? .missing : .denied
    }
    guard !version.storageClass.isArchive || version.restore?.until != nil else { return .denied }
    return .serves(bytes: version.size, cacheControl: version.headers.cacheControl)
  }

  /// What the website of a bucket shows under a path, after its own redirects.
  private func siteVisit(_ name: ObjectKey, at region: Region, path: String, door: String) -> StoreVisit {
    let written = String(path.dropFirst())
    var visit = StoreVisit(
      end: .noSite, bucket: name.text, region: region, key: PercentCoding.decode(written) ?? written)
    if let outage = outage(of: region) {
      visit.end = outage
      return visit
    }
    guard let row = s3.buckets[name], row.region == region, let site = row.website else { return visit }
    if let all = site.redirectAllRequestsTo {
      visit.end = .leavesFor(host: all.hostName)
      return visit
    }
    for redirects in 0...Self.mostStoreRedirects {
      visit.redirects = redirects
      switch step(visit.key, of: row, site, door: door) {
      case .ends(let end, let key):
        visit.end = end
        visit.key = key
        return visit
      case .goesOn(let key): visit.key = key
      }
    }
    visit.end = .leavesFor(host: door)
    return visit
  }

  /// What a website makes of one key: an end, or another key to ask for.
  fileprivate enum SiteStep {
    case ends(StoreVisit.End, key: String)
    case goesOn(key: String)
  }

  private func step(
    _ key: String, of bucket: Bucket, _ site: WebsiteConfiguration, door: String
  ) -> SiteStep {
    if let rule = site.rule(for: key, code: nil) { return rule.step(from: key, door: door) }
    let suffix = site.indexDocument?.suffix ?? ""
    let isFolder = key.isEmpty || key.hasSuffix("/")
    let asked = isFolder ? key + suffix : key
    let found = end(of: asked, in: bucket, as: .anybody)
    if case .serves = found {
      guard let place = bucket.objects[ObjectKey(asked)]?.current?.headers.redirect else {
        return .ends(found, key: asked)
      }
      return place.hasPrefix("/")
        ? .goesOn(key: String(place.dropFirst())) : .ends(.leavesFor(host: Self.host(of: place)), key: asked)
    }
    if !isFolder, bucket.objects[ObjectKey("\(key)/\(suffix)")]?.current != nil {
      return .goesOn(key: key + "/")
    }
    if let rule = site.rule(for: key, code: found == .missing ? 404 : 403) {
      return rule.step(from: key, door: door)
    }
    // An error's page is still an error.
    return .ends(found, key: asked)
  }

  private static func host(of address: String) -> String {
    let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return String(rest.prefix { $0 != "/" && $0 != ":" && $0 != "?" })
  }
}

extension WebsiteConfiguration.Rule {
  /// Where the rule leads a client that asked for a key at a door.
  fileprivate func step(from key: String, door: String) -> World.SiteStep {
    if let host = redirect.hostName, host.lowercased() != door.lowercased() {
      return .ends(.leavesFor(host: host), key: key)
    }
    if redirect.protocol == "https" { return .ends(.leavesFor(host: door), key: key) }
    if let whole = redirect.replaceKeyWith { return .goesOn(key: whole) }
    guard let start = redirect.replaceKeyPrefixWith else { return .goesOn(key: key) }
    return .goesOn(key: start + key.dropFirst((condition?.keyPrefixEquals ?? "").count))
  }
}
