import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// What the flow engine refuses because rates cannot represent it, and limits of machines that it integrates.
@Suite struct FlowLimitTests {
  private typealias Script = ScriptedWorld
  private typealias Duration = EventKernel.Duration

  private static let page = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
    queryCPU: .milliseconds(1), keys: 300)

  private static func run(_ duration: Duration = .minutes(2), by maker: Report.Maker = .flow) -> ExperimentRun
  {
    ExperimentRun(
      experiment: Experiment(id: "flow", duration: duration), weather: WeatherSeed(1), maker: maker)
  }

  private static func limit(
    _ world: World, _ duration: Duration = .minutes(2), faults: [Experiment.PlannedFault] = []
  ) -> FlowLimit? {
    var run = run(duration)
    run.experiment.faults = faults
    do throws(RunRefusal) {
      _ = try run.report(on: world)
      return nil
    } catch {
      guard case .notForFlows(let limit) = error else { return nil }
      return limit
    }
  }

  private static func report(
    of world: ScriptedWorld, _ duration: Duration, by maker: Report.Maker = .flow
  ) throws -> Report {
    try #require(try run(duration, by: maker).report(on: world.world))
  }

  // MARK: Refusals

  @Test func `clients that stay with targets are refused, and the same world without is not`() throws {
    var world = try ScriptedWorld(rate: 5, users: 50, lines: Script.pair())
    #expect(Self.limit(world.world) == nil)
    try world.run(
      "aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=stickiness.enabled,Value=true\n"
    )
    #expect(Self.limit(world.world) == .stickyClients)
  }

  @Test func `sessions are refused where clients can be told apart`() throws {
    let visit = RequestClass(name: "page", cpu: .milliseconds(5), session: true)
    let lines = Script.pair("--user-data 'SESSION_STORE=memory'")
    #expect(Self.limit(try ScriptedWorld(rate: 5, kind: visit, users: 50, lines: lines).world) == .sessions)
    #expect(Self.limit(try ScriptedWorld(rate: 5, kind: visit, lines: lines).world) == nil)
  }

  @Test func `buckets and distributions are refused`() throws {
    let site =
      EdgeScript.bucket("www.shop.example") + EdgeScript.published("www.shop.example")
      + "aws s3api put-bucket-website --bucket www.shop.example --website-configuration "
      + "'{\"IndexDocument\":{\"Suffix\":\"index.html\"}}'\n" + EdgeScript.siteAlias
    let world = try ScriptedWorld(rate: 5, kind: EdgeScript.objects(0, path: "/"), lines: site)
    #expect(Self.limit(world.world) == .edgeLocations)
  }

  @Test func `reads from a replica are refused, and so is its promotion in the midst of a run`() throws {
    func world(_ settings: String) throws -> ScriptedWorld {
      try ScriptedWorld(
        rate: 5, kind: Self.page,
        lines: Script.database("--storage-type gp3 --backup-retention-period 1") + Script.replica
          + "DATA=\"DB_HOST=$DB\n\(settings)\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
          + Script.direct)
    }
    #expect(Self.limit(try world("DB_READ_HOST=$READER").world) == .replicaReads)
    var quiet = try world("DB_POOL=10")
    #expect(Self.limit(quiet.world) == nil)
    try quiet.run("aws rds promote-read-replica --db-instance-identifier reader\n")
    #expect(Self.limit(quiet.world, .minutes(20)) == .missingWrites)
  }

  @Test func `a cache whose nodes share the keys is refused`() throws {
    let lines =
      Script.database("--storage-type gp3") + """
        SG_CACHE=$(aws ec2 create-security-group --group-name cache --description cache --vpc-id $VPC --query GroupId --output text)
        aws ec2 authorize-security-group-ingress --group-id $SG_CACHE --protocol tcp --port 11211 --cidr 0.0.0.0/0
        aws elasticache create-cache-cluster --cache-cluster-id keys --engine memcached --cache-node-type cache.t3.micro --num-cache-nodes 2 --security-group-ids $SG_CACHE
        wait
        CACHE=$(aws elasticache describe-cache-clusters --cache-cluster-id keys --query 'CacheClusters[0].ConfigurationEndpoint.Address' --output text)
        DATA="DB_HOST=$DB
        CACHE_HOST=$CACHE"

        """ + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct
    #expect(Self.limit(try ScriptedWorld(rate: 5, kind: Self.page, lines: lines).world) == .cacheNodes)
  }

  @Test func `single requests, live worlds and jobs alone are refused`() throws {
    let world = try ScriptedWorld(rate: 5, lines: Script.instance() + "wait\n" + Script.direct)
    func refusal(_ change: (inout ExperimentRun) -> Void) -> RunRefusal? {
      var run = Self.run()
      change(&run)
      do throws(RunRefusal) {
        _ = try run.report(on: world.world)
        return nil
      } catch {
        return error
      }
    }
    #expect(
      refusal { $0.traced = RequestReference(population: 0, number: 1) } == .notForFlows(.singleRequests))
    #expect(refusal { $0.keepsOutcomes = true } == .notForFlows(.singleRequests))
    #expect(refusal { $0.experiment.isLive = true } == .notForFlows(.liveWorld))
    let jobs = Workload(
      populations: [], classes: [], jobs: [JobQueue(name: "night", count: 1, cpu: .minutes(1))])
    #expect(refusal { $0.experiment.workload = jobs } == .notForFlows(.jobsAlone))
    #expect(refusal { _ in } == nil)
  }

  // MARK: Limits that flow

  /// A t2.micro has 0.064 Gbit/s and five minutes (TEACH) of 1.024: with 80 MB/s, 72 more than its baseline, they last 500 s.
  @Test func `network credits carry a burst in both engines, then the baseline is left`() throws {
    let film = RequestClass(
      name: "film", cpu: .milliseconds(5), baseLatency: .milliseconds(10), responseBytes: 20_000_000)
    let world = try ScriptedWorld(
      rate: 4, kind: film, lines: Script.instance(type: "t2.micro") + "wait\n" + Script.direct)
    let flow = try Self.report(of: world, .minutes(12))
    let single = try Self.report(of: world, .minutes(12), by: .requests)
    let lost = flow.minutes.map(\.lost)
    #expect(lost[..<7].allSatisfy { $0 == 0 }, "\(lost)")
    #expect(lost[9..<11].allSatisfy { $0 > 150 }, "\(lost)")
    #expect(flow.causes.filter { $0.lost > 0 }.map(\.code) == [.networkOverloaded])
    #expect(abs(flow.lost - single.lost) < single.offered / 20, "\(flow.lost), \(single.lost)")
  }

  /// Facts, EC2 2.11: 5.4 M / (3,000 − 300): 100 GiB of gp2 last for 33 min of full burst.
  @Test func `a full burst of gp2 lasts as long as its credits in flows, too`() throws {
    let scan = RequestClass(
      name: "scan", cpu: .milliseconds(5), reads: 1, queryCPU: .milliseconds(1), queryOperations: 1_000)
    let database = Script.database("--storage-type gp2")
      .replacingOccurrences(of: "--allocated-storage 20", with: "--allocated-storage 100")
    let world = try ScriptedWorld(
      rate: 6, kind: scan,
      lines: database + "DATA=\"DB_HOST=$DB\nDB_POOL=5\"\n" + Script.instance("--user-data \"$DATA\"")
        + "wait\n" + Script.direct)
    let report = try Self.report(of: world, .minutes(38))
    #expect(report.causes.contains { $0.code == .storageCreditsExhausted && $0.lost > 0 })
    let full = 3_000.0 * 60 / 1_000
    let answered = report.minutes.map { Double($0.offered - $0.lost) }
    let lasted = answered.prefix { $0 > full / 2 }.reduce(0, +) / full
    #expect(abs(lasted - 33.3) < 1, "\(lasted) minutes")
  }

  @Test func `what requests read of their instance's volume slows both engines alike`() throws {
    let kind = RequestClass(
      name: "files", cpu: .milliseconds(2), baseLatency: .milliseconds(10), diskReads: 20)
    let world = try ScriptedWorld(rate: 50, kind: kind, lines: Script.instance() + "wait\n" + Script.direct)
    let flow = try Self.report(of: world, .minutes(3))
    let single = try Self.report(of: world, .minutes(3), by: .requests)
    let mean = try #require(flow.meanLatency)
    #expect(flow.lost == 0 && single.lost == 0)
    #expect(abs(mean.inMilliseconds / single.latency.mean.inMilliseconds - 1) < 0.1)
    // 20 of 3,000 operations a second take 6.7 ms.
    #expect(mean - .milliseconds(22) > .milliseconds(5))
  }
}
