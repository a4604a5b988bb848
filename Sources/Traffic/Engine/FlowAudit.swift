/// Checks the flow of requests once a run has ended; the engine keeps one in debug builds alone.
///
/// None may be forgotten, nobody may leave before coming, and Little's law must hold: the mean number under way, read off
/// arrivals and departures in the order of time, equals the rate times the mean time under way, which requests tell one by one.
package struct FlowAudit: Sendable {
  private var arrivals: [UInt64] = []
  private var departures: [UInt64] = []
  /// The sum of what single requests took, in nanoseconds.
  private var spans: UInt128 = 0

  package init() {}

  /// A request was sent at a time.
  package mutating func arrive(at time: UInt64) { arrivals.append(time) }

  /// A request was settled at a time, after a span under way.
  package mutating func depart(at time: UInt64, after span: UInt64) {
    departures.append(time)
    spans += UInt128(span)
  }

  /// What is wrong with the flow; `nil` when it is conserved and L = λW. O(n log n).
  package var flaw: String? {
    guard arrivals.count == departures.count else {
      return "\(arrivals.count) requests came and \(departures.count) were settled"
    }
    let comes = arrivals.sorted()
    let goes = departures.sorted()
    var area: UInt128 = 0
    var underWay: UInt128 = 0
    var last: UInt64 = comes.first ?? 0
    var next = 0
    for time in goes {
      while next < comes.count, comes[next] <= time {
        area += underWay * UInt128(comes[next] - last)
        last = comes[next]
        underWay += 1
        next += 1
      }
      guard underWay > 0 else { return "a request was settled before it came, at \(time)" }
      area += underWay * UInt128(time - last)
      last = time
      underWay -= 1
    }
    return area == spans ? nil : "L·T is \(area) ns, λ·W·T is \(spans) ns"
  }
}
