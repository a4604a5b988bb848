import EventKernel

/// The kinds of fault, by the names that `lab.yaml`, `fault` and reports know them by.
package enum FaultKind: String, Sendable, CaseIterable {
  /// A zone loses power: its machines hang, its subnets are cut, launches there fail (FIS: AZ Availability: Power Interruption).
  case zonePower = "zone-power"
  /// Every flow inside a zone takes longer (FIS: AZ: Application Slowdown).
  case slowZone = "slow-zone"
  /// The rate of all users is multiplied.
  case loadSurge = "load-surge"
  /// Instances are stopped in an orderly way (`aws:ec2:stop-instances`).
  case stopInstances = "stop-instances"
  /// A database is rebooted with failover (`aws:rds:reboot-db-instances`).
  case rebootDatabase = "reboot-database"
  /// The spare machines of a type in a zone are taken back, with two minutes' notice, and stay away
  /// (`aws:ec2:send-spot-instance-interruptions`).
  case spotReclaim = "spot-reclaim"
  /// A zone has no machine to give: launches and starts there fail (`aws:ec2:api-insufficient-instance-capacity-error`).
  case capacityShortage = "capacity-shortage"
  /// The hosts of instances fail: they hang, and their system status checks find out.
  case hostFailure = "host-failure"
  /// Packets from a zone to others are lost (FIS: Cross-AZ: Traffic Slowdown).
  case lossyZone = "lossy-zone"
  /// Operations on a volume take longer (`aws:ebs:volume-io-latency`).
  case volumeLatency = "volume-latency"
  /// A volume answers no operation (`aws:ebs:pause-volume-io`).
  case pauseVolume = "pause-volume"
  /// Other programs keep the processors of instances busy (`AWSFIS-Run-CPU-Stress` by `aws:ssm:send-command`).
  case cpuStress = "cpu-stress"
  /// Instances are terminated (`aws:ec2:terminate-instances`).
  case terminateInstances = "terminate-instances"
  /// Instances reboot (`aws:ec2:reboot-instances`).
  case rebootInstances = "reboot-instances"
  /// Calls of a service fail (`aws:fis:inject-api-internal-error`, `-throttle-error`, `-unavailable-error`).
  case apiErrors = "api-errors"
  /// Calls of every service of a Region fail, and nothing is launched there; what runs goes on.
  case controlPlaneOutage = "control-plane-outage"
  /// The resolver of the VPCs of a Region answers no name.
  case dnsOutage = "dns-outage"
  /// Clients try again at once and often.
  case retryStorm = "retry-storm"
  /// A cache forgets all its keys.
  case cacheFlush = "cache-flush"
  /// What was deployed on instances answers with errors, or late.
  case badDeploy = "bad-deploy"
  /// The storage of a database fills up.
  case diskFull = "disk-full"
  /// Amazon S3 of a Region answers with errors.
  case s3Outage = "s3-outage"
  /// Nothing goes between a Region and the others (FIS: Cross-Region: Connectivity).
  case regionCut = "region-cut"
  /// Somebody outside uses an access key of a user to launch instances.
  case leakedKey = "leaked-key"
  /// The host of a database's primary fails: a standby takes over, without one it is down until the fault ends.
  case databaseFailure = "database-failure"
  /// A node of a cache fails: a replica takes over where failover is automatic; the node comes back empty.
  case cacheNodeFailure = "cache-node-failure"
  /// The node of a load balancer in one zone fails: its address does not answer, and leaves DNS a while later.
  case balancerNodeFailure = "balancer-node-failure"
  /// All zones of a Region lose power, and with them all that stands there.
  case regionLoss = "region-loss"
}

/// What a fault has to be told, by the key that `lab.yaml` knows it by.
package enum FaultParameter: String, Sendable, CaseIterable {
  /// A type of instances.
  case type
  /// A zone; in an experiment also `each`, every zone in turn.
  case zone
  /// Instances by id or by their tag Name, one or more.
  case instances
  /// A database by its identifier.
  case database
  /// A node of a cache by its id, such as `shop-001`.
  case node
  /// A load balancer by its name.
  case balancer
  /// How many times as much, above 0 and up to 1,000.
  case factor
  /// How much later, as a span.
  case delay
  /// Databases or instances, whose volumes are meant.
  case volume
  /// A cache by its id.
  case cache
  /// What instances were launched from: an image, a launch template or an Auto Scaling group, by id or name.
  case target
  /// A user, by name.
  case user
  /// A Region; the lab's own when it is not told.
  case region
  /// A service by its name on the command line.
  case service
  /// The share that is struck, 0 to 1; in words `15%`.
  case share
  /// How many, 1 to 100.
  case count
  /// What calls answer.
  case error
}

extension FaultKind {
  /// What it has to be told, in the order in which the words of `fault` come.
  package var parameters: [FaultParameter] {
    switch self {
    case .zonePower, .capacityShortage: [.zone]
    case .slowZone: [.zone, .delay]
    case .loadSurge: [.factor]
    case .stopInstances, .hostFailure, .terminateInstances, .rebootInstances: [.instances, .share]
    case .rebootDatabase, .diskFull, .databaseFailure: [.database]
    case .cacheNodeFailure: [.node]
    case .balancerNodeFailure: [.balancer, .zone]
    case .regionLoss: [.region]
    case .spotReclaim: [.type, .zone]
    case .lossyZone: [.zone, .share]
    case .volumeLatency: [.volume, .share, .delay]
    case .pauseVolume: [.volume, .share]
    case .cpuStress: [.instances, .factor, .share]
    case .apiErrors: [.service, .error, .share, .region]
    case .controlPlaneOutage: [.region, .share]
    case .dnsOutage, .s3Outage, .regionCut: [.region]
    case .retryStorm: [.count]
    case .cacheFlush: [.cache]
    case .badDeploy: [.target, .share, .delay]
    case .leakedKey: [.user, .count]
    }
  }

  /// Gives a fault what stands for a parameter that it was not told; `false` where it has to be told.
  ///
  /// - Parameter region: the Region that is meant when none is named.
  package func giveUsual(_ parameter: FaultParameter, in region: Region?, to fault: inout Fault) -> Bool {
    switch (self, parameter) {
    // AZ: Application Slowdown adds 200 ms to every flow inside the zone (facts: FIS 15).
    case (.slowZone, .delay): fault.delay = .milliseconds(200)
    // Cross-AZ: Traffic Slowdown loses 15 % of the packets (facts: FIS 15).
    case (.lossyZone, .share): fault.share = 0.15
    // EBS: sustained latency adds 500 ms (facts: FIS 15).
    case (.volumeLatency, .delay): fault.delay = .milliseconds(500)
    // A busy program for each vCPU takes half of its time (TEACH).
    case (.cpuStress, .factor): fault.factor = 2
    case (.leakedKey, .count): fault.count = 10
    case (.apiErrors, .error): fault.error = .unavailable
    case (.badDeploy, .delay): break
    case (_, .share): break
    case (.regionLoss, .region): return false
    case (_, .region): fault.region = region
    default: return false
    }
    return true
  }

  /// Whether it happens at a moment and needs no span.
  package var isMomentary: Bool {
    switch self {
    case .rebootDatabase, .terminateInstances, .rebootInstances, .cacheFlush, .diskFull: true
    case .zonePower, .slowZone, .loadSurge, .stopInstances, .spotReclaim, .capacityShortage, .hostFailure,
      .lossyZone, .volumeLatency, .pauseVolume, .cpuStress, .apiErrors, .controlPlaneOutage, .dnsOutage,
      .retryStorm, .badDeploy, .s3Outage, .regionCut, .leakedKey, .databaseFailure, .cacheNodeFailure,
      .balancerNodeFailure, .regionLoss:
      false
    }
  }
}

/// What a service answers instead of doing a call (FIS actions reference).
package enum InjectedError: String, Sendable, CaseIterable {
  /// Something went wrong inside the service.
  case `internal`
  /// There were too many calls.
  case throttling
  /// The service is not there.
  case unavailable
}
