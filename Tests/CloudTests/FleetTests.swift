import Cloud
import EventKernel
import Testing

/// EC2 Fleets, Spot Fleets and mixed groups: how they choose pools, and what they do when machines go.
struct FleetTests {
  /// A world with a launch template `web` of m5.large.
  private static func world() throws -> (world: World, template: String, image: String) {
    var world = try TestWorld.make()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let template = try world.ask(
      CreateLaunchTemplate.self,
      """
      {"launchTemplateName": "web", "launchTemplateData": {"imageId": "\(image)", "instanceType": "m5.large"}}
      """
    ).launchTemplate.launchTemplateId
    return (world, template, image)
  }

  private static func configs(_ template: String, _ overrides: String) -> String {
    """
    "launchTemplateConfigs": [{"launchTemplateSpecification":
      {"launchTemplateId": "\(template)", "version": "$Latest"}, "overrides": [\(overrides)]}]
    """
  }

  private static let threeZones = ["a", "b", "c"].map {
    #"{"instanceType": "m5.large", "availabilityZone": "ap-northeast-2\#($0)"}"#
  }.joined(separator: ", ")

  private static func members(_ world: World, _ id: String) -> [Instance] {
    world.ec2.fleets[id]?.members.ids.compactMap { world.ec2.instances[$0] } ?? []
  }

  @Test func `an instant fleet mixes on demand and spare machines within the call`() throws {
    var (world, template, _) = try Self.world()
    let made = try world.ask(
      CreateFleet.self,
      """
      {\(Self.configs(template, Self.threeZones)), "type": "instant", "spotOptions":
        {"allocationStrategy": "diversified"}, "targetCapacitySpecification":
        {"totalTargetCapacity": 5, "onDemandTargetCapacity": 2, "defaultTargetCapacityType": "spot"}}
      """)
    let instances = try #require(made.instances)
    let spot = instances.filter { $0.lifecycle == "spot" }
    #expect(spot.map(\.instanceIds.count) == [1, 1, 1])
    #expect(instances.filter { $0.lifecycle == "on-demand" }.flatMap(\.instanceIds).count == 2)
    #expect(made.errors?.isEmpty == true)
    // Instant fleets are shown when they are named, and go with their machines only.
    #expect(try world.ask(DescribeFleets.self, "{}").fleets.isEmpty)
    let kept = try world.ask(
      DeleteFleets.self, #"{"fleetIds": ["\#(made.fleetId)"], "terminateInstances": false}"#)
    #expect(kept.unsuccessfulFleetDeletions.map(\.error.code) == ["fleetNotInDeletableState"])
  }

  @Test func `a fleet that is maintained replaces what is taken back, and follows its target`() throws {
    var (world, template, _) = try Self.world()
    let id = try world.ask(
      CreateFleet.self,
      """
      {\(Self.configs(template, Self.threeZones)), "spotOptions": {"allocationStrategy": "diversified"},
       "targetCapacitySpecification": {"totalTargetCapacity": 3, "defaultTargetCapacityType": "spot"}}
      """
    ).fleetId
    world.wait(.minutes(1))
    #expect(Set(Self.members(world, id).map(\.zone)).count == 3)
    let lost = try #require(Self.members(world, id).first)
    world.inject(
      .spotReclaim(type: "m5.large", zone: lost.zone), at: world.now, lasting: .hours(1))
    world.wait(.minutes(5))
    let after = Self.members(world, id)
    #expect(after.count == 3)
    #expect(!after.contains { $0.id == lost.id || $0.zone == lost.zone })
    try world.ask(
      ModifyFleet.self,
      """
      {"fleetId": "\(id)", "targetCapacitySpecification":
        {"totalTargetCapacity": 1, "defaultTargetCapacityType": "spot"}}
      """)
    world.wait(.minutes(1))
    #expect(Self.members(world, id).count == 1)
    let delete = #"{"fleetIds": ["\#(id)"], "terminateInstances": true}"#
    #expect(
      try world.ask(DeleteFleets.self, delete).successfulFleetDeletions.map(\.currentFleetState) == [
        "deleted_terminating"
      ])
    world.wait(.minutes(3))
    #expect(world.ec2.fleets[id]?.stateName == "deleted")
    #expect(
      try world.ask(DeleteFleets.self, delete).unsuccessfulFleetDeletions.map(\.error.code) == [
        "fleetNotInDeletableState"
      ])
    #expect(
      refusedCode {
        try world.ask(
          ModifyFleet.self,
          #"{"fleetId": "\#(id)", "targetCapacitySpecification": {"totalTargetCapacity": 2}}"#)
      } == "FleetNotInModifiableState")
  }

  @Test func `a replacement comes with the notice when the fleet rebalances, and after the end when not`()
    throws
  {
    for rebalances in [true, false] {
      var (world, template, _) = try Self.world()
      let maintenance =
        rebalances
        ? #", "maintenanceStrategies": {"capacityRebalance": {"replacementStrategy": "launch"}}"# : ""
      let id = try world.ask(
        CreateFleet.self,
        """
        {\(Self.configs(template, Self.threeZones)), "spotOptions": {"allocationStrategy": "lowest-price"\(maintenance)},
         "targetCapacitySpecification": {"totalTargetCapacity": 1, "defaultTargetCapacityType": "spot"}}
        """
      ).fleetId
      world.wait(.minutes(2))
      let zone = try #require(Self.members(world, id).first).zone
      world.inject(.spotReclaim(type: "m5.large", zone: zone), at: world.now, lasting: .hours(1))
      world.wait(.seconds(90))
      #expect(Self.members(world, id).contains { $0.zone != zone } == rebalances)
      world.wait(.minutes(2))
      #expect(Self.members(world, id).map { $0.zone != zone } == [true])
    }
  }

  @Test func `units weigh machines, and the cheapest unit is bought`() throws {
    var (world, template, _) = try Self.world()
    let made = try world.ask(
      CreateFleet.self,
      """
      {\(Self.configs(template, #"{"instanceType": "m5.large", "weightedCapacity": 2}, {"instanceType": "m5.xlarge", "weightedCapacity": 8}"#)),
       "type": "instant", "targetCapacitySpecification": {"totalTargetCapacity": 10}}
      """)
    let instances = try #require(made.instances)
    #expect(instances.map(\.instanceType) == ["m5.xlarge"])
    #expect(instances.flatMap(\.instanceIds).count == 2)
  }

  @Test func `a Spot Fleet needs its role, tells its history, and leaves its machines when asked`() throws {
    var (world, _, image) = try Self.world()
    func config(_ role: String) -> String {
      """
      {"spotFleetRequestConfig": {"iamFleetRole": "\(role)", "targetCapacity": 2,
       "allocationStrategy": "priceCapacityOptimized", "launchSpecifications":
       [{"imageId": "\(image)", "instanceType": "m5.large"}, {"imageId": "\(image)", "instanceType": "c5.large"}]}}
      """
    }
    let start = world.now
    #expect(
      refusedCode { try world.ask(RequestSpotFleet.self, config("arn:aws:iam::123456789012:role/none")) }
        == "InvalidSpotFleetRequestConfig")
    let role = try world.ask(
      CreateRole.self,
      #"""
      {"roleName": "fleet", "assumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"spotfleet.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}}"}
      """#
    ).role.arn
    let id = try world.ask(RequestSpotFleet.self, config(role)).spotFleetRequestId
    world.wait(.minutes(1))
    let shape = try world.ask(DescribeSpotFleetRequests.self, "{}").spotFleetRequestConfigs
    #expect(shape.map(\.activityStatus) == ["fulfilled"])
    let ask = #"{"spotFleetRequestId": "\#(id)"}"#
    #expect(try world.ask(DescribeSpotFleetInstances.self, ask).activeInstances.count == 2)
    let history = try world.ask(
      DescribeSpotFleetRequestHistory.self,
      #"{"spotFleetRequestId": "\#(id)", "startTime": \#(start.nanoseconds)}"#
    ).historyRecords
    #expect(
      history.map(\.eventInformation.eventSubType) == ["submitted", "active", "launched", "launched"])
    let ended = try world.ask(
      CancelSpotFleetRequests.self, #"{"spotFleetRequestIds": ["\#(id)"], "terminateInstances": false}"#)
    #expect(ended.successfulFleetRequests.map(\.currentSpotFleetRequestState) == ["cancelled_running"])
    world.wait(.minutes(2))
    #expect(Self.members(world, id).allSatisfy { $0.state == .running })
  }

  @Test func `a mixed group keeps its base on demand and takes the rest from spare capacity`() throws {
    var (world, template, _) = try Self.world()
    try world.ask(
      CreateAutoScalingGroup.self,
      """
      {"autoScalingGroupName": "web", "minSize": 0, "maxSize": 8, "desiredCapacity": 5,
       "availabilityZones": ["ap-northeast-2a", "ap-northeast-2c"], "mixedInstancesPolicy":
       {"launchTemplate": {"launchTemplateSpecification": {"launchTemplateId": "\(template)", "version": "$Latest"},
         "overrides": [{"instanceType": "m5.large"}, {"instanceType": "m5.xlarge"}]},
        "instancesDistribution": {"onDemandBaseCapacity": 1, "onDemandPercentageAboveBaseCapacity": 25,
         "spotAllocationStrategy": "price-capacity-optimized"}}}
      """)
    world.wait(.minutes(3))
    let instances = world.ec2.instances.rows.filter { $0.autoScalingGroup == "web" }
    #expect(instances.count == 5)
    #expect(instances.count { $0.spotRequest == nil } == 2)
    let taken = try #require(instances.first { $0.spotRequest != nil })
    world.inject(.spotReclaim(type: taken.type, zone: taken.zone), at: world.now, lasting: .hours(1))
    world.wait(.minutes(8))
    let running = world.ec2.instances.rows.filter { $0.autoScalingGroup == "web" && $0.state == .running }
    #expect(running.count == 5)
    #expect(running.count { $0.spotRequest == nil } == 2)
    #expect(!running.contains { $0.id == taken.id })
    // Spare machines cost less than on demand.
    let bill = world.monthlyCost(traffic: nil).items
    let spot = bill.filter { $0.code == "spot-instance" }
    #expect(spot.count == 3)
  }
}
