import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// Acknowledged writes are numbered: what is lost of them is counted, and what is read too early.
@Suite struct WriteTests {
  private typealias Script = ScriptedWorld

  private static func writing(_ writes: Int, reads: Int = 0) -> RequestClass {
    RequestClass(
      name: "order", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: reads, writes: writes,
      queryCPU: .milliseconds(2))
  }

  private static let withDatabase =
    Script.instance("--user-data \"DB_HOST=$DB\"") + "wait\n" + Script.direct

  @Test func `a failover to a standby loses no write that was acknowledged`() throws {
    let world = try ScriptedWorld(
      rate: 30, kind: Self.writing(2), lines: Script.database("--multi-az") + Self.withDatabase)
    let report = try world.report(
      .minutes(4), faults: [Script.fault(Fault(.databaseFailure, names: ["shop"]), lasting: 2)])
    #expect(report.lost > 0)
    #expect(report.writesLost == 0)
    let shop = try #require(report.databases.first)
    // Every answered request had both of its writes acknowledged; of those that were lost some had one.
    #expect(shop.writes >= 2 * report.answered && shop.writes <= 2 * report.offered)
  }

  @Test func `a database that is made of a snapshot lacks the writes since, all of them and no others`()
    throws
  {
    var world = try ScriptedWorld(
      rate: 20, kind: Self.writing(1), lines: Script.database("--storage-type gp3") + Self.withDatabase)
    let before = try world.live(.minutes(1))
    #expect(before.writesLost == 0)
    try world.run(
      "aws rds create-db-snapshot --db-instance-identifier shop --db-snapshot-identifier then\nwait\n")
    let since = try world.live(.minutes(1))
    let written = try #require(since.databases.first).writes
    #expect(written > 1_000)
    try world.run(
      """
      aws rds restore-db-instance-from-db-snapshot --db-instance-identifier again --db-snapshot-identifier then --db-subnet-group-name db --vpc-security-group-ids $SG_DB
      wait
      AGAIN=$(aws rds describe-db-instances --db-instance-identifier again --query 'DBInstances[0].Endpoint.Address' --output text)

      """ + Script.instance("--user-data \"DB_HOST=$AGAIN\"") + "wait\n" + Script.direct)
    let after = try world.live(.minutes(1))
    #expect(after.databases.first { $0.identifier == "again" }?.writesLost == written)
    // What is lost is lost once.
    let later = try world.live(.minutes(1))
    #expect(later.writesLost == 0)
  }

  @Test func `a replica that nothing reaches lacks what was written since, and loses it when it is promoted`()
    throws
  {
    var world = try ScriptedWorld(
      rate: 20, kind: Self.writing(1),
      lines: Script.database("--storage-type gp3 --backup-retention-period 1")
        + """
        VPC_T=$(aws ec2 describe-vpcs --region ap-northeast-1 --query 'Vpcs[0].VpcId' --output text)
        SUBNETS_T=$(aws ec2 describe-subnets --region ap-northeast-1 --query 'Subnets[].SubnetId' --output text)
        SG_T=$(aws ec2 create-security-group --region ap-northeast-1 --group-name db --description db --vpc-id $VPC_T --query GroupId --output text)
        aws ec2 authorize-security-group-ingress --region ap-northeast-1 --group-id $SG_T --protocol tcp --port 3306 --cidr 0.0.0.0/0
        aws rds create-db-subnet-group --region ap-northeast-1 --db-subnet-group-name db --db-subnet-group-description db --subnet-ids $SUBNETS_T
        SHOP=$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].DBInstanceArn' --output text)
        aws rds create-db-instance-read-replica --region ap-northeast-1 --db-instance-identifier far --source-db-instance-identifier $SHOP --db-subnet-group-name db --vpc-security-group-ids $SG_T
        wait

        """ + Self.withDatabase)
    let well = try world.live(.minutes(1))
    #expect(well.lost == 0)
    // What was written last is there before the cut.
    world.workspace.advance(by: .seconds(10))
    var cut = world.world
    cut.inject(
      Fault(.regionCut, region: Region(rawValue: "ap-northeast-1")), at: cut.now, lasting: .minutes(3))
    world.replace(world: cut)
    let since = try world.live(.minutes(2))
    let written = try #require(since.databases.first { $0.identifier == "shop" }).writes
    try world.run(
      """
      aws rds promote-read-replica --region ap-northeast-1 --db-instance-identifier far
      wait
      FAR=$(aws rds describe-db-instances --region ap-northeast-1 --db-instance-identifier far --query 'DBInstances[0].Endpoint.Address' --output text)

      """ + Script.instance("--user-data \"DB_HOST=$FAR\"") + "wait\n" + Script.direct)
    let told = world.world.occurrences.entries.last { $0.code == "database-promoted-behind" }
    #expect(told?.details.first == "\(written)")
    let after = try world.live(.minutes(1))
    #expect(after.lost == 0)
    #expect(after.databases.first { $0.identifier == "far" }?.writesLost == written)
  }

  @Test func `a replica with 900 of work for each 700 that it does falls 0.22 seconds behind in a second`()
    throws
  {
    // facts: RDS 10.2: a backlog that grows by 200 of 900, of which the age is backlog by write rate.
    var world = try ScriptedWorld(
      rate: 30, timeout: .seconds(600),
      lines: Script.database("--storage-type gp3") + Script.replica
        + "DATA=\"DB_HOST=$DB\nDB_READ_HOST=$READER\nDB_POOL=900\"\n"
        + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct)
    world.change {
      // Writes keep 0.7 of the two vCPUs busy, of the primary and of the replica; reads 0.586 more of the replica's.
      $0.classes = [
        RequestClass(
          name: "order", weight: 2, cpu: .milliseconds(5), writes: 10, queryCPU: .milliseconds(7)),
        RequestClass(
          name: "search", weight: 1, cpu: .milliseconds(5), reads: 1, queryCPU: .microseconds(117_143)),
      ]
    }
    // The run begins and ends with a minute, so that its last metric is that of its end.
    let passed = world.world.now.sinceEpoch.nanoseconds % 60_000_000_000
    world.workspace.advance(by: .nanoseconds(60_000_000_000 - Int(passed)))
    let report = try world.live(.minutes(2))
    #expect(report.lost == 0)
    let replication = try #require(world.world.rds.instances["ap-northeast-2/reader"]?.replication)
    let age = replication.lag.inSeconds
    // 200 of 900 times 120 s, give or take what chance makes of 3,600 requests.
    #expect((18.0...36.0).contains(age), "\(age)")
    // That many seconds of the 200 writes a second it has yet to do, and does them once nothing more comes.
    let missing = Double(replication.backlog.missing(at: world.world.now))
    #expect((0.9...1.1).contains(missing / (200 * age)), "\(missing)")
    #expect(replication.backlog.missing(at: world.world.now + .minutes(5)) == 0)
  }

  @Test func `clients that come back sooner than replication read what they had not written yet`() throws {
    let lines =
      Script.database("--storage-type gp3") + Script.replica
      + "DATA=\"DB_HOST=$DB\nDB_READ_HOST=$READER\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
      + Script.direct
    func report(users: Int?) throws -> Report {
      try ScriptedWorld(rate: 20, kind: Self.writing(1, reads: 1), users: users, lines: lines).report(
        .minutes(2))
    }
    let two = try report(users: 2)
    #expect(two.lost == 0)
    // Each client comes every 100 ms on average, and replication takes 100 ms: 1 - 1/e of the reads are too early.
    let share = Double(two.staleReads) / Double(two.offered)
    #expect((0.5...0.75).contains(share), "\(share)")
    #expect(two.databases.first { $0.identifier == "reader" }?.staleReads == two.staleReads)
    #expect(try report(users: 1_000).staleReads * 50 < two.offered)
    let nobody = try report(users: nil)
    #expect(nobody.staleReads == 0)
    // Who comes changes nothing else, and no number of it is in a digest without stale reads.
    #expect(nobody.latency == two.latency)
    #expect(nobody.digest != two.digest)
  }

  /// A database whose writes keep a tenth of the vCPUs of its replica busy.
  private static func replicated() throws -> World {
    try ScriptedWorld(
      rate: 10,
      kind: RequestClass(name: "order", cpu: .milliseconds(5), writes: 1, queryCPU: .milliseconds(20)),
      lines: Script.database("--storage-type gp3") + Script.replica + withDatabase
    ).world
  }

  private static func run(
    _ minutes: Int, readerAwayFor away: Int, on world: inout World
  ) throws -> Report {
    let fault = Script.fault(Fault(.databaseFailure, names: ["reader"]), lasting: away)
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: .minutes(minutes), faults: away > 0 ? [fault] : []),
      weather: WeatherSeed(1))
    let ran = try run.run(on: &world)
    return try #require(ran)
  }

  private static func busy(_ report: Report) -> Double {
    report.databases.first { $0.identifier == "reader" }?.busy.inSeconds ?? 0
  }

  @Test func `a replica that was away does what it missed when it is back, with all its vCPUs`() throws {
    var (world, other) = (try Self.replicated(), try Self.replicated())
    let calm = try Self.run(7, readerAwayFor: 0, on: &world)
    let away = try Self.run(7, readerAwayFor: 3, on: &other)
    #expect(calm.lost == 0 && away.lost == 0)
    // All of the work is done in the end, but for what its queue held when it stopped.
    #expect(abs(Self.busy(away) / Self.busy(calm) - 1) < 0.02)
    func mostBusy(_ report: Report) -> Double {
      report.moments.flatMap(\.databases).filter { $0.identifier == "reader" }.map(\.utilisation).max() ?? 0
    }
    // The work of four minutes, of a tenth of two vCPUs, is done in half a minute, which may lie in two of the clock's.
    #expect(mostBusy(calm) < 0.15 && mostBusy(away) > 0.2)
    let replication = try #require(other.rds.instances["ap-northeast-2/reader"]?.replication)
    #expect(replication.backlog.missing(at: other.now) < 10)
  }

  @Test func `what a replica misses at the end of a run costs the next one`() throws {
    var (world, other) = (try Self.replicated(), try Self.replicated())
    let calm = [
      try Self.run(2, readerAwayFor: 0, on: &world), try Self.run(3, readerAwayFor: 0, on: &world),
    ]
    let away = [
      try Self.run(2, readerAwayFor: 1, on: &other), try Self.run(3, readerAwayFor: 0, on: &other),
    ]
    #expect(Self.busy(away[0]) < 0.7 * Self.busy(calm[0]) && Self.busy(away[1]) > 1.1 * Self.busy(calm[1]))
    let (sum, all) = (away.reduce(0) { $0 + Self.busy($1) }, calm.reduce(0) { $0 + Self.busy($1) })
    #expect(abs(sum / all - 1) < 0.03)
  }
}
