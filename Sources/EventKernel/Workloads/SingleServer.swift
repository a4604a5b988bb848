/// Workload W1: M/M/1.
enum SingleServer<Source: WorkloadSource> {
  static func run(customers: Int, seed: UInt64) -> KernelRun {
    var source = Source(seed: seed)
    var queue = EventQueue(capacity: 16)
    var pool = CustomerPool()
    var line = CustomerPool.Line()
    var sojourn = HistogramRecorder()
    var arrived: UInt64 = 0
    var events = 0
    let between = 1e9 / 0.9
    let service = 1e9
    var coming = source.base(0)
    if customers > 0 { queue.push(at: source.span(coming, 0, mean: between), payload: 0) }
    while !queue.isEmpty {
      let event = queue.popMin()
      let now = event.nanoseconds
      events &+= 1
      if event.payload == 0 {
        let customer = pool.add(arrival: now, base: coming)
        if line.isEmpty { queue.push(at: now &+ source.span(coming, 1, mean: service), payload: 1) }
        pool.append(customer, to: &line)
        arrived &+= 1
        if arrived < customers {
          coming = source.base(arrived)
          queue.push(at: now &+ source.span(coming, 0, mean: between), payload: 0)
        }
      } else {
        let customer = pool.takeFirst(of: &line)
        sojourn.record(nanoseconds: now &- pool.records[Int(customer)].arrival)
        pool.remove(customer)
        if !line.isEmpty {
          let base = pool.records[Int(line.head)].base
          queue.push(at: now &+ source.span(base, 1, mean: service), payload: 1)
        }
      }
    }
    return KernelRun(customers: customers, events: events, sojourn: sojourn.histogram)
  }
}
