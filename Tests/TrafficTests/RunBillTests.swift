import Cloud
import EventKernel
import Testing
import Traffic

/// The bill of a run is that of what stands when its first fault begins.
@Suite struct RunBillTests {
  /// Three servers of a group, which a schedule brings to five every ten minutes.
  private static func world(startsAtMinute minute: Int) throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: 1,
      lines: ScriptedWorld.balancer()
        + """
        aws ec2 create-launch-template --launch-template-name web --launch-template-data "ImageId=$IMAGE,InstanceType=m5.large,SecurityGroupIds=[$SG]"
        aws autoscaling create-auto-scaling-group --auto-scaling-group-name web --launch-template LaunchTemplateName=web --min-size 3 --max-size 6 --vpc-zone-identifier "$SUBNET_A,$SUBNET_B" --target-group-arns $TG
        wait
        aws autoscaling put-scheduled-update-group-action --auto-scaling-group-name web --scheduled-action-name busy --recurrence '\(minute) * * * *' --desired-capacity 5

        """)
  }

  private func instances(_ report: Report) -> Int { report.monthlyCost.items.count { $0.code == "instance" } }

  private func bill(_ minute: Int, faultAt: EventKernel.Duration?) throws -> Int {
    let faults = faultAt.map {
      [
        Experiment.PlannedFault(
          .zonePower(ScriptedWorld.zoneA), earliest: $0, latest: $0, lasting: .minutes(2))
      ]
    }
    return instances(try Self.world(startsAtMinute: minute).report(.minutes(60), faults: faults ?? []))
  }

  @Test func `servers that a schedule starts before the fault are billed`() throws {
    #expect(try bill(30, faultAt: .minutes(59)) == 5)
  }

  @Test func `servers that come after the fault are not`() throws {
    let world = try Self.world(startsAtMinute: 30)
    #expect(world.world.monthlyCost(traffic: nil).items.count { $0.code == "instance" } == 3)
    #expect(try bill(30, faultAt: .seconds(10)) == 3)
  }

  @Test func `without a fault the bill is that of the end`() throws {
    #expect(try bill(30, faultAt: nil) == 5)
  }
}
