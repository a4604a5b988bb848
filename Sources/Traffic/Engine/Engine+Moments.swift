import Cloud
import EventKernel

extension Engine {
  /// Writes down what stands when a minute of the world ends; what was counted in it has been observed.
  func noteMoment(at time: UInt64) {
    // The first look of a run may come within a minute.
    guard time > start, time <= end, time % MinuteGrid.length == 0 else { return }
    var serving = 0
    var held = 0
    for position in 0..<serverCount {
      let server = servers + position
      guard server.pointee.condition == .serving else { continue }
      serving += 1
      held += Int(server.pointee.held)
    }
    recorder.moments.append(
      Report.Moment(
        at: Duration(nanoseconds: Int64(time - start)), serving: serving, held: held,
        hits: observations.caches.rows.reduce(0) { $0 + $1.hits },
        misses: observations.caches.rows.reduce(0) { $0 + $1.misses },
        lag: observations.databases.rows.compactMap(\.lag).max(),
        databases: (0..<databaseCount).map { position in
          let database = databases + position
          return Report.DatabaseMoment(
            identifier: database.pointee.identifier,
            utilisation: observations.databases[database.pointee.key]?.cpuUtilisation ?? 0)
        }))
  }

  /// What was counted since the last minute of the world's clock ended; `nil` where one ends with the run.
  var rest: Report.Moment? {
    guard end % MinuteGrid.length != 0 else { return nil }
    var hits = 0
    var misses = 0
    for position in 0..<cacheCount {
      let (now, before) = (caches[position].counts, caches[position].before)
      hits += now.hits - before.hits
      misses += now.misses - before.misses
    }
    return Report.Moment(
      at: Duration(nanoseconds: Int64(end - start)), serving: 0, held: 0, hits: hits, misses: misses,
      lag: nil,
      databases: (0..<databaseCount).map { position in
        let database = databases + position
        let vcpuTime = Double(MinuteGrid.length * UInt64(database.pointee.station.servers))
        return Report.DatabaseMoment(
          identifier: database.pointee.identifier,
          utilisation: min(1, Double(database.pointee.minuteBusy) / vcpuTime))
      })
  }
}

extension World {
  /// What stands in each minute since a moment costs an hour, from what is billed: a charge counts in the minutes
  /// in whose middle it stands. O(charges + minutes).
  func hourlyCosts(from start: Instant, minutes: Int) -> [Money] {
    let length = Int64(MinuteGrid.length)
    var changes = Array(repeating: Int64(0), count: minutes + 1)
    func firstMinute(after moment: Instant) -> Int {
      let since = moment.nanoseconds - start.nanoseconds - length / 2
      return since <= 0 ? 0 : min(minutes, Int((since + length - 1) / length))
    }
    for span in billing.spans(until: now) {
      let hourly = Int64((Double(span.charge.item.amount.microdollars) / World.hoursPerMonth).rounded())
      changes[firstMinute(after: span.start)] += hourly
      changes[firstMinute(after: span.end)] -= hourly
    }
    var sum: Int64 = 0
    return (0..<minutes).map { minute in
      sum += changes[minute]
      return Money(microdollars: sum)
    }
  }
}
