import EventKernel

extension World {
  /// Puts CloudWatch's first minute on the agenda; called once, when a world begins.
  mutating func startMetrics() {
    let minute = now.rounded(down: .minutes(1)) + .minutes(1)
    agenda.add(.cloudWatch(.publish), at: minute)
    agenda.add(.cloudWatch(.evaluate), at: minute)
  }

  mutating func handle(_ event: CloudWatchEvent, observing observations: Observations) {
    switch event {
    case .publish:
      publish(observations)
      countCharges()
      schedule(.cloudWatch(.publish), in: .minutes(1))
    case .evaluate:
      evaluateAlarms()
      schedule(.cloudWatch(.evaluate), in: .minutes(1))
    case .evaluateOften: evaluateAlarmsOften()
    }
  }

  /// Stores the points of the minute that ends now.
  private mutating func publish(_ observations: Observations) {
    let minute = now - .minutes(1)
    cloudWatch.trail.begin()
    publishInstances(observations, minute)
    publishTargets(minute)
    publishBalancers(observations, minute)
    growDatabases(observations)
    publishGroups(minute)
    publishDatabases(observations, minute)
    publishCaches(observations, minute)
    publishDistributions(observations, minute)
    publishHealthChecks(minute)
    publishRarely()
  }

  private mutating func publishGroups(_ minute: Instant) {
    for (_, group) in autoScaling.groups {
      for metric in group.metrics {
        put(
          "AWS/AutoScaling", metric.rawValue, ["AutoScalingGroupName=\(group.name)"], group.region, minute,
          Double(metric.value(of: group)))
      }
    }
  }

  /// Stores a value of a metric that a service publishes; dimensions are in order of their names.
  mutating func put(
    _ namespace: String, _ name: String, _ dimensions: [String], _ region: Region, _ at: Instant,
    _ value: Double
  ) {
    put(MetricPoint(at: at, value: value), namespace, name, dimensions, region)
  }

  /// Stores a point of a metric that a service publishes; dimensions are in order of their names.
  mutating func put(
    _ point: MetricPoint, _ namespace: String, _ name: String, _ dimensions: [String], _ region: Region
  ) {
    cloudWatch.put(
      point, to: MetricKey(region: region, namespace: namespace, name: name, dimensions: dimensions))
  }

  /// Counts something that happens now in the present minute of a metric.
  mutating func count(
    _ value: Double, _ namespace: String, _ name: String, _ dimensions: [String], _ region: Region
  ) {
    put(namespace, name, dimensions, region, now.rounded(down: .minutes(1)), value)
  }
}
