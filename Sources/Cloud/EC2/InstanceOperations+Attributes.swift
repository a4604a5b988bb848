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
      guard let image = world.ec2.images[instance.image] else { throw .imageNotFound("\(instance.image)") }
      try world.checkType(name, for: image, in: context.region)
      world.ec2.instances.update(instance.id) { $0.type = name }
    case .userData(let encoded):
      try requireStopped(instance, "userData")
      let userData = try World.userData(encoded)
      world.ec2.instances.update(instance.id) {
        $0.userData = userData
        $0.settings = AppSettings.read(userData).settings
      }
    case .groups(let ids):
      let groups = try world.checkGroups(try world.groupIDs(ids, in: context.region), in: instance.vpc)
      world.ec2.instances.update(instance.id) { $0.securityGroups = groups }
      world.revision.access += 1
    case .terminationProtection(let isOn):
      world.ec2.instances.update(instance.id) { $0.isTerminationProtected = isOn }
    }
    world.revision.instances += 1
    return NoOutput()
  }

  private enum Change {
    case type(String)
    case userData(String)
    case groups([String])
    case terminationProtection(Bool)
  }

  private static func change(_ input: Input) throws(AWSError) -> Change {
    var changes: [Change] = []
    if let type = input.instanceType?.value { changes.append(.type(type)) }
    if let data = input.userData?.value { changes.append(.userData(data)) }
    if let groups = input.groups, !groups.isEmpty { changes.append(.groups(groups)) }
    if let isOn = input.disableApiTermination?.value { changes.append(.terminationProtection(isOn)) }
    if let attribute = input.attribute {
      let value = input.value ?? ""
      switch attribute {
      case "instanceType": changes.append(.type(value))
      case "userData": changes.append(.userData(value))
      case "disableApiTermination":
        guard value == "true" || value == "false" else {
          throw AWSError("InvalidParameterValue", "Invalid value '\(value)' for disableApiTermination.")
        }
        changes.append(.terminationProtection(value == "true"))
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

  private static func requireStopped(_ instance: Instance, _ attribute: String) throws(AWSError) {
    guard instance.state == .stopped else {
      throw AWSError(
        "IncorrectInstanceState",
        "The instance '\(instance.id)' is not in the 'stopped' state; '\(attribute)' can only be modified while it "
          + "is stopped.")
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
    package var enaSupport: AttributeValue<Bool>?

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
    case "rootDeviceName": output.rootDeviceName = AttributeValue(value: "/dev/xvda")
    case "instanceInitiatedShutdownBehavior":
      output.instanceInitiatedShutdownBehavior = AttributeValue(value: "stop")
    case "sourceDestCheck": output.sourceDestCheck = AttributeValue(value: true)
    case "ebsOptimized": output.ebsOptimized = AttributeValue(value: false)
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
