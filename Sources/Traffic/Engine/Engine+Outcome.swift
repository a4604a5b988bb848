import Cloud
import EventKernel

extension Engine {
  /// The answer leaves the instance and reaches the client, in time or too late.
  @inline(__always)
  func answer(_ index: Int32, _ server: UnsafeMutablePointer<Server>, at time: UInt64) {
    let attempt = attempts + Int(index)
    let kind = kinds + Int(attempt.pointee.kind)
    if server.pointee.deployErrors > 0, spoils(index, server) { return failDeployed(index, server, at: time) }
    let leaves = send(attempt, kind.pointee.responseBytes, from: server, at: time)
    let arrives = leaves.end &+ kind.pointee.ending(attempt.pointee.wayBack)
    if leaves.isSent {
      // What goes to an edge location is not billed (facts: CloudFront 7).
      if attempt.pointee.fetch < 0 { server.pointee.egressBytes &+= kind.pointee.responseBytes }
      server.pointee.sent += kind.pointee.responseFlow
    }
    if attempt.pointee.node >= 0 {
      let node = nodes + Int(attempt.pointee.node)
      node.pointee.counts.target2xx &+= 1
      node.pointee.counts.responseTime &+= time &+ kind.pointee.baseLatency &- attempt.pointee.start
      if leaves.isSent {
        node.pointee.counts.bytes &+= kind.pointee.responseBytes
        if node.pointee.paysForWay(to: server.pointee.zone) {
          server.pointee.crossZoneBytes &+= kind.pointee.responseBytes
        }
        volumes.balancerBytes &+= kind.pointee.responseBytes
      }
    }
    server.pointee.answered &+= 1
    if attempt.pointee.fetch >= 0 { return answerFetch(index, server, at: leaves.end) }
    if attempt.pointee.isAbandoned { return release(index) }
    guard arrives <= attempt.pointee.deadline else {
      return fail(
        index, at: attempt.pointee.deadline &- UInt64(attempt.pointee.wayBack),
        attempt.pointee.isCutByBalancer
          ? nodes[Int(attempt.pointee.node)].slowCause
          : lateness(of: index, server, from: time, until: leaves.end, known: arrives))
    }
    let span = arrives &- attempt.pointee.start
    if attempt.pointee.isTraced, leaves.end &- time > Engine.shortWay {
      trace(index, "leaves", server.pointee.name, at: time, span: leaves.end &- time)
    }
    trace(index, "answered", server.pointee.name, at: time, span: arrives &- time)
    attempt.pointee.travelled &+= UInt64(attempt.pointee.wayBack) &* 2 &* (1 &+ kind.pointee.moreTrips)
    recorder.answer(attempt.pointee, after: span)
    if span > kind.pointee.objective { noteSlow(attempt.pointee, after: span) }
    server.pointee.latency[HistogramLayout.index(ofNanoseconds: span)] &+= 1
    server.pointee.latencySum &+= span
    if span > server.pointee.latencyMax { server.pointee.latencyMax = span }
    release(index)
  }

  /// An answer took longer than its users were promised: what it waited longest for is noted.
  @inline(never)
  private func noteSlow(_ attempt: Attempt, after span: UInt64) {
    let parts = LatencyParts(attempt, after: span)
    let place = waitingPlace(of: attempt) ?? servers[Int(attempt.server)].name
    recorder.slow(attempt, parts, at: parts.largest.isOnTheWay ? "" : place)
  }

  /// An attempt fails with an answer that the client gets: a refusal, an error.
  @inline(never)
  func fail(_ index: Int32, at time: UInt64, _ cause: Int32) {
    let heard = time &+ UInt64(attempts[Int(index)].wayBack)
    conclude(index, at: min(heard, attempts[Int(index)].deadline), cause)
  }

  /// An attempt gets no answer at all: its client gives up when its time is over.
  @inline(never)
  func hang(_ index: Int32, at time: UInt64, _ cause: Int32) {
    if attempts[Int(index)].fetch >= 0 { return hangFetch(index, at: time, cause) }
    conclude(index, at: max(time, attempts[Int(index)].deadline), cause)
  }

  /// The client of an attempt learns that it failed; it tries again or the request is lost.
  private func conclude(_ index: Int32, at time: UInt64, _ cause: Int32) {
    let attempt = attempts + Int(index)
    guard !attempt.pointee.isAbandoned else { return release(index) }
    if attempt.pointee.fetch >= 0 { return failFetch(index, at: time, cause) }
    let entry = recorder.causes[Int(cause)]
    trace(index, "fails:\(entry.code.rawValue)", entry.resource, at: time)
    let source = Int(attempt.pointee.population)
    if attempt.pointee.tries < max(sources[source].retries, impairments.retries) {
      recorder.fail(attempt.pointee, cause)
      attempt.pointee.tries &+= 1
      attempt.pointee.stage = .retries
      let delay =
        impairments.retries > 0
        ? 0 : sources[source].retryDelay(beforeTry: attempt.pointee.tries, of: attempt.pointee.base)
      queue.push(at: time &+ delay, payload: UInt32(bitPattern: index))
    } else {
      #if DEBUG
        if planted == .forgottenRequests, attempt.pointee.number % 10 == 0 { return release(index) }
      #endif
      recorder.lose(attempt.pointee, cause, at: time)
      release(index)
    }
  }

  /// The client, or the load balancer, will have given up before the answer: the client tries again on its own record, and the work goes on without it.
  @inline(never)
  func abandon(_ index: Int32, _ cause: Int32) {
    let gone = attempts[Int(index)]
    attempts[Int(index)].isAbandoned = true
    let successor = allocateAttempt(gone)
    let isCut = gone.isCutByBalancer
    if isCut { nodes[Int(gone.node)].counts.error504 &+= 1 }
    conclude(successor, at: gone.deadline, isCut ? nodes[Int(gone.node)].slowCause : cause)
    attempts[Int(index)].isTraced = false
  }

  /// Writes a hop of a traced request down.
  @inline(__always)
  func trace(
    _ index: Int32, _ code: @autoclosure () -> String, _ resource: @autoclosure () -> String, at time: UInt64,
    span: UInt64 = 0
  ) {
    guard attempts[Int(index)].isTraced else { return }
    recorder.trace.append(
      Report.Hop(
        at: Duration(nanoseconds: Int64(bitPattern: time &- start)),
        attempt: Int(attempts[Int(index)].tries) + 1, code: code(), resource: resource(),
        span: Duration(nanoseconds: Int64(bitPattern: span))))
  }
}
