package import EventKernel

/// What traffic saw: how loaded machines are, and what was counted in the last minute.
///
/// Controllers decide from this and the world alone. Tables are sorted by id; look-ups are O(log n).
package struct Observations: Sendable, Equatable {
  /// What was seen of each instance.
  package var instances = Table<InstanceID, InstanceObservation>()
  /// What was seen in the last minute of the nodes of load balancers to which something came.
  package var balancerNodes: [BalancerNodeObservation] = []
  /// What was seen of each database in the last minute.
  package var databases = Table<String, DatabaseObservation>()
  /// What was seen of each cache in the last minute.
  package var caches = Table<String, CacheObservation>()
  /// What was seen in the last minute of the distributions to which something came.
  package var distributions = Table<String, EdgeObservation>()

  /// Nothing was seen, since no traffic flows.
  package static let idle = Observations()

  package init() {}
}

/// What moved over a network interface one way.
package struct NetworkVolume: Sendable, Equatable {
  package var bytes: Int
  package var packets: Int

  package init(bytes: Int = 0, packets: Int = 0) {
    self.bytes = bytes
    self.packets = packets
  }
}

/// What was seen of an instance.
package struct InstanceObservation: Sendable, Equatable {
  /// How long a request that came now would wait before its work starts.
  package var queueDelay: Duration
  /// Whether a request that came now would be turned away because the backlog is full.
  package var isFull: Bool
  /// The share of all its vCPUs that was busy over the last full minute, 0 to 1.
  package var cpuUtilisation: Double
  /// What it received over the last full minute: requests with what they write.
  package var received = NetworkVolume()
  /// What it sent over the last full minute: answers, and writes to databases.
  package var sent = NetworkVolume()
  /// Bytes of its network's credits that are missing now, of what it receives and of what it sends.
  package var missingReceiving = 0.0
  package var missingSending = 0.0
  /// What its volume did over the last full minute; `nil` where requests use none.
  package var disk: DiskObservation?

  package init(queueDelay: Duration, isFull: Bool, cpuUtilisation: Double) {
    self.queueDelay = queueDelay
    self.isFull = isFull
    self.cpuUtilisation = cpuUtilisation
  }
}

/// What was seen over the last full minute of one node of a load balancer, for one port and one target group.
package struct BalancerNodeObservation: Sendable, Equatable {
  package let balancer: LoadBalancerID
  package let zone: Zone
  /// The group of its targets; `nil` where rules decide where a request goes.
  package let group: TargetGroupID?
  /// Connections that clients made.
  package var connections = 0
  /// Requests that reached a target.
  package var requests = 0
  /// The sum of the targets' answer times.
  package var responseTime = Duration.zero
  /// Answers by class: 2xx and 5xx made by targets.
  package var target2xx = 0
  package var target5xx = 0
  /// Errors made by the load balancer itself: bad gateway, nobody there, no answer in time.
  package var error502 = 0
  package var error503 = 0
  package var error504 = 0
  /// Redirects and fixed responses of its rules.
  package var redirects = 0
  package var fixedResponses = 0
  /// Bytes of requests and answers.
  package var bytes = 0

  package init(balancer: LoadBalancerID, zone: Zone, group: TargetGroupID?) {
    self.balancer = balancer
    self.zone = zone
    self.group = group
  }

  /// 5xx answers made by the load balancer itself.
  package var balancer5xx: Int { error502 + error503 + error504 }

  /// Adds what was seen of another node.
  mutating func add(_ other: BalancerNodeObservation) {
    connections += other.connections
    requests += other.requests
    responseTime += other.responseTime
    target2xx += other.target2xx
    target5xx += other.target5xx
    error502 += other.error502
    error503 += other.error503
    error504 += other.error504
    redirects += other.redirects
    fixedResponses += other.fixedResponses
    bytes += other.bytes
  }
}

/// Operations of a volume over the last full minute, with how long they took in all, waits included.
package struct VolumeWork: Sendable, Equatable {
  package var operations: Int
  package var time: Duration

  package init(operations: Int = 0, time: Duration = .zero) {
    self.operations = operations
    self.time = time
  }
}

/// What was seen of the volume that an instance started from over the last full minute.
package struct DiskObservation: Sendable, Equatable {
  package let volume: VolumeID
  package var reads = VolumeWork()
  package var writes = VolumeWork()
  package var readBytes = 0
  package var writtenBytes = 0
  /// Burst credits that are missing at the minute's end.
  package var missingCredits = 0.0

  package init(volume: VolumeID) { self.volume = volume }
}

/// What was seen of a database over the last full minute.
package struct DatabaseObservation: Sendable, Equatable {
  /// The share of its vCPUs that was busy, 0 to 1.
  package var cpuUtilisation: Double
  /// The most connections in use at once.
  package var connections: Int
  /// What queries wrote.
  package var writtenBytes: Int
  /// How old the newest write is that a replica does not have; `nil` of a primary.
  package var lag: Duration?
  /// What its volume did.
  package var reads: VolumeWork
  package var writes: VolumeWork
  /// Burst credits of its volume that are missing at the minute's end.
  package var missingCredits: Double

  package init(
    cpuUtilisation: Double, connections: Int, writtenBytes: Int = 0, lag: Duration? = nil,
    reads: VolumeWork = VolumeWork(), writes: VolumeWork = VolumeWork(), missingCredits: Double = 0
  ) {
    self.cpuUtilisation = cpuUtilisation
    self.connections = connections
    self.writtenBytes = writtenBytes
    self.lag = lag
    self.reads = reads
    self.writes = writes
    self.missingCredits = missingCredits
  }
}

/// What was seen of a distribution over the last full minute, at all edge locations together.
package struct EdgeObservation: Sendable, Equatable {
  /// Requests of clients.
  package var requests = 0
  /// Of those that copies may answer: answered from a copy, and fetched.
  package var hits = 0
  package var misses = 0
  /// Answers by class.
  package var errors4xx = 0
  package var errors5xx = 0
  /// Bytes that clients got.
  package var bytes = 0

  package init() {}

  /// Adds what was seen elsewhere.
  package static func += (left: inout EdgeObservation, right: EdgeObservation) {
    left.requests += right.requests
    left.hits += right.hits
    left.misses += right.misses
    left.errors4xx += right.errors4xx
    left.errors5xx += right.errors5xx
    left.bytes += right.bytes
  }
}

/// What was seen of a cache over the last full minute, and what it holds at its end.
package struct CacheObservation: Sendable, Equatable {
  /// Reads that found their key, and reads that did not.
  package var hits: Int
  package var misses: Int
  /// Keys that were written.
  package var puts: Int
  /// Keys that had to make room.
  package var evictions: Int
  /// The keys that it holds, and their bytes.
  package var items: Int
  package var bytes: Int
  /// The bytes that it has for keys.
  package var capacity: Int
  /// The time that commands took of its threads.
  package var busy: Duration

  package init(
    hits: Int, misses: Int, puts: Int, evictions: Int, items: Int, bytes: Int, capacity: Int,
    busy: Duration = .zero
  ) {
    self.hits = hits
    self.misses = misses
    self.puts = puts
    self.evictions = evictions
    self.items = items
    self.bytes = bytes
    self.capacity = capacity
    self.busy = busy
  }
}
