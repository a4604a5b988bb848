import Cloud
import EventKernel
import Shell
import Testing

/// Time in which nothing changes is passed at once, and the world is in every bit the one that lived through it.
@Suite struct QuietTimeTests {
  private typealias Span = EventKernel.Duration

  /// Compares a world that lets time pass with its twin that does everything when it is due, from a start and then again
  /// after another span; gives how much was passed at once.
  private func compare(_ lines: String, _ spans: EventKernel.Duration...) throws -> EventKernel.Duration {
    var settled = try ScriptedWorld(lines: lines)
    settled.workspace.waitUntilSettled()
    var quick = settled.world
    var slow = settled.world
    var quiet: Span = .zero
    for span in spans {
      let end = quick.now + span
      quiet += quick.advance(to: end)
      while let next = slow.agenda.next, next <= end { slow.step(upTo: next) }
      slow.advance(to: end)
      #expect(quick == slow)
    }
    return quiet
  }

  private static func alarm(_ name: String, period: Int, periods: Int = 3, _ more: String) -> String {
    """
    aws cloudwatch put-metric-alarm --alarm-name \(name) --period \(period) --evaluation-periods \(periods) --threshold 80 --comparison-operator GreaterThanThreshold --statistic Average \(more)

    """
  }

  private static let cpu =
    "--namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value=$WEB"

  @Test func `points that grow old go as they would`() throws {
    let lines = ScriptedWorld.instance() + Self.alarm("busy", period: 300, Self.cpu)
    let quiet = try compare(lines, .hours(53), .hours(26) + .minutes(3), .minutes(29))
    #expect(quiet > .hours(70))
  }

  @Test func `checks of targets that answer, refuse and hang`() throws {
    let lines =
      ScriptedWorld.instance() + ScriptedWorld.balancer(health: "--health-check-interval-seconds 20")
        + """
        aws ec2 wait instance-running --instance-ids $WEB
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
        SHUT=$(aws ec2 create-security-group --group-name shut --description shut --vpc-id $VPC --query GroupId --output text)
        DARK=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_B --security-group-ids $SHUT --query 'Instances[0].InstanceId' --output text)
        aws ec2 wait instance-running --instance-ids $DARK
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$DARK
        aws route53 create-health-check --caller-reference a --health-check-config "Type=HTTP,IPAddress=1.2.3.4,Port=80,ResourcePath=/,RequestInterval=10,FailureThreshold=3"

        """
    #expect(try compare(lines, .hours(5), .hours(8) + .milliseconds(1)) > .hours(11))
  }

  @Test func `alarms over hours, over several metrics, by the second and on other alarms`() throws {
    let lines =
      ScriptedWorld.instance() + Self.alarm("hour", period: 3_600, Self.cpu)
      + Self.alarm("quarter", period: 900, periods: 2, Self.cpu)
      + Self.alarm("minute", period: 60, periods: 2, Self.cpu + " --treat-missing-data notBreaching")
      + Self.alarm(
        "missing", period: 300, "--namespace Own --metric-name Nothing --treat-missing-data breaching")
        + """
        aws cloudwatch put-composite-alarm --alarm-name both --alarm-rule 'ALARM("missing") AND OK("hour")'

        """
    #expect(try compare(lines, .hours(3), .hours(10)) > .hours(8))
  }

  @Test func `a bill that grows, credits that come back and a group that scales`() throws {
    let lines =
      ScriptedWorld.instance(type: "t3.micro")
      + Self.alarm(
        "charges", period: 21_600, periods: 1,
        "--namespace AWS/Billing --metric-name EstimatedCharges --dimensions Name=Currency,Value=USD")
        + """
        aws ec2 create-launch-template --launch-template-name web --launch-template-data "{\\"ImageId\\":\\"$IMAGE\\",\\"InstanceType\\":\\"t3.micro\\",\\"SecurityGroupIds\\":[\\"$SG\\"]}"
        aws autoscaling create-auto-scaling-group --auto-scaling-group-name web --launch-template LaunchTemplateName=web --min-size 1 --max-size 3 --desired-capacity 2 --vpc-zone-identifier $SUBNET_A,$SUBNET_B
        aws autoscaling put-scheduled-update-group-action --auto-scaling-group-name web --scheduled-action-name night --recurrence "0 18 * * *" --desired-capacity 1

        """
    #expect(try compare(lines, .hours(20), .hours(22)) > .hours(6))
  }
}
