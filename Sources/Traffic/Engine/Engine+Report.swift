import Cloud
import EventKernel

extension Engine {
  /// Makes the report of the run that has ended.
  func makeReport() -> Report {
    var report = Report(
      experiment: run.experiment.id, weather: run.weather, zone: run.zone,
      duration: run.experiment.duration)
    recorder.fill(&report)
    #if DEBUG
      report.flaw = recorder.flaw(of: report)
      if let flaw = report.flaw, planted == nil {
        preconditionFailure("The run lost count (\(run.experiment.id), weather \(run.weather)): \(flaw)")
      }
    #endif
    complete(&report)
    return report
  }

  /// Puts what the stations and the world know into a report that has its requests.
  func complete(_ report: inout Report) {
    report.events = events
    report.targets = (0..<serverCount).map { position in
      let server = servers[position]
      var target = Report.TargetReport(
        instance: server.instance, zone: zones[Int(server.zone)], vcpus: server.station.servers)
      target.answered = server.answered
      target.latency = Histogram(
        counts: UnsafeBufferPointer(start: server.latency, count: HistogramLayout.bucketCount),
        sumNanoseconds: UInt128(server.latencySum), maxNanoseconds: server.latencyMax)
      target.busy = server.busy.all
      return target
    }
    report.databases = (0..<databaseCount).map { position in
      let database = databases[position]
      var entry = Report.DatabaseReport(identifier: database.identifier, vcpus: database.station.servers)
      entry.queries = database.queries
      entry.busy = Duration(nanoseconds: Int64(clamping: database.busy))
      entry.mostConnections = Int(database.mostConnections)
      return entry
    }
    report.caches = (0..<cacheCount).map { position in
      var entry = Report.CacheReport(identifier: caches[position].identifier)
      entry.hits = caches[position].hits
      entry.misses = caches[position].misses
      return entry
    }
    report.faults = faultReports(windows: report.windows)
    report.volumes = trafficVolumes(requests: report.offered, targets: report.targets)
    // Simplified: bill-before-fault
    report.monthlyCost = (worldBeforeFaults ?? world).monthlyCost(traffic: report.volumes)
    let begin = Instant(nanoseconds: Int64(start))
    report.timeline = world.occurrences.entries.filter { $0.at >= begin }
      .map { Report.TimelineEntry(at: $0.at - begin, occurrence: $0) }
  }

  /// How the service came through each fault (decisions: good again is the end of the last bad ten seconds before the
  /// fault's end or the next fault; a run that ends bad never recovered).
  private func faultReports(windows: [Report.Window]) -> [Report.FaultReport] {
    let length: UInt64 = 10_000_000_000
    let ordered = faultStarts.sorted { $0.at < $1.at }
    return ordered.indices.map { index in
      let from = ordered[index].at - start
      let next = index + 1 < ordered.count ? ordered[index + 1].at - start : end - start
      let until = min(ordered[index].end - start, next)
      var entry = Report.FaultReport(
        code: ordered[index].fault.kind.rawValue, resource: ordered[index].fault.resource,
        start: Duration(nanoseconds: Int64(from)),
        end: Duration(nanoseconds: Int64(ordered[index].end - start)))
      let first = Int(from / length)
      // Ten seconds in which a fault begins are its own and not the one's before it.
      let last = index + 1 < ordered.count ? Int(next / length) - 1 : windows.count - 1
      entry.lost = first <= last ? windows[first...last].reduce(0) { $0 + $1.lost } : 0
      let lastJudged = min(windows.count - 1, Int((until - 1) / length))
      guard first <= lastJudged else { return entry }
      let bad = (first...lastJudged).last { windows[$0].isBad }
      if let bad {
        let end = UInt64(bad + 1) * length
        entry.goodAgain =
          bad == lastJudged ? nil : Duration(nanoseconds: Int64(end > from ? end - from : 0))
      } else {
        entry.goodAgain = .zero
      }
      return entry
    }
  }

  private func trafficVolumes(requests: Int, targets: [Report.TargetReport]) -> TrafficVolumes {
    let seconds = run.experiment.duration.inSeconds
    let monthly = seconds > 0 ? 730 * 3600 / seconds : 0
    return TrafficVolumes(
      internetBytes: UInt64(Double(volumes.egressBytes) * monthly),
      crossZoneBytes: UInt64(Double(volumes.crossZoneBytes) * monthly),
      loadBalancerBytes: UInt64(Double(volumes.balancerBytes) * monthly),
      newConnections: UInt64(Double(requests) * monthly),
      dnsQueries: UInt64(Double(volumes.questions) * monthly),
      surplus: targets.compactMap { surplus(of: $0, monthly: monthly) })
  }

  // Simplified: credits-of-t-types
  /// What an instance in unlimited mode works above its baseline, if every day is like the run (facts: EC2 2.5).
  private func surplus(of target: Report.TargetReport, monthly: Double) -> TrafficVolumes.Surplus? {
    guard let instance = world.ec2.instances[target.instance],
      let credits = world.catalog.instanceType(instance.type)?.credits, world.isUnlimited(instance)
    else { return nil }
    let busy = target.busy.reduce(Duration.zero, +).inSeconds
    let baseline = run.experiment.duration.inSeconds * Double(target.vcpus) * credits.baselinePercent / 100
    guard busy > baseline else { return nil }
    return TrafficVolumes.Surplus(
      instance: target.instance, vcpuSeconds: UInt64((busy - baseline) * monthly))
  }
}
