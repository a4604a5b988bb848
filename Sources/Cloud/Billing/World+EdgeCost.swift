import EventKernel

extension World {
  /// What distributions give to clients in a month: bytes in tiers and requests, by where the clients are.
  func addDistributions(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    var month = EdgeMonth()
    addUses(traffic?.distributions ?? [], in: &month, to: &bill)
  }

  /// Bills what distributions give to clients, going on in a month.
  ///
  /// A terabyte and ten million requests are free; they go to the distributions in the order of the traffic, off the
  /// first tier (facts: CloudFront 7). What goes from origins to edge locations costs nothing.
  // Simplified: cloudfront-prices
  func addUses(
    _ uses: [TrafficVolumes.EdgeUse], in month: inout EdgeMonth, to bill: inout CostBreakdown
  ) {
    let gigabyte = 1_073_741_824.0
    for use in uses {
      let place = EdgePlace(of: use.region)
      var rest = Double(use.bytes) / gigabyte
      let free = min(month.freeGigabytes, rest)
      month.freeGigabytes -= free
      rest -= free
      // The free part comes off the first tier.
      let before = (month.given[place] ?? 0) + free
      month.given[place] = before + rest
      let first = max(0, min(rest, 10_240 - before))
      let freed = min(month.freeRequests, Double(use.requests))
      month.freeRequests -= freed
      let parts = [
        ("edge-transfer", "cloudfront.internet_first_10tb.\(place.rawValue)", first),
        ("edge-transfer", "cloudfront.internet_next_40tb.\(place.rawValue)", rest - first),
        (
          "edge-requests", "cloudfront.requests_per_10000.\(place == .northAmerica ? "us" : "other")",
          (Double(use.requests) - freed) / 10_000
        ),
      ]
      for (code, key, units) in parts {
        let position = bill.items.count
        add(
          &bill, "CloudFront", code, use.distribution, key, Region(rawValue: "us-east-1"), units: units)
        if position < bill.items.count { bill.items[position].place = place }
      }
    }
  }

  /// The kind of use and the tags of an item of CloudFront.
  func edgeCharge(_ item: CostBreakdown.Item) -> (use: String, tags: Tags) {
    guard let place = item.place else { return ("Invalidations", Tags()) }
    let use = item.code == "edge-requests" ? "Requests-Tier2-HTTPS" : "DataTransfer-Out-Bytes"
    return ("\(place.usagePrefix)-\(use)", cloudFront.distributions[item.resource]?.tags ?? Tags())
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

/// What edge locations may still give for nothing in a month, and what they have given in it.
struct EdgeMonth: Sendable, Equatable {
  /// Of all distributions together (facts: CloudFront 7).
  var freeGigabytes = 1_024.0
  var freeRequests = 10_000_000.0
  /// What all distributions of the account gave in each place, in gigabytes, what was free among it: tiers count it.
  var given: [EdgePlace: Double] = [:]
}

/// Where clients are, as CloudFront has prices for it (facts: CloudFront 7).
enum EdgePlace: String, Sendable {
  case northAmerica = "us"
  case europe
  case southAmerica = "sa"
  case africaAndMiddleEast = "af"
  case japan
  case australia
  case india
  case asia

  /// What kinds of use of CloudFront begin with, as AWS's bills name them.
  var usagePrefix: String {
    switch self {
    case .northAmerica: "US"
    case .europe: "EU"
    case .southAmerica: "SA"
    case .africaAndMiddleEast: "ZA"
    case .japan: "JP"
    case .australia: "AU"
    case .india: "IN"
    case .asia: "AP"
    }
  }

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
