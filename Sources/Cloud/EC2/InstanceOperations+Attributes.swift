/// Changes one attribute of an instance.
package enum ModifyInstanceAttribute: EC2Operation {
  package static let name = "ModifyInstanceAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    var attribute: String?
    var value: String?
    var instanceType: AttributeValue<String>?
    /// In Base64, as blobs travel.
    var userData: AttributeValue<String>?
    var groups: [String]?
    var disableApiTermination: AttributeValue<Bool>?
    var disableApiStop: AttributeValue<Bool>?
    var instanceInitiatedShutdownBehavior: AttributeValue<String>?
    var sourceDestCheck: AttributeValue<Bool>?
    var ebsOptimized: AttributeValue<Bool>?
    var sriovNetSupport: AttributeValue<String>?
    var blockDeviceMappings: [DeviceChange]?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard let text = input.instanceId else { throw .missingParameter("instanceId") }
    let instance = try world.instance(text, in: context.region)
    let change = try change(input)
    switch change {
    case .type(let name):
      try requireStopped(instance, "instanceType")
      guard !instance.isHibernated else {
        throw AWSError(
          "UnsupportedOperation", "The instance type of a hibernated instance cannot be modified.")
      }
      guard world.catalog.instanceType(name) != nil || InstanceTypeNames.isOfAWS(name) else {
        throw AWSError("InvalidInstanceAttributeValue", "Invalid value '\(name)' for InstanceType.")
      }
      try world.checkType(name, for: world.architecture(of: instance), in: context.region)
      world.ec2.instances.update(instance.id) { $0.type = name }
    case .userData(let encoded):
      try requireStopped(instance, "userData")
      let userData = try World.userData(encoded)
      let settings = world.appSettings(for: userData, on: world.rootVolume(of: instance)?.contents).settings
      world.ec2.instances.update(instance.id) {
        $0.userData = userData
        $0.settings = settings
      }
    case .groups(let ids):
      let groups = try world.checkGroups(try world.groupIDs(ids, in: context.region), in: instance.vpc)
      world.ec2.instances.update(instance.id) { $0.securityGroups = groups }
      world.revision.access += 1
    case .terminationProtection(let isOn):
      world.ec2.instances.update(instance.id) { $0.isTerminationProtected = isOn }
    case .stopProtection(let isOn): world.ec2.instances.update(instance.id) { $0.isStopProtected = isOn }
    case .shutdown(let terminates):
      world.ec2.instances.update(instance.id) { $0.terminatesOnShutdown = terminates }
    case .addressCheck(let isOn):
      world.ec2.instances.update(instance.id) { $0.checksSourceAndDestination = isOn }
    case .ebsOptimised(let isOn):
      try requireStopped(instance, "ebsOptimized")
      try world.check(LaunchOptions(ebsOptimised: isOn), for: instance.type)
      world.ec2.instances.update(instance.id) { $0.isEBSOptimised = isOn }
    case .enhancedNetworking(let value):
      guard value == "simple" else { throw .invalidParameter(value, "sriovNetSupport", "Expecting simple.") }
      try requireStopped(instance, "sriovNetSupport")
      world.ec2.instances.update(instance.id) { $0.enhancedNetworking = value }
    case .devices(let changes): try world.change(changes, of: instance)
    }
    world.revision.instances += 1
    return NoOutput()
  }

  private enum Change {
    case type(String)
    case userData(String)
    case groups([String])
    case terminationProtection(Bool)
    case stopProtection(Bool)
    case shutdown(terminates: Bool)
    case addressCheck(Bool)
    case ebsOptimised(Bool)
    /// The older kind of enhanced networking: `simple`.
    case enhancedNetworking(String)
    case devices([DeviceChange])
  }

  private static func change(_ input: Input) throws(AWSError) -> Change {
    var changes: [Change] = []
    if let type = input.instanceType?.value { changes.append(.type(type)) }
    if let data = input.userData?.value { changes.append(.userData(data)) }
    if let groups = input.groups, !groups.isEmpty { changes.append(.groups(groups)) }
    if let isOn = input.disableApiTermination?.value { changes.append(.terminationProtection(isOn)) }
    if let isOn = input.disableApiStop?.value { changes.append(.stopProtection(isOn)) }
    if let terminates = try Instance.terminatesOnShutdown(input.instanceInitiatedShutdownBehavior?.value) {
      changes.append(.shutdown(terminates: terminates))
    }
    if let isOn = input.sourceDestCheck?.value { changes.append(.addressCheck(isOn)) }
    if let value = input.sriovNetSupport?.value { changes.append(.enhancedNetworking(value)) }
    if let isOn = input.ebsOptimized?.value { changes.append(.ebsOptimised(isOn)) }
    if let devices = input.blockDeviceMappings, !devices.isEmpty { changes.append(.devices(devices)) }
    if let attribute = input.attribute {
      let value = input.value ?? ""
      switch attribute {
      case "instanceType": changes.append(.type(value))
      case "userData": changes.append(.userData(value))
      case "disableApiTermination": changes.append(.terminationProtection(try flag(value, attribute)))
      case "disableApiStop": changes.append(.stopProtection(try flag(value, attribute)))
      case "sourceDestCheck": changes.append(.addressCheck(try flag(value, attribute)))
      case "ebsOptimized": changes.append(.ebsOptimised(try flag(value, attribute)))
      case "sriovNetSupport": changes.append(.enhancedNetworking(value))
      case "instanceInitiatedShutdownBehavior":
        changes.append(.shutdown(terminates: try Instance.terminatesOnShutdown(value) ?? false))
      case let other:
        throw AWSError("UnsupportedInstanceAttribute", "The attribute '\(other)' cannot be modified")
      }
    }
    guard let first = changes.first else {
      throw AWSError("InvalidParameterCombination", "No attributes specified.")
    }
    guard changes.count == 1 else {
      throw AWSError("InvalidParameterCombination", "Fields for multiple attribute types specified")
    }
    return first
  }

  private static func flag(_ value: String, _ attribute: String) throws(AWSError) -> Bool {
    guard value == "true" || value == "false" else {
      throw AWSError("InvalidParameterValue", "Invalid value '\(value)' for \(attribute).")
    }
    return value == "true"
  }

  private static func requireStopped(_ instance: Instance, _ attribute: String) throws(AWSError) {
    guard instance.state == .stopped else {
      throw AWSError(
        "IncorrectInstanceState",
        "The instance '\(instance.id)' is not in the 'stopped' state; '\(attribute)' can only be modified while it "
          + "is stopped.")
    }
  }
}

/// A disk of an instance whose fate at termination a call changes.
package struct DeviceChange: Decodable, Sendable {
  var deviceName: String?
  var ebs: EBS?

  /// The change of its volume.
  struct EBS: Decodable, Sendable {
    var volumeId: String?
    var deleteOnTermination: Bool?
  }
}

extension LaunchOptions {
  /// Options that say nothing but whether there is a separate path to the disks.
  init(ebsOptimised: Bool) { isEBSOptimised = ebsOptimised }
}

extension World {
  /// Says of disks of an instance whether they go with it.
  fileprivate mutating func change(_ changes: [DeviceChange], of instance: Instance) throws(AWSError) {
    for change in changes {
      let found = instance.volumes.first { ec2.volumes[$0]?.attachment?.device == change.deviceName }
      guard let found else {
        throw AWSError(
          "InvalidInstanceAttributeValue", "No device is currently mapped at \(change.deviceName ?? "")")
      }
      guard let deletes = change.ebs?.deleteOnTermination else {
        throw .missingParameter("deleteOnTermination")
      }
      ec2.volumes.update(found) { $0.attachment?.deletesOnTermination = deletes }
    }
  }
}

/// Tells one attribute of an instance.
package enum DescribeInstanceAttribute: EC2Operation {
  package static let name = "DescribeInstanceAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    var attribute: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var instanceId: String
    package var instanceType: AttributeValue<String>?
    package var userData: AttributeValue<String>?
    package var disableApiTermination: AttributeValue<Bool>?
    package var groups: [GroupIdentifier]?
    package var rootDeviceName: AttributeValue<String>?
    package var instanceInitiatedShutdownBehavior: AttributeValue<String>?
    package var sourceDestCheck: AttributeValue<Bool>?
    package var ebsOptimized: AttributeValue<Bool>?
    package var disableApiStop: AttributeValue<Bool>?
    package var productCodes: [ProductCodeShape]?
    package var blockDeviceMappings: [InstanceShape.BlockDevice]?
    package var enaSupport: AttributeValue<Bool>?
    package var sriovNetSupport: AttributeValue<String>?

    init(_ id: String) { instanceId = id }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceId else { throw .missingParameter("instanceId") }
    let instance = try world.instance(text, in: context.region)
    var output = Output(text)
    switch input.attribute {
    case "instanceType": output.instanceType = AttributeValue(value: instance.type)
    case "userData":
      let data = instance.userData.isEmpty ? nil : Base64.encode(instance.userData.utf8)
      output.userData = AttributeValue(value: data)
    case "disableApiTermination":
      output.disableApiTermination = AttributeValue(value: instance.isTerminationProtected)
    case "groupSet":
      output.groups = instance.securityGroups.map {
        GroupIdentifier(groupId: "\($0)", groupName: world.ec2.securityGroups[$0]?.name ?? "")
      }
    case "rootDeviceName": output.rootDeviceName = AttributeValue(value: instance.rootDevice)
    case "instanceInitiatedShutdownBehavior":
      output.instanceInitiatedShutdownBehavior = AttributeValue(
        value: instance.terminatesOnShutdown ? "terminate" : "stop")
    case "sourceDestCheck":
      output.sourceDestCheck = AttributeValue(value: instance.checksSourceAndDestination)
    case "ebsOptimized": output.ebsOptimized = AttributeValue(value: instance.isEBSOptimised)
    case "disableApiStop": output.disableApiStop = AttributeValue(value: instance.isStopProtected)
    case "productCodes":
      output.productCodes = world.productCodes(of: instance).map(
        ProductCodeShape.init)
    case "blockDeviceMapping":
      output.blockDeviceMappings = InstanceShape(instance, index: 0, in: world).blockDeviceMappings
    case "sriovNetSupport": output.sriovNetSupport = AttributeValue(value: instance.enhancedNetworking)
    case "enaSupport": output.enaSupport = AttributeValue(value: true)
    case let attribute:
      throw .invalidParameter(attribute ?? "", "attribute", "Unknown attribute.")
    }
    return output
  }
}

extension World {
  /// The text of user data that came in Base64, at most 16 KiB of it (facts: EC2 User Guide, user data).
  static func userData(_ encoded: String?) throws(AWSError) -> String {
    guard let encoded, !encoded.isEmpty else { return "" }
    guard let bytes = Base64.decode(encoded) else {
      throw AWSError("InvalidParameterValue", "Invalid BASE64 encoding of user data.")
    }
    guard bytes.count <= 16_384 else {
      throw AWSError("InvalidParameterValue", "User data is limited to 16384 bytes")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The ids of the groups that a call names, all of them in a Region.
  func groupIDs(_ texts: [String]?, in region: Region) throws(AWSError) -> [SecurityGroupID] {
    var ids: [SecurityGroupID] = []
    for text in texts ?? [] {
      let id = try securityGroup(text, in: region).id
      if !ids.contains(id) { ids.append(id) }
    }
    return ids
  }
}
