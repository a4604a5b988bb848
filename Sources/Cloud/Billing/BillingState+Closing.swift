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

  /// Takes up a span that a Reserved Instance paid for and that has ended.
  ///
  /// Those of long ago are put together as ended charges are; how much of the time was covered stays.
  mutating func close(_ span: CoveredSpan) {
    covered.append(span)
    guard covered.count >= mostCovered else { return }
    putCoverageTogether(at: span.end)
    mostCovered = max(Self.fewClosed, 2 * covered.count)
  }

  private mutating func putCoverageTogether(at now: Instant) {
    var kept: [CoveredSpan] = []
    var places: [String: Int] = [:]
    for span in covered {
      guard let cell = Self.cell(of: span.charge, from: span.start, to: span.end, at: now) else {
        kept.append(span)
        continue
      }
      let key = "\(cell)|\(span.reservation)"
      if let place = places[key], let joined = kept[place].joined(span) {
        kept[place] = joined
      } else {
        places[key] = kept.count
        kept.append(span)
      }
    }
    covered = kept
  }

  /// The hour or the day in which a span is put together with others of its use; `nil` for one that stays as it is.
  private static func cell(
    of charge: Charge, from start: Instant, to end: Instant, at now: Instant
  ) -> String? {
    let age = now - end
    let length = age > .days(14) ? Duration.days(1) : .hours(1)
    let begin = start.rounded(down: length)
    guard age > .days(1), end > start, end <= begin + length else { return nil }
    let item = charge.item
    return "\(begin.nanoseconds)|\(length.nanoseconds)|\(item.service)|\(item.code)|\(item.resource)"
      + "|\(charge.usageType)"
  }

  private mutating func putTogether(at now: Instant) {
    var kept: [Span] = []
    var places: [String: Int] = [:]
    for span in closed {
      guard let key = Self.cell(of: span.charge, from: span.start, to: span.end, at: now) else {
        kept.append(span)
        continue
      }
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

extension CoveredSpan {
  /// This and another span of the same use as one of the same covered time; `nil` where the use is not the same.
  fileprivate func joined(_ other: CoveredSpan) -> CoveredSpan? {
    guard reservation == other.reservation, charge == other.charge else { return nil }
    let first = min(start, other.start)
    let last = max(end, other.end)
    let time = share * (end - start).inSeconds + other.share * (other.end - other.start).inSeconds
    return CoveredSpan(
      reservation: reservation, share: time / (last - first).inSeconds, charge: charge, start: first,
      end: last)
  }
}
