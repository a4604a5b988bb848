import Cloud
import EventKernel

/// What stands behind an address that clients connect to.
struct EntryPoint {
  enum Kind {
    /// A load balancer's node; the position of the node.
    case node(Int32)
    /// An instance by its public address; the position of the server.
    case instance(Int32)
    /// A service whose address many customers share; the position of the population's door to it.
    case door(Int32)
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
  /// Whether edge locations come in here, and not users.
  var isForEdges = false
}

/// Bytes and connections counted for the bill.
struct VolumeCounts {
  /// What load balancers processed: requests that they sent on, and answers (facts: ELB 6.6).
  var balancerBytes: UInt64 = 0
  var connections: UInt64 = 0
  var questions: UInt64 = 0
  /// Requests of clients that reached an edge location or S3, and questions of edge locations to servers.
  var elsewhere = 0
  var fetches = 0
}
