import EventKernel

extension BillingState {
  /// Up to how many ended spans are kept as they were.
  static let fewClosed = 4_096

  /// Takes up a span that has ended.
  ///
  /// What costs something else each minute would fill the memory of a world that idles for months: once there are many
  /// spans, those that ended over a day ago are put together by the hour, and those over a fortnight ago by the day, which
  /// is how far back Cost Explorer tells hours. What they cost together stays, to a millionth of a dollar a month.
  mutating func close(_ span: Span) {
    closed.append(span)
    guard closed.count >= mostClosed else { return }
    putTogether(at: span.end)
    mostClosed = max(Self.fewClosed, 2 * closed.count)
  }

  private mutating func putTogether(at now: Instant) {
    var kept: [Span] = []
    var places: [String: Int] = [:]
    for span in closed {
      let age = now - span.end
      let length = age > .days(14) ? Duration.days(1) : .hours(1)
      let begin = span.start.rounded(down: length)
      guard age > .days(1), span.end > span.start, span.end <= begin + length else {
        kept.append(span)
        continue
      }
      let item = span.charge.item
      let key =
        "\(begin.nanoseconds)|\(length.nanoseconds)|\(item.service)|\(item.code)|\(item.resource)"
        + "|\(span.charge.usageType)"
      if let place = places[key], let joined = kept[place].joined(span) {
        kept[place] = joined
      } else {
        places[key] = kept.count
        kept.append(span)
      }
    }
    closed = kept
  }
}

extension BillingState.Span {
  /// This and another span of the same use as one that costs as much as both; `nil` where the use is not the same.
  fileprivate func joined(_ other: BillingState.Span) -> BillingState.Span? {
    let item = charge.item
    guard charge.region == other.charge.region, charge.usageType == other.charge.usageType,
      charge.instanceType == other.charge.instanceType, charge.tags == other.charge.tags,
      item.region == other.charge.item.region, item.place == other.charge.item.place
    else { return nil }
    let first = min(start, other.start)
    let last = max(end, other.end)
    let all = (last - first).inSeconds
    let share = (end - start).inSeconds / all
    let otherShare = (other.end - other.start).inSeconds / all
    let microdollars =
      Double(item.amount.microdollars) * share
      + Double(other.charge.item.amount.microdollars) * otherShare
    var sum = CostBreakdown.Item(
      service: item.service, code: item.code, resource: item.resource,
      amount: Money(microdollars: Int64(microdollars.rounded())),
      quantity: item.quantity * share + other.charge.item.quantity * otherShare)
    sum.region = item.region
    sum.place = item.place
    return BillingState.Span(
      charge: BillingState.Charge(
        item: sum, region: charge.region, usageType: charge.usageType, instanceType: charge.instanceType,
        tags: charge.tags),
      start: first, end: last)
  }
}
