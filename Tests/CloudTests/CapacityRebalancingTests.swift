import Cloud
import EventKernel
import Testing

/// Groups that replace spare capacity before it goes, and what is left of groups that are gone.
struct CapacityRebalancingTests {
  /// A group of two spare machines of one type or another, in one zone.
  private static func group(rebalances: Bool) throws -> World {
    var fleet = try Fleet(desired: 0)
    _ = try fleet.web.world.ask(
      UpdateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet", "desiredCapacity": 2, "maxSize": 2, "capacityRebalance": rebalances,
        "vpcZoneIdentifier": fleet.web.subnets[0],
        "mixedInstancesPolicy": [
          "launchTemplate": [
            "launchTemplateSpecification": ["launchTemplateName": "web", "version": "$Latest"],
            "overrides": [["instanceType": "m5.large"], ["instanceType": "m5.xlarge"]],
          ],
          "instancesDistribution": [
            "onDemandPercentageAboveBaseCapacity": 0, "spotAllocationStrategy": "lowest-price",
            "spotInstancePools": 1,
          ],
        ],
      ])
    fleet.web.world.wait(.minutes(3))
    return fleet.web.world
  }

  private func serving(_ world: World) -> Int {
    world.autoScaling.groups.first?.row.members.rows.count { $0.state == .inService } ?? 0
  }

  @Test(arguments: [true, false])
  func `with rebalancing a replacement is in service before the capacity goes`(rebalances: Bool) throws {
    var world = try Self.group(rebalances: rebalances)
    let group = try world.ask(DescribeAutoScalingGroups.self, [:]).autoScalingGroups[0]
    #expect(group.capacityRebalance == rebalances)
    let shown = try #require(group.mixedInstancesPolicy?.instancesDistribution)
    #expect(shown.onDemandAllocationStrategy == "prioritized" && shown.onDemandBaseCapacity == 0)
    #expect(shown.spotInstancePools == 1)
    #expect(group.availabilityZoneDistribution.capacityDistributionStrategy == "balanced-best-effort")
    let old = Set(world.ec2.instances.rows.filter { $0.state == .running }.map(\.id))
    let taken = try #require(world.ec2.instances.rows.first { $0.state == .running })
    #expect(old.count == 2)
    world.inject(.spotReclaim(type: taken.type, zone: taken.zone), at: world.now, lasting: .hours(1))
    world.wait(.seconds(110))
    let fresh = world.ec2.instances.rows.filter { $0.state == .running && !old.contains($0.id) }
    #expect(fresh.isEmpty == !rebalances)
    #expect(serving(world) == 2)
    let activities = try world.ask(DescribeScalingActivities.self, [:]).activities
    let words = "EC2 instance rebalance recommendation"
    #expect(activities.contains { $0.cause.contains(words) } == rebalances)
    world.wait(.minutes(6))
    #expect(serving(world) == 2)
    #expect(world.ec2.instances.rows.filter { $0.state == .running }.allSatisfy { !old.contains($0.id) })
  }

  @Test func `the history of a group that is gone can be read for six weeks`() throws {
    var world = try Self.group(rebalances: false)
    _ = try world.ask(DeleteAutoScalingGroup.self, ["autoScalingGroupName": "fleet", "forceDelete": true])
    world.wait(.minutes(5))
    let plain: [String: Any] = ["autoScalingGroupName": "fleet"]
    #expect(try world.refusal(DescribeScalingActivities.self, plain) == "ValidationError")
    let with = plain.with(["includeDeletedGroups": true])
    let found = try world.ask(DescribeScalingActivities.self, with).activities
    #expect(found.count >= 4 && found.allSatisfy { $0.autoScalingGroupState == "Deleted" })
    #expect(try world.ask(DescribeScalingActivities.self, [:]).activities.isEmpty)
    world.wait(.days(43))
    #expect(try world.refusal(DescribeScalingActivities.self, with) == "ValidationError")
  }
}
