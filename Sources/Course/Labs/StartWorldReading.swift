import Cloud
import EventKernel
import Traffic

/// Reads what `lab.yaml` and a lesson's `world:` have in common.
struct StartWorldReading {
  /// The keys that belong to a start world.
  static let keys = ["region", "worldSeed", "images", "service", "experiments", "discounts"]

  let map: YAMLMapping

  func start() -> StartWorld? {
    let region = map.required("region")?.identifier().map { Region(rawValue: $0) }
    let seed = map.required("worldSeed")?.integer(in: 0...Int.max)
    let images = list("images", 0...20) { image($0) }
    let workload = map["service"].map { self.workload($0) } ?? Workload.none
    let experiments = list("experiments", 0...20) {
      experiment($0, region: region, users: workload ?? .none)
    }
    let discounts = map.value("discounts", else: false) { $0.boolean() }
    guard let region, let seed, let images, let workload, let experiments, let discounts else { return nil }
    guard isUnique("images", images.map(\.name)), isUnique("experiments", experiments.map(\.id)) else {
      return nil
    }
    return StartWorld(
      region: region, worldSeed: WorldSeed(UInt64(seed)), images: images, workload: workload,
      experiments: experiments, countsDiscounts: discounts)
  }

  private func list<Item>(
    _ key: String, _ sizes: ClosedRange<Int>, _ read: (YAMLReader) -> Item?
  ) -> [Item]? {
    guard let reader = map[key] else { return [] }
    return reader.items(sizes, read)
  }

  private func isUnique(_ key: String, _ names: [String]) -> Bool {
    map[key]?.reportDuplicates(names) ?? true
  }

  private func image(_ reader: YAMLReader) -> LabImage? {
    guard
      let map = reader.mapping([
        "name", "architecture", "memoryGiB", "port", "healthPath", "warmUp", "backlog", "workers",
        "productCode",
        "softwarePrice", "subscribed",
      ])
    else { return nil }
    let name = map.required("name")?.identifier()
    let architecture = map.required("architecture")?.oneOf(LabImage.Architecture.self)
    let memory = map.required("memoryGiB")?.number(in: 0...24_576)
    let port = map.value("port", else: 80) { $0.integer(in: 1...65_535) }
    let health = map.value("healthPath", else: "/") { $0.text(limit: 1_024) }
    let warmUp = map.value("warmUp", else: .seconds(60)) { $0.duration() }
    let backlog = map.value("backlog", else: 512) { $0.integer(in: 0...1_000_000) }
    let workers = map.value("workers", else: 256) { $0.integer(in: 1...1_000_000) }
    let code = map.value("productCode", else: "") { $0.text(limit: 40) }
    let price = map.value("softwarePrice", else: 0) { $0.number(in: 0...1_000) }
    let isSubscribed = map.value("subscribed", else: true) { $0.boolean() }
    guard let name, let architecture, let memory, let port, let health, let warmUp, let backlog, let workers,
      let code, let price, let isSubscribed
    else { return nil }
    let product = MarketplaceProduct(
      code: code, name: name, hourly: Int((price * 1e6).rounded()), isSubscribed: isSubscribed)
    return LabImage(
      name: name, architecture: architecture,
      app: AppProfile(
        memoryGiB: memory, port: port, healthPath: health, warmUp: warmUp, backlog: backlog,
        workers: workers), product: code.isEmpty ? nil : product)
  }

  private func experiment(_ reader: YAMLReader, region: Region?, users: Workload) -> LabExperiment? {
    guard
      let map = reader.mapping(["id", "duration", "settling", "service", "faults", "because"])
    else { return nil }
    let id = map.required("id")?.identifier()
    let duration = map.required("duration")?.duration(in: .seconds(1) ... .days(31))
    let settling = map.value("settling", else: .seconds(90)) { $0.duration() }
    let own = map["service"].map { workload($0) }
    let because = map["because"].map { $0.text(limit: 1_000) }
    let faults =
      map["faults"].map { reader in
        reader.items(0...20) { FaultReading(reader: $0, region: region).fault() }
      } ?? []
    guard let id, let duration, let settling, own != .some(nil), because != .some(nil), let faults
    else { return nil }
    for fault in faults where fault.lastBegin >= duration {
      reader.report(.labFaultWindow, ["experiment": .text(id)])
      return nil
    }
    let requests = (own ?? users).map { expectedRequests($0, over: duration) } ?? 0
    if because == nil, requests > Double(LabExperiment.requestLimit) {
      reader.report(
        .labManyRequests,
        [
          "experiment": .text(id), "requests": .integer(Int(min(requests, 1e15).rounded())),
          "limit": .integer(LabExperiment.requestLimit),
        ])
      return nil
    }
    return LabExperiment(
      experiment: Experiment(
        id: id, duration: duration, workload: own ?? nil, faults: faults, settling: settling),
      because: because ?? nil)
  }

  /// The area under the rates, between their points along straight lines.
  private func expectedRequests(_ workload: Workload, over duration: Duration) -> Double {
    let end = duration.inSeconds
    return workload.populations.reduce(0) { sum, population in
      let points = population.rate.points.map { (at: $0.at.inSeconds, rate: $0.perSecond) }
      guard let first = points.first, let last = points.last else { return sum }
      var area = min(first.at, end) * first.rate
      for (left, right) in zip(points, points.dropFirst()) where left.at < end && right.at > left.at {
        let stop = min(right.at, end)
        let slope = (right.rate - left.rate) / (right.at - left.at)
        area += (stop - left.at) * (left.rate + slope * (stop - left.at) / 2)
      }
      return sum + area + max(0, end - last.at) * last.rate
    }
  }
}
