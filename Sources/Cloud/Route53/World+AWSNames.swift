import EventKernel

extension World {
  /// The answer for a name that AWS gives to a resource; `nil` for other names.
  func answerOfAWS(_ name: String, _ moment: Instant) -> DNSAnswer? {
    guard name.utf8.hasSuffix("amazonaws.com.") else {
      return name.utf8.hasSuffix("cloudfront.net.") ? sharedAnswer(name) ?? DNSAnswer.none : nil
    }
    if let balancer = loadBalancer(named: name) {
      // facts: ELB 6.1, TTL 60 s.
      return .certain(nodeAddresses(of: balancer, at: moment), ttl: .seconds(60))
    }
    let host = String(name.dropLast())
    if let key = databaseKey(named: host), let database = rds.instances[key], database.status != .creating {
      // facts: RDS 10.1, TTL 5 s.
      return .certain([database.address], ttl: .seconds(5))
    }
    if let (key, isReader) = cacheKey(named: host), let group = elastiCache.replicationGroups[key],
      group.status != "creating"
    {
      return .certain(addresses(of: group, isReader: isReader), ttl: .seconds(5))
    }
    if let address = instanceAddress(named: host) { return .certain([address], ttl: .seconds(60)) }
    return sharedAnswer(name) ?? DNSAnswer.none
  }

  /// The primary's address, or those of the replicas that answer; without replicas the primary's for both.
  private func addresses(of group: CacheReplicationGroup, isReader: Bool) -> [IPv4Address] {
    let primary = group.nodes[group.primary].address
    guard isReader else { return [primary] }
    let replicas = group.nodes.indices.filter { $0 != group.primary && group.nodes[$0].hasPower }
    return replicas.isEmpty ? [primary] : replicas.map { group.nodes[$0].address }
  }

  /// The load balancer of a DNS name with its final dot, also with `dualstack.` before it.
  package func loadBalancer(named name: String) -> LoadBalancer? {
    var host = name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
    if host.utf8.starts(with: "dualstack.".utf8) { host = String(host.dropFirst("dualstack.".count)) }
    return loadBalancing.loadBalancers.first { $0.row.dnsName.utf8.elementsEqual(host.utf8) }?.row
  }

  /// TEACH: a node without power leaves DNS after this long, as after three checks of 10 s (facts: Route 53 12).
  private static var nodeDetection: Duration { .seconds(30) }

  /// The addresses of the nodes that stand in DNS; all of them when none would (facts: ELB 6.3).
  func nodeAddresses(of balancer: LoadBalancer, at moment: Instant) -> [IPv4Address] {
    guard balancer.state == .active else { return [] }
    let well = balancer.nodes.filter { isInDNS($0, of: balancer, at: moment) }
    return (well.isEmpty ? balancer.nodes : well).map(\.address)
  }

  /// A node leaves DNS when its zone has lost power a while ago, when it has too few healthy targets to send to, or when
  /// traffic is moved away from its zone.
  private func isInDNS(_ node: LoadBalancer.Node, of balancer: LoadBalancer, at moment: Instant) -> Bool {
    if node.zone == shiftedZone(of: balancer.id) { return false }
    if isMissed(node, of: balancer, at: moment) { return false }
    return targetGroups(of: balancer.id).compactMap { loadBalancing.targetGroups[$0] }.allSatisfy { group in
      let count = healthCount(group, in: usesCrossZone(group, balancer) ? nil : node.zone)
      return !group.attributes.dnsMinimum.isMissed(by: count.healthy, of: count.all)
    }
  }

  /// Whether a node has been down long enough to be out of DNS.
  private func isMissed(_ node: LoadBalancer.Node, of balancer: LoadBalancer, at moment: Instant) -> Bool {
    nodeLost(of: balancer, in: node.zone).map { moment - $0 >= Self.nodeDetection } ?? false
  }

  /// Whether a load balancer counts as healthy for an alias: a node that is not known to be down, and a healthy target in
  /// every group (facts: Route 53 12).
  func isHealthy(_ balancer: LoadBalancer, at moment: Instant) -> Bool {
    let groups = targetGroups(of: balancer.id).compactMap { loadBalancing.targetGroups[$0] }
    return balancer.state == .active && !groups.isEmpty
      && !balancer.nodes.allSatisfy { isMissed($0, of: balancer, at: moment) }
      && groups.allSatisfy { healthCount($0, in: nil).healthy > 0 }
  }

  /// How many targets of a group are healthy and how many it has, in a zone if one is given; draining ones do not count.
  private func healthCount(_ group: TargetGroup, in zone: Zone?) -> (healthy: Int, all: Int) {
    var count = (healthy: 0, all: 0)
    for (_, target) in group.targets where target.counts(in: zone) {
      switch target.health {
      case .healthy: count = (count.healthy + 1, count.all + 1)
      case .initial, .unhealthy: count.all += 1
      case .unused, .draining: break
      }
    }
    return count
  }

  /// The public address in an instance's public DNS name, while an instance has it.
  private func instanceAddress(named host: String) -> IPv4Address? {
    guard host.utf8.starts(with: "ec2-".utf8),
      host.utf8.hasSuffix("compute.amazonaws.com")
        || host.utf8.hasSuffix("compute-1.amazonaws.com")
    else { return nil }
    let label = host.split(separator: ".", maxSplits: 1)[0].dropFirst("ec2-".count)
    let text = String(
      decoding: label.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
    guard let address = IPv4Address(text), case .instance = endpoint(at: address) else { return nil }
    return address
  }

  /// What stands behind an address; of equal private addresses the first, since VPCs may share ranges. O(resources).
  package func endpoint(at address: IPv4Address) -> Endpoint {
    if let instance = ec2.addresses.first(where: { $0.row.address == address })?.row.instance {
      return .instance(instance)
    }
    for (id, instance) in ec2.instances where instance.publicAddress == address { return .instance(id) }
    for (id, balancer) in loadBalancing.loadBalancers {
      for node in balancer.nodes where node.address == address { return .loadBalancerNode(id, node.zone) }
    }
    for (key, database) in rds.instances
    where database.address == address || database.publicAddress == address {
      return .database(key)
    }
    for (key, group) in elastiCache.replicationGroups {
      if let index = group.nodes.firstIndex(where: { $0.address == address }) {
        return .cache(key, reader: index != group.primary)
      }
    }
    for (id, instance) in ec2.instances
    where instance.privateAddress == address && instance.state != .terminated {
      return .instance(id)
    }
    return .none
  }

  /// The database `region/identifier` that a host name leads to, by its endpoint or by CNAMEs and aliases to it.
  package func databaseKey(forHost host: String) -> String? {
    follow(host) { databaseKey(named: $0) }
  }

  /// The cache `region/id` that a host name leads to, by one of its endpoints or by CNAMEs and aliases to it.
  package func cacheKey(forHost host: String) -> String? {
    follow(host) { cacheKey(named: $0)?.key }
  }

  /// Whether a name leads to the reader endpoint of a cache.
  package func isCacheReader(_ host: String) -> Bool {
    follow(host) { cacheKey(named: $0)?.isReader } ?? false
  }

  private func databaseKey(named host: String) -> String? {
    guard host.utf8.hasSuffix(".rds.amazonaws.com") else { return nil }
    return rds.instances.first { $0.row.endpoint.utf8.elementsEqual(host.utf8) }?.id
  }

  private func cacheKey(named host: String) -> (key: String, isReader: Bool)? {
    guard host.utf8.hasSuffix(".cache.amazonaws.com") else { return nil }
    for (key, group) in elastiCache.replicationGroups {
      if group.primaryEndpoint.utf8.elementsEqual(host.utf8) { return (key, false) }
      if group.readerEndpoint.utf8.elementsEqual(host.utf8) { return (key, true) }
    }
    return nil
  }

  /// Follows CNAMEs through all zones, private ones too, until a name means something.
  private func follow<Found>(_ host: String, _ find: (String) -> Found?) -> Found? {
    guard var name = DNSName.canonical(host) else { return nil }
    for _ in 0..<8 {
      if let found = find(String(name.dropLast())) { return found }
      var next: String?
      for (_, zone) in route53.zones where next == nil && DNSName.name(name, liesIn: zone.name) {
        guard case .values(let values, _)? = recordSets(name, type: "CNAME", in: zone).first?.answer else {
          continue
        }
        next = values.first.flatMap(DNSName.canonical)
      }
      guard let next else { return nil }
      name = next
    }
    return nil
  }
}

extension String.UTF8View {
  /// Whether the bytes end with those of a text.
  fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
