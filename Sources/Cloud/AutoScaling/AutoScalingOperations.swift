/// The operations of EC2 Auto Scaling.
package enum AutoScalingOperations {
  /// All of them.
  package static let all: [any Operation.Type] =
    [
      CreateAutoScalingGroup.self, UpdateAutoScalingGroup.self, DescribeAutoScalingGroups.self,
      DeleteAutoScalingGroup.self, SetDesiredCapacity.self, DescribeAutoScalingInstances.self,
      DescribeScalingActivities.self, TerminateInstanceInAutoScalingGroup.self,
      AttachLoadBalancerTargetGroups.self, DetachLoadBalancerTargetGroups.self, SuspendProcesses.self,
      ResumeProcesses.self, AttachInstances.self, DetachInstances.self,
      DescribeLoadBalancerTargetGroups.self, SetInstanceHealth.self, SetInstanceProtection.self,
      PutScalingPolicy.self,
      DescribePolicies.self, DeletePolicy.self, ExecutePolicy.self, CreateOrUpdateAutoScalingTags.self,
      DeleteAutoScalingTags.self, DescribeAutoScalingTags.self, PutLifecycleHook.self,
      DescribeLifecycleHooks.self, DeleteLifecycleHook.self, CompleteLifecycleAction.self,
      RecordLifecycleActionHeartbeat.self, PutScheduledUpdateGroupAction.self, DescribeScheduledActions.self,
      DeleteScheduledAction.self, EnterStandby.self, ExitStandby.self, EnableMetricsCollection.self,
      DisableMetricsCollection.self, PutWarmPool.self, DescribeWarmPool.self, DeleteWarmPool.self,
      StartInstanceRefresh.self, CancelInstanceRefresh.self, RollbackInstanceRefresh.self,
      DescribeInstanceRefreshes.self, AttachTrafficSources.self, DetachTrafficSources.self,
      DescribeTrafficSources.self, DescribeAutoScalingLimits.self, CreateLaunchConfiguration.self,
      DescribeLaunchConfigurations.self, DeleteLaunchConfiguration.self, PutNotificationConfiguration.self,
      DeleteNotificationConfiguration.self, DescribeNotificationConfigurations.self,
      DescribeNotificationTypes.self,
    ] + ScalingTypes.all
}

/// A launch template as calls name it.
package struct LaunchTemplateSpecification: Codable, Sendable, Equatable {
  package var launchTemplateId: String?
  package var launchTemplateName: String?
  package var version: String?
}

/// A tag of a group, with whether instances launched get it too.
package struct AutoScalingTag: Codable, Sendable, Equatable {
  package var resourceId: String?
  package var resourceType: String?
  package var key: String
  package var value: String?
  package var propagateAtLaunch: Bool?
}

/// A page of this service's listings.
enum AutoScalingPage {
  static func of<Row>(_ all: [Row], token: String?, limit: Int?, standard: Int = 50) throws(AWSError)
    -> Page<Row>
  {
    guard (1...100).contains(limit ?? standard) else {
      throw AWSError("ValidationError", "MaxRecords must be between 1 and 100")
    }
    guard let page = Page(of: all, from: token, limit: limit ?? standard) else {
      throw AWSError("InvalidNextToken", "The NextToken value is not valid.")
    }
    return page
  }
}

extension World {
  /// The template and version that a call names, as a group keeps them; its image must run on the type, or on the types that
  /// stand instead of it.
  func templateForGroup(
    _ specification: LaunchTemplateSpecification, types: [String], in region: Region
  ) throws(AWSError) -> (template: LaunchTemplate, version: String) {
    do throws(AWSError) {
      let template = try launchTemplate(
        id: specification.launchTemplateId, name: specification.launchTemplateName, in: region)
      let version = try template.version(specification.version)
      if types.isEmpty, let type = version.type { try check(type, for: version, in: region) }
      for type in types { try check(type, for: version, in: region) }
      return (template, specification.version ?? "$Default")
    } catch {
      guard error.code != AWSError.notModelledCode else { throw error }
      throw AWSError(
        "ValidationError", "You must use a valid fully-formed launch template. \(error.message)")
    }
  }

  private func check(
    _ type: String, for version: LaunchTemplate.Version, in region: Region
  ) throws(AWSError) {
    if let image = try self.image(of: version, in: region).flatMap({ ec2.images[$0] }) {
      try checkType(type, for: image.architecture, in: region)
    } else {
      _ = try instanceType(type, in: region)
    }
  }

  /// The subnets of a list with commas, or the default ones of zones, in the order of their zones.
  func subnetsForGroup(_ list: String?, zones: [String]?, in region: Region) throws(AWSError) -> [SubnetID] {
    let known = catalog.zones(in: region).map(\.zone.rawValue)
    for zone in zones ?? [] where !known.contains(zone) {
      throw AWSError("ValidationError", "Invalid availability zones: [\(zone)]")
    }
    guard let list, !list.isEmpty else { return try defaultSubnets(in: zones ?? [], of: region) }
    let subnets = try subnetsForGroup(list, in: region)
    if let zones, !zones.isEmpty {
      let own = Set(subnets.compactMap { ec2.subnets[$0]?.zone.rawValue })
      guard own == Set(zones) else {
        throw AWSError(
          "ValidationError",
          "The availability zones of the specified subnets and the Auto Scaling group do not match")
      }
    }
    return subnets
  }

  private func defaultSubnets(in zones: [String], of region: Region) throws(AWSError) -> [SubnetID] {
    guard !zones.isEmpty else {
      throw AWSError("ValidationError", "At least one Availability Zone or VPC Subnet is required.")
    }
    let subnets = ec2.subnets.rows.filter { $0.isDefaultForZone && zones.contains($0.zone.rawValue) }
    guard subnets.count == Set(zones).count else {
      throw AWSError("ValidationError", "No default subnet for an Availability Zone of \(zones).")
    }
    return subnets.sorted { $0.zone < $1.zone }.map(\.id)
  }

  private func subnetsForGroup(_ list: String, in region: Region) throws(AWSError) -> [SubnetID] {
    var subnets: [Subnet] = []
    for part in list.split(separator: ",") {
      let name = String(part.drop { $0 == " " })
      guard let id = SubnetID(name), let subnet = ec2.subnets[id], subnet.zone.region == region else {
        throw AWSError("ValidationError", "The subnet ID '\(name)' does not exist")
      }
      if !subnets.contains(where: { $0.id == id }) { subnets.append(subnet) }
    }
    guard let first = subnets.first else {
      throw AWSError("ValidationError", "At least one Availability Zone or VPC Subnet is required.")
    }
    guard subnets.allSatisfy({ $0.vpc == first.vpc }) else {
      throw AWSError("ValidationError", "The subnets of a group must belong to the same VPC.")
    }
    return subnets.sorted { $0.zone == $1.zone ? $0.id < $1.id : $0.zone < $1.zone }.map(\.id)
  }

  /// The target groups of ARNs.
  func targetGroupsForGroup(_ arns: [String]?, context: CallContext) throws(AWSError) -> [TargetGroupID] {
    var groups: [TargetGroupID] = []
    for arn in arns ?? [] {
      do throws(AWSError) {
        let id = try targetGroup(arn: arn, context: context).id
        if !groups.contains(id) { groups.append(id) }
      } catch {
        throw AWSError(
          "ValidationError",
          "Provided Target Groups may not be valid. Please ensure they exist and try again.")
      }
    }
    return groups
  }
}

/// Checks of a group's numbers and words.
enum AutoScalingCheck {
  static let processes = [
    "Launch", "Terminate", "AddToLoadBalancer", "AlarmNotification", "AZRebalance", "HealthCheck",
    "ReplaceUnhealthy", "InstanceRefresh", "ScheduledActions",
  ]
  /// By what groups choose the instances that they terminate.
  static let terminationPolicies = [
    "Default", "OldestInstance", "NewestInstance", "OldestLaunchTemplate", "AllocationStrategy",
    "ClosestToNextInstanceHour", "OldestLaunchConfiguration",
  ]

  static func sizes(min: Int, max: Int, desired: Int) throws(AWSError) {
    guard min >= 0, max >= 0, max <= 10_000 else {
      throw AWSError("ValidationError", "Min and max size must be between 0 and 10000.")
    }
    guard min <= max else {
      throw AWSError(
        "ValidationError", "Max bound, \(max), must be greater than or equal to min bound, \(min)")
    }
    guard (min...max).contains(desired) else {
      throw AWSError(
        "ValidationError",
        "Desired capacity:\(desired) must be between the specified min size:\(min) and max size:\(max)")
    }
  }

  static func seconds(_ value: Int, _ name: String) throws(AWSError) {
    guard (0...172_800).contains(value) else {
      throw AWSError("ValidationError", "\(name) must be between 0 and 172800 seconds.")
    }
  }

  /// `EC2` always counts; `ELB` can be added (facts: Auto Scaling 4.3).
  static func healthTypes(_ text: String?) throws(AWSError) -> [String] {
    var types = ["EC2"]
    for part in (text ?? "EC2").split(separator: ",") {
      guard ["EC2", "ELB"].contains(part) else {
        throw AWSError("ValidationError", "Invalid Health Check Type: \(part).")
      }
      if !types.contains(String(part)) { types.append(String(part)) }
    }
    return types
  }

  /// The termination policies of AWS that look at nothing which this world lacks; `Default` when none is named.
  static func terminationPolicies(_ names: [String]?) throws(AWSError) -> [String] {
    guard let names, !names.isEmpty else { return ["Default"] }
    for name in names where !terminationPolicies.contains(name) {
      throw AWSError("ValidationError", "Invalid termination policy: \(name)")
    }
    return names
  }

  static func processes(_ names: [String]?) throws(AWSError) -> [String] {
    guard let names, !names.isEmpty else { return processes }
    for name in names where !processes.contains(name) {
      throw AWSError("ValidationError", "Process type \(name) is not supported.")
    }
    return names
  }
}
