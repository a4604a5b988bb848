import Cloud
import EventKernel
import Testing
import Traffic

/// Edge locations of CloudFront with real copies: what they keep, for how long, and what they do when origins fail.
@Suite struct EdgeTests {
  private static func world(
    rate: Double, kind: RequestClass, timeout: Duration = .seconds(3), port: Int = 443, lines: String
  ) throws -> ScriptedWorld {
    try ScriptedWorld(rate: rate, timeout: timeout, port: port, kind: kind, lines: lines)
  }

  private static func edge(_ report: Report) throws -> Report.EdgeReport { try #require(report.edges.first) }

  // MARK: Copies

  /// Each object is fetched again when a request comes after its time: a renewal process with cycles of the TTL, the
  /// time of the fetch, and the wait for the next request. The misses of a run are those of the objects together.
  @Test(arguments: [0.0, 1.0])
  func `the hit ratio is that of Poisson requests for objects of Zipf's popularity`(skew: Double) throws {
    let (rate, seconds, ttl, keys) = (60.0, 200, 10.0, 200)
    let world = try Self.world(
      rate: rate, kind: EdgeScript.objects(keys, skew: skew),
      lines: EdgeScript.policy(seconds: Int(ttl)) + EdgeScript.storefront(policy: "'$POLICY'"))
    let report = try world.report(.seconds(seconds))
    let weights = Zipf.weights(count: keys, exponent: skew)
    let total = weights.reduce(0, +)
    // S3 takes 100 to 200 ms (facts: S3 9); requests that come meanwhile wait and are hits.
    let cycle = ttl + 0.15
    var misses = 0.0
    var variance = 0.0
    for weight in weights {
      let own = rate * weight / total
      let mean = cycle + 1 / own
      let waiting = 1 / (own * mean)
      misses += Double(seconds) / mean + (1 - waiting) * (1 - waiting) / 2
      variance += Double(seconds) / (own * own * mean * mean * mean)
    }
    let edge = try Self.edge(report)
    #expect(edge.hits + edge.misses == report.offered && report.lost == 0)
    #expect(edge.fetches == edge.misses)
    #expect(
      abs(Double(edge.misses) - misses) < 4 * variance.squareRoot() + 1, "\(edge.misses), \(misses) expected")
  }

  @Test func `a policy without lifetimes keeps nothing and has nobody wait for another's fetch`() throws {
    let world = try Self.world(
      rate: 20, kind: EdgeScript.objects(1), lines: EdgeScript.storefront(policy: EdgeScript.disabled))
    let report = try world.report(.minutes(1))
    let edge = try Self.edge(report)
    #expect(edge.hits == 0 && edge.misses == 0 && edge.collapsed == 0)
    #expect(edge.fetches == report.offered && report.lost == 0)
  }

  @Test(arguments: [("max-age=30", 2), ("max-age=20,s-maxage=40", 2), ("no-store", 59)])
  func `what an object says of its lifetime holds within the policy's bounds`(
    cacheControl: String, fetches: Int
  ) throws {
    // CachingOptimized has a minimum of one second, which `no-store` comes to (facts: CloudFront 7).
    let world = try Self.world(
      rate: 20, kind: EdgeScript.objects(1),
      lines: EdgeScript.storefront(objects: "--cache-control '\(cacheControl)'"))
    let edge = try Self.edge(try world.report(.minutes(1)))
    // Of a second's lifetime the fetch and the wait for the next request take a part, too.
    #expect(fetches > 2 ? (45...fetches).contains(edge.fetches) : edge.fetches == fetches)
  }

  @Test(arguments: [("max-age=30", 2), ("private, max-age=30", 300), ("", 1)])
  func `an application says by its header how long its pages are kept`(header: String, fetches: Int) throws {
    let data = header.isEmpty ? "" : "--user-data 'CACHE_CONTROL=\(header)'"
    let world = try Self.world(
      rate: 5, kind: EdgeScript.objects(1),
      lines: EdgeScript.policy(seconds: 600)
        + EdgeScript.serving(data)
        + EdgeScript.distribution(origins: [EdgeScript.serverOrigin], policy: "'$POLICY'") + "wait\n")
    let edge = try Self.edge(try world.report(.minutes(1)))
    #expect(fetches == 300 ? edge.fetches > 250 : edge.fetches == fetches, "\(edge.fetches)")
  }

  @Test func `requests that come together are one for the origin`() throws {
    let slow = RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .seconds(1), address: RequestAddress(path: "/news"))
    let world = try Self.world(rate: 200, kind: slow, lines: EdgeScript.shop())
    let report = try world.report(.seconds(20))
    let edge = try Self.edge(report)
    #expect(edge.fetches == 1 && report.lost == 0)
    // Those of the first second wait for it.
    #expect((150...250).contains(edge.collapsed), "\(edge.collapsed)")
    #expect(report.targets.reduce(0) { $0 + $1.answered } == 1)
  }

  @Test func `what writes is never kept`() throws {
    let writes = RequestClass(name: "order", cpu: .milliseconds(5), writes: 1, queryCPU: .milliseconds(1))
    let world = try Self.world(
      rate: 5, kind: writes,
      lines: ScriptedWorld.database() + EdgeScript.serving("--user-data \"DB_HOST=$DB\"")
        + EdgeScript.distribution(origins: [EdgeScript.serverOrigin]) + "wait\n")
    let report = try world.report(.minutes(1))
    #expect(try Self.edge(report).fetches == report.offered)
    #expect(report.databases.first?.queries == report.offered)
  }

  @Test func `an invalidation empties the edge once it is done`() throws {
    let lines = EdgeScript.storefront()
    let kind = EdgeScript.objects(1)
    let kept = try Self.world(rate: 10, kind: kind, lines: lines)
    #expect(try Self.edge(try kept.report(.minutes(1))).fetches == 1)
    for (path, fetches) in [("/*", 2), ("/index.html", 2), ("/other/*", 1)] {
      let dropped = try Self.world(
        rate: 10, kind: kind,
        lines: lines + "aws cloudfront create-invalidation --distribution-id $CDN --paths '\(path)'\n")
      #expect(try Self.edge(try dropped.report(.minutes(1))).fetches == fetches, "\(path)")
    }
  }

  @Test func `users far away get copies of their own city`() throws {
    var world = try Self.world(rate: 10, kind: EdgeScript.objects(1), lines: EdgeScript.storefront())
    let near = try world.report(.minutes(1)).latency.quantile(0.5)
    world.change { $0.populations[0].city = "london" }
    let far = try world.report(.minutes(1))
    // To the edge and back, wherever it is (TEACH: 10 ms).
    #expect(far.latency.quantile(0.5) == near && near < .milliseconds(11))
    // The first one waited for Seoul.
    #expect(far.latency.longest > .milliseconds(300))
  }

  // MARK: Ways in

  @Test func `a redirect to HTTPS costs one more round trip`() throws {
    let origin = EdgeScript.origin(bucket: "shop-img-1")
    let latencies = try ["allow-all", "redirect-to-https"].map { viewer in
      let world = try Self.world(
        rate: 10, kind: EdgeScript.objects(1), port: 80,
        lines: EdgeScript.bucket("shop-img-1") + EdgeScript.control
          + EdgeScript.distribution(origins: [origin], viewer: viewer) + EdgeScript.opened("shop-img-1")
          + "wait\n")
      let report = try world.report(.minutes(1))
      #expect(report.lost == 0)
      return report.latency.quantile(0.5)
    }
    #expect(abs((latencies[1] - latencies[0]).inMilliseconds - 10) < 0.5)
  }

  @Test func `a behaviour for HTTPS alone refuses HTTP`() throws {
    let world = try Self.world(
      rate: 10, kind: EdgeScript.objects(1), port: 80,
      lines: EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(origins: [EdgeScript.origin(bucket: "shop-img-1")], viewer: "https-only")
        + EdgeScript.opened("shop-img-1") + "wait\n")
    let report = try world.report(.minutes(1))
    #expect(report.lost == report.offered)
    #expect(report.causes.map(\.code) == [.protocolMismatch])
    #expect(try Self.edge(report).errors4xx == report.offered)
  }

  @Test func `a server may let in the edge locations alone`() throws {
    let narrowed = """
      aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0
      PL=$(aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.global.cloudfront.origin-facing --query 'PrefixLists[0].PrefixListId' --output text)
      aws ec2 authorize-security-group-ingress --group-id $SG --ip-permissions "IpProtocol=tcp,FromPort=80,ToPort=80,PrefixListIds=[{PrefixListId=$PL}]"

      """
    let behind = try Self.world(
      rate: 5, kind: EdgeScript.objects(1),
      lines: EdgeScript.shop(policy: EdgeScript.disabled) + narrowed)
    #expect(try behind.report(.minutes(1)).lost == 0)
    let direct = try Self.world(
      rate: 5, kind: EdgeScript.objects(1), port: 80,
      lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct + narrowed)
    #expect(try direct.report(.minutes(1)).causes.map(\.code) == [.securityGroupDenied])
  }

  @Test func `a change of settings is felt once it is deployed`() throws {
    let world = try Self.world(
      rate: 5, kind: EdgeScript.objects(1),
      lines: EdgeScript.storefront()
        + "aws cloudfront update-distribution --id $CDN --default-root-object gone.html\n")
    let report = try world.report(.minutes(7))
    let denied = try #require(report.causes.first { $0.lost > 0 })
    #expect(denied.code == .bucketAccessDenied && denied.resource == "shop-img-1/gone.html")
    // Five minutes after the change (TEACH, facts: CloudFront 7).
    #expect(denied.first > .seconds(290) && denied.first < .seconds(302), "\(denied.first)")
  }

  // MARK: Origins that fail

  private static func group(_ statuses: [Int]) -> String {
    #","OriginGroups":{"Quantity":1,"Items":[{"Id":"both","FailoverCriteria":{"StatusCodes":{"#
      + #""Quantity":\#(statuses.count),"Items":\#(statuses)}},"Members":{"Quantity":2,"#
      + #""Items":[{"OriginId":"one"},{"OriginId":"two"}]}}]}"#
  }

  @Test(arguments: [(502, true), (404, false)])
  func `a second origin stands in for the statuses of its group alone`(status: Int, helps: Bool) throws {
    let world = try Self.world(
      rate: 10, kind: EdgeScript.objects(1),
      lines: EdgeScript.server + EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(
          origins: [EdgeScript.serverOrigin, EdgeScript.origin(bucket: "shop-img-1", id: "two")],
          target: "both", more: Self.group([status]))
        + EdgeScript.opened("shop-img-1") + "wait\naws ec2 stop-instances --instance-ids $WEB\nwait\n")
    let report = try world.report(.minutes(1))
    #expect(helps ? report.lost == 0 : report.lost == report.offered)
    if helps { #expect(try Self.edge(report).fetches == 2) }
    if !helps { #expect(report.causes.first?.code == .originNotFound) }
  }

  /// A load balancer without targets answers 503; an edge location keeps that for ten seconds unless told otherwise.
  @Test(arguments: [(nil, 6...7), (0, 500...700), (30, 2...2)] as [(Int?, ClosedRange<Int>)])
  func `errors are kept as the settings say`(seconds: Int?, fetches: ClosedRange<Int>) throws {
    let rule = seconds.map {
      #","CustomErrorResponses":{"Quantity":1,"Items":[{"ErrorCode":503,"ErrorCachingMinTTL":\#($0)}]}"#
    }
    let world = try Self.world(
      rate: 10, kind: EdgeScript.objects(1),
      lines: ScriptedWorld.balancer() + "wait\n"
        + EdgeScript.distribution(origins: [EdgeScript.origin(server: "'$LB_NAME'")], more: rule ?? "")
        + "wait\n")
    let report = try world.report(.minutes(1))
    let edge = try Self.edge(report)
    #expect(report.lost == report.offered)
    #expect(report.causes.filter { $0.lost > 0 }.map(\.code) == [.noRegisteredTarget])
    #expect(fetches.contains(edge.fetches), "\(edge.fetches)")
    #expect(edge.errors5xx == report.offered)
  }

  @Test func `a copy past its time is given while the origin fails`() throws {
    let origin = EdgeScript.origin(
      server: "'$SERVER'", more: #","ConnectionTimeout":1,"ConnectionAttempts":1"#)
    let world = try Self.world(
      rate: 5, kind: EdgeScript.objects(1),
      lines: EdgeScript.policy(seconds: 10) + EdgeScript.server
        + EdgeScript.distribution(origins: [origin], policy: "'$POLICY'") + "wait\n")
    let report = try world.report(
      .minutes(3), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))])
    let edge = try Self.edge(report)
    #expect(report.lost == 0, "\(report.causes)")
    #expect(edge.stale >= 8)
    // Without a copy there is nothing to give.
    let empty = try Self.world(
      rate: 5, kind: EdgeScript.objects(1),
      lines: EdgeScript.server + EdgeScript.distribution(origins: [origin], policy: EdgeScript.disabled)
        + "wait\n")
    let lost = try empty.report(
      .minutes(3), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))])
    #expect(lost.lost > 0 && [.instanceDown, .originNotFound].contains(lost.causes[0].code))
  }

  @Test func `without a right to the bucket every request fails by it`() throws {
    let world = try Self.world(
      rate: 10, kind: EdgeScript.objects(20),
      lines: EdgeScript.bucket("shop-img-1") + EdgeScript.control
        + EdgeScript.distribution(origins: [EdgeScript.origin(bucket: "shop-img-1")]) + "wait\n")
    let report = try world.report(.minutes(1))
    #expect(report.lost == report.offered && report.causes.map(\.code) == [.bucketAccessDenied])
    // 403 is not kept, and S3 bills nobody for it (facts: CloudFront 7, S3 9).
    #expect(try Self.edge(report).fetches > report.offered / 2)
    #expect(report.volumes.buckets.isEmpty)
  }

  @Test func `clients that give up while the edge waits are told what it waits for`() throws {
    let world = try Self.world(rate: 5, kind: EdgeScript.objects(1), lines: EdgeScript.shop())
    let report = try world.report(
      .minutes(2),
      faults: [
        Experiment.PlannedFault(
          .zonePower(ScriptedWorld.zoneA), earliest: .zero, latest: .zero, lasting: .minutes(5))
      ])
    #expect(report.lost > 0)
    let codes = Set(report.causes.filter { $0.lost > 0 }.map(\.code))
    #expect(codes.isSubset(of: [.instanceDown, .instanceDied]), "\(codes)")
  }
}
