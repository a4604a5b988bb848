import Cloud
import EventKernel

extension Engine {
  /// Makes the report of the run that has ended.
  func makeReport() -> Report {
    var report = Report(
      experiment: run.experiment.id, weather: run.weather, zone: run.zone,
      duration: run.experiment.duration)
    recorder.fill(&report, keepsEnds: run.experiment.isLive)
    #if DEBUG
      report.flaw = recorder.flaw(of: report)
      if let flaw = report.flaw, planted == nil {
        preconditionFailure("The run lost count (\(run.experiment.id), weather \(run.weather)): \(flaw)")
      }
    #else
      if let flaw = recorder.miscount(of: report) {
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
      entry.writes = database.isReplica ? 0 : Int(database.writes.acknowledged - database.writes.before)
      entry.writesLost = Int(clamping: database.writes.lost)
      entry.staleReads = database.writes.staleReads
      return entry
    }
    report.caches = (0..<cacheCount).map { position in
      var entry = Report.CacheReport(identifier: caches[position].identifier)
      entry.hits = caches[position].hits
      entry.misses = caches[position].misses
      return entry
    }
    report.edges = edgeReports()
    report.faults = Report.faults(
      (faultStarts + livingFaults).map { ($0.fault, $0.at - start, $0.end - start) }, until: end - start,
      windows: report.windows)
    report.standing = standing
    report.moved = regionalVolumes
    report.given = edgeUses
    report.volumes = trafficVolumes(requests: report.offered, targets: report.targets)
    // Simplified: bill-before-fault
    report.monthlyCost = (worldBeforeFaults ?? world).monthlyCost(traffic: report.volumes)
    let begin = Instant(nanoseconds: Int64(start))
    report.hourlyCosts = world.hourlyCosts(minutes: report.minutes.count, since: begin - run.phase)
    report.jobs = world.lab.jobs.queues.map { Report.JobReport($0, in: world, since: begin) }
    report.timeline = world.occurrences.entries.filter { $0.at >= begin }
      .map { Report.TimelineEntry(at: $0.at - begin, occurrence: $0) }
  }

  // Simplified: credits-of-t-types
  /// What an instance in unlimited mode works above its baseline, if every day is like the run (facts: EC2 2.5).
  func surplus(of target: Report.TargetReport, monthly: Double) -> TrafficVolumes.Surplus? {
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
