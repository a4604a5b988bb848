import Cloud
import EventKernel

extension FlowEngine {
  /// Hands the queues and, at the end of a minute, what was counted over to the stations, where the controllers see it.
  func handOver() {
    let time = time
    for index in servers.indices {
      let station = stations.servers + index
      guard station.pointee.condition == .serving else { continue }
      let state = servers[index]
      station.pointee.station.clear(at: time + UInt64(min(state.wait, 1e6) * 1e9))
      // Who comes now is turned away as often as requests are.
      let draws = Draws(
        base: Draws.mix(stations.run.weather.rawValue ^ time ^ UInt64(index) << 48))
      let isFull = state.taken < 1 && draws.unit(0) < FlowEngine.fullShare(of: state)
      let within = Int32(clamping: Apportionment.whole(of: state.inside))
      station.pointee.held = isFull ? station.pointee.limit : min(within, station.pointee.limit - 1)
    }
    let worldTime = min(time, stations.worldNext)
    guard worldTime / MinuteGrid.length > stations.observedMinute || now >= duration else { return }
    for index in servers.indices { handOver(server: index) }
    for index in databases.indices { handOver(database: index) }
    for index in nodes.indices { handOver(node: index) }
    for index in caches.indices {
      stations.caches[index].hits = Apportionment.whole(of: caches[index].hitCount)
      stations.caches[index].misses = Apportionment.whole(of: caches[index].missCount)
      stations.caches[index].puts = Apportionment.whole(of: caches[index].putCount)
      stations.caches[index].busy = UInt64(caches[index].busy * 1e9)
      stations.caches[index].reckonedItems = Apportionment.whole(of: caches[index].items)
    }
    stations.volumes.balancerBytes = UInt64(balancerBytes)
  }

  /// The share of time in which a server has as many requests as it takes.
  ///
  /// Where a request takes the target with the fewest outstanding, it is turned away only when all of them are full: their
  /// free places are a queue of their own, which answers make longer and requests shorter, and they are spread evenly.
  private static func fullShare(of server: ServerFlow) -> Double {
    let refused = 1 - server.taken
    var share = 0.0
    var free = refused
    for places in 0..<server.companions {
      share += free * (1 - Double(places) / Double(server.companions))
      free *= server.taken
    }
    return share
  }

  /// The whole part of an amount, which is taken off it.
  private func take(_ amount: inout Double) -> Int {
    let whole = Int(max(0, min(amount, 9e18)))
    amount -= Double(whole)
    return whole
  }

  private func handOver(server index: Int) {
    stations.servers[index].answered = Apportionment.whole(of: servers[index].answered)
    stations.servers[index].egressBytes = UInt64(servers[index].egressBytes)
    stations.servers[index].crossZoneBytes = UInt64(servers[index].crossZoneBytes)
    if let disk = stations.servers[index].disk {
      let seconds = servers[index].diskWork
      disk.pointee.minuteReads += UInt64(take(&servers[index].diskWork.reads))
      disk.pointee.minuteWrites += UInt64(take(&servers[index].diskWork.writes))
      disk.pointee.minuteReadBytes += UInt64(take(&servers[index].diskWork.readBytes))
      disk.pointee.minuteWrittenBytes += UInt64(take(&servers[index].diskWork.writtenBytes))
      disk.pointee.minuteReadTime += UInt64(seconds.readTime * 1e9)
      disk.pointee.minuteWriteTime += UInt64(seconds.writeTime * 1e9)
      servers[index].diskWork.readTime = 0
      servers[index].diskWork.writeTime = 0
    }
    stations.servers[index].received.bytes += UInt64(take(&servers[index].receivedBytes))
    stations.servers[index].received.packets += UInt64(take(&servers[index].receivedPackets))
    stations.servers[index].sent.bytes += UInt64(take(&servers[index].sentBytes))
    stations.servers[index].sent.packets += UInt64(take(&servers[index].sentPackets))
  }

  private func handOver(database index: Int) {
    let station = stations.databases + index
    let reads = take(&databases[index].minuteReads)
    let writes = take(&databases[index].minuteWrites)
    station.pointee.minuteReads += reads
    station.pointee.minuteWrites += writes
    station.pointee.minuteReadTime += UInt64(max(0, databases[index].minuteReadTime) * 1e9)
    station.pointee.minuteWriteTime += UInt64(max(0, databases[index].minuteWriteTime) * 1e9)
    station.pointee.minuteBusy += UInt64(max(0, databases[index].minuteBusy) * 1e9)
    station.pointee.minuteWritten += take(&databases[index].minuteWritten)
    databases[index].minuteReadTime = 0
    databases[index].minuteWriteTime = 0
    databases[index].minuteBusy = 0
    station.pointee.queries = Apportionment.whole(of: databases[index].answered)
    let acknowledged = take(&databases[index].answeredWrites)
    if acknowledged > 0, station.pointee.writes.isUntouched { stations.takePlace(station) }
    station.pointee.writes.issued += UInt64(acknowledged)
    station.pointee.writes.acknowledged += UInt64(acknowledged)
    station.pointee.copiedBytes = UInt64(databases[index].copiedBytes)
    station.pointee.busy = UInt64(max(0, databases[index].busy) * 1e9)
    station.pointee.connections = Int32(clamping: Apportionment.whole(of: databases[index].connections))
    station.pointee.mostConnections = max(station.pointee.mostConnections, station.pointee.connections)
    station.pointee.minuteConnections = max(station.pointee.minuteConnections, station.pointee.connections)
  }

  private func handOver(node index: Int) {
    var counts = NodeCounts()
    counts.connections = take(&nodes[index].connections)
    counts.requests = take(&nodes[index].requests)
    counts.target2xx = take(&nodes[index].target2xx)
    counts.target5xx = take(&nodes[index].target5xx)
    counts.error502 = take(&nodes[index].error502)
    counts.error503 = take(&nodes[index].error503)
    counts.error504 = take(&nodes[index].error504)
    counts.redirects = take(&nodes[index].redirects)
    counts.fixedResponses = take(&nodes[index].fixedResponses)
    counts.responseTime = UInt64(max(0, nodes[index].responseTime) * 1e9)
    counts.bytes = UInt64(take(&nodes[index].bytes))
    nodes[index].responseTime = 0
    stations.nodes[index].counts = counts
  }

  /// Makes the report of the run that has ended.
  func makeReport() -> Report {
    let run = stations.run
    var report = Report(
      experiment: run.experiment.id, weather: run.weather, zone: run.zone, duration: run.experiment.duration)
    report.maker = .flow
    report.tolerance = isOverloaded ? 0.05 : 0.005
    report.moments = stations.recorder.moments
    tally.fill(&report, causes: stations.recorder.causes)
    stations.complete(&report)
    return report
  }
}
