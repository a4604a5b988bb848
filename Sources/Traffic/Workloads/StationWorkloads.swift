import Cloud
package import EventKernel

/// Small queueing systems wired by hand over the engine's own machines and databases: how fast these are without users,
/// names and load balancers.
package enum StationWorkloads {
  /// What a run gave.
  package struct Run: Sendable, Equatable {
    /// The number of events that were taken from the queue.
    package let events: Int
    /// The times that customers spent, from arrival until they left.
    package let sojourn: Histogram
    /// The same by the machine that they came to.
    package let byMachine: [Histogram]
  }

  /// Workload W2, as `KernelWorkloads.runW2` with addressed draws: random arrivals at 200 a second, in turn to four machines
  /// of one vCPU, then by chance to one of two databases of four; every vCPU takes 1/60 s on average.
  ///
  /// Both give the same times, to the nanosecond.
  package static func runW2(customers: Int, seed: UInt64) -> Run {
    StationTandem(customers: customers, seed: seed).run()
  }
}

/// The stations of workload W2, and the customers in them.
///
/// An event's payload holds what ends in its lower two bits and the customer above: 0 an arrival, 1 the work of a machine,
/// 2 that of a database.
private struct StationTandem {
  /// A customer who is present.
  struct Customer {
    /// When the customer came, nanoseconds.
    var arrival: UInt64
    /// What the customer's draws begin with.
    var base: UInt64
    /// The next free record when this one is free.
    var next: Int32
    /// The machine that the customer came to.
    var machine: Int32
  }

  static let machineCount = 4
  static let databaseCount = 2
  static let between = 1e9 / 200.0
  static let service = 1e9 / 60.0

  let customers: Int
  let family: DrawFamily

  init(customers: Int, seed: UInt64) {
    self.customers = customers
    family = DrawFamily(seed: seed, purpose: 1, population: 0)
  }

  func run() -> StationWorkloads.Run {
    let ziggurat = Ziggurat.standard
    var queue = EventQueue(capacity: 1_024)
    var sojourn = HistogramRecorder()
    let grid = MinuteGrid(from: 0, until: UInt64(max(0, customers)) &* UInt64(StationTandem.between))
    let machines = StationTandem.machines(grid)
    let databases = StationTandem.databases()
    var capacity = 1_024
    var records = UnsafeMutablePointer<Customer>.allocate(capacity: capacity)
    defer {
      for index in 0..<StationTandem.machineCount { machines[index].deallocate() }
      machines.deinitialize(count: StationTandem.machineCount).deallocate()
      for index in 0..<StationTandem.databaseCount { databases[index].station.deallocate() }
      databases.deinitialize(count: StationTandem.databaseCount).deallocate()
      records.deallocate()
    }
    var used: Int32 = 0
    var free: Int32 = -1
    var arrived = 0
    var events = 0
    var coming = family.draws(0).base
    if customers > 0 {
      queue.push(at: StationTandem.span(coming, 0, StationTandem.between, ziggurat), payload: 0)
    }
    while !queue.isEmpty {
      let event = queue.popMin()
      let now = event.nanoseconds
      events &+= 1
      switch event.payload & 3 {
      case 0:
        var customer = free
        if customer >= 0 {
          free = records[Int(customer)].next
        } else {
          if Int(used) == capacity {
            let larger = UnsafeMutablePointer<Customer>.allocate(capacity: capacity * 2)
            larger.moveInitialize(from: records, count: capacity)
            records.deallocate()
            records = larger
            capacity *= 2
          }
          customer = used
          used &+= 1
        }
        let machine = arrived % StationTandem.machineCount
        records.advanced(by: Int(customer)).initialize(
          to: Customer(arrival: now, base: coming, next: -1, machine: Int32(machine)))
        let work = StationTandem.span(coming, 1, StationTandem.service, ziggurat)
        let (begins, ends) = machines[machine].station.reserve(at: now, work: work)
        machines[machine].busy.add(from: begins, to: ends)
        machines[machine].held &+= 1
        queue.push(at: ends, payload: UInt32(bitPattern: customer) << 2 | 1)
        arrived &+= 1
        if arrived < customers {
          coming = family.draws(UInt64(arrived)).base
          let next = StationTandem.span(coming, 0, StationTandem.between, ziggurat)
          queue.push(at: now &+ next, payload: 0)
        }
      case 1:
        let customer = records + Int(event.payload >> 2)
        machines[Int(customer.pointee.machine)].held &-= 1
        let base = customer.pointee.base
        let database = databases + Int(Draws.draw(base, 2) >> 63)
        let work = StationTandem.span(base, 3, StationTandem.service, ziggurat)
        let (_, ends) = database.pointee.station.reserve(at: now, work: work)
        database.pointee.busy &+= work
        database.pointee.queries &+= 1
        queue.push(at: ends, payload: event.payload & ~3 | 2)
      default:
        let index = Int32(bitPattern: event.payload >> 2)
        let customer = records + Int(index)
        let span = now &- customer.pointee.arrival
        let machine = machines + Int(customer.pointee.machine)
        machine.pointee.answered &+= 1
        machine.pointee.latency[HistogramLayout.index(ofNanoseconds: span)] &+= 1
        machine.pointee.latencySum &+= span
        if span > machine.pointee.latencyMax { machine.pointee.latencyMax = span }
        sojourn.record(nanoseconds: span)
        customer.pointee.next = free
        free = index
      }
    }
    return StationWorkloads.Run(
      events: events, sojourn: sojourn.histogram,
      byMachine: (0..<StationTandem.machineCount).map { machines[$0].latencies })
  }

  @inline(__always)
  private static func span(_ base: UInt64, _ index: Int, _ mean: Double, _ ziggurat: Ziggurat) -> UInt64 {
    UInt64(bitPattern: Int64(mean * Draws(base: base).exponential(index, ziggurat)))
  }

  private static func machines(_ grid: MinuteGrid) -> UnsafeMutablePointer<Server> {
    let machines = UnsafeMutablePointer<Server>.allocate(capacity: machineCount)
    for index in 0..<machineCount {
      machines.advanced(by: index).initialize(
        to: Server(instance: InstanceID(bits: UInt64(index)), zone: 0, vcpus: 1, minutes: grid))
    }
    return machines
  }

  private static func databases() -> UnsafeMutablePointer<Database> {
    let databases = UnsafeMutablePointer<Database>.allocate(capacity: databaseCount)
    for index in 0..<databaseCount {
      databases.advanced(by: index).initialize(
        to: Database(key: "\(index)", identifier: "\(index)", zone: 0, station: Station(servers: 4)))
    }
    return databases
  }
}

extension Server {
  /// The latencies of the requests that it answered.
  fileprivate var latencies: Histogram {
    Histogram(
      counts: UnsafeBufferPointer(start: latency, count: HistogramLayout.bucketCount),
      sumNanoseconds: UInt128(latencySum), maxNanoseconds: latencyMax)
  }
}
