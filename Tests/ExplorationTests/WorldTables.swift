import Cloud
import EventKernel

/// The tables of a world whose rows name each other, and what must hold of them after every call.
struct WorldTables {
  var vpcs: Table<VPCID, VPC>
  var subnets: Table<SubnetID, Subnet>
  var routeTables: Table<RouteTableID, RouteTable>
  var internetGateways: Table<InternetGatewayID, InternetGateway>
  var natGateways: Table<NATGatewayID, NATGateway>
  var egressOnlyGateways: Table<EgressOnlyGatewayID, EgressOnlyGateway>
  var vpcEndpoints: Table<VPCEndpointID, VPCEndpoint>
  var networkInterfaces: Table<NetworkInterfaceID, NetworkInterface>
  var securityGroups: Table<SecurityGroupID, SecurityGroup>
  var instances: Table<InstanceID, Instance>
  var addresses: Table<AllocationID, ElasticAddress>
  var loadBalancers: Table<LoadBalancerID, LoadBalancer>
  var listeners: Table<ListenerID, Listener>
  var targetGroups: Table<TargetGroupID, TargetGroup>
  var groups: Table<String, AutoScalingGroup>
  var databases: Table<String, DBInstance>
  var databaseSubnetGroups: Table<String, DBSubnetGroup>
  var caches: Table<String, CacheReplicationGroup>
  var cacheSubnetGroups: Table<String, CacheSubnetGroup>
  var zones: Table<String, HostedZone>
  var networkACLs: Table<NetworkACLID, NetworkACL>
  var fis: FISState
  /// The experiments that something is due of.
  var awaitedExperiments: Set<String>
  /// When the world will do something, in its own order.
  var agenda: [Instant]
  /// The present moment.
  var now: Instant
  /// What the world costs in a month, item by item, in millionths of a dollar.
  var costs: [Int64]

  /// From when to when each charge that has ended was billed.
  var billed: [(start: Instant, end: Instant)]

  init(_ world: World) {
    vpcs = world.ec2.vpcs
    subnets = world.ec2.subnets
    routeTables = world.ec2.routeTables
    internetGateways = world.ec2.internetGateways
    natGateways = world.ec2.natGateways
    egressOnlyGateways = world.ec2.egressOnlyGateways
    vpcEndpoints = world.ec2.vpcEndpoints
    networkInterfaces = world.ec2.networkInterfaces
    securityGroups = world.ec2.securityGroups
    instances = world.ec2.instances
    addresses = world.ec2.addresses
    loadBalancers = world.loadBalancing.loadBalancers
    listeners = world.loadBalancing.listeners
    targetGroups = world.loadBalancing.targetGroups
    groups = world.autoScaling.groups
    databases = world.rds.instances
    databaseSubnetGroups = world.rds.subnetGroups
    caches = world.elastiCache.replicationGroups
    cacheSubnetGroups = world.elastiCache.subnetGroups
    zones = world.route53.zones
    networkACLs = world.ec2.networkACLs
    fis = world.fis
    awaitedExperiments = Set(
      world.agenda.pending.compactMap { entry in
        guard case .fis(let event) = entry.event else { return nil }
        return event.experiment
      })
    agenda = world.agenda.pending.map(\.at)
    now = world.now
    let bill = world.monthlyCost(traffic: nil)
    billed = world.billing.closed.map { ($0.start, $0.end) }
    costs = bill.items.map(\.amount.microdollars) + [bill.monthly.microdollars]
  }

  /// Everything that does not hold, by kind; empty where all does.
  var flaws: [WorldFlaw] { dangling + negative + disordered + mispriced }

  /// Rows that name what is not there.
  private var dangling: [WorldFlaw] {
    var flaws: [WorldFlaw] = []
    func check(_ holds: Bool, _ what: @autoclosure () -> String) {
      if !holds { flaws.append(.dangling(what())) }
    }
    for (id, subnet) in subnets { check(vpcs[subnet.vpc] != nil, "\(id) in \(subnet.vpc)") }
    for (id, subnet) in subnets {
      check(subnet.networkACL.map { networkACLs[$0] != nil } ?? true, "\(id) with a network ACL")
    }
    // An experiment that is active goes on by itself; one that ended keeps nothing cut off.
    for id in fis.active { check(awaitedExperiments.contains(id), "experiment \(id) without an end") }
    for (id, experiment) in fis.experiments {
      check(fis.active.contains(id) == experiment.status.isActive, "experiment \(id) among the active")
      let cuts = experiment.runs.rows.flatMap(\.cuts)
      check(cuts.isEmpty || experiment.status.isActive, "experiment \(id) with a cut")
      for cut in cuts where subnets[cut.subnet]?.networkACL == cut.acl {
        check(networkACLs[cut.acl]?.vpc == subnets[cut.subnet]?.vpc, "\(id) around \(cut.subnet)")
      }
    }
    for (id, table) in routeTables {
      check(vpcs[table.vpc] != nil, "\(id) in \(table.vpc)")
      for (_, subnet) in table.associations { check(subnets[subnet] != nil, "\(id) for \(subnet)") }
    }
    for (id, gateway) in internetGateways {
      check(gateway.vpc.map { vpcs[$0] != nil } ?? true, "\(id) at a VPC")
    }
    for (id, gateway) in natGateways where gateway.state != .deleted && gateway.state != .failed {
      check(subnets[gateway.subnet] != nil, "\(id) in \(gateway.subnet)")
      check(gateway.allocation.map { addresses[$0] != nil } ?? true, "\(id) with an address")
    }
    for (id, gateway) in egressOnlyGateways { check(vpcs[gateway.vpc] != nil, "\(id) in \(gateway.vpc)") }
    for (id, endpoint) in vpcEndpoints {
      check(vpcs[endpoint.vpc] != nil, "\(id) in \(endpoint.vpc)")
      for table in endpoint.routeTables { check(routeTables[table] != nil, "\(id) in \(table)") }
      for interface in endpoint.interfaces {
        check(subnets[interface.subnet] != nil, "\(id) in \(interface.subnet)")
      }
      for group in endpoint.securityGroups { check(securityGroups[group] != nil, "\(id) behind \(group)") }
    }
    // Ranges of IPv6 addresses lie in those of what is around them.
    for (id, subnet) in subnets {
      guard let block = subnet.ipv6Block?.block else { continue }
      let isInside = vpcs[subnet.vpc]?.ipv6Blocks.contains { $0.block.contains(block) } ?? false
      check(isInside, "\(id) with \(block)")
    }
    func checkIPv6(_ addresses: [IPv6Address], _ subnet: SubnetID, _ name: String) {
      let block = subnets[subnet]?.ipv6Block?.block
      for address in addresses { check(block?.contains(address) ?? false, "\(name) at \(address)") }
    }
    for (id, row) in networkInterfaces { checkIPv6(row.ipv6Addresses, row.subnet, "\(id)") }
    for (id, instance) in instances where instance.state != .terminated {
      checkIPv6(instance.ipv6Addresses, instance.subnet, "\(id)")
    }
    for (id, group) in securityGroups {
      check(vpcs[group.vpc] != nil, "\(id) in \(group.vpc)")
      for case .group(let peer) in group.rules.map(\.peer) {
        check(securityGroups[peer] != nil, "\(id) of \(peer)")
      }
    }
    for (id, instance) in instances where instance.state != .terminated {
      check(subnets[instance.subnet] != nil, "\(id) in \(instance.subnet)")
      for group in instance.securityGroups { check(securityGroups[group] != nil, "\(id) behind \(group)") }
    }
    for (id, address) in addresses {
      switch address.holder {
      case .instance(let holder): check(instances[holder] != nil, "\(id) at \(holder)")
      case .loadBalancer(let holder): check(loadBalancers[holder] != nil, "\(id) at \(holder)")
      case .natGateway(let holder): check(natGateways[holder] != nil, "\(id) at \(holder)")
      default: break
      }
    }
    for (_, balancer) in loadBalancers {
      for node in balancer.nodes { check(subnets[node.subnet] != nil, "\(balancer.name) in \(node.subnet)") }
      for group in balancer.securityGroups {
        check(securityGroups[group] != nil, "\(balancer.name) behind \(group)")
      }
    }
    for (_, listener) in listeners { check(loadBalancers[listener.loadBalancer] != nil, "\(listener.arn)") }
    // A target group does not keep its VPC from being deleted.
    for (_, group) in targetGroups {
      for (target, _) in group.targets {
        switch target.place {
        case .instance(let id): check(instances[id] != nil, "\(group.name) to \(id)")
        case .loadBalancer(let id): check(loadBalancers[id] != nil, "\(group.name) to \(id)")
        // Nobody need have an address.
        case .address: break
        }
      }
    }
    // A launch template may be deleted that a group launches by; the group's next launches fail then.
    for (name, group) in groups {
      for (member, _) in group.members { check(instances[member] != nil, "\(name) with \(member)") }
    }
    let databaseGroups = Set(databaseSubnetGroups.rows.map(\.name))
    for (name, database) in databases {
      check(databaseGroups.contains(database.subnetGroup), "\(name) in \(database.subnetGroup)")
      for group in database.securityGroups { check(securityGroups[group] != nil, "\(name) behind \(group)") }
    }
    // A subnet may be deleted that a group of RDS or ElastiCache names and nothing stands in: EC2 does not ask them.
    func checkPlace(_ address: IPv4Address, _ vpc: VPCID, _ name: String) {
      let stands = subnets.contains { $0.row.vpc == vpc && $0.row.cidr.contains(address) }
      check(stands, "\(name) at \(address)")
    }
    for (name, database) in databases {
      checkPlace(database.address, database.vpc, name)
      if let standby = database.standbyAddress { checkPlace(standby, database.vpc, name) }
    }
    for (name, cache) in caches { for node in cache.nodes { checkPlace(node.address, cache.vpc, name) } }
    let cacheGroups = Set(cacheSubnetGroups.rows.map(\.name))
    for (name, cache) in caches {
      check(cache.subnetGroup.map(cacheGroups.contains) ?? true, "\(name) in a subnet group")
      for group in cache.securityGroups { check(securityGroups[group] != nil, "\(name) behind \(group)") }
    }
    return flaws
  }

  /// Counts that cannot be.
  private var negative: [WorldFlaw] {
    var flaws: [WorldFlaw] = []
    for (id, subnet) in subnets where subnet.allocatedAddresses < 0 {
      flaws.append(.count("\(id) addresses"))
    }
    for (name, group) in groups {
      let sizes = [group.minSize, group.desiredCapacity, group.maxSize]
      if sizes.contains(where: { $0 < 0 }) || group.minSize > group.maxSize
        || group.desiredCapacity < group.minSize && !group.isDeleting || group.desiredCapacity > group.maxSize
      {
        flaws.append(.count("\(name) sizes \(sizes)"))
      }
    }
    for (name, database) in databases where database.allocatedGiB <= 0 {
      flaws.append(.count("\(name) storage"))
    }
    for (name, cache) in caches where !cache.nodes.indices.contains(cache.primary) {
      flaws.append(.count("\(name) primary \(cache.primary) of \(cache.nodes.count)"))
    }
    return flaws
  }

  /// What is due out of order, or was due and not done.
  private var disordered: [WorldFlaw] {
    let sorted = zip(agenda, agenda.dropFirst()).allSatisfy { $0 <= $1 }
    return sorted && (agenda.first.map { $0 >= now } ?? true) ? [] : [.agenda]
  }

  /// Costs below nothing, a sum that is not that of its items, or a charge that ends before it begins or after now: what was
  /// spent could fall then.
  private var mispriced: [WorldFlaw] {
    guard billed.allSatisfy({ $0.start <= $0.end && $0.end <= now }) else { return [.cost] }
    return costs.allSatisfy { $0 >= 0 } && costs.dropLast().reduce(0, +) == (costs.last ?? 0) ? [] : [.cost]
  }
}

/// What does not hold of a world.
enum WorldFlaw: Equatable {
  /// A row names what is not there.
  case dangling(String)
  /// A count that cannot be.
  case count(String)
  /// The agenda is out of order.
  case agenda
  /// The bill has an amount below nothing, or does not add up.
  case cost
}
