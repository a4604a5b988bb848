package import Cloud
package import EventKernel

extension Report {
  /// What users met in a part of a live lab.
  package struct Piece: Sendable {
    /// When it began, since the lab's clock did.
    package let at: Duration
    package let report: Report

    package init(at: Duration, report: Report) {
      self.at = at
      self.report = report
    }
  }

  /// All pieces of a live lab as one report, told by the lab's clock; each was counted with the phase `Piece.phase`.
  ///
  /// Requests of different pieces have no common number, so that no cause has a request to follow, and there is no trace
  /// and no outcome of single requests. What a month costs goes by the traffic of the longest piece. In pieces of over six
  /// hours the percentiles of a minute that two of them share are of all minutes that share its counters.
  ///
  /// - Parameter world: the world at the end.
  package init(joining pieces: [Piece], of span: LiveSpan, on world: World) {
    self.init(
      experiment: span.experiment.id, weather: WeatherSeed(world.seed.rawValue), zone: nil,
      duration: span.experiment.duration)
    let length = span.experiment.duration.nanoseconds
    minutes = Array(repeating: Minute(), count: Int((length + 59_999_999_999) / 60_000_000_000))
    windows = Array(repeating: Window(), count: Int((length + 9_999_999_999) / 10_000_000_000))
    var remainder = Remainder()
    for piece in pieces {
      join(piece, of: span)
      join(moments: piece, after: &remainder)
    }
    for index in minutes.indices { minutes[index].latencies = nil }
    hourlyCosts = world.hourlyCosts(minutes: minutes.count, since: span.origin)
    order()
    faults = Report.faults(
      span.strikes.map { strike -> (fault: Fault, at: UInt64, end: UInt64) in
        let at = UInt64(max(0, (strike.at - span.origin).nanoseconds))
        return (strike.fault, at, at + UInt64(max(0, strike.lasting.nanoseconds)))
      }, until: UInt64(length), windows: windows)
    // What later pieces find in force began in the lab, or the first of them found it, too.
    standing = (pieces.first?.report.standing ?? []).compactMap { fault in
      guard let first = pieces.first?.at, fault.before > first else { return nil }
      return StandingFault(
        code: fault.code, resource: fault.resource, before: fault.before - first, end: first + fault.end)
    }
    if let longest = pieces.max(by: { $0.report.duration < $1.report.duration }) {
      volumes = longest.report.volumes
    }
    monthlyCost = world.monthlyCost(traffic: volumes)
    jobs = world.lab.jobs.queues.map { JobReport($0, in: world, since: span.origin) }
    timeline = world.occurrences.entries.filter { $0.at >= span.origin && $0.at <= span.end }
      .map { TimelineEntry(at: $0.at - span.origin, occurrence: $0) }
  }

  private mutating func join(_ piece: Piece, of span: LiveSpan) {
    let report = piece.report
    offered += report.offered
    answered += report.answered
    lost += report.lost
    attempts += report.attempts
    events += report.events
    let positions = report.causes.map { join($0, at: piece.at) }
    let minute = Int(piece.at.nanoseconds / 60_000_000_000)
    for (index, part) in report.minutes.enumerated() where minute + index < minutes.count {
      minutes[minute + index].join(part, positions)
    }
    for (index, part) in report.windows.enumerated() where 6 * minute + index < windows.count {
      windows[6 * minute + index].offered += part.offered
      windows[6 * minute + index].lost += part.lost
    }
    join(classes: report.classes)
    join(edges: report.edges)
    join(slow: report.slow)
    joinMachines(of: report, at: span.origin + piece.at, since: span.origin)
    joinTransfer(of: report)
    let until = piece.at + report.duration
    let isSteady = span.strikes.allSatisfy { strike in
      let begin = strike.at - span.origin
      return until <= begin || piece.at >= begin + span.experiment.settling
    }
    if isSteady { steadyLatency.merge(report.steadyLatency) }
  }

  /// Adds a cause and gives its position.
  private mutating func join(_ cause: CauseCount, at begin: Duration) -> Int {
    let known = causes.firstIndex { $0.code == cause.code && $0.resource == cause.resource }
    let position = known ?? causes.count
    if known == nil {
      causes.append(
        CauseCount(code: cause.code, resource: cause.resource, first: .maximum, last: .zero))
    }
    causes[position].lost += cause.lost
    causes[position].attempts += cause.attempts
    causes[position].first = min(causes[position].first, begin + cause.first)
    causes[position].last = max(causes[position].last, begin + cause.last)
    return position
  }

  private mutating func join(classes others: [ClassReport]) {
    for other in others {
      let known = classes.firstIndex { $0.name == other.name }
      let position = known ?? classes.count
      if known == nil { classes.append(ClassReport(name: other.name)) }
      classes[position].offered += other.offered
      classes[position].answered += other.answered
      classes[position].lost += other.lost
      classes[position].latency.merge(other.latency)
      classes[position].slow += other.slow
      classes[position].parts += other.parts
    }
  }

  private mutating func join(slow others: [SlowCount]) {
    for other in others {
      let known = slow.firstIndex { $0.part == other.part && $0.resource == other.resource }
      let position = known ?? slow.count
      if known == nil { slow.append(SlowCount(part: other.part, resource: other.resource)) }
      slow[position].answers += other.answers
      slow[position].parts += other.parts
    }
  }

  private mutating func join(edges others: [EdgeReport]) {
    for other in others {
      let known = edges.firstIndex { $0.distribution == other.distribution }
      let position = known ?? edges.count
      if known == nil { edges.append(EdgeReport(distribution: other.distribution)) }
      edges[position].requests += other.requests
      edges[position].hits += other.hits
      edges[position].misses += other.misses
      edges[position].collapsed += other.collapsed
      edges[position].stale += other.stale
      edges[position].fetches += other.fetches
      edges[position].errors4xx += other.errors4xx
      edges[position].errors5xx += other.errors5xx
      edges[position].bytes += other.bytes
    }
  }

  /// Adds the ends of minutes of a piece; what pieces before it counted in its first minute is among that minute's.
  private mutating func join(moments piece: Piece, after remainder: inout Remainder) {
    for moment in piece.report.moments {
      var joined = moment
      joined.at = piece.at + moment.at
      remainder.move(to: &joined)
      if joined.at <= duration { moments.append(joined) }
    }
    remainder.add(piece.report)
  }

  private mutating func joinTransfer(of report: Report) {
    for other in report.moved {
      let known = moved.firstIndex { $0.region == other.region }
      let position = known ?? moved.count
      if known == nil { moved.append(TrafficVolumes.Regional(region: other.region)) }
      moved[position].internetBytes += other.internetBytes
      moved[position].crossZoneBytes += other.crossZoneBytes
      for copy in other.copies {
        if let same = moved[position].copies.firstIndex(where: { $0.to == copy.to }) {
          moved[position].copies[same].bytes += copy.bytes
        } else {
          moved[position].copies.append(copy)
        }
      }
    }
    for other in report.given {
      let known = given.firstIndex { $0.distribution == other.distribution && $0.region == other.region }
      guard let position = known else {
        given.append(other)
        continue
      }
      given[position] = TrafficVolumes.EdgeUse(
        distribution: other.distribution, region: other.region, bytes: given[position].bytes + other.bytes,
        requests: given[position].requests + other.requests)
    }
  }

  private mutating func joinMachines(of report: Report, at begin: Instant, since origin: Instant) {
    let minute = Int(begin.nanoseconds / 60_000_000_000 - origin.nanoseconds / 60_000_000_000)
    for other in report.targets {
      let known = targets.firstIndex { $0.instance == other.instance }
      let position = known ?? targets.count
      if known == nil {
        targets.append(TargetReport(instance: other.instance, zone: other.zone, vcpus: other.vcpus))
      }
      targets[position].answered += other.answered
      targets[position].latency.merge(other.latency)
      for (index, busy) in other.busy.enumerated() {
        while targets[position].busy.count <= minute + index { targets[position].busy.append(.zero) }
        targets[position].busy[minute + index] += busy
      }
    }
    for other in report.databases {
      let known = databases.firstIndex { $0.identifier == other.identifier }
      let position = known ?? databases.count
      if known == nil {
        databases.append(DatabaseReport(identifier: other.identifier, vcpus: other.vcpus))
      }
      databases[position].queries += other.queries
      databases[position].busy += other.busy
      databases[position].mostConnections = max(databases[position].mostConnections, other.mostConnections)
      databases[position].writes += other.writes
      databases[position].writesLost += other.writesLost
      databases[position].staleReads += other.staleReads
    }
    for other in report.caches {
      let known = caches.firstIndex { $0.identifier == other.identifier }
      let position = known ?? caches.count
      if known == nil { caches.append(CacheReport(identifier: other.identifier)) }
      caches[position].hits += other.hits
      caches[position].misses += other.misses
    }
  }

  /// Puts causes and slow answers into the order of reports, causes in the minutes too.
  private mutating func order() {
    slow.sort { $0.precedes($1) }
    let order = causes.indices.sorted { causes[$0].precedes(causes[$1]) }
    causes = order.map { causes[$0] }
    for index in minutes.indices {
      let counts = minutes[index].causes
      minutes[index].causes = order.map { $0 < counts.count ? counts[$0] : 0 }
    }
  }
}

extension Report.CauseCount {
  /// Whether it stands before another in reports: the more lost, the earlier.
  func precedes(_ other: Report.CauseCount) -> Bool {
    if lost != other.lost { return lost > other.lost }
    if attempts != other.attempts { return attempts > other.attempts }
    if code != other.code { return code.rawValue.utf8.lexicographicallyPrecedes(other.code.rawValue.utf8) }
    return resource.utf8.lexicographicallyPrecedes(other.resource.utf8)
  }
}

extension Report.SlowCount {
  /// Whether it stands before another in reports: the more answers, the earlier.
  func precedes(_ other: Report.SlowCount) -> Bool {
    if answers != other.answers { return answers > other.answers }
    if part != other.part { return part.rawValue < other.part.rawValue }
    return resource.utf8.lexicographicallyPrecedes(other.resource.utf8)
  }
}

extension Report.Piece {
  /// The phase of a run that begins so long after the lab's clock: minutes and windows are counted by that clock.
  package static func phase(at elapsed: Duration) -> Duration {
    Duration(nanoseconds: elapsed.nanoseconds % 60_000_000_000)
  }
}

extension Report.Minute {
  /// Adds another run's part of the minute, whose causes stand at these positions here.
  fileprivate mutating func join(_ other: Report.Minute, _ positions: [Int]) {
    if let known = latencies, let more = other.latencies {
      var all = known
      all.merge(more)
      latencies = all
      percentiles = Report.Percentiles(all)
    } else if percentiles == nil {
      latencies = other.latencies
      percentiles = other.percentiles
    }
    offered += other.offered
    lost += other.lost
    latency += other.latency
    for (index, count) in other.causes.enumerated() where count > 0 {
      while causes.count <= positions[index] { causes.append(0) }
      causes[positions[index]] += count
    }
  }
}
