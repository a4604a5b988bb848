package import EventKernel

/// By what a bill is split.
package enum CostGrouping: Sendable, Equatable {
  case service
  case resource
  /// The values of a tag; what has no such tag is one group.
  case tag(String)
}

/// A part of a bill.
package struct CostGroup: Sendable, Equatable {
  /// The service, the resource or the tag's value; `nil` for what has no such tag.
  package let key: String?
  package internal(set) var amount: Money
}

/// What an hour of the world's clock has cost.
package struct HourCost: Sendable, Equatable {
  package let start: Instant
  package let amount: Money
}

extension World {
  /// A bill split into groups, the dearest first, then by key; they add up to the bill exactly. O(items · resources).
  package func groups(of bill: CostBreakdown, by grouping: CostGrouping) -> [CostGroup] {
    var groups: [CostGroup] = []
    var positions: [String?: Int] = [:]
    for item in bill.items {
      let key: String? =
        switch grouping {
        case .service: item.service
        case .resource: item.resource
        case .tag(let name): charge(for: item).tags[name]
        }
      if let position = positions[key] {
        groups[position].amount += item.amount
      } else {
        positions[key] = groups.count
        groups.append(CostGroup(key: key, amount: item.amount))
      }
    }
    return groups.sorted { left, right in
      if left.amount != right.amount { return left.amount > right.amount }
      guard let one = left.key, let other = right.key else { return left.key != nil }
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
  }

  /// What each hour has cost since the first that cost something, with what users of the living world moved; the present
  /// hour up to now.
  ///
  /// O(charges · hours that each stood). Each hour is rounded to a millionth of a dollar.
  package func costsByHour() -> [HourCost] {
    let spans = billing.spans(until: now).filter { $0.end > $0.start }
    guard let first = spans.map(\.start).min() else { return [] }
    let hour = Duration.hours(1)
    let begin = max(.epoch, first).rounded(down: hour)
    let count = Int((now - begin).nanoseconds / hour.nanoseconds) + 1
    var dollars = Array(repeating: 0.0, count: count)
    for span in spans {
      let from = max(begin, span.start)
      var index = Int((from - begin).nanoseconds / hour.nanoseconds)
      while index < count, begin + hour * index < span.end {
        let start = max(from, begin + hour * index)
        let end = min(span.end, begin + hour * (index + 1))
        dollars[index] += span.charge.dollars(over: end - start)
        index += 1
      }
    }
    return dollars.enumerated().map { index, amount in
      HourCost(
        start: begin + hour * index, amount: Money(microdollars: Int64((amount * 1e6).rounded())))
    }
  }
}
