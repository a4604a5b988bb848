import Cloud
import EventKernel

/// What the databases and caches leave of a flow.
struct FlowAnswer {
  /// The share of the requests that is served, and how long the queries take in the mean, in seconds.
  var share: Double
  var span = 0.0
  /// What of it is the wait in databases' queues, that wait with its shares, and the cause that it gives.
  var queued = 0.0
  var waits: [(share: Double, span: Double)] = [(1, 0)]
  var cause: Int32 = -1
  /// The highest load on the way.
  var utilisation = 0.0
}

extension FlowEngine {
  /// The queries of a flow: how long they take, and which of the requests fail or wait because of them.
  ///
  /// - Parameters:
  ///   - wait: the seconds that have passed at the server before the first query.
  ///   - share: the share of the requests that comes so far.
  ///   - again: whether their first query is made again, before which no cache is asked.
  func ask(
    _ flow: Int, at index: Int, wait: Double, share: Double, again: Bool = false, into list: inout [FlowEnd],
    _ delays: inout [FlowDelay]
  ) -> FlowAnswer {
    let kind = stations.kinds[flow % kindCount]
    var answer = FlowAnswer(share: share)
    guard kind.reads > 0 || kind.writes > 0 else { return answer }
    let server = stations.servers[index]
    var hits = 0.0
    if kind.reads > 0, let cache = cache(of: flow, at: index) {
      hits = caches[cache].hits[flow % kindCount]
      let zone = stations.caches[cache].zone
      let way = 2 * Double(stations.zoneLatency(server.zone, zone)) / 1e9
      answer.span += Double(kind.reads) * (way + caches[cache].span)
      answer.utilisation = caches[cache].load
      addLosses(&delays, server.zone, zone, exchanges: Double(kind.reads))
    }
    // The share that has a connection from its reads, and how many queries of them how large a share makes.
    var held = 0.0
    var counts = [1.0]
    var asked = -1
    for writing in [false, true] {
      let all = Int(writing ? kind.writes : kind.reads)
      let missing =
        writing ? Double(all) : again ? 1 + Double(all - 1) * (1 - hits) : Double(all) * (1 - hits)
      guard all > 0, missing > 0 else { continue }
      // Those with at least one query that reaches a database.
      let some = writing || again ? 1 : 1 - FlowEngine.power(hits, all)
      switch access(ofServer: index, writing: writing) {
      case .fails(let cause):
        list.append(FlowEnd(share: answer.share * some, cause: cause, span: wait + answer.span))
        answer.share *= 1 - some
      case .waits(let cause):
        answer.cause = cause
        list.append(
          FlowEnd(share: answer.share * some, cause: FlowEnd.waits, span: wait + answer.span, pending: cause))
        answer.share *= 1 - some
      case .asks(let position):
        let failing = max(0, some - held) * blocked(index, at: position)
        if !writing, failing < 1 { held = some * (1 - failing / max(1e-12, some)) / (1 - failing) }
        if failing > 1e-9 {
          let isShared =
            place(of: index, at: position).map { databases[position].pools[$0].isShared } ?? false
          let cause = stations.recorder.cause(
            isShared ? .connectionsExhausted : .poolExhausted,
            isShared ? stations.databases[position].identifier : server.name)
          list.append(FlowEnd(share: answer.share * failing, cause: cause, span: wait + answer.span))
          answer.share *= 1 - failing
        }
        if asked >= 0, asked != position {
          addWaits(for: counts, at: asked, &answer)
          counts = [1]
        }
        asked = position
        counts = FlowEngine.counts(
          counts, of: all, missing: writing ? 1 : 1 - hits, again: again && !writing,
          turnedAway: writing ? 0 : blocked(index, at: position))
        addQueries(missing, to: position, from: index, writing: writing, &answer, &delays)
      }
    }
    if asked >= 0 { addWaits(for: counts, at: asked, &answer) }
    return answer
  }

  /// How large a share of requests makes how many queries, when each makes some more.
  ///
  /// - Parameters:
  ///   - all: how many more at the most, each of which is made in a share of `missing`.
  ///   - again: whether the first of them is made in any case.
  ///   - turnedAway: the share of those with at least one that finds no connection and is gone.
  private static func counts(
    _ before: [Double], of all: Int, missing: Double, again: Bool, turnedAway: Double
  ) -> [Double] {
    var more = again ? [0.0, 1.0] : [1.0]
    for _ in 0..<(again ? all - 1 : all) {
      var next = Array(repeating: 0.0, count: more.count + 1)
      for (number, share) in more.enumerated() {
        next[number] += share * (1 - missing)
        next[number + 1] += share * missing
      }
      more = next
    }
    for number in more.indices.dropFirst() { more[number] *= 1 - turnedAway }
    let sum = max(1e-12, more.reduce(0, +))
    var counts = Array(repeating: 0.0, count: before.count + more.count - 1)
    for (first, share) in before.enumerated() {
      for (second, part) in more.enumerated() { counts[first + second] += share * part / sum }
    }
    return counts
  }

  /// Has requests wait for as many queries as they make, one after the other.
  private func addWaits(for counts: [Double], at index: Int, _ answer: inout FlowAnswer) {
    let state = databases[index]
    var waits: [(share: Double, span: Double)] = []
    for before in answer.waits {
      for (number, share) in counts.enumerated() where share > 1e-6 {
        guard number > 0 else {
          waits.append((share: before.share * share, span: before.span))
          continue
        }
        // Each query meets the queue as it is when the one before is done.
        var factor = 0.0
        for _ in 0..<number { factor = factor * (1 + state.trend) + 1 }
        for wait in state.waits {
          waits.append((share: before.share * share * wait.share, span: before.span + factor * wait.span))
        }
      }
    }
    answer.waits = waits
  }

  /// Adds the time of so many queries to a database.
  private func addQueries(
    _ count: Double, to position: Int, from index: Int, writing: Bool, _ answer: inout FlowAnswer,
    _ delays: inout [FlowDelay]
  ) {
    let state = databases[position]
    let station = stations.databases[position]
    let copied = writing && station.isMultiAZ ? 0.001 : 0
    answer.span += count * (state.span + roundTrip(index, position) + copied)
    answer.queued += count * state.meanWait
    answer.utilisation = max(answer.utilisation, state.utilisation)
    for hindrance in station.hindrances {
      let share = 1 - ElementaryFunctions.pow(max(1e-12, 1 - hindrance.share), count)
      delays.append(FlowDelay(share: share, span: Double(hindrance.delay) / 1e9, cause: hindrance.cause))
    }
    addLosses(&delays, stations.servers[index].zone, station.zone, exchanges: count)
    answer.cause = stations.recorder.cause(
      state.volumeWaits ? station.storageOverload(at: time) : .databaseOverloaded, station.identifier)
  }
}
