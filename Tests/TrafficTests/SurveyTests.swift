import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// The failures that a survey goes through, as requests see them, and what it makes of the runs.
@Suite struct SurveyTests {
  private typealias Script = ScriptedWorld

  private static let queries = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1, queryCPU: .milliseconds(2))

  /// Two servers behind a load balancer in two zones that ask the database `shop`, with user data of more lines.
  private static func shop(
    _ database: String, rate: Double = 20, kind: RequestClass = queries, before: String = "",
    data: String = ""
  ) throws -> ScriptedWorld {
    let machine = Script.instance("--user-data \"$DATA\"")
    let other = machine.replacingOccurrences(of: "WEB=", with: "OTHER=")
      .replacingOccurrences(of: "$SUBNET_A", with: "$SUBNET_B")
    let lines = [
      Script.database(database), before, "DATA=\"DB_HOST=$DB\(data)\"\n", machine, other, "wait\n",
      Script.balancer(),
      "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$OTHER\nwait\n",
    ]
    return try ScriptedWorld(rate: rate, kind: kind, lines: lines.joined())
  }

  private static let cache = """
    SG_CACHE=$(aws ec2 create-security-group --group-name cache --description cache --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG_CACHE --protocol tcp --port 6379 --cidr 0.0.0.0/0
    aws elasticache create-replication-group --replication-group-id sessions --replication-group-description s --engine valkey --cache-node-type cache.t3.micro --num-cache-clusters 1 --security-group-ids $SG_CACHE
    wait
    CACHE=$(aws elasticache describe-replication-groups --replication-group-id sessions --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)

    """

  /// What a survey makes of the loss of each of some resources alone.
  private func row(_ resource: String, of survey: Survey, on world: World) throws -> Survey.Row {
    let loss = try #require(survey.losses.first { $0.resource == resource }, "\(resource)")
    let calm = Survey.Outcome(try #require(try survey.run(losing: []).report(on: world)))
    let report = try #require(try survey.run(losing: [loss]).report(on: world))
    return survey.row(of: [loss], Survey.Outcome(report), beside: calm)
  }

  @Test func `the failure of a database's host loses what asks it, until the standby has taken over`() throws
  {
    let faults = [Script.fault(.databaseFailure("shop"), lasting: 10)]
    let single = try Self.shop("").report(.minutes(5), faults: faults)
    #expect(single.faults.first?.goodAgain == nil)
    #expect(single.causes.first?.code == .databaseDown && single.causes.first?.resource == "shop")
    #expect(single.lost * 10 > single.offered * 7)
    let double = try Self.shop("--multi-az").report(.minutes(5), faults: faults)
    let again = try #require(double.faults.first?.goodAgain)
    // 30 s until it is noticed, 60 s until the endpoint has moved, then the windows of ten seconds and kept addresses.
    #expect(again >= .seconds(90) && again <= .seconds(120), "\(again)")
    #expect(double.lost > 0 && double.lost < single.lost)
  }

  @Test func `the failure of the only cache node sends the readers to a database that cannot take them`()
    throws
  {
    let kind = RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
      queryCPU: .milliseconds(60), keys: 100)
    let world = try Self.shop(
      "", rate: 60, kind: kind, before: Self.cache, data: "\nCACHE_HOST=$CACHE\nDB_POOL=200")
    let calm = try world.report(.minutes(4))
    let failed = try world.report(
      .minutes(4), faults: [Script.fault(.cacheNodeFailure("sessions-001"), at: 2, lasting: 10)])
    #expect(failed.lost > calm.lost + 1_000, "\(calm.lost) \(failed.lost)")
    #expect(failed.caches[0].hits < calm.caches[0].hits)
    #expect(failed.databases[0].queries > calm.databases[0].queries)
  }

  @Test func `a load balancer's failed node loses requests until clients ask DNS again`() throws {
    let world = try Self.shop("--multi-az")
    let faults = [Script.fault(.balancerNodeFailure("front", in: Script.zoneA), lasting: 10)]
    let report = try world.report(.minutes(5), faults: faults)
    #expect(report.causes.filter { $0.lost > 0 }.map(\.code) == [.balancerNodeDown])
    #expect(report.causes.first?.resource == "front/ap-northeast-2a")
    // Noticed after 30 s; answers that were given until then are kept for 60 s.
    let last = try #require(report.causes.first?.last)
    #expect(last > .seconds(90) && last <= .seconds(60 + 30 + 60 + 1), "\(last)")
    #expect(
      try world.report(.minutes(5), faults: [Script.fault(.balancerNodeFailure("other", in: Script.zoneA))])
        .lost == 0)
  }

  @Test func `a lost Region loses everything in it, the loss of another one nothing`() throws {
    let world = try Self.shop("--multi-az")
    let lost = try world.report(.minutes(3), faults: [Script.fault(.regionLoss(Script.region))])
    #expect(lost.lost >= lost.offered * 6 / 10)
    #expect(lost.windows[7...].allSatisfy { $0.lost == $0.offered })
    let other = try world.report(
      .minutes(3), faults: [Script.fault(.regionLoss(Region(rawValue: "us-east-1")))])
    #expect(other.lost == 0)
  }

  @Test func `a survey goes through zones, instances, the database, load balancer nodes and the Region`()
    throws
  {
    let world = try Self.shop("--availability-zone ap-northeast-2a", before: Self.cache).world
    let survey = Survey(of: world, weather: WeatherSeed(1))
    #expect(
      survey.losses.map(\.kind) == [
        .zone, .zone, .instance, .instance, .database, .cacheNode, .balancerNode, .balancerNode, .region,
      ])
    let names = survey.losses.filter { $0.kind != .instance }.map(\.resource)
    #expect(
      names == [
        "ap-northeast-2a", "ap-northeast-2b", "shop", "sessions-001", "front/ap-northeast-2a",
        "front/ap-northeast-2b", "ap-northeast-2",
      ])
    let run = survey.run(losing: [survey.losses[0], survey.losses[4]])
    #expect(run.experiment.duration == .minutes(5) && run.experiment.faults.count == 2)
    #expect(run.experiment.faults.allSatisfy { $0.earliest == .minutes(1) && $0.latest == .minutes(1) })
    #expect(
      Survey(of: World(catalog: world.catalog, seed: WorldSeed(1)), weather: WeatherSeed(1)).losses.isEmpty)
  }

  @Test func `a database in one zone is a single point of failure, with a standby nothing but the Region is`()
    throws
  {
    let single = try Self.shop("--availability-zone ap-northeast-2a").world
    let survey = Survey(of: single, weather: WeatherSeed(1))
    let database = try row("shop", of: survey, on: single)
    #expect(database.isSinglePoint && database.share > 0.95 && database.goodAgain == nil)
    #expect(database.cause?.code == .databaseDown && database.cause?.resource == "shop")
    #expect(try row("ap-northeast-2a", of: survey, on: single).isSinglePoint)
    #expect(try row("ap-northeast-2b", of: survey, on: single).isSinglePoint == false)

    let double = try Self.shop("--multi-az").world
    let other = Survey(of: double, weather: WeatherSeed(1))
    for loss in other.losses {
      let row = try row(loss.resource, of: other, on: double)
      #expect(row.isSinglePoint == (loss.kind == .region), "\(loss.resource) \(row)")
    }
  }

  @Test func `a row counts what is lost beyond the calm run, and when that has ended`() throws {
    // A server that answers too slowly for some clients loses requests without any fault, too.
    let kind = RequestClass(
      name: "page", cpu: .milliseconds(20), variation: .exponential, baseLatency: .milliseconds(10))
    let world = try ScriptedWorld(
      rate: 80, timeout: .milliseconds(300), kind: kind,
      lines: Script.instance() + "wait\n" + Script.direct
    ).world
    let survey = Survey(of: world, duration: .minutes(2), weather: WeatherSeed(3))
    let calm = Survey.Outcome(try #require(try survey.run(losing: []).report(on: world)))
    #expect(calm.lost > 0)
    let same = survey.row(of: [], calm, beside: calm)
    #expect(same.lost == 0 && same.goodAgain == .zero && same.cause == nil && !same.isFelt)
    let instance = try #require(survey.losses.first { $0.kind == .instance })
    let report = try #require(try survey.run(losing: [instance]).report(on: world))
    let row = survey.row(of: [instance], Survey.Outcome(report), beside: calm)
    #expect(row.lost == report.lost - calm.lost)
    #expect(row.cause?.code == .instanceDown)
    #expect(row.offered == report.windows[6...].reduce(0) { $0 + $1.offered })
  }

  @Test func `pairs leave out single points of failure, Regions, and what goes with its zone`() throws {
    let world = try Self.shop("--availability-zone ap-northeast-2a").world
    let survey = Survey(of: world, weather: WeatherSeed(1))
    // As if the service got over everything but the database and its zone.
    let calm = Survey.Outcome(try #require(try survey.run(losing: []).report(on: world)))
    let database = try row("shop", of: survey, on: world)
    let rows = survey.losses.map { loss in
      loss.kind == .database ? database : survey.row(of: [loss], calm, beside: calm)
    }
    let pairs = survey.pairs(after: rows)
    let losses = pairs.flatMap { $0 }
    #expect(!pairs.isEmpty && pairs.allSatisfy { $0.count == 2 && $0[0] != $0[1] })
    #expect(!losses.contains { $0.kind == .region || $0.kind == .database })
    #expect(!pairs.contains { $0[0].kind == .zone && $0[1].zone == $0[0].zone })
    // Two zones, two instances, two nodes: 15 pairs, without the four of a zone with what stands in it.
    #expect(pairs.count == 11)
  }
}
