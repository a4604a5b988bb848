import EventKernel

/// Errors that experiments have EC2 answer to roles and Auto Scaling groups.
extension World {
  /// The actions of a kind that act now, each with its experiment.
  private func acting(_ kinds: [FISActionKind]) -> [(
    experiment: FISExperiment, name: String, action: FISAction
  )] {
    fis.active.compactMap { fis.experiments[$0] }.flatMap { experiment in
      experiment.template.actions.compactMap { name, action in
        guard experiment.runs[name]?.status == .running, let kind = action.kind, kinds.contains(kind) else {
          return nil
        }
        return (experiment, name, action)
      }
    }
  }

  /// Whether an action meets a call now, by its percentage; a draw of the moment and of what is asked for.
  private func meets(_ found: (experiment: FISExperiment, name: String, action: FISAction), _ what: String)
    -> Bool
  {
    let draws = Draws(
      seed: seed.rawValue, purpose: DrawPurpose.injectedErrors.rawValue,
      population: Self.drawNumber(of: "\(found.experiment.id)/\(found.name)/\(what)"),
      number: UInt64(max(0, now.sinceEpoch.nanoseconds)))
    return draws.happens(found.action.share, 0)
  }

  /// The ARN of the role behind a caller; `nil` while no experiment runs, as nobody asks then.
  func roleInExperiments(_ caller: Caller) -> String? {
    guard !fis.active.isEmpty, let facts = principalFacts(of: caller), facts.isRole else { return nil }
    return facts.arn
  }

  /// Throws the error that an experiment has a service answer instead of doing a call.
  func checkInjectedErrors(service: String, operation: String, role: String?) throws(AWSError) {
    guard let role, service == "ec2" else { return }
    for found in acting([.internalErrors, .throttling, .unavailability])
    where found.experiment.targets(of: found.action).contains(role)
      && found.action.list("operations").contains(operation) && meets(found, operation)
    {
      switch found.action.kind {
      case .throttling: throw AWSError("RequestLimitExceeded", "Request limit exceeded.")
      case .unavailability:
        throw AWSError("Unavailable", "The service is unavailable. Please try again shortly.")
      default: throw AWSError("InternalError", "An internal error has occurred")
      }
    }
  }

  /// Throws where an experiment has a zone refuse machines to the role that calls, or to an Auto Scaling group.
  func checkInjectedShortage(
    of type: String, in zone: Zone, forGroup group: String? = nil
  ) throws(AWSError) {
    guard !fis.active.isEmpty else { return }
    let groupARN = group.flatMap { autoScaling.groups[AutoScalingGroup.key(zone.region, $0)]?.arn }
    guard let asker = groupARN ?? fis.callingRole else { return }
    let kind: FISActionKind = groupARN == nil ? .refuseCapacity : .refuseGroupCapacity
    for found in acting([kind])
    where found.experiment.targets(of: found.action).contains(asker)
      && found.action.list("availabilityZoneIdentifiers").contains(where: { isNamed(zone, $0) })
      && meets(found, zone.rawValue)
    {
      throw insufficientCapacity(of: type, in: zone)
    }
  }
}
