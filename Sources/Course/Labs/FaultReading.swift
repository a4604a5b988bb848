import Cloud
import EventKernel
import Traffic

/// Reads one fault of an experiment; its kind decides which keys may stand beside the common ones.
struct FaultReading {
  private enum Kind: String, CaseIterable {
    case zonePower = "zone-power"
    case slowZone = "slow-zone"
    case loadSurge = "load-surge"
    case rebootDatabase = "reboot-database"
    case spotReclaim = "spot-reclaim"
    case capacityShortage = "capacity-shortage"
  }

  let reader: YAMLReader
  let region: Region?

  func fault() -> Experiment.PlannedFault? {
    guard reader.isMapping, let kindReader = reader.peek("kind") else {
      _ = reader.mapping(["kind"])?.required("kind")
      return nil
    }
    guard let kind = kindReader.oneOf(Kind.self),
      let map = reader.mapping(["kind", "at", "between", "lasting"] + keys(of: kind))
    else { return nil }
    let window = window(map)
    let zone = zone(map, kind)
    let lasting =
      kind == .rebootDatabase
      ? map.value("lasting", else: .zero) { $0.duration() } : map.required("lasting")?.duration()
    let what: Experiment.PlannedFault.Kind? =
      switch kind {
      case .zonePower: .zonePower
      case .slowZone: map.required("delay")?.duration().map { .slowZone(delay: $0) }
      case .loadSurge: map.required("factor")?.number(in: 0...1_000).map { .loadSurge(factor: $0) }
      case .rebootDatabase: map.required("database")?.identifier().map { .rebootDatabase($0) }
      case .spotReclaim: map.required("type")?.text(limit: 40).map { .spotReclaim(type: $0) }
      case .capacityShortage: .capacityShortage
      }
    guard let what, let window, let zone, let lasting else { return nil }
    return Experiment.PlannedFault(
      kind: what, zone: zone.name, earliest: window.lowerBound, latest: window.upperBound, lasting: lasting)
  }

  private func keys(of kind: Kind) -> [String] {
    switch kind {
    case .zonePower, .capacityShortage: ["zone"]
    case .spotReclaim: ["zone", "type"]
    case .slowZone: ["zone", "delay"]
    case .loadSurge: ["factor"]
    case .rebootDatabase: ["database"]
    }
  }

  /// `at: 10m`, or `between: [8m, 12m]` for a moment drawn from the weather.
  private func window(_ map: YAMLMapping) -> ClosedRange<Duration>? {
    if let at = map["at"], map["between"] == nil { return at.duration().map { $0...$0 } }
    guard let between = map.required("between"), let ends = between.items(2...2, { $0.duration() }) else {
      return nil
    }
    guard ends[0] <= ends[1], map["at"] == nil else {
      between.report(.labFaultWindow, ["experiment": .text(VisibleText.escaped(reader.path))])
      return nil
    }
    return ends[0]...ends[1]
  }

  /// `each`, or the name of a zone of the lab's Region.
  private func zone(_ map: YAMLMapping, _ kind: Kind) -> (name: Zone?, Void)? {
    switch kind {
    case .loadSurge, .rebootDatabase: return (nil, ())
    case .zonePower, .slowZone, .spotReclaim, .capacityShortage:
      guard let reader = map.required("zone"), let text = reader.text(limit: 40) else { return nil }
      if text == "each" { return (nil, ()) }
      let zone = Zone(rawValue: text)
      guard let region, zone.region == region else {
        let place = region?.rawValue ?? "ap-northeast-2"
        reader.report(
          .yamlNotOneOf,
          ["key": reader.key, "value": reader.shown, "known": .text("each, \(place)a, \(place)b …")])
        return nil
      }
      return (zone, ())
    }
  }
}
