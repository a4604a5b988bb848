import Cloud
import EventKernel

/// A volume or a network interface as a flow: one queue, in seconds, before something that takes so many units a second.
struct MeterFlow {
  /// How long its queue is, kept while it is so busy that there may be one.
  private(set) var queue = FlowDensity()
  private(set) var isBusy = false
  /// The share of its time that is asked for, the seconds that one request is with it, and that it waits before.
  private(set) var load = 0.0
  private(set) var span = 0.0
  private(set) var wait = 0.0
  /// The share of what comes that finds room, and what of it is done.
  private(set) var taken = 1.0
  private(set) var passed = 1.0

  /// How much the queue changed in the last step.
  var change: Double { isBusy ? queue.change : 0 }

  /// Lets time pass. O(cells) while it is busy, O(1) else.
  ///
  /// - Parameters:
  ///   - rate: requests a second that come.
  ///   - span: how long each is with it in the mean, in seconds.
  ///   - longest: the longest queue that it takes, in seconds.
  mutating func advance(by length: Double, rate: Double, span: Double, longest: Double) {
    load = rate * span
    self.span = span
    if load > 0.6 { isBusy = true }
    // What is of one length waits half as long as what is exponential.
    wait = load < 0.95 ? load * span / (2 * max(0.05, 1 - load)) : 0
    taken = 1
    passed = 1
    guard isBusy else { return }
    queue.fit(cells: Self.cells, width: max(longest, 2 * span) / Double(Self.cells))
    let drift = load - 1
    queue.advance(by: length, spread: max(1e-9, load * span / 2)) { _ in drift }
    if load >= 0.95 || queue.mean > 2 * queue.width { wait = queue.mean }
    if load > 0 {
      taken = min(1, max(0, 1 - queue.refused / load))
      passed = min(1, max(0, 1 - queue.unused) / load)
    }
    if load < 0.6, queue.shares[0] > 0.999_999 { isBusy = false }
  }

  /// Forgets what waits.
  mutating func clear() {
    queue.clear()
    isBusy = false
  }

  /// The share that waits longer than a time.
  func share(above time: Double) -> Double { isBusy ? queue.share(above: time) : time > 0 ? 0 : 1 }

  private static let cells = 64
}

/// What a server's volume does in the present minute, not yet whole operations.
struct DiskFlow {
  var reads = 0.0
  var writes = 0.0
  var readBytes = 0.0
  var writtenBytes = 0.0
  var readTime = 0.0
  var writeTime = 0.0
}

extension FlowEngine {
  /// Lets the requests of a server read and write its volume before it works on them.
  func flow(throughDiskOf index: Int) {
    guard let disk = stations.servers[index].disk else { return }
    var asking = 0.0
    var operations = 0.0
    var bytes = 0.0
    for flow in 0..<flowCount {
      let work = stations.kinds[flow % kindCount].diskWork
      guard work.isThere else { continue }
      asking += servers[index].arrivals[flow]
      operations += servers[index].arrivals[flow] * Double(work.operations)
      bytes += servers[index].arrivals[flow] * Double(work.bytes)
    }
    let limits = [
      (disk.pointee.operations, operations, CauseCode.volumeOverloaded),
      (disk.pointee.bytes, bytes, .volumeOverloaded),
      (disk.pointee.pathOperations, operations, .volumePathOverloaded),
      (disk.pointee.pathBytes, bytes, .volumePathOverloaded),
    ]
    var most = 0.0
    for (number, (meter, units, code)) in limits.enumerated() {
      let load = units * meter.pace(at: time)
      guard load > most else { continue }
      most = load
      servers[index].diskCode =
        number == 0 && meter.isSpent(at: time) ? .storageCreditsExhausted : code
    }
    let span = asking > 0 ? most / asking : 0
    let places = Double(stations.servers[index].limit) - servers[index].waiting - servers[index].held
    let room = max(0, places - servers[index].utilisation * Double(stations.servers[index].station.servers))
    servers[index].disk.advance(by: length, rate: asking, span: span, longest: room * span)
    if servers[index].disk.change > 0.02 { isMoving = true }
    if servers[index].disk.load > 0.97 { isOverloaded = true }
  }

  /// Requests that a server holds while its volume reads and writes for them.
  func heldByDisk(of index: Int) -> Double {
    guard stations.servers[index].disk != nil else { return 0 }
    var asking = 0.0
    for flow in 0..<flowCount where stations.kinds[flow % kindCount].diskWork.isThere {
      asking += servers[index].arrivals[flow]
    }
    let disk = servers[index].disk
    return asking * disk.taken * (disk.wait + disk.span)
  }

  /// The share of a class's requests that comes from the volume of its server to its processors.
  func passedByDisk(_ kind: RequestKind, at index: Int) -> Double {
    kind.diskWork.isThere ? servers[index].disk.passed : servers[index].disk.taken
  }

  /// How long a request is at the network interface and the volume of its server before it is worked on, in seconds.
  func meteredSpan(of kind: RequestKind, at index: Int) -> Double {
    let state = servers[index]
    let read = kind.diskWork.isThere ? state.disk.wait + state.disk.span : 0
    return read + (kind.uploadBytes > 0 ? state.inbound.wait + state.inbound.span : 0)
  }

  /// Notes the answers of a flow that leave a server in this step: a share of what comes.
  func noteLeaving(_ share: Double, _ flow: Int, at index: Int) {
    let kind = stations.kinds[flow % kindCount]
    let state = servers[index]
    let rate = state.arrivals[flow] * share * (state.taken > 0 ? min(1, state.passed / state.taken) : 0)
    let written = kind.writeBytes > NetworkFlow.packet ? Double(kind.writeBytes) * Double(kind.writes) : 0
    servers[index].sentRate += rate
    servers[index].sentByteRate += rate * (Double(kind.responseBytes) + written)
  }

  /// Takes off an answer the share that the network or the volume of its server makes too late.
  ///
  /// - Parameter margin: the seconds that are left beside the mean waits before the answer leaves.
  func loseMetered(
    _ rest: inout FlowAnswer, _ kind: RequestKind, at index: Int, margin: Double, into list: inout [FlowEnd]
  ) {
    let state = servers[index]
    let name = stations.servers[index].name
    let meters = [
      (state.outbound, true, 0, CauseCode.networkOverloaded),
      (state.inbound, kind.uploadBytes > 0, state.inbound.wait, .networkOverloaded),
      (state.disk, kind.diskWork.isThere, state.disk.wait, state.diskCode),
    ]
    for (meter, isMet, known, code) in meters where isMet && meter.isBusy {
      let late = meter.share(above: margin + known)
      guard late > 1e-9 else { continue }
      list.append(
        FlowEnd(share: rest.share * late, cause: stations.recorder.cause(code, name), span: .infinity))
      rest.share *= 1 - late
    }
  }

  /// What goes over a server's network in this step: how long it waits there from now on.
  func flow(throughNetworkOf index: Int) {
    let station = stations.servers + index
    let out = servers[index].sentRate
    let pace = station.pointee.outbound.pace(at: time)
    servers[index].outbound.advance(
      by: length, rate: out, span: out > 0 ? servers[index].sentByteRate / out * pace : 0, longest: patience)
    var comes = 0.0
    var bytes = 0.0
    for flow in 0..<flowCount {
      let kind = stations.kinds[flow % kindCount]
      guard kind.uploadBytes > 0 else { continue }
      comes += servers[index].arrivals[flow]
      bytes += servers[index].arrivals[flow] * Double(kind.uploadBytes)
    }
    servers[index].uploadRate = bytes
    let upload = station.pointee.inbound.pace(at: time)
    servers[index].inbound.advance(
      by: length, rate: comes, span: comes > 0 ? bytes / comes * upload : 0, longest: patience)
    if servers[index].outbound.change > 0.02 || servers[index].inbound.change > 0.02 { isMoving = true }
    if max(servers[index].outbound.load, servers[index].inbound.load) > 0.97 { isOverloaded = true }
  }

  /// Counts what goes over the network and the volume of a server in this step, so that credits come and go.
  func countMetered(ofServer index: Int) {
    let station = stations.servers + index
    let end = time &+ UInt64(length * 1e9)
    station.pointee.outbound.pass(servers[index].sentByteRate * length, from: time, until: end)
    station.pointee.inbound.pass(servers[index].uploadRate * length, from: time, until: end)
    guard let disk = station.pointee.disk else { return }
    let span = servers[index].disk.wait + servers[index].disk.span
    for flow in 0..<flowCount {
      let kind = stations.kinds[flow % kindCount]
      guard kind.diskWork.isThere else { continue }
      let done = servers[index].arrivals[flow] * servers[index].disk.passed * length
      let work = kind.diskWork
      servers[index].diskWork.reads += done * Double(work.reads)
      servers[index].diskWork.writes += done * Double(work.writes)
      servers[index].diskWork.readBytes += done * Double(work.readBytes)
      servers[index].diskWork.writtenBytes += done * Double(work.writtenBytes)
      let part = Double(work.reads) / Double(max(1, work.operations))
      servers[index].diskWork.readTime += done * span * part
      servers[index].diskWork.writeTime += done * span * (1 - part)
      let operations = done * Double(work.operations)
      let bytes = done * Double(work.bytes)
      disk.pointee.operations.pass(operations, from: time, until: end)
      disk.pointee.bytes.pass(bytes, from: time, until: end)
      disk.pointee.pathOperations.pass(operations, from: time, until: end)
      disk.pointee.pathBytes.pass(bytes, from: time, until: end)
    }
  }

  /// When the first credits of a server's network or volume will be spent at what comes now; `nil` for never.
  func nextSpent(ofServer index: Int) -> UInt64? {
    let station = stations.servers[index]
    var moments = [
      station.outbound.spentAt(servers[index].sentByteRate, from: time),
      station.inbound.spentAt(servers[index].uploadRate, from: time),
    ]
    if let disk = station.disk {
      var operations = 0.0
      var bytes = 0.0
      for flow in 0..<flowCount {
        let work = stations.kinds[flow % kindCount].diskWork
        let done = servers[index].arrivals[flow] * servers[index].disk.passed
        operations += done * Double(work.operations)
        bytes += done * Double(work.bytes)
      }
      moments.append(disk.pointee.operations.spentAt(operations, from: time))
      moments.append(disk.pointee.bytes.spentAt(bytes, from: time))
      moments.append(disk.pointee.pathOperations.spentAt(operations, from: time))
      moments.append(disk.pointee.pathBytes.spentAt(bytes, from: time))
    }
    return moments.compactMap(\.self).min()
  }
}
