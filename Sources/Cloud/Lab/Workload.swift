package import EventKernel

/// Who sends which requests: the load that an architecture is run under.
package struct Workload: Sendable, Equatable, Codable {
  /// The groups of users, each in one city.
  package var populations: [Population]
  /// The kinds of request that they send.
  package var classes: [RequestClass]
  /// The queues of jobs that machines work through; `nil` for none.
  package var jobs: [JobQueue]?

  package init(populations: [Population], classes: [RequestClass], jobs: [JobQueue]? = nil) {
    self.populations = populations
    self.classes = classes
    self.jobs = jobs
  }

  /// Nobody asks for anything.
  package static let none = Workload(populations: [], classes: [])
}

/// Users of one city who ask one host name.
package struct Population: Sendable, Equatable, Codable {
  /// The population's name, unique in its workload; part of the key of its draws.
  package var name: String
  /// The city, a key of the catalog's cities, such as `seoul`.
  package var city: String
  /// The host name that they resolve.
  package var host: String
  /// The TCP port that they connect to.
  package var port: Int
  /// How many requests a second, over time.
  package var rate: RateProfile
  /// How long a client waits for one attempt before it gives up.
  package var timeout: Duration
  /// How often a client tries again after a failed attempt.
  package var retries: Int
  /// How long a client waits before it tries again the first time.
  package var retryDelay: Duration
  /// How many times as long it waits before each further try, at least 1; up to `longestRetryDelay`.
  package var retryFactor: Double
  /// Whether it waits a time drawn evenly between none and that, so that clients do not come back together.
  package var retryJitter: Bool
  /// The share of clients, 0 to 1, that keep a DNS answer for an hour whatever its TTL.
  package var ignoresTTL: Double
  /// How many clients there are that load balancers can tell apart by cookie or address; `nil` when they cannot.
  package var users: Int?

  package init(
    name: String, city: String, host: String, port: Int = 80, rate: RateProfile, timeout: Duration,
    retries: Int = 0, retryDelay: Duration = .milliseconds(200), retryFactor: Double = 1,
    retryJitter: Bool = false, ignoresTTL: Double = 0, users: Int? = nil
  ) {
    self.name = name
    self.city = city
    self.host = host
    self.port = port
    self.rate = rate
    self.timeout = timeout
    self.retries = retries
    self.retryDelay = retryDelay
    self.retryFactor = retryFactor
    self.retryJitter = retryJitter
    self.ignoresTTL = ignoresTTL
    self.users = users
  }
}

extension Population {
  /// What they speak: `https` on port 443, else `http`.
  package var scheme: String { port == 443 ? "https" : "http" }

  /// The longest wait before a try, however often it was tried (the AWS SDKs' own cap on backoff).
  package static let longestRetryDelay = Duration.seconds(20)
}

/// One kind of request: its share of all, and the work that it makes.
package struct RequestClass: Sendable, Equatable, Codable {
  /// How the work of single requests varies around its mean.
  package enum Variation: String, Sendable, Codable {
    /// Every request the same.
    case constant
    /// Exponential.
    case exponential
  }

  /// The class's name, unique in its workload.
  package var name: String
  /// Its weight among the classes, positive.
  package var weight: Double
  /// The mean time of one vCPU that a request needs on an instance of the reference speed.
  package var cpu: Duration
  /// How that time varies.
  package var variation: Variation
  /// Time that every answer takes beside waiting, service and network: the application's own latency.
  package var baseLatency: Duration
  /// How many database reads a request makes; each may be answered by a cache.
  package var reads: Int
  /// How many database writes a request makes.
  package var writes: Int
  /// The mean time of one vCPU of the database that one query needs.
  package var queryCPU: Duration
  /// How many I/O operations of the database's storage one query makes; `nil` for one.
  package var queryOperations: Int?
  /// How many bytes a write leaves in the database; `nil` for none, as of a change in place.
  package var writeBytes: Int?
  /// How many different keys the reads ask for; 0 means that reads cannot be cached.
  package var keys: Int
  /// The skew of the keys' popularity (Zipf's exponent), 0 for even.
  package var skew: Double
  /// How many bytes an answer has.
  package var responseBytes: Int
  /// How many times client and service exchange messages before the page is there, at least 1; one round trip of the way
  /// each, all of the work in the last.
  package var roundTrips: Int
  /// The latency that its users are promised; `nil` for none. Answers that take longer are slow.
  package var objective: Duration?
  /// What the rules of load balancers read of it; `nil` for a `GET` of `/`.
  package var address: RequestAddress?
  /// How many operations a request reads and writes on the volume that its instance started from; `nil` for none.
  package var diskReads: Int?
  package var diskWrites: Int?
  /// How many bytes each of them has; `nil` for `usualDiskBytes`.
  package var diskBytes: Int?

  /// The bytes of an operation of a disk where nothing is said: a page of a database (TEACH).
  package static let usualDiskBytes = 16_384
  /// The most operations of a query, and of a request on a disk each way; the engine takes no more.
  package static let mostOperations = 10_000
  /// The most bytes of an operation of a disk.
  package static let largestDiskBytes = 16_777_216
  /// Whether it belongs to its client's session, which the application keeps where `SESSION_STORE` says; only clients of
  /// populations with `users` have one.
  package var session: Bool
  /// Whether its answer has to show what its client wrote last; without, an old answer is counted and goes out.
  package var readYourWrites: Bool

  package init(
    name: String, weight: Double = 1, cpu: Duration, variation: Variation = .constant,
    baseLatency: Duration = .zero, reads: Int = 0, writes: Int = 0, queryCPU: Duration = .zero, keys: Int = 0,
    skew: Double = 0, responseBytes: Int = 20_000, roundTrips: Int = 1, objective: Duration? = nil,
    writeBytes: Int? = nil, address: RequestAddress? = nil, queryOperations: Int? = nil,
    diskReads: Int? = nil, diskWrites: Int? = nil, diskBytes: Int? = nil, session: Bool = false,
    readYourWrites: Bool = false
  ) {
    self.name = name
    self.weight = weight
    self.cpu = cpu
    self.variation = variation
    self.baseLatency = baseLatency
    self.reads = reads
    self.writes = writes
    self.queryCPU = queryCPU
    self.writeBytes = writeBytes
    self.keys = keys
    self.skew = skew
    self.responseBytes = responseBytes
    self.roundTrips = roundTrips
    self.objective = objective
    self.address = address
    self.queryOperations = queryOperations
    self.diskReads = diskReads
    self.diskWrites = diskWrites
    self.diskBytes = diskBytes
    self.session = session
    self.readYourWrites = readYourWrites
  }
}
