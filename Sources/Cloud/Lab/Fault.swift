package import EventKernel

/// Something that goes wrong, shaped as AWS FIS shapes it where FIS has it: what, where and how much.
///
/// Which of the members a fault has is told by its kind's parameters; the others stay as they are.
package struct Fault: Sendable, Equatable {
  /// What goes wrong.
  package let kind: FaultKind
  /// The zone that it strikes.
  package var zone: Zone?
  /// What it strikes, by id or by name, as its kind's parameter says.
  package var names: [String]
  /// An instance type.
  package var instanceType: String?
  /// How many times as much.
  package var factor: Double?
  /// How much later.
  package var delay: Duration?
  /// The share of machines, calls, requests, operations or packets that it strikes, 0 to 1; all when `nil`.
  package var share: Double?
  /// How many: retries, or machines that are launched.
  package var count: Int?
  /// The Region that it strikes.
  package var region: Region?
  /// The service whose calls it strikes, by its name on the command line.
  package var service: String?
  /// What those calls answer.
  package var error: InjectedError?

  package init(
    _ kind: FaultKind, zone: Zone? = nil, names: [String] = [], instanceType: String? = nil,
    factor: Double? = nil, delay: Duration? = nil, share: Double? = nil, count: Int? = nil,
    region: Region? = nil, service: String? = nil, error: InjectedError? = nil
  ) {
    self.kind = kind
    self.zone = zone
    self.names = names
    self.instanceType = instanceType
    self.factor = factor
    self.delay = delay
    self.share = share
    self.count = count
    self.region = region
    self.service = service
    self.error = error
  }

  /// What it happened to: a zone, a type or a load balancer with its zone, a service, a Region, names separated by commas,
  /// or `users`.
  package var resource: String {
    if let instanceType { return "\(instanceType)/\(zone?.rawValue ?? "")" }
    if kind == .balancerNodeFailure { return (names + [zone?.rawValue ?? ""]).joined(separator: "/") }
    if let zone { return zone.rawValue }
    if let service { return service }
    if let region { return region.rawValue }
    return names.isEmpty ? "users" : names.joined(separator: ",")
  }
}

extension Fault {
  /// The services whose calls can fail, by their names on the command line, in the order of the alphabet.
  package static let services: [String] = {
    var names: [String] = []
    for service in OperationRegistry.all.map({ $0.service })
    where service != "lab" && !names.contains(service) {
      names.append(service)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }()

  /// The share of requests that a bad deployment answers with an error: all where neither share nor delay is told.
  package var errorShare: Double { share ?? (delay == nil ? 1 : 0) }

  /// A zone without power.
  package static func zonePower(_ zone: Zone) -> Fault { Fault(.zonePower, zone: zone) }

  /// A zone in which every flow takes longer.
  package static func slowZone(_ zone: Zone, delay: Duration) -> Fault {
    Fault(.slowZone, zone: zone, delay: delay)
  }

  /// Instances that are stopped.
  package static func stopInstances(_ ids: [InstanceID]) -> Fault {
    Fault(.stopInstances, names: ids.map(\.description))
  }

  /// Instances whose hosts fail.
  package static func hostFailure(_ ids: [InstanceID]) -> Fault {
    Fault(.hostFailure, names: ids.map(\.description))
  }

  /// A database rebooted with failover.
  package static func rebootDatabase(_ identifier: String) -> Fault {
    Fault(.rebootDatabase, names: [identifier])
  }

  /// A database whose primary's host fails, by identifier, ARN or `region/identifier`.
  package static func databaseFailure(_ identifier: String) -> Fault {
    Fault(.databaseFailure, names: [identifier])
  }

  /// A node of a cache that fails, by its id or `region/id`.
  package static func cacheNodeFailure(_ node: String) -> Fault { Fault(.cacheNodeFailure, names: [node]) }

  /// The node of a load balancer in a zone that fails.
  package static func balancerNodeFailure(_ balancer: String, in zone: Zone) -> Fault {
    Fault(.balancerNodeFailure, zone: zone, names: [balancer])
  }

  /// A Region whose zones all lose power.
  package static func regionLoss(_ region: Region) -> Fault { Fault(.regionLoss, region: region) }

  /// More requests of all users.
  package static func loadSurge(factor: Double) -> Fault { Fault(.loadSurge, factor: factor) }

  /// Spare machines of a type that are taken back in a zone.
  package static func spotReclaim(type: String, zone: Zone) -> Fault {
    Fault(.spotReclaim, zone: zone, instanceType: type)
  }

  /// A zone with no machine to give.
  package static func capacityShortage(_ zone: Zone) -> Fault { Fault(.capacityShortage, zone: zone) }
}

/// A fault in force.
package struct ActiveFault: Sendable, Equatable {
  /// What is wrong.
  package let fault: Fault
  /// Since when.
  package let start: Instant
  /// Until when.
  package let end: Instant
  /// The machines that it struck when it began, in the order of their ids.
  package internal(set) var machines: [InstanceID] = []
}
