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

/// Bytes and connections counted for the bill.
struct VolumeCounts {
  var balancerBytes: UInt64 = 0
  var connections: UInt64 = 0
  var questions: UInt64 = 0
}
