import Cloud
import EventKernel

/// What goes over the network interfaces of instances, whose types limit it (facts: EC2 2.4).
// Simplified: network-in-order
extension Engine {
  /// When something has left an instance, and whether it was sent at all.
  struct Departure {
    let end: UInt64
    let isSent: Bool
  }

  /// Sends bytes of an attempt from its instance once those before them have left; not any more when its client has gone
  /// before the first of them could.
  @inline(__always)
  func send(
    _ attempt: UnsafeMutablePointer<Attempt>, _ bytes: UInt64, from server: UnsafeMutablePointer<Server>,
    at time: UInt64
  ) -> Departure {
    let free = server.pointee.outbound.free
    guard free <= time || free <= attempt.pointee.deadline else {
      note(attempt, wait: free &- time)
      return Departure(end: free, isSent: false)
    }
    let (start, end) = server.pointee.outbound.reserve(at: time, units: bytes)
    attempt.pointee.travelled &+= end &- start
    note(attempt, wait: start &- time)
    return Departure(end: end, isSent: true)
  }

  /// The instance takes up the bytes of a request, or none of them when its client has gone before; gives when it has them.
  @inline(never)
  func receive(
    _ attempt: UnsafeMutablePointer<Attempt>, by server: UnsafeMutablePointer<Server>, at time: UInt64
  ) -> UInt64? {
    let free = server.pointee.inbound.free
    guard free <= time || free <= attempt.pointee.deadline else { return nil }
    let (start, end) = server.pointee.inbound.reserve(
      at: time, units: kinds[Int(attempt.pointee.kind)].uploadBytes)
    attempt.pointee.travelled &+= end &- start
    note(attempt, wait: start &- time)
    return end
  }

  /// An instance sends a write of an attempt on to its database; gives when all of it has left.
  func passOn(
    _ attempt: UnsafeMutablePointer<Attempt>, from server: UnsafeMutablePointer<Server>, at time: UInt64
  ) -> UInt64 {
    let bytes = kinds[Int(attempt.pointee.kind)].writeBytes
    // One packet is on its way at once.
    guard bytes > NetworkFlow.packet else { return time }
    let (start, end) = server.pointee.outbound.reserve(at: time, units: UInt64(bytes))
    attempt.pointee.travelled &+= end &- start
    note(attempt, wait: start &- time)
    return end
  }

  @inline(__always)
  private func note(_ attempt: UnsafeMutablePointer<Attempt>, wait span: UInt64) {
    attempt.pointee.queued &+= span
    attempt.pointee.wait(span, at: .network(attempt.pointee.server))
  }

  /// Forgets what waits for the network and the volume of a server that has lost its work.
  func clearLimits(of server: UnsafeMutablePointer<Server>, at time: UInt64) {
    server.pointee.outbound.clear(at: time)
    server.pointee.inbound.clear(at: time)
    guard let disk = server.pointee.disk else { return }
    disk.pointee.operations.clear(at: time)
    disk.pointee.bytes.clear(at: time)
    disk.pointee.pathOperations.clear(at: time)
    disk.pointee.pathBytes.clear(at: time)
  }

  /// Why an answer comes too late that left its instance late or slowly: the network interface where it would be in time
  /// without, else something else.
  ///
  /// - Parameter end: when its last byte left.
  func lateness(
    of index: Int32, _ server: UnsafeMutablePointer<Server>, from time: UInt64, until end: UInt64,
    known: UInt64
  ) -> Int32 {
    let attempt = attempts + Int(index)
    let name = server.pointee.name
    // What takes less than the way to another zone is no matter of the interface.
    let isSlow = end &- time > Engine.shortWay && known &- (end &- time) <= attempt.pointee.deadline
    return blamed(
      index, known: known,
      else: recorder.cause(isSlow ? .networkOverloaded : .slowerThanClientWaits, name))
  }

  /// What an attempt waited for without which its answer would be in time; `nil` where that is told otherwise.
  func waited(_ attempt: UnsafeMutablePointer<Attempt>, known: UInt64) -> Int32? {
    guard known &- attempt.pointee.longestWait <= attempt.pointee.deadline else { return nil }
    switch attempt.pointee.waitedAt {
    case .disk(let position, let code):
      return recorder.cause(code, servers[Int(position)].name)
    case .network(let position):
      return recorder.cause(.networkOverloaded, servers[Int(position)].name)
    case .nowhere, .server, .database, .volume, .cache: return nil
    }
  }

  /// Why an instance has as many requests as it takes: its volume where that has the longer queue, else its processors.
  func fullness(of server: UnsafeMutablePointer<Server>, at time: UInt64) -> CauseCode {
    guard let disk = server.pointee.disk else { return server.pointee.overload }
    let ofVolume = max(disk.pointee.operations.free, disk.pointee.bytes.free)
    let ofPath = max(disk.pointee.pathOperations.free, disk.pointee.pathBytes.free)
    let ofNetwork =
      disk.pointee.sharesNetwork ? max(server.pointee.inbound.free, server.pointee.outbound.free) : 0
    let busy = max(ofVolume, ofPath, ofNetwork)
    guard busy > time, busy &- time > server.pointee.station.delay(at: time) else {
      return server.pointee.overload
    }
    if ofNetwork == busy { return .networkOverloaded }
    if ofPath > ofVolume { return .volumePathOverloaded }
    return disk.pointee.operations.isSpent(at: time) ? .storageCreditsExhausted : .volumeOverloaded
  }
}
