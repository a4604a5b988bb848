import Cloud
import CloudAPI

/// What launches of instances are refused for.
extension AWSErrorCase {
  /// The case of a value that a launch, or a call that prepares one, does not take.
  static func ofLaunch(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.call?.service == "ec2", facts.code == "InvalidParameterValue" else { return nil }
    if let type = facts.part(after: "Invalid value '", before: "' for InstanceType.") {
      return AWSErrorCase("instance-type", ["name": type])
    }
    if facts.says("for parameter minCount is invalid") { return AWSErrorCase("launch-count") }
    return ofZone(facts) ?? ofAddressOfSubnet(facts) ?? ofArchitecture(facts) ?? ofProfile(facts)
  }

  /// A zone that the Region does not have, or that is not the subnet's.
  private static func ofZone(_ facts: FailureFacts) -> AWSErrorCase? {
    guard let world = facts.world, let region = facts.region else { return nil }
    if let name = facts.part(after: "Invalid availability zone: [", before: "]") {
      let zones = world.catalog.zones(in: region).map { "`\($0.zone.rawValue)`" }
      return AWSErrorCase("zone-unknown", ["name": name, "names": zones.joined(separator: ", ")])
    }
    guard facts.says("does not match the zone of subnet"), facts.quoted.count == 2,
      let subnet = SubnetID(facts.quoted[1]).flatMap({ world.ec2.subnets[$0] })
    else { return nil }
    return AWSErrorCase(
      "launch-zone-of-subnet",
      ["zone": facts.quoted[0], "subnet": "\(subnet.id)", "own": subnet.zone.rawValue])
  }

  /// A private address outside the range of the subnet.
  private static func ofAddressOfSubnet(_ facts: FailureFacts) -> AWSErrorCase? {
    guard let address = facts.part(after: "Address ", before: " does not fall within the subnet's") else {
      return nil
    }
    let subnet = facts.given("SubnetId").flatMap { SubnetID($0) }.flatMap { facts.world?.ec2.subnets[$0] }
    guard let subnet else { return AWSErrorCase("launch-address", ["name": address]) }
    return AWSErrorCase(
      "launch-address-of-subnet", ["name": address, "subnet": "\(subnet.id)", "range": "\(subnet.cidr)"])
  }

  /// A type that the image was not made for.
  private static func ofArchitecture(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.says("does not match the architecture"), facts.quoted.count >= 2 else { return nil }
    return AWSErrorCase(
      "launch-architecture", ["type": facts.quoted[0], "image": facts.quoted[1]],
      lines: [
        "aws ec2 describe-instance-types --filters"
          + " Name=processor-info.supported-architecture,Values=\(facts.quoted[1])"
          + " --query 'InstanceTypes[].InstanceType' --output text"
      ])
  }

  /// An instance profile that there is not, often for a role of that name, or that has no role.
  private static func ofProfile(_ facts: FailureFacts) -> AWSErrorCase? {
    let adding = "aws iam add-role-to-instance-profile --instance-profile-name"
    if let arn = facts.part(after: "IAM Instance Profile \"", before: "\" has no associated IAM Roles") {
      let name = arn.split(separator: "/").last.map(String.init) ?? arn
      return AWSErrorCase(
        "profile-without-role", ["name": name], lines: ["\(adding) \(name) --role-name ROLE"])
    }
    guard facts.says("is invalid. Invalid IAM Instance Profile"),
      let given = facts.part(after: "Value (", before: ") for parameter")
    else { return nil }
    let name = given.split(separator: "/").last.map(String.init) ?? given
    guard facts.world?.iam.directory.roles[name.lowercased()] != nil else {
      return AWSErrorCase(
        "profile-unknown", ["name": name],
        lines: ["aws iam list-instance-profiles --query 'InstanceProfiles[].InstanceProfileName'"])
    }
    return AWSErrorCase(
      "profile-of-role", ["name": name],
      lines: [
        "aws iam create-instance-profile --instance-profile-name \(name)",
        "\(adding) \(name) --role-name \(name)",
      ])
  }
}
