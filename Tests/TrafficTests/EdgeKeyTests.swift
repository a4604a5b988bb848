import Cloud
import EventKernel
import Testing
import Traffic

/// What copies are kept under, where paths lead, and pages in the place of errors.
@Suite struct EdgeKeyTests {
  private static func page(_ name: String, path: String, query: String = "", agent: String = "")
    -> RequestClass
  {
    RequestClass(
      name: name, cpu: .milliseconds(5), baseLatency: .milliseconds(10), responseBytes: 10_000,
      address: RequestAddress(
        path: path, query: query.isEmpty ? [] : [RequestAddress.Field(name: "lang", value: query)],
        headers: agent.isEmpty ? [] : [RequestAddress.Field(name: "User-Agent", value: agent)]))
  }

  /// A cache policy `$POLICY` with some of the query and of the headers in the key.
  private static func policy(query: String, headers: [String]) -> String {
    let names = headers.map { "\"\($0)\"" }.joined(separator: ",")
    let list =
      headers.isEmpty
      ? #""HeaderBehavior":"none""#
      : #""HeaderBehavior":"whitelist","Headers":{"Quantity":\#(headers.count),"Items":[\#(names)]}"#
    return "POLICY=$(aws cloudfront create-cache-policy --cache-policy-config '"
      + #"{"Name":"keyed","MinTTL":0,"DefaultTTL":600,"MaxTTL":600,"#
      + #""ParametersInCacheKeyAndForwardedToOrigin":{"EnableAcceptEncodingGzip":false,"#
      + #""HeadersConfig":{\#(list)},"CookiesConfig":{"CookieBehavior":"none"},"#
      + #""QueryStringsConfig":{"QueryStringBehavior":"\#(query)"}}}' --query CachePolicy.Id --output text)"#
      + "\n"
  }

  @Test(
    arguments: [("none", [], 1), ("all", [], 2), ("none", ["User-Agent"], 2), ("all", ["User-Agent"], 2)]
      as [(String, [String], Int)])
  func `each part of the key that differs is a copy more`(query: String, headers: [String], fetches: Int)
    throws
  {
    var world = try ScriptedWorld(
      rate: 20, port: 443, kind: Self.page("ko", path: "/index.html", query: "ko", agent: "one"),
      lines: EdgeScript.storefront(policy: "'$POLICY'", before: Self.policy(query: query, headers: headers)))
    world.change { $0.classes.append(Self.page("en", path: "/index.html", query: "en", agent: "two")) }
    let report = try world.report(.minutes(1))
    #expect(report.lost == 0)
    #expect(report.edges.map(\.fetches) == [fetches])
  }

  @Test func `two films of four gigabytes fit beside many pages, four do not`() throws {
    func edge(films: Int) throws -> Report.EdgeReport {
      var world = try ScriptedWorld(
        rate: 20, port: 443, kind: EdgeScript.objects(50),
        lines: EdgeScript.storefront() + "aws s3api put-object --bucket shop-img-1 --key film.mp4\n")
      world.change {
        $0.classes.append(
          RequestClass(
            name: "film", cpu: .milliseconds(5), keys: films, responseBytes: 4_000_000_000,
            address: RequestAddress(path: "/film.mp4")))
      }
      let report = try world.report(.minutes(1))
      #expect(report.lost == 0)
      return try #require(report.edges.first)
    }
    // Each object is fetched once, however often it is asked for.
    let two = try edge(films: 2)
    #expect(two.misses <= 52 && two.misses > 45 && two.hits > 1_000, "\(two.misses)")
    // Of four films two are kept: nearly half of the 600 requests for them find none and no fetch to join.
    let four = try edge(films: 4)
    #expect(four.misses > 150, "\(four.misses)")
  }

  @Test func `a weather gives the same digest again, and another weather another`() throws {
    let world = try ScriptedWorld(
      rate: 20, port: 443, kind: EdgeScript.objects(50, skew: 1),
      lines: EdgeScript.policy(seconds: 5) + EdgeScript.storefront(policy: "'$POLICY'"))
    let digests = try ([1, 1, 2] as [UInt64]).map { try world.report(.minutes(1), weather: $0).digest.hex }
    #expect(digests[0] == digests[1] && digests[0] != digests[2])
  }

  @Test func `paths lead to origins by their patterns`() throws {
    let api =
      #","CacheBehaviors":{"Quantity":1,"Items":[{"PathPattern":"/api/*","TargetOriginId":"app","#
      + #""ViewerProtocolPolicy":"allow-all","CachePolicyId":"\#(EdgeScript.disabled)"}]}"#
    var world = try ScriptedWorld(
      rate: 20, port: 443, kind: Self.page("page", path: "/"),
      lines: EdgeScript.server + EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(
          origins: [
            EdgeScript.origin(bucket: "shop-img-1"), EdgeScript.origin(server: "'$SERVER'", id: "app"),
          ],
          more: api) + EdgeScript.opened("shop-img-1") + "wait\n")
    world.change { $0.classes.append(Self.page("cart", path: "/api/cart")) }
    let report = try world.report(.minutes(1))
    let edge = try #require(report.edges.first)
    let carts = try #require(report.classes.last).offered
    #expect(report.lost == 0 && carts > 300)
    #expect(report.targets.reduce(0) { $0 + $1.answered } == carts)
    #expect(edge.fetches == carts + 1)
    #expect(edge.hits + edge.misses == report.offered - carts)
  }

  @Test func `a page of success stands in for an error`() throws {
    let rule =
      #","CustomErrorResponses":{"Quantity":1,"Items":[{"ErrorCode":403,"ResponsePagePath":"/index.html","#
      + #""ResponseCode":"200","ErrorCachingMinTTL":30}]}"#
    let world = try ScriptedWorld(
      rate: 20, port: 443, kind: Self.page("route", path: "/orders/7"),
      lines: EdgeScript.storefront(more: rule))
    let report = try world.report(.minutes(1))
    #expect(report.lost == 0)
    #expect(report.edges.map(\.fetches) == [2])
    let plain = try ScriptedWorld(
      rate: 20, port: 443, kind: Self.page("route", path: "/orders/7"), lines: EdgeScript.storefront())
    let lost = try plain.report(.minutes(1))
    #expect(lost.lost == lost.offered && lost.causes.map(\.code) == [.bucketAccessDenied])
  }

  @Test func `a failed connection counts as 503 and costs the time of its attempts`() throws {
    let server = EdgeScript.origin(
      server: "'$SERVER'", more: #","ConnectionTimeout":1,"ConnectionAttempts":1"#)
    for (status, isSaved) in [(503, true), (504, false)] {
      let group =
        #","OriginGroups":{"Quantity":1,"Items":[{"Id":"both","FailoverCriteria":{"StatusCodes":{"#
        + #""Quantity":1,"Items":[\#(status)]}},"Members":{"Quantity":2,"#
        + #""Items":[{"OriginId":"one"},{"OriginId":"two"}]}}]}"#
      let world = try ScriptedWorld(
        rate: 5, port: 443, kind: EdgeScript.objects(1),
        lines: EdgeScript.server + EdgeScript.bucket("shop-img-1") + EdgeScript.control
          + EdgeScript.distribution(
            origins: [server, EdgeScript.origin(bucket: "shop-img-1", id: "two")],
            policy: EdgeScript.disabled, target: "both", more: group)
          + EdgeScript.opened("shop-img-1") + "wait\n"
          + "aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0\n"
      )
      let report = try world.report(.minutes(1))
      #expect(isSaved ? report.lost == 0 : report.lost == report.offered, "\(status)")
      // A second for the connection that does not come about, then S3.
      if isSaved { #expect(report.latency.quantile(0.01) > .milliseconds(1_090)) }
      if !isSaved { #expect(report.causes.map(\.code) == [.securityGroupDenied]) }
    }
  }
}
