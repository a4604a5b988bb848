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
    case .lab(.jobEnds), .lab(.jobsAreDue): false
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
    settleJobs()
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
    settleJobs()
    return entry.at
  }
}
