import Cloud
package import EventKernel

extension Report {
  /// SHA-256 of the canonical encoding of the report: the same measured numbers give the same digest everywhere.
  ///
  /// The encoding is the fields below in this order, numbers as 64-bit little-endian integers, texts with their length.
  /// The trace and the bill are left out: one is asked for, the other is reckoned, not measured.
  package var digest: Digest {
    var bytes = CanonicalBytes()
    append(to: &bytes)
    return bytes.digest
  }

  /// Appends the canonical encoding, for a digest over several reports.
  package func append(to bytes: inout CanonicalBytes) {
    bytes.append(Report.engine)
    bytes.append(experiment)
    bytes.append(weather.rawValue)
    bytes.append(zone?.rawValue ?? "")
    bytes.append(duration)
    for number in [offered, answered, lost, attempts] { bytes.append(number) }
    bytes.append(causes.count)
    for cause in causes {
      bytes.append(cause.code.rawValue)
      bytes.append(cause.resource)
      bytes.append(cause.lost)
      bytes.append(cause.attempts)
      bytes.append(cause.first)
      bytes.append(cause.last)
    }
    bytes.append(classes.count)
    for kind in classes {
      bytes.append(kind.name)
      for number in [kind.offered, kind.answered, kind.lost] { bytes.append(number) }
      bytes.append(kind.latency)
      for part in LatencyParts.Part.allCases { bytes.append(kind.parts[part]) }
    }
    bytes.append(targets.count)
    for target in targets {
      bytes.append(target.instance.description)
      bytes.append(target.answered)
      bytes.append(target.latency)
      bytes.append(target.busy.count)
      for busy in target.busy { bytes.append(busy) }
    }
    for database in databases {
      bytes.append(database.identifier)
      bytes.append(database.queries)
      bytes.append(database.busy)
      bytes.append(database.mostConnections)
      for number in [database.writes, database.writesLost, database.staleReads] { bytes.append(number) }
    }
    for cache in caches {
      bytes.append(cache.identifier)
      bytes.append(cache.hits)
      bytes.append(cache.misses)
    }
    for edge in edges {
      bytes.append(edge.distribution)
      for number in [edge.requests, edge.hits, edge.misses, edge.collapsed, edge.stale, edge.fetches] {
        bytes.append(number)
      }
      for number in [edge.errors4xx, edge.errors5xx, edge.bytes] { bytes.append(number) }
    }
    for window in windows {
      bytes.append(window.offered)
      bytes.append(window.lost)
    }
    for minute in minutes {
      bytes.append(minute.offered)
      bytes.append(minute.lost)
      bytes.append(minute.latency)
    }
    for fault in faults {
      bytes.append(fault.code)
      bytes.append(fault.resource)
      bytes.append(fault.start)
      bytes.append(fault.end)
      bytes.append(fault.lost)
      bytes.append(fault.goodAgain?.nanoseconds ?? -1)
    }
    bytes.append(steadyLatency)
    for queue in jobs { queue.append(to: &bytes) }
    guard maker == .flow else { return }
    bytes.append(maker.rawValue)
    for kind in classes { bytes.append(kind.meanLatency?.nanoseconds ?? -1) }
  }
}
