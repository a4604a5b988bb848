import Cloud
import EventKernel

/// What one request of a class reads and writes on the volume of its instance.
struct DiskWork {
  /// Operations as AWS counts them.
  let reads: UInt64
  let writes: UInt64
  /// Bytes of all reads and of all writes.
  let readBytes: UInt64
  let writtenBytes: UInt64

  init(_ kind: RequestClass) {
    let bytes = UInt64(
      min(RequestClass.largestDiskBytes, max(1, kind.diskBytes ?? RequestClass.usualDiskBytes)))
    let largest = UInt64(BurstRules.largestOperation)
    let counted = (bytes + largest - 1) / largest
    let read = UInt64(min(RequestClass.mostOperations, max(0, kind.diskReads ?? 0)))
    let written = UInt64(min(RequestClass.mostOperations, max(0, kind.diskWrites ?? 0)))
    reads = read * counted
    writes = written * counted
    readBytes = read * bytes
    writtenBytes = written * bytes
  }

  /// Whether there is any.
  @inline(__always)
  var isThere: Bool { reads | writes != 0 }

  /// Operations of both kinds.
  var operations: UInt64 { reads &+ writes }
  /// Bytes of both kinds.
  var bytes: UInt64 { readBytes &+ writtenBytes }
}

/// The volume of an instance as the engine sees it: its own limits, those of the instance's path to it, and what was counted.
// Simplified: instance-disk-work
struct Disk {
  /// The volume that it is; another one begins with its own credits.
  var volume: VolumeID?
  /// Operations and bytes of the volume.
  var operations = Meter()
  var bytes = Meter()
  /// Operations and bytes between the instance and all of its volumes.
  var pathOperations = Meter()
  var pathBytes = Meter()
  /// Whether what it moves goes over the instance's network interface.
  var sharesNetwork = false
  /// What was done in the present minute, and how long it took.
  var minuteReads: UInt64 = 0
  var minuteWrites: UInt64 = 0
  var minuteReadBytes: UInt64 = 0
  var minuteWrittenBytes: UInt64 = 0
  var minuteReadTime: UInt64 = 0
  var minuteWriteTime: UInt64 = 0

  /// Begins to count a minute anew.
  mutating func beginMinute() {
    minuteReads = 0
    minuteWrites = 0
    minuteReadBytes = 0
    minuteWrittenBytes = 0
    minuteReadTime = 0
    minuteWriteTime = 0
  }
}

extension Engine {
  /// Whether requests of some class use the volumes of instances.
  var usesDisks: Bool { workload.classes.contains { ($0.diskReads ?? 0) + ($0.diskWrites ?? 0) > 0 } }

  /// Gives a new server the network of its type, with what was spent of its credits when traffic ended last.
  func takeNetworkCredits(
    _ server: UnsafeMutablePointer<Server>, of instance: Instance, at time: UInt64
  ) {
    guard let rate = world.catalog.instanceType(instance.type)?.networkRate else { return }
    server.pointee.outbound.set(rate, at: time)
    server.pointee.inbound.set(rate, at: time)
    let now = Instant(nanoseconds: Int64(time))
    if let spent = instance.spentSending {
      server.pointee.outbound.spend(spent.missing(at: now, of: rate), at: time)
    }
    if let spent = instance.spentReceiving {
      server.pointee.inbound.spend(spent.missing(at: now, of: rate), at: time)
    }
  }

  /// Gives a server the limits of its type's network and of its volume.
  func setLimits(
    _ server: UnsafeMutablePointer<Server>, of instance: Instance, in world: World, at time: UInt64
  ) {
    let type = world.catalog.instanceType(instance.type)
    server.pointee.outbound.set(type?.networkRate, at: time)
    server.pointee.inbound.set(type?.networkRate, at: time)
    guard usesDisks else { return }
    let disk = server.pointee.disk ?? .allocate(capacity: 1)
    if server.pointee.disk == nil {
      disk.initialize(to: Disk())
      server.pointee.disk = disk
    }
    let volume = world.rootVolume(of: instance)
    let rate = volume?.plan.operationRate
    disk.pointee.operations.set(rate, at: time)
    disk.pointee.bytes.set(volume?.plan.byteRate, at: time)
    disk.pointee.pathOperations.set(type?.pathOperations, at: time)
    disk.pointee.pathBytes.set(type?.pathBytes, at: time)
    disk.pointee.sharesNetwork = type?.sharesNetworkWithVolumes ?? false
    guard disk.pointee.volume != volume?.id else { return }
    disk.pointee.volume = volume?.id
    if let volume, let rate {
      let missing = volume.spentCredits?.missing(at: Instant(nanoseconds: Int64(time)), of: rate)
      disk.pointee.operations.spend(missing ?? 0, at: time)
    }
  }

  /// A server reads and writes what a request needs of its volume before it works on it.
  @inline(never)
  func useDisk(
    _ index: Int32, _ server: UnsafeMutablePointer<Server>, _ disk: UnsafeMutablePointer<Disk>,
    at time: UInt64
  ) {
    let attempt = attempts + Int(index)
    let kind = kinds + Int(attempt.pointee.kind)
    let work = kind.pointee.diskWork
    var (ends, cause) = (time, CauseCode.volumeOverloaded)
    func hold(_ end: UInt64, _ code: @autoclosure () -> CauseCode) {
      guard end > ends else { return }
      ends = end
      cause = code()
    }
    let done = disk.pointee.operations.reserve(at: time, units: work.operations).end
    hold(done, disk.pointee.operations.isSpent(at: done) ? .storageCreditsExhausted : .volumeOverloaded)
    hold(disk.pointee.bytes.reserve(at: time, units: work.bytes).end, .volumeOverloaded)
    hold(disk.pointee.pathOperations.reserve(at: time, units: work.operations).end, .volumePathOverloaded)
    hold(disk.pointee.pathBytes.reserve(at: time, units: work.bytes).end, .volumePathOverloaded)
    if disk.pointee.sharesNetwork {
      hold(server.pointee.inbound.reserve(at: time, units: work.readBytes).end, .networkOverloaded)
      hold(server.pointee.outbound.reserve(at: time, units: work.writtenBytes).end, .networkOverloaded)
    }
    let span = ends &- time
    let quick = min(
      span,
      max(
        disk.pointee.operations.quickSpan(of: work.operations), disk.pointee.bytes.quickSpan(of: work.bytes)))
    count(work, span, on: disk)
    server.pointee.held &+= 1
    attempt.pointee.serverLife = server.pointee.life
    attempt.pointee.stage = .readsDisk
    attempt.pointee.stored &+= span
    attempt.pointee.wait(span &- quick, at: .disk(attempt.pointee.server, cause))
    trace(index, "uses-disk", server.pointee.name, at: time, span: span)
    queue.push(at: ends, payload: UInt32(bitPattern: index))
    let known = ends &+ kind.pointee.ending(attempt.pointee.wayBack)
    guard known > attempt.pointee.deadline, !attempt.pointee.isAbandoned else { return }
    let code = known &- (span &- quick) > attempt.pointee.deadline ? CauseCode.slowerThanClientWaits : cause
    let late = recorder.cause(code, server.pointee.name)
    abandon(index, blamed(index, known: known, else: late))
  }

  private func count(_ work: DiskWork, _ span: UInt64, on disk: UnsafeMutablePointer<Disk>) {
    disk.pointee.minuteReads &+= work.reads
    disk.pointee.minuteWrites &+= work.writes
    disk.pointee.minuteReadBytes &+= work.readBytes
    disk.pointee.minuteWrittenBytes &+= work.writtenBytes
    // Each operation of the request took its share of the whole time.
    let operations = max(1, work.operations)
    disk.pointee.minuteReadTime &+= span &* work.reads / operations
    disk.pointee.minuteWriteTime &+= span &* work.writes / operations
  }

  /// The volume has what a request needs: its server works on it.
  @inline(never)
  func finishDisk(_ index: Int32, at time: UInt64) {
    let attempt = attempts + Int(index)
    let server = servers + Int(attempt.pointee.server)
    guard server.pointee.life == attempt.pointee.serverLife else {
      return hang(index, at: time, recorder.cause(.instanceDied, server.pointee.name))
    }
    server.pointee.held &-= 1
    work(index, on: server, at: time)
  }

  /// What the volume of a server did in the minute that has ended; `nil` where requests use none.
  func diskObservation(of server: UnsafeMutablePointer<Server>, at time: UInt64) -> DiskObservation? {
    guard let disk = server.pointee.disk, let volume = disk.pointee.volume else { return nil }
    var seen = DiskObservation(volume: volume)
    seen.reads = VolumeWork(
      operations: Int(clamping: disk.pointee.minuteReads),
      time: Duration(nanoseconds: Int64(clamping: disk.pointee.minuteReadTime)))
    seen.writes = VolumeWork(
      operations: Int(clamping: disk.pointee.minuteWrites),
      time: Duration(nanoseconds: Int64(clamping: disk.pointee.minuteWriteTime)))
    seen.readBytes = Int(clamping: disk.pointee.minuteReadBytes)
    seen.writtenBytes = Int(clamping: disk.pointee.minuteWrittenBytes)
    seen.missingCredits = disk.pointee.operations.missing(at: time)
    return seen
  }
}

extension Database {
  /// Why its volume is late at a time.
  func storageOverload(at time: UInt64) -> CauseCode {
    isPaused ? .volumePaused : volume.isSpent(at: time) ? .storageCreditsExhausted : .storageOverloaded
  }
}
