import EventKernel

/// What a web client gets, decided by what decides the way of every request: names, routes, groups, listeners, policies.
extension World {
  /// Answers one request of the learner's own computer.
  ///
  /// The only trace in the world is whose turn it is next; time passes in the rooms above.
  package mutating func answer(_ call: WebCall) -> Result<WebAnswer, WebFailure> {
    answer(call, from: .outside(call.request.source))
  }

  /// Answers one request of a visitor.
  mutating func answer(_ call: WebCall, from visitor: WebVisitor) -> Result<WebAnswer, WebFailure> {
    client.requests += 1
    if case .machine(let id) = visitor, let instance = ec2.instances[id],
      Self.metadataAddresses.contains(call.door)
    {
      return metadata(call, of: instance)
    }
    if let outside = outsideAnswer(call, from: visitor) { return outside }
    guard let place = webPlace(of: call.door, for: visitor) else { return .failure(.unknownHost) }
    switch place {
    case .website(let bucket, let endpoint):
      return website(of: bucket ?? ObjectKey(call.request.host), at: endpoint, call)
    case .objects(let bucket, let region): return objects(of: bucket, in: region, call, from: visitor)
    case .distribution(let id): return edge(of: id, call)
    case .addresses(let addresses): return answer(call, at: addresses, from: visitor)
    }
  }

  /// A number from 0 to below 1 for the present request.
  func drawnNumber(_ index: Int) -> Double {
    Draws.unit(
      Draws(
        seed: seed.rawValue, purpose: DrawPurpose.visits.rawValue, population: 0, number: client.requests
      ).bits(index))
  }

  /// A client tries the addresses of a name one after the other; the first that is not silent answers.
  private mutating func answer(
    _ call: WebCall, at addresses: [IPv4Address], from visitor: WebVisitor
  ) -> Result<WebAnswer, WebFailure> {
    var failure = WebFailure.timedOut(.nobody)
    let start = addresses.isEmpty ? 0 : Int(client.requests % UInt64(addresses.count))
    for offset in addresses.indices {
      let result = answer(call, at: addresses[(start + offset) % addresses.count], from: visitor)
      guard case .failure(let reason) = result, case .timedOut = reason else { return result }
      failure = reason
    }
    return .failure(failure)
  }

  private mutating func answer(
    _ call: WebCall, at address: IPv4Address, from visitor: WebVisitor
  ) -> Result<WebAnswer, WebFailure> {
    for (_, balancer) in loadBalancing.loadBalancers {
      guard let node = balancer.nodes.first(where: { $0.address == address || $0.privateAddress == address })
      else { continue }
      let isPrivate = !balancer.isInternetFacing || node.address != address
      if isPrivate, privateSource(of: visitor, in: balancer.vpc) == nil { continue }
      return answer(call, by: balancer, node, isPrivate: isPrivate, from: visitor)
    }
    let machine = ec2.instances.first { _, instance in
      guard instance.state != .terminated else { return false }
      return instance.publicAddress == address
        || (instance.privateAddress == address && privateSource(of: visitor, in: instance.vpc) != nil)
    }?.row
    if let machine { return answer(call, by: machine, at: address, from: visitor) }
    if let hidden = ec2.instances.first(where: {
      $0.row.privateAddress == address && $0.row.state != .terminated
    }) {
      return .failure(.timedOut(.privateAddress("\(hidden.id)")))
    }
    guard publicSource(of: visitor, port: call.request.port) != nil else {
      return .failure(.timedOut(.noWayOut))
    }
    return .failure(.timedOut(.nobody))
  }

  /// The answer of a machine's own web server.
  private func answer(
    _ call: WebCall, by instance: Instance, at address: IPv4Address, from visitor: WebVisitor
  ) -> Result<WebAnswer, WebFailure> {
    let port = call.request.port
    if visitor != .machine(instance.id) {
      if let silence = silence(of: instance, at: address, port: port, to: visitor) {
        return .failure(.timedOut(silence))
      }
    }
    guard listens(instance, port: port) else { return .failure(.refused) }
    guard call.request.scheme == "http" else { return .failure(.handshake(.otherProtocol)) }
    return .success(page(of: instance, for: call))
  }

  /// What keeps a machine from answering on a port; `nil` when nothing does.
  private func silence(
    of instance: Instance, at address: IPv4Address, port: Int, to visitor: WebVisitor
  ) -> WebSilence? {
    guard instance.state == .running, instance.hasPower, !instance.cannotBoot, !instance.isFrozen else {
      return .notRunning("\(instance.id)")
    }
    let source: FlowSource
    if address == instance.publicAddress {
      guard let found = publicSource(of: visitor, port: port) else { return .noWayOut }
      guard isReachableFromInternet(instance.subnet) else { return .noRoute(instance.subnet) }
      source = found
    } else {
      guard let found = privateSource(of: visitor, in: instance.vpc) else {
        return .privateAddress("\(instance.id)")
      }
      source = found
    }
    return WebSilence(accessVerdict(from: source, to: instance, port: port))
  }
}

extension WebSilence {
  /// What a verdict of groups and lists comes to; `nil` when they let the connection through.
  init?(_ verdict: AccessVerdict) {
    switch verdict {
    case .allowed: return nil
    case .denied(let group): self = .group(group)
    case .stopped(let list): self = .networkACL(list)
    }
  }
}
