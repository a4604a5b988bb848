import Cloud
import CloudAPI
import EventKernel
import Testing

/// Where `ssm send-command` tells what happened: buckets, log groups and topics.
@Suite struct CommandReportTests {
  /// An account with a managed instance, and its id.
  private static func account() throws -> (LearnerAccount, String) {
    var account = try LearnerAccount()
    try account.makeProfile("managed", role: "managed")
    account.run(
      "iam attach-role-policy --role-name managed --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    )
    let image = try account.image()
    let id = try account.text(
      "ec2 run-instances --image-id \(image) --instance-type t3.micro --iam-instance-profile Name=managed "
        + "--query Instances[0].InstanceId")
    account.wait(.minutes(10))
    return (account, id)
  }

  private static func send(_ options: String, to id: String, in account: inout LearnerAccount) throws
    -> String
  {
    try account.text(
      "ssm send-command --document-name AWS-RunShellScript --instance-ids \(id) --parameters commands=hostname "
        + "--query Command.CommandId \(options)")
  }

  @Test func `what a command writes is in the bucket where the instance's role may write`() throws {
    var (account, id) = try Self.account()
    account.run("s3 mb s3://shop-output")
    let options = "--output-s3-bucket-name shop-output --output-s3-key-prefix scripts"
    let refused = try Self.send(options, to: id, in: &account)
    account.wait(.seconds(5))
    #expect(account.run("s3 ls s3://shop-output --recursive").output.isEmpty)
    #expect(
      try account.text(
        "ssm get-command-invocation --command-id \(refused) --instance-id \(id) --query Status") == "Success")
    try account.grant(
      [#"{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::shop-output/*"}"#],
      toRole: "managed")
    let command = try Self.send(options, to: id, in: &account)
    #expect(account.run("s3 ls s3://shop-output --recursive").output.isEmpty)
    account.wait(.seconds(5))
    let key = "scripts/\(command)/\(id)/awsrunShellScript/0.awsrunShellScript/stdout"
    #expect(account.run("s3 cp s3://shop-output/\(key) -").output.contains("ip-"))
    #expect(
      try account.text(
        "ssm get-command-invocation --command-id \(command) --instance-id \(id) --query StandardOutputUrl")
        == "https://s3.ap-northeast-2.amazonaws.com/shop-output/\(key)")
    #expect(
      account.code(
        "ssm send-command --document-name AWS-RunShellScript --instance-ids \(id) --parameters commands=hostname "
          + "--output-s3-bucket-name shop-none") == "InvalidOutputFolder")
  }

  @Test func `a log group gets what a command writes, and forgets it after its days`() throws {
    var (account, id) = try Self.account()
    try account.grant([#"{"Effect":"Allow","Action":"logs:*","Resource":"*"}"#], toRole: "managed")
    let command = try Self.send(
      "--cloud-watch-output-config CloudWatchOutputEnabled=true,CloudWatchLogGroupName=/shop/scripts", to: id,
      in: &account)
    account.wait(.seconds(5))
    let stream = "\(command)/\(id)/aws-runShellScript/stdout"
    #expect(
      try account.text(
        "logs describe-log-streams --log-group-name /shop/scripts --query logStreams[].logStreamName")
        == stream)
    let read =
      "logs get-log-events --log-group-name /shop/scripts --log-stream-name \(stream) --query events[].message"
    #expect(try account.text(read).contains("ip-"))
    let search = "logs filter-log-events --log-group-name /shop/scripts --query events[].logStreamName"
    #expect(try account.text(search + " --filter-pattern '\"ip-\"'") == stream)
    let counted = try account.text(
      "cloudwatch get-metric-statistics --namespace AWS/Logs --metric-name IncomingLogEvents --dimensions "
        + "Name=LogGroupName,Value=/shop/scripts --start-time 2026-01-05 --end-time 2026-01-06 --period 3600 "
        + "--statistics Sum --query Datapoints[].Sum")
    #expect(counted == "1.0")
    #expect(
      account.code("logs put-retention-policy --log-group-name /shop/scripts --retention-in-days 2")
        == "InvalidParameterException")
    #expect(
      account.code("logs put-retention-policy --log-group-name /shop/scripts --retention-in-days 1") == "done"
    )
    account.wait(.hours(25))
    #expect(try account.text(read).isEmpty)
  }

  @Test func `a topic hears of a command with a role that may publish`() throws {
    var (account, id) = try Self.account()
    let topic = try account.text("sns create-topic --name ops --query TopicArn")
    account.run("sns subscribe --topic-arn \(topic) --protocol sms --notification-endpoint +821012345678")
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ssm.amazonaws.com"},"#
      + #""Action":"sts:AssumeRole"}]}"#
    account.run(words: ["iam", "create-role", "--role-name", "tells", "--assume-role-policy-document", trust])
    account.wait(.seconds(5))
    let role = "arn:aws:iam::123456789012:role/tells"
    let options =
      "--notification-config NotificationArn=\(topic),NotificationEvents=All,NotificationType=Command"
    let line =
      "ssm send-command --document-name AWS-RunShellScript --instance-ids \(id) --parameters commands=hostname "
    #expect(account.code(line + options) == "InvalidRole")
    #expect(
      account.code(line + options + " --service-role-arn arn:aws:iam::123456789012:role/none")
        == "InvalidRole")
    #expect(
      account.code(line + "--service-role-arn \(role) --notification-config NotificationArn=nobody")
        == "InvalidNotificationConfig")
    _ = try Self.send("\(options) --service-role-arn \(role)", to: id, in: &account)
    account.wait(.seconds(5))
    #expect(account.world.sns.deliveries.isEmpty)
    try account.grant([#"{"Effect":"Allow","Action":"sns:Publish","Resource":"*"}"#], toRole: "tells")
    _ = try Self.send("\(options) --service-role-arn \(role)", to: id, in: &account)
    account.wait(.seconds(5))
    #expect(account.world.sns.deliveries.count == 2)
    #expect(account.world.sns.deliveries.last?.message.contains(#""status":"Success""#) == true)
  }

  @Test func `log groups are made once, listed, protected and deleted`() throws {
    var account = try LearnerAccount()
    #expect(account.code("logs create-log-group --log-group-name my logs") != "done")
    #expect(account.code("logs create-log-group --log-group-name 'my logs'") == "InvalidParameterException")
    #expect(
      account.code("logs create-log-group --log-group-name my-logs --deletion-protection-enabled") == "done")
    #expect(
      account.code("logs create-log-group --log-group-name my-logs") == "ResourceAlreadyExistsException")
    #expect(
      try account.text("logs describe-log-groups --log-group-name-prefix my --query logGroups[].logGroupName")
        == "my-logs")
    #expect(
      account.code("logs get-log-events --log-group-name my-logs --log-stream-name 20150601")
        == "ResourceNotFoundException")
    #expect(account.code("logs delete-log-group --log-group-name my-logs") == "ValidationException")
    #expect(account.code("logs create-log-group --log-group-name other") == "done")
    #expect(account.code("logs delete-log-group --log-group-name other") == "done")
    #expect(account.code("logs delete-log-group --log-group-name other") == "ResourceNotFoundException")
  }

  @Test func `a text message goes to a telephone`() throws {
    var account = try LearnerAccount()
    #expect(account.code("sns publish --phone-number +1-555-555-0100 --message hello") == "done")
    #expect(account.world.sns.deliveries.last?.endpoint == "+1-555-555-0100")
    #expect(account.code("sns publish --phone-number nobody --message hello") == "InvalidParameter")
    #expect(account.code("sns publish --phone-number +1-555-555-0100 --message ''") == "InvalidParameter")
  }
}
