import Cloud
import EventKernel

/// A request class as the engine needs it on every request.
struct RequestKind {
  /// The cumulated share up to and including this class, in 64 bits.
  let threshold: UInt64
  let cpu: Double
  let isExponential: Bool
  let baseLatency: UInt64
  let reads: UInt8
  let writes: UInt8
  let queryCPU: Double
  /// Operations of the database's volume that one query makes.
  let queryOperations: UInt64
  let writeBytes: Int
  /// Where the class's keys begin among all keys, how many there are, and how they are chosen.
  let firstKey: Int32
  let keys: Int
  let keyChoice: UnsafeMutablePointer<UInt64>
  let responseBytes: UInt64
  /// What of its request takes time on a network interface: all of it, or nothing where it fits into one packet.
  let uploadBytes: UInt64
  /// What it reads and writes on the volume of its instance.
  let diskWork: DiskWork
  /// Round trips beside the one that carries the request.
  let moreTrips: UInt64
  /// From when on an answer is slow; the most there is where nothing is promised.
  let objective: UInt64
  /// What its request, its answer and one of its writes have of bytes and packets on the network.
  let requestFlow: NetworkFlow
  let responseFlow: NetworkFlow
  let writeFlow: NetworkFlow
  /// Whether it belongs to a session, and whether it has to show its client's last write.
  let hasSession: Bool
  let readsOwnWrites: Bool

  func deallocate() { keyChoice.deallocate() }
}

extension RequestKind {
  /// How long the end of an attempt takes once the service has done its work: the application's own latency, the way
  /// home, and the round trips that came before.
  @inline(__always)
  func ending(_ wayBack: UInt32) -> UInt64 {
    baseLatency &+ UInt64(wayBack) &* (1 &+ 2 &* moreTrips)
  }
}

extension Engine {
  /// The bytes of a request without what it writes: its line and headers (TEACH).
  // Simplified: network-metrics
  static let requestHead = 500

  /// Copies the classes of the workload into flat memory.
  func prepareKinds() {
    let total = workload.classes.reduce(0) { $0 + $1.weight }
    var sum = 0.0
    var firstKey: Int32 = 0
    for (index, kind) in workload.classes.enumerated() {
      sum += kind.weight
      let share = sum / total
      let table =
        kind.keys > 0 ? AliasTable(weights: Zipf.weights(count: kind.keys, exponent: kind.skew)) : nil
      let choice = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, kind.keys))
      choice.initialize(repeating: 0, count: max(1, kind.keys))
      if let table { for (position, entry) in table.entries.enumerated() { choice[position] = entry } }
      kinds.advanced(by: index).initialize(
        to: RequestKind(
          threshold: index == workload.classes.count - 1 || share >= 1 ? .max : UInt64(share * 0x1p64),
          cpu: Double(kind.cpu.nanoseconds), isExponential: kind.variation == .exponential,
          baseLatency: UInt64(max(0, kind.baseLatency.nanoseconds)), reads: UInt8(clamping: kind.reads),
          writes: UInt8(clamping: kind.writes), queryCPU: Double(kind.queryCPU.nanoseconds),
          queryOperations: UInt64(min(RequestClass.mostOperations, max(1, kind.queryOperations ?? 1))),
          writeBytes: max(0, kind.writeBytes ?? 0), firstKey: firstKey, keys: kind.keys, keyChoice: choice,
          responseBytes: UInt64(max(0, kind.responseBytes)), uploadBytes: Self.uploadBytes(of: kind),
          diskWork: DiskWork(kind),
          moreTrips: UInt64(max(0, kind.roundTrips - 1)),
          objective: kind.objective.map { UInt64(max(0, $0.nanoseconds)) } ?? .max,
          requestFlow: NetworkFlow(bytes: Self.requestBytes(of: kind)),
          responseFlow: NetworkFlow(bytes: max(0, kind.responseBytes)),
          writeFlow: NetworkFlow(bytes: max(0, kind.writeBytes ?? 0)),
          hasSession: kind.session && clients > 0, readsOwnWrites: kind.readYourWrites))
      firstKey += Int32(clamping: kind.keys)
    }
  }

  /// The bytes of a request: its head, and what it writes.
  private static func requestBytes(of kind: RequestClass) -> Int {
    requestHead + max(0, kind.writeBytes ?? 0) * Int(UInt8(clamping: kind.writes))
  }

  /// The bytes of a request of several packets; one packet is on its way at once, and takes a microsecond.
  private static func uploadBytes(of kind: RequestClass) -> UInt64 {
    let bytes = requestBytes(of: kind)
    return bytes > NetworkFlow.packet ? UInt64(bytes) : 0
  }

  /// How many different keys all classes have.
  var keyCount: Int { workload.classes.reduce(0) { $0 + $1.keys } }

  /// Puts the experiment's faults on the world's agenda, at moments drawn from the weather.
  func injectFaults() {
    standing = world.lab.faults.rows.filter { !$0.fault.kind.isMomentary && $0.end > world.now }.map {
      Report.StandingFault(
        code: $0.fault.kind.rawValue, resource: $0.fault.resource, before: world.now - $0.start,
        end: $0.end - world.now)
    }
    if run.experiment.isLive {
      for coming in world.comingFaults where UInt64(coming.start.nanoseconds) < end {
        livingFaults.append(
          (fault: coming.fault, at: UInt64(coming.start.nanoseconds), end: UInt64(coming.end.nanoseconds)))
      }
    }
    for (number, planned) in run.experiment.faults.enumerated() {
      guard let fault = planned.fault(in: run.zone) else { continue }
      #if DEBUG
        let bits: Int64 = planted == .faultIn37Bits ? 0x1F_FFFF_FFFF : .max
        let letter = world.ec2.instances.rows.first?.zone.rawValue.utf8.last ?? 0
        let seed = run.weather.rawValue ^ (planted == .strikesByName ? UInt64(letter) : 0)
      #else
        let bits = Int64.max
        let seed = run.weather.rawValue
      #endif
      let lasting = Duration(nanoseconds: planned.lasting.nanoseconds & bits)
      for moment in planned.moments(drawing: run.weather.rawValue, number: number) {
        let at = start + UInt64(moment.nanoseconds)
        let until = at + UInt64(lasting.nanoseconds)
        world.inject(
          fault, at: Instant(nanoseconds: Int64(at)), lasting: lasting, drawing: seed)
        faultStarts.append((fault, at, until))
        let settled = at + UInt64(run.experiment.settling.nanoseconds)
        settlings.append((at, settled))
        settlingFrom = min(settlingFrom, at)
        settlingUntil = max(settlingUntil, settled)
      }
    }
  }
}
