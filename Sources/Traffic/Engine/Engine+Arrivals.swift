import Cloud
import EventKernel

#if DEBUG
  import Synchronization
#endif

extension Engine {
  /// How many resolvers the clients of one population share (TEACH).
  // Simplified: few-resolvers
  static let resolversPerPopulation = 20
  /// How long clients that ignore the TTL keep an answer (TEACH).
  static let stubbornLifetime: UInt64 = 3_600_000_000_000

  #if DEBUG
    /// How many runs had the bug that remembers them.
    private static let runsBegun = Atomic<UInt64>(0)
  #endif

  func prepareSources() {
    #if DEBUG
      let earlier =
        planted == .remembersRuns ? Engine.runsBegun.add(1, ordering: .relaxed).newValue : 0
      let horizon =
        planted == .horizonInDraws ? UInt64(max(0, run.experiment.duration.nanoseconds)) : 0
      let weather = WeatherSeed(run.weather.rawValue &+ earlier &+ horizon)
    #else
      let weather = run.weather
    #endif
    var sources: [Source] = []
    for (position, population) in workload.populations.enumerated() {
      sources.append(
        Source(
          population: population, position: position, weather: weather,
          resolvers: Engine.resolversPerPopulation, lookup: lookupSpan(fromCity: population.city)))
    }
    for (position, source) in sources.enumerated() {
      self.sources.advanced(by: position).initialize(to: source)
    }
  }

  func putDownFirstArrival(of position: Int) {
    sources[position].remaining = sources[position].arrivals.draws(0).exponential(0, ziggurat)
    putDownArrival(of: position)
  }

  /// Puts the next arrival of a population down at the time at which it reaches the cloud.
  @inline(__always)
  func putDownArrival(of position: Int) {
    guard let elapsed = sources[position].nextArrival() else { return }
    let begins = start &+ elapsed
    guard begins < end else { return }
    let payload =
      Engine.arrivalBit | (sources[position].generation & 0x7FFF) << 16 | UInt32(position)
    queue.push(at: begins &+ sources[position].lead, payload: payload)
  }

  /// The rate of all users changes now: what was put down is put down again.
  func setSurge(_ factor: Double, at time: UInt64) {
    for position in 0..<sourceCount {
      let elapsed = time > start + sources[position].lead ? time - start - sources[position].lead : 0
      sources[position].integrate(upTo: max(elapsed, sources[position].integrated))
      sources[position].surge = factor
      sources[position].generation &+= 1
      putDownArrival(of: position)
    }
  }

  /// A request comes: it is described, resolved, and enters; the next one is put down.
  @inline(__always)
  func arrive(at time: UInt64, payload: UInt32) {
    let position = Int(payload & 0xFFFF)
    guard (payload >> 16) & 0x7FFF == sources[position].generation & 0x7FFF else { return }
    let lead = sources[position].lead
    let begins = time &- lead
    let number = sources[position].number
    sources[position].number = number &+ 1
    sources[position].integrated = begins &- start
    sources[position].remaining =
      sources[position].arrivals.draws(number &+ 1).exponential(0, ziggurat)
    putDownArrival(of: position)

    let base = sources[position].requests.draws(number).base
    let pick = Draws.draw(base, DrawIndex.kind)
    var kind = 0
    while pick > kinds[kind].threshold { kind &+= 1 }
    var attempt = Attempt(
      start: begins, deadline: begins &+ sources[position].timeout, begun: begins, base: base,
      number: UInt32(truncatingIfNeeded: number), population: UInt16(position), kind: UInt8(kind))
    attempt.reads = kinds[kind].reads
    attempt.writes = kinds[kind].writes
    if begins >= settlingFrom, begins < settlingUntil {
      for settling in settlings where begins >= settling.from && begins < settling.until {
        attempt.isSteady = false
      }
    }
    if let traced = run.traced, traced.population == position, traced.number == Int(number) {
      attempt.isTraced = true
    }
    recorder.offer(attempt)
    let index = allocateAttempt(attempt)
    send(index, at: time)
  }

  /// The client of an attempt resolves the name and sends to one of the addresses.
  ///
  /// - Parameter time: when the request reaches the cloud if the way is the shortest of its population.
  @inline(__always)
  func send(_ index: Int32, at time: UInt64) {
    recorder.attempts &+= 1
    let attempt = attempts + Int(index)
    let position = Int(attempt.pointee.population)
    let base = attempt.pointee.base
    let resolver = Int(
      Draws.below(UInt64(Engine.resolversPerPopulation), Draws.draw(base, DrawIndex.resolver)))
    let stubborn =
      sources[position].ignoresTTL > 0
      && Draws.unit(Draws.draw(base, DrawIndex.ignoresTTL)) < sources[position].ignoresTTL
    let begins = time &- sources[position].lead
    if isOver(sources[position].resolvers[resolver].expires, at: begins) {
      resolve(population: position, resolver: resolver, at: begins)
    }
    let known = sources[position].resolvers[resolver].answered
    let looked = !stubborn && known > begins ? known &- begins : 0
    attempt.pointee.looked = looked
    let count = UInt64(
      stubborn
        ? sources[position].resolvers[resolver].stubbornEntries.count
        : sources[position].resolvers[resolver].entries.count)
    guard count > 0 else {
      let cause = sources[position].resolvers[resolver].failure
      trace(index, "no-address", recorder.causes[Int(cause)].resource, at: begins)
      fail(index, at: begins &+ looked, cause)
      return
    }
    let choice = Self.choice(among: count, base, tries: UInt64(attempt.pointee.tries))
    let entry =
      stubborn
      ? sources[position].resolvers[resolver].stubbornEntries[choice]
      : sources[position].resolvers[resolver].entries[choice]
    attempt.pointee.entry = entry
    let way = oneWay(from: position, to: entry)
    attempt.pointee.wayBack = UInt32(clamping: way)
    if looked > 0 { trace(index, "looks-up", sources[position].population.host, at: begins, span: looked) }
    trace(index, "address", entries[Int(entry)].address.description, at: begins &+ looked, span: way)
    // A first attempt is put down for when it reaches the cloud; one that is made again still has to travel: what comes
    // before it is to find the processors as it leaves them.
    if way == sources[position].lead, looked == 0, attempt.pointee.tries == 0 {
      enter(index, at: time)
    } else {
      attempt.pointee.stage = .enters
      queue.push(at: max(time, begins &+ way) &+ looked, payload: UInt32(bitPattern: index))
    }
  }

  /// Whether an answer that a resolver keeps has come to its end.
  @inline(__always)
  private func isOver(_ expires: UInt64, at time: UInt64) -> Bool {
    #if DEBUG
      if planted == .keptTooLong { return expires == 0 || expires &+ 1_000_000_000 <= time }
    #endif
    return expires <= time
  }

  /// The position of the address that a client takes: any at first, then the others, from any of them on.
  ///
  /// Answers come in an order of chance, so that what one address loses falls on all others and not on its neighbour.
  @inline(__always)
  static func choice(among count: UInt64, _ base: UInt64, tries: UInt64) -> Int {
    let first = Draws.below(count, Draws.draw(base, DrawIndex.address))
    guard tries > 0, count > 1 else { return Int(first) }
    let others = count &- 1
    let begin = Draws.below(others, Draws.draw(base, DrawIndex.otherAddress))
    return Int((first &+ 1 &+ (begin &+ tries &- 1) % others) % count)
  }

  /// The client tries again, with another address of the answer.
  func retry(_ index: Int32, at time: UInt64) {
    let position = Int(attempts[Int(index)].population)
    attempts[Int(index)].deadline = time &+ sources[position].timeout
    attempts[Int(index)].beginAgain(at: time)
    let kind = Int(attempts[Int(index)].kind)
    attempts[Int(index)].reads = kinds[kind].reads
    attempts[Int(index)].writes = kinds[kind].writes
    attempts[Int(index)].queries = 0
    attempts[Int(index)].queryTries = 0
    attempts[Int(index)].isStale = false
    attempts[Int(index)].sessionReads = 0
    attempts[Int(index)].faultDelay = 0
    attempts[Int(index)].isCutByBalancer = false
    attempts[Int(index)].redirects = 0
    trace(index, "client-retries", "", at: time)
    send(index, at: time &+ sources[position].lead)
  }
}
