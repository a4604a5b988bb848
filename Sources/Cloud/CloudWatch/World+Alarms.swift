import EventKernel

extension World {
  /// Looks at every alarm with periods of whole minutes, as CloudWatch does once a minute, and takes the actions that
  /// follow; those with shorter periods repeat theirs.
  mutating func evaluateAlarms() {
    for key in cloudWatch.alarms.ids where !cloudWatch.asleep.contains(key) {
      guard let alarm = cloudWatch.alarms[key] else { continue }
      guard alarm.isHighResolution || !evaluate(alarm, key) else { continue }
      if !repeatScaling(of: alarm), let metric = alarm.metric, cloudWatch.metrics[metric] == nil {
        cloudWatch.asleep.insert(key)
      }
    }
    evaluateComposites()
  }

  /// Looks at alarms with periods below a minute, every ten seconds while there are any (facts: CloudWatch 5).
  mutating func evaluateAlarmsOften() {
    cloudWatch.evaluatesOften = false
    for key in cloudWatch.alarms.ids {
      guard let alarm = cloudWatch.alarms[key], alarm.isHighResolution else { continue }
      _ = evaluate(alarm, key)
    }
    evaluateComposites()
    startEvaluatingOften()
  }

  /// Puts the next look at alarms with short periods on the agenda, when there are any.
  mutating func startEvaluatingOften() {
    guard !cloudWatch.evaluatesOften, cloudWatch.alarms.first(where: { $0.row.isHighResolution }) != nil
    else { return }
    cloudWatch.evaluatesOften = true
    agenda.add(.cloudWatch(.evaluateOften), at: now.rounded(down: .seconds(10)) + .seconds(10))
  }

  /// Looks at one alarm and tells whether its state changed.
  private mutating func evaluate(_ alarm: Alarm, _ key: String) -> Bool {
    let range = evaluationRange(of: alarm)
    let points = range.map { (at: $0.at, value: $0.value) }
    if let newest = points.last(where: { $0.value != nil })?.value, newest != alarm.newestValue {
      cloudWatch.alarms.update(key) { $0.newestValue = newest }
    }
    // facts: CloudWatch User Guide, percentiles and low data samples.
    if alarm.ignoresFewSamples,
      range.contains(where: { $0.value != nil && $0.samples < alarm.neededSamples })
    {
      return false
    }
    let state = AlarmRule.state(
      of: points.map { point in
        point.value.map { alarm.breaches($0) ? .breaching : .within } ?? .missing
      }, n: alarm.evaluationPeriods, m: alarm.pointsToAlarm, missingData: alarm.missingData)
    guard let state, state != alarm.state else { return false }
    setState(state, of: key, reason: alarm.reason(for: state, points))
    return true
  }

  /// Puts an alarm into a state and takes the actions of that state.
  mutating func setState(_ state: Alarm.State, of key: String, reason: String) {
    guard let before = cloudWatch.alarms[key] else { return }
    cloudWatch.asleep.wake(key)
    let old = before.state
    cloudWatch.alarms.update(key) {
      $0.state = state
      $0.stateReason = reason
      $0.stateUpdated = now
    }
    guard let alarm = cloudWatch.alarms[key] else { return }
    guard old != state else { return }
    note("alarm-state", alarm.name, old.rawValue, state.rawValue)
    recordStateChange(
      key, alarm.name, isComposite: false, from: (old, before.stateReason), to: (state, reason))
    if state == .alarm { stopExperiments(onAlarm: alarm.arn) }
    guard alarm.actionsEnabled else { return }
    for action in alarm.actions(in: state) {
      recordAction(key, alarm.name, isComposite: false, action)
      take(action, of: alarm)
      publishAlarm(
        alarm.name, state: state.rawValue, before: old.rawValue, reason: alarm.stateReason,
        region: alarm.region, toTopic: action)
    }
  }

  /// Auto Scaling actions repeat each minute while the state lasts (facts: CloudWatch 5); tells whether there are any,
  /// enabled or not.
  private mutating func repeatScaling(of alarm: Alarm) -> Bool {
    let actions = alarm.actions(in: alarm.state).filter { $0.hasPrefix("arn:aws:autoscaling:") }
    if alarm.actionsEnabled {
      for action in actions { take(action, of: alarm) }
    }
    return !actions.isEmpty
  }

  private mutating func take(_ action: String, of alarm: Alarm) {
    if action.hasPrefix("arn:aws:autoscaling:") {
      guard let (group, policy) = scalingPolicy(arn: action) else { return }
      schedule(
        .autoScaling(.policyFires(group: group, policy: policy, alarm: alarm.name)), in: .zero)
      return
    }
    guard action.hasPrefix("arn:aws:automate:") else {
      note("alarm-notifies", alarm.name, action)
      return
    }
    let named = alarm.metric?.dimensions.first { $0.hasPrefix("InstanceId=") }
    guard let id = named.flatMap({ InstanceID(String($0.dropFirst("InstanceId=".utf8.count))) }) else {
      return
    }
    note("alarm-acts-on-instance", alarm.name, id.description, action)
    switch action.split(separator: ":").last {
    case "stop": stopInstance(id)
    case "terminate": terminateInstance(id)
    case "reboot": rebootInstance(id)
    default: break
    }
  }

  /// The periods that an alarm looks at, oldest first, with their values and how many values are behind each.
  private func evaluationRange(of alarm: Alarm) -> [(at: Instant, value: Double?, samples: Double)] {
    let end = now.rounded(down: alarm.period)
    let count = alarm.evaluationPeriods + AlarmRule.extraPeriods
    let start = end - alarm.period * count
    var found: [(at: Instant, value: Double?, samples: Double)] = []
    switch alarm.subject {
    case .metric(let key, let statistic, let unit):
      if unit.map({ $0 == cloudWatch.unit(of: key) }) ?? true {
        found = cloudWatch.periods(of: key, from: start, to: end, period: alarm.period).map {
          ($0.at, $0.value(of: statistic), $0.count)
        }
      }
    case .queries(let queries):
      let series = watchedSeries(of: queries, from: start, to: end, alarm.region)
      found = series?.points.map { ($0.at, $0.value, .infinity) } ?? []
    }
    return (0..<count).map { index in
      let at = start + alarm.period * index
      return found.first { $0.at == at } ?? (at, nil, 0)
    }
  }
}

extension Alarm {
  /// What an alarm does in a state.
  fileprivate func actions(in state: State) -> [String] {
    switch state {
    case .ok: okActions
    case .alarm: alarmActions
    case .insufficientData: insufficientDataActions
    }
  }

  /// AWS's sentence for a change of state.
  fileprivate func reason(for state: State, _ points: [(at: Instant, value: Double?)]) -> String {
    let real = points.compactMap { point in point.value.map { (point.at, $0) } }.suffix(evaluationPeriods)
    guard state != .insufficientData else {
      return "Insufficient Data: \(evaluationPeriods) datapoints were unknown."
    }
    guard !real.isEmpty else {
      return
        "Threshold Crossed: no datapoints were received for \(evaluationPeriods) periods and "
        + "\(evaluationPeriods) missing datapoints were treated as [\(state == .alarm ? "Breaching" : "NonBreaching")]."
    }
    let values = real.reversed().map { "\($0.1) (\($0.0.awsShort))" }.joined(separator: ", ")
    let breaching = real.count { breaches($0.1) }
    let not = state == .ok ? "not " : ""
    let count = state == .ok ? real.count - breaching : breaching
    return
      "Threshold Crossed: \(count) out of the last \(real.count) datapoints [\(values)] "
      + "\(count == 1 ? "was" : "were") \(not)\(comparisonInWords) the threshold (\(threshold)) "
      + "(minimum \(pointsToAlarm) datapoint\(pointsToAlarm == 1 ? "" : "s") for "
      + "\(state == .alarm ? "OK -> ALARM" : "ALARM -> OK") transition)."
  }

  private var comparisonInWords: String {
    switch comparison {
    case "GreaterThanThreshold": "greater than"
    case "GreaterThanOrEqualToThreshold": "greater than or equal to"
    case "LessThanThreshold": "less than"
    default: "less than or equal to"
    }
  }
}

extension Instant {
  /// The moment as the reasons of alarms write it: `05/01/26 00:10:00`.
  fileprivate var awsShort: String {
    let text = Array(iso8601.utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    return "\(part(8..<10))/\(part(5..<7))/\(part(2..<4)) \(part(11..<19))"
  }
}
