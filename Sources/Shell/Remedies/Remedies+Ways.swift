import Cloud
import EventKernel
import Texts

/// Makers of remedies about names, and about ways that something closes.
extension RemedySite {
  /// A first server with the users' name leading to it, where a world has none that answers.
  func firstServers() -> [Remedy] {
    guard let host, let zone = hostedZone(of: host) else { return [] }
    let owned = world.ec2.images.rows.filter { $0.region == region && $0.owner == Account.id }
    guard let image = owned.last, let subnet = defaultSubnet else { return [] }
    let open = world.ec2.securityGroups.rows.filter { group in
      group.vpc == subnet.vpc
        && world.allows(from: .address(Self.anybody), toGroups: [group.id], port: port)
    }
    var lines = RemedyLines(self)
    var groups = open.prefix(1).map(\.id.description)
    if groups.isEmpty {
      lines.add(
        "NEW_SG=$(aws ec2 create-security-group --group-name new-web --description 'Users'"
          + " --vpc-id \(subnet.vpc) --query GroupId --output text)")
      lines.add(
        "aws ec2 authorize-security-group-ingress --group-id $NEW_SG --protocol tcp --port \(port)"
          + " --cidr 0.0.0.0/0")
      groups = ["$NEW_SG"]
    }
    let type = machines.first?.type ?? "m5.large"
    let machine = lines.launch(image: image, type: type, subnet: subnet, groups: groups)
    lines.add("wait")
    lines.record(host, [lines.address(of: machine)], in: zone)
    return [
      Remedy(
        .firstServer,
        ["type": .string(type), "zone": .string(subnet.zone.rawValue), "host": .string(host)], lines.lines)
    ]
  }

  /// The users' name leads to a load balancer, or, where users can reach none, to the machines that have a public address:
  /// nobody checks those, and what they answer by changes with them.
  func records() -> [Remedy] {
    guard let host, let zone = hostedZone(of: host) else { return [] }
    var remedies: [Remedy] = []
    let facing = world.loadBalancers(in: region).filter(\.isInternetFacing)
    for balancer in facing {
      guard let zoneID = balancer.canonicalHostedZone else { continue }
      var lines = RemedyLines(self)
      if balancer.state == .provisioning { lines.add("wait") }
      lines.alias(host, to: balancer.dnsName, zoneID: zoneID, in: zone)
      remedies.append(
        Remedy(.record, ["host": .string(host), "target": .string(balancer.name)], lines.lines))
    }
    let reachable = world.ec2.instances.rows.filter { $0.zone.region == region && $0.isServing }
      .compactMap(\.publicAddress)
    if facing.isEmpty, !reachable.isEmpty {
      var lines = RemedyLines(self)
      lines.record(host, reachable.map(\.description), in: zone)
      let target = reachable.map(\.description).joined(separator: ", ")
      remedies.append(
        Remedy(.record, ["host": .string(host), "target": .string(target)], lines.lines))
    }
    return remedies
  }

  /// Stopped machines start, and the users' name leads to the addresses that they get.
  func restarts() -> [Remedy] {
    guard let host, let zone = hostedZone(of: host) else { return [] }
    let stopped = world.ec2.instances.rows.filter { $0.zone.region == region && $0.state == .stopped }
    guard !stopped.isEmpty else { return [] }
    var lines = RemedyLines(self)
    let ids = stopped.map(\.id.description)
    lines.add("aws ec2 start-instances --instance-ids \(ids.joined(separator: " "))")
    lines.add("wait")
    let addresses = stopped.enumerated().map { index, machine in
      lines.add("NEW_\(index + 1)=\(machine.id)")
      return lines.address(of: "$NEW_\(index + 1)")
    }
    lines.record(host, addresses, in: zone)
    return [
      Remedy(.startInstance, ["count": .integer(stopped.count), "host": .string(host)], lines.lines)
    ]
  }

  /// Stopped machines that target groups know start where they are.
  func machineStarts() -> [Remedy] {
    let stopped = world.ec2.instances.rows.filter { machine in
      machine.zone.region == region && machine.state == .stopped
        && groups.contains { group in
          group.targets.ids.contains { world.instance(behind: $0.place, of: group)?.id == machine.id }
        }
    }
    guard !stopped.isEmpty else { return [] }
    let ids = stopped.map(\.id.description).joined(separator: " ")
    return [
      Remedy(
        .startServers, ["count": .integer(stopped.count)],
        ["aws ec2 start-instances --instance-ids \(ids)", "wait"])
    ]
  }

  /// Answers for the users' name that resolvers keep for a minute at most.
  func shorterTTLs() -> [Remedy] {
    guard let host, let zone = hostedZone(of: host) else { return [] }
    return zone.records.compactMap { record -> Remedy? in
      guard record.name == host.lowercased() + ".", record.setIdentifier == nil, record.type == "A",
        case .values(let values, let ttl) = record.answer, ttl > 60
      else { return nil }
      var lines = RemedyLines(self)
      lines.record(host, values, in: zone)
      return Remedy(
        .shorterTTL, ["host": .string(host), "old": .integer(ttl), "ttl": .integer(60)], lines.lines)
    }
  }

  /// All that is under way is waited for before users come.
  func waiting() -> [Remedy] { world.pending.isEmpty ? [] : [Remedy(.wait, [:], ["wait"])] }

  /// A security group that decided, or that of what users reach, lets the ports through that they and checks use.
  func openPorts() -> [Remedy] {
    var groups = resources.filter { SecurityGroupID($0) != nil }
    if groups.isEmpty {
      groups = (balancers.flatMap(\.securityGroups) + decidingMachines.flatMap(\.securityGroups))
        .map(\.description)
    }
    groups = groups.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    var ports = [port]
    for group in self.groups {
      ports += group.targets.ids.map(\.port) + (group.healthCheck.port.map { [$0] } ?? [])
    }
    if let app { ports.append(app.port) }
    ports += databases.map(\.port)
    ports = ports.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    let closed = groups.flatMap { name in
      ports.compactMap { port -> (group: String, port: Int, source: String)? in
        guard let id = SecurityGroupID(name) else { return nil }
        // A database is opened to its applications alone.
        let isDatabase = databases.contains { $0.port == port && $0.securityGroups.contains(id) }
        if isDatabase, let asking = machines.first, let group = asking.securityGroups.first {
          let source = FlowSource.groups(asking.securityGroups, asking.privateAddress)
          return world.allows(from: source, toGroups: [id], port: port)
            ? nil : (name, port, "--source-group \(group)")
        }
        guard !world.allows(from: .address(Self.anybody), toGroups: [id], port: port) else { return nil }
        return (name, port, "--cidr 0.0.0.0/0")
      }
    }
    return closed.map { item in
      Remedy(
        .openPort, ["group": .string(item.group), "port": .integer(item.port)],
        [
          "aws ec2 authorize-security-group-ingress --group-id \(item.group) --protocol tcp"
            + " --port \(item.port) \(item.source)",
          "wait",
        ])
    }
  }

  /// A network ACL that decided lets the ports of users in, and answers out.
  func openACLs() -> [Remedy] {
    world.ec2.networkACLs.rows.filter { resources.contains($0.id.description) }.map { acl -> Remedy in
      func entry(_ isEgress: Bool, _ from: Int, _ to: Int) -> String {
        let taken = acl.entries.filter { $0.isEgress == isEgress }.map(\.number)
        let number = (1...99).last { !taken.contains($0) && $0 < taken.min() ?? 100 } ?? 1
        return "aws ec2 create-network-acl-entry --network-acl-id \(acl.id) --rule-number \(number)"
          + " --protocol tcp --port-range From=\(from),To=\(to) --cidr-block 0.0.0.0/0"
          + " --rule-action allow \(isEgress ? "--egress" : "--ingress")"
      }
      return Remedy(
        .openACL, ["acl": .string(acl.id.description), "port": .integer(port)],
        [entry(false, 0, 65_535), entry(true, 0, 65_535)])
    }
  }

  /// The subnets that users cannot reach get a route to an Internet gateway.
  func internetRoutes() -> [Remedy] {
    let subnets = resources.compactMap { SubnetID($0) }.compactMap { world.ec2.subnets[$0] }
    var tables: [RouteTableID] = []
    for subnet in subnets {
      guard let table = world.routeTable(of: subnet), !tables.contains(table.id) else { continue }
      tables.append(table.id)
    }
    guard let vpc = subnets.first?.vpc, !tables.isEmpty else { return [] }
    var lines = RemedyLines(self)
    var gateway = world.ec2.internetGateways.rows.first { $0.vpc == vpc }?.id.description
    if gateway == nil {
      lines.add(
        "NEW_IGW=$(aws ec2 create-internet-gateway"
          + " --query InternetGateway.InternetGatewayId --output text)")
      lines.add("aws ec2 attach-internet-gateway --internet-gateway-id $NEW_IGW --vpc-id \(vpc)")
      gateway = "$NEW_IGW"
    }
    for table in tables {
      lines.add(
        "aws ec2 create-route --route-table-id \(table) --destination-cidr-block 0.0.0.0/0"
          + " --gateway-id \(gateway ?? "")")
    }
    return [
      Remedy(
        .internetRoute, ["table": .string(tables.map(\.description).joined(separator: ", "))], lines.lines)
    ]
  }

  /// A load balancer for the Internet takes the place of an internal one.
  func publicBalancers() -> [Remedy] {
    balancers.filter { !$0.isInternetFacing && resources.contains($0.name) }.compactMap {
      balancer -> Remedy? in
      let listeners = world.listeners(of: balancer.id)
      guard let listener = listeners.first(where: { $0.port == port }) ?? listeners.first,
        case .forward(let forward) = listener.defaultAction,
        let group = forward.shares.first.flatMap({ world.loadBalancing.targetGroups[$0.group] })
      else { return nil }
      var lines = RemedyLines(self)
      lines.add("aws elbv2 delete-listener --listener-arn \(listener.arn)")
      guard
        lines.balancer(
          for: group.arn, subnets: balancer.nodes.map(\.subnet), securityGroups: balancer.securityGroups)
      else { return nil }
      return Remedy(
        .publicBalancer, ["name": .string(balancer.name)], lines.lines + filling(group))
    }
  }

  /// A subnet of the Region from which the Internet can be reached, else any.
  var defaultSubnet: Subnet? {
    let there = world.ec2.subnets.rows.filter { $0.zone.region == region }
      .sorted { $0.zone == $1.zone ? $0.id < $1.id : $0.zone < $1.zone }
    return there.first { world.isReachableFromInternet($0.id) } ?? there.first
  }

  /// An address out of 203.0.113.0/24, which documentation is given, for users anywhere.
  static let anybody = IPv4Address(bits: 0xCB00_7107)
}
