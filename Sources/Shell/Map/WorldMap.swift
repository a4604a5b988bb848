import Cloud

/// What a world's map shows: the ways of its users, and what stands beside them.
struct WorldMap: Encodable, Sendable {
  /// Users of a city.
  struct Users: Encodable, Sendable, Equatable {
    let city: String
    /// Requests a second when a run begins.
    let perSecond: Double
  }

  /// A machine, as a target of a load balancer or reached directly.
  struct Machine: Encodable, Sendable, Equatable {
    let id: String
    /// The tag `Name`, empty without one.
    let name: String
    let type: String
    let zone: String
    /// `serving`, `starting`, `no-power`, `application-failed` or EC2's own state.
    let state: String
    /// The health that the load balancer sees; `nil` where none asks.
    let health: String?
    /// The Auto Scaling group that it belongs to.
    let group: String?
    /// The share of its vCPUs that was busy in the last minute of a run, 0 to 1; `nil` where no run tells it.
    let load: Double?
  }

  /// A load balancer's zone: its node and the targets that stand there.
  struct BalancerZone: Encodable, Sendable, Equatable {
    let zone: String
    /// Whether a node of the load balancer stands in the zone.
    let hasNode: Bool
    let targets: [Machine]
  }

  /// A load balancer with its zones.
  struct Balancer: Encodable, Sendable, Equatable {
    let name: String
    let kind: String
    let state: String
    let zones: [BalancerZone]
  }

  /// The way of users who ask one name and get the same answer.
  struct Path: Encodable, Sendable, Equatable {
    var users: [Users]
    let host: String
    let balancers: [Balancer]
    /// Machines that the name leads to directly.
    let machines: [Machine]
    /// Distributions and buckets that the name leads to; `nil` where there are none.
    var services: [Service]?
  }

  /// A distribution, or a bucket that users read.
  struct Service: Encodable, Sendable, Equatable {
    /// The distribution's id, or the bucket's name.
    let name: String
    /// `distribution`, `website` or `bucket`.
    let kind: String
    /// `Deployed`, `InProgress` or `Disabled`; `nil` of buckets.
    let state: String?
    /// The buckets that a distribution fetches from.
    let buckets: [String]
  }

  /// A database or cache.
  struct Store: Encodable, Sendable, Equatable {
    /// One of its machines.
    struct Node: Encodable, Sendable, Equatable {
      /// `primary`, `standby` or `replica`.
      let role: String
      let zone: String
    }

    let id: String
    /// `database` or `cache`.
    let kind: String
    let type: String
    let state: String
    let nodes: [Node]
    /// How many machines' settings name it.
    let users: Int
  }

  let paths: [Path]
  /// Machines that no user's way leads to.
  let apart: [Machine]
  /// Load balancers that no user's way leads to.
  let balancersApart: [Balancer]
  let stores: [Store]
}
