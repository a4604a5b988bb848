import Cloud
import CloudAPI

/// What Auto Scaling refuses.
extension AWSErrorCase {
  /// The case of an error of Auto Scaling that tells more with what was given and the group at hand.
  static func ofScaling(_ facts: FailureFacts) -> AWSErrorCase? {
    if let name = facts.part(after: "AutoScalingGroup name not found - ") {
      return AWSErrorCase("scaling-group", ["name": name])
    }
    return ofTemplate(facts) ?? ofPlaces(facts) ?? ofSizes(facts)
  }

  /// A launch template or a version of it that there is not, or none at all.
  private static func ofTemplate(_ facts: FailureFacts) -> AWSErrorCase? {
    let list =
      "aws ec2 describe-launch-templates --query 'LaunchTemplates[].[LaunchTemplateId,LaunchTemplateName]'"
      + " --output text"
    if let name = facts.part(after: "with template name ", before: ", does not exist")
      ?? facts.part(after: "with template ID ", before: ", does not exist")
    {
      return AWSErrorCase("scaling-template", ["name": name], lines: [list])
    }
    if facts.says("Launch configuration name not found") {
      return AWSErrorCase("scaling-configuration", lines: [list])
    }
    if facts.says("must contain either LaunchTemplate, LaunchConfigurationName") {
      return AWSErrorCase("missing-options", ["options": "`--launch-template`, `--mixed-instances-policy`"])
    }
    guard
      let version = facts.part(after: "specified version ", before: " for the launch template with ID "),
      !version.isEmpty,
      let id = facts.part(after: "for the launch template with ID ", before: ".")
    else { return nil }
    return AWSErrorCase(
      "scaling-version", ["name": id, "version": version],
      lines: [
        "aws ec2 describe-launch-template-versions --launch-template-id \(id)"
          + " --query 'LaunchTemplateVersions[].VersionNumber' --output text"
      ])
  }

  /// Subnets and target groups that a group cannot have.
  private static func ofPlaces(_ facts: FailureFacts) -> AWSErrorCase? {
    let subnets =
      "aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailabilityZone,VpcId]' --output text"
    if let name = facts.part(after: "The subnet ID '", before: "' does not exist") {
      return AWSErrorCase("scaling-subnet", ["name": name], lines: [subnets])
    }
    if facts.says("must belong to the same VPC") {
      return AWSErrorCase("scaling-networks", lines: [subnets])
    }
    if facts.says("At least one Availability Zone or VPC Subnet is required") {
      return AWSErrorCase("missing-option", ["option": "--vpc-zone-identifier"])
    }
    guard facts.says("Provided Target Groups may not be valid") else { return nil }
    return AWSErrorCase(
      "scaling-target-groups",
      lines: [
        "aws elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupArn' --output text"
      ])
  }

  /// Sizes that are not in their order, with those that the group has.
  private static func ofSizes(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.says("Max bound, ") || facts.says("Desired capacity:") else { return nil }
    if facts.isCall("autoscaling", "create-auto-scaling-group") { return AWSErrorCase("scaling-sizes") }
    guard facts.isCall("autoscaling", "update-auto-scaling-group"), let region = facts.region,
      let name = facts.given("AutoScalingGroupName"),
      let group = facts.world?.autoScalingGroups(in: region).first(where: { $0.name == name })
    else { return nil }
    let sizes =
      "--min-size \(group.minSize) --desired-capacity \(group.desiredCapacity) --max-size \(group.maxSize)"
    return AWSErrorCase("scaling-sizes-now", ["sizes": sizes])
  }
}
