import EventKernel

extension World {
  /// Publishes what came to distributions, in us-east-1; these metrics exist only in minutes with requests
  /// (CloudFront Developer Guide: metrics; `CacheHitRate` is one of the additional ones).
  mutating func publishDistributions(_ observations: Observations, _ minute: Instant) {
    let region = Region(rawValue: "us-east-1")
    for (id, seen) in observations.distributions where seen.requests > 0 {
      let dimensions = ["DistributionId=\(id)", "Region=Global"]
      let percent = { (count: Int, all: Int) in 100 * Double(count) / Double(all) }
      var values = [
        ("Requests", Double(seen.requests)), ("BytesDownloaded", Double(seen.bytes)),
        ("4xxErrorRate", percent(seen.errors4xx, seen.requests)),
        ("5xxErrorRate", percent(seen.errors5xx, seen.requests)),
        ("TotalErrorRate", percent(seen.errors4xx + seen.errors5xx, seen.requests)),
      ]
      let cacheable = seen.hits + seen.misses
      if cacheable > 0 { values.append(("CacheHitRate", percent(seen.hits, cacheable))) }
      for (name, value) in values { put("AWS/CloudFront", name, dimensions, region, minute, value) }
    }
  }
}
