import EventKernel

extension World {
  /// What distributions give to clients in a month: bytes in tiers and requests, by where the clients are.
  ///
  /// A terabyte and ten million requests are free; they go to the distributions in the order of the traffic, off the
  /// first tier (facts: CloudFront 7). What goes from origins to edge locations costs nothing.
  // Simplified: cloudfront-prices
  func addDistributions(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    guard let traffic, !traffic.distributions.isEmpty else { return }
    let gigabyte = 1_073_741_824.0
    let everywhere = Region(rawValue: "us-east-1")
    var freeBytes = 1_024.0
    var freeRequests = 10_000_000.0
    // The tiers count what all distributions of the account give in one place.
    var given: [EdgePlace: Double] = [:]
    for use in traffic.distributions {
      let place = EdgePlace(of: use.region)
      var rest = Double(use.bytes) / gigabyte
      let free = min(freeBytes, rest)
      freeBytes -= free
      rest -= free
      // The free part comes off the first tier.
      let before = (given[place] ?? 0) + free
      given[place] = before + rest
      let first = max(0, min(rest, 10_240 - before))
      add(
        &bill, "CloudFront", "edge-transfer", use.distribution,
        "cloudfront.internet_first_10tb.\(place.rawValue)", everywhere, units: first)
      add(
        &bill, "CloudFront", "edge-transfer", use.distribution,
        "cloudfront.internet_next_40tb.\(place.rawValue)", everywhere, units: rest - first)
      let freed = min(freeRequests, Double(use.requests))
      freeRequests -= freed
      add(
        &bill, "CloudFront", "edge-requests", use.distribution,
        "cloudfront.requests_per_10000.\(place == .northAmerica ? "us" : "other")", everywhere,
        units: (Double(use.requests) - freed) / 10_000)
    }
  }

  /// What a month's reads of objects cost.
  func addReads(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    for use in traffic?.buckets ?? [] {
      add(
        &bill, "S3", "s3-visits", use.bucket, "s3.get_per_1000", use.region,
        units: Double(use.reads) / 1_000)
    }
  }
}

/// Where clients are, as CloudFront has prices for it (facts: CloudFront 7).
private enum EdgePlace: String {
  case northAmerica = "us"
  case europe
  case southAmerica = "sa"
  case africaAndMiddleEast = "af"
  case japan
  case australia
  case india
  case asia

  /// The place of a Region's city.
  init(of region: Region) {
    let name = region.rawValue
    switch name {
    case "ap-northeast-1", "ap-northeast-3": self = .japan
    case "ap-southeast-2", "ap-southeast-4", "ap-southeast-6": self = .australia
    case "ap-south-1", "ap-south-2": self = .india
    default:
      let areas: [(start: String, place: EdgePlace)] = [
        ("us-", .northAmerica), ("ca-", .northAmerica), ("mx-", .northAmerica), ("eu-", .europe),
        ("il-", .europe), ("sa-", .southAmerica), ("af-", .africaAndMiddleEast),
        ("me-", .africaAndMiddleEast),
      ]
      self = areas.first { name.hasPrefix($0.start) }?.place ?? .asia
    }
  }
}
