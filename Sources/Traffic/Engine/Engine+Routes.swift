import Cloud
import EventKernel

extension Engine {
  /// A request takes the route of its class: it is sent on, answered by the load balancer, or given to a group.
  func follow(_ index: Int32, _ node: UnsafeMutablePointer<BalancerNode>, at time: UInt64) {
    let attempt = attempts + Int(index)
    let place = Int(attempt.pointee.population) * kindCount + Int(attempt.pointee.kind)
    guard let table = node.pointee.routes else { return fail(index, at: time, node.pointee.closedCause) }
    let route = routes[Int(table[place])]
    if attempt.pointee.redirects < route.redirects {
      // Each redirect is an answer and a request more.
      let hops = UInt64(route.redirects &- attempt.pointee.redirects)
      node.pointee.counts.redirects &+= Int(hops)
      attempt.pointee.redirects = route.redirects
      attempt.pointee.stage = .enters
      let span = hops &* 2 &* UInt64(attempt.pointee.wayBack)
      attempt.pointee.travelled &+= span
      trace(index, "redirected", "", at: time, span: span)
      queue.push(at: time &+ span, payload: UInt32(bitPattern: index))
      return
    }
    switch route.end {
    case .fails:
      if recorder.causes[Int(route.cause)].code == .fixedResponse { node.pointee.counts.fixedResponses &+= 1 }
      fail(index, at: time, route.cause)
    case .hangs: hang(index, at: time, route.cause)
    case .forwards:
      let position = share(of: index, route, at: time)
      attempt.pointee.node = position
      pick(index, position, at: time)
    }
  }

  /// The node of a route that takes a request: the one that its client stays with, else one by weight.
  private func share(of index: Int32, _ route: BalancerRoute, at time: UInt64) -> Int32 {
    let attempt = attempts + Int(index)
    let last = route.firstShare + route.shares - 1
    let client = route.sticky >= 0 ? client(of: index) : -1
    if client >= 0 {
      let table = stickyTables[Int(route.sticky)]
      let kept = table.chosen[client]
      if table.until[client] > time, kept >= 0 {
        for share in route.firstShare...last {
          let node = shares[Int(share)].node
          if nodes[Int(node)].groupPosition == kept { return node }
        }
      }
    }
    let draw = Draws.unit(
      Draws.draw(attempt.pointee.base, DrawIndex.share(attempt: attempt.pointee.tries)))
    var chosen = route.firstShare
    while chosen < last, draw >= limit(of: shares[Int(chosen)]) { chosen += 1 }
    let node = shares[Int(chosen)].node
    if client >= 0 {
      let table = stickyTables[Int(route.sticky)]
      table.chosen[client] = nodes[Int(node)].groupPosition
      table.until[client] = time &+ route.stickyLifetime
    }
    return node
  }

  /// The draws below which a share takes requests that the shares before it left.
  @inline(__always)
  private func limit(of share: BalancerShare) -> Double {
    #if DEBUG
      if planted == .narrowShares { return share.limit * 0.8 }
    #endif
    return share.limit
  }

  /// The number of the client that a request comes from among all clients, or -1 where they cannot be told apart.
  func client(of index: Int32) -> Int {
    let attempt = attempts + Int(index)
    let position = Int(attempt.pointee.population)
    guard attempt.pointee.fetch < 0 else { return -1 }
    let users = sources[position].population.users ?? 0
    guard users > 0 else { return -1 }
    let drawn = Draws.below(UInt64(users), Draws.draw(attempt.pointee.base, DrawIndex.client))
    return firstClients[position] + Int(drawn)
  }

  /// The target that a request's client stays with, a place among the node's; `nil` when it has none that may be used.
  func keptTarget(
    of index: Int32, _ node: UnsafeMutablePointer<BalancerNode>, at time: UInt64
  ) -> Int32? {
    let client = client(of: index)
    guard client >= 0 else { return nil }
    let table = stickyTables[Int(node.pointee.sticky)]
    let server = table.chosen[client]
    guard server >= 0, table.until[client] > time else { return nil }
    for choice in 0..<node.pointee.count where node.pointee.targets[Int(choice)] == server {
      table.until[client] = time &+ node.pointee.stickyLifetime
      return choice
    }
    return nil
  }

  /// The request's client stays with a target from now on.
  func keep(_ index: Int32, _ server: Int32, _ node: UnsafeMutablePointer<BalancerNode>, at time: UInt64) {
    let client = client(of: index)
    guard client >= 0 else { return }
    let table = stickyTables[Int(node.pointee.sticky)]
    table.chosen[client] = server
    table.until[client] = time &+ node.pointee.stickyLifetime
  }
}
