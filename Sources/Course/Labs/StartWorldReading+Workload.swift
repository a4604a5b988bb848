import Cloud
import EventKernel

extension StartWorldReading {
  /// Reads `{populations, classes, jobs}`; users may be left out where there are jobs.
  func workload(_ reader: YAMLReader) -> Workload? {
    guard let map = reader.mapping(["populations", "classes", "jobs"]) else { return nil }
    let hasUsers = map["jobs"] == nil || map["populations"] != nil || map["classes"] != nil
    let populations = hasUsers ? map.required("populations")?.items(1...50) { population($0) } : []
    let classes = hasUsers ? map.required("classes")?.items(1...50) { requestClass($0) } : []
    let jobs = map.value("jobs", else: []) { $0.items(1...JobQueue.mostQueues) { jobQueue($0) } }
    guard let populations, let classes, let jobs,
      map["populations"]?.reportDuplicates(populations.map(\.name)) ?? true,
      map["classes"]?.reportDuplicates(classes.map(\.name)) ?? true,
      map["jobs"]?.reportDuplicates(jobs.map(\.name)) ?? true
    else { return nil }
    return Workload(populations: populations, classes: classes, jobs: jobs.isEmpty ? nil : jobs)
  }

  private func jobQueue(_ reader: YAMLReader) -> JobQueue? {
    guard let map = reader.mapping(["queue", "count", "cpu", "variation", "deadline", "saving"]) else {
      return nil
    }
    let name = map.required("queue")?.identifier()
    let count = map.required("count")?.integer(in: 1...JobQueue.mostJobs)
    let cpu = map.required("cpu")?.duration(in: JobQueue.shortestJob...JobQueue.longestJob)
    let variation = map.value("variation", else: .constant) { $0.oneOf(ClassVariation.self)?.variation }
    let deadline = map.value("deadline", else: .zero) { $0.duration(in: .minutes(1) ... .days(31)) }
    let saving = map.value("saving", else: .zero) { $0.duration(in: .zero...JobQueue.longestSaving) }
    guard let name, let count, let cpu, let variation, let deadline, let saving else { return nil }
    return JobQueue(
      name: name, count: count, cpu: cpu, variation: variation,
      deadline: deadline > .zero ? deadline : nil, saving: saving)
  }

  private func population(_ reader: YAMLReader) -> Population? {
    guard
      let map = reader.mapping([
        "name", "city", "host", "port", "rate", "timeout", "retries", "retryDelay", "retryFactor",
        "retryJitter", "ignoresTTL", "users",
      ])
    else { return nil }
    let name = map.required("name")?.identifier()
    let city = map.required("city")?.identifier()
    let host = map.required("host")?.text(limit: 253)
    let port = map.value("port", else: 80) { $0.integer(in: 1...65_535) }
    let rate = map.required("rate").flatMap { profile($0) }
    let timeout = map.required("timeout")?.duration(in: .milliseconds(1) ... .hours(1))
    let retries = map.value("retries", else: 0) { $0.integer(in: 0...10) }
    let delay = map.value("retryDelay", else: .milliseconds(200)) { $0.duration(in: .zero ... .hours(1)) }
    let factor = map.value("retryFactor", else: 1) { $0.number(in: 1...10) }
    let jitter = map.value("retryJitter", else: false) { $0.boolean() }
    let ignoring = map.value("ignoresTTL", else: 0) { $0.number(in: 0...1) }
    let users = map.value("users", else: 0) { $0.integer(in: 0...1_000_000) }
    guard let name, let city, let host, let port, let rate, let timeout, let retries, let delay, let factor,
      let jitter, let ignoring, let users
    else { return nil }
    return Population(
      name: name, city: city, host: host, port: port, rate: rate, timeout: timeout, retries: retries,
      retryDelay: delay, retryFactor: factor, retryJitter: jitter, ignoresTTL: ignoring,
      users: users > 0 ? users : nil)
  }

  /// A number, points in order of time, counts a minute, or the curve of a day.
  private func profile(_ reader: YAMLReader) -> RateProfile? {
    let rates = 0.0...1_000_000.0
    if reader.isMapping { return shape(reader, rates) }
    guard reader.isList else { return reader.number(in: rates).map { .constant($0) } }
    let points = reader.items(1...1_000) { item -> RateProfile.Point? in
      guard let map = item.mapping(["at", "perSecond"]) else { return nil }
      let at = map.required("at")?.duration()
      let rate = map.required("perSecond")?.number(in: rates)
      guard let at, let rate else { return nil }
      return RateProfile.Point(at: at, perSecond: rate)
    }
    guard let points else { return nil }
    return RateProfile(points: points.sorted { $0.at < $1.at })
  }

  /// `{perMinute: [1200, 1800]}`, or `{low: 20, high: 200, peak: 14h}`.
  private func shape(_ reader: YAMLReader, _ rates: ClosedRange<Double>) -> RateProfile? {
    if reader.peek("perMinute") != nil {
      let counts = reader.mapping(["perMinute"])?.required("perMinute")?.items(1...10_000) {
        $0.number(in: 0...60_000_000)
      }
      return counts.map { .perMinute($0) }
    }
    guard let map = reader.mapping(["low", "high", "peak"]) else { return nil }
    let low = map.required("low")?.number(in: rates)
    let high = map.required("high")?.number(in: (low ?? 0)...rates.upperBound)
    let peak = map.required("peak")?.duration(in: .zero ... .days(1))
    guard let low, let high, let peak else { return nil }
    return .day(low: low, high: high, peak: peak)
  }

  private func requestClass(_ reader: YAMLReader) -> RequestClass? {
    guard
      let map = reader.mapping([
        "name", "weight", "cpu", "variation", "base", "reads", "writes", "queryCPU", "keys", "skew", "bytes",
        "writeBytes", "roundTrips", "objective", "method", "path", "query", "headers", "queryOperations",
        "diskReads", "diskWrites", "diskBytes", "session", "readYourWrites",
      ])
    else { return nil }
    let times = Duration.zero ... .hours(1)
    let name = map.required("name")?.identifier()
    let weight = map.value("weight", else: 1) { $0.number(in: 0.000_001...1_000_000) }
    let cpu = map.required("cpu")?.duration(in: times)
    let variation = map.value("variation", else: .constant) { $0.oneOf(ClassVariation.self)?.variation }
    let base = map.value("base", else: .zero) { $0.duration(in: times) }
    let reads = map.value("reads", else: 0) { $0.integer(in: 0...100) }
    let writes = map.value("writes", else: 0) { $0.integer(in: 0...100) }
    let query = map.value("queryCPU", else: .zero) { $0.duration(in: times) }
    let keys = map.value("keys", else: 0) { $0.integer(in: 0...10_000_000) }
    let skew = map.value("skew", else: 0) { $0.number(in: 0...10) }
    let bytes = map.value("bytes", else: 20_000) { $0.integer(in: 0...1_000_000_000) }
    let written = map.value("writeBytes", else: 0) { $0.integer(in: 0...1_000_000_000) }
    let trips = map.value("roundTrips", else: 1) { $0.integer(in: 1...50) }
    let objective = map.value("objective", else: .zero) { $0.duration(in: .milliseconds(1) ... .hours(1)) }
    let session = map.value("session", else: false) { $0.boolean() }
    let ownWrites = map.value("readYourWrites", else: false) { $0.boolean() }
    guard let name, let weight, let cpu, let variation, let base, let reads, let writes, let query, let keys,
      let skew, let bytes, let written, let trips, let objective, let session, let ownWrites,
      let address = requestAddress(map)
    else { return nil }
    var kind = RequestClass(
      name: name, weight: weight, cpu: cpu, variation: variation, baseLatency: base, reads: reads,
      writes: writes, queryCPU: query, keys: keys, skew: skew, responseBytes: bytes,
      roundTrips: trips, objective: objective > .zero ? objective : nil,
      writeBytes: written > 0 ? written : nil, address: address == RequestAddress() ? nil : address,
      session: session, readYourWrites: ownWrites)
    return readStorage(map, into: &kind) ? kind : nil
  }

  /// Reads what a class asks of volumes; whether it can be read.
  private func readStorage(_ map: YAMLMapping, into kind: inout RequestClass) -> Bool {
    let operations = map.value("queryOperations", else: 1) { $0.integer(in: 1...RequestClass.mostOperations) }
    let reads = map.value("diskReads", else: 0) { $0.integer(in: 0...RequestClass.mostOperations) }
    let writes = map.value("diskWrites", else: 0) { $0.integer(in: 0...RequestClass.mostOperations) }
    let bytes = map.value("diskBytes", else: 0) { $0.integer(in: 0...RequestClass.largestDiskBytes) }
    guard let operations, let reads, let writes, let bytes else { return false }
    kind.queryOperations = operations > 1 ? operations : nil
    kind.diskReads = reads > 0 ? reads : nil
    kind.diskWrites = writes > 0 ? writes : nil
    kind.diskBytes = bytes > 0 ? bytes : nil
    return true
  }

  /// The words of `variation:`.
  private enum ClassVariation: String, CaseIterable {
    case constant
    case exponential

    var variation: RequestClass.Variation {
      switch self {
      case .constant: .constant
      case .exponential: .exponential
      }
    }
  }
}
