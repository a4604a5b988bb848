import Cloud

extension Engine {
  /// Tells CloudWatch what came to distributions in the minute that has ended, and begins to count anew.
  func observeEdges() {
    observations.distributions = Table()
    for index in edges.sites.indices {
      let now = edges.sites[index].counts
      let before = edges.sites[index].before
      edges.sites[index].before = now
      guard now.requests > before.requests else { continue }
      let distribution = edges.sites[index].distribution
      var seen = observations.distributions[distribution] ?? EdgeObservation()
      seen += EdgeObservation(now, since: before)
      observations.distributions[distribution] = seen
    }
  }

  /// What each distribution did at all edge locations, by id.
  func edgeReports() -> [Report.EdgeReport] {
    var reports = Table<String, Report.EdgeReport>()
    for site in edges.sites {
      var entry = reports[site.distribution] ?? Report.EdgeReport(distribution: site.distribution)
      entry.requests += site.counts.requests
      entry.hits += site.counts.hits
      entry.misses += site.counts.misses
      entry.collapsed += site.counts.collapsed
      entry.stale += site.counts.stale
      entry.fetches += site.counts.fetches
      entry.errors4xx += site.counts.errors4xx
      entry.errors5xx += site.counts.errors5xx
      entry.bytes += Int(clamping: site.counts.bytes)
      reports[site.distribution] = entry
    }
    return reports.rows
  }

  /// What edge locations gave to clients in the run.
  var edgeUses: [TrafficVolumes.EdgeUse] {
    edges.sites.filter { $0.counts.requests > 0 }.map { site in
      TrafficVolumes.EdgeUse(
        distribution: site.distribution, region: site.region, bytes: site.counts.bytes,
        requests: UInt64(site.counts.requests))
    }
  }

  /// Adds what a month like the run moves through edge locations and out of buckets.
  func addEdges(to moved: inout TrafficVolumes, monthly: Double) {
    moved.distributions = edgeUses.map { use in
      TrafficVolumes.EdgeUse(
        distribution: use.distribution, region: use.region, bytes: UInt64(Double(use.bytes) * monthly),
        requests: UInt64(Double(use.requests) * monthly))
    }
    for bucket in edges.buckets where bucket.reads > 0 {
      moved.buckets.append(
        TrafficVolumes.BucketUse(
          bucket: bucket.bucket, region: bucket.region, reads: UInt64(Double(bucket.reads) * monthly)))
    }
  }
}

extension EdgeObservation {
  /// What was counted between two moments.
  fileprivate init(_ now: EdgeCounts, since before: EdgeCounts) {
    self.init()
    requests = now.requests - before.requests
    hits = now.hits - before.hits
    misses = now.misses - before.misses
    errors4xx = now.errors4xx - before.errors4xx
    errors5xx = now.errors5xx - before.errors5xx
    bytes = Int(clamping: now.bytes - before.bytes)
  }
}
