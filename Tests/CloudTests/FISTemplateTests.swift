import Cloud
import EventKernel
import Foundation
import Testing

/// Templates of the Fault Injection Service: what they may be, and their life.
struct FISTemplateTests {
  private static var rest: [String: Any] {
    ["actionId": "aws:fis:wait", "parameters": ["duration": "PT1M"]]
  }
  private static var stop: [String: Any] {
    ["actionId": "aws:ec2:stop-instances", "targets": ["Instances": "web"]]
  }

  private func code(_ input: [String: Any]) throws -> String? {
    var world = try TestWorld.make()
    return try world.refusal(CreateExperimentTemplate.self, input)
  }

  private func code(
    action: [String: Any], target: [String: Any] = FISScene.tagged()
  ) throws -> String? {
    try code(FISScene.template(["act": action], targets: ["web": target]))
  }

  @Test func `wrong actions get AWS's errors`() throws {
    #expect(try code(action: Self.stop) == nil)
    #expect(try code(action: ["actionId": "aws:ec2:break-everything"]) == "ResourceNotFoundException")
    #expect(try code(action: ["actionId": "aws:ebs:pause-volume-io"]) == AWSError.notModelledCode)
    #expect(try code(action: [:]) == "ValidationException")
    #expect(try code(action: ["actionId": "aws:ec2:stop-instances"]) == "ValidationException")
    #expect(try code(action: Self.stop.with(["targets": ["Roles": "web"]])) == "ValidationException")
    #expect(try code(action: Self.stop.with(["targets": ["Instances": "db"]])) == "ValidationException")
    #expect(
      try code(action: Self.stop, target: FISScene.tagged("ALL", "aws:rds:db")) == "ValidationException")
    for parameters in [
      ["startInstancesAfterDuration": "5m"], ["startInstancesAfterDuration": "PT30S"],
      ["startInstancesAfterDuration": "PT13H"], ["duration": "PT5M"],
      ["completeIfInstancesTerminated": "yes"],
    ] {
      #expect(try code(action: Self.stop.with(["parameters": parameters])) == "ValidationException")
    }
    #expect(try code(action: ["actionId": "aws:fis:wait"]) == "ValidationException")
    let wait: [String: Any] = ["actionId": "aws:fis:wait", "parameters": ["duration": "PT1H30M"]]
    #expect(try code(action: wait) == nil)
    let cut: [String: Any] = [
      "actionId": "aws:network:disrupt-connectivity", "targets": ["Subnets": "web"],
      "parameters": ["duration": "PT1M", "scope": "prefix-list"],
    ]
    #expect(
      try code(action: cut, target: FISScene.tagged("ALL", "aws:ec2:subnet")) == "ValidationException")
  }

  @Test func `wrong targets get AWS's errors`() throws {
    func code(_ more: [String: Any]) throws -> String? {
      try self.code(action: Self.stop, target: FISScene.tagged().with(more))
    }
    #expect(try code(["selectionMode": "COUNT(2)"]) == nil)
    for mode in ["all", "COUNT(0)", "PERCENT(101)", "COUNT"] {
      #expect(try code(["selectionMode": mode]) == "ValidationException")
    }
    let arn = "arn:aws:ec2:ap-northeast-2:123456789012:instance/i-00000000000000009"
    #expect(try code(["resourceArns": [arn]]) == "ValidationException")
    #expect(try code(["resourceTags": [String: String]()]) == "ValidationException")
    #expect(try code(["filters": [["path": "State.Name", "values": [String]()]]]) == "ValidationException")
    #expect(try code(["filters": [["path": "Hypervisor", "values": ["xen"]]]]) == AWSError.notModelledCode)
    #expect(try code(["parameters": ["zone": "a"]]) == "ValidationException")
    #expect(try code(["resourceType": "aws:ecs:task"]) == AWSError.notModelledCode)
  }

  @Test func `wrong templates get AWS's errors`() throws {
    func code(_ more: [String: Any]) throws -> String? {
      try self.code(FISScene.template(["rest": Self.rest], targets: [:], more))
    }
    #expect(try code([:]) == nil)
    #expect(try code(["actions": [String: Any]()]) == "ValidationException")
    #expect(try code(["stopConditions": [Any]()]) == "ValidationException")
    #expect(try code(["stopConditions": [["source": "aws:cloudwatch:alarm"]]]) == "ValidationException")
    #expect(try code(["stopConditions": [["source": "none", "value": "x"]]]) == "ValidationException")
    #expect(try code(["roleArn": "chaos"]) == "ValidationException")
    #expect(try code(["description": String(repeating: "x", count: 513)]) == "ValidationException")
    #expect(
      try code(["experimentOptions": ["accountTargeting": "multi-account"]]) == AWSError.notModelledCode)
    #expect(
      try code(["actions": ["rest": Self.rest.with(["startAfter": ["other"]])]]) == "ValidationException")
    #expect(
      try code([
        "actions": [
          "a": Self.rest.with(["startAfter": ["b"]]), "b": Self.rest.with(["startAfter": ["a"]]),
        ]
      ]) == "ValidationException")
    let long: [String: Any] = ["actionId": "aws:fis:wait", "parameters": ["duration": "PT12H"]]
    #expect(
      try code(["actions": ["a": long, "b": Self.rest.with(["startAfter": ["a"]])]]) == "ValidationException")
    func actions(_ count: Int) -> [String: Any] {
      ["actions": Dictionary(uniqueKeysWithValues: (0..<count).map { ("a\($0)", Self.rest) })]
    }
    #expect(try code(actions(10)) == nil)
    #expect(try code(actions(11)) == "ServiceQuotaExceededException")
  }

  @Test func `a template is changed, listed, tagged and deleted`() throws {
    var world = try TestWorld.make()
    let input = FISScene.template(
      ["rest": Self.rest], targets: [:], ["clientToken": "t", "tags": ["a": "1"]])
    let made = try world.ask(CreateExperimentTemplate.self, input).experimentTemplate
    #expect(try world.ask(CreateExperimentTemplate.self, input).experimentTemplate.id == made.id)
    #expect(
      try world.refusal(CreateExperimentTemplate.self, input.with(["description": "other"]))
        == "ConflictException")
    world.wait(.minutes(1))
    let changed = try world.ask(
      UpdateExperimentTemplate.self,
      ["id": made.id, "description": "new", "experimentOptions": ["emptyTargetResolutionMode": "skip"]]
    ).experimentTemplate
    #expect(changed.description == "new")
    #expect(changed.actions.count == 1)
    #expect(changed.lastUpdateTime == made.creationTime + .minutes(1))
    #expect(changed.experimentOptions.emptyTargetResolutionMode == "skip")
    #expect(
      try world.refusal(UpdateExperimentTemplate.self, ["id": made.id, "actions": ["a": ["actionId": "x"]]])
        == "ResourceNotFoundException")
    _ = try world.ask(TagFISResource.self, ["resourceArn": made.arn, "tags": ["b": "2"]])
    _ = try world.ask(UntagFISResource.self, ["resourceArn": made.arn, "tagKeys": ["a"]])
    let tags = try world.ask(ListFISTags.self, ["resourceArn": made.arn]).tags
    #expect(tags.entries.map(\.name) == ["b"])
    #expect(
      try world.refusal(TagFISResource.self, ["resourceArn": made.arn, "tags": ["aws:x": "1"]])
        == "ValidationException")
    #expect(try world.ask(ListExperimentTemplates.self, [:]).experimentTemplates.map(\.id) == [made.id])
    _ = try world.ask(DeleteExperimentTemplate.self, ["id": made.id])
    #expect(
      try world.refusal(GetExperimentTemplate.self, ["id": made.id]) == "ResourceNotFoundException")
    #expect(
      try world.refusal(ListFISTags.self, ["resourceArn": made.arn]) == "ResourceNotFoundException")
  }

  @Test func `actions and kinds of targets are listed in pages and shown`() throws {
    var world = try TestWorld.make()
    let page = try world.ask(ListFISActions.self, ["maxResults": 5])
    #expect(page.actions.count == 5)
    let rest = try world.ask(ListFISActions.self, ["nextToken": try #require(page.nextToken)])
    #expect(page.actions.count + rest.actions.count == FISActionKind.allCases.count)
    let stop = try world.ask(GetFISAction.self, ["id": "aws:ec2:stop-instances"]).action
    #expect(stop.targets?["Instances"]?.resourceType == "aws:ec2:instance")
    #expect(stop.parameters["startInstancesAfterDuration"]?.required == false)
    #expect(try world.refusal(GetFISAction.self, ["id": "aws:x:y"]) == "ResourceNotFoundException")
    #expect(try world.ask(ListTargetResourceTypes.self, [:]).targetResourceTypes.count == 7)
    let subnet = try world.ask(GetTargetResourceType.self, ["resourceType": "aws:ec2:subnet"])
    #expect(subnet.targetResourceType.parameters["vpc"] != nil)
    #expect(
      try world.refusal(GetTargetResourceType.self, ["resourceType": "aws:x:y"])
        == "ResourceNotFoundException")
  }

  @Test func `a caller needs the template, its actions and the right to hand the role over`() throws {
    var scene = try FISScene(servers: 0)
    try scene.makeRole("drill", trusts: "ec2.amazonaws.com", allows: ["fis:*"])
    scene.world.wait(.seconds(10))
    let caller = CallContext(
      caller: Caller(arn: "arn:aws:sts::123456789012:assumed-role/drill/me"), region: TestWorld.region)
    let data = try JSONSerialization.data(withJSONObject: FISScene.template(["rest": Self.rest]))
    let input = try JSONDecoder().decode(CreateExperimentTemplate.Input.self, from: data)
    let requests = CreateExperimentTemplate.access(input, in: scene.world, context: caller)
    #expect(
      requests.map { "\($0.action) \($0.resource)" } == [
        "fis:CreateExperimentTemplate arn:aws:fis:ap-northeast-2:123456789012:experiment-template/*",
        "fis:CreateExperimentTemplate arn:aws:fis:ap-northeast-2:123456789012:action/aws:fis:wait",
        "iam:PassRole \(FISScene.role)",
      ])
    #expect(
      scene.world.decision(on: try #require(requests.last), by: caller.caller) != .allowed)
  }
}
