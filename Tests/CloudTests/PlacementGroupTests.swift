import Cloud
import EventKernel
import Testing

/// Placement groups: which machines they take, and where.
struct PlacementGroupTests {
  private static func world(_ strategy: String, _ more: String = "") throws -> (world: World, image: String) {
    var (world, _) = try EC2StorageTests.world()
    let group = try world.ask(
      CreatePlacementGroup.self, #"{"groupName": "near", "strategy": "\#(strategy)"\#(more)}"#
    ).placementGroup
    #expect(group.groupArn.hasSuffix(":placement-group/near"))
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    return (world, "\(image.id)")
  }

  private static func launch(
    _ image: String, count: Int = 1, type: String = "m5.large", zone: String = "a", _ more: String = "",
    in world: inout World
  ) throws -> [Instance] {
    let made = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image)", "instanceType": "\(type)", "minCount": \(count), "maxCount": \(count),
       "subnetId": "\(try world.subnet(zone))", "placement": {"groupName": "near"\(more)}}
      """)
    return made.instances.compactMap { InstanceID($0.instanceId).flatMap { world.ec2.instances[$0] } }
  }

  @Test func `a spread group has seven running machines in a zone`() throws {
    var (world, image) = try Self.world("spread")
    let first = try Self.launch(image, count: 7, type: "t3.micro", in: &world)
    #expect(
      refusedCode { _ = try Self.launch(image, type: "t3.micro", in: &world) } == "InstanceLimitExceeded")
    _ = try Self.launch(image, type: "t3.micro", zone: "b", in: &world)
    world.wait(.minutes(1))
    let ids = #"{"instanceIds": ["\#(first[0].id)"]}"#
    try world.ask(StopInstances.self, ids)
    world.wait(.minutes(1))
    _ = try Self.launch(image, type: "t3.micro", in: &world)
    #expect(refusedCode { try world.ask(StartInstances.self, ids) } == "InstanceLimitExceeded")
    #expect(
      refusedCode { try world.ask(DeletePlacementGroup.self, #"{"groupName": "near"}"#) }
        == "InvalidPlacementGroup.InUse")
    let shown = try world.ask(
      DescribeInstances.self, #"{"filters": [{"name": "placement-group-name", "values": ["near"]}]}"#)
    #expect(shown.reservations.flatMap(\.instances).count == 9)
    #expect(shown.reservations[0].instances[0].placement.groupName == "near")
  }

  @Test func `a cluster stands in one zone and takes no burstable type`() throws {
    var (world, image) = try Self.world("cluster")
    let first = try Self.launch(image, in: &world)
    #expect(
      refusedCode { _ = try Self.launch(image, zone: "b", in: &world) } == "InvalidPlacementGroup.InUse")
    #expect(
      refusedCode { _ = try Self.launch(image, type: "t3.micro", in: &world) }
        == "InvalidParameterCombination")
    try world.ask(TerminateInstances.self, #"{"instanceIds": ["\#(first[0].id)"]}"#)
    _ = try Self.launch(image, zone: "b", in: &world)
  }

  @Test func `a partitioned group fills its parts evenly, or as it is told`() throws {
    var (world, image) = try Self.world("partition", #", "partitionCount": 3"#)
    let members = try Self.launch(image, count: 4, in: &world)
    #expect(members.map(\.partition) == [1, 2, 3, 1])
    #expect(try Self.launch(image, #", "partitionNumber": 3"#, in: &world)[0].partition == 3)
    #expect(
      refusedCode { _ = try Self.launch(image, #", "partitionNumber": 4"#, in: &world) }
        == "InvalidParameterValue")
    world.wait(.minutes(1))
    let id = members[0].id
    let move = #"{"instanceId": "\#(id)", "partitionNumber": 2}"#
    #expect(refusedCode { try world.ask(ModifyInstancePlacement.self, move) } == "IncorrectInstanceState")
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(1))
    try world.ask(ModifyInstancePlacement.self, move)
    #expect(world.ec2.instances[id]?.partition == 2)
    try world.ask(ModifyInstancePlacement.self, #"{"instanceId": "\#(id)", "groupName": ""}"#)
    #expect(world.ec2.instances[id]?.placementGroup == nil)
  }

  @Test(
    arguments: [
      (#"{"groupName": "near", "strategy": "spread"}"#, "InvalidPlacementGroup.Duplicate"),
      (#"{"groupName": "a", "strategy": "far"}"#, "InvalidParameterValue"),
      (#"{"groupName": "a", "strategy": "partition", "partitionCount": 8}"#, "InvalidParameterValue"),
      (#"{"groupName": "a", "strategy": "spread", "partitionCount": 2}"#, "InvalidParameterCombination"),
      (#"{"groupName": "a", "strategy": "spread", "spreadLevel": "host"}"#, "NotModelled"),
    ])
  func `wrong calls get AWS's errors`(input: String, code: String) throws {
    var (world, image) = try Self.world("cluster")
    #expect(refusedCode { _ = try world.ask(CreatePlacementGroup.self, input) } == code)
    try world.ask(DeletePlacementGroup.self, #"{"groupName": "near"}"#)
    #expect(refusedCode { _ = try Self.launch(image, in: &world) } == "InvalidPlacementGroup.Unknown")
  }

  @Test func `an Auto Scaling group launches in its placement group, and in another zone when that is full`()
    throws
  {
    var fleet = try Fleet(desired: 0, max: 9)
    _ = try fleet.web.world.ask(CreatePlacementGroup.self, ["groupName": "near", "strategy": "spread"])
    let refused = try fleet.web.world.refusal(
      UpdateAutoScalingGroup.self, ["autoScalingGroupName": "fleet", "placementGroup": "far"])
    #expect(refused == "ValidationError")
    _ = try fleet.web.world.ask(
      UpdateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet", "placementGroup": "near", "desiredCapacity": 9,
        "vpcZoneIdentifier": fleet.web.subnets[0],
      ])
    fleet.web.world.wait(.minutes(3))
    #expect(fleet.members(.inService).count == 7)
    let failed = fleet.group.activities.first { $0.status == "Failed" }
    #expect(failed?.statusMessage?.contains("at most 7 running instances") == true)
    _ = try fleet.web.world.ask(
      UpdateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet",
        "vpcZoneIdentifier": fleet.web.subnets.prefix(2).joined(separator: ","),
      ])
    fleet.web.world.wait(.minutes(3))
    #expect(fleet.members(.inService).count == 9)
  }
}
