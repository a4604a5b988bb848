import Cloud
import Texts

extension Fault {
  /// The ids of what stands where the fault strikes: machines, databases, caches, load balancers; empty for a fault
  /// that names its resources itself.
  func hit(in world: World) -> [String] {
    let zones: [Zone]
    switch kind {
    case .zonePower, .slowZone, .lossyZone: zones = zone.map { [$0] } ?? []
    case .regionLoss: zones = region.map { world.catalog.zones(in: $0).map(\.zone) } ?? []
    default: return []
    }
    let machines = world.ec2.instances.rows.filter { zones.contains($0.zone) && $0.state == .running }
    let databases = world.rds.instances.rows.filter { database in
      zones.contains(database.zone) || database.standbyZone.map { zones.contains($0) } == true
    }
    let caches = world.elastiCache.replicationGroups.rows.filter { cache in
      cache.nodes.contains { zones.contains($0.zone) }
    }
    let balancers = world.loadBalancing.loadBalancers.rows.filter { balancer in
      balancer.nodes.contains { zones.contains($0.zone) }
    }
    return machines.map(\.id.description) + databases.map(\.identifier) + caches.map(\.id)
      + balancers.map(\.name)
  }
}

extension Session {
  /// The most names of one sentence.
  private static let mostNames = 6

  /// Names as a sentence lists them; of many the first, and how many more there are.
  func shown(_ names: [String]) -> String {
    let list = names.prefix(Self.mostNames).joined(separator: ", ")
    guard names.count > Self.mostNames else { return list }
    return text("fault.and-more", ["names": .string(list), "count": .integer(names.count - Self.mostNames)])
  }
}
