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
    }
  }

  /// Stores the points of the minute that ends now.
  private mutating func publish(_ observations: Observations) {
    let minute = now - .minutes(1)
    publishInstances(observations, minute)
    publishLoadBalancers(observations, minute)
    growDatabases(observations)
    for (_, group) in autoScaling.groups {
      for metric in group.metrics {
        put(
          "AWS/AutoScaling", metric.rawValue, ["AutoScalingGroupName=\(group.name)"], group.region, minute,
          Double(metric.value(of: group)))
      }
    }
    for (key, database) in rds.instances where database.service == .serving {
      let seen = observations.databases[key]
      let dimensions = ["DBInstanceIdentifier=\(database.identifier)"]
      put("AWS/RDS", "CPUUtilization", dimensions, database.region, minute, (seen?.cpuUtilisation ?? 0) * 100)
      put(
        "AWS/RDS", "DatabaseConnections", dimensions, database.region, minute, Double(seen?.connections ?? 0))
      let size = Double(database.allocatedGiB) * 1_073_741_824
      put(
        "AWS/RDS", "FreeStorageSpace", dimensions, database.region, minute,
        max(0, size - Double(database.usedBytes)))
      guard let replication = database.replication else { continue }
      let lag = seen?.lag ?? replication.lag
      rds.instances.update(key) { $0.replication?.lag = lag }
      put(
        "AWS/RDS", "ReplicaLag", dimensions, database.region, minute,
        replication.isReplicating ? lag.inSeconds : -1)
    }
  }

  private mutating func publishInstances(_ observations: Observations, _ minute: Instant) {
    var groups = Table<String, MetricPoint>()
    for (id, instance) in ec2.instances where instance.state == .running {
      let region = instance.zone.region
      let dimensions = ["InstanceId=\(id)"]
      let system: Double = instance.hasPower ? 0 : 1
      let machine = instance.cannotBoot ? 1 : system
      put("AWS/EC2", "StatusCheckFailed", dimensions, region, minute, machine)
      put("AWS/EC2", "StatusCheckFailed_Instance", dimensions, region, minute, machine)
      put("AWS/EC2", "StatusCheckFailed_System", dimensions, region, minute, system)
      guard instance.hasPower else { continue }
      let value = isLoaded(instance) ? 100 : (observations.instances[id]?.cpuUtilisation ?? 0) * 100
      // facts: CloudWatch 5, five-minute points unless detailed monitoring is on.
      // Simplified: detailed-monitoring
      let isCoarse = instance.autoScalingGroup == nil && !instance.isMonitored
      let at = isCoarse ? minute.rounded(down: .minutes(5)) : minute
      put("AWS/EC2", "CPUUtilization", dimensions, region, at, value)
      passCredits(of: instance, used: value / 100)
      guard let name = instance.autoScalingGroup else { continue }
      let key = AutoScalingGroup.key(region, name)
      guard let group = autoScaling.groups[key], let member = group.members[id],
        group.hasWarmed(member, at: now)
      else { continue }
      let point = MetricPoint(at: minute, value: value)
      if groups.update(key, { $0.merge(point) }) == nil { groups[key] = point }
    }
    for (key, point) in groups {
      guard let group = autoScaling.groups[key] else { continue }
      cloudWatch.put(
        point,
        to: MetricKey(
          region: group.region, namespace: "AWS/EC2", name: "CPUUtilization",
          dimensions: ["AutoScalingGroupName=\(group.name)"]))
    }
  }

  /// Stores what a burstable instance has of credits, every five minutes (facts: EC2 2.5).
  mutating func publishCredits(_ credits: CPUCredits, of instance: Instance, at: Instant) {
    var values = [("CPUCreditUsage", credits.usedInPeriod), ("CPUCreditBalance", credits.balance)]
    if isUnlimited(instance) || credits.chargedInPeriod > 0 {
      values.append(("CPUSurplusCreditBalance", credits.surplus))
      values.append(("CPUSurplusCreditsCharged", credits.chargedInPeriod))
    }
    for (name, value) in values {
      put("AWS/EC2", name, ["InstanceId=\(instance.id)"], instance.zone.region, at, value)
    }
  }

  private mutating func publishLoadBalancers(_ observations: Observations, _ minute: Instant) {
    for (id, group) in loadBalancing.targetGroups {
      guard let balancer = loadBalancer(using: id), balancer.state == .active else { continue }
      let dimensions = ["LoadBalancer=\(balancer.metricName)", "TargetGroup=\(group.metricName)"]
      let space = balancer.kind == .application ? "AWS/ApplicationELB" : "AWS/NetworkELB"
      publishHosts(group, of: balancer, dimensions, space, minute)
      guard balancer.kind == .application, let seen = observations.targetGroups[group.id] else { continue }
      publishRequests(seen, group, balancer, dimensions, minute)
    }
  }

  private mutating func publishHosts(
    _ group: TargetGroup, of balancer: LoadBalancer, _ dimensions: [String], _ space: String,
    _ minute: Instant
  ) {
    func isWatched(_ target: Target) -> Bool {
      switch target.health {
      case .initial, .healthy, .unhealthy: true
      case .unused, .draining: false
      }
    }
    let watched = group.targets.rows.filter(isWatched)
    // With nobody registered the metrics stop: missing data, not zero (facts: CloudWatch 5).
    guard !watched.isEmpty else { return }
    let healthy = Double(watched.count { $0.health == .healthy })
    let unhealthy = Double(watched.count) - healthy
    put(space, "HealthyHostCount", dimensions, group.region, minute, healthy)
    put(space, "UnHealthyHostCount", dimensions, group.region, minute, unhealthy)
    for node in balancer.nodes {
      let here = watched.filter { $0.counts(in: node.zone) }
      guard !here.isEmpty else { continue }
      let zone = ["AvailabilityZone=\(node.zone.rawValue)"] + dimensions
      let healthyHere = Double(here.count { $0.health == .healthy })
      put(space, "HealthyHostCount", zone, group.region, minute, healthyHere)
      put(space, "UnHealthyHostCount", zone, group.region, minute, Double(here.count) - healthyHere)
    }
  }

  /// Request metrics exist only in minutes with traffic (facts: ELB 6.6).
  private mutating func publishRequests(
    _ seen: TargetGroupObservation, _ group: TargetGroup, _ balancer: LoadBalancer, _ dimensions: [String],
    _ minute: Instant
  ) {
    let whole = ["LoadBalancer=\(balancer.metricName)"]
    func put(_ name: String, _ count: Int, _ dimensions: [String], _ world: inout World) {
      guard count > 0 else { return }
      world.put("AWS/ApplicationELB", name, dimensions, group.region, minute, Double(count))
    }
    for place in [whole, dimensions] {
      put("RequestCount", seen.requests, place, &self)
      put("HTTPCode_Target_2XX_Count", seen.target2xx, place, &self)
      put("HTTPCode_Target_5XX_Count", seen.target5xx, place, &self)
      guard seen.requests > 0 else { continue }
      // Simplified: response-time-spread
      let mean = seen.responseTime.inSeconds / Double(seen.requests)
      let point = MetricPoint(
        at: minute, sum: seen.responseTime.inSeconds, count: Double(seen.requests), minimum: mean,
        maximum: mean)
      cloudWatch.put(
        point,
        to: MetricKey(
          region: group.region, namespace: "AWS/ApplicationELB", name: "TargetResponseTime",
          dimensions: place))
    }
    put("HTTPCode_ELB_5XX_Count", seen.balancer5xx, whole, &self)
    let healthy = max(1, healthyTargets(of: group.id).count)
    let perTarget = Double(seen.requests) / Double(healthy)
    for place in [["TargetGroup=\(group.metricName)"], dimensions] where seen.requests > 0 {
      self.put("AWS/ApplicationELB", "RequestCountPerTarget", place, group.region, minute, perTarget)
    }
  }

  /// Stores a value of a minute.
  private mutating func put(
    _ namespace: String, _ name: String, _ dimensions: [String], _ region: Region, _ at: Instant,
    _ value: Double
  ) {
    cloudWatch.put(
      MetricPoint(at: at, value: value),
      to: MetricKey(region: region, namespace: namespace, name: name, dimensions: dimensions))
  }
}
