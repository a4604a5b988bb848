extension World {
  mutating func handle(_ event: LoadBalancingEvent, observing observations: Observations) {}
  mutating func handle(_ event: AutoScalingEvent, observing observations: Observations) {}
  mutating func handle(_ event: CloudWatchEvent, observing observations: Observations) {}
  mutating func handle(_ event: RDSEvent) {}
  mutating func handle(_ event: ElastiCacheEvent) {}
  mutating func handle(_ event: Route53Event, observing observations: Observations) {}
  mutating func databasesLosePower(in zone: Zone) {}
  mutating func databasesRegainPower(in zone: Zone) {}
  mutating func cachesLosePower(in zone: Zone) {}
  mutating func cachesRegainPower(in zone: Zone) {}
  mutating func rebootDatabase(_ identifier: String, withFailover: Bool) {}
}
