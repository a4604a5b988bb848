import Cloud
import EventKernel

/// The users of one population: when their next request comes, and whom their resolvers send them to.
///
/// The n-th request comes when the rate, integrated over time, has reached the sum of n unit exponentials: a surge
/// makes the same requests come earlier, and changes none of them.
struct Source {
  let population: Population
  let arrivals: DrawFamily
  let requests: DrawFamily
  let timeout: UInt64
  let retries: UInt8
  let ignoresTTL: Double
  /// The number of the next request.
  var number: UInt64 = 0
  /// How long a request travels at the least before it reaches the cloud.
  var lead: UInt64 = 0
  /// The first point of the profile that lies behind `integrated`.
  private var point = 0
  /// How many points the profile has, and the rate behind the last of them.
  private let pointCount: Int
  private let lastRate: Double
  /// The time up to which the rate has been integrated, since the run began.
  var integrated: UInt64 = 0
  /// What of the exponential remains to the next request.
  var remaining = 0.0
  /// What the profile is multiplied by while a surge lasts.
  var surge = 1.0
  /// Rises with every change of the rate: an arrival put down before is not one any more.
  var generation: UInt32 = 0
  var resolvers: [Resolver]
  /// How long one of its resolvers waits for an answer of Route 53.
  let lookup: UInt64

  init(population: Population, position: Int, weather: WeatherSeed, resolvers count: Int, lookup: UInt64) {
    #if DEBUG
      let planted = PlantedBug.current.get()
      let ownDraws = planted == .sharedArrivals ? 0 : UInt64(position)
      let timeoutBits: UInt64 = planted == .timeoutIn32Bits ? 0xFFFF_FFFF : .max
      let retryBits: UInt8 = planted == .retriesInOneBit ? 1 : .max
    #else
      let ownDraws = UInt64(position)
      let timeoutBits = UInt64.max
      let retryBits = UInt8.max
    #endif
    self.population = population
    arrivals = DrawFamily(
      seed: weather.rawValue, purpose: DrawPurpose.arrivals.rawValue, population: ownDraws)
    requests = DrawFamily(
      seed: weather.rawValue, purpose: DrawPurpose.request.rawValue, population: UInt64(position))
    timeout = UInt64(max(0, population.timeout.nanoseconds)) & timeoutBits
    retries = UInt8(clamping: population.retries) & retryBits
    ignoresTTL = population.ignoresTTL
    pointCount = population.rate.points.count
    lastRate = population.rate.points.last?.perSecond ?? 0
    resolvers = Array(repeating: Resolver(), count: count)
    self.lookup = lookup
  }

  /// The time since the run began at which the integrated rate has grown by `remaining`; `nil` when it never does.
  @inline(__always)
  mutating func nextArrival() -> UInt64? {
    guard point == pointCount else { return nextArrivalOfProfile() }
    // Behind its last point the rate stays, as that of most users always does.
    let rate = lastRate * surge / 1e9
    return rate > 0 ? Source.moment(Double(integrated) + remaining / rate) : nil
  }

  private mutating func nextArrivalOfProfile() -> UInt64? {
    let points = population.rate.points
    var time = Double(integrated)
    var units = remaining
    while point < points.count, Double(points[point].at.nanoseconds) <= time { point += 1 }
    var index = point
    while true {
      let from = Source.rate(points, at: time, next: index) * surge / 1e9
      guard index < points.count else {
        return from > 0 ? Source.moment(time + units / from) : nil
      }
      let end = Double(points[index].at.nanoseconds)
      let until = points[index].perSecond * surge / 1e9
      let span = end - time
      let slope = index == 0 ? 0 : (until - from) / span
      let area = index == 0 ? from * span : (from + until) / 2 * span
      if units <= area, area > 0 {
        let root = (from * from + 2 * slope * units).squareRoot()
        let step = slope == 0 ? units / from : 2 * units / (from + root)
        return Source.moment(time + step)
      }
      units -= area
      time = end
      while index < points.count, Double(points[index].at.nanoseconds) <= time { index += 1 }
    }
  }

  /// Integrates the rate up to a time with no arrival before it, so that a new rate can go on from there.
  mutating func integrate(upTo time: UInt64) {
    let points = population.rate.points
    var from = Double(integrated)
    let end = Double(time)
    while from < end {
      let index = points.firstIndex { Double($0.at.nanoseconds) > from } ?? points.count
      let next = index < points.count ? min(end, Double(points[index].at.nanoseconds)) : end
      let first = Source.rate(points, at: from, next: index)
      let last = index == points.count || index == 0 ? first : Source.rate(points, at: next, next: index)
      remaining -= (first + last) / 2 * surge / 1e9 * (next - from)
      from = next
    }
    remaining = max(0, remaining)
    integrated = time
  }

  /// How long the client of a request waits before a try, numbered from 1.
  func retryDelay(beforeTry tries: UInt8, of base: UInt64) -> UInt64 {
    let delay = longestRetryDelay(beforeTry: tries)
    guard population.retryJitter else { return UInt64(delay) }
    return UInt64(delay * Draws.unit(Draws.draw(base, DrawIndex.retryDelay(attempt: tries))))
  }

  /// The mean of that wait over all requests, in nanoseconds.
  func meanRetryDelay(beforeTry tries: UInt8) -> Double {
    longestRetryDelay(beforeTry: tries) * (population.retryJitter ? 0.5 : 1)
  }

  private func longestRetryDelay(beforeTry tries: UInt8) -> Double {
    let first = Double(max(0, population.retryDelay.nanoseconds))
    let most = max(first, Double(Population.longestRetryDelay.nanoseconds))
    var delay = first
    for _ in 1..<max(1, tries) where delay < most { delay *= population.retryFactor }
    return min(delay, most)
  }

  static func rate(_ points: [RateProfile.Point], at time: Double, next index: Int) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    if index == 0 { return first.perSecond }
    if index == points.count { return last.perSecond }
    let from = points[index - 1]
    let to = points[index]
    let share =
      (time - Double(from.at.nanoseconds)) / Double(to.at.nanoseconds - from.at.nanoseconds)
    return from.perSecond + (to.perSecond - from.perSecond) * share
  }

  @inline(__always)
  private static func moment(_ nanoseconds: Double) -> UInt64? {
    nanoseconds < 9e18 ? UInt64(nanoseconds) : nil
  }
}

/// A DNS resolver of a population: keeps an answer for its TTL.
struct Resolver {
  /// Until when the answer is kept.
  var expires: UInt64 = 0
  /// Until when clients that ignore the TTL keep it.
  var expiresForStubborn: UInt64 = 0
  /// The entry points of the kept answer.
  var entries: [Int32] = []
  /// Those that stubborn clients keep.
  var stubbornEntries: [Int32] = []
  /// Why there is no address: a position in the table of causes, or -1.
  var failure: Int32 = -1
  /// How often it has asked, part of the address of its draws.
  var questions: UInt64 = 0
  /// When the answer that it has asked for is there.
  var answered: UInt64 = 0
}
