import EventKernel

extension World {
  /// Does what an action does at its beginning, with the experiment's role.
  ///
  /// - Throws: the errors of the calls that it makes.
  mutating func perform(
    _ kind: FISActionKind, _ action: FISAction, named name: String, of experiment: FISExperiment
  ) throws(AWSError) {
    let arns = experiment.targets(of: action)
    let context = CallContext(caller: experiment.caller, region: experiment.region)
    switch kind {
    case .wait: break
    case .assertAlarm: try assertAlarms(action, as: experiment.caller)
    case .rebootInstances:
      _ = try perform(RebootInstances.self, .init(instanceIds: arns.map(IAMARN.name)), context: context)
    case .stopInstances:
      _ = try perform(StopInstances.self, .init(instanceIds: arns.map(IAMARN.name)), context: context)
    case .terminateInstances:
      _ = try perform(TerminateInstances.self, .init(instanceIds: arns.map(IAMARN.name)), context: context)
    case .interruptSpot: try interrupt(arns, action, named: name, of: experiment)
    case .rebootDatabases:
      for arn in arns {
        let input = RebootDBInstance.Input(
          dbInstanceIdentifier: arn.split(separator: ":").last.map(String.init) ?? arn,
          forceFailover: action.parameters?["forceFailover"].map { $0 == "true" })
        _ = try perform(RebootDBInstance.self, input, context: context)
      }
    case .interruptCaches: try interruptCaches(arns, action, of: experiment)
    case .disruptNetwork: try disrupt(arns, action, named: name, of: experiment)
    case .refuseCapacity, .refuseGroupCapacity:
      try require("ec2:InjectApiError", on: ["*"], as: experiment.caller)
    case .internalErrors: try require("fis:InjectApiInternalError", on: arns, as: experiment.caller)
    case .throttling: try require("fis:InjectApiThrottleError", on: arns, as: experiment.caller)
    case .unavailability: try require("fis:InjectApiUnavailableError", on: arns, as: experiment.caller)
    }
  }

  /// Throws unless the experiment's role may do something that is no call of its own.
  func require(_ action: String, on arns: [String], as caller: Caller) throws(AWSError) {
    for arn in arns {
      let request = AccessRequest(action: action, resource: arn)
      guard decision(on: request, by: caller) != .allowed else { continue }
      throw AWSError(
        "AccessDenied",
        "User: \(caller.arn) is not authorized to perform: \(action) on resource: \(arn)")
    }
  }

  private func assertAlarms(_ action: FISAction, as caller: Caller) throws(AWSError) {
    let states = action.list("alarmStates")
    try require("cloudwatch:DescribeAlarms", on: action.list("alarmArns"), as: caller)
    for arn in action.list("alarmArns") {
      guard let state = alarmState(arn: arn) else {
        throw AWSError("ConfigurationFailure", "The CloudWatch alarm \(arn) could not be found.")
      }
      guard states.contains(state.rawValue) else {
        throw AWSError(
          "ConfigurationFailure",
          "The CloudWatch alarm \(arn) is in the state \(state.rawValue), not in \(states.joined(separator: ", "))."
        )
      }
    }
  }

  /// Has spare machines hear of their interruption two minutes before it.
  private mutating func interrupt(
    _ arns: [String], _ action: FISAction, named name: String, of experiment: FISExperiment
  ) throws(AWSError) {
    try require("ec2:SendSpotInstanceInterruptions", on: arns, as: experiment.caller)
    let instances = arns.compactMap { instance(arn: $0) }
    for row in instances where row.state != .running {
      throw .incorrectState(row.id, "interrupted")
    }
    for row in instances {
      schedule(
        .fis(.interrupts(experiment: experiment.id, action: name, row.id)),
        in: (action.duration ?? SpotTimings.notice) - SpotTimings.notice)
    }
  }

  private mutating func interruptCaches(
    _ arns: [String], _ action: FISAction, of experiment: FISExperiment
  ) throws(AWSError) {
    try require("elasticache:InterruptClusterAzPower", on: arns, as: experiment.caller)
    let rows = elastiCache.replicationGroups.rows.filter { arns.contains($0.arn) }
    for row in rows where !row.multiAZ || row.status != "available" {
      throw AWSError(
        "ConfigurationFailure",
        "Replication group \(row.id) must be available and have Multi-AZ enabled.")
    }
    for zone in zones(of: action, in: experiment) {
      cachesLosePower(in: zone, only: rows.map { ElastiCacheState.key($0.id, $0.region) })
    }
  }

  /// The zones in which caches are interrupted.
  func zones(of action: FISAction, in experiment: FISExperiment) -> [Zone] {
    let target = action.targets?["ReplicationGroups"].flatMap { experiment.template.targets[$0] }
    let name = target?.parameters?["availabilityZoneIdentifier"]
    return catalog.zones(in: experiment.region).map(\.zone).filter { name != nil && isNamed($0, name) }
  }

  /// Undoes what an action did for a while.
  ///
  /// - Returns: whether all is done; `false` while instances still stop.
  /// - Throws: the errors of the calls that it makes.
  mutating func putBack(_ name: String, of id: String, isStopped: Bool) throws(AWSError) -> Bool {
    guard let experiment = fis.experiments[id], let action = experiment.template.actions[name] else {
      return true
    }
    switch action.kind {
    case .stopInstances where action.duration != nil:
      return try startAgain(action, of: experiment, isStopped: isStopped)
    case .disruptNetwork: reconnect(name, of: id)
    case .interruptCaches:
      let keys = elastiCache.replicationGroups.filter { experiment.targets(of: action).contains($0.row.arn) }
        .map(\.id)
      for zone in zones(of: action, in: experiment) where hasPower(zone) {
        cachesRegainPower(in: zone, only: keys)
      }
    default: break
    }
    return true
  }

  /// Starts the instances that an action stopped.
  private mutating func startAgain(
    _ action: FISAction, of experiment: FISExperiment, isStopped: Bool
  ) throws(AWSError) -> Bool {
    let rows = experiment.targets(of: action).map { (arn: $0, row: instance(arn: $0)) }
    let gone = rows.filter { row in
      row.row.map { $0.state == .terminated || $0.state == .shuttingDown } ?? true
    }
    if !isStopped, action.parameters?["completeIfInstancesTerminated"] != "true", let first = gone.first {
      throw AWSError(
        "ConfigurationFailure",
        "The instance \(IAMARN.name(in: first.arn)) was terminated before it could be started again.")
    }
    if rows.contains(where: { $0.row?.state == .stopping }) { return false }
    let stopped = rows.compactMap(\.row).filter { $0.state == .stopped }.map { "\($0.id)" }
    guard !stopped.isEmpty else { return true }
    _ = try perform(
      StartInstances.self, .init(instanceIds: stopped),
      context: CallContext(caller: experiment.caller, region: experiment.region))
    return true
  }
}
