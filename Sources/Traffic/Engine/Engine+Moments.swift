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
    let hits = (0..<cacheCount).reduce(0) { $0 + caches[$1].hits }
    let misses = (0..<cacheCount).reduce(0) { $0 + caches[$1].misses }
    recorder.moments.append(
      Report.Moment(
        at: Duration(nanoseconds: Int64(time - start)), serving: serving, held: held,
        hits: hits - noted.hits, misses: misses - noted.misses,
        lag: observations.databases.rows.compactMap(\.lag).max(),
        databases: (0..<databaseCount).map { position in
          let database = databases + position
          let before = position < noted.busy.count ? noted.busy[position] : 0
          return Report.DatabaseMoment(
            identifier: database.pointee.identifier, vcpus: database.pointee.station.servers,
            busy: Duration(nanoseconds: Int64(clamping: database.pointee.busy - before)))
        }))
    noted = NotedCounts(
      hits: hits, misses: misses, busy: (0..<databaseCount).map { databases[$0].busy })
  }
}

/// What moments have told of the counts of a run.
struct NotedCounts {
  /// Reads that caches answered, and those that they did not.
  var hits = 0
  var misses = 0
  /// How long the vCPUs of each database worked, nanoseconds.
  var busy: [UInt64] = []
}
