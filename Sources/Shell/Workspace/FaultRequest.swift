package import Cloud
package import EventKernel

/// A fault as its words ask for it: `zone-power ap-northeast-2a 15m`.
package struct FaultRequest: Sendable, Equatable {
  /// What goes wrong.
  package let fault: Fault
  /// For how long.
  package let lasting: Duration

  /// The names of all faults, in the order in which they are listed.
  package static let names = [
    "zone-power", "slow-zone", "load-surge", "stop-instances", "reboot-database", "spot-reclaim",
    "capacity-shortage", "host-failure",
  ]

  /// How long a fault lasts when its words do not say (FIS: half an hour; here a quarter, so that a run shows the end).
  package static let defaultSpan = Duration.minutes(15)

  /// Reads the words after `fault`; `nil` when they ask for no fault of this world.
  package init?(words: [String], world: World, region: Region) {
    guard let name = words.first else { return nil }
    var arguments = Array(words.dropFirst())
    var span = Self.defaultSpan
    if let last = arguments.last, let parsed = SpanText.duration(last) {
      span = parsed
      arguments.removeLast()
    }
    lasting = span
    switch name {
    case "zone-power":
      guard arguments.count == 1, let zone = Self.zone(arguments[0], world, region) else { return nil }
      fault = .zonePower(zone)
    case "slow-zone":
      guard arguments.count == 1, let zone = Self.zone(arguments[0], world, region) else { return nil }
      // AZ: Application Slowdown adds 200 ms to every flow inside the zone (facts: FIS 15).
      fault = .slowZone(zone, delay: .milliseconds(200))
    case "load-surge":
      guard arguments.count == 1, let factor = Self.factor(arguments[0]) else { return nil }
      fault = .loadSurge(factor: factor)
    case "stop-instances", "host-failure":
      let found = arguments.map { Self.instances($0, world, region) }
      guard !found.isEmpty, !found.contains([]) else { return nil }
      let ids = found.flatMap(\.self)
      fault = name == "host-failure" ? .hostFailure(ids) : .stopInstances(ids)
    case "spot-reclaim":
      guard arguments.count == 2, world.catalog.instanceType(arguments[0]) != nil,
        let zone = Self.zone(arguments[1], world, region)
      else { return nil }
      fault = .spotReclaim(type: arguments[0], zone: zone)
    case "capacity-shortage":
      guard arguments.count == 1, let zone = Self.zone(arguments[0], world, region) else { return nil }
      fault = .capacityShortage(zone)
    case "reboot-database":
      guard arguments.count == 1 else { return nil }
      fault = .rebootDatabase(arguments[0])
    default:
      return nil
    }
  }

  /// The instances of a Region that a text names, by id or by the tag Name; empty when there are none.
  static func instances(_ text: String, _ world: World, _ region: Region) -> [InstanceID] {
    if let id = InstanceID(text) { return world.ec2.instances[id] == nil ? [] : [id] }
    return world.ec2.instances.filter { _, instance in
      instance.zone.region == region && instance.state != .terminated && instance.tags["Name"] == text
    }.map(\.id)
  }

  /// How many times the load at most rises.
  static let mostFactor = 1_000.0

  /// The factor that a text names; `nil` for what is no number above 0 and up to the most.
  static func factor(_ text: String) -> Double? {
    Double(text).flatMap { $0 > 0 && $0 <= mostFactor ? $0 : nil }
  }

  /// The zone of a Region that a text names, by its whole name or by its end, such as `2a`.
  static func zone(_ text: String, _ world: World, _ region: Region) -> Zone? {
    guard !text.isEmpty else { return nil }
    let zones = world.catalog.zones(in: region).map(\.zone)
    return zones.first { $0.rawValue == text || $0.rawValue == region.rawValue + text }
      ?? zones.first { $0.rawValue.hasSuffix(text) && text.count <= 2 }
  }
}
