import Cloud
import EventKernel

/// What stands behind an address that clients connect to.
struct EntryPoint {
  enum Kind {
    /// A load balancer's node; the position of the node.
    case node(Int32)
    /// An instance by its public address; the position of the server.
    case instance(Int32)
    /// Nothing answers there any more.
    case nothing
  }

  let address: IPv4Address
  let port: Int
  var kind: Kind
  /// Why no packet of users comes through, a position in the table of causes, or -1.
  var denied: Int32 = -1
  /// Why an address behind which nothing stands fails, a position in the table of causes.
  var stale: Int32 = -1
}

/// A cache as the engine sees it.
struct CacheStation {
  let key: String
  let identifier: String
  var zone: Int16
  var isServing: Bool
  /// Which node is the primary, and how often it has come back empty.
  var primary: Int
  var generation: Int
  var lru: LRUCache
  var hits = 0
  var misses = 0
  /// Keys that were put into it.
  var puts = 0
  /// The bytes that one entry takes, and the bytes that it has for entries.
  let entryBytes: Int
  let capacityBytes: Int
  /// What had been counted when the present minute began.
  var before = Counts()
  /// How many keys the flow engine reckons that it holds; `nil` where the keys themselves are kept.
  var reckonedItems: Int?

  /// What is counted from the start of a run on.
  struct Counts {
    var hits = 0
    var misses = 0
    var puts = 0
    var evictions = 0
  }

  /// What has been counted so far.
  var counts: Counts { Counts(hits: hits, misses: misses, puts: puts, evictions: lru.evictions) }
}

/// Bytes and connections counted for the bill.
struct VolumeCounts {
  var egressBytes: UInt64 = 0
  var balancerBytes: UInt64 = 0
  var crossZoneBytes: UInt64 = 0
  var connections: UInt64 = 0
  var questions: UInt64 = 0
}
