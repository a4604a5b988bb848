import EventKernel

/// What a host name of the web leads to.
enum WebPlace: Sendable, Equatable {
  /// The website endpoint of a Region; the bucket is the host that the client names where the name has none.
  case website(bucket: ObjectKey?, at: WebsiteEndpoint)
  /// The REST endpoint of S3, of a Region unless the name has none; the bucket is in the path where the name has none.
  case objects(bucket: ObjectKey?, region: Region?)
  /// A distribution by its id.
  case distribution(String)
  /// Machines and load balancers.
  case addresses([IPv4Address])
}

extension World {
  /// What a host name leads to for a visitor; `nil` when it has no address.
  func webPlace(of host: String, for visitor: WebVisitor) -> WebPlace? {
    if case .machine(let id) = visitor, let instance = ec2.instances[id] {
      if host == "localhost" || host == "127.0.0.1" { return .addresses([instance.privateAddress]) }
      let named = ec2.instances.rows.first { row in
        row.vpc == instance.vpc && row.state != .terminated
          && privateDNSName(of: row).utf8.elementsEqual(host.utf8)
      }
      if let named { return .addresses([named.privateAddress]) }
      // A public name of a machine of the same VPC leads to its private address there.
      let other = ec2.instances.rows.first { row in
        row.vpc == instance.vpc && (publicDNSName(of: row)?.utf8.elementsEqual(host.utf8) ?? false)
      }
      if let other { return .addresses([other.privateAddress]) }
    }
    let vantage = vantage(of: visitor)
    var name = host
    for step in 0..<8 {
      if let place = servicePlace(of: name) { return place }
      guard let next = webTarget(of: name, from: vantage, number: drawnNumber(step)) else { break }
      name = next
    }
    let addresses = resolve(host: name, from: vantage).alternative(drawing: drawnNumber(10))?.addresses
    return addresses.flatMap { $0.isEmpty ? nil : .addresses($0) }
  }

  /// Where a visitor's resolver stands.
  private func vantage(of visitor: WebVisitor) -> Vantage {
    guard case .machine(let id) = visitor, let instance = ec2.instances[id] else {
      return .region(Account.learnerRegion)
    }
    return .region(instance.zone.region)
  }

  /// A name that AWS gives to a bucket or a distribution; `nil` for others.
  func servicePlace(of host: String) -> WebPlace? {
    if host.hasSuffix(".cloudfront.net") {
      return cloudFront.distributions.rows.first {
        $0.hasBeenDeployed && $0.domainName.utf8.elementsEqual(host.utf8)
      }.map { .distribution($0.id) }
    }
    guard let inner = Self.prefix(of: host, before: ".amazonaws.com") else { return nil }
    let labels = inner.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let index = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-website") }) else {
      return nil
    }
    let bucket = labels[..<index].joined(separator: ".")
    let rest = labels[(index + 1)...].joined(separator: ".")
    if labels[index] == "s3" {
      // Without a Region in its name the endpoint is that of us-east-1, which leads on to the bucket.
      let region = rest.isEmpty ? nil : Region(rawValue: rest)
      if let region, catalog.region(region) == nil { return nil }
      return .objects(bucket: bucket.isEmpty ? nil : ObjectKey(bucket), region: region)
    }
    guard let endpoint = WebsiteEndpoint(label: labels[index], rest: rest) else { return nil }
    return .website(bucket: bucket.isEmpty ? nil : ObjectKey(bucket), at: endpoint)
  }

  private static func prefix(of text: String, before end: String) -> String? {
    text.hasSuffix(end) ? String(text.dropLast(end.count)) : nil
  }
}
