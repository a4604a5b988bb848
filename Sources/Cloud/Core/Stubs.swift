extension World {
  mutating func handle(_ event: LoadBalancingEvent, observing observations: Observations) {}
  mutating func handle(_ event: AutoScalingEvent, observing observations: Observations) {}
  mutating func handle(_ event: CloudWatchEvent, observing observations: Observations) {}
}
