import EventKernel

/// How many Reserved Instances of one type in one Region would have saved the most.
package struct ReservationAdvice: Encodable, Sendable {
  package struct Instance: Encodable, Sendable {
    package struct EC2: Encodable, Sendable {
      package var family: String
      package var instanceType: String
      package var region: String
      package var platform = "Linux/UNIX"
      package var tenancy = "shared"
      package var currentGeneration: Bool
      package var sizeFlexEligible = true
    }

    package var eC2InstanceDetails: EC2
  }

  package var accountId = Account.id
  package var instanceDetails: Instance
  package var recommendedNumberOfInstancesToPurchase: String
  package var minimumNumberOfInstancesUsedPerHour: String
  package var maximumNumberOfInstancesUsedPerHour: String
  package var averageNumberOfInstancesUsedPerHour: String
  package var averageUtilization: String
  package var estimatedBreakEvenInMonths: String
  package var currencyCode = "USD"
  package var estimatedMonthlySavingsAmount: String
  package var estimatedMonthlySavingsPercentage: String
  package var estimatedMonthlyOnDemandCost: String
  package var upfrontCost: String
  package var recurringStandardMonthlyCost: String

  /// Dollars a month.
  let savings: Double
  /// Dollars a month.
  let onDemand: Double

  private enum CodingKeys: CodingKey {
    case accountId, instanceDetails, recommendedNumberOfInstancesToPurchase,
      minimumNumberOfInstancesUsedPerHour
    case maximumNumberOfInstancesUsedPerHour, averageNumberOfInstancesUsedPerHour, averageUtilization
    case estimatedBreakEvenInMonths, currencyCode, estimatedMonthlySavingsAmount,
      estimatedMonthlySavingsPercentage
    case estimatedMonthlyOnDemandCost, upfrontCost, recurringStandardMonthlyCost
  }

  /// The number of an offer that saves the most against a use; `nil` where none saves.
  ///
  /// - Parameter use: how many ran on demand, with for how many seconds so many did, over the whole span.
  fileprivate init?(
    _ offer: ReservedOffer, in region: Region, against use: [(count: Double, seconds: Double)], _ world: World
  ) {
    let span = use.reduce(0) { $0 + $1.seconds }
    let onDemandHour = Double(world.catalog.hourlyPrice(ofInstance: offer.type, in: region) ?? 0) / 1e6
    let hourly = world.hourly(of: offer, in: region)
    let reservedHour = Double(hourly) / 1e6
    let most = use.map(\.count).max() ?? 0
    guard span > 0, most > 0, onDemandHour > 0 else { return nil }
    func used(_ number: Double) -> Double {
      use.reduce(0) { $0 + min(number, $1.count) * $1.seconds } / span
    }
    var best = (number: 0.0, hourly: 0.0)
    var number = 1.0
    while number <= min(most.rounded(.up), 1_000) {
      let saved = used(number) * onDemandHour - number * reservedHour
      if saved > best.hourly { best = (number, saved) }
      number += 1
    }
    guard best.number > 0 else { return nil }
    let average = use.reduce(0) { $0 + $1.count * $1.seconds } / span
    let upfront = Double(offer.upfront(hourly: hourly)) / 1e6 * best.number
    let recurring = Double(offer.recurring(hourly: hourly)) / 1e6 * best.number * World.hoursPerMonth
    savings = best.hourly * World.hoursPerMonth
    onDemand = average * onDemandHour * World.hoursPerMonth
    // What is paid at once is won back by what is paid less every month.
    let gained = used(best.number) * onDemandHour * World.hoursPerMonth - recurring
    instanceDetails = Instance(
      eC2InstanceDetails: .init(
        family: String(InstanceSize.family(of: offer.type)), instanceType: offer.type,
        region: region.rawValue,
        currentGeneration: world.catalog.instanceType(offer.type)?.isCurrentGeneration ?? true))
    recommendedNumberOfInstancesToPurchase = CostAmount.number(best.number)
    minimumNumberOfInstancesUsedPerHour = CostAmount.number(use.map(\.count).min() ?? 0)
    maximumNumberOfInstancesUsedPerHour = CostAmount.number(most)
    averageNumberOfInstancesUsedPerHour = CostAmount.number(average)
    averageUtilization = CostAmount.number(used(best.number) / best.number * 100)
    estimatedBreakEvenInMonths = CostAmount.number(gained > 0 ? upfront / gained : 0)
    estimatedMonthlySavingsAmount = CostAmount.number(savings)
    estimatedMonthlySavingsPercentage = CostAmount.number(savings / onDemand * 100)
    estimatedMonthlyOnDemandCost = CostAmount.number(onDemand)
    upfrontCost = CostAmount.number(upfront)
    recurringStandardMonthlyCost = CostAmount.number(recurring)
  }
}

extension World {
  /// What to reserve, by type and Region, after what ran on demand since a moment.
  func reservationAdvice(
    since start: Instant, years: Int, _ payment: Commitments.Payment, isConvertible: Bool
  ) -> [ReservationAdvice] {
    var spans = Table<String, [BillingState.Span]>()
    for span in billing.spans(until: now) where span.charge.item.code == "instance" && span.end > start {
      guard let type = span.charge.instanceType, let region = span.charge.region else { continue }
      let key = "\(region.rawValue)|\(type)"
      spans[key] = (spans[key] ?? []) + [span]
    }
    return spans.rows.compactMap { spans in
      guard let charge = spans.first?.charge, let type = charge.instanceType, let region = charge.region
      else {
        return nil
      }
      let offer = ReservedOffer(
        type: type, years: years, payment: payment, isConvertible: isConvertible, zone: nil)
      return ReservationAdvice(offer, in: region, against: use(spans, since: start), self)
    }
  }

  /// How many ran at once, and for how long, from a moment until now.
  private func use(_ spans: [BillingState.Span], since start: Instant) -> [(count: Double, seconds: Double)] {
    let cuts = (spans.flatMap { [max(start, $0.start), $0.end] } + [start, now]).sorted()
    return zip(cuts, cuts.dropFirst()).compactMap { from, to in
      guard from < to else { return nil }
      let count = spans.filter { $0.start <= from && $0.end >= to }
        .reduce(0) { $0 + $1.charge.item.quantity / Self.hoursPerMonth }
      return (count, (to - from).inSeconds)
    }
  }
}
