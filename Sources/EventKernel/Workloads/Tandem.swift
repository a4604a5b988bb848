/// Workload W2: four single servers in turn, then one of two stations of four servers.
///
/// An event's payload holds what ends in its lower three bits and the customer above: 0 an arrival, 1 a service at a single server (which one is in the
/// two bits above), 2 and 3 a service at a station.
enum Tandem<Source: WorkloadSource> {
  static func run(customers: Int, seed: UInt64) -> KernelRun {
    var source = Source(seed: seed)
    var queue = EventQueue(capacity: 64)
    var pool = CustomerPool()
    var sojourn = HistogramRecorder()
    let lines = UnsafeMutablePointer<CustomerPool.Line>.allocate(capacity: 6)
    lines.initialize(repeating: CustomerPool.Line(), count: 6)
    let busy = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    busy.initialize(repeating: 0, count: 2)
    defer {
      lines.deallocate()
      busy.deallocate()
    }
    var arrived: UInt64 = 0
    var events = 0
    let between = 1e9 / 200.0
    let service = 1e9 / 60.0
    var coming = source.base(0)
    if customers > 0 { queue.push(at: source.span(coming, 0, mean: between), payload: 0) }
    while !queue.isEmpty {
      let event = queue.popMin()
      let now = event.nanoseconds
      let payload = event.payload
      let kind = payload & 7
      events &+= 1
      if kind == 0 {
        let customer = pool.add(arrival: now, base: coming)
        let server = Int(arrived & 3)
        if lines[server].isEmpty {
          queue.push(at: now &+ source.span(coming, 1, mean: service), payload: UInt32(server) << 3 | 1)
        }
        pool.append(customer, to: &lines[server])
        arrived &+= 1
        if arrived < customers {
          coming = source.base(arrived)
          queue.push(at: now &+ source.span(coming, 0, mean: between), payload: 0)
        }
      } else if kind == 1 {
        let server = Int(payload >> 3)
        let customer = pool.takeFirst(of: &lines[server])
        if !lines[server].isEmpty {
          let base = pool.records[Int(lines[server].head)].base
          queue.push(at: now &+ source.span(base, 1, mean: service), payload: payload)
        }
        let base = pool.records[Int(customer)].base
        let station = source.coin(base, 2)
        if busy[station] < 4 {
          busy[station] &+= 1
          let end = now &+ source.span(base, 3, mean: service)
          queue.push(at: end, payload: UInt32(bitPattern: customer) << 3 | UInt32(2 &+ station))
        } else {
          pool.append(customer, to: &lines[4 &+ station])
        }
      } else {
        let station = Int(kind) &- 2
        let customer = Int32(bitPattern: payload >> 3)
        sojourn.record(nanoseconds: now &- pool.records[Int(customer)].arrival)
        pool.remove(customer)
        if lines[4 &+ station].isEmpty {
          busy[station] &-= 1
        } else {
          let next = pool.takeFirst(of: &lines[4 &+ station])
          let end = now &+ source.span(pool.records[Int(next)].base, 3, mean: service)
          queue.push(at: end, payload: UInt32(bitPattern: next) << 3 | kind)
        }
      }
    }
    return KernelRun(customers: customers, events: events, sojourn: sojourn.histogram)
  }
}
