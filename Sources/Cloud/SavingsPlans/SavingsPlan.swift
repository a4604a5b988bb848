package import EventKernel

/// A promise to pay for an amount of use every hour, at lower prices (facts: EC2 2.6).
package struct SavingsPlan: Sendable, Equatable {
  package let id: String
  package let offer: SavingsPlanOffer
  /// What is promised for each hour, in micro-USD.
  package let commitment: Int
  package let start: Instant
  /// When it was given back; `nil` while it stands.
  package var returned: Instant?

  /// When the term ends.
  package var end: Instant { start + offer.duration }

  /// `payment-pending` for half a minute (TEACH), `active`, then `retired` or `returned`.
  package func state(at now: Instant) -> String {
    if returned != nil { return "returned" }
    return now < start + ReservedInstance.payment ? "payment-pending" : now < end ? "active" : "retired"
  }
}

/// What can be promised: which use counts, for how long, and when it is paid.
package struct SavingsPlanOffer: Sendable, Equatable {
  /// Which use counts.
  package enum Kind: Sendable, Equatable {
    /// Any instance anywhere.
    case compute
    /// One family in one Region.
    case family(String, Region)
  }

  package let kind: Kind
  /// 1 or 3.
  package let years: Int
  package let payment: Commitments.Payment

  /// A year has 365 days.
  package var duration: Duration { .hours(24 * 365 * years) }

  /// The id of the offer, drawn from what it is.
  package var id: String {
    switch kind {
    case .compute: UUIDText.drawn(from: "compute|\(years)|\(payment.rawValue)")
    case .family(let family, let region):
      UUIDText.drawn(from: "\(family)|\(region.rawValue)|\(years)|\(payment.rawValue)")
    }
  }

  /// The share of the price on demand that an hour of a type costs under the plan, in 1/10,000; `nil` where the plan
  /// does not count.
  ///
  /// A plan for a family costs what a Standard Reserved Instance costs; one for everything gives a sixth of that
  /// discount less away (facts: EC2 2.6, up to 72 and 66 %).
  func share(of type: String, in region: Region, _ catalog: Catalog) -> Int? {
    let share = catalog.commitments(ofInstance: type, in: region).share(years: years, payment)
    switch kind {
    case .compute: return share + (10_000 - share) / 6
    case .family(let family, let place):
      return place == region && InstanceSize.family(of: type) == family[...] ? share : nil
    }
  }
}

extension World {
  /// The plans that count now, in the order of their purchase.
  package var activeSavingsPlans: [SavingsPlan] { ec2.savingsPlans.filter { $0.state(at: now) == "active" } }

  /// Every plan that can be bought: one for everything, and one for each family in a Region.
  func savingsPlanOffers(families: [String], regions: [Region]) -> [SavingsPlanOffer] {
    let kinds: [SavingsPlanOffer.Kind] =
      [.compute] + regions.flatMap { region in families.map { .family($0, region) } }
    return kinds.flatMap { kind in
      [1, 3].flatMap { years in
        Commitments.Payment.allCases.map { SavingsPlanOffer(kind: kind, years: years, payment: $0) }
      }
    }
  }

  /// The families of the types that have prices.
  var instanceFamilies: [String] {
    var families: [String] = []
    for type in catalog.instanceTypes {
      let family = String(InstanceSize.family(of: type.name))
      if !families.contains(family) { families.append(family) }
    }
    return families
  }

  /// Which part of its hours each use on demand has covered: by Reserved Instances first, then by plans, the use with the
  /// largest discount first, until what was promised is used up.
  package var discountCoverage: Table<OnDemandUse.Key, Double> {
    var covered = reservedCoverage
    for plan in activeSavingsPlans {
      var rest = Double(plan.commitment)
      let candidates = onDemandUses.compactMap { use in
        plan.offer.share(of: use.type, in: use.zone.region, catalog).map { (use, $0) }
      }.sorted { ($0.1, $0.0.key) < ($1.1, $1.0.key) }
      for (use, share) in candidates where rest > 0 {
        guard let price = catalog.hourlyPrice(ofInstance: use.type, in: use.zone.region) else { continue }
        let rate = Double(price) * Double(share) / 10_000
        let taken = min(1 - (covered[use.key] ?? 0), rest / rate)
        guard taken > 0 else { continue }
        covered[use.key] = (covered[use.key] ?? 0) + taken
        rest -= taken * rate
      }
    }
    return covered
  }
}
