import Cloud

/// One distribution at the edge location of one city.
struct EdgeSite {
  let distribution: String
  let city: String
  /// The Region of the city, and the first population of it.
  let region: Region
  let population: Int
  /// How long a request travels from the city to it.
  let way: UInt64
  var cache: EdgeCache
  var counts = EdgeCounts()
  /// What had been counted when the present minute began.
  var before = EdgeCounts()
  /// What becomes of errors, by status.
  var rules: [ErrorRule] = []

  /// What becomes of an error of an origin.
  struct ErrorRule {
    let status: UInt16
    /// For how long it is kept.
    let lifetime: UInt64
    /// Whether clients get a page of success instead.
    let isAnswered: Bool
  }
}

/// Where the requests of one population go that reach a service whose address many customers share.
struct ServiceDoor {
  let population: Int
  let service: SharedService
  /// Whether it is S3, and not an edge location.
  let isStore: Bool
  /// The place at an edge location, or -1: no distribution has the name, or the service is S3.
  var site: Int32 = -1
  /// Where the routes of the classes begin, in the table of its kind.
  let firstRoute: Int
  /// How long a request travels there.
  var way: UInt64 = 0
}

/// What an edge location does with one class of one population.
struct EdgeRoute {
  /// Why the requests get nothing from any origin; the cause is -1 where they do.
  var refusal = EdgeError()
  /// Whether refused requests hang.
  var hangs = false
  /// How often the client is sent on before.
  var redirects: UInt8 = 0
  /// The key of the first copy, or -1 where none is kept, and how many follow it.
  var firstKey: Int32 = -1
  var keys: Int32 = 1
  /// What a copy weighs.
  var bytes: UInt64 = 0
  var lifetimes = EdgeLifetimes(minimum: 0, standard: 0, maximum: 0)
  /// How many origins there are: one, or two where the second stands in for the first.
  var origins: UInt8 = 1
  /// For which statuses it does, a bit each in the order of `EdgeRoute.failoverStatuses`.
  var failover: UInt16 = 0

  /// The statuses that an origin group may fail over by (facts: CloudFront 7).
  static let failoverStatuses: [Int] = [400, 403, 404, 416, 429, 500, 502, 503, 504]

  /// Whether the second origin is asked after a status of the first.
  func isCovered(_ status: UInt16) -> Bool {
    guard let bit = EdgeRoute.failoverStatuses.firstIndex(of: Int(status)) else { return false }
    return failover & 1 << UInt16(bit) != 0
  }
}

/// From where an edge location fetches for one class of one population.
struct EdgeOrigin {
  enum Kind {
    /// There is no such origin: why.
    case missing(EdgeError)
    /// A server: the position of the edge location as a visitor of it.
    case server(visitor: Int32)
    /// S3.
    case store
  }

  var kind = Kind.missing(EdgeError())
  var store = StoreRoute()
  /// How long it takes from the edge location to S3.
  var way: UInt64 = 0
  /// How long the edge location waits for a connection and for an answer.
  var connects: UInt64 = 0
  var answers: UInt64 = 0
}

/// What S3 does with one class of requests.
struct StoreRoute {
  /// Why requests fail; the cause is -1 where they do not.
  var error = EdgeError()
  /// Whether nothing answers.
  var hangs = false
  /// How often the client is sent on before.
  var redirects: UInt8 = 0
  /// The bucket's place in the counts, or -1, and that of the prefix.
  var bucket: Int32 = -1
  var prefix: Int32 = -1
  /// Causes: the rate of the prefix is too high, the answer is too late.
  var slowDown: Int32 = -1
  var slow: Int32 = -1
  /// What the object says of how long it is kept, seconds as the behaviour takes them.
  var lifetime: Int32 = 0
}

/// The requests that a prefix of a bucket gets in the present second (facts: S3 9).
struct PrefixRate {
  /// Reads a second that a prefix takes at least.
  static let mostReads: Int32 = 5_500

  private var second: UInt64 = 0
  private var count: Int32 = 0

  /// Whether the prefix takes a read at a time.
  mutating func takes(at time: UInt64) -> Bool {
    let now = time / 1_000_000_000
    if now != second {
      second = now
      count = 0
    }
    count &+= 1
    return count <= PrefixRate.mostReads
  }
}

/// How often a bucket was read.
struct BucketCounts {
  let bucket: String
  let region: Region
  var reads = 0
  /// What it sent to clients over the Internet.
  var egressBytes: UInt64 = 0
}

/// A fetch of an edge location, for all requests that wait for it.
struct EdgeFetch {
  /// The place in the table of routes, and at which edge location.
  let route: Int32
  let site: Int32
  /// What is fetched, or -1 when it is for one request alone; and for which cache.
  let key: Int32
  let generation: UInt32
  /// Which of the route's origins is asked, and what it was when it was: settings may change before its answer.
  var origin = 0
  var asked = EdgeOrigin()
  /// The attempt that asks it.
  var attempt: Int32 = -1
  /// The requests that wait, from the one that began it on; linked by `Attempt.next`.
  var first: Int32 = -1
  var last: Int32 = -1
  /// What went wrong; the cause is -1 as long as nothing did.
  var error = EdgeError()
  /// Whether no connection came about, which is told by 504 and counts as 503 (facts: CloudFront 7).
  var isUnconnected = false
  /// For how many seconds the answer is kept.
  var lifetime = 0
  /// The next free record when this one is free.
  var next: Int32 = -1
}

/// An edge location as a visitor of a server: it asks for another name than the users.
struct EdgeVisitor {
  let distribution: String
  let city: String
  /// Name, port and path of the origin.
  let population: Population
  let path: String
  let root: String
  var resolver = Resolver()

  /// A class of requests as the server sees it.
  func request(_ kind: RequestClass) -> WebRequest {
    var request = kind.request(of: population, source: World.edgeAddress)
    if request.path == "/", !root.isEmpty { request.path = root.hasPrefix("/") ? root : "/" + root }
    request.path = path + request.path
    return request
  }
}

/// What a run knows of edge locations and S3; empty as long as nobody is led there.
final class EdgeTables {
  /// Keys of copies by distribution and what they are kept under.
  struct Space: Hashable {
    let distribution: String
    let key: String
  }

  var sites: [EdgeSite] = []
  var sitePositions: [Space: Int32] = [:]
  var doors: [ServiceDoor] = []
  var doorPositions: [UInt64: Int32] = [:]
  /// By door and class.
  var routes: [EdgeRoute] = []
  /// Two by route.
  var origins: [EdgeOrigin] = []
  /// By door and class.
  var stores: [StoreRoute] = []
  var prefixes: [PrefixRate] = []
  var prefixPositions: [Space: Int32] = [:]
  var buckets: [BucketCounts] = []
  var bucketPositions: [String: Int32] = [:]
  var visitors: [EdgeVisitor] = []
  /// Where the keys of each space begin, how many it has and of which path they are; and how many a distribution has.
  var spaces: [Space: (first: Int32, count: Int32)] = [:]
  var keyCounts: [String: Int32] = [:]
  /// The paths of the copies, for invalidations.
  var paths: [(distribution: String, path: String, first: Int32, count: Int32)] = []
  /// Invalidations that are done here.
  var invalidated: Set<String> = []
  /// How many keys all edge locations remember.
  private var remembered = 0
  private var fetches: [EdgeFetch] = []
  private var freeFetch: Int32 = -1

  deinit { for site in sites { site.cache.deallocate() } }

  /// Whether somebody has been led to an edge location or to S3.
  var isInUse: Bool { !doors.isEmpty }

  /// The fetch at a position.
  subscript(fetch: Int32) -> EdgeFetch {
    get { fetches[Int(fetch)] }
    set { fetches[Int(fetch)] = newValue }
  }

  /// An edge location remembers a key from now on; whether it could.
  func remember(_ key: Int32, at site: Int) -> Bool {
    let before = sites[site].cache.count
    let mayGrow = before < EdgeCache.fewSlots || remembered < EdgeCache.mostSlots
    let isRemembered = sites[site].cache.remember(key, mayGrow: mayGrow)
    remembered += sites[site].cache.count - before
    return isRemembered
  }

  /// An edge location keeps what was fetched until a time.
  func keepCopy(of fetch: EdgeFetch, until time: UInt64) {
    let bytes = routes[Int(fetch.route)].bytes
    sites[Int(fetch.site)].cache.put(fetch.key, bytes: bytes, until: time)
  }

  /// Gives an edge location a cache without copies in the place of the one that it has.
  func renewCache(of site: Int, keys: Int) {
    remembered -= sites[site].cache.count
    let generation = sites[site].cache.generation + 1
    sites[site].cache.deallocate()
    sites[site].cache = EdgeCache(keys: keys, generation: generation)
  }

  /// Takes up a fetch and gives its position.
  func begin(_ fetch: EdgeFetch) -> Int32 {
    guard freeFetch >= 0 else {
      fetches.append(fetch)
      return Int32(fetches.count - 1)
    }
    let position = freeFetch
    freeFetch = fetches[Int(position)].next
    fetches[Int(position)] = fetch
    return position
  }

  /// A fetch is over; its position is used again.
  func end(_ fetch: Int32) {
    fetches[Int(fetch)].next = freeFetch
    freeFetch = fetch
  }

  /// The position of a prefix of a bucket, made when it is new.
  func prefix(_ prefix: String, of bucket: String) -> Int32 {
    let key = Space(distribution: bucket, key: prefix)
    if let position = prefixPositions[key] { return position }
    prefixes.append(PrefixRate())
    prefixPositions[key] = Int32(prefixes.count - 1)
    return Int32(prefixes.count - 1)
  }

  /// The position of a bucket in the counts, made when it is new.
  func bucket(_ bucket: String, in region: Region) -> Int32 {
    if let position = bucketPositions[bucket] { return position }
    buckets.append(BucketCounts(bucket: bucket, region: region))
    bucketPositions[bucket] = Int32(buckets.count - 1)
    return Int32(buckets.count - 1)
  }

  /// Where the keys of a class's copies begin, made when they are new; `nil` when a distribution has too many.
  func keys(_ key: String, _ path: String, count: Int, of distribution: String) -> Int32? {
    let space = Space(distribution: distribution, key: key)
    if let known = spaces[space], Int(known.count) >= count { return known.first }
    let first = keyCounts[distribution] ?? 0
    guard Int(first) + count <= EdgeCache.mostKeys else { return nil }
    spaces[space] = (first, Int32(count))
    keyCounts[distribution] = first + Int32(count)
    paths.append((distribution, path, first, Int32(count)))
    return first
  }
}
