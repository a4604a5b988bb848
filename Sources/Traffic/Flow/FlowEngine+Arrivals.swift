import Cloud
import EventKernel

/// Addresses that some of a population's resolvers keep.
struct FlowMix {
  let entries: [Int32]
  /// Why there is none, a position in the table of causes.
  let failure: Int32
  /// The share of the population's clients.
  var share: Double
}

extension FlowEngine {
  /// Requests a second of a population now and a while later.
  func rate(of population: Int, at moment: Double) -> Double {
    let source = stations.sources[population]
    let points = source.population.rate.points
    let nanoseconds = moment * 1e9
    let next = points.firstIndex { Double($0.at.nanoseconds) > nanoseconds } ?? points.count
    return max(0, Source.rate(points, at: nanoseconds, next: next) * source.surge)
  }

  /// Resolvers whose answer has ended ask again, with the draws that they have in the engine of requests.
  func resolveNames() {
    let time = time
    for position in 0..<stations.sourceCount {
      var isNew = mixes[position].isEmpty
      let rate = rate(of: position, at: now)
      guard rate > 0 || isNew else { continue }
      let gap = askingGap(of: position, rate: rate)
      let population = stations.sources[position].population
      var answer: DNSAnswer?
      for resolver in stations.sources[position].resolvers.indices {
        let expires = stations.sources[position].resolvers[resolver].expires
        guard expires == 0 || expires + gap <= time else { continue }
        let before = stations.sources[position].resolvers[resolver].entries
        let route53 = answer ?? stations.world.resolve(host: population.host, from: population.city)
        answer = route53
        stations.resolve(population: position, resolver: resolver, at: time, route53)
        isNew = isNew || stations.sources[position].resolvers[resolver].entries != before
      }
      if isNew {
        if stations.edges.isInUse { met = .edgeLocations }
        mixes[position] = mix(of: position)
        step = FlowEngine.shortest
      }
    }
  }

  /// How long after its answer has ended a resolver is asked again: until the first client comes, in nanoseconds.
  func askingGap(of position: Int, rate: Double) -> UInt64 {
    rate > 0 ? UInt64(min(60, Double(Engine.resolversPerPopulation) / rate) * 1e9) : 0
  }

  private func mix(of position: Int) -> [FlowMix] {
    var list: [FlowMix] = []
    func add(_ entries: [Int32], _ failure: Int32, _ share: Double) {
      guard share > 0 else { return }
      if let index = list.firstIndex(where: { $0.entries == entries && $0.failure == failure }) {
        list[index].share += share
      } else {
        list.append(FlowMix(entries: entries, failure: failure, share: share))
      }
    }
    let source = stations.sources[position]
    let part = 1 / Double(source.resolvers.count)
    for resolver in source.resolvers {
      add(resolver.entries, resolver.failure, part * (1 - source.ignoresTTL))
      add(resolver.stubbornEntries, resolver.failure, part * source.ignoresTTL)
    }
    return list
  }

  /// Puts together what comes in a step: new requests and attempts that are made again.
  func gather(isSending: Bool) {
    parcels.removeAll(keepingCapacity: true)
    returning.removeAll(keepingCapacity: true)
    if isSending {
      for population in mixes.indices {
        // A straight line's mean is its value in the middle.
        let amount = rate(of: population, at: now + length / 2) * length
        guard amount > 0 else { continue }
        var before = 0.0
        for kind in 0..<kindCount {
          let threshold = stations.kinds[kind].threshold
          let limit = threshold == .max ? 1 : Double(threshold) / 0x1p64
          let part = amount * max(0, limit - before)
          before = max(before, limit)
          tally.offer(part, kind: kind, at: now)
          let flow = population * kindCount + kind
          send(part, flow: flow, tries: 0, tried: 0, began: now + length / 2)
        }
      }
    }
    var kept = 0
    for index in cohorts.indices {
      var cohort = cohorts[index]
      let end = cohort.from + cohort.length
      let until = now + length
      if cohort.from < until {
        let share = end <= until ? 1 : (until - cohort.from) / cohort.length
        var part = cohort
        part.amount *= share
        cohort.amount -= part.amount
        cohort.length = end - until
        cohort.from = until
        if part.server >= 0 {
          returning.append(part)
        } else {
          send(part.amount, flow: part.flow, tries: part.tries, tried: part.tried, began: part.began)
        }
        if end <= until { continue }
      }
      cohorts[kept] = cohort
      kept += 1
    }
    cohorts.removeLast(cohorts.count - kept)
    firstNew = kept
  }

  /// Attempts take addresses: any at first, then one that they have not tried.
  private func send(_ amount: Double, flow: Int, tries: Int, tried: UInt64, began: Double) {
    guard amount > 0 else { return }
    for mix in mixes[flow / kindCount] {
      let part = amount * mix.share
      tally.attempts += part
      guard !mix.entries.isEmpty else {
        parcels.append(
          FlowParcel(
            flow: flow, entry: -1, cause: mix.failure, amount: part, tries: tries, tried: tried, began: began)
        )
        continue
      }
      func isNew(_ entry: Int32) -> Bool { tried & FlowEngine.bit(of: entry) == 0 }
      let fresh = mix.entries.count(where: isNew)
      for entry in mix.entries where fresh == 0 || isNew(entry) {
        let share = part / Double(fresh == 0 ? mix.entries.count : fresh)
        add(
          FlowParcel(flow: flow, entry: entry, amount: share, tries: tries, tried: tried, began: began))
      }
    }
  }

  private func add(_ parcel: FlowParcel) {
    let same = parcels.firstIndex {
      $0.entry == parcel.entry && $0.flow == parcel.flow && $0.tries == parcel.tries
        && $0.tried == parcel.tried && FlowTally.window(of: $0.began) == FlowTally.window(of: parcel.began)
    }
    guard let same else { return parcels.append(parcel) }
    let all = parcels[same].amount + parcel.amount
    let began = (parcels[same].began * parcels[same].amount + parcel.began * parcel.amount) / all
    parcels[same] = FlowParcel(
      flow: parcel.flow, entry: parcel.entry, amount: all, tries: parcel.tries, tried: parcel.tried,
      began: began)
  }

  /// The bit that tells that an entry point was tried.
  static func bit(of entry: Int32) -> UInt64 { 1 << UInt64(entry & 63) }

  /// Requests come back later; those that are alike come back together.
  func putDown(_ cohort: FlowCohort) {
    guard cohort.amount > 1e-9 else { return }
    // Those of earlier steps come back at other times.
    let same = cohorts[firstNew...].lastIndex {
      $0.flow == cohort.flow && $0.tries == cohort.tries && $0.tried == cohort.tried
        && $0.server == cohort.server && $0.node == cohort.node && $0.queryTries == cohort.queryTries
        && $0.entry == cohort.entry
        && $0.cause == cohort.cause && $0.isAbandoned == cohort.isAbandoned
        && abs($0.from - cohort.from) < 0.02
        && abs($0.length - cohort.length) < 1e-9
        && FlowTally.window(of: $0.began) == FlowTally.window(of: cohort.began)
    }
    guard let same else { return cohorts.append(cohort) }
    let all = cohorts[same].amount + cohort.amount
    let share = cohort.amount / all
    cohorts[same].began += (cohort.began - cohorts[same].began) * share
    cohorts[same].elapsed += (cohort.elapsed - cohorts[same].elapsed) * share
    cohorts[same].from += (cohort.from - cohorts[same].from) * share
    cohorts[same].amount = all
  }
}
