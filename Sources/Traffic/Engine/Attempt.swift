import EventKernel

/// One attempt of one request, as the engine moves it from hop to hop; flat, so that an array of them needs no counting.
struct Attempt {
  /// What the attempt's event means when it comes up.
  enum Stage: UInt8 {
    /// It reaches the load balancer's node or the instance.
    case enters
    /// It reaches the instance after a long way inside the cloud.
    case connects
    /// Its last byte has come to the instance after a long time.
    case received
    /// What it needs of its instance's volume is there.
    case readsDisk
    /// Its query reaches the database after a long way.
    case reachesDatabase
    /// Its work on the instance's CPU is done.
    case worked
    /// A query of it has been answered.
    case queried
    /// A query that found no database is tried again.
    case queriesAgain
    /// A cache has answered it after a long time, with what was asked for or without.
    case asksOn
    case missedCache
    /// The client tries again.
    case retries
    /// It reaches S3, to which an edge location sent it.
    case reachesStore
    /// The answer of an origin, or the news that there is none, reaches the edge location.
    case fetched
    /// Its client gives up while it waits at an edge location.
    case waitsAtEdge
    /// It was answered at an edge location; its record is free when its event comes up.
    case leftEdge
    /// It is no attempt: its replica goes on with the writes that it missed.
    case replays
  }

  /// When the request began, at its client.
  var start: UInt64
  /// When the client of this attempt gives up.
  var deadline: UInt64
  /// When the client began the present attempt.
  var begun: UInt64
  /// What of the present attempt was spent on asking for an address.
  var looked: UInt64 = 0
  /// What of it was spent on the network, waiting in queues, and on the storage of databases and instances.
  var travelled: UInt64 = 0
  var queued: UInt64 = 0
  var stored: UInt64 = 0
  /// The longest wait of the present attempt, and where it waited.
  var longestWait: UInt64 = 0
  var waitedAt = WaitingPlace.nowhere
  /// What all draws of the request begin with.
  var base: UInt64
  /// The request's number in its population.
  var number: UInt32
  /// The server that works on it, or -1.
  var server: Int32 = -1
  /// The entry point that it came in by, or -1.
  var entry: Int32 = -1
  /// The load balancer's node that sent it to its server, or -1.
  var node: Int32 = -1
  /// The next free record when this one is free.
  var next: Int32 = -1
  /// How long the answer travels to the client, in nanoseconds.
  var wayBack: UInt32 = 0
  var population: UInt16
  var kind: UInt8
  /// Attempts of the request before this one.
  var tries: UInt8 = 0
  var stage = Stage.enters
  /// Whether the client has gone and only the work goes on.
  var isAbandoned = false
  /// Whether the way of the request is written down.
  var isTraced = false
  /// Whether the request began outside the settling time of every fault.
  var isSteady = true
  /// Whether the load balancer gives up before the client does.
  var isCutByBalancer = false
  /// How often the client has been sent on to another address.
  var redirects: UInt8 = 0
  /// Reads and writes still to do.
  var reads: UInt8 = 0
  var writes: UInt8 = 0
  /// How many of the reads, the last ones, are for the session: no cache answers them, and no replica.
  var sessionReads: UInt8 = 0
  /// Queries done, part of the address of their draws.
  var queries: UInt8 = 0
  /// How often the present query was tried again.
  var queryTries: UInt8 = 0
  /// Whether the query under way writes.
  var isWriting = false
  /// Whether the read under way does not show its client's last write.
  var isStale = false
  /// The database of the query under way, or -1.
  var database: Int16 = -1
  /// The lives of the server and of the database when the work began; another number means that it died.
  var serverLife: UInt16 = 0
  var databaseLife: UInt16 = 0
  /// Why the query under way fails if it is not tried again, a position in the table of causes, or -1.
  var pendingCause: Int32 = -1
  /// The key that the read under way asks for; of a write the last bits of its number in its database.
  var key: Int32 = -1
  /// How much later the attempt comes by faults, and why: a position in the table of causes, or -1.
  var faultDelay: UInt64 = 0
  var faultCause: Int32 = -1
  /// The fetch of an edge location that it is made for, or -1: nobody but the edge waits for its answer.
  var fetch: Int32 = -1
}

/// A queue that a request waits in, by the position of what it stands before.
enum WaitingPlace {
  case nowhere
  case server(Int32)
  case database(Int16)
  case volume(Int16)
  /// The volume of a server, with what keeps it from being faster.
  case disk(Int32, CauseCode)
  /// The network interface of a server.
  case network(Int32)
  case cache(Int16)
}

extension Attempt {
  /// Notes a wait.
  @inline(__always)
  mutating func wait(_ span: UInt64, at place: WaitingPlace) {
    if span > longestWait {
      longestWait = span
      waitedAt = place
    }
  }

  /// Begins the next attempt at a time: nothing of it is spent yet.
  mutating func beginAgain(at time: UInt64) {
    begun = time
    looked = 0
    travelled = 0
    queued = 0
    stored = 0
    longestWait = 0
    waitedAt = .nowhere
  }
}

/// Where the draws of a request lie behind its base; numbers are never reused.
enum DrawIndex {
  /// Which class the request is of.
  static let kind = 0
  /// Which resolver its client asks.
  static let resolver = 1
  /// Which of several addresses its client takes.
  static let address = 2
  /// Whether its client ignores the TTL of DNS answers.
  static let ignoresTTL = 3
  /// Which of the other addresses its client takes when it tries again.
  static let otherAddress = 4
  /// Which of its population's clients it comes from, where they can be told apart.
  static let client = 5

  /// How long S3 takes to the first byte of an answer.
  @inline(__always) static func firstByte(attempt: UInt8) -> Int { 17 << 32 | Int(attempt) }
  /// The work of an attempt on the CPU of its instance.
  @inline(__always) static func cpu(attempt: UInt8) -> Int { 16 + Int(attempt) * 64 }
  /// Which of several target groups an attempt goes to.
  @inline(__always) static func share(attempt: UInt8) -> Int { 16 + Int(attempt) * 64 + 40 }
  /// Which target an attempt goes to where chance decides.
  @inline(__always) static func target(attempt: UInt8) -> Int { 16 + Int(attempt) * 64 + 41 }
  /// How long a client waits before an attempt.
  @inline(__always) static func retryDelay(attempt: UInt8) -> Int { 16 + Int(attempt) * 64 + 42 }
  /// The key of a read.
  @inline(__always) static func key(attempt: UInt8, query: UInt8) -> Int {
    query < 16 ? 17 + Int(attempt) * 64 + Int(query) * 2 : later(attempt, query)
  }
  /// The work of a query on the CPU of its database.
  @inline(__always) static func query(attempt: UInt8, query: UInt8) -> Int {
    query < 16 ? 18 + Int(attempt) * 64 + Int(query) * 2 : later(attempt, query) + 1
  }
  /// Where the draws of a query behind the first sixteen lie, which have their place between those of other attempts.
  @inline(__always) private static func later(_ attempt: UInt8, _ query: UInt8) -> Int {
    18 << 32 | Int(attempt) << 16 | Int(query) << 1
  }
}
