import Cloud
import EventKernel
import Foundation
import Testing

/// A world with a web application behind a load balancer, built by calls.
struct WebWorld {
  var world: World
  let image: String
  let vpc: String
  /// The default subnets of the first three zones.
  let subnets: [String]
  let group: String

  init(warmUp: Double = 60) throws {
    world = try TestWorld.make()
    image = try world.ask(
      RegisterLabImage.self, ["name": "web", "warmUp": warmUp, "healthPath": "/health"]
    ).imageId
    let zones = world.ec2.subnets.rows.filter { $0.isDefaultForZone }.sorted { $0.zone < $1.zone }
    subnets = zones.prefix(3).map(\.id.description)
    vpc = try #require(zones.first?.vpc.description)
    group = try world.ask(
      CreateTargetGroup.self,
      ["name": "web", "protocol": "HTTP", "port": 80, "vpcId": vpc, "healthCheckPath": "/health"]
    ).targetGroups[0].targetGroupArn
    try world.openDefaultGroup()
  }

  /// Makes a load balancer in the first zones with a listener to the group.
  mutating func makeLoadBalancer(zones: Int = 2, type: String = "application") throws -> String {
    let arn = try world.ask(
      CreateLoadBalancer.self,
      ["name": "front", "subnets": Array(subnets.prefix(zones)), "type": type]
    ).loadBalancers[0].loadBalancerArn
    _ = try world.ask(
      CreateListener.self,
      [
        "loadBalancerArn": arn, "protocol": "HTTP", "port": 80,
        "defaultActions": [["type": "forward", "targetGroupArn": group]],
      ])
    return arn
  }

  /// Launches a machine in a zone and waits until it serves.
  mutating func launch(zone: Int = 0) throws -> InstanceID {
    let answer = try world.ask(
      RunInstances.self,
      [
        "imageId": image, "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
        "subnetId": subnets[zone],
      ])
    return try #require(InstanceID(answer.instances[0].instanceId))
  }

  mutating func register(_ id: InstanceID) throws {
    _ = try world.ask(RegisterTargets.self, ["targetGroupArn": group, "targets": [["id": "\(id)"]]])
  }

  /// A target's state, and its reason after a space.
  mutating func health(_ id: InstanceID) throws -> String {
    let answer = try world.ask(
      DescribeTargetHealth.self, ["targetGroupArn": group, "targets": [["id": "\(id)"]]])
    let health = answer.targetHealthDescriptions[0].targetHealth
    return ([health.state] + (health.reason.map { [$0] } ?? [])).joined(separator: " ")
  }

  /// A machine in the first zone that the load balancer counts as healthy.
  mutating func makeHealthyTarget() throws -> InstanceID {
    _ = try makeLoadBalancer()
    let id = try launch()
    world.wait(.seconds(130))
    try register(id)
    world.wait(.seconds(5))
    return id
  }

  /// How long it takes, by the second, until a target has a state; at most ten minutes.
  mutating func seconds(until id: InstanceID, is state: String) throws -> Int {
    for second in 0...600 {
      if try health(id).hasPrefix(state) { return second }
      world.wait(.seconds(1))
    }
    return .max
  }
}

extension World {
  /// Makes a call with the members of a dictionary.
  mutating func ask<Op: Cloud.Operation>(_ operation: Op.Type, _ members: [String: Any]) throws -> Op.Output {
    let data = try JSONSerialization.data(withJSONObject: members)
    return try call(operation, JSONDecoder().decode(Op.Input.self, from: data))
  }

  /// The code of the error that a call gives; `nil` when it gives none.
  mutating func refusal<Op: Cloud.Operation>(_ operation: Op.Type, _ members: [String: Any]) throws -> String?
  {
    do {
      _ = try ask(operation, members)
      return nil
    } catch let error as AWSError {
      return error.code
    }
  }

  /// Lets everybody reach a port of the default security group.
  mutating func openDefaultGroup(port: Int = 80) throws {
    let group = try #require(ec2.securityGroups.rows.first { $0.name == "default" })
    _ = try ask(
      AuthorizeSecurityGroupIngress.self,
      [
        "groupId": "\(group.id)",
        "ipPermissions": [
          ["ipProtocol": "tcp", "fromPort": port, "toPort": port, "ipRanges": [["cidrIp": "0.0.0.0/0"]]]
        ],
      ])
  }
}

extension [String: Any] {
  /// The dictionary with other values for some keys.
  func with(_ changes: [String: Any]) -> [String: Any] { merging(changes) { $1 } }
}
