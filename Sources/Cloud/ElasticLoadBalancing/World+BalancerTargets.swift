import EventKernel

extension World {
  /// What a health check of a load balancer that stands behind another gives, and after how long.
  ///
  /// The check goes through its listener and rules to one of its targets, as a client's request does.
  func probe(
    _ id: LoadBalancerID, port: Int, check: TargetGroup.HealthCheck, from source: FlowSource,
    observing observations: Observations
  ) -> (failure: Target.Failure?, after: Duration) {
    let port = check.port ?? port
    guard let balancer = loadBalancing.loadBalancers[id], balancer.state == .active,
      let node = balancer.nodes.first(where: { runsNode(of: balancer, in: $0.zone) }),
      accessVerdict(
        from: source, toGroups: balancer.securityGroups, at: node.privateAddress, in: balancer.vpc, port: port
      ).isAllowed
    else { return (.timeout, check.timeout) }
    guard let listener = listener(of: id, port: port) else { return (.refused, .zero) }
    guard check.protocolName == listener.protocolName else {
      // A plain request to an encrypted listener is answered 400; a handshake with a plain one fails.
      return (check.protocolName == "HTTP" ? .codeMismatch(400) : .refused, .zero)
    }
    let request = WebRequest(
      scheme: check.protocolName == "HTTPS" ? "https" : "http", host: "\(node.privateAddress)", port: port,
      path: check.path, source: node.privateAddress)
    switch action(of: listener, for: request) {
    case .redirect(let redirect):
      return (check.failure(of: redirect.statusCode == "HTTP_301" ? 301 : 302), .zero)
    case .fixedResponse(let response): return (check.failure(of: Int(response.statusCode) ?? 500), .zero)
    case .forward(let forward):
      let first = forward.shares.first { $0.weight > 0 }.flatMap { loadBalancing.targetGroups[$0.group] }
      guard let group = first, let target = group.usable.first,
        let instance = instance(behind: target.id.place, of: group)
      else { return (check.failure(of: 503), .zero) }
      var passed = check
      passed.port = nil
      let result = probe(
        instance, port: target.port, check: passed,
        from: .groups(balancer.securityGroups, node.privateAddress),
        seen: observations.instances[instance.id])
      // The load balancer answers in the place of a target that refuses the connection.
      return result.failure == .refused ? (check.failure(of: 502), result.after) : result
    }
  }
}

extension TargetGroup {
  /// The targets that requests may go to: the healthy ones, or all when none is (facts: ELB 6.3, fail open).
  fileprivate var usable: [Target] {
    let watched = targets.rows.filter { target in
      switch target.health {
      case .initial, .healthy, .unhealthy: true
      case .unused, .draining: false
      }
    }
    let healthy = watched.filter { $0.health == .healthy }
    return healthy.isEmpty ? watched : healthy
  }
}

extension TargetGroup.HealthCheck {
  /// What a code means to the check: nothing when it takes it.
  fileprivate func failure(of code: Int) -> Target.Failure? { accepts(code) ? nil : .codeMismatch(code) }
}
