import Cloud
import EventKernel

/// The load balancer whose rules decide about a request, with the node that takes it.
struct InnerWay {
  let row: LoadBalancer.Node
  let balancer: LoadBalancer
  let listener: Listener
}

/// Where a listener leads.
enum ListenerWay {
  case reaches(InnerWay)
  case ends(BalancerRoute)
}

extension Engine {
  /// Why a client's first words to a listener fail, as a route that ends there; `nil` when they are understood.
  func handshakeFailure(
    _ request: WebRequest, with listener: Listener, of balancer: LoadBalancer, _ redirects: Int
  ) -> BalancerRoute? {
    switch world.handshakeFault(with: listener, scheme: request.scheme, host: request.host) {
    case nil: nil
    case .otherProtocol:
      failure(.protocolMismatch, "\(balancer.name):\(listener.port) \(listener.protocolName)", redirects)
    case .noCertificate: failure(.noFittingCertificate, request.host, redirects)
    }
  }

  /// Goes on to the load balancer that a network load balancer has as its target; else stays where it is.
  func way(
    through listener: Listener, of balancer: LoadBalancer, _ row: LoadBalancer.Node, _ redirects: Int
  ) -> ListenerWay {
    guard case .forward(let forward) = listener.defaultAction,
      let group = forward.shares.first.flatMap({ world.loadBalancing.targetGroups[$0.group] }),
      group.kind == .loadBalancer
    else { return .reaches(InnerWay(row: row, balancer: balancer, listener: listener)) }
    guard let target = group.targets.rows.first(where: \.mayBeUsed),
      case .loadBalancer(let id) = target.id.place, let inner = world.loadBalancing.loadBalancers[id],
      inner.state == .active
    else { return .ends(failure(.noRegisteredTarget, group.name, redirects)) }
    // The node of the same zone goes first; others are reached only across zones (facts: ELB 6.2).
    let crosses = world.usesCrossZone(group, balancer)
    let near = inner.nodes.filter { $0.zone == row.zone }
    let nodes = crosses ? near + inner.nodes.filter { $0.zone != row.zone } : near
    guard let node = nodes.first(where: { world.runsNode(of: inner, in: $0.zone) }) else {
      return .ends(
        nodes.isEmpty
          ? failure(.noRegisteredTarget, group.name, redirects)
          : failure(.balancerNodeDown, "\(inner.name)/\(nodes[0].zone.rawValue)", redirects))
    }
    // The client's address comes through, so the inner load balancer must let it in, or the outer one.
    var sources: [FlowSource] = [.address(Engine.userAddress)]
    if !balancer.securityGroups.isEmpty {
      sources.append(.groups(balancer.securityGroups, row.privateAddress))
    }
    let verdicts = sources.map {
      world.accessVerdict(
        from: $0, toGroups: inner.securityGroups, at: node.privateAddress, in: inner.vpc, port: target.port)
    }
    if !verdicts.contains(where: \.isAllowed) {
      let group = inner.securityGroups.first?.description ?? inner.name
      return .ends(failure(.securityGroupDenied, group, redirects, hangs: true))
    }
    guard let listener = world.listener(of: id, port: target.port) else {
      return .ends(failure(.portClosed, "\(inner.name):\(target.port)", redirects))
    }
    return .reaches(InnerWay(row: node, balancer: inner, listener: listener))
  }
}

extension Target {
  /// Whether a load balancer may send to it when it has no better one.
  fileprivate var mayBeUsed: Bool {
    switch health {
    case .initial, .healthy, .unhealthy: true
    case .unused, .draining: false
    }
  }
}
