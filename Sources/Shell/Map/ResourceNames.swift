import Cloud
import Terminal

/// How the resources of a world are called to a learner: `web-2 (i-02d6…)` where one has a name, its id else.
struct ResourceNames {
  /// The columns of a screen from which ids are written out behind names.
  private static let wide = 120
  /// The most columns of a name.
  private static let longest = 24

  private let names: [String: String]
  private let world: World?
  private let isFull: Bool

  /// - Parameter width: the columns of the screen.
  init(_ world: World?, width: Int) {
    self.world = world
    names = world?.resourceNames ?? [:]
    isFull = width >= Self.wide
  }

  /// What stands for a resource, which may be an id, an id with a port, an address, or anything else that a report
  /// names.
  func shown(_ resource: String) -> String {
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

  /// An id of a kind and a number with the first digits of the number.
  static func shortened(_ id: Substring) -> String {
    guard let dash = id.firstIndex(of: "-") else { return String(id) }
    return id.count > 10 ? id[...dash] + id[dash...].dropFirst().prefix(4) + "…" : String(id)
  }
}

extension Session {
  /// The names of a world's resources, as wide as the screen lets them be.
  func names(in world: World?) -> ResourceNames { ResourceNames(world, width: screen.width) }
}
