import Cloud
import EventKernel
import Testing

/// Hooks that tell a topic of their pauses by the right of a role.
struct LifecycleHookMessageTests {
  private static let role = "arn:aws:iam::\(Account.id):role/tell"

  /// A group, a topic with a subscriber that confirmed, and a role that may publish if it is let.
  private static func fleet(mayPublish: Bool = true, trusts: String = "autoscaling.amazonaws.com") throws -> (
    fleet: Fleet, topic: String
  ) {
    var fleet = try Fleet(desired: 0)
    let topic = try fleet.web.world.ask(CreateTopic.self, ["name": "ops"]).topicArn
    _ = try fleet.web.world.ask(
      Subscribe.self, ["topicArn": topic, "protocol": "email", "endpoint": "ops@example.com"])
    let token = fleet.web.world.sns.subscriptions.rows.compactMap(\.token).first
    _ = try fleet.web.world.ask(
      ConfirmSubscription.self, ["topicArn": topic, "token": try #require(token)])
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"\#(trusts)"},"Action":"sts:AssumeRole"}]}"#
    _ = try fleet.web.world.ask(
      CreateRole.self, ["roleName": "tell", "assumeRolePolicyDocument": trust])
    if mayPublish {
      let policy =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:Publish","Resource":"*"}]}"#
      _ = try fleet.web.world.ask(
        PutRolePolicy.self, ["roleName": "tell", "policyName": "tell", "policyDocument": policy])
    }
    fleet.web.world.wait(.seconds(10))
    return (fleet, topic)
  }

  private static func hook(_ target: String) -> [String: Any] {
    [
      "autoScalingGroupName": "fleet", "lifecycleHookName": "pause",
      "lifecycleTransition": "autoscaling:EC2_INSTANCE_LAUNCHING", "notificationTargetARN": target,
      "roleARN": role, "notificationMetadata": "hello",
    ]
  }

  @Test func `a topic is told at once as a test, and then of every instance that waits`() throws {
    var (fleet, topic) = try Self.fleet()
    _ = try fleet.web.world.ask(PutLifecycleHook.self, Self.hook(topic))
    let test = try #require(fleet.web.world.sns.deliveries.last)
    #expect(test.message.contains("autoscaling:TEST_NOTIFICATION"))
    _ = try fleet.web.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 1])
    fleet.web.world.wait(.minutes(1))
    let told = try #require(fleet.web.world.sns.deliveries.last)
    let member = try #require(fleet.group.members.first?.row)
    #expect(told.subject?.contains("'LAUNCHING' for instance \(member.instance)") == true)
    #expect(told.message.contains(try #require(member.waits.first).token))
    #expect(told.message.contains(#""NotificationMetadata":"hello""#))
    let shown = try fleet.web.world.ask(
      DescribeLifecycleHooks.self, ["autoScalingGroupName": "fleet"]
    ).lifecycleHooks[0]
    #expect(shown.notificationTargetARN == topic && shown.roleARN == Self.role)
  }

  @Test(
    arguments: [
      (true, "autoscaling.amazonaws.com", "ops", nil),
      (false, "autoscaling.amazonaws.com", "ops", "ValidationError"),
      (true, "ec2.amazonaws.com", "ops", "ValidationError"),
      (true, "autoscaling.amazonaws.com", "none", "ValidationError"),
    ] as [(Bool, String, String, String?)])
  func `a target that cannot be told is refused`(may: Bool, trusts: String, name: String, code: String?)
    throws
  {
    var (fleet, topic) = try Self.fleet(mayPublish: may, trusts: trusts)
    let target = topic.replacing("ops", with: name)
    #expect(try fleet.web.world.refusal(PutLifecycleHook.self, Self.hook(target)) == code)
    #expect(fleet.group.hooks.isEmpty == (code != nil))
    let queue = "arn:aws:sqs:ap-northeast-2:\(Account.id):queue"
    #expect(try fleet.web.world.refusal(PutLifecycleHook.self, Self.hook(queue)) == "ValidationError")
  }
}
