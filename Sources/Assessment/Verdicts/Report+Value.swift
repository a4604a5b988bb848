import Cloud
package import CloudAPI
import EventKernel
package import Traffic

extension Report {
  /// The report as the tree that checks query with JMESPath (docs/lab-format.md names its members).
  ///
  /// Latencies are milliseconds, times seconds; a fault from which the service never recovered has its own length as
  /// `goodAgain`, and `recovered` false.
  package var value: Value {
    [
      "experiment": .string(experiment), "engine": .string(maker.rawValue),
      "zone": zone.map { .string($0.rawValue) } ?? .null,
      "seconds": .number(duration.inSeconds), "offered": .integer(Int64(offered)),
      "answered": .integer(Int64(answered)), "lost": .integer(Int64(lost)),
      "attempts": .integer(Int64(attempts)), "writesLost": .integer(Int64(writesLost)),
      "staleReads": .integer(Int64(staleReads)),
      "availability": .number(offered == 0 ? 1 : Double(answered) / Double(offered)),
      "tolerance": tolerance.map { .number($0) } ?? .null,
      "latency": Self.value(of: latency, mean: meanLatency), "steadyLatency": Self.value(of: steadyLatency),
      "causes": .array(causes.map { Self.value(of: $0) }),
      "classes": .array(classes.map { Self.value(of: $0, by: maker) }),
      "slow": .array(slow.map { Self.value(of: $0) }),
      "faults": .array(faults.map { Self.value(of: $0) }),
      "targets": .array(targets.map { Self.value(of: $0) }),
      "databases": .array(databases.map { Self.value(of: $0, over: duration) }),
      "caches": .array(caches.map { Self.value(of: $0) }),
      "jobs": .array(jobs.map(\.value)),
      "edges": .array(edges.map { Self.value(of: $0) }),
      "minutes": .array(minutes.map { Self.value(of: $0) }),
    ]
  }

  private static func value(of minute: Minute) -> Value {
    func milliseconds(_ span: Duration?) -> Value { span.map { .number($0.inMilliseconds) } ?? .null }
    return [
      "offered": .integer(Int64(minute.offered)), "lost": .integer(Int64(minute.lost)),
      "p50": milliseconds(minute.percentiles?.p50), "p95": milliseconds(minute.percentiles?.p95),
      "p99": milliseconds(minute.percentiles?.p99),
    ]
  }

  private static func value(of histogram: Histogram, mean: Duration? = nil) -> Value {
    // Where nothing was answered there is no latency, and no bound on it holds.
    func milliseconds(_ span: Duration) -> Value {
      histogram.count == 0 ? .null : .number(span.inMilliseconds)
    }
    return [
      // The flow engine reckons means without a distribution.
      "mean": mean.map { .number($0.inMilliseconds) } ?? milliseconds(histogram.mean),
      "p50": milliseconds(histogram.quantile(0.5)),
      "p90": milliseconds(histogram.quantile(0.9)), "p95": milliseconds(histogram.quantile(0.95)),
      "p99": milliseconds(histogram.quantile(0.99)), "p999": milliseconds(histogram.quantile(0.999)),
      "max": milliseconds(histogram.longest),
    ]
  }

  private static func value(of cause: CauseCount) -> Value {
    [
      "code": .string(cause.code.rawValue), "resource": .string(cause.resource),
      "lost": .integer(Int64(cause.lost)), "attempts": .integer(Int64(cause.attempts)),
      "first": .number(cause.first.inSeconds), "last": .number(cause.last.inSeconds),
    ]
  }

  private static func value(of kind: ClassReport, by maker: Maker) -> Value {
    // Flows have no single answers that could be slow, and their means no parts.
    let slow: Value = maker == .flow ? .null : .integer(Int64(kind.slow))
    let parts: Value = maker == .flow ? .null : value(of: kind.parts)
    return [
      "name": .string(kind.name), "offered": .integer(Int64(kind.offered)),
      "answered": .integer(Int64(kind.answered)), "lost": .integer(Int64(kind.lost)),
      "latency": value(of: kind.latency, mean: kind.meanLatency), "slow": slow, "parts": parts,
    ]
  }

  /// The shares of all answered requests' time, 0 each where nothing was answered.
  private static func value(of parts: LatencyParts) -> Value {
    .object(
      ValueObject(
        LatencyParts.Part.allCases.map { (key: $0.rawValue, value: .number(parts.share(of: $0))) }))
  }

  private static func value(of slow: SlowCount) -> Value {
    [
      "part": .string(slow.part.rawValue), "resource": .string(slow.resource),
      "answers": .integer(Int64(slow.answers)),
    ]
  }

  private static func value(of fault: FaultReport) -> Value {
    [
      "code": .string(fault.code), "resource": .string(fault.resource),
      "start": .number(fault.start.inSeconds),
      "end": .number(fault.end.inSeconds), "lost": .integer(Int64(fault.lost)),
      "goodAgain": .number((fault.goodAgain ?? (fault.end - fault.start)).inSeconds),
      "recovered": .bool(fault.goodAgain != nil),
    ]
  }

  private static func value(of target: TargetReport) -> Value {
    let busy = target.busy.map { $0.inSeconds / (60 * Double(target.vcpus)) }
    return [
      "instance": .string(target.instance.description), "zone": .string(target.zone.rawValue),
      "answered": .integer(Int64(target.answered)), "utilisation": .array(busy.map { .number($0) }),
      "latency": value(of: target.latency),
    ]
  }

  private static func value(of database: DatabaseReport, over duration: Duration) -> Value {
    [
      "identifier": .string(database.identifier), "queries": .integer(Int64(database.queries)),
      "mostConnections": .integer(Int64(database.mostConnections)),
      "utilisation": .number(database.busy / duration / Double(database.vcpus)),
      "writes": .integer(Int64(database.writes)), "writesLost": .integer(Int64(database.writesLost)),
      "staleReads": .integer(Int64(database.staleReads)),
    ]
  }

  private static func value(of edge: EdgeReport) -> Value {
    [
      "distribution": .string(edge.distribution), "requests": .integer(Int64(edge.requests)),
      "hits": .integer(Int64(edge.hits)), "misses": .integer(Int64(edge.misses)),
      "hitRatio": .number(edge.hitRatio ?? 0), "fetches": .integer(Int64(edge.fetches)),
      "stale": .integer(Int64(edge.stale)), "errors4xx": .integer(Int64(edge.errors4xx)),
      "errors5xx": .integer(Int64(edge.errors5xx)), "bytes": .integer(Int64(edge.bytes)),
    ]
  }

  private static func value(of cache: CacheReport) -> Value {
    let asked = cache.hits + cache.misses
    return [
      "identifier": .string(cache.identifier), "hits": .integer(Int64(cache.hits)),
      "misses": .integer(Int64(cache.misses)),
      "hitRatio": .number(asked == 0 ? 0 : Double(cache.hits) / Double(asked)),
    ]
  }
}
