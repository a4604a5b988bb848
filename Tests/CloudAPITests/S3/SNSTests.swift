import Cloud
import CloudAPI
import EventKernel
import Testing

/// Topics, subscriptions, messages, and alarms that tell topics.
@Suite struct SNSTests {
  private static let topic = "arn:aws:sns:ap-northeast-2:123456789012:ops"

  private static func account() throws -> LearnerAccount {
    var account = try LearnerAccount()
    #expect(try account.text("sns create-topic --name ops") == topic)
    return account
  }

  @Test(arguments: [
    ("sns create-topic --name ops", "done"), ("sns create-topic --name 'o p'", "InvalidParameter"),
    ("sns create-topic --name ops --tags Key=a,Value=b", "InvalidParameter"),
    ("sns get-topic-attributes --topic-arn \(topic)x", "NotFound"),
    ("sns get-topic-attributes --topic-arn ops", "InvalidParameter"),
    ("sns publish --topic-arn \(topic)x --message hello", "NotFound"),
    ("sns publish --topic-arn \(topic) --message ''", "InvalidParameter"),
    ("sns subscribe --topic-arn \(topic) --protocol pigeon --notification-endpoint x", "InvalidParameter"),
    (
      "sns subscribe --topic-arn \(topic) --protocol email --notification-endpoint nobody", "InvalidParameter"
    ),
    (
      "sns subscribe --topic-arn \(topic) --protocol https --notification-endpoint http://x.example",
      "InvalidParameter"
    ),
    ("sns confirm-subscription --topic-arn \(topic) --token x", "InvalidParameter"),
    ("sns unsubscribe --subscription-arn \(topic):x", "NotFound"),
    ("sns delete-topic --topic-arn \(topic)", "done"), ("sns delete-topic --topic-arn \(topic)", "done"),
    ("sns list-tags-for-resource --resource-arn \(topic)x", "ResourceNotFound"),
  ])
  func `answers and refusals are AWS's`(line: String, code: String) throws {
    var account = try Self.account()
    #expect(account.code(line) == code)
  }

  @Test func `a mail address gets messages once it has confirmed, a telephone at once`() throws {
    var account = try Self.account()
    let subscribe = "sns subscribe --topic-arn \(Self.topic) --protocol "
    #expect(
      try account.text(subscribe + "email --notification-endpoint me@shop.example") == "pending confirmation")
    #expect(
      try account.text(subscribe + "sms --notification-endpoint +821012345678").hasPrefix(Self.topic + ":"))
    let list =
      "sns list-subscriptions-by-topic --topic-arn \(Self.topic) --query Subscriptions[].SubscriptionArn"
    #expect(try account.text(list).contains("PendingConfirmation"))
    #expect(
      try account.text("sns publish --topic-arn \(Self.topic) --subject Hi --message hello").count == 36)
    #expect(account.world.sns.deliveries.map(\.endpoint) == ["+821012345678"])
    let asked = try #require(account.world.occurrences.entries.last { $0.code == "subscription-asks" })
    #expect(
      account.code("sns confirm-subscription --topic-arn \(Self.topic) --token \(asked.details[1])") == "done"
    )
    account.run("sns publish --topic-arn \(Self.topic) --message again")
    #expect(account.world.sns.deliveries.map(\.message) == ["hello", "again", "again"])
    let counts =
      "sns get-topic-attributes --topic-arn \(Self.topic) --query Attributes.[SubscriptionsConfirmed,SubscriptionsPending]"
    #expect(try account.text(counts) == "2\t0")
  }

  @Test func `a subscription that nobody confirms is gone after two days`() throws {
    var account = try Self.account()
    account.run(
      "sns subscribe --topic-arn \(Self.topic) --protocol email --notification-endpoint me@shop.example")
    account.wait(.days(2))
    #expect(account.world.sns.subscriptions.isEmpty)
  }

  @Test func `an alarm tells the topic of its new state`() throws {
    var account = try Self.account()
    account.run(
      "sns subscribe --topic-arn \(Self.topic) --protocol sms --notification-endpoint +821012345678")
    account.run(
      "cloudwatch put-metric-alarm --alarm-name hot --namespace Shop --metric-name Load --statistic Average --period 60 "
        + "--evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold --alarm-actions \(Self.topic)"
    )
    account.run("cloudwatch set-alarm-state --alarm-name hot --state-value ALARM --state-reason test")
    account.run("cloudwatch put-metric-data --namespace Shop --metric-name Load --value 5")
    account.wait(.minutes(3))
    let delivery = try #require(account.world.sns.deliveries.first)
    #expect(delivery.subject == "ALARM: \"hot\" in Asia Pacific (Seoul)")
    #expect(delivery.message.contains("\"NewStateValue\":\"ALARM\""))
  }
}
