import EventKernel
import Testing

@Suite("event queue")
struct EventQueueTests {
  private struct Waiting {
    let time: UInt64
    let order: Int
    let payload: UInt32
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `events leave by time, and those of one moment in the order in which they came`(_ seed: UInt64) {
    var stream = RandomStream(seed: seed)
    // Few different times give many ties; numbers that begin near the end run out on the way.
    let moments = [2, 10, 1_000, UInt64.max][Int(seed % 4)]
    let first = seed % 3 == 0 ? UInt32.max - UInt32(stream.below(300)) : 0
    var queue = EventQueue(capacity: 1, firstSequence: first)
    var waiting: [Waiting] = []
    for order in 0..<600 {
      let time = stream.below(moments)
      let payload = UInt32(truncatingIfNeeded: stream.next())
      queue.push(at: time, payload: payload)
      waiting.append(Waiting(time: time, order: order, payload: payload))
      waiting.sort { ($0.time, $0.order) < ($1.time, $1.order) }
      while !waiting.isEmpty && stream.unit() < 0.45 {
        let expected = waiting.removeFirst()
        #expect(queue.nextNanoseconds == expected.time)
        let event = queue.popMin()
        #expect(event.nanoseconds == expected.time && event.payload == expected.payload, "seed \(seed)")
      }
      #expect(queue.count == waiting.count)
    }
    for expected in waiting { #expect(queue.popMin().payload == expected.payload, "seed \(seed)") }
    let empty = queue.isEmpty
    #expect(empty)
  }

  @Test func `an empty queue tells no moment`() {
    var queue = EventQueue()
    let before = queue.nextTime
    #expect(before == nil)
    queue.push(at: .epoch + .seconds(2), payload: 7)
    let next = queue.nextTime
    #expect(next == .epoch + .seconds(2))
    queue.removeAll()
    let count = queue.count
    let nanoseconds = queue.nextNanoseconds
    #expect(count == 0)
    #expect(nanoseconds == .max)
  }

  @Test func `a queue outlives its 32-bit numbers`() {
    var queue = EventQueue(firstSequence: .max)
    for payload in 0..<10 as Range<UInt32> { queue.push(at: 5 as UInt64, payload: payload) }
    var left: [UInt32] = []
    while !queue.isEmpty { left.append(queue.popMin().payload) }
    #expect(left == Array(0..<10))
  }
}
