package import EventKernel

/// Time in which the world does the same over and over: checks, metrics and alarms come round and change nothing.
///
/// Such time is passed at once. The world lives through one period, event by event. When it then is what it was, moved by
/// the period, it will be so after the next one too, and as many periods are added as fit before something else is due:
/// the points of the metrics are repeated, those that come a few times a day are put, and what is due again and again
/// moves. The world is in every bit the one that lived through it.
private enum QuietTime {
  /// Shorter waits are not worth a look.
  static let worthwhile = Duration.minutes(30)
  /// How often metrics come that come a few times a day (`publishRarely`).
  static let rare = Duration.hours(6)
  private static let longestPeriod = Duration.hours(1)

  /// The time after which everything that comes round has come round; `nil` when that would be long.
  ///
  /// Metrics have points of five minutes at most, and so have most alarms.
  static func period(of world: World) -> Duration? {
    var period = 300
    func take(_ span: Duration) {
      let seconds = span.wholeSeconds
      guard period <= longestPeriod.wholeSeconds else { return }
      let isWhole = seconds > 0 && span == .seconds(seconds)
      period = isWhole ? period / commonDivisor(period, seconds) * seconds : .max
    }
    for (_, group) in world.loadBalancing.targetGroups where !group.targets.isEmpty {
      take(group.healthCheck.interval)
    }
    for (_, check) in world.route53.healthChecks { take(check.interval) }
    for (_, alarm) in world.cloudWatch.alarms where alarm.period < .minutes(5) { take(alarm.period) }
    return period <= longestPeriod.wholeSeconds ? .seconds(period) : nil
  }

  private static func commonDivisor(_ left: Int, _ right: Int) -> Int {
    right == 0 ? left : commonDivisor(right, left % right)
  }
}

extension WorldEvent {
  /// Whether it comes round in a world in which nothing happens.
  fileprivate var comesRound: Bool {
    switch self {
    case .cloudWatch(.publish), .cloudWatch(.evaluate), .cloudWatch(.evaluateOften): true
    case .loadBalancing(.checkStarts), .loadBalancing(.checkEnds), .route53(.check): true
    case .autoScaling(.reconcile), .autoScaling(.policyFires): true
    default: false
    }
  }
}

extension World {
  /// Lets time pass up to a moment with no traffic: everything due is done in order, then the clock stands there.
  ///
  /// A moment in the past leaves the world as it is. Time in which nothing changes costs next to nothing.
  ///
  /// - Returns: how much of the time was passed at once, because nothing changed in it.
  @discardableResult
  package mutating func advance(to moment: Instant) -> Duration {
    var quiet: Duration = .zero
    var pause: Duration = .minutes(5)
    while moment - now >= QuietTime.worthwhile {
      if mayBeQuiet, let period = QuietTime.period(of: self),
        let span = passQuietTime(of: period, until: moment)
      {
        quiet += span
        pause = .minutes(5)
        continue
      }
      live(until: min(moment, now + pause))
      pause = min(QuietTime.rare, pause * 2)
    }
    live(until: moment)
    return quiet
  }

  /// Lives through everything up to a moment.
  private mutating func live(until moment: Instant) {
    while step(upTo: moment) != nil {}
    now = max(now, moment)
  }

  /// Whether nothing is under way that only time changes: what such worlds do depends on how long ago something was.
  private var mayBeQuiet: Bool {
    lab.jobs.queues.isEmpty
      && autoScaling.groups.allSatisfy { $0.row.isSettled(at: now) }
      && rds.instances.allSatisfy { $0.row.storageLowSince == nil }
  }

  /// Whether what stands costs another price at another time.
  private var hasTimedPrices: Bool {
    lab.countsDiscounts
      && (!ec2.reservedInstances.isEmpty || !ec2.savingsPlans.isEmpty
        || ec2.instances.contains { $0.row.spotRequest != nil })
  }

  /// Lives through a period, and passes as many further ones as change nothing; gives their time, `nil` when something
  /// changed.
  private mutating func passQuietTime(of period: Duration, until moment: Instant) -> Duration? {
    let start = now
    let end = start + period
    guard end + period <= moment else { return nil }
    var expected = self
    expected.cloudWatch.forgetMetrics()
    let tails = cloudWatch.tails(after: start - period * 2)
    let sequence = agenda.sequence
    while let event = agenda.nextEvent, event.at <= end {
      guard event.event.comesRound else { return nil }
      step(upTo: end)
    }
    now = end
    guard !(billing.staleness.isStale && hasTimedPrices),
      cloudWatch.repeats(tails, after: end - period * 2, moved: period)
    else { return nil }
    let steps = agenda.sequence - sequence
    expected.move(by: period, steps: steps, roundOf: period)
    var metrics = expected.cloudWatch.metrics
    swap(&metrics, &cloudWatch.metrics)
    let isSame = expected == self
    swap(&metrics, &cloudWatch.metrics)
    guard isSame, let limit = quietLimit(period) else { return nil }
    let spare = min(moment, limit) - end
    var count = spare.nanoseconds / period.nanoseconds
    if end + period * Int(count) >= limit { count -= 1 }
    guard count > 0 else { return .zero }
    cloudWatch.repeatPoints(times: Int(count), period: period, now: end)
    var rare = end.rounded(down: QuietTime.rare) + QuietTime.rare
    while rare <= end + period * Int(count) {
      now = rare
      publishRarely()
      rare += QuietTime.rare
    }
    now = end
    move(by: period * Int(count), steps: steps * UInt64(count), roundOf: period)
    return period * Int(count)
  }

  /// Up to when the world stays quiet, exclusive: something else is due then, or an alarm's window begins anew; `nil` when
  /// an alarm sees something that changes.
  private func quietLimit(_ period: Duration) -> Instant? {
    var limit = agenda.first(after: now + period) ?? .distantFuture
    for (_, alarm) in cloudWatch.alarms {
      let seen = alarm.period * (alarm.evaluationPeriods + AlarmRule.extraPeriods + 1)
      let since = now - seen - period * 2
      // Windows of whole periods, and whole windows in a period, see the same wherever they begin.
      let isLong = alarm.period.nanoseconds % period.nanoseconds == 0
      if alarm.metric?.comesRarely ?? true {
        limit = min(limit, now.rounded(down: QuietTime.rare) + QuietTime.rare)
      }
      if isLong || period.nanoseconds % alarm.period.nanoseconds == 0,
        cloudWatch.isPeriodic(alarm.metric, since: since, until: now, period: period)
      {
        continue
      }
      guard isLong else { return nil }
      limit = min(limit, now.rounded(down: alarm.period) + alarm.period)
    }
    return limit
  }

  /// Moves the clock, and everything that comes round within a period, by a span.
  ///
  /// - Parameter steps: how many entries the agenda takes up in that span.
  private mutating func move(by span: Duration, steps: UInt64, roundOf period: Duration) {
    let start = now
    let limit = start + period
    agenda.move(dueUntil: limit, by: span, steps: steps)
    for (id, group) in loadBalancing.targetGroups {
      for (place, target) in group.targets {
        guard let key = target.nextCheck, key.at <= limit else { continue }
        loadBalancing.targetGroups.update(id) {
          $0.targets.update(place) { $0.nextCheck = key.moved(by: span, steps: steps) }
        }
      }
    }
    for (id, group) in autoScaling.groups {
      guard let key = group.nextReconcile, key.at <= limit else { continue }
      autoScaling.groups.update(id) { $0.nextReconcile = key.moved(by: span, steps: steps) }
    }
    for (id, check) in route53.healthChecks {
      guard let failure = check.lastFailure, failure.at > start - period else { continue }
      route53.healthChecks.update(id) {
        $0.lastFailure = DNSHealthCheck.Failure(at: failure.at + span, reason: failure.reason)
      }
    }
    billing.countedUntil = billing.countedUntil.map { $0 + span }
    now = start + span
  }
}
