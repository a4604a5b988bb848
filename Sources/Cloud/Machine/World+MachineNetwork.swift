import EventKernel

/// What a machine reaches over the network.
extension World {
  /// Whether an instance gets out to the Internet: an Internet gateway with a public address of its own, or a NAT gateway,
  /// and a security group and network ACLs that let it out and the answers in.
  func reachesInternet(from instance: Instance, port: Int) -> Bool {
    hasWayOut(instance) && allowsOut(instance, port: port)
  }

  /// Whether routes lead from an instance to the Internet.
  func hasWayOut(_ instance: Instance) -> Bool {
    guard let subnet = ec2.subnets[instance.subnet], let table = routeTable(of: subnet) else { return false }
    return table.routes.contains { route in
      guard case .ipv4(let block) = route.destination, block.prefixLength == 0 else { return false }
      switch route.target {
      case .internetGateway(let gateway):
        return instance.publicAddress != nil && ec2.internetGateways[gateway]?.vpc == instance.vpc
      case .natGateway(let id):
        guard let gateway = ec2.natGateways[id] else { return false }
        return gateway.state == .available && gateway.publicAddress != nil
          && isReachableFromInternet(gateway.subnet)
      case .egressOnlyGateway: return false
      }
    }
  }

  /// Whether the machine's security groups and its subnet's list let it call any address outside.
  private func allowsOut(_ instance: Instance, port: Int) -> Bool {
    let outside = IPv4Address(bits: 52 << 24 | 95 << 16)
    let goesOut = instance.securityGroups.contains { group in
      ec2.securityGroups[group]?.rules.contains { rule in
        guard rule.isEgress, case .cidr(let block) = rule.peer, block.contains(outside) else { return false }
        return rule.coversTCP(port)
      } ?? false
    }
    return goesOut
      && stoppingACL(
        from: .groups(instance.securityGroups, instance.privateAddress), to: outside, in: instance.vpc,
        port: port) == nil
  }

  /// What a TCP connection from a machine meets.
  enum Connection { case unknownHost, timedOut, refused, open }

  /// Tries a connection from an instance to a host and port.
  func connection(from instance: Instance, to host: String, port: Int) -> Connection {
    let own = ["localhost", "127.0.0.1", "\(instance.privateAddress)", privateDNSName(of: instance)]
    if own.contains(host) { return listens(instance, port: port) ? .open : .refused }
    let source = FlowSource.groups(instance.securityGroups, instance.privateAddress)
    if let key = databaseKey(forHost: host), let database = rds.instances[key] {
      guard database.service == .serving, database.vpc == instance.vpc,
        accessVerdict(
          from: source, toGroups: database.securityGroups, at: database.address, in: database.vpc, port: port
        )
        .isAllowed
      else { return .timedOut }
      return database.port == port ? .open : .refused
    }
    if let key = cacheKey(forHost: host), let cache = elastiCache.replicationGroups[key] {
      guard cache.isServing, allows(from: source, toGroups: cache.securityGroups, port: port) else {
        return .timedOut
      }
      return cache.port == port ? .open : .refused
    }
    let named = ec2.instances.rows.first { privateDNSName(of: $0) == host && $0.vpc == instance.vpc }
    let addresses = resolve(host: host, from: .region(instance.zone.region)).alternatives.first?.addresses
    guard let address = named?.privateAddress ?? IPv4Address(host) ?? addresses?.first else {
      return .unknownHost
    }
    let inside = ec2.instances.rows.first {
      $0.vpc == instance.vpc && $0.privateAddress == address && $0.state != .terminated
    }
    if let inside {
      guard inside.state == .running, inside.hasPower, allows(from: source, to: inside, port: port) else {
        return .timedOut
      }
      return listens(inside, port: port) ? .open : .refused
    }
    return connection(from: instance, toPublic: address, port: port)
  }

  private func connection(from instance: Instance, toPublic address: IPv4Address, port: Int) -> Connection {
    guard reachesInternet(from: instance, port: port) else { return .timedOut }
    let from = FlowSource.address(instance.publicAddress ?? natAddress(of: instance) ?? address)
    switch endpoint(at: address) {
    case .instance(let id):
      guard let other = ec2.instances[id], other.publicAddress == address, other.state == .running,
        other.hasPower,
        isReachableFromInternet(other.subnet), allows(from: from, to: other, port: port)
      else { return .timedOut }
      return listens(other, port: port) ? .open : .refused
    case .loadBalancerNode(let id, _):
      guard let balancer = loadBalancing.loadBalancers[id], balancer.state == .active else {
        return .timedOut
      }
      let isOpen =
        balancer.securityGroups.isEmpty || allows(from: from, toGroups: balancer.securityGroups, port: port)
      guard isOpen else { return .timedOut }
      return listener(of: id, port: port) == nil ? .refused : .open
    case .database, .cache, .none: return .timedOut
    }
  }

  /// The address that the Internet sees of an instance behind a NAT gateway.
  func natAddress(of instance: Instance) -> IPv4Address? {
    let routes = ec2.subnets[instance.subnet].flatMap { routeTable(of: $0) }?.routes ?? []
    for route in routes {
      if case .natGateway(let id) = route.target { return ec2.natGateways[id]?.publicAddress }
    }
    return nil
  }

  // MARK: Commands

  /// `nc -zv HOST PORT`.
  func connect(from instance: Instance, to host: String, port: Int) -> MachineAnswer {
    guard has("nc", on: instance) else {
      return failed("bash: nc: command not found (sudo dnf install -y nc)", 127)
    }
    switch connection(from: instance, to: host, port: port) {
    case .open: return MachineAnswer(error: "Ncat: Connected to \(host.printable):\(port).\n")
    case .refused: return failed("Ncat: Connection refused.")
    case .timedOut: return MachineAnswer(error: "Ncat: TIMEOUT.\n", status: 1, elapsed: .seconds(10))
    case .unknownHost:
      return failed("Ncat: Could not resolve hostname \"\(host.printable)\": Name or service not known.")
    }
  }

  /// `curl URL`.
  mutating func get(_ line: CurlLine, in shell: MachineShell, of instance: Instance) -> MachineAnswer {
    let outcome = curl(line, from: .machine(instance.id))
    var answer = MachineAnswer(
      output: outcome.page, error: outcome.error, status: outcome.status, elapsed: outcome.elapsed)
    if let file = line.file {
      answer.output = ""
      if file != "/dev/null", outcome.failure == nil {
        let written = write(outcome.page, to: shell.absolute(file), appends: false, of: instance)
        if written.status != 0 {
          answer.error += written.error
          answer.status = 23
        }
      }
    }
    answer.output += outcome.summary
    return answer
  }

  // MARK: aws

  /// `aws …` with the role of the instance, over the way of its network to the service.
  mutating func callAWS(_ words: [String], in shell: MachineShell, of instance: Instance) -> MachineAnswer {
    let client = shell.client
    if let command = ObjectCommand.read(words, copies: client == nil) {
      return objects(command, in: shell, of: instance)
    }
    guard let client else { return failed("aws: not known at this place", 127) }
    guard let role = role(of: instance) else {
      return failed(
        "\nUnable to locate credentials. You can configure credentials by running \"aws login\".", 253)
    }
    let home = instance.zone.region
    let named = words.firstIndex(of: "--region").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    let service = words.first { !$0.hasPrefix("-") && $0 != named } ?? ""
    let region = ServicePrefix.isGlobal(service) ? "us-east-1" : named
    let place = region.map { Region(rawValue: $0) } ?? home
    guard let origin = origin(of: instance, calling: ServicePrefix.endpoint(of: service), in: place) else {
      let words = "the machine's network does not lead there"
      return MachineAnswer(
        error: "\nConnect timeout on endpoint URL of the service: \(words)\n", status: 255,
        elapsed: .seconds(10))
    }
    let context = CallContext(
      caller: .instance("\(instance.id)", role: role), region: home, origin: origin)
    return client.run(words, shell.place, context, &self)
  }
}
