import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// What nodes of caches hold and how much they do.
@Suite struct CacheTests {
  private typealias Script = ScriptedWorld

  private static let page = RequestClass(
    name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1, queryCPU: .milliseconds(1),
    keys: 300)

  /// Three nodes of Memcached in three zones, whose keys live for an hour.
  private static let memcached =
    Script.database("--storage-type gp3")
      + """
      SG_CACHE=$(aws ec2 create-security-group --group-name cache --description cache --vpc-id $VPC --query GroupId --output text)
      aws ec2 authorize-security-group-ingress --group-id $SG_CACHE --protocol tcp --port 11211 --cidr 0.0.0.0/0
      aws elasticache create-cache-cluster --cache-cluster-id keys --engine memcached --cache-node-type cache.t3.micro --num-cache-nodes 3 --az-mode cross-az --preferred-availability-zones ap-northeast-2a ap-northeast-2b ap-northeast-2c --security-group-ids $SG_CACHE
      wait
      CACHE=$(aws elasticache describe-cache-clusters --cache-cluster-id keys --query 'CacheClusters[0].ConfigurationEndpoint.Address' --output text)
      DATA="DB_HOST=$DB
      CACHE_HOST=$CACHE
      CACHE_TTL=3600"

      """ + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct

  @Test func `the loss of a node of Memcached costs its share of the keys alone`() throws {
    let world = try ScriptedWorld(rate: 40, kind: Self.page, lines: Self.memcached)
    let calm = try #require(try world.report(.minutes(6)).caches.first)
    let report = try world.report(
      .minutes(6), faults: [Script.fault(.zonePower(Zone(rawValue: "ap-northeast-2c")), at: 3, lasting: 2)])
    let struck = try #require(report.caches.first)
    #expect(report.lost == 0)
    // A third of the reads of two minutes, and then its 100 keys once more.
    let more = struck.misses - calm.misses
    let reads = 40 * 120 / 3
    #expect(more > reads * 7 / 10 && more < (reads + 100) * 13 / 10, "\(more)")
  }

  @Test func `the reads of a request that has many ask for as many keys`() throws {
    let kind = RequestClass(name: "page", cpu: .milliseconds(5), reads: 32, keys: 20_000)
    let report = try ScriptedWorld(rate: 1, kind: kind, lines: Self.memcached).report(.seconds(20))
    let cache = try #require(report.caches.first)
    // Of some 640 reads of 20,000 keys about ten find one that was read before.
    #expect(report.answered > 5 && cache.hits + cache.misses == 32 * report.answered)
    #expect(cache.hits * 10 < cache.misses, "\(cache.hits) of \(cache.misses)")
  }

  @Test func `a node that is added to Memcached takes other keys' places by modulo`() throws {
    var world = try ScriptedWorld(rate: 40, kind: Self.page, lines: Self.memcached)
    try world.run(
      "aws elasticache modify-cache-cluster --cache-cluster-id keys --num-cache-nodes 4 --apply-immediately\n"
    )
    // The node is there four minutes later, in the midst of the run: three quarters of 300 keys move.
    let report = try world.report(.minutes(9))
    let misses = try #require(report.caches.first).misses
    #expect((480...570).contains(misses), "\(misses)")
  }

  @Test func `a full cache that drops what dies soonest keeps fewer of the keys that are asked for most`()
    throws
  {
    func hits(_ policy: String) throws -> Int {
      var world = try ScriptedWorld(
        rate: 40, kind: Self.page,
        lines: Script.database("--storage-type gp3")
          + """
          aws elasticache create-cache-parameter-group --cache-parameter-group-name own --cache-parameter-group-family valkey8 --description own
          aws elasticache modify-cache-parameter-group --cache-parameter-group-name own --parameter-name-values ParameterName=maxmemory-policy,ParameterValue=\(policy)

          """
          + Script.cache.replacingOccurrences(
            of: "--num-cache-clusters 1", with: "--num-cache-clusters 1 --cache-parameter-group-name own")
          + "DATA=\"DB_HOST=$DB\nCACHE_HOST=$CACHE\nCACHE_TTL=3600\"\n"
          + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct)
      world.change {
        var page = Self.page
        page.skew = 1
        // A value of 4 MB that hardly anybody asks for gives the cache room for about a hundred.
        let large = RequestClass(
          name: "large", weight: 1e-9, cpu: .milliseconds(5), reads: 1, keys: 1, responseBytes: 4_000_000)
        $0.classes = [large, page]
      }
      return try #require(try world.report(.minutes(3)).caches.first).hits
    }
    let recent = try hits("volatile-lru")
    let first = try hits("volatile-ttl")
    #expect(try hits("allkeys-lru") == recent, "All keys have a time.")
    #expect(first < recent - 50 && first > recent * 3 / 4, "\(first) \(recent)")
  }

  @Test func `replicas answer reads while a primary is replaced, and take no writes`() throws {
    func report(_ settings: String, faults: [Experiment.PlannedFault]) throws -> Report {
      let lines =
        Script.database("--storage-type gp3 --availability-zone ap-northeast-2b")
        + Script.cache.replacingOccurrences(
          of: "--num-cache-clusters 1", with: "--num-cache-clusters 2 --automatic-failover-enabled")
          + """
          READER=$(aws elasticache describe-replication-groups --replication-group-id keys --query 'ReplicationGroups[0].NodeGroups[0].ReaderEndpoint.Address' --output text)
          DATA="DB_HOST=$DB
          CACHE_TTL=3600
          \(settings)"

          """ + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct
      return try ScriptedWorld(rate: 40, kind: Self.page, lines: lines).report(.minutes(4), faults: faults)
    }
    let fault = Script.fault(Fault(.cacheNodeFailure, names: ["keys-001"]), at: 2, lasting: 1)
    let primary = try #require(try report("CACHE_HOST=$CACHE", faults: [fault]).databases.first)
    let replica = try report("CACHE_HOST=$CACHE\nCACHE_READ_HOST=$READER", faults: [fault])
    #expect(replica.lost == 0)
    // For thirty seconds all reads go to the database, or nearly none.
    let relieved = try #require(replica.databases.first)
    let more = primary.queries - relieved.queries
    #expect((900...1_300).contains(more), "\(more)")
    // Who writes to a replica fills nothing.
    let unfilled = try #require(try report("CACHE_HOST=$READER", faults: []).caches.first)
    #expect(unfilled.hits == 0 && unfilled.misses > 9_000)
  }

  @Test func `a cache does so many commands and bytes, and what asks for more waits`() throws {
    func report(_ bytes: Int) throws -> Report {
      let lines =
        Script.database("--storage-type gp3") + Script.cache
        + "DATA=\"DB_HOST=$DB\nCACHE_HOST=$CACHE\nCACHE_TTL=3600\"\n"
        + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct
      let kind = RequestClass(
        name: "page", cpu: .milliseconds(1), reads: 10, queryCPU: .milliseconds(1), keys: 1,
        responseBytes: bytes)
      return try ScriptedWorld(rate: 20, kind: kind, lines: lines).report(.minutes(1))
    }
    let small = try report(1_000)
    let large = try report(1_000_000)
    #expect(small.lost == 0 && large.lost == 0)
    // Ten values of a megabyte take ten times a millisecond of the cache's thread.
    let more = (large.latency.quantile(0.5) - small.latency.quantile(0.5)).inMilliseconds
    #expect((9.0...16.0).contains(more), "\(more)")
    for report in [small, large] {
      let page = try #require(report.classes.first)
      #expect(page.parts.total == .nanoseconds(Int(page.latency.sumNanoseconds)))
    }
  }

  @Test func `reads of a cache over a slow zone come to the database when their answer has come`() throws {
    let lines =
      Script.database("--storage-type gp3 --availability-zone ap-northeast-2b") + Script.cache
      + "DATA=\"DB_HOST=$DB\nCACHE_HOST=$CACHE\nDB_POOL=900\"\n"
      + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct
    var kind = Self.page
    kind.keys = 100_000
    let world = try ScriptedWorld(rate: 20, timeout: .seconds(30), kind: kind, lines: lines)
    let slow = try world.report(
      .minutes(3),
      faults: [Script.fault(.slowZone(Script.zoneA, delay: .seconds(1)), at: 1, lasting: 1)])
    let calm = try world.report(.minutes(3))
    #expect(slow.lost == 0)
    // Requests of the slow minute wait two seconds for the cache, and nobody waits at the database for them.
    #expect(slow.latency.quantile(0.9).inSeconds > 2 && slow.latency.quantile(0.9).inSeconds < 2.2)
    #expect(slow.latency.quantile(0.5) < calm.latency.quantile(0.9) + .milliseconds(5))
    let page = try #require(slow.classes.first)
    #expect(page.parts.share(of: .queue) < 0.02)
    #expect(page.parts.total == .nanoseconds(Int(page.latency.sumNanoseconds)))
  }
}
