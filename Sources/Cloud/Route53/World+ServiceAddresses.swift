import EventKernel

/// A service of AWS behind an address that many customers share: the name that a client asks for tells whose it is.
package enum SharedService: Sendable, Equatable {
  /// The edge locations of CloudFront.
  case edge
  /// The endpoint of S3 in a Region: that of websites, or that of objects.
  case storage(Region, isWebsite: Bool)
}

extension World {
  /// How long resolvers keep an address of CloudFront or S3 (CloudFront Developer Guide: 60 s).
  private static var sharedTTL: Duration { .seconds(60) }

  /// The first addresses of S3's endpoints for objects and of those for websites, one a Region behind them.
  // Simplified: dns-service-address
  private static let objectEndpoints: UInt32 = 52 << 24 | 218 << 16
  private static let websiteEndpoints: UInt32 = 52 << 24 | 219 << 16

  /// The answer for a name of CloudFront or S3; `nil` for other names.
  func sharedAnswer(_ name: String) -> DNSAnswer? {
    guard let place = servicePlace(of: String(name.dropLast())) else { return nil }
    switch place {
    case .distribution: return .certain([Self.edgeAddress], ttl: Self.sharedTTL)
    case .website(_, let endpoint):
      return sharedAddress(Self.websiteEndpoints, endpoint.region).map { .certain([$0], ttl: Self.sharedTTL) }
    case .objects(_, let region):
      let named = region ?? Region(rawValue: "us-east-1")
      return sharedAddress(Self.objectEndpoints, named).map { .certain([$0], ttl: Self.sharedTTL) }
    case .addresses: return nil
    }
  }

  private func sharedAddress(_ base: UInt32, _ region: Region) -> IPv4Address? {
    catalog.regions.firstIndex { $0.region == region }.map { IPv4Address(bits: base + UInt32($0) << 8 + 10) }
  }

  /// The service that shares an address among its customers; `nil` for other addresses.
  package func sharedService(at address: IPv4Address) -> SharedService? {
    if address == Self.edgeAddress { return .edge }
    let base = address.bits & 0xFFFF_0000
    guard base == Self.objectEndpoints || base == Self.websiteEndpoints, address.bits & 0xFF == 10 else {
      return nil
    }
    let index = Int(address.bits >> 8 & 0xFF)
    guard catalog.regions.indices.contains(index) else { return nil }
    return .storage(catalog.regions[index].region, isWebsite: base == Self.websiteEndpoints)
  }

  /// All services of that kind that a host may lead to, by any of its records whatever their policy and health.
  package func sharedServices(behind host: String) -> [SharedService] {
    guard let name = DNSName.canonical(host) else { return [] }
    var found: [SharedService] = []
    gather(name, into: &found, depth: 0)
    return found
  }

  private func gather(_ name: String, into found: inout [SharedService], depth: Int) {
    guard depth < 8, found.count < 64 else { return }
    // A distribution that is still being deployed will answer later.
    if name.hasSuffix(".cloudfront.net.") { return found.append(.edge) }
    if let answer = sharedAnswer(name) {
      found += answer.alternatives.flatMap(\.addresses).compactMap { sharedService(at: $0) }
      return
    }
    guard let zone = hostedZone(for: name) else { return }
    for set in recordSets(name, type: "A", in: zone) + recordSets(name, type: "CNAME", in: zone) {
      switch set.answer {
      case .alias(let target, _, _): gather(target, into: &found, depth: depth + 1)
      case .values(let values, _):
        if set.type.utf8.elementsEqual("CNAME".utf8), let target = values.first.flatMap(DNSName.canonical) {
          gather(target, into: &found, depth: depth + 1)
        }
      }
    }
  }
}
