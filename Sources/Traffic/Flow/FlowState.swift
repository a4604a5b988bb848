import Cloud

/// What becomes of a share of the requests that reach a place.
struct FlowEnd {
  /// Marks requests that are answered, and those that wait for a database to come back.
  static let answered: Int32 = -1
  static let waits: Int32 = -2

  var share: Double
  /// Why they fail, a position in the table of causes, or one of the marks.
  var cause: Int32
  /// Seconds from their coming to the answer's leaving; infinite when there is none.
  var span: Double
  /// Why those fail that wait, if the database does not come back.
  var pending: Int32 = -1
}

/// Where a share of the requests that come in by an entry point goes.
struct FlowWay {
  var share: Double
  /// The server that takes it, or -1 where `end` says what becomes of it.
  var server: Int32
  /// The load balancer's node that sends it there, or -1.
  var node: Int32
  /// Seconds until it is there.
  var span: Double
  var end: FlowEnd
}

/// Requests that come to an entry point in a step.
struct FlowParcel {
  /// Which class of which population.
  let flow: Int
  /// Their entry point, or -1 where they have no address.
  let entry: Int32
  /// Why they have no address, a position in the table of causes.
  var cause: Int32 = -1
  var amount: Double
  /// Attempts of theirs before this one, and the entry points of those, one bit each.
  var tries = 0
  var tried: UInt64 = 0
  /// When they began in the mean, in seconds since the run began.
  let began: Double
}

/// Requests that come back at a later time: clients that try again, or applications that ask a database again.
struct FlowCohort {
  let flow: Int
  let tries: Int
  let tried: UInt64
  /// When the requests began, in seconds since the run began, and how old the present attempt is when they come back.
  var began: Double
  var elapsed: Double
  /// From when and for how long they come back, evenly, and how many are still to come.
  var from: Double
  var length: Double
  var amount: Double
  /// The server that holds them, or -1; its life and how often it has asked for the database.
  var server: Int32 = -1
  var life: UInt16 = 0
  var queryTries = 0
  /// The entry point that they came in by.
  var entry: Int32 = -1
  /// Why they fail if the database does not come back.
  var cause: Int32 = -1
  /// Whether their clients have gone and only the server goes on.
  var isAbandoned = false
}

/// A server's queue as a flow.
struct ServerFlow {
  /// Requests a second that come, by class and population.
  var arrivals: [Double]
  /// Seconds of work of one vCPU that wait.
  var backlog = 0.0
  /// Requests that wait for a database.
  var waiting = 0.0
  /// The share of the arrivals that it takes up, and the requests a second that it finishes to those that come.
  var taken = 1.0
  var passed = 1.0
  /// Seconds that a request waits: in the fluid queue and by chance; the mean work and the mean time of the rest.
  var fluidWait = 0.0
  var chanceWait = 0.0
  var waitChance = 0.0
  var utilisation = 0.0
  /// Seconds from coming to leaving in the mean, for the choice by outstanding requests.
  var sojourn = 0.001
  /// How many nodes send to it and among how many targets they choose.
  var senders = 0.0
  var variation = 0.0
  /// The shortest idle timeout of the nodes that send to it, in seconds, and the cause that it gives.
  var limit = Double.infinity
  var slowCause: Int32 = -1
  var life: UInt16 = 0
  /// What was counted since the last minute.
  var receivedBytes = 0.0
  var receivedPackets = 0.0
  var sentBytes = 0.0
  var sentPackets = 0.0
  var answered = 0.0
  /// Queries that it has under way.
  var queries = 0.0
  /// The share of queries that find a connection in its pool.
  var pooled = 1.0

  init(flows: Int) { arrivals = Array(repeating: 0, count: flows) }
}

/// A database's volume and vCPUs as a flow.
struct DatabaseFlow {
  /// Queries a second, and the seconds of one vCPU that they need together each second.
  var reads = 0.0
  var writes = 0.0
  var work = 0.0
  /// Bytes written a second.
  var written = 0.0
  /// Seconds of work that wait at the volume and at the vCPUs.
  var volumeBacklog = 0.0
  var backlog = 0.0
  /// Seconds that a query waits and works, networks left out.
  var span = 0.0
  var volumeSpan = 0.0
  var fluidWait = 0.0
  var volumeWaits = false
  var utilisation = 0.0
  /// The share of queries that are taken up.
  var taken = 1.0
  /// How many queries are under way.
  var queries = 0.0
  var life: UInt16 = 0
  /// What was counted since the last minute, and since the run began.
  var minuteReads = 0.0
  var minuteWrites = 0.0
  var minuteReadTime = 0.0
  var minuteWriteTime = 0.0
  var minuteWritten = 0.0
  var minuteBusy = 0.0
  var answered = 0.0
  var busy = 0.0
}

/// A cache's contents as a flow.
struct CacheFlow {
  /// Reads a second by class.
  var reads: [Double]
  /// The share of reads that find their key, by class.
  var hits: [Double]
  /// Since when it has been filled, in seconds since the run began.
  var filledSince = 0.0
  var primary = 0
  var generation = 0
  var lifetime = 60.0
  var items = 0.0
  var hitCount = 0.0
  var missCount = 0.0
  var putCount = 0.0

  init(classes: Int) {
    reads = Array(repeating: 0, count: classes)
    hits = Array(repeating: 0, count: classes)
  }
}

/// What a load balancer's node does in the present minute, not yet whole requests.
struct NodeFlow {
  var connections = 0.0
  var requests = 0.0
  var responseTime = 0.0
  var target2xx = 0.0
  var target5xx = 0.0
  var error502 = 0.0
  var error503 = 0.0
  var error504 = 0.0
  var fixedResponses = 0.0
  var bytes = 0.0
}
