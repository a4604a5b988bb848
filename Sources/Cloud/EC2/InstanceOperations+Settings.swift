package import EventKernel

/// Settings of instances that have calls of their own.
enum InstanceSettingOperations {
  static let all: [any Operation.Type] = [
    MonitorInstances.self, UnmonitorInstances.self, ModifyInstanceMetadataOptions.self,
    DescribeInstanceCreditSpecifications.self, ModifyInstanceCreditSpecification.self, GetPasswordData.self,
    GetInstanceUefiData.self,
  ]
}

/// The input of calls about several instances.
package struct InstancesInput: Decodable, Sendable, DryRunnable {
  var instanceIds: [String]?
  package var dryRun: Bool?
}

/// Whether the metrics of instances come every minute.
package struct InstanceMonitoringOutput: Encodable, Sendable {
  package var instanceMonitorings: [Row]

  /// One instance.
  package struct Row: Encodable, Sendable {
    package var instanceId: String
    package var monitoring: State
  }

  /// Such as `pending` while it is being switched on.
  package struct State: Encodable, Sendable { package var state: String }
}

/// Switches one-minute metrics on, which cost by the metric.
package enum MonitorInstances: EC2Operation {
  package static let name = "MonitorInstances"

  package static func access(_ input: InstancesInput, in world: World, context: CallContext)
    -> [AccessRequest]
  {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: InstancesInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> InstanceMonitoringOutput {
    try world.setMonitoring(true, of: input.instanceIds, in: context.region)
  }
}

/// Goes back to five-minute metrics.
package enum UnmonitorInstances: EC2Operation {
  package static let name = "UnmonitorInstances"

  package static func access(_ input: InstancesInput, in world: World, context: CallContext)
    -> [AccessRequest]
  {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: InstancesInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> InstanceMonitoringOutput {
    try world.setMonitoring(false, of: input.instanceIds, in: context.region)
  }
}

extension World {
  fileprivate mutating func setMonitoring(
    _ isOn: Bool, of ids: [String]?, in region: Region
  ) throws(AWSError) -> InstanceMonitoringOutput {
    guard let ids, !ids.isEmpty else { throw .missingParameter("InstanceId") }
    var rows: [InstanceMonitoringOutput.Row] = []
    for id in ids {
      let instance = try instance(id, in: region)
      ec2.instances.update(instance.id) { $0.isMonitored = isOn }
      rows.append(
        InstanceMonitoringOutput.Row(
          instanceId: id, monitoring: InstanceMonitoringOutput.State(state: isOn ? "pending" : "disabling")))
    }
    return InstanceMonitoringOutput(instanceMonitorings: rows)
  }
}

/// Changes how an instance may ask for its metadata.
package enum ModifyInstanceMetadataOptions: EC2Operation {
  package static let name = "ModifyInstanceMetadataOptions"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    var httpTokens: String?
    var httpPutResponseHopLimit: Int?
    var httpEndpoint: String?
    var httpProtocolIpv6: String?
    var instanceMetadataTags: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceId: String
    package var instanceMetadataOptions: MetadataOptionsShape
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceId else { throw .missingParameter("InstanceId") }
    let instance = try world.instance(text, in: context.region)
    guard [.pending, .running, .stopped, .stopping].contains(instance.state) else {
      throw .incorrectState(instance.id, "modified")
    }
    let options = try instance.metadata.changed(
      by: MetadataSpecification(
        httpTokens: input.httpTokens, httpPutResponseHopLimit: input.httpPutResponseHopLimit,
        httpEndpoint: input.httpEndpoint, httpProtocolIpv6: input.httpProtocolIpv6,
        instanceMetadataTags: input.instanceMetadataTags))
    world.ec2.instances.update(instance.id) { $0.metadata = options }
    world.revision.instances += 1
    return Output(
      instanceId: text, instanceMetadataOptions: MetadataOptionsShape(options, state: "pending"))
  }
}

/// Tells the credit modes of burstable instances.
package enum DescribeInstanceCreditSpecifications: EC2Operation {
  package static let name = "DescribeInstanceCreditSpecifications"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceCreditSpecifications: [Row]
    package var nextToken: String?
  }

  /// One instance.
  package struct Row: Encodable, Sendable {
    package var instanceId: String
    package var cpuCredits: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    try checkPaging(input.instanceIds, "instancesSet", limit: input.maxResults)
    let isNamed = input.instanceIds?.isEmpty == false
    let all = try named(input.instanceIds, all: now.instances(in: context.region)) { id throws(AWSError) in
      let instance = try now.instance(id, in: context.region)
      guard now.catalog.instanceType(instance.type)?.isBurstable == true else {
        throw AWSError(
          "InvalidInstanceID", "The instance '\(instance.id)' is not a burstable performance instance.")
      }
      return instance
    }
    // Unnamed, the call lists those in unlimited mode alone (API reference).
    let rows = all.filter { instance in
      now.catalog.instanceType(instance.type)?.isBurstable == true && (isNamed || now.isUnlimited(instance))
    }.map { Row(instanceId: "\($0.id)", cpuCredits: now.isUnlimited($0) ? "unlimited" : "standard") }
    let fields = FilterFields<Row>(["instance-id": { $0.instanceId }])
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults)
    return Output(instanceCreditSpecifications: page.rows, nextToken: page.nextToken)
  }
}

/// Changes the credit modes of burstable instances.
package enum ModifyInstanceCreditSpecification: EC2Operation {
  package static let name = "ModifyInstanceCreditSpecification"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceCreditSpecifications: [Request]?
    var clientToken: String?
    package var dryRun: Bool?

    /// One instance and its mode.
    struct Request: Decodable, Sendable {
      var instanceId: String?
      var cpuCredits: String?
    }
  }

  package struct Output: Encodable, Sendable {
    package var successfulInstanceCreditSpecifications: [Success]
    package var unsuccessfulInstanceCreditSpecifications: [Failure]
  }

  /// An instance whose mode was changed.
  package struct Success: Encodable, Sendable { package var instanceId: String }

  /// An instance whose mode was not changed, and why.
  package struct Failure: Encodable, Sendable {
    package var instanceId: String
    package var error: Reason

    /// AWS's code and words.
    package struct Reason: Encodable, Sendable {
      package var code: String
      package var message: String
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(.instance, input.instanceCreditSpecifications?.compactMap(\.instanceId)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let requests = input.instanceCreditSpecifications, !requests.isEmpty else {
      throw .missingParameter("InstanceCreditSpecification")
    }
    var output = Output(
      successfulInstanceCreditSpecifications: [], unsuccessfulInstanceCreditSpecifications: [])
    for request in requests {
      let text = request.instanceId ?? ""
      do {
        let instance = try world.instance(text, in: context.region)
        let mode = try CreditSpecification.checked(request.cpuCredits, for: instance.type, in: world)
        world.ec2.instances.update(instance.id) { $0.creditMode = mode ?? $0.creditMode }
        world.applyCreditMode(to: instance.id)
        output.successfulInstanceCreditSpecifications.append(Success(instanceId: text))
      } catch {
        let code =
          switch error.code {
          case "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed": error.code
          default: "InstanceCreditSpecification.NotSupported"
          }
        output.unsuccessfulInstanceCreditSpecifications.append(
          Failure(instanceId: text, error: Failure.Reason(code: code, message: error.message)))
      }
    }
    world.revision.instances += 1
    return output
  }
}

/// Shows the password of a Windows instance: empty for Linux, as every image here is.
package enum GetPasswordData: EC2Operation {
  package static let name = "GetPasswordData"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceId: String
    package var timestamp: Instant
    package var passwordData: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceId else { throw .missingParameter("instanceId") }
    let instance = try world.instance(text, in: context.region)
    return Output(instanceId: text, timestamp: instance.launchTime, passwordData: "")
  }
}

/// Shows the UEFI variables of an instance, which no image here keeps.
package enum GetInstanceUefiData: EC2Operation {
  package static let name = "GetInstanceUefiData"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceId: String
    package var uefiData: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceId else { throw .missingParameter("InstanceId") }
    let instance = try world.instance(text, in: context.region)
    throw AWSError(
      "UnsupportedOperation",
      "UEFI data is not available for the instance '\(instance.id)': its boot mode is not UEFI.")
  }
}
