package import EventKernel

/// All resources of the sandbox at an instant, as a value: a copy is a snapshot, an undo point, a fork for a check.
///
/// The same calls at the same times on worlds of the same seed and catalog give equal worlds.
package struct World: Sendable, Equatable {
  /// Regions, types and prices that do not change while a world lives.
  package let catalog: Catalog
  /// What ids and the timings of the learner's own world are drawn from.
  package let seed: WorldSeed
  /// The present moment.
  package internal(set) var now: Instant
  /// What the world will do of itself.
  package internal(set) var agenda = Agenda()
  /// How often each aspect that traffic is compiled from has changed.
  package internal(set) var revision = Revision()
  /// What happened, newest last.
  package internal(set) var occurrences = OccurrenceLog()

  package internal(set) var iam = IAMState()
  package internal(set) var ec2 = EC2State()
  package internal(set) var loadBalancing = LoadBalancingState()
  package internal(set) var autoScaling = AutoScalingState()
  package internal(set) var cloudWatch = CloudWatchState()
  package internal(set) var rds = RDSState()
  package internal(set) var elastiCache = ElastiCacheState()
  package internal(set) var route53 = Route53State()
  package internal(set) var s3 = S3State() { didSet { noteEdges() } }
  package internal(set) var sns = SNSState()
  package internal(set) var cloudFront = CloudFrontState() {
    didSet {
      edgeSettings &+= 1
      noteEdges()
    }
  }
  package internal(set) var acm = ACMState() {
    didSet {
      edgeSettings &+= 1
      noteEdges()
    }
  }
  package internal(set) var ssm = SSMState()
  package internal(set) var logs = LogsState()
  package internal(set) var zonalShift = ZonalShiftState()
  package internal(set) var fis = FISState()
  package internal(set) var lab = LabState()
  package internal(set) var billing = BillingState()
  package internal(set) var client = ClientState()

  /// How often distributions, what they refer to, or certificates have changed.
  private var edgeSettings: UInt32 = 0
  private var serial: UInt64 = 0
  private var family: UInt64 = 0

  /// A world of a seed with nothing in it but the account and what every account has.
  package init(catalog: Catalog, seed: WorldSeed, startingAt start: Instant = .epoch) {
    self.catalog = catalog
    self.seed = seed
    now = start
    startMetrics()
  }

  /// Counts what edge locations and S3 answer by: calls that only cost something change none of it.
  private mutating func noteEdges() { revision.edges = s3.changes &+ edgeSettings }

  /// Sixty-four bits for an id, drawn from the world's seed and a counter.
  mutating func nextBits() -> UInt64 {
    serial += 1
    return Draws(
      seed: seed.rawValue, purpose: DrawPurpose.ids.rawValue, population: family, number: serial
    ).bits(0)
  }

  /// Makes things whose ids are drawn by a name instead of the counter, so that it does not matter when, or whether,
  /// they are made: other ids stay what they are. A name is used once.
  mutating func drawingIDs<Made>(by name: String, _ make: (inout World) -> Made) -> Made {
    let before = (family, serial)
    // Families 0 to 2 are those of the counter, of launches and of keys.
    family = name.utf8.reduce(0) { Draws.mix($0 ^ UInt64($1)) } | 1 << 63
    serial = 0
    defer { (family, serial) = before }
    return make(&self)
  }

  /// An id that no resource of this world has had.
  mutating func nextID<Kind>(_ kind: Kind.Type = Kind.self) -> ResourceID<Kind> {
    ResourceID(bits: nextBits())
  }

  /// Puts an event on the agenda a while from now.
  @discardableResult
  mutating func schedule(_ event: WorldEvent, in delay: Duration) -> AgendaKey {
    agenda.add(event, at: now + delay)
  }
}

/// How often each aspect of the world has changed that traffic is compiled from.
///
/// Traffic compiles an aspect again when its number differs from the one it compiled.
package struct Revision: Sendable, Equatable {
  /// Instances: their state, power, application, type.
  package var instances: UInt32 = 0
  /// Load balancers, listeners, target groups and the health of targets.
  package var loadBalancing: UInt32 = 0
  /// Who may reach whom: security groups, routes.
  package var access: UInt32 = 0
  /// Databases and their endpoints.
  package var databases: UInt32 = 0
  /// Caches and their endpoints.
  package var caches: UInt32 = 0
  /// DNS records and the health that they answer by.
  package var dns: UInt32 = 0
  /// Distributions, certificates, and buckets with their objects.
  package var edges: UInt32 = 0
  /// Faults in force.
  package var faults: UInt32 = 0
  /// Who sends which requests.
  package var workload: UInt32 = 0

  package init() {}
}
