import Cloud
import CloudAPI
import Testing

/// Topics that are told of objects.
@Suite struct S3NotificationTests {
  private static let topic = "arn:aws:sns:ap-northeast-2:123456789012:photos"

  private static func account() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.files["a.txt"] = Array("hello".utf8)
    account.run("s3 mb s3://shop-img")
    account.run("sns create-topic --name photos")
    account.run("sns subscribe --topic-arn \(topic) --protocol sms --notification-endpoint +821012345678")
    return account
  }

  private static func notify(_ events: String, in account: inout LearnerAccount) -> String? {
    let configuration =
      #"{"TopicConfigurations":[{"TopicArn":"\#(topic)","Events":["\#(events)"],"Filter":{"Key":"#
      + #"{"FilterRules":[{"Name":"prefix","Value":"img/"}]}}}]}"#
    return account.run(words: [
      "s3api", "put-bucket-notification-configuration", "--bucket", "shop-img",
      "--notification-configuration", configuration,
    ]).error?.code
  }

  private static func open(_ account: inout LearnerAccount) {
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"#
      + #""Action":"sns:Publish","Resource":"\#(topic)","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::shop-img"}}}]}"#
    account.run(words: [
      "sns", "set-topic-attributes", "--topic-arn", topic, "--attribute-name", "Policy", "--attribute-value",
      policy,
    ])
  }

  @Test func `a topic must let the bucket publish before it is named`() throws {
    var account = try Self.account()
    #expect(Self.notify("s3:ObjectCreated:*", in: &account) == "InvalidArgument")
    Self.open(&account)
    #expect(Self.notify("s3:ObjectCreated:*", in: &account) == nil)
    #expect(account.world.sns.deliveries.count == 1)
  }

  @Test(arguments: [
    ("s3:ObjectCreated:*", ["ObjectCreated:Put", "ObjectCreated:Copy"]),
    ("s3:ObjectCreated:Copy", ["ObjectCreated:Copy"]), ("s3:ObjectRemoved:*", ["ObjectRemoved:Delete"]),
  ])
  func `a topic is told of its events under its prefix`(events: String, told: [String]) throws {
    var account = try Self.account()
    Self.open(&account)
    #expect(Self.notify(events, in: &account) == nil)
    account.run("s3 cp a.txt s3://shop-img/a.txt")
    account.run("s3 cp a.txt s3://shop-img/img/a.txt")
    account.run("s3 cp s3://shop-img/a.txt s3://shop-img/img/b.txt")
    account.run("s3 rm s3://shop-img/img/a.txt")
    let messages = account.world.sns.deliveries.dropFirst().map(\.message)
    #expect(messages.count == told.count)
    for (message, name) in zip(messages, told) { #expect(message.contains(#""eventName":"\#(name)""#)) }
  }
}
