import Cloud
import EventKernel

extension Engine {
  /// An attempt reaches its entry point: a load balancer's node or an instance.
  ///
  /// A connection that nobody answers hangs until its client's time is over: clients give up before a load balancer
  /// would.
  @inline(__always)
  func enter(_ index: Int32, at time: UInt64) {
    let entry = entries + Int(attempts[Int(index)].entry)
    switch entry.pointee.kind {
    case .node(let position):
      if entry.pointee.denied >= 0 {
        hang(index, at: time, entry.pointee.denied)
      } else {
        balance(index, node: position, at: time)
      }
    case .instance(let position):
      if entry.pointee.denied >= 0 {
        hang(index, at: time, entry.pointee.denied)
      } else {
        attempts[Int(index)].node = -1
        connect(index, to: position, at: time, denial: -1, node: nil)
      }
    case .door(let position): reachService(index, door: position, at: time)
    case .nothing:
      hang(index, at: time, entry.pointee.stale)
    }
  }

  /// A load balancer's node takes a request: it picks a target, or finds out where the request is to go.
  @inline(__always)
  private func balance(_ index: Int32, node position: Int32, at time: UInt64) {
    let node = nodes + Int(position)
    attempts[Int(index)].node = position
    guard node.pointee.isUp else { return hang(index, at: time, node.pointee.downCause) }
    guard node.pointee.isListening else { return fail(index, at: time, node.pointee.closedCause) }
    node.pointee.counts.connections &+= 1
    if node.pointee.isRouted { return follow(index, node, at: time) }
    pick(index, position, at: time)
  }

  /// A node picks a target.
  @inline(__always)
  func pick(_ index: Int32, _ position: Int32, at time: UInt64) {
    let node = nodes + Int(position)
    let count = node.pointee.count
    guard count > 0 else {
      node.pointee.counts.error503 &+= 1
      return fail(index, at: time, node.pointee.emptyCause)
    }
    limit(index, node, at: time)
    if node.pointee.sticky >= 0, let choice = keptTarget(of: index, node, at: time) {
      let server = node.pointee.targets[Int(choice)]
      return connect(index, to: server, at: time, denial: node.pointee.denials[Int(choice)], node: node)
    }
    var choice = node.pointee.turn
    switch node.pointee.algorithm {
    case .leastOutstandingRequests: choice = leastOutstanding(node, at: time)
    case .weightedRandom:
      let attempt = attempts + Int(index)
      choice = Int32(
        Draws.below(
          UInt64(count), Draws.draw(attempt.pointee.base, DrawIndex.target(attempt: attempt.pointee.tries))))
    case .roundRobin:
      // Simplified: network-flow-hash
      if node.pointee.slowStart > 0 { choice = pastWarming(node, choice, attempts[Int(index)], at: time) }
      let next = choice &+ 1
      node.pointee.turn = next == count ? 0 : next
      #if DEBUG
        if planted == .turnOverAllServers {
          node.pointee.turn = next % Int32(serverCount)
          choice %= count
        }
      #endif
    }
    let server = node.pointee.targets[Int(choice)]
    if node.pointee.sticky >= 0 { keep(index, server, node, at: time) }
    connect(index, to: server, at: time, denial: node.pointee.denials[Int(choice)], node: node)
  }

  /// The load balancer waits for an answer as long as its idle timeout says; then it answers 504 (facts: ELB 6.5).
  @inline(__always)
  private func limit(_ index: Int32, _ node: UnsafeMutablePointer<BalancerNode>, at time: UInt64) {
    let attempt = attempts + Int(index)
    let limit = time &+ node.pointee.idleTimeout &+ UInt64(attempt.pointee.wayBack)
    guard node.pointee.idleTimeout > 0, limit < attempt.pointee.deadline else { return }
    attempt.pointee.deadline = limit
    attempt.pointee.isCutByBalancer = true
  }

  private func leastOutstanding(_ node: UnsafeMutablePointer<BalancerNode>, at time: UInt64) -> Int32 {
    var best: Int32 = 0
    var choice = node.pointee.turn
    var fewest = Int32.max
    for _ in 0..<node.pointee.count {
      let server = servers + Int(node.pointee.targets[Int(choice)])
      let held = server.pointee.held &+ (server.pointee.unanswered?.count(at: time) ?? 0)
      if held < fewest {
        fewest = held
        best = choice
      }
      choice = choice + 1 == node.pointee.count ? 0 : choice + 1
    }
    node.pointee.turn = best + 1 == node.pointee.count ? 0 : best + 1
    return best
  }

  /// The next target whose share, rising in a line while it warms up, takes the request (facts: ELB 6.4).
  private func pastWarming(
    _ node: UnsafeMutablePointer<BalancerNode>, _ first: Int32, _ attempt: Attempt, at time: UInt64
  ) -> Int32 {
    var choice = first
    for step in 0..<node.pointee.count {
      let since = node.pointee.healthySince[Int(choice)]
      let age = time > since ? time - since : 0
      if age >= node.pointee.slowStart { return choice }
      let share = Double(age) / Double(node.pointee.slowStart)
      if Draws.unit(Draws.draw(attempt.base, 8 + Int(step & 7))) < share { return choice }
      choice = choice + 1 == node.pointee.count ? 0 : choice + 1
    }
    return first
  }

  /// A connection to an instance is made and its work is taken up.
  @inline(__always)
  private func connect(
    _ index: Int32, to position: Int32, at time: UInt64, denial: Int32,
    node: UnsafeMutablePointer<BalancerNode>?
  ) {
    let server = servers + Int(position)
    attempts[Int(index)].server = position
    guard denial < 0 else {
      noteUnanswered(index, server, node)
      return hang(index, at: time, denial)
    }
    guard server.pointee.condition == .serving else {
      return connectToUnwell(index, server, at: time, node: node)
    }
    var now = time
    if let node {
      let hop = zoneLatency(node.pointee.zone, server.pointee.zone)
      now = now &+ hop
      attempts[Int(index)].travelled &+= hop
      if impairments.losesPackets {
        let lost = retransmission(
          attempts + Int(index), node.pointee.zone, server.pointee.zone, hop: 0)
        attempts[Int(index)].travelled &+= lost
        now = now &+ lost
      }
      let bytes = kinds[Int(attempts[Int(index)].kind)].requestFlow.bytes
      if node.pointee.paysForWay(to: server.pointee.zone) { server.pointee.crossZoneBytes &+= bytes }
      node.pointee.counts.requests &+= 1
      node.pointee.counts.bytes &+= bytes
      volumes.balancerBytes &+= bytes
    }
    guard now &- time <= Engine.shortWay else {
      attempts[Int(index)].stage = .connects
      return queue.push(at: now, payload: UInt32(bitPattern: index))
    }
    takeIn(index, server, at: now, since: time)
  }

  /// A server takes in the bytes of a request that are at it at a time, and then its work.
  ///
  /// - Parameter begin: the present time.
  @inline(__always)
  private func takeIn(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64, since begin: UInt64
  ) {
    guard kinds[Int(attempts[Int(index)].kind)].uploadBytes > 0 else {
      return takeUp(index, server, at: time)
    }
    guard let received = receive(attempts + Int(index), by: server, at: time) else {
      let cause = recorder.cause(.networkOverloaded, server.pointee.name)
      return hang(index, at: begin, cause)
    }
    guard received &- begin <= Engine.shortWay else {
      attempts[Int(index)].stage = .received
      return queue.push(at: received, payload: UInt32(bitPattern: index))
    }
    takeUp(index, server, at: received)
  }

  /// How long a way may be for what travels it to be taken up in the order of leaving: longer than that between two
  /// zones, shorter than what faults add.
  static let shortWay: UInt64 = 1_000_000

  /// A request reaches its server after a long way, or with its last byte; the server may have changed meanwhile.
  @inline(never)
  func arriveAtServer(_ index: Int32, isReceived: Bool, at time: UInt64) {
    let server = servers + Int(attempts[Int(index)].server)
    guard server.pointee.condition == .serving else {
      let node = attempts[Int(index)].node
      return connectToUnwell(index, server, at: time, node: node >= 0 ? nodes + Int(node) : nil)
    }
    if isReceived { return takeUp(index, server, at: time) }
    takeIn(index, server, at: time, since: time)
  }

  /// A server works on a request, or turns it away when it has too many.
  @inline(__always)
  private func takeUp(_ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64) {
    guard server.pointee.held < server.pointee.limit else {
      return fail(
        index, at: time, recorder.cause(fullness(of: server, at: time), server.pointee.name))
    }
    if kinds[Int(attempts[Int(index)].kind)].diskWork.isThere, let disk = server.pointee.disk {
      return useDisk(index, server, disk, at: time)
    }
    work(index, on: server, at: time)
  }

  /// What a connection to an instance that does not serve comes to.
  private func connectToUnwell(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64,
    node: UnsafeMutablePointer<BalancerNode>?
  ) {
    let name = server.pointee.name
    switch server.pointee.condition {
    case .starting: refuse(index, at: time, recorder.cause(.applicationStarting, name), node: node)
    case .failed: refuse(index, at: time, recorder.cause(.applicationFailed, name), node: node)
    case .silent, .serving:
      noteUnanswered(index, server, node)
      if let node, node.pointee.isFailingOpen {
        hang(index, at: time, node.pointee.unhealthyCause)
      } else {
        hang(index, at: time, recorder.cause(server.pointee.isPaused ? .volumePaused : .instanceDown, name))
      }
    }
  }

  /// A request that hangs stays outstanding until its client or the load balancer gives up, which counts where targets
  /// are chosen by that.
  private func noteUnanswered(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, _ node: UnsafeMutablePointer<BalancerNode>?
  ) {
    guard let node, node.pointee.algorithm == .leastOutstandingRequests else { return }
    let unanswered = server.pointee.unanswered ?? UnansweredRequests()
    unanswered.add(until: attempts[Int(index)].deadline)
    server.pointee.unanswered = unanswered
  }

  private func refuse(
    _ index: Int32, at time: UInt64, _ cause: Int32, node: UnsafeMutablePointer<BalancerNode>?
  ) {
    if let node { node.pointee.counts.error502 &+= 1 }
    fail(index, at: time, cause)
  }

  /// The latency of one way: half of the round trip of 0.2 ms inside a zone or 1.0 ms between two (TEACH, facts:
  /// Regions 1.3), and what a slow zone adds.
  @inline(__always)
  func zoneLatency(_ from: Int16, _ to: Int16) -> UInt64 {
    let near: UInt64 = from == to ? 100_000 : 500_000
    #if DEBUG
      if planted == .zoneByName, zones[Int(from)].rawValue.hasSuffix("a") { return near &+ 1_000 }
    #endif
    return slowZone >= 0 && from == slowZone && to == slowZone ? near &+ slowZoneDelay : near
  }
}
