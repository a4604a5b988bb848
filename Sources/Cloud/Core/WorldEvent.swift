package import EventKernel

/// Something that the world does of itself when its time comes; each family has its own kinds.
package enum WorldEvent: Sendable, Equatable {
  case iam(IAMEvent)
  case ec2(EC2Event)
  case loadBalancing(LoadBalancingEvent)
  case autoScaling(AutoScalingEvent)
  case cloudWatch(CloudWatchEvent)
  case rds(RDSEvent)
  case elastiCache(ElastiCacheEvent)
  case route53(Route53Event)
  case s3(S3Event)
  case sns(SNSEvent)
  case cloudFront(CloudFrontEvent)
  case acm(ACMEvent)
  case zonalShift(ZonalShiftEvent)
  case fis(FISEvent)
  case ssm(SSMEvent)
  case lab(LabEvent)
}

extension WorldEvent {
  /// Whether what costs money can differ afterwards; checks and metrics come often and change nothing of it.
  fileprivate var mayChangeBill: Bool {
    switch self {
    case .ec2, .autoScaling, .rds, .elastiCache, .s3, .ssm, .fis, .lab: true
    case .iam, .loadBalancing, .cloudWatch, .route53, .sns, .cloudFront, .acm, .zonalShift: false
    }
  }
}

extension World {
  /// Does what is due next, at its time, and gives that time; `nil` when nothing is due up to `limit`.
  ///
  /// - Parameter observations: what traffic saw of the machines since the last event; `.idle` when none flows.
  @discardableResult
  package mutating func step(upTo limit: Instant, observing observations: Observations = .idle) -> Instant? {
    guard let due = agenda.next, due <= limit, let entry = agenda.removeFirst() else { return nil }
    now = max(now, entry.at)
    if entry.event.mayChangeBill { billing.staleness.isStale = true }
    switch entry.event {
    case .iam(let event): handle(event)
    case .ec2(let event): handle(event)
    case .loadBalancing(let event): handle(event, observing: observations)
    case .autoScaling(let event): handle(event, observing: observations)
    case .cloudWatch(let event): handle(event, observing: observations)
    case .rds(let event): handle(event)
    case .elastiCache(let event): handle(event)
    case .route53(let event): handle(event, observing: observations)
    case .s3(let event): handle(event)
    case .sns(let event): handle(event)
    case .cloudFront(let event): handle(event)
    case .acm(let event): handle(event)
    case .zonalShift(let event): handle(event)
    case .fis(let event): handle(event)
    case .ssm(let event): handle(event)
    case .lab(let event): handle(event)
    }
    return entry.at
  }

  /// Lets time pass up to a moment with no traffic: everything due is done in order, then the clock stands there.
  ///
  /// A moment in the past leaves the world as it is.
  package mutating func advance(to moment: Instant) {
    while step(upTo: moment) != nil {}
    now = max(now, moment)
  }
}

/// What traffic saw: how loaded machines are, and what was counted in the last minute.
///
/// Controllers decide from this and the world alone. Sorted by id; look-ups are O(log n).
package struct Observations: Sendable, Equatable {
  /// What was seen of each instance.
  package var instances = Table<InstanceID, InstanceObservation>()
  /// What was seen of each target group in the last minute.
  package var targetGroups = Table<TargetGroupID, TargetGroupObservation>()
  /// What was seen of each database in the last minute.
  package var databases = Table<String, DatabaseObservation>()

  /// Nothing was seen, since no traffic flows.
  package static let idle = Observations()

  package init() {}
}

/// What was seen of an instance.
package struct InstanceObservation: Sendable, Equatable {
  /// How long a request that came now would wait before its work starts.
  package var queueDelay: Duration
  /// Whether a request that came now would be turned away because the backlog is full.
  package var isFull: Bool
  /// The share of all its vCPUs that was busy over the last full minute, 0 to 1.
  package var cpuUtilisation: Double

  package init(queueDelay: Duration, isFull: Bool, cpuUtilisation: Double) {
    self.queueDelay = queueDelay
    self.isFull = isFull
    self.cpuUtilisation = cpuUtilisation
  }
}

/// What was seen of a target group over the last full minute.
package struct TargetGroupObservation: Sendable, Equatable {
  /// Requests that reached a target.
  package var requests: Int
  /// The sum of the targets' answer times.
  package var responseTime: Duration
  /// Answers by class: 2xx, 4xx and 5xx made by targets.
  package var target2xx: Int
  package var target5xx: Int
  /// 5xx answers made by the load balancer itself.
  package var balancer5xx: Int

  package init(requests: Int, responseTime: Duration, target2xx: Int, target5xx: Int, balancer5xx: Int) {
    self.requests = requests
    self.responseTime = responseTime
    self.target2xx = target2xx
    self.target5xx = target5xx
    self.balancer5xx = balancer5xx
  }
}

/// What was seen of a database over the last full minute.
package struct DatabaseObservation: Sendable, Equatable {
  /// The share of its vCPUs that was busy, 0 to 1.
  package var cpuUtilisation: Double
  /// The most connections in use at once.
  package var connections: Int
  /// What queries wrote.
  package var writtenBytes: Int
  /// How old the newest write is that a replica does not have; `nil` of a primary.
  package var lag: Duration?

  package init(cpuUtilisation: Double, connections: Int, writtenBytes: Int = 0, lag: Duration? = nil) {
    self.cpuUtilisation = cpuUtilisation
    self.connections = connections
    self.writtenBytes = writtenBytes
    self.lag = lag
  }
}
