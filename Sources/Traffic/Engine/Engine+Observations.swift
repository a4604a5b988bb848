import Cloud
import EventKernel

extension Engine {
  /// Tells the world's controllers what traffic sees at a time: how loaded each machine is now, and, when a minute of
  /// the world has just ended, what was counted in it.
  func observe(at time: UInt64) {
    let minute = time / MinuteGrid.length
    let minuteEnded = minute > observedMinute
    for position in 0..<serverCount {
      let server = servers + position
      guard server.pointee.condition == .serving else {
        observations.instances[server.pointee.instance] = nil
        continue
      }
      let delay = server.pointee.station.delay(at: time)
      let utilisation =
        minuteEnded
        ? Double(server.pointee.busy.inMinute(endingAt: time))
          / Double(MinuteGrid.length * UInt64(server.pointee.station.servers))
        : observations.instances[server.pointee.instance]?.cpuUtilisation ?? 0
      observations.instances[server.pointee.instance] = InstanceObservation(
        queueDelay: Duration(nanoseconds: Int64(delay)),
        isFull: server.pointee.held >= server.pointee.limit, cpuUtilisation: min(1, utilisation))
    }
    if minuteEnded {
      observedMinute = minute
      observeMinute(endingAt: time)
    }
  }

  private func observeMinute(endingAt time: UInt64) {
    for (position, group) in groups.enumerated() {
      let counts = groupCounts[position]
      observations.targetGroups[group] = TargetGroupObservation(
        requests: counts.requests, responseTime: Duration(nanoseconds: Int64(clamping: counts.responseTime)),
        target2xx: counts.target2xx, target5xx: counts.target5xx, balancer5xx: counts.balancer5xx)
      groupCounts[position] = GroupCounts()
    }
    for position in 0..<databaseCount {
      let database = databases + position
      let vcpuTime = Double(MinuteGrid.length * UInt64(database.pointee.station.servers))
      observations.databases[database.pointee.key] = DatabaseObservation(
        cpuUtilisation: min(1, Double(database.pointee.minuteBusy) / vcpuTime),
        connections: Int(database.pointee.minuteConnections),
        writtenBytes: database.pointee.minuteWritten,
        lag: database.pointee.isReplica ? lag(of: database, at: time) : nil)
      database.pointee.minuteWritten = 0
      database.pointee.minuteBusy = 0
      database.pointee.minuteConnections = database.pointee.connections
    }
  }

  /// The age of a replica's data at a time.
  private func lag(of database: UnsafeMutablePointer<Database>, at time: UInt64) -> Duration {
    let age = max(database.pointee.replay.age(at: time), database.pointee.replicationDelay)
    return Duration(nanoseconds: Int64(clamping: age))
  }
}
