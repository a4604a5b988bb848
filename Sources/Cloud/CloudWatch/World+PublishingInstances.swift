import EventKernel

extension World {
  /// Keeps what is spent of the credits of an instance's network at the end of a minute.
  private mutating func keepNetworkCredits(of instance: Instance, _ seen: InstanceObservation?) {
    guard seen != nil || instance.spentSending != nil || instance.spentReceiving != nil,
      let rate = catalog.instanceType(instance.type)?.networkRate, rate.bursts
    else { return }
    let sending = spent(seen?.missingSending ?? 0, after: instance.spentSending, of: rate)
    let receiving = spent(seen?.missingReceiving ?? 0, after: instance.spentReceiving, of: rate)
    guard sending != instance.spentSending || receiving != instance.spentReceiving else { return }
    ec2.instances.update(instance.id) {
      $0.spentSending = sending
      $0.spentReceiving = receiving
    }
  }

  /// Publishes what EC2 knows of running instances, by instance and by Auto Scaling group.
  mutating func publishInstances(_ observations: Observations, _ minute: Instant) {
    var groups = Table<String, [MetricPoint]>()
    for (id, instance) in ec2.instances where instance.state == .running {
      let region = instance.zone.region
      let dimensions = ["InstanceId=\(id)"]
      publishStatus(of: instance, dimensions, minute)
      guard instance.hasPower else { continue }
      let seen = observations.instances[id]
      let jobs = takeJobUse(of: id)
      let cpu = isLoaded(instance) ? 100 : min(1, (seen?.cpuUtilisation ?? 0) + jobs) * 100
      let received = seen?.received ?? NetworkVolume()
      let sent = seen?.sent ?? NetworkVolume()
      // facts: CloudWatch 5, five-minute points unless detailed monitoring is on.
      // Simplified: detailed-monitoring
      let isCoarse = instance.autoScalingGroup == nil && !instance.isMonitored
      let coarse = minute.rounded(down: .minutes(5))
      let at = isCoarse ? coarse : minute
      let values = [cpu, Double(received.bytes), Double(sent.bytes)]
      for (name, value) in zip(Self.groupedMetrics, values) {
        put("AWS/EC2", name, dimensions, region, at, value)
      }
      // Packets have five-minute points always (EC2 User Guide, instance metrics).
      // Simplified: network-metrics
      put("AWS/EC2", "NetworkPacketsIn", dimensions, region, coarse, Double(received.packets))
      put("AWS/EC2", "NetworkPacketsOut", dimensions, region, coarse, Double(sent.packets))
      passCredits(of: instance, used: cpu / 100)
      keepNetworkCredits(of: instance, seen)
      if let disk = seen?.disk { publish(disk, of: instance, at: at, minute) }
      guard let name = instance.autoScalingGroup else { continue }
      let key = AutoScalingGroup.key(region, name)
      guard let group = autoScaling.groups[key], let member = group.members[id],
        group.hasWarmed(member, at: now)
      else { continue }
      let points = values.map { MetricPoint(at: minute, value: $0) }
      let found: Void? = groups.update(key) { sums in
        for index in sums.indices { sums[index].merge(points[index]) }
      }
      if found == nil { groups[key] = points }
    }
    for (key, points) in groups {
      guard let group = autoScaling.groups[key] else { continue }
      for (name, point) in zip(Self.groupedMetrics, points) {
        put(point, "AWS/EC2", name, ["AutoScalingGroupName=\(group.name)"], group.region)
      }
    }
  }

  /// The metrics that Auto Scaling groups have of their instances.
  private static var groupedMetrics: [String] { ["CPUUtilization", "NetworkIn", "NetworkOut"] }

  private mutating func publishStatus(of instance: Instance, _ dimensions: [String], _ minute: Instant) {
    let region = instance.zone.region
    let system: Double = instance.hasPower ? 0 : 1
    let machine = instance.cannotBoot ? 1 : system
    put("AWS/EC2", "StatusCheckFailed", dimensions, region, minute, machine)
    put("AWS/EC2", "StatusCheckFailed_Instance", dimensions, region, minute, machine)
    put("AWS/EC2", "StatusCheckFailed_System", dimensions, region, minute, system)
    // Nitro machines alone have a check of their volumes, which go with the power of the zone.
    guard catalog.instanceType(instance.type)?.isNitro ?? false else { return }
    put("AWS/EC2", "StatusCheckFailed_AttachedEBS", dimensions, region, minute, system)
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
}
