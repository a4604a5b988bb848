import Cloud
import CloudAPI
import EventKernel
import Testing

/// Auto Scaling groups as policies see them: by name in the ARN, and by their tags.
@Suite struct GroupAccessTests {
  private static let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")
  private static let any = "arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName"

  /// An account with the groups `dev-1` and `prod-1`, each of one machine and one policy.
  private static func account() throws -> LearnerAccount {
    var account = try LearnerAccount()
    let image = try account.image()
    account.run(
      "ec2 create-launch-template --launch-template-name web --launch-template-data "
        + "ImageId=\(image),InstanceType=t3.micro")
    for name in ["dev-1", "prod-1"] {
      let made = account.run(
        "autoscaling create-auto-scaling-group --auto-scaling-group-name \(name) --launch-template "
          + "LaunchTemplateName=web --min-size 1 --max-size 3 --availability-zones ap-northeast-2a "
          + "--tags Key=env,Value=\(name.prefix(3))")
      try #require(made.status == 0, "\(made.errorOutput)")
      let policy = account.run(
        "autoscaling put-scaling-policy --auto-scaling-group-name \(name) --policy-name up "
          + "--adjustment-type ChangeInCapacity --scaling-adjustment 1")
      try #require(policy.status == 0, "\(policy.errorOutput)")
    }
    account.wait(.minutes(3))
    return account
  }

  @Test(arguments: [
    "set-desired-capacity --auto-scaling-group-name NAME --desired-capacity 1",
    "update-auto-scaling-group --auto-scaling-group-name NAME --max-size 4",
    "put-scaling-policy --auto-scaling-group-name NAME --policy-name more --adjustment-type ChangeInCapacity "
      + "--scaling-adjustment 2",
    "execute-policy --auto-scaling-group-name NAME --policy-name up",
    "delete-policy --auto-scaling-group-name NAME --policy-name up",
    "suspend-processes --auto-scaling-group-name NAME", "resume-processes --auto-scaling-group-name NAME",
    "create-or-update-tags --tags ResourceId=NAME,ResourceType=auto-scaling-group,Key=a,Value=b,PropagateAtLaunch=false",
    "delete-tags --tags ResourceId=NAME,ResourceType=auto-scaling-group,Key=a,Value=b",
    "delete-auto-scaling-group --auto-scaling-group-name NAME --force-delete",
  ])
  func `a policy for names or for tags reaches these groups and no others`(line: String) throws {
    let account = try Self.account()
    let statements = [
      #"{"Effect":"Allow","Action":"autoscaling:*","Resource":"\#(Self.any)/dev-*"}"#,
      #"{"Effect":"Allow","Action":"autoscaling:*","Resource":"*","Condition":"#
        + #"{"StringEquals":{"autoscaling:ResourceTag/env":"dev"}}}"#,
      #"{"Effect":"Allow","Action":"autoscaling:*","Resource":"*","Condition":"#
        + #"{"StringEquals":{"aws:ResourceTag/env":"dev"}}}"#,
    ]
    for statement in statements {
      var account = account
      try account.grant([statement], to: "guest")
      let other = "autoscaling " + line.replacing("NAME", with: "prod-1")
      let refused = account.run(other, as: Self.guest)
      #expect(refused.error?.code == "AccessDenied", "\(statement)")
      #expect(refused.errorOutput.contains(":autoScalingGroupName/prod-1"))
      let allowed = account.run("autoscaling " + line.replacing("NAME", with: "dev-1"), as: Self.guest)
      #expect(allowed.status == 0, "\(statement): \(allowed.errorOutput)")
    }
  }

  @Test func `an instance and a policy's ARN lead to their group`() throws {
    var account = try Self.account()
    try account.grant(
      [#"{"Effect":"Allow","Action":"autoscaling:*","Resource":"\#(Self.any)/dev-*"}"#], to: "guest")
    for (name, code) in [("dev-1", nil), ("prod-1", "AccessDenied")] {
      let instance = try account.text(
        "autoscaling describe-auto-scaling-groups --auto-scaling-group-names \(name) "
          + "--query AutoScalingGroups[0].Instances[0].InstanceId")
      let policy = try account.text(
        "autoscaling describe-policies --auto-scaling-group-name \(name) --query ScalingPolicies[0].PolicyARN"
      )
      for line in [
        "set-instance-health --instance-id \(instance) --health-status Healthy",
        "set-instance-protection --auto-scaling-group-name \(name) --instance-ids \(instance) "
          + "--protected-from-scale-in",
        "execute-policy --policy-name \(policy)",
        "terminate-instance-in-auto-scaling-group --instance-id \(instance) "
          + "--no-should-decrement-desired-capacity",
      ] {
        #expect(account.run("autoscaling " + line, as: Self.guest).error?.code == code, "\(line)")
      }
    }
  }

  @Test func `a policy bounds the size and the tags of new groups`() throws {
    var account = try Self.account()
    try account.grant(
      [
        #"{"Effect":"Allow","Action":"autoscaling:CreateAutoScalingGroup","Resource":"*","Condition":{"#
          + #""NumericLessThanEquals":{"autoscaling:MaxSize":"2"},"StringEquals":{"aws:RequestTag/env":"dev"}}}"#
      ], to: "guest")
    func make(_ name: String, most: Int, _ rest: String = "") -> String {
      "autoscaling create-auto-scaling-group --auto-scaling-group-name \(name) --launch-template "
        + "LaunchTemplateName=web --min-size 0 --max-size \(most) --availability-zones ap-northeast-2a \(rest)"
    }
    let tag = "--tags Key=env,Value=dev"
    #expect(account.run(make("a", most: 2, tag), as: Self.guest).status == 0)
    #expect(account.run(make("b", most: 3, tag), as: Self.guest).error?.code == "AccessDenied")
    #expect(account.run(make("c", most: 2), as: Self.guest).error?.code == "AccessDenied")
  }
}
