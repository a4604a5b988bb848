package import EventKernel

/// An alarm on the states of other alarms (facts: CloudWatch 5).
package struct CompositeAlarm: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  package var description: String?
  /// The rule as it was written, and as it was read.
  package var ruleText: String
  package var rule: CompositeRule
  package var actionsEnabled: Bool
  package var alarmActions: [String]
  package var okActions: [String]
  package var insufficientDataActions: [String]
  package var state: Alarm.State
  package var stateReason: String
  package var stateUpdated: Instant
  package var configured: Instant
}

extension World {
  /// The state of an alarm of either kind by its name.
  func alarmState(_ name: String, in region: Region) -> Alarm.State? {
    let key = Alarm.key(region, name)
    return cloudWatch.alarms[key]?.state ?? cloudWatch.composites[key]?.state
  }

  /// Looks at every composite alarm, again until none changes, at most ten times: cycles do not settle.
  mutating func evaluateComposites() {
    guard !cloudWatch.composites.isEmpty else { return }
    for _ in 0..<10 {
      var hasChanged = false
      for key in cloudWatch.composites.ids {
        guard let alarm = cloudWatch.composites[key] else { continue }
        let isAlarm = alarm.rule.holds { alarmState($0, in: alarm.region) }
        let state: Alarm.State = isAlarm ? .alarm : .ok
        guard state != alarm.state else { continue }
        setCompositeState(state, of: key, reason: reason(for: state, alarm))
        hasChanged = true
      }
      if !hasChanged { return }
    }
  }

  private func reason(for state: Alarm.State, _ alarm: CompositeAlarm) -> String {
    let deciding = alarm.rule.alarms.first { name in
      (alarmState(name, in: alarm.region) == .alarm) == (state == .alarm)
    }
    guard let name = deciding else { return "The rule \(alarm.ruleText) evaluates to \(state.rawValue)." }
    let arn = "arn:aws:cloudwatch:\(alarm.region.rawValue):\(Account.id):alarm:\(name)"
    return
      "\(arn) transitioned to \(alarmState(name, in: alarm.region)?.rawValue ?? "INSUFFICIENT_DATA") at "
      + "\(now.zulu)"
  }

  /// Puts a composite alarm into a state and takes its actions.
  mutating func setCompositeState(_ state: Alarm.State, of key: String, reason: String) {
    guard let old = cloudWatch.composites[key] else { return }
    cloudWatch.composites.update(key) {
      $0.state = state
      $0.stateReason = reason
      $0.stateUpdated = now
    }
    guard old.state != state else { return }
    note("alarm-state", old.name, old.state.rawValue, state.rawValue)
    recordStateChange(
      key, old.name, isComposite: true, from: (old.state, old.stateReason), to: (state, reason))
    if state == .alarm { stopExperiments(onAlarm: old.arn) }
    guard old.actionsEnabled else { return }
    let actions =
      switch state {
      case .alarm: old.alarmActions
      case .ok: old.okActions
      case .insufficientData: old.insufficientDataActions
      }
    for action in actions {
      note("alarm-notifies", old.name, action)
      recordAction(key, old.name, isComposite: true, action)
      publishAlarm(
        old.name, state: state.rawValue, before: old.state.rawValue, reason: reason, region: old.region,
        toTopic: action)
    }
  }
}
