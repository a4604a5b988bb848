package import EventKernel

extension World {
  /// What traffic moves: between zones, to the Internet and to other Regions.
  func addTransfer(to bill: inout CostBreakdown, traffic: TrafficVolumes?) {
    guard let traffic else { return }
    var regions = traffic.regions
    if regions.isEmpty, let region = ec2.instances.first?.row.zone.region {
      regions = [
        TrafficVolumes.Regional(
          region: region, internetBytes: traffic.internetBytes, crossZoneBytes: traffic.crossZoneBytes)
      ]
    }
    let gigabyte = 1_073_741_824.0
    var used = 0.0
    for part in regions {
      // Each gigabyte is billed where it leaves and where it arrives (facts: 14).
      add(
        &bill, "Data transfer", "cross-zone", part.region.rawValue, "transfer.cross_az_each_direction",
        part.region, units: 2 * Double(part.crossZoneBytes) / gigabyte)
      let sent = Double(part.internetBytes) / gigabyte
      addInternet(from: used, to: used + sent, in: part.region, to: &bill)
      used += sent
      addCopies(part, gigabyte, to: &bill)
    }
  }

  /// Bills what users of the living world moved from a moment until now, spread evenly over that time: what goes to the
  /// Internet, and what edge locations give, in the tiers of the month, the rest as in a month that is like this time.
  ///
  /// - Parameters:
  ///   - traffic: what a month like this time moves.
  ///   - moved: what each Region sent in this time.
  ///   - given: what edge locations gave to clients in this time.
  // Simplified: traffic-billed-by-run
  package mutating func bill(
    _ traffic: TrafficVolumes, moved: [TrafficVolumes.Regional], given: [TrafficVolumes.EdgeUse],
    since start: Instant
  ) {
    guard now > start else { return }
    var items = monthlyCost(traffic: traffic).items.filter {
      $0.isOfTraffic && !$0.hasFreePart && $0.amount > .zero
    }
    let date = now.date
    let month = date.year * 12 + date.month
    var sent = billing.sent.month == month ? billing.sent : BillingState.Sent(month: month)
    let gigabyte = 1_073_741_824.0
    var once = CostBreakdown()
    for part in moved {
      let before = Double(sent.bytes) / gigabyte
      sent.bytes += part.internetBytes
      addInternet(from: before, to: Double(sent.bytes) / gigabyte, in: part.region, to: &once)
    }
    addUses(given, in: &sent.edges, to: &once)
    billing.sent = sent
    let times = Self.hoursPerMonth * 3_600 / (now - start).inSeconds
    items += once.items.map { $0.repeated(times) }
    for item in items {
      billing.close(BillingState.Span(charge: charge(for: item), start: start, end: now))
    }
  }

  /// What goes to the Internet, as gigabytes from one of the month to another: the first 100 of all Regions together are
  /// free, then tiers of 10, 40 and 100 TB follow, each at the price of the Region that sends (facts: 14).
  // Simplified: transfer-between-regions
  private func addInternet(from: Double, to: Double, in region: Region, to bill: inout CostBreakdown) {
    let tiers = [
      ("transfer.internet_first_10tb", 100.0, 10_240.0), ("transfer.internet_next_40tb", 10_240, 51_200),
      ("transfer.internet_next_100tb", 51_200, 153_600),
      ("transfer.internet_over_150tb", 153_600, .infinity),
    ]
    for (key, low, high) in tiers {
      add(
        &bill, "Data transfer", "internet", region.rawValue, key, region,
        units: min(to, high) - max(from, low))
    }
  }

  /// What read replicas in other Regions copy, billed where it leaves; it costs less between N. Virginia and Ohio.
  private func addCopies(
    _ part: TrafficVolumes.Regional, _ gigabyte: Double, to bill: inout CostBreakdown
  ) {
    let near: Set<String> = ["us-east-1", "us-east-2"]
    for copy in part.copies {
      let isNear = near.contains(part.region.rawValue) && near.contains(copy.to.rawValue)
      add(
        &bill, "Data transfer", "other-region", part.region.rawValue,
        isNear ? "transfer.to_us_east_regions" : "transfer.to_other_region", part.region,
        units: Double(copy.bytes) / gigabyte)
    }
  }
}

extension CostBreakdown.Item {
  /// Whether it is paid for what users move and ask for, not for what stands.
  package var isOfTraffic: Bool {
    hasFreePart || ["cross-zone", "other-region", "capacity-units", "queries", "s3-visits"].contains(code)
  }

  /// Whether a part of each month's traffic is free, and the rest dearer at first than later.
  fileprivate var hasFreePart: Bool { ["internet", "edge-transfer", "edge-requests"].contains(code) }

  /// The item of a month in which it comes so many times.
  fileprivate func repeated(_ times: Double) -> CostBreakdown.Item {
    // Beyond this the number does not fit.
    let microdollars = min(9e18, (Double(amount.microdollars) * times).rounded())
    var item = CostBreakdown.Item(
      service: service, code: code, resource: resource, amount: Money(microdollars: Int64(microdollars)),
      quantity: quantity * times)
    item.region = region
    item.place = place
    return item
  }
}
