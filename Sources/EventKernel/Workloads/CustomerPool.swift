/// The customers that are present, as flat records linked into first-in first-out lines.
struct CustomerPool: ~Copyable {
  struct Customer {
    /// When the customer came, nanoseconds.
    var arrival: UInt64
    /// What the customer's draws begin with.
    var base: UInt64
    /// The next in line, or in the list of free records.
    var next: Int32
  }

  /// A line of customers; −1 where there is none.
  struct Line {
    var head: Int32 = -1
    var tail: Int32 = -1
    var isEmpty: Bool { head < 0 }
  }

  private(set) var records: UnsafeMutablePointer<Customer>
  private var capacity = 1_024
  private var used: Int32 = 0
  private var free: Int32 = -1

  init() { records = .allocate(capacity: capacity) }

  deinit { records.deallocate() }

  @inline(__always)
  mutating func add(arrival: UInt64, base: UInt64) -> Int32 {
    let index: Int32
    if free >= 0 {
      index = free
      free = records[Int(index)].next
    } else {
      if Int(used) == capacity { grow() }
      index = used
      used &+= 1
    }
    records[Int(index)] = Customer(arrival: arrival, base: base, next: -1)
    return index
  }

  @inline(__always)
  mutating func remove(_ index: Int32) {
    records[Int(index)].next = free
    free = index
  }

  @inline(__always)
  func append(_ index: Int32, to line: inout Line) {
    records[Int(index)].next = -1
    if line.isEmpty { line.head = index } else { records[Int(line.tail)].next = index }
    line.tail = index
  }

  @inline(__always)
  func takeFirst(of line: inout Line) -> Int32 {
    let index = line.head
    line.head = records[Int(index)].next
    return index
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Customer>.allocate(capacity: capacity * 2)
    larger.update(from: records, count: capacity)
    records.deallocate()
    records = larger
    capacity *= 2
  }
}
