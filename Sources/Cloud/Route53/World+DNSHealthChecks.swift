import EventKernel

extension World {
  mutating func handle(_ event: Route53Event, observing observations: Observations) {
    switch event {
    case .check(let id):
      guard let check = route53.healthChecks[id] else { return }
      schedule(.route53(event), in: check.interval)
      guard !check.isDisabled else { return }
      guard check.asksEndpoint else { return settle(check) }
      let isWell = answers(check, observing: observations)
      if !isWell {
        route53.healthChecks.update(id) {
          $0.lastFailure = DNSHealthCheck.Failure(at: now, reason: DNSHealthCheck.timeout)
        }
      }
      count(isWell != check.isInverted, for: check)
    case .inSync(let change):
      note("dns-change-in-sync", change)
      // The newest changes are remembered, so that a long life costs no memory.
      if route53.changes.count > 1_000, let oldest = route53.changes.min(by: { $0.row.end < $1.row.end }) {
        route53.changes[oldest.id] = nil
      }
    }
  }

  /// Gives a calculated check, or one on an alarm, the health that follows from what it watches.
  private mutating func settle(_ check: DNSHealthCheck) {
    guard let isWell = derivedHealth(of: check) else { return }
    let isHealthy = isWell != check.isInverted
    guard isHealthy != check.isHealthy else { return }
    route53.healthChecks.update(check.id) { $0.isHealthy = isHealthy }
    revision.dns += 1
    note(isHealthy ? "dns-check-healthy" : "dns-check-unhealthy", check.id, check.type)
  }

  /// Whether what a check watches is well; `nil` to keep what was known last.
  // Simplified: route53-alarm-state
  private func derivedHealth(of check: DNSHealthCheck) -> Bool? {
    guard check.type == "CLOUDWATCH_METRIC" else {
      let healthy = check.children.count { route53.healthChecks[$0]?.isHealthy ?? true }
      return healthy >= min(check.healthThreshold ?? 1, 256)
    }
    switch check.alarm.flatMap({ cloudWatch.alarms[$0] })?.state {
    case .ok: return true
    case .alarm: return false
    case .insufficientData, nil:
      switch check.insufficientData ?? .lastKnown {
      case .healthy: return true
      case .unhealthy: return false
      case .lastKnown: return nil
      }
    }
  }

  /// Counts a result; the check turns when as many in a row differ as its threshold says (facts: Route 53 12).
  // Simplified: route53-checkers-agree
  private mutating func count(_ isWell: Bool, for check: DNSHealthCheck) {
    let streak = isWell == check.isHealthy ? 0 : check.streak + 1
    guard streak >= check.failureThreshold else {
      route53.healthChecks.update(check.id) { $0.streak = streak }
      return
    }
    route53.healthChecks.update(check.id) {
      $0.isHealthy = isWell
      $0.streak = 0
    }
    revision.dns += 1
    note(isWell ? "dns-check-healthy" : "dns-check-unhealthy", check.id, check.target)
  }

  /// Whether the endpoint of a check answers as it should, asked from the Internet.
  func answers(_ check: DNSHealthCheck, observing observations: Observations) -> Bool {
    let address: IPv4Address?
    if let given = check.address {
      address = given
    } else {
      let answer = resolve(host: check.domainName ?? "", from: .region(Region(rawValue: "us-east-1")))
      address = answer.alternatives.first?.addresses.first
    }
    guard let address else { return false }
    if let service = sharedService(at: address) {
      return answers(check, at: service, observing: observations)
    }
    switch endpoint(at: address) {
    case .instance(let id):
      guard let instance = ec2.instances[id], isReachableFromInternet(instance.subnet),
        isPublic(address, of: instance),
        allows(from: .address(Self.checker), to: instance, port: check.port)
      else { return false }
      return answers(instance, port: check.port, check, seen: observations.instances[id])
    case .loadBalancerNode(let id, let zone):
      return answers(id, zone: zone, check, observing: observations)
    case .database(let key):
      guard let database = rds.instances[key], database.publicAddress == address else { return false }
      return database.service == .serving && check.type.utf8.elementsEqual("TCP".utf8)
        && database.port == check.port
        && allows(from: .address(Self.checker), toGroups: database.securityGroups, port: check.port)
    case .cache, .none: return false
    }
  }

  /// One of the addresses from which Route 53 checks (facts: ip-ranges, ROUTE53_HEALTHCHECKS).
  static let checker = IPv4Address(bits: 15 << 24 | 177 << 16 | 2 << 8 | 1)

  private func isPublic(_ address: IPv4Address, of instance: Instance) -> Bool {
    instance.publicAddress == address
      || ec2.addresses.contains { $0.row.address == address && $0.row.instance == instance.id }
  }

  private func answers(
    _ instance: Instance, port: Int, _ check: DNSHealthCheck, seen: InstanceObservation?
  ) -> Bool {
    guard instance.isServing, app(of: instance)?.port == port,
      seen?.isFull != true
    else { return false }
    guard check.type.utf8.starts(with: "HTTP".utf8) else { return true }
    // facts: Route 53 12, an answer within 2 s of the connection.
    guard (seen?.queueDelay ?? .zero) < .seconds(2) else { return false }
    return code(ofPath: check.path ?? "/", at: instance) == 200
      && check.searchString.map { DNSHealthCheck.page.contains($0) } ?? true
  }

  private func answers(
    _ id: LoadBalancerID, zone: Zone, _ check: DNSHealthCheck, observing observations: Observations
  ) -> Bool {
    guard let balancer = loadBalancing.loadBalancers[id], balancer.state == .active,
      runsNode(of: balancer, in: zone),
      balancer.isInternetFacing, let node = balancer.nodes.first(where: { $0.zone == zone }),
      isReachableFromInternet(node.subnet),
      balancer.securityGroups.isEmpty
        || allows(from: .address(Self.checker), toGroups: balancer.securityGroups, port: check.port),
      stoppingACL(
        from: .address(Self.checker), to: node.privateAddress, in: balancer.vpc, port: check.port) == nil,
      let listener = listener(of: id, port: check.port)
    else { return false }
    guard check.type.utf8.starts(with: "HTTP".utf8) else { return true }
    // Certificates are not looked at (facts: Route 53 12), but both must speak alike.
    let isEncrypted = check.type.utf8.starts(with: "HTTPS".utf8)
    guard listener.isEncrypted == isEncrypted || listener.protocolName == "TCP" else { return false }
    let request = WebRequest(
      scheme: isEncrypted ? "https" : "http", host: check.domainName ?? "\(node.address)", port: check.port,
      path: check.path ?? "/",
      source: Self.checker)
    switch action(of: listener, for: request) {
    // Codes from 200 to 399 are well (facts: Route 53 12).
    case .redirect: return true
    case .fixedResponse(let response): return response.statusCode.hasPrefix("2")
    case .forward(let forward):
      return forward.shares.contains { share in
        share.weight > 0 && answers(share.group, of: balancer, node, check, observing: observations)
      }
    }
  }

  private func answers(
    _ id: TargetGroupID, of balancer: LoadBalancer, _ node: LoadBalancer.Node, _ check: DNSHealthCheck,
    observing observations: Observations
  ) -> Bool {
    guard let group = loadBalancing.targetGroups[id] else { return false }
    let healthy = group.targets.filter { $0.row.health == .healthy }
    // With no healthy target the load balancer sends to all of them (facts: ELB 6.3, fail open).
    let used = healthy.isEmpty ? Array(group.targets) : healthy
    return used.contains { target in
      // A load balancer behind this one is believed as its own checks found it.
      if case .loadBalancer = target.id.place { return target.row.health == .healthy }
      guard let instance = instance(behind: target.id.place, of: group) else { return false }
      return allows(
        from: .groups(balancer.securityGroups, node.privateAddress), to: instance, port: target.row.port)
        && answers(instance, port: target.row.port, check, seen: observations.instances[instance.id])
    }
  }
}

extension DNSHealthCheck {
  /// AWS's words for an endpoint that does not answer.
  static let timeout =
    "Failure: Connection timed out. The endpoint or the internet connection is down, or requests are being"
    + " blocked by your firewall. See Configuring router and firewall rules for Amazon Route 53 health checks."
  /// What the health page of the application says.
  // Simplified: health-page
  static let page = "OK"

  /// What is checked, for sentences.
  var target: String { "\(address.map { "\($0)" } ?? domainName ?? ""):\(port)" }
}
