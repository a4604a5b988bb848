import EventKernel

/// What a cache holds of the keys of one class, by how often they are asked for: few groups of nearly equal ones.
///
/// A key is there from when it was fetched until its entry's time is over, so what was fetched together ends together:
/// what each group fetched is kept in spans of the entries' lifetime until it ends.
struct FlowContents {
  /// Into how many spans a lifetime is cut.
  private static let spans = 240

  /// How many keys each group has, and the share of all reads that each of its keys gets.
  private let counts: [Double]
  private let popularity: [Double]
  /// The share of each group's keys that is there, and what of it was fetched in each span, group by group.
  private var present: [Double]
  private var fetched: [Double]
  /// What is being fetched, by when it comes, and of each group in all.
  private var coming: [Double]
  private var fetching: [Double]
  /// What of each group ends in the present span.
  private var ending: [Double]
  private var lifetime = 0.0
  /// The present span, and when it ends.
  private var span = 0
  private var spanEnd = 0.0

  init(keys: Int, skew: Double) {
    var counts: [Double] = []
    var popularity: [Double] = []
    let weights = keys > 0 ? Zipf.weights(count: keys, exponent: skew) : []
    let total = weights.reduce(0, +)
    var first = 0
    while first < keys {
      let next = min(keys, max(first + 1, first + first / 8))
      let count = Double(next - first)
      counts.append(count)
      popularity.append(weights[first..<next].reduce(0, +) / count / total)
      first = next
    }
    self.counts = counts
    self.popularity = popularity
    present = Array(repeating: 0, count: counts.count)
    fetched = Array(repeating: 0, count: counts.count * Self.spans * 2)
    coming = fetched
    fetching = present
    ending = present
  }

  /// How many keys there are in all.
  var keys: Double { counts.reduce(0, +) }

  /// Forgets everything.
  mutating func clear() {
    for index in present.indices {
      present[index] = 0
      ending[index] = 0
      fetching[index] = 0
    }
    for index in fetched.indices {
      fetched[index] = 0
      coming[index] = 0
    }
  }

  /// Lets time pass. O(groups).
  ///
  /// - Parameters:
  ///   - rate: reads a second whose key is fetched when it is missing.
  ///   - moment: when the step begins, and `length`: how long it is, in seconds.
  ///   - lifetime: how long an entry is good, and `delay`: how long it takes to fetch one.
  /// - Returns: the share of the reads in the step that find their key.
  mutating func advance(
    rate: Double, from moment: Double, length: Double, lifetime: Double, delay: Double
  ) -> Double {
    if lifetime != self.lifetime {
      self.lifetime = lifetime
      spanEnd = moment + lifetime / Double(Self.spans)
    }
    let width = lifetime / Double(Self.spans)
    let later = Int(min(Double(Self.spans - 1), delay / width + 0.5))
    var found = 0.0
    var time = moment
    let end = moment + length
    while time < end {
      while spanEnd <= time + 1e-9 { turn() }
      let until = min(end, spanEnd)
      let part = until - time
      for group in counts.indices {
        present[group] = max(0, present[group] - ending[group] * part / width)
        let missing = max(0, 1 - present[group] - fetching[group])
        let asked = rate * popularity[group] * part
        let kept = ElementaryFunctions.exp(-asked)
        let new = missing * (1 - kept)
        if later == 0 {
          // Of the missing ones the mean share over the span.
          let mean = asked > 1e-9 ? new / asked : missing
          found += counts[group] * popularity[group] * (1 - mean - fetching[group]) * part
          present[group] += new
          fetched[group * Self.spans * 2 + (span + Self.spans) % (Self.spans * 2)] += new
        } else {
          found += counts[group] * popularity[group] * present[group] * part
          fetching[group] += new
          coming[group * Self.spans * 2 + (span + later) % (Self.spans * 2)] += new
        }
      }
      time = until
    }
    return min(1, max(0, found / length))
  }

  /// A span is over: what was fetched a lifetime ago ends evenly in the next one.
  private mutating func turn() {
    let ring = Self.spans * 2
    span = (span + 1) % ring
    spanEnd += lifetime / Double(Self.spans)
    for group in counts.indices {
      let place = group * ring + span
      ending[group] = fetched[place]
      fetched[place] = 0
      let come = coming[place]
      guard come > 0 else { continue }
      coming[place] = 0
      fetching[group] = max(0, fetching[group] - come)
      present[group] = min(1, present[group] + come)
      fetched[group * ring + (span + Self.spans) % ring] += come
    }
  }

  /// How many keys are there, and the share of reads that find theirs, where entries leave that nobody asked for.
  ///
  /// - Parameters:
  ///   - rate: reads a second.
  ///   - capacity: how many keys have room.
  func held(rate: Double, capacity: Double) -> (items: Double, hits: Double) {
    let all = sum(rate: rate, staying: .infinity)
    guard all.items > capacity, rate > 0 else { return all }
    // Che's time: how long an entry stays unasked when the cache is full.
    var low = 0.0
    var high = max(1, 4 * capacity / rate)
    while high < 1e9, sum(rate: rate, staying: high).items < capacity { high *= 2 }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if sum(rate: rate, staying: middle).items < capacity {
        low = middle
      } else {
        high = middle
      }
    }
    return sum(rate: rate, staying: high)
  }

  private func sum(rate: Double, staying time: Double) -> (items: Double, hits: Double) {
    var items = 0.0
    var hits = 0.0
    for group in counts.indices {
      var share = present[group]
      if time < .infinity { share *= 1 - ElementaryFunctions.exp(-rate * popularity[group] * time) }
      items += counts[group] * share
      hits += counts[group] * popularity[group] * share
    }
    return (items, hits)
  }
}
