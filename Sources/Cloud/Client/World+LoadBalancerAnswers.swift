import EventKernel

/// What a load balancer makes of a request.
extension World {
  /// How many load balancers may stand behind each other.
  private static var mostBalancers: Int { 2 }

  /// The answer of a load balancer whose node a client calls by its public or its private address.
  mutating func answer(
    _ call: WebCall, by balancer: LoadBalancer, _ node: LoadBalancer.Node, isPrivate: Bool,
    from visitor: WebVisitor
  ) -> Result<WebAnswer, WebFailure> {
    let port = call.request.port
    guard balancer.state == .active, runsNode(of: balancer, in: node.zone) else {
      return .failure(.timedOut(.notRunning(balancer.name)))
    }
    let found =
      isPrivate ? privateSource(of: visitor, in: balancer.vpc) : publicSource(of: visitor, port: port)
    guard let source = found else { return .failure(.timedOut(.noWayOut)) }
    if !isPrivate, !isReachableFromInternet(node.subnet) { return .failure(.timedOut(.noRoute(node.subnet))) }
    if !balancer.securityGroups.isEmpty {
      let verdict = accessVerdict(
        from: source, toGroups: balancer.securityGroups, at: node.privateAddress, in: balancer.vpc, port: port
      )
      if let silence = WebSilence(verdict) { return .failure(.timedOut(silence)) }
    } else if let list = stoppingACL(from: source, to: node.privateAddress, in: balancer.vpc, port: port) {
      return .failure(.timedOut(.networkACL(list)))
    }
    var seen = call
    switch source {
    case .address(let address), .groups(_, let address): seen.request.source = address
    }
    return pass(seen, by: balancer, node, from: source, depth: 0)
  }

  private mutating func pass(
    _ call: WebCall, by balancer: LoadBalancer, _ node: LoadBalancer.Node, from source: FlowSource, depth: Int
  ) -> Result<WebAnswer, WebFailure> {
    guard let listener = listener(of: balancer.id, port: call.request.port) else {
      return .failure(.refused)
    }
    var scheme = call.request.scheme
    if listener.protocolName != "TCP" {
      switch handshakeFault(with: listener, scheme: scheme, host: call.door) {
      case nil: break
      case .noCertificate where call.trustsAll: break
      case .otherProtocol where scheme == "http" && balancer.kind == .application:
        return .success(.plain(400, server: Self.balancerHeader))
      case .some(let fault): return .failure(.handshake(fault))
      }
      // The load balancer ends what is encrypted and speaks plainly to the targets.
      scheme = "http"
    }
    switch balancer.kind == .network ? listener.defaultAction : action(of: listener, for: call.request) {
    case .redirect(let redirect):
      return .success(
        .redirect(
          redirect.statusCode == "HTTP_301" ? 301 : 302, to: redirect.target(of: call.request).address,
          server: Self.balancerHeader))
    case .fixedResponse(let response):
      return .success(
        WebAnswer(
          Int(response.statusCode) ?? 500, response.body ?? "", type: response.contentType ?? "text/plain",
          server: Self.balancerHeader))
    case .forward(let forward):
      guard let id = share(of: forward), let group = loadBalancing.targetGroups[id] else {
        return .success(.plain(503, server: Self.balancerHeader))
      }
      return sendOn(call, scheme: scheme, to: group, of: balancer, node, from: source, depth: depth)
    }
  }

  /// The group that takes the present request, by weight.
  private func share(of forward: RouteAction.Forward) -> TargetGroupID? {
    let total = forward.shares.reduce(0) { $0 + $1.weight }
    var rest = Int(drawnNumber(20) * Double(total))
    for share in forward.shares where share.weight > 0 {
      rest -= share.weight
      if rest < 0 { return share.group }
    }
    return nil
  }

  private mutating func sendOn(
    _ call: WebCall, scheme: String, to group: TargetGroup, of balancer: LoadBalancer,
    _ node: LoadBalancer.Node, from source: FlowSource, depth: Int
  ) -> Result<WebAnswer, WebFailure> {
    let isHTTP = balancer.kind == .application
    guard let target = nextTarget(of: group, for: balancer, node) else {
      return isHTTP ? .success(.plain(503, server: Self.balancerHeader)) : .failure(.refused)
    }
    var inner = call
    inner.request.port = target.port
    inner.request.scheme = scheme
    if case .loadBalancer(let id) = target.id.place {
      guard depth < Self.mostBalancers, let other = loadBalancing.loadBalancers[id], other.state == .active,
        let door = other.nodes.first(where: { $0.zone == node.zone }) ?? other.nodes.first
      else { return .failure(.refused) }
      inner.request.scheme = call.request.scheme
      return pass(inner, by: other, door, from: .address(node.privateAddress), depth: depth + 1)
    }
    guard let instance = instance(behind: target.id.place, of: group), instance.state == .running,
      instance.hasPower, instance.activity != .silent,
      lets(source, through: balancer, node, group, to: instance, port: target.port)
    else {
      return isHTTP
        ? .success(.plain(504, server: Self.balancerHeader))
        : .failure(.timedOut(.notRunning(name(of: target.id.place))))
    }
    guard listens(instance, port: target.port), target.port != 22 else {
      return isHTTP ? .success(.plain(502, server: Self.balancerHeader)) : .failure(.refused)
    }
    guard scheme == "http" else { return .failure(.handshake(.otherProtocol)) }
    return .success(page(of: instance, for: inner))
  }

  /// Whether a target lets in what a node passes on to it, or the client whose address the node keeps.
  private func lets(
    _ source: FlowSource, through balancer: LoadBalancer, _ node: LoadBalancer.Node, _ group: TargetGroup,
    to instance: Instance, port: Int
  ) -> Bool {
    let seesClient = balancer.kind == .network && group.attributes.preservesClientAddress
    let near = balancer.nodes.first { $0.zone == instance.zone } ?? node
    var sources = seesClient ? [source] : []
    if !balancer.securityGroups.isEmpty {
      sources.append(.groups(balancer.securityGroups, near.privateAddress))
    } else if !seesClient {
      sources.append(.address(near.privateAddress))
    }
    return sources.contains { allows(from: $0, to: instance, port: port) }
  }

  /// The target whose turn it is: one of the healthy ones, or of all when too few are healthy (facts: ELB 6.3, fail open).
  private mutating func nextTarget(
    of group: TargetGroup, for balancer: LoadBalancer, _ node: LoadBalancer.Node
  ) -> Target? {
    let crossZone = usesCrossZone(group, balancer)
    var usable = group.targets.rows.filter { target in
      guard target.counts(in: crossZone ? nil : node.zone) else { return false }
      switch target.health {
      case .initial, .healthy, .unhealthy: return true
      case .unused, .draining: return false
      }
    }
    if crossZone, let away = shiftedZone(of: balancer.id) {
      let others = usable.filter { $0.zone != away }
      if !others.isEmpty { usable = others }
    }
    let healthy = usable.filter { $0.health == .healthy }
    let failsOpen = group.attributes.routingMinimum.isMissed(by: healthy.count, of: usable.count)
    let chosen = failsOpen ? usable : healthy
    guard !chosen.isEmpty else { return nil }
    // A client without cookies is told from others by its address alone.
    if group.attributes.stickiness, group.attributes.stickinessKind == .sourceAddress { return chosen[0] }
    let turn = client.turns[group.id] ?? 0
    client.turns[group.id] = turn + 1
    return chosen[turn % chosen.count]
  }

  /// What application load balancers call themselves in their own answers.
  static var balancerHeader: String { "awselb/2.0" }
}

extension WebRequest {
  /// The address of the request, as a redirect of a load balancer writes it: always with the port.
  fileprivate var address: String {
    let pairs = query.map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
    return "\(scheme)://\(host):\(port)\(path)\(pairs.isEmpty ? "" : "?\(pairs)")"
  }
}
