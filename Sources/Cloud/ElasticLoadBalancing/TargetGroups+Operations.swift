import EventKernel

/// Makes a target group of instances, addresses or a load balancer; the same once more changes nothing (API reference).
package enum CreateTargetGroup: Operation {
  package static let service = "elbv2"
  package static let name = "CreateTargetGroup"

  /// The group's port and health check; AWS's defaults where nothing is said.
  package struct Input: Codable, Sendable {
    package var name: String
    package var `protocol`: String?
    package var protocolVersion: String?
    package var port: Int?
    package var vpcId: String?
    package var healthCheckProtocol: String?
    package var healthCheckPort: String?
    package var healthCheckPath: String?
    package var healthCheckIntervalSeconds: Int?
    package var healthCheckTimeoutSeconds: Int?
    package var healthyThresholdCount: Int?
    package var unhealthyThresholdCount: Int?
    package var matcher: HealthCheckMatcher?
    package var targetType: String?
    package var tags: [Tags.Tag]?
    package var ipAddressType: String?
  }

  /// The new group.
  package struct Output: Encodable, Sendable { package var targetGroups: [TargetGroupOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try LoadBalancingName.check(input.name, noun: "Target group")
    // Simplified: target-types
    guard let kind = TargetGroup.Kind(rawValue: input.targetType ?? "instance") else {
      throw .notModelled("TargetType", input.targetType ?? "")
    }
    guard let name = input.protocol else {
      throw AWSError("ValidationError", "A protocol must be specified")
    }
    guard name == "HTTP" || name == "TCP" else {
      throw .notModelled("Protocol", name)
    }
    try checkVersion(input.protocolVersion, of: name)
    if let type = input.ipAddressType, type != "ipv4" { throw .notModelled("IpAddressType", type) }
    guard kind != .loadBalancer || name == "TCP" else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Target type 'alb' is not supported for target groups with \(name) protocol")
    }
    guard let port = input.port else { throw AWSError("ValidationError", "A port must be specified") }
    try LoadBalancingLimits.checkPort(port)
    guard let vpcName = input.vpcId else {
      throw AWSError("ValidationError", "A VPC ID must be specified")
    }
    guard let vpc = VPCID(vpcName), world.ec2.vpcs[vpc]?.region == context.region else {
      throw AWSError("ValidationError", "The VPC ID '\(vpcName)' is not found")
    }
    var check = try TargetGroup.HealthCheck.standard(
      for: name, of: kind, checking: input.healthCheckProtocol)
    try check.change(
      HealthCheckChange(
        port: input.healthCheckPort, path: input.healthCheckPath,
        interval: input.healthCheckIntervalSeconds, timeout: input.healthCheckTimeoutSeconds,
        healthy: input.healthyThresholdCount, unhealthy: input.unhealthyThresholdCount,
        matcher: input.matcher?.httpCode))
    let tags = try Tags(forLoadBalancing: input.tags)
    if let old = world.targetGroups(in: context.region).first(where: { $0.name == input.name }) {
      let isSame =
        old.kind == kind && old.vpc == vpc && old.protocolName == name && old.port == port
        && old.healthCheck == check && old.tags == tags
      guard isSame else {
        throw AWSError(
          "DuplicateTargetGroupName",
          "A target group with the same name '\(input.name)' exists, but with different settings")
      }
      return Output(targetGroups: [TargetGroupOutput(old, in: world)])
    }
    let id = world.nextID(TargetGroupKind.self)
    let group = TargetGroup(
      id: id, region: context.region, name: input.name,
      arn: LoadBalancingARN.targetGroup(context.region, input.name, id), kind: kind, vpc: vpc,
      protocolName: name, port: port, healthCheck: check,
      attributes: TargetGroup.Attributes(kind: kind, protocolName: name),
      targets: Table(), tags: tags)
    world.loadBalancing.targetGroups[id] = group
    world.revision.loadBalancing += 1
    return Output(targetGroups: [TargetGroupOutput(group, in: world)])
  }

  /// Throws unless a version of HTTP is the one of this world, and the group speaks HTTP.
  private static func checkVersion(_ version: String?, of name: String) throws(AWSError) {
    guard let version else { return }
    guard name == "HTTP" else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Protocol version '\(version)' is not supported for target groups with \(name) protocol")
    }
    guard version == "HTTP1" else { throw .notModelled("ProtocolVersion", version) }
  }
}

/// Lists target groups.
package enum DescribeTargetGroups: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeTargetGroups"

  /// Which ones: all of the Region, those of a load balancer, or those of ARNs or names.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String?
    package var targetGroupArns: [String]?
    package var names: [String]?
    package var marker: String?
    package var pageSize: Int?
  }

  /// A page of groups, by name.
  package struct Output: Encodable, Sendable {
    package var targetGroups: [TargetGroupOutput]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let ways = [input.loadBalancerArn != nil, input.targetGroupArns != nil, input.names != nil]
    guard ways.count(where: { $0 }) <= 1 else {
      throw AWSError(
        "ValidationError",
        "Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time")
    }
    var found = world.targetGroups(in: context.region)
    if let arn = input.loadBalancerArn {
      let balancer = try world.loadBalancer(arn: arn, context: context)
      let used = world.targetGroups(of: balancer.id)
      found = found.filter { used.contains($0.id) }
    }
    if let arns = input.targetGroupArns {
      for arn in arns { _ = try world.targetGroup(arn: arn, context: context) }
      found = found.filter { arns.contains($0.arn) }
    }
    if let names = input.names {
      guard names.allSatisfy({ name in found.contains { $0.name == name } }) else {
        throw AWSError("TargetGroupNotFound", "One or more target groups not found")
      }
      found = found.filter { names.contains($0.name) }
    }
    let page = try LoadBalancingPage.of(found, marker: input.marker, size: input.pageSize)
    let current = world
    return Output(
      targetGroups: page.rows.map { TargetGroupOutput($0, in: current) }, nextMarker: page.nextToken)
  }
}

/// Changes the health check of a group.
package enum ModifyTargetGroup: Operation {
  package static let service = "elbv2"
  package static let name = "ModifyTargetGroup"

  /// The new settings; what is not said stays.
  package struct Input: Codable, Sendable {
    package var targetGroupArn: String
    package var healthCheckProtocol: String?
    package var healthCheckPort: String?
    package var healthCheckPath: String?
    package var healthCheckIntervalSeconds: Int?
    package var healthCheckTimeoutSeconds: Int?
    package var healthyThresholdCount: Int?
    package var unhealthyThresholdCount: Int?
    package var matcher: HealthCheckMatcher?
  }

  /// The group after the change.
  package struct Output: Encodable, Sendable { package var targetGroups: [TargetGroupOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var group = try world.targetGroup(arn: input.targetGroupArn, context: context)
    if let name = input.healthCheckProtocol, name != group.healthCheck.protocolName {
      group.healthCheck = try .standard(for: group.protocolName, of: group.kind, checking: name)
    }
    try group.healthCheck.change(
      HealthCheckChange(
        port: input.healthCheckPort, path: input.healthCheckPath,
        interval: input.healthCheckIntervalSeconds, timeout: input.healthCheckTimeoutSeconds,
        healthy: input.healthyThresholdCount, unhealthy: input.unhealthyThresholdCount,
        matcher: input.matcher?.httpCode))
    world.loadBalancing.targetGroups[group.id] = group
    world.restartChecks(of: group.id)
    world.revision.loadBalancing += 1
    return Output(targetGroups: [TargetGroupOutput(group, in: world)])
  }
}

/// Removes a group that no listener uses; without effect when it is not there.
package enum DeleteTargetGroup: Operation {
  package static let service = "elbv2"
  package static let name = "DeleteTargetGroup"

  /// Which one.
  package struct Input: Codable, Sendable { package var targetGroupArn: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group: TargetGroup
    do throws(AWSError) {
      group = try world.targetGroup(arn: input.targetGroupArn, context: context)
    } catch {
      guard error.code == "TargetGroupNotFound" else { throw error }
      return NoOutput()
    }
    guard world.loadBalancer(using: group.id) == nil else {
      throw AWSError(
        "ResourceInUse", "Target group '\(group.arn)' is currently in use by a listener or a rule",
        dependents: world.users(of: group.id))
    }
    world.loadBalancing.targetGroups[group.id] = nil
    world.revision.loadBalancing += 1
    return NoOutput()
  }
}
