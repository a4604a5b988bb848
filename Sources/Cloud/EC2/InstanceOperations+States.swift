/// Starts stopped instances.
package enum StartInstances: EC2Operation {
  package static let name = "StartInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var startingInstances: [InstanceStateChange] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let instances = try world.instances(input.instanceIds, in: context.region)
    for instance in instances {
      guard [.stopped, .pending, .running].contains(instance.state) else {
        throw .incorrectState(instance.id, "started")
      }
      guard instance.state != .stopped || instance.rootVolume != nil else {
        throw AWSError(
          "InvalidParameterValue",
          "Invalid value '\(instance.id)' for instanceId. Instance does not have a volume attached at root "
            + "(\(instance.rootDevice))")
      }
      if instance.state == .stopped { try world.checkSubscriptions(to: world.productCodes(of: instance)) }
      guard instance.state != .stopped || instance.interruptionReason == nil else {
        throw AWSError(
          "IncorrectSpotRequestState",
          "You can't start the Spot Instance '\(instance.id)' because it was stopped by an interruption. Amazon EC2 "
            + "starts it when capacity is available.")
      }
    }
    for instance in instances {
      if instance.state == .stopped {
        try world.checkRoom(for: instance)
        let capacity = try world.place(instance)
        try world.checkQuota(
          adding: instance.type, count: capacity == nil ? 1 : 0, in: context.region)
      }
      world.startInstance(instance.id)
    }
    return Output(startingInstances: world.changes(from: instances))
  }
}

/// Stops running instances.
package enum StopInstances: EC2Operation {
  package static let name = "StopInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    var hibernate: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var stoppingInstances: [InstanceStateChange] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let instances = try world.instances(input.instanceIds, in: context.region)
    for instance in instances where ![.running, .stopping, .stopped].contains(instance.state) {
      guard instance.state == .pending, instance.launchTime == instance.firstLaunch else {
        throw .incorrectState(instance.id, "stopped")
      }
      throw AWSError(
        "IncorrectInstanceState",
        "Instance '\(instance.id)' cannot be stopped as it has never reached the 'running' state.")
    }
    for instance in instances {
      guard let request = instance.spotRequest.flatMap({ world.ec2.spotRequests[$0] }), !request.isPersistent
      else { continue }
      throw AWSError(
        "UnsupportedOperation",
        "You can't stop the Spot Instance '\(instance.id)' because it is associated with a one-time Spot Instance "
          + "request. You can only stop Spot Instances associated with persistent Spot Instance requests.")
    }
    if let protected = instances.first(where: { $0.isStopProtected && $0.state == .running }) {
      throw AWSError(
        "OperationNotPermitted",
        "The instance '\(protected.id)' may not be stopped. Modify its 'disableApiStop' instance attribute and try "
          + "again.")
    }
    if input.hibernate == true { try world.checkHibernation(of: instances) }
    for instance in instances {
      if input.hibernate == true {
        world.hibernateInstance(instance.id)
      } else {
        world.stopInstance(instance.id)
      }
    }
    return Output(stoppingInstances: world.changes(from: instances))
  }
}

/// Reboots running instances; their state stays `running`.
package enum RebootInstances: EC2Operation {
  package static let name = "RebootInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let instances = try world.instances(input.instanceIds, in: context.region)
    for instance in instances where instance.state != .running {
      throw .incorrectState(instance.id, "rebooted")
    }
    for instance in instances { world.rebootInstance(instance.id) }
    return NoOutput()
  }
}

/// Terminates instances for ever.
package enum TerminateInstances: EC2Operation {
  package static let name = "TerminateInstances"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var terminatingInstances: [InstanceStateChange] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let instances = try world.instances(input.instanceIds, in: context.region)
    if let protected = instances.first(where: { $0.isTerminationProtected && $0.state != .terminated }) {
      throw AWSError(
        "OperationNotPermitted",
        "The instance '\(protected.id)' may not be terminated. Modify its 'disableApiTermination' instance "
          + "attribute and try again.")
    }
    for instance in instances { world.terminateInstance(instance.id) }
    return Output(terminatingInstances: world.changes(from: instances))
  }
}

extension World {
  /// The instances that a call names, at least one.
  fileprivate func instances(_ ids: [String]?, in region: Region) throws(AWSError) -> [Instance] {
    guard let ids, !ids.isEmpty else { throw .missingParameter("InstanceId") }
    var rows: [Instance] = []
    for id in ids { rows.append(try instance(id, in: region)) }
    return rows
  }

  /// The states of instances before a call and now.
  fileprivate func changes(from before: [Instance]) -> [InstanceStateChange] {
    before.map {
      InstanceStateChange(
        instanceId: "\($0.id)", currentState: InstanceStateShape(ec2.instances[$0.id]?.state ?? $0.state),
        previousState: InstanceStateShape($0.state))
    }
  }
}
