import Cloud
import Terminal
import Texts

/// How the resources of a world are called to a learner: `web-2 (i-02d6…)` where one has a name, its id else.
struct ResourceNames {
  /// The columns of a screen from which ids are written out behind names.
  private static let wide = 120
  /// The most columns of a name.
  private static let longest = 24

  private let names: [String: String]
  private let world: World?
  private let isFull: Bool
  /// What stands in a bill for all resources of a kind, in the learner's words; no id and no name is like it.
  private let words: [String: String]

  /// - Parameter width: the columns of the screen.
  init(_ world: World?, width: Int, words: [String: String] = [:]) {
    self.world = world
    self.words = words
    names = world?.shownNames ?? [:]
    isFull = width >= Self.wide
  }

  /// What stands for a resource, which may be an id, an id with a port, an address, or anything else that a report
  /// names.
  func shown(_ resource: String) -> String {
    if let word = words[resource] { return word }
    if let address = IPv4Address(resource) { return shown(address) }
    let id = resource.prefix { $0 != ":" }
    guard let name = names[String(id)] else { return resource }
    return
      "\(DisplayWidth.truncate(name, to: Self.longest)) (\(isFull ? String(id) : Self.shortened(id)))\(resource.dropFirst(id.count))"
  }

  /// An address with the name of what answers there.
  private func shown(_ address: IPv4Address) -> String {
    guard let world, case .instance(let id) = world.endpoint(at: address), let name = names["\(id)"] else {
      return address.description
    }
    return "\(address) (\(DisplayWidth.truncate(name, to: Self.longest)))"
  }

  /// An id of a kind and a number with the first digits of the number; of an id without a kind the first five signs.
  static func shortened(_ id: Substring) -> String {
    guard let dash = id.firstIndex(of: "-"), !id[..<dash].contains(where: \.isNumber) else {
      return id.count > 10 ? String(id.prefix(5)) + "…" : String(id)
    }
    return id.count > 10 ? id[...dash] + id[dash...].dropFirst().prefix(4) + "…" : String(id)
  }
}

extension World {
  /// What resources are called that learners read of, by id: those of EC2; hosted zones and their changes by the zone's
  /// name; health checks of Route 53 by their tag `Name` or what they ask; distributions by their tag `Name` or their first
  /// alias; Elastic IP addresses without a tag by their address.
  fileprivate var shownNames: [String: String] {
    var names = resourceNames
    func bare(_ zone: String) -> String {
      zone.count > 1 && zone.hasSuffix(".") ? String(zone.dropLast()) : zone
    }
    func tagged(_ tags: Tags) -> String? { tags["Name"].flatMap { $0.isEmpty ? nil : $0 } }
    for (id, zone) in route53.zones { names[id] = bare(zone.name) }
    for (id, change) in route53.changes { names[id] = bare(change.zone) }
    for (id, check) in route53.healthChecks {
      names[id] = tagged(check.tags) ?? check.domainName ?? check.address?.description
    }
    for (id, distribution) in cloudFront.distributions {
      names[id] = tagged(distribution.tags) ?? distribution.config.aliases?.all.first
    }
    for (id, address) in ec2.addresses where names["\(id)"] == nil {
      names["\(id)"] = address.address.description
    }
    return names
  }
}

extension Session {
  /// The names of a world's resources, as wide as the screen lets them be.
  func names(in world: World?) -> ResourceNames { names(in: world, width: screen.width) }

  /// The same for a number of columns.
  func names(in world: World?, width: Int) -> ResourceNames {
    ResourceNames(
      world, width: width,
      words: [
        "all zones": text("cost.all-zones"), "all distributions": text("cost.all-distributions"),
      ])
  }

  /// What an event happened to, as a learner calls it.
  func resource(of occurrence: Occurrence, _ names: ResourceNames) -> String {
    let isOfUsers = occurrence.code.hasPrefix("load-surge") || occurrence.code.hasPrefix("clients-")
    return isOfUsers ? text("events.users") : names.shown(occurrence.resource)
  }
}
