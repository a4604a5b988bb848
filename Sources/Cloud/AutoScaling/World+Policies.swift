import EventKernel

extension World {
  /// Sets a group's desired capacity within its bounds, for a reason that its history tells.
  mutating func setDesiredCapacity(of key: String, to wanted: Int, because reason: String) {
    guard let group = autoScaling.groups[key] else { return }
    let desired = min(group.maxSize, max(group.minSize, wanted))
    guard desired != group.desiredCapacity else { return }
    autoScaling.groups.update(key) {
      $0.changeCause =
        "At \(now.zulu) \(reason) changing the desired capacity from \($0.desiredCapacity) to \(desired)."
      $0.desiredCapacity = desired
      $0.launchBlockedUntil = nil
    }
    note("group-capacity-changes", group.name, String(group.desiredCapacity), String(desired))
    scheduleReconcile(of: key)
  }

  /// Acts on the alarm of a policy, once for each minute that the alarm lasts.
  mutating func policyFires(_ key: String, policy name: String, alarm alarmName: String) {
    guard let group = autoScaling.groups[key], group.runs("AlarmNotification"), !group.isDeleting,
      let policy = group.policies[name], policy.isEnabled,
      let alarm = cloudWatch.alarms[Alarm.key(group.region, alarmName)]
    else { return }
    let reason =
      "a monitor alarm \(alarmName) in state \(alarm.state.rawValue) triggered policy \(name)"
    switch policy.kind {
    case .simple(let adjustment, let amount, let cooldown):
      // One activity at a time, and none while the cooldown lasts (facts: Auto Scaling 4.6).
      guard group.awaitedCooldown == nil, group.cooldownEnd.map({ $0 <= now }) ?? true,
        group.isCalm
      else { return }
      let change = ScalingArithmetic.change(
        of: group.desiredCapacity, by: adjustment, amount: amount, atLeast: policy.minAdjustmentMagnitude)
      setDesiredCapacity(of: key, to: group.desiredCapacity + change, because: reason)
      guard autoScaling.groups[key]?.desiredCapacity != group.desiredCapacity else { return }
      autoScaling.groups.update(key) { $0.awaitedCooldown = cooldown ?? $0.defaultCooldown }
    case .step(let adjustment, let steps, _):
      let distance = (alarm.newestValue ?? alarm.threshold) - alarm.threshold
      guard let step = ScalingArithmetic.step(steps, distance: distance) else { return }
      let wanted = ScalingArithmetic.stepTarget(
        desired: group.desiredCapacity, warming: group.warmingCapacity(at: now),
        terminating: group.leaving, adjustment: adjustment,
        amount: step.amount, atLeast: policy.minAdjustmentMagnitude)
      setDesiredCapacity(of: key, to: wanted, because: reason)
    case .targetTracking(let tracking):
      guard let value = alarm.newestValue else { return }
      let isHigh = alarm.comparison == "GreaterThanThreshold"
      let warming = group.warmingCapacity(at: now)
      let capacity = isHigh ? max(1, group.desiredCapacity - warming) : group.desiredCapacity
      let wanted = ScalingArithmetic.trackingTarget(
        capacity: capacity, metric: value, target: tracking.target)
      if isHigh {
        setDesiredCapacity(of: key, to: max(group.desiredCapacity, wanted), because: reason)
      } else if warming == 0, othersAgreeToScaleIn(group, beside: policy) {
        setDesiredCapacity(of: key, to: min(group.desiredCapacity, max(1, wanted)), because: reason)
      }
    }
  }

  /// With several tracking policies capacity falls only when all say so (facts: Auto Scaling 4.6).
  private func othersAgreeToScaleIn(_ group: AutoScalingGroup, beside policy: ScalingPolicy) -> Bool {
    group.policies.rows.allSatisfy { other in
      guard other.name != policy.name, case .targetTracking(let tracking) = other.kind,
        !tracking.disablesScaleIn
      else { return true }
      return other.alarms.contains { name in
        guard let alarm = cloudWatch.alarms[Alarm.key(group.region, name)] else { return false }
        return alarm.comparison == "LessThanThreshold" && alarm.state == .alarm
      }
    }
  }

  /// Makes the two alarms of a tracking policy: 3 minutes above the target, 15 below 90 % of it (facts: Auto Scaling 4.6).
  mutating func makeAlarms(of policy: ScalingPolicy, tracking: ScalingPolicy.Tracking, in key: String)
    -> [String]
  {
    guard let group = autoScaling.groups[key] else { return [] }
    let high = makeAlarm("AlarmHigh", policy, tracking, group, periods: 3, threshold: tracking.target)
    guard !tracking.disablesScaleIn else { return [high] }
    let low = makeAlarm(
      "AlarmLow", policy, tracking, group, periods: 15, threshold: tracking.target * 0.9)
    return [high, low]
  }

  private mutating func makeAlarm(
    _ kind: String, _ policy: ScalingPolicy, _ tracking: ScalingPolicy.Tracking, _ group: AutoScalingGroup,
    periods: Int, threshold: Double
  ) -> String {
    let name = "TargetTracking-\(group.name)-\(kind)-\(nextUUID())"
    let (subject, period) = watched(by: tracking, group)
    let alarm = Alarm(
      name: name, region: group.region,
      arn: "arn:aws:cloudwatch:\(group.region.rawValue):\(Account.id):alarm:\(name)",
      description: "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy \(policy.arn).",
      subject: subject, period: period,
      evaluationPeriods: periods,
      datapointsToAlarm: nil, threshold: threshold,
      comparison: kind == "AlarmHigh" ? "GreaterThanThreshold" : "LessThanThreshold",
      missingData: "missing", actionsEnabled: true, alarmActions: [policy.arn], okActions: [],
      insufficientDataActions: [], state: .insufficientData,
      stateReason: "Unchecked: Initial alarm creation", stateUpdated: now, newestValue: nil)
    cloudWatch.setAlarm(Alarm.key(group.region, name), to: alarm)
    startEvaluatingOften()
    return name
  }

  /// What a tracking policy's alarms watch, and by which period.
  private func watched(
    by tracking: ScalingPolicy.Tracking, _ group: AutoScalingGroup
  ) -> (AlarmSubject, Duration) {
    if let custom = tracking.custom {
      if let queries = custom.metrics {
        let list = queries.map(\.query)
        return (.queries(list), .seconds(list.compactMap { $0.metricStat?.period }.max() ?? 60))
      }
      let key = MetricKey(
        region: group.region, namespace: custom.namespace ?? "", name: custom.metricName ?? "",
        dimensions: (custom.dimensions ?? []).map { "\($0.name)=\($0.value)" }.sorted { $0.utf8Precedes($1) })
      return (
        .metric(key, statistic: custom.statistic ?? "Average", unit: custom.unit),
        .seconds(custom.period ?? 60)
      )
    }
    guard let name = ScalingPolicy.Tracking.groupMetrics[tracking.metric] else {
      let place = ["TargetGroup=\(Self.targetGroupName(in: tracking.resourceLabel ?? ""))"]
      let key = MetricKey(
        region: group.region, namespace: "AWS/ApplicationELB", name: "RequestCountPerTarget",
        dimensions: place)
      return (.metric(key, statistic: "Sum", unit: nil), .minutes(1))
    }
    let key = MetricKey(
      region: group.region, namespace: "AWS/EC2", name: name,
      dimensions: ["AutoScalingGroupName=\(group.name)"])
    return (.metric(key, statistic: "Average", unit: nil), .minutes(1))
  }

  /// The metric name of the target group in a label `app/web/…/targetgroup/web/…`.
  static func targetGroupName(in label: String) -> String {
    let parts = label.split(separator: "/", omittingEmptySubsequences: false)
    guard let start = parts.firstIndex(of: "targetgroup") else { return label }
    return parts[start...].joined(separator: "/")
  }
}
