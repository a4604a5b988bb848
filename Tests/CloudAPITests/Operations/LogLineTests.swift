import Cloud
import CloudAPI
import EventKernel
import Testing

/// CloudWatch Logs as it is typed: shorthand, paging, and who may do what.
@Suite struct LogLineTests {
  private static func account() throws -> LearnerAccount {
    var account = try LearnerAccount()
    account.wait(.hours(1))
    account.run("logs create-log-group --log-group-name /shop/web")
    for stream in ["web-1", "web-2"] {
      account.run("logs create-log-stream --log-group-name /shop/web --log-stream-name \(stream)")
    }
    return account
  }

  private static func put(
    _ message: String, to stream: String, in account: inout LearnerAccount, as caller: Caller = .administrator
  ) -> AWSOutcome {
    let time = account.world.now.unixMilliseconds
    return account.run(
      words: [
        "logs", "put-log-events", "--log-group-name", "/shop/web", "--log-stream-name", stream,
        "--log-events",
        "timestamp=\(time),message=\(message)",
      ], as: caller)
  }

  @Test func `events are put in shorthand and found by pattern`() throws {
    var account = try Self.account()
    #expect(Self.put("'ERROR payment'", to: "web-1", in: &account).status == 0)
    account.wait(.seconds(1))
    #expect(Self.put("'INFO order'", to: "web-2", in: &account).status == 0)
    let search = "logs filter-log-events --log-group-name /shop/web --query events[].message"
    #expect(try account.text(search + " --filter-pattern ERROR") == "ERROR payment")
    #expect(try account.text(search + " --filter-pattern=-ERROR") == "INFO order")
    #expect(try account.text(search + " --filter-pattern '?payment ?order'") == "ERROR payment\tINFO order")
    // The client asks for page after page by itself.
    #expect(try account.text(search + " --page-size 1") == "ERROR payment\nINFO order")
    #expect(account.run(search + " --filter-pattern [ip]").refusal != nil)
    #expect(account.code(search + " --filter-pattern a.b") == "InvalidParameterException")
    #expect(
      account.run(
        "logs put-metric-filter --log-group-name /shop/web --filter-name x --filter-pattern x "
          + "--metric-transformations metricName=A,metricNamespace=B,metricValue=1,dimensions={a=$.a}"
      ).refusal != nil)
  }

  @Test func `a policy names one stream`() throws {
    var account = try Self.account()
    let stream = "arn:aws:logs:ap-northeast-2:123456789012:log-group:/shop/web:log-stream:web-1"
    try account.grant(
      [#"{"Effect":"Allow","Action":["logs:PutLogEvents","logs:GetLogEvents"],"Resource":"\#(stream)"}"#],
      to: "mia")
    let mia = Caller(arn: "arn:aws:iam::123456789012:user/mia")
    #expect(Self.put("hello", to: "web-1", in: &account, as: mia).status == 0)
    let refused = Self.put("hello", to: "web-2", in: &account, as: mia)
    #expect(refused.error?.code == "AccessDeniedException")
    #expect(refused.error?.message.contains("log-group:/shop/web:log-stream:web-2") == true)
    let read = "logs get-log-events --log-group-name /shop/web --log-stream-name web-1"
    #expect(account.run(read, as: mia).status == 0)
    #expect(account.run(read + " --unmask", as: mia).error?.code == "AccessDeniedException")
    let search = account.run("logs filter-log-events --log-group-name /shop/web", as: mia)
    #expect(search.error?.message.contains("log-group:/shop/web:log-stream: because") == true)
    try account.grant(
      [
        #"{"Effect":"Allow","Action":"logs:*","Resource":"arn:aws:logs:*:*:log-group:/shop/web:*"}"#
      ], to: "mia")
    #expect(account.run("logs filter-log-events --log-group-name /shop/web", as: mia).status == 0)
    #expect(account.run("logs describe-log-streams --log-group-name /shop/web", as: mia).status == 0)
  }

  @Test func `a protected group keeps its streams`() throws {
    var account = try LearnerAccount()
    account.run("logs create-log-group --log-group-name safe --deletion-protection-enabled")
    account.run("logs create-log-stream --log-group-name safe --log-stream-name a")
    #expect(
      account.code("logs delete-log-stream --log-group-name safe --log-stream-name a")
        == "ValidationException")
  }
}
