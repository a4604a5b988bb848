import Cloud
import EventKernel
import Foundation
import Testing

/// A world with servers, and a role with which experiments may do everything unless a test says otherwise.
struct FISScene {
  static let role = "arn:aws:iam::123456789012:role/chaos"
  var world: World
  /// The servers, of the tag `team=shop`, one after another in the zones a, b and c.
  var servers: [InstanceID] = []

  init(
    servers count: Int = 2, allows actions: [String] = ["*"], trusts service: String = "fis", seed: UInt64 = 1
  )
    throws
  {
    world = try TestWorld.make(seed: seed)
    try makeRole("chaos", trusts: "\(service).amazonaws.com", allows: actions)
    let image = try world.ask(RegisterLabImage.self, ["name": "web", "warmUp": 1, "healthPath": "/"]).imageId
    for index in 0..<count {
      let answer = try world.ask(
        RunInstances.self,
        [
          "imageId": image, "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
          "subnetId": try world.subnet(["a", "b", "c"][index % 3]),
          "tagSpecifications": [["resourceType": "instance", "tags": [["key": "team", "value": "shop"]]]],
        ])
      servers.append(try #require(InstanceID(answer.instances[0].instanceId)))
    }
    world.wait(.minutes(3))
  }

  mutating func makeRole(_ name: String, trusts service: String, allows actions: [String]) throws {
    _ = try world.ask(
      CreateRole.self,
      [
        "roleName": name,
        "assumeRolePolicyDocument":
          #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"\#(service)"},"Action":"sts:AssumeRole"}}"#,
      ])
    let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
    _ = try world.ask(
      PutRolePolicy.self,
      [
        "roleName": name, "policyName": "all",
        "policyDocument":
          #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[\#(list)],"Resource":"*"}}"#,
      ])
  }

  /// The target of the servers' tag.
  static func tagged(_ mode: String = "ALL", _ type: String = "aws:ec2:instance") -> [String: Any] {
    ["resourceType": type, "resourceTags": ["team": "shop"], "selectionMode": mode]
  }

  /// A target of ARNs.
  static func target(_ type: String, _ arns: [String], _ more: [String: Any] = [:]) -> [String: Any] {
    ["resourceType": type, "resourceArns": arns, "selectionMode": "ALL"].with(more)
  }

  /// The input of a template.
  static func template(
    _ actions: [String: Any], targets: [String: Any] = [:], _ more: [String: Any] = [:]
  ) -> [String: Any] {
    [
      "description": "test", "stopConditions": [["source": "none"]], "roleArn": role, "actions": actions,
      "targets": targets,
    ].with(more)
  }

  /// Makes a template and starts an experiment, and gives its id.
  mutating func start(
    _ actions: [String: Any], targets: [String: Any] = [:], _ more: [String: Any] = [:],
    options: [String: Any] = [:]
  ) throws -> String {
    let made = try world.ask(CreateExperimentTemplate.self, Self.template(actions, targets: targets, more))
    return try world.ask(
      StartExperiment.self, ["experimentTemplateId": made.experimentTemplate.id].with(options)
    ).experiment.id
  }

  /// An experiment now.
  func experiment(_ id: String) throws -> FISExperiment { try #require(world.fis.experiments[id]) }

  /// The state of an experiment, then those of its actions by name.
  func states(_ id: String) throws -> [String] {
    let row = try experiment(id)
    return [row.status.rawValue] + row.runs.map { "\($0.id) \($0.row.status.rawValue)" }
  }

  /// The states of the servers.
  var serverStates: [Instance.State?] { servers.map { world.ec2.instances[$0]?.state } }
}

extension World {
  /// The code of the error that a call gives to a session of a role; `nil` when it gives none.
  mutating func refusal<Op: Cloud.Operation>(
    _ operation: Op.Type, _ members: [String: Any], to role: String
  ) throws -> String? {
    let data = try JSONSerialization.data(withJSONObject: members)
    let input = try JSONDecoder().decode(Op.Input.self, from: data)
    let caller = Caller(arn: "arn:aws:sts::123456789012:assumed-role/\(role)/me")
    do throws(AWSError) {
      _ = try perform(operation, input, context: CallContext(caller: caller, region: TestWorld.region))
      return nil
    } catch {
      return error.code
    }
  }
}
