/// A place from which a group's instances get requests: a target group by its ARN.
package struct TrafficSourceIdentifier: Codable, Sendable {
  package var identifier: String
  package var type: String?

  /// The ARNs of sources that are target groups.
  ///
  /// - Throws: the refusal of kinds that the world does not have.
  static func arns(_ sources: [TrafficSourceIdentifier]) throws(AWSError) -> [String] {
    for source in sources {
      guard (source.type ?? "elbv2") == "elbv2" else {
        throw .notModelled("TrafficSources", "Type=\(source.type ?? "")")
      }
    }
    return sources.map(\.identifier)
  }
}

/// Registers a group's instances with more target groups.
package enum AttachTrafficSources: Operation {
  package static let service = "autoscaling"
  package static let name = "AttachTrafficSources"

  /// The group and the sources.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var trafficSources: [TrafficSourceIdentifier]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try AttachLoadBalancerTargetGroups.perform(
      .init(
        autoScalingGroupName: input.autoScalingGroupName,
        targetGroupARNs: try TrafficSourceIdentifier.arns(input.trafficSources)), on: &world,
      context: context)
  }
}

/// Takes a group's instances out of target groups.
package enum DetachTrafficSources: Operation {
  package static let service = "autoscaling"
  package static let name = "DetachTrafficSources"

  /// The group and the sources.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var trafficSources: [TrafficSourceIdentifier]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try DetachLoadBalancerTargetGroups.perform(
      .init(
        autoScalingGroupName: input.autoScalingGroupName,
        targetGroupARNs: try TrafficSourceIdentifier.arns(input.trafficSources)), on: &world,
      context: context)
  }
}

/// Lists from where a group's instances get requests.
package enum DescribeTrafficSources: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeTrafficSources"

  /// The group, and which kind of source.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var trafficSourceType: String?
    package var nextToken: String?
    package var maxRecords: Int?
  }

  /// A source and how far the group's instances are with it.
  package struct TrafficSourceState: Encodable, Sendable {
    package var identifier: String
    package var state: String
    package var type = "elbv2"
  }

  /// A page of sources.
  package struct Output: Encodable, Sendable {
    package var trafficSources: [TrafficSourceState]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let states = try DescribeLoadBalancerTargetGroups.perform(
      .init(
        autoScalingGroupName: input.autoScalingGroupName, nextToken: input.nextToken,
        maxRecords: input.maxRecords), on: &world, context: context)
    let isAsked = (input.trafficSourceType ?? "elbv2") == "elbv2"
    return Output(
      trafficSources: isAsked
        ? states.loadBalancerTargetGroups.map {
          TrafficSourceState(identifier: $0.loadBalancerTargetGroupARN, state: $0.state)
        } : [], nextToken: isAsked ? states.nextToken : nil)
  }
}
