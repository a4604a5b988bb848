import Cloud

/// What becomes of a share of the requests that reach a place.
struct FlowEnd {
  /// Marks requests that are answered, those that wait for a database to come back, and those that only find out what
  /// becomes of them when they are worked on.
  static let answered: Int32 = -1
  static let waits: Int32 = -2
  static let goesOn: Int32 = -3

  var share: Double
  /// Why they fail, a position in the table of causes, or one of the marks.
  var cause: Int32
  /// Seconds from their coming to the answer's leaving; infinite when there is none.
  var span: Double
  /// Why those fail that wait, if the database does not come back.
  var pending: Int32 = -1
  /// Seconds that an answer takes beside, the way there and back left out; of those that go on, what their queries take.
  var ending = 0.0
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
  /// The entry point that they came in by, and the node that sent them to the server, or -1.
  var entry: Int32 = -1
  var node: Int32 = -1
  /// Why they fail if the database does not come back.
  var cause: Int32 = -1
  /// Whether their clients have gone and only the server goes on.
  var isAbandoned = false
}

/// Something that makes a share of requests late.
struct FlowDelay {
  var share: Double
  /// How much later, in seconds.
  let span: Double
  /// Why, a position in the table of causes.
  let cause: Int32
}

/// A server's queue as a flow.
struct ServerFlow {
  /// Requests a second that come, by class and population.
  var arrivals: [Double]
  /// Seconds that a request waits.
  var queue = FlowDensity()
  /// Requests that wait for a database, and that it holds while databases, caches and slow volumes answer.
  var waiting = 0.0
  var held = 0.0
  /// Of those that wait, how many give up or go on in this step.
  var leaving = 0.0
  /// The share of the arrivals that it takes up, and the requests a second that it finishes to those that come.
  var taken = 1.0
  var passed = 1.0
  /// Requests a second that it took up in the last step.
  var throughput = 0.0
  /// Seconds that a request waits in the mean, by how many of them that grows in a second, and whether what becomes of
  /// requests is found out when they have been worked on.
  var wait = 0.0
  var trend = 0.0
  var isLong = false
  /// Seconds that a request works.
  var mean = 1e-3
  var utilisation = 0.0
  /// Seconds from coming to leaving in the mean, for the choice by outstanding requests, and how many are there.
  var sojourn = 0.001
  var inside = 0.0
  /// The zones of the nodes that send to it with their shares of the requests, and the seconds that these have come.
  var sources: [(zone: Int16, share: Double)] = []
  var lead = 0.0
  /// How many nodes send to it and among how many targets they choose.
  var senders = 0.0
  var variation = 0.0
  /// How many targets there are of which requests take the one with the fewest outstanding, or 1.
  var companions = 1
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
  /// Bytes for the bill: to the Internet, and from nodes of other zones.
  var egressBytes = 0.0
  var crossZoneBytes = 0.0
  /// Its volume with what was counted of it, and why requests are late there.
  var disk = MeterFlow()
  var diskWork = DiskFlow()
  var diskCode = CauseCode.volumeOverloaded
  /// Its network interface each way; answers a second, their bytes, and those of requests of several packets.
  var outbound = MeterFlow()
  var inbound = MeterFlow()
  var sentRate = 0.0
  var sentByteRate = 0.0
  var uploadRate = 0.0
  /// What was settled and is not yet over, for when it dies.
  var recent: [FlowRecent] = []

  init(flows: Int) { arrivals = Array(repeating: 0, count: flows) }
}

/// Requests that were counted as answered and whose server may still die before they are.
struct FlowRecent {
  let flow: Int
  let tries: Int
  let tried: UInt64
  let began: Double
  var amount: Double
  /// The latency that they were counted with.
  let latency: Double
  /// When they come to the server, over how long a span, and how long they stay.
  let from: Double
  let length: Double
  let span: Double
  let node: Int32
  let entry: Int32
}

/// What a server asks of a database.
struct FlowPool {
  /// The server.
  let server: Int
  /// The most connections, and whether it is the database that allows no more.
  var room = 0
  var isShared = false
  /// Queries a second that ask for a connection, and the seconds that each is under way without the queue.
  var rate = 0.0
  var away = 0.0
  /// The share of queries that find no connection, and how many connections it has.
  var blocked = 0.0
  var connections = 0.0
  /// The share that is blocked, by how long the queue is: at the borders of the cells.
  var profile: [Double] = []
  /// What the profile was made for: load, connections under way, width of a cell, room.
  var made: (load: Double, away: Double, width: Double, room: Int) = (-1, -1, -1, -1)
}

/// A database's volume and vCPUs as a flow.
struct DatabaseFlow {
  /// Queries a second, and the seconds of one vCPU that they need together each second.
  var reads = 0.0
  var writes = 0.0
  var work = 0.0
  /// Writes a second that it does again from its source.
  var replayed = 0.0
  /// The work, the operations and the bytes of its writes and of what it does again each second, for its replicas.
  var writeWork = 0.0
  var writeBytes = 0.0
  var writeOperations = 0.0
  /// Operations of its volume a second, and those of reads.
  var operations = 0.0
  var readOperations = 0.0
  /// How many of them a query makes in the mean.
  var perQuery = 1.0
  var isReplica = false
  /// Bytes that it copied from another Region.
  var copiedBytes = 0.0
  /// Bytes written a second.
  var written = 0.0
  /// How many queries are in its longest queue, and who asks.
  var queue = FlowDensity()
  var pools: [FlowPool] = []
  /// Where each server's pool is, or -1.
  var places: [Int] = []
  /// Queries a second that it can answer.
  var capacity = 1.0
  /// How many queries a second will have joined the queue in the mean, each counted once more for every one behind it on the
  /// same connection.
  var joining = 0.0
  /// The mean work of a query.
  var mean = 1e-3
  /// Seconds of a query beside the longest queue, and the waits there with their shares.
  var fixedSpan = 0.0
  var waits: [(share: Double, span: Double)] = [(1, 0)]
  var meanWait = 0.0
  /// By how many seconds the wait grows in a second.
  var trend = 0.0
  /// Seconds at the volume.
  var volumeSpan = 0.0
  var volumeWaits = false
  var utilisation = 0.0
  /// How many vCPUs work.
  var worked = 0.0
  var life: UInt16 = 0
  /// What was counted since the last minute, and since the run began.
  var minuteReads = 0.0
  var minuteWrites = 0.0
  var minuteReadTime = 0.0
  var minuteWriteTime = 0.0
  var minuteWritten = 0.0
  var minuteBusy = 0.0
  var answered = 0.0
  var answeredWrites = 0.0
  var busy = 0.0
  /// How many connections there are.
  var connections = 0.0

  /// Seconds that a query takes in the mean, networks left out.
  var span: Double { fixedSpan + meanWait }
}

/// A cache's contents as a flow.
struct CacheFlow {
  /// Reads a second by class.
  var reads: [Double]
  /// The share of reads that find their key, by class.
  var hits: [Double]
  /// Reads a second whose key is fetched when it is not there, by class.
  var fetches: [Double]
  /// How long a fetch takes, in seconds.
  var delay = 0.0
  /// What it holds, by class.
  var contents: [FlowContents]
  /// When its contents last changed much, in seconds since the run began.
  var changed = 0.0
  /// How often everything in it was lost.
  var epoch = 0
  /// The share of its thread's time that commands take, and the seconds that a read takes there in the mean.
  var load = 0.0
  var span = 0.0
  var lifetime = 60.0
  var items = 0.0
  var hitCount = 0.0
  var missCount = 0.0
  var putCount = 0.0
  var busy = 0.0

  init(of classes: [RequestClass]) {
    reads = Array(repeating: 0, count: classes.count)
    hits = reads
    fetches = reads
    contents = classes.map { FlowContents(keys: $0.keys, skew: $0.skew) }
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
  var redirects = 0.0
  var fixedResponses = 0.0
  var bytes = 0.0
}
