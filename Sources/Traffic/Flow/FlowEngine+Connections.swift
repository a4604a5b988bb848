import Cloud
import EventKernel

// A database serves its queries one after the other, and every server has at most as many under way as its pool or the
// database allows. In the steady state the numbers under way have a product form in which, given how long the queue is,
// each pool is a loss system of its own; how long the queue is moves like a diffusion whose drift is what the pools let
// through less what the database can do. So one distribution over the queue's length gives the wait, the load and what
// every pool turns away, below the limit, at it and above, and while it fills and empties.
extension FlowEngine {
  /// How many cells the queue of a database has.
  static let databaseCells = 96

  /// Looks again at who asks which database.
  func takeUpPools() {
    for index in databases.indices {
      let old = databases[index]
      databases[index].pools.removeAll(keepingCapacity: true)
      databases[index].places = Array(repeating: -1, count: servers.count)
      for server in servers.indices {
        let row = stations.servers[server]
        guard row.condition == .serving, Int(row.reads) == index || Int(row.writes) == index else { continue }
        var pool = FlowPool(server: server)
        if server < old.places.count, old.places[server] >= 0 { pool = old.pools[old.places[server]] }
        databases[index].places[server] = databases[index].pools.count
        databases[index].pools.append(pool)
      }
    }
  }

  /// What each server has of connections to a database.
  private func setRooms(of index: Int) {
    let most = Double(stations.databases[index].maxConnections)
    var sum = 0.0
    for place in databases[index].pools.indices {
      let server = databases[index].pools[place].server
      var room = Double(stations.servers[server].pool)
      // The pool is one for all databases of a server.
      for other in databases.indices where other != index {
        guard server < databases[other].places.count, databases[other].places[server] >= 0 else { continue }
        room -= databases[other].pools[databases[other].places[server]].connections
      }
      databases[index].pools[place].room = max(1, Int(room + 0.5))
      sum += max(1, room)
    }
    for place in databases[index].pools.indices {
      databases[index].pools[place].isShared = sum > most
      guard sum > most else { continue }
      let room = Double(databases[index].pools[place].room) * most / sum
      databases[index].pools[place].room = max(1, Int(room + 0.5))
    }
  }

  /// How much the shares change that find no connection, when servers ask as they do now.
  func limitConnections(of index: Int) -> Double {
    guard stations.databases[index].isServing else {
      for place in databases[index].pools.indices { databases[index].pools[place].connections = 0 }
      return 0
    }
    setRooms(of: index)
    setCapacity(of: index)
    let capacity = databases[index].capacity
    var room = 0.0
    for pool in databases[index].pools { room += Double(pool.room) }
    var free = 1.0
    let replayed = databases[index].replayed / capacity
    while free > 0.01, 1 - replayed < free { free /= 2 }
    let longest = (room + 8 * room.squareRoot() + 20) / free
    databases[index].queue.fit(
      cells: FlowEngine.databaseCells, width: longest / Double(FlowEngine.databaseCells))
    var difference = 0.0
    for place in databases[index].pools.indices {
      difference = max(difference, limit(pool: place, of: index))
    }
    return difference
  }

  /// What a database can do, and how long queries take beside its longest queue.
  private func setCapacity(of index: Int) {
    let station = stations.databases[index]
    let vcpus = Double(station.station.servers)
    let state = databases[index]
    let rate = state.reads + state.writes + state.replayed
    if rate > 0 { databases[index].perQuery = state.operations / rate }
    let operation = volumeSpan(of: index)
    let mean = rate > 0 ? max(1e-9, state.work / rate) : state.mean
    databases[index].mean = mean
    let byVolume = operation > mean / vcpus
    databases[index].volumeWaits = byVolume
    databases[index].capacity = byVolume ? 1 / operation : vcpus / mean
    let share = min(0.99, rate * operation)
    if byVolume {
      let load = min(0.99 * vcpus, rate * mean)
      databases[index].volumeSpan = operation + databases[index].meanWait
      databases[index].fixedSpan =
        mean
        + FlowQueue.meanWait(
          servers: station.station.servers, load: load, service: mean, arrivalVariation: 1 - share * share,
          serviceVariation: 1)
    } else {
      databases[index].volumeSpan = operation + share * operation / (2 * (1 - share))
      databases[index].fixedSpan = databases[index].volumeSpan + mean * (1 - 1 / vcpus)
    }
    for hindrance in station.hindrances {
      for place in databases[index].pools.indices {
        databases[index].pools[place].away += hindrance.share * Double(hindrance.delay) / 1e9
      }
    }
  }

  /// Works out which share of a pool's queries is turned away, by how long the queue is and in all; gives its change.
  private func limit(pool place: Int, of index: Int) -> Double {
    var pool = databases[index].pools[place]
    let queue = databases[index].queue
    let capacity = suspension(of: index) > 0 ? databases[index].asked : databases[index].capacity
    let load = capacity > 0 ? pool.rate / capacity : 0
    let away = pool.rate * (pool.away + databases[index].fixedSpan)
    let count = queue.shares.count
    let made = (load: load, away: away, width: queue.width, room: pool.room)
    if pool.profile.count != count + 1 || !FlowEngine.isSame(pool.made, made) {
      pool.made = made
      if let other = databases[index].pools[..<place].first(where: {
        $0.profile.count == count + 1 && FlowEngine.isSame($0.made, made)
      }) {
        pool.profile = other.profile
      } else {
        pool.profile = Array(repeating: 0, count: count + 1)
        for border in 0...count {
          pool.profile[border] = FlowQueue.blocking(
            servers: pool.room, load: load * Double(border) * queue.width + away)
        }
      }
    }
    let free = max(1e-3, 1 - databases[index].asked / max(1e-9, databases[index].capacity))
    let low = min(0.5, 1 / free / queue.width)
    var blocked = 0.0
    var held = 0.0
    for cell in 0..<count where queue.shares[cell] > 1e-12 {
      let part = cell == 0 ? low : 0.5
      let here = pool.profile[cell] * (1 - part) + pool.profile[cell + 1] * part
      blocked += queue.shares[cell] * here
      held +=
        queue.shares[cell] * (load * (Double(cell) + part) * queue.width + away) * (1 - here)
    }
    blocked = min(1, max(0, blocked))
    let difference = abs(blocked - pool.blocked)
    pool.blocked = (pool.blocked + blocked) / 2
    pool.connections = min(Double(pool.room), held)
    databases[index].pools[place] = pool
    return difference
  }

  private static func isSame(
    _ left: (load: Double, away: Double, width: Double, room: Int),
    _ right: (load: Double, away: Double, width: Double, room: Int)
  ) -> Bool {
    left.room == right.room && left.width == right.width
      && abs(left.load - right.load) <= 5e-4 * max(left.load, right.load)
      && abs(left.away - right.away) <= 5e-4 * max(0.01, left.away, right.away)
  }

  /// How long the volume of a database takes for a query, in seconds.
  private func volumeSpan(of index: Int) -> Double {
    max(1e-9, databases[index].perQuery * stations.databases[index].volume.pace(at: time))
  }

  /// How long the volume of a database answers nothing, in seconds.
  private func suspension(of index: Int) -> Double {
    let free = stations.databases[index].volume.free
    return free > time ? Double(free - time) / 1e9 : 0
  }

  /// The queue of a database in a step.
  func flow(throughDatabase index: Int) {
    let station = stations.databases[index]
    guard station.isServing else {
      databases[index].utilisation = 0
      return
    }
    let suspended = suspension(of: index)
    let capacity = databases[index].capacity
    let able = suspended > 0 ? 0 : capacity
    let pools = databases[index].pools
    let replayed = databases[index].replayed
    // A request has one query in the queue at a time, and its next one joins behind it: while the queue grows by a share g in
    // the time that it takes, the n-th query of a request comes 1 / (1 + g)^n as often as if it stayed, so that all of them
    // together let it grow as much slower as their mean number n is.
    let asked = databases[index].reads + databases[index].writes + replayed
    let slowness = asked > 0 ? max(1, (databases[index].joining + replayed) / asked) : 1
    databases[index].queue.advance(
      by: length / slowness, spread: (databases[index].volumeWaits ? 0.5 : 1) * capacity
    ) { cell in
      var drift = replayed - able
      for pool in pools { drift += pool.rate * (1 - pool.profile[cell + 1]) }
      return drift
    }
    let queue = databases[index].queue
    let done = max(0, able - max(0, queue.unused))
    let mean = databases[index].mean
    let vcpus = Double(station.station.servers)
    let operation = volumeSpan(of: index)
    databases[index].utilisation = max(done * mean / vcpus, done * operation)
    setWaits(of: index, suspended: suspended)
    if queue.change > 0.02 { isMoving = true }
    if databases[index].utilisation > 0.95 || databases[index].pools.contains(where: { $0.blocked > 0.001 }) {
      isOverloaded = true
    }
    databases[index].worked = min(vcpus, done * mean)
    countQueries(of: index)
  }

  private func setWaits(of index: Int, suspended: Double) {
    let state = databases[index]
    let queue = state.queue
    let station = stations.databases[index]
    let vcpus = station.station.servers
    let load = state.asked / state.capacity
    let service = 1 / state.capacity
    var short = service
    if load < 0.99 {
      short +=
        state.volumeWaits
        ? load * service / (2 * (1 - load))
        : FlowQueue.meanWait(
          servers: vcpus, load: load * Double(vcpus), service: state.mean, arrivalVariation: 1,
          serviceVariation: 1)
    } else {
      short = queue.width / 2 / state.capacity
    }
    databases[index].waits.removeAll(keepingCapacity: true)
    var mean = 0.0
    var share = 0.0
    var sum = 0.0
    for cell in queue.shares.indices {
      let part = queue.shares[cell]
      let span = suspended + (cell == 0 ? short : (Double(cell) + 0.5) * queue.width / state.capacity)
      mean += part * span
      share += part
      sum += part * span
      if share > 0.12 || (cell == queue.shares.count - 1 && share > 0) {
        databases[index].waits.append((share: share, span: sum / share))
        share = 0
        sum = 0
      }
    }
    let isShort = load < 0.9 && suspended == 0 && queue.mean < 2 * queue.width
    let present = isShort ? short : mean
    let isGrowing = suspended == 0 && station.volume.free <= time && queue.mean > 2 * queue.width
    databases[index].trend =
      isGrowing ? min(0.5, max(-0.5, (present - databases[index].meanWait) / length)) : 0
    databases[index].meanWait = present
    if isShort { databases[index].waits = [(share: 1, span: short)] }
  }

  /// Counts the queries that a database answers for its metrics and the report.
  func countQueries(of index: Int) {
    let worked = databases[index].worked
    let reads = databases[index].reads * length
    let replays = databases[index].replayed * length
    let writes = databases[index].writes * length
    let readOperations = databases[index].readOperations * length
    let operations = databases[index].operations * length
    databases[index].minuteReads += readOperations
    databases[index].minuteWrites += operations - readOperations
    databases[index].answeredWrites += writes
    if stations.databases[index].farSource >= 0 {
      databases[index].copiedBytes += databases[index].writeBytes * length
    }
    stations.databases[index].volume.pass(operations, from: time, until: time &+ UInt64(length * 1e9))
    databases[index].minuteReadTime += reads * databases[index].volumeSpan
    databases[index].minuteWriteTime += (writes + replays) * databases[index].volumeSpan
    databases[index].minuteWritten += databases[index].written * length
    databases[index].minuteBusy += worked * length
    databases[index].busy += worked * length
    databases[index].answered += reads + writes
    databases[index].connections = databases[index].pools.reduce(0) { $0 + $1.connections }
    let late = databases[index].meanWait
    if stations.databases[index].isReplica, late > 1 {
      let applied = time + stations.databases[index].replicationDelay + UInt64(late * 1e9)
      stations.databases[index].replay.note(written: time, applied: applied)
    }
  }
}

extension DatabaseFlow {
  /// Queries a second that come, those that find no connection included.
  var asked: Double { pools.reduce(replayed) { $0 + $1.rate } }
}
