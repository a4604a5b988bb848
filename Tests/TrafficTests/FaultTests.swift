import Cloud
import EventKernel
import Testing
import Traffic

/// What faults do to requests, and that they do nothing where they touch nothing.
@Suite struct FaultTests {
  private typealias Script = ScriptedWorld

  private static let alone = Script.instance() + "wait\n" + Script.direct

  /// A load balancer in two zones before one instance in the first.
  private static let balanced =
    Script.instance() + "wait\n" + Script.balancer()
    + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n"

  private static let withDatabase =
    Script.database() + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n" + Script.instance("--user-data \"$DATA\"")
    + "wait\n" + Script.direct

  private static let elsewhere = Region(rawValue: "eu-west-1")

  @Test(arguments: [
    Fault(.lossyZone, zone: Script.zoneB, share: 0.5),
    Fault(.volumeLatency, names: ["none"], delay: .seconds(1)),
    Fault(.pauseVolume, names: ["none"]), Fault(.cpuStress, names: ["none"], factor: 5),
    Fault(.terminateInstances, names: ["none"]), Fault(.rebootInstances, names: ["none"]),
    Fault(.hostFailure, names: [Script.zoneA.rawValue], share: 0),
    Fault(.apiErrors, region: Script.region, service: "ec2", error: .throttling),
    Fault(.controlPlaneOutage, region: Script.region), Fault(.dnsOutage, region: elsewhere),
    Fault(.dnsOutage, region: Script.region),
    Fault(.retryStorm, count: 5), Fault(.cacheFlush, names: ["none"]),
    Fault(.badDeploy, names: ["other"], share: 1), Fault(.badDeploy, names: ["app"], share: 0),
    Fault(.diskFull, names: ["none"]), Fault(.s3Outage, region: Script.region),
    Fault(.regionCut, region: Script.region), Fault(.leakedKey, names: ["nobody"], count: 3),
  ])
  func `a fault that touches nothing changes no request`(fault: Fault) throws {
    let world = try ScriptedWorld(rate: 6, lines: Self.alone)
    let calm = try world.report(.minutes(3))
    let struck = try world.report(.minutes(3), faults: [Script.fault(fault, lasting: 1)])
    #expect(calm.lost == 0 && calm.offered > 900)
    #expect(struck.windows == calm.windows)
    #expect(struck.classes == calm.classes)
    #expect(struck.targets == calm.targets)
    #expect(struck.attempts == calm.attempts)
    #expect(struck.faults.map(\.code) == [fault.kind.rawValue])
  }

  @Test func `lost packets cost time while the client waits, and only where zones are crossed`() throws {
    let world = try ScriptedWorld(timeout: .seconds(60), lines: Self.balanced)
    let calm = try world.report(.minutes(3))
    let lossy = try world.report(
      .minutes(3), faults: [Script.fault(Fault(.lossyZone, zone: Script.zoneA, share: 0.15))])
    #expect(calm.lost == 0 && lossy.lost == 0)
    #expect(calm.offered == lossy.offered)
    // Half of the requests cross zones, two thirds come after the fault began, 15 % of them wait 0.2 s or longer.
    let more = (lossy.latency.mean - calm.latency.mean).inMilliseconds
    #expect((6.0...22.0).contains(more), "\(more) ms")
    #expect(lossy.latency.quantile(0.99) >= calm.latency.quantile(0.99) + .milliseconds(150))
    #expect(lossy.latency.quantile(0.5) < calm.latency.quantile(0.5) + .milliseconds(5))
  }

  @Test func `clients that try again at once multiply the attempts of a failing service`() throws {
    let world = try ScriptedWorld(lines: Self.alone)
    let broken = Script.fault(Fault(.badDeploy, names: ["app"], share: 1))
    let calm = try world.report(.minutes(3), faults: [broken])
    let storm = try world.report(
      .minutes(3), faults: [broken, Script.fault(Fault(.retryStorm, count: 3))])
    #expect(calm.attempts == calm.offered)
    #expect(storm.offered == calm.offered)
    #expect(storm.attempts - storm.offered == 3 * storm.lost)
  }

  @Test func `a bad version fails its share of the requests`() throws {
    let world = try ScriptedWorld(rate: 50, lines: Self.alone)
    let report = try world.report(
      .minutes(3), faults: [Script.fault(Fault(.badDeploy, names: ["app"], share: 0.3), at: 0)])
    let share = Double(report.lost) / Double(report.offered)
    #expect((0.27...0.33).contains(share), "\(share)")
    #expect(report.causes.filter { $0.lost > 0 }.map(\.code) == [.deployErrors])
  }

  @Test func `attempts made again hold no processor while they still travel`() throws {
    // Users far away, half of whose attempts fail: what is sent again is long on its way, and the machine has nearly no work.
    var world = try ScriptedWorld(
      rate: 10, retries: 3, kind: RequestClass(name: "page", cpu: .milliseconds(2)), lines: Self.alone)
    world.change { $0.populations[0].city = "frankfurt" }
    let report = try world.report(
      .minutes(2), faults: [Script.fault(Fault(.badDeploy, names: ["app"], share: 0.5), at: 0)])
    #expect(report.attempts > report.offered + report.offered / 2)
    let parts = try #require(report.classes.first).parts
    let wait = parts[.queue].inMilliseconds / Double(parts.requests)
    #expect(wait < 0.5, "\(wait) ms")
  }

  @Test func `work takes as many times as long as the stress says`() throws {
    let world = try ScriptedWorld(rate: 2, lines: Self.alone)
    let calm = try world.report(.minutes(5))
    let stressed = try world.report(
      .minutes(5),
      faults: [Script.fault(Fault(.cpuStress, names: [Script.zoneA.rawValue], factor: 3), at: 0)])
    #expect(stressed.lost == 0)
    // Work of 20 ms becomes one of 60 ms.
    let more = (stressed.latency.quantile(0.5) - calm.latency.quantile(0.5)).inMilliseconds
    #expect((38.0...42.0).contains(more), "\(more) ms")
  }

  @Test func `a slow volume adds its delay to the share of the queries`() throws {
    let world = try ScriptedWorld(rate: 20, kind: CauseCase.queries(1), lines: Self.withDatabase)
    let calm = try world.report(.minutes(4))
    let slow = try world.report(
      .minutes(4),
      faults: [
        Script.fault(Fault(.volumeLatency, names: ["shop"], delay: .milliseconds(500), share: 0.25), at: 0)
      ])
    #expect(slow.lost == 0)
    let more = (slow.latency.mean - calm.latency.mean).inMilliseconds
    #expect((105.0...145.0).contains(more), "\(more) ms")
  }

  @Test func `an application that keeps addresses longer outlives a short outage of the resolver`() throws {
    func lost(keeping seconds: Int) throws -> Int {
      let world = try ScriptedWorld(
        kind: CauseCase.queries(1),
        lines: Script.database() + "DATA=\"DB_HOST=$DB\nDB_DNS_TTL=\(seconds)\"\n"
          + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct)
      return try world.report(
        .minutes(4), faults: [Script.fault(Fault(.dnsOutage, region: Script.region), lasting: 2)]
      ).lost
    }
    let short = try lost(keeping: 5)
    #expect(short > 2_000)
    #expect(try lost(keeping: 86_400) == 0)
  }

  @Test func `a database whose storage fills up takes no writes`() throws {
    let world = try ScriptedWorld(kind: CauseCase.writes(1), lines: Self.withDatabase)
    let report = try world.report(.minutes(3), faults: [Script.fault(Fault(.diskFull, names: ["shop"]))])
    #expect(report.causes.filter { $0.lost > 0 }.map(\.code) == [.databaseStorageFull])
    #expect(Double(report.lost) > 0.6 * Double(report.offered))
  }

  @Test func `terminated instances are gone, rebooted ones come back`() throws {
    let world = try ScriptedWorld(lines: Self.alone)
    func report(_ kind: FaultKind) throws -> Report {
      try world.report(
        .minutes(6), faults: [Script.fault(Fault(kind, names: [Script.zoneA.rawValue]), lasting: 4)])
    }
    let gone = try report(.terminateInstances)
    #expect(gone.faults.first?.goodAgain == nil && gone.lost > 0)
    let back = try report(.rebootInstances)
    // 60 s to boot the system, 60 s for the application.
    let again = try #require(back.faults.first?.goodAgain)
    #expect((110.0...140.0).contains(again.inSeconds), "\(again)")
  }

  @Test func `a flushed cache sends its reads to the database once more`() throws {
    let kind = RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
      queryCPU: .milliseconds(1), keys: 500)
    let world = try ScriptedWorld(
      rate: 50, kind: kind,
      lines: Script.database()
        + """
        SG_CACHE=$(aws ec2 create-security-group --group-name cache --description cache --vpc-id $VPC --query GroupId --output text)
        aws ec2 authorize-security-group-ingress --group-id $SG_CACHE --protocol tcp --port 6379 --cidr 0.0.0.0/0
        aws elasticache create-replication-group --replication-group-id sessions --replication-group-description s --engine valkey --cache-node-type cache.t3.micro --num-cache-clusters 1 --security-group-ids $SG_CACHE
        wait
        CACHE=$(aws elasticache describe-replication-groups --replication-group-id sessions --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)
        DATA="DB_HOST=$DB
        CACHE_HOST=$CACHE
        CACHE_TTL=3600"

        """ + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct)
    let calm = try world.report(.minutes(6))
    let flushed = try world.report(
      .minutes(6), faults: [Script.fault(Fault(.cacheFlush, names: ["sessions"]), at: 3)])
    let before = try #require(calm.caches.first).misses
    let after = try #require(flushed.caches.first).misses
    // Nearly all of the 500 keys were held, and are asked for again in three minutes.
    #expect(after - before > 400 && after - before <= 520, "\(before) \(after)")
  }

  @Test func `a share of machines is drawn by machine and weather, whatever the ids are`() throws {
    let lines = (0..<40).map { _ in Script.instance(type: "t3.micro") }.joined()
    let world = try ScriptedWorld(lines: lines + "wait\n" + Script.direct)
    func struck(_ weather: UInt64) throws -> [String] {
      let planned = Script.fault(Fault(.hostFailure, names: [Script.zoneA.rawValue], share: 0.5))
      return try world.report(.minutes(2), faults: [planned], weather: weather).timeline
        .filter { $0.occurrence.code == "host-failed" }.map(\.occurrence.resource)
    }
    let first = try struck(1)
    #expect((8...32).contains(first.count))
    #expect(try struck(1) == first)
    #expect(try struck(2) != first)
  }

  @Test func `a fault that comes again has a moment of its own each time`() throws {
    let world = try ScriptedWorld(lines: Self.alone)
    let planned = Experiment.PlannedFault(
      Fault(.badDeploy, names: ["app"], share: 1), earliest: .minutes(1), latest: .minutes(2),
      lasting: .seconds(30), times: 3, every: .minutes(3))
    let report = try world.report(.minutes(11), faults: [planned])
    #expect(report.faults.count == 3)
    let begins = report.faults.map { $0.start.inSeconds }
    for (number, begin) in begins.enumerated() {
      #expect((Double(60 + 180 * number)...Double(120 + 180 * number)).contains(begin))
    }
    #expect(abs((begins[1] - begins[0]) - (begins[2] - begins[1])) > 0.001)
    #expect(
      report.faults.allSatisfy { $0.lost > 400 && $0.lost < 800 }, "\(report.faults.map(\.lost))")
    #expect(report.faults.reduce(0) { $0 + $1.lost } == report.lost)
  }

  @Test func `a replica in another Region falls behind while the Regions are cut off, and catches up`() throws
  {
    let world = try ScriptedWorld(
      kind: CauseCase.writes(1),
      lines: Self.withDatabase + """
        aws rds create-db-instance-read-replica --region ap-northeast-1 --db-instance-identifier reader --source-db-instance-identifier arn:aws:rds:ap-northeast-2:123456789012:db:shop
        wait

        """)
    func lag(cut minutes: Int) throws -> Double {
      var copy = world.world
      let cut = Script.fault(Fault(.regionCut, region: Script.region), lasting: minutes)
      let run = ExperimentRun(
        experiment: Experiment(id: "test", duration: .minutes(5), faults: [cut]), weather: WeatherSeed(1))
      _ = try #require(try run.run(on: &copy))
      let replica = try #require(copy.rds.instances.rows.first { $0.identifier == "reader" })
      return try #require(replica.replication).lag.inSeconds
    }
    #expect(try lag(cut: 5) > 150)
    #expect(try lag(cut: 2) < 5)
  }
}
