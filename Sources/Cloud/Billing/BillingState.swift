package import EventKernel

/// What has been billed since the world began: for each charge the spans of time over which it was the same.
package struct BillingState: Sendable, Equatable {
  /// Something that costs money while it stands.
  package struct Charge: Sendable, Equatable {
    /// What the bill calls it.
    package let item: CostBreakdown.Item
    /// Where it stands; `nil` for global services.
    package let region: Region?
    /// AWS's name of what is used, such as `APN2-BoxUsage:m5.large`.
    package let usageType: String
    /// The type of instance, class or node, where it is one.
    package let instanceType: String?
    /// The tags of the resource at that time.
    package let tags: Tags
  }

  /// A charge over a span of time.
  package struct Span: Sendable, Equatable {
    package let charge: Charge
    package let start: Instant
    package let end: Instant
  }

  /// What costs money now, by service, kind and resource, with the moment since when it has cost that.
  package internal(set) var open = Table<String, Span>()
  /// What has ended, and what was moved or asked for once.
  package internal(set) var closed: [Span] = []
  /// At how many of them those of long ago are put together.
  var mostClosed = BillingState.fewClosed
  /// What has been counted of things that are paid for once, such as calls, by the same names.
  var counted = Table<String, Money>()
  /// What this month's users were sent over the Internet so far.
  var sent = Sent()
  /// Up to when everything is counted.
  package internal(set) var countedUntil: Instant?
  /// Whether something may have changed since then; two bills that differ in this alone are equal.
  var staleness = Staleness()
  /// Which instances Reserved Instances pay for now, by reservation and instance.
  package internal(set) var covering = Table<String, CoveredSpan>()
  /// Which they paid for before, in the order of the ends; those of long ago are put together.
  package internal(set) var covered: [CoveredSpan] = []
  /// At how many of them that is done.
  var mostCovered = BillingState.fewClosed
  /// The keys of tags that are activated for cost allocation, with the moment from which costs are split by them.
  package internal(set) var activations = Table<String, TagActivation>()
  /// The requests to fill activated tags back, newest first.
  package internal(set) var backfills: [TagBackfill] = []

  package init() {}

  /// What went to users in a month of the calendar, of which the first is free and the next dearer than later bytes.
  struct Sent: Sendable, Equatable {
    /// The month, counted from the year 0.
    var month = 0
    /// Bytes that left Regions for the Internet.
    var bytes: UInt64 = 0
    /// What edge locations gave.
    var edges = EdgeMonth()
  }

  /// A flag that no comparison sees.
  struct Staleness: Sendable, Equatable {
    var isStale = true
    static func == (left: Staleness, right: Staleness) -> Bool { true }
  }
}

/// A tag key that was activated, or deactivated, for cost allocation.
package struct TagActivation: Sendable, Equatable {
  package var isActive: Bool
  /// From when costs are split by it.
  package var from: Instant
  package var updated: Instant
}

/// A request to split past costs by the tags that are active now.
package struct TagBackfill: Sendable, Equatable {
  package let from: Instant
  package let requested: Instant
}

extension BillingState {
  /// All spans up to a moment, those that go on among them.
  package func spans(until moment: Instant) -> [Span] {
    closed + open.rows.map { Span(charge: $0.charge, start: $0.start, end: max($0.start, moment)) }
  }
}

extension BillingState.Charge {
  /// What it costs over a span, in dollars: an hour is a 730th of the month of `CostBreakdown`.
  package func dollars(over span: Duration) -> Double {
    item.amount.dollars / (World.hoursPerMonth * 3_600) * span.inSeconds
  }

  /// How much of it is used over a span, in its item's unit.
  package func quantity(over span: Duration) -> Double {
    item.quantity / (World.hoursPerMonth * 3_600) * span.inSeconds
  }
}

extension World {
  /// Counts what stands, at the end of a minute; what changed within it has cost its new price for the whole minute.
  // Simplified: cost-by-minute
  mutating func countCharges() {
    let start = billing.countedUntil ?? now - .minutes(1)
    billing.countedUntil = now
    guard billing.staleness.isStale else { return }
    billing.staleness.isStale = false
    countCoverage(since: start)
    // Looked up by name alone, so that its order shows nowhere.
    var present: [String: BillingState.Charge] = [:]
    for item in monthlyCost(traffic: nil).items where item.amount > .zero {
      let place = item.region.map { "\($0.rawValue)/" } ?? ""
      let key = "\(item.service)|\(item.code)|\(place)\(item.resource)"
      if item.isPaidOnce {
        countOnce(item, key, from: start)
      } else {
        present[key] = charge(for: item)
      }
    }
    for (key, span) in billing.open {
      if present[key] == span.charge {
        present[key] = nil
      } else {
        billing.close(BillingState.Span(charge: span.charge, start: span.start, end: start))
        billing.open[key] = nil
      }
    }
    for (key, charge) in present.sorted(by: { $0.key < $1.key }) {
      billing.open[key] = BillingState.Span(charge: charge, start: start, end: start)
    }
  }

  /// Counts what calls and paths have cost since the last count, as a charge of this minute.
  private mutating func countOnce(_ item: CostBreakdown.Item, _ key: String, from start: Instant) {
    let before = billing.counted[key] ?? .zero
    guard item.amount > before, now > start else { return }
    billing.counted[key] = item.amount
    let monthly = Double(item.amount.microdollars - before.microdollars) * Self.hoursPerMonth * 3_600
    let charge = charge(
      for: CostBreakdown.Item(
        service: item.service, code: item.code, resource: item.resource,
        amount: Money(microdollars: Int64((monthly / (now - start).inSeconds).rounded())),
        quantity: item.quantity * Double(item.amount.microdollars - before.microdollars)
          / Double(item.amount.microdollars) * Self.hoursPerMonth * 3_600 / (now - start).inSeconds))
    billing.close(BillingState.Span(charge: charge, start: start, end: now))
  }
}

extension CostBreakdown.Item {
  /// Whether the amount is what was used so far, not what a month of standing costs.
  fileprivate var isPaidOnce: Bool {
    [
      "s3-writes", "s3-reads", "s3-retrieval", "s3-early-deletion", "invalidation-paths", "surplus-credits",
      "action-minutes",
    ].contains(code)
  }
}
