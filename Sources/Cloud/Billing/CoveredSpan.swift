package import EventKernel

/// A part of an instance that a Reserved Instance paid for over a span of time.
package struct CoveredSpan: Sendable, Equatable {
  /// The Reserved Instance's id.
  package let reservation: String
  /// The part of the instance's hours, from 0 to 1.
  package let share: Double
  /// The charge that it took the place of, for nothing.
  package let charge: BillingState.Charge
  package let start: Instant
  package let end: Instant
}

extension BillingState {
  /// All spans up to a moment, those that go on among them.
  func coveredSpans(until moment: Instant) -> [CoveredSpan] {
    covered
      + covering.rows.map {
        CoveredSpan(
          reservation: $0.reservation, share: $0.share, charge: $0.charge, start: $0.start,
          end: max($0.start, moment))
      }
  }
}

extension World {
  /// Counts which instances Reserved Instances pay for, as charges are counted.
  mutating func countCoverage(since start: Instant) {
    guard !ec2.reservedInstances.isEmpty, lab.countsDiscounts else { return }
    var present = Table<String, CoveredSpan>()
    for use in reservedUses {
      let (code, resource) =
        switch use.key {
        case .instance(let id): ("instance", "\(id)")
        case .place(let id, _): ("unused-reservation", "\(id)")
        }
      let charge = charge(
        for: CostBreakdown.Item(
          service: "EC2", code: code, resource: resource, price: 0, times: Self.hoursPerMonth))
      present["\(use.reservation)|\(use.key)"] = CoveredSpan(
        reservation: use.reservation, share: use.share, charge: charge, start: start, end: start)
    }
    for (key, span) in billing.covering
    where present[key].map({ $0.share == span.share && $0.charge == span.charge }) != true {
      billing.close(
        CoveredSpan(
          reservation: span.reservation, share: span.share, charge: span.charge, start: span.start, end: start
        ))
      billing.covering[key] = nil
    }
    for (key, span) in present where billing.covering[key] == nil { billing.covering[key] = span }
  }
}
