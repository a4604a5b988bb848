import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// Burst credits of gp2 as the facts reckon them, through requests. Each test names its fact.
@Suite struct StorageTruthTests {
  private typealias Script = ScriptedWorld

  /// Operations of a request, so that three requests a second ask for gp2's whole burst.
  private static let operations = 1_000

  /// A database of so many GiB of gp2 that is asked for more than its burst at any time, five requests at once.
  private static func database(gib size: Int) throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: 6,
      kind: RequestClass(
        name: "scan", cpu: .milliseconds(5), reads: 1, queryCPU: .milliseconds(1),
        queryOperations: operations),
      lines: Script.database("--storage-type gp2")
        .replacingOccurrences(of: "--allocated-storage 20", with: "--allocated-storage \(size)")
        + "DATA=\"DB_HOST=$DB\nDB_POOL=5\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct)
  }

  /// How many minutes requests came through as quickly as 3,000 operations a second let them.
  private static func burst(in report: Report) -> Double {
    let full = 3_000.0 * 60 / Double(operations)
    let answered = report.minutes.map { Double($0.offered - $0.lost) }
    return answered.prefix { $0 > full / 2 }.reduce(0, +) / full
  }

  /// Facts, EC2 2.11: 5.4 M / (3,000 − baseline): 100 GiB (300 IOPS) 33 min, 30 GiB (100) 31 min.
  @Test(arguments: [(gib: 100, minutes: 33.3), (30, 31.0)])
  func `a full burst of gp2 lasts as long as its credits`(gib: Int, minutes: Double) throws {
    let report = try Self.database(gib: gib).report(.minutes(38))
    let lasted = Self.burst(in: report)
    #expect(abs(lasted - minutes) < 1, "\(lasted) minutes")
    #expect(report.causes.contains { $0.code == .storageCreditsExhausted && $0.lost > 0 })
    // Then three operations a second for each GiB are left: a few requests a minute.
    let rest = try #require(report.minutes.dropLast().last)
    #expect(rest.offered - rest.lost < 30)
  }

  /// Facts, RDS 10.4 (BurstBalance) and EC2 2.11: half of the credits are gone after half of the time, and the next run
  /// goes on with what is left.
  @Test func `the balance falls in an alarm's sight, and what is spent stays spent`() throws {
    var world = try Self.database(gib: 100)
    let alarm =
      "aws cloudwatch put-metric-alarm --alarm-name low --namespace AWS/RDS --metric-name BurstBalance"
      + " --dimensions Name=DBInstanceIdentifier,Value=shop --statistic Minimum --period 60"
      + " --evaluation-periods 1 --threshold 50 --comparison-operator LessThanThreshold\n"
    try world.run(alarm)
    let watched = try world.report(.minutes(21))
    let low = try #require(
      watched.timeline.first { $0.occurrence.code == "alarm-state" && $0.occurrence.details.last == "ALARM" })
    #expect((990...1_140).contains(low.at.inSeconds), "\(low.at)")
    try world.run("run 20m\n")
    let left = Self.burst(in: try world.report(.minutes(16)))
    #expect((12.5...15.5).contains(left), "\(left) minutes")
    // Facts, EC2 2.11: from empty a volume of 100 GiB is full again after five hours.
    try world.run("sleep 18000\n")
    #expect(world.world.rds.instances.rows.first?.spentCredits == nil)
  }

  /// Facts, EC2 2.11: gp3 has its 3,000 operations at any size, for ever.
  @Test func `gp3 keeps its rate`() throws {
    var world = try Self.database(gib: 100)
    try world.run(
      "aws rds modify-db-instance --db-instance-identifier shop --storage-type gp3 --apply-immediately\nwait\n"
    )
    #expect(Self.burst(in: try world.report(.minutes(38))) > 36)
  }

  /// A machine that reads from its volume for requests, five at once at the most.
  private static func reader(
    _ volume: String, type: String = "m5.large", rate: Double, reads: Int, bytes: Int = 4_096
  ) throws -> ScriptedWorld {
    let kind = RequestClass(name: "files", cpu: .milliseconds(5), diskReads: reads, diskBytes: bytes)
    var scripted = try ScriptedWorld(rate: rate, kind: kind, lines: "")
    var world = scripted.world
    let image = world.registerImage(
      named: "small", architecture: "x86_64", app: AppProfile(memoryGiB: 1, backlog: 4, workers: 1),
      in: Script.region)
    scripted.replace(world: world)
    let disk = "--block-device-mappings 'DeviceName=/dev/xvda,Ebs={VolumeSize=100,\(volume)}'"
    try scripted.run("IMAGE=\(image)\n" + Script.instance(disk, type: type) + "wait\n" + Script.direct)
    return scripted
  }

  /// Facts, EC2 2.11: the root volume of an instance bursts as well: 100 GiB for 33 minutes.
  @Test func `what requests read of a gp2 volume spends its credits`() throws {
    let report = try Self.reader("VolumeType=gp2", rate: 6, reads: Self.operations).report(.minutes(38))
    let lasted = Self.burst(in: report)
    #expect(abs(lasted - 33.3) < 1, "\(lasted) minutes")
    #expect(report.causes.contains { $0.code == .storageCreditsExhausted && $0.lost > 0 })
    #expect(report.classes[0].parts.share(of: .storage) > 0.5)
  }

  /// Facts, EC2 2.4: the volume and the instance both cap I/O; a t3.micro has 500 IOPS. 11,800 last half an hour.
  @Test func `the path of a small type to its volumes bursts for half an hour`() throws {
    let fast = "VolumeType=gp3,Iops=16000,Throughput=1000"
    let report = try Self.reader(fast, type: "t3.micro", rate: 5, reads: 5_000).report(.minutes(34))
    let full = 11_800.0 * 60 / 5_000
    let answered = report.minutes.map { Double($0.offered - $0.lost) }
    let lasted = answered.prefix { $0 > full / 2 }.reduce(0, +) / full
    #expect((29.0...31.5).contains(lasted), "\(lasted) minutes")
    #expect(report.causes.contains { $0.code == .volumePathOverloaded && $0.lost > 0 })
  }

  /// Facts, EC2 2.4: T2 has no path of its own to its volumes: disk and network share one pipe.
  @Test func `the volume of a T2 instance is as fast as its network`() throws {
    let fast = "VolumeType=gp3,Iops=8000,Throughput=1000"
    func median(_ type: String) throws -> Double {
      try Self.reader(fast, type: type, rate: 1, reads: 100, bytes: 262_144).report()
        .latency.quantile(0.5).inMilliseconds
    }
    // 26 MB at 2.085 Gbit/s take 101 ms, at 1.024 Gbit/s 205 ms.
    let more = try median("t2.micro") - median("t3.micro")
    #expect((98.0...111.0).contains(more), "\(more) ms")
  }

  @Test func `operations and bytes of a volume are counted by volume and by machine`() throws {
    let kind = RequestClass(name: "files", cpu: .milliseconds(5), diskReads: 20, diskWrites: 5)
    // Ten requests a second: 12,000 reads, 3,000 writes and 197 MB read a minute.
    let world = try ScriptedWorld(
      rate: 10, kind: kind,
      lines: Script.instance() + """
        wait
        aws ec2 monitor-instances --instance-ids $WEB
        VOL=$(aws ec2 describe-instances --instance-ids $WEB --query 'Reservations[0].Instances[0].BlockDeviceMappings[0].Ebs.VolumeId' --output text)

        """ + Script.direct
        + Self.alarm("AWS/EBS", "VolumeReadOps", "Name=VolumeId,Value=$VOL", above: 9_000)
        + Self.alarm("AWS/EBS", "VolumeReadOps", "Name=VolumeId,Value=$VOL", above: 15_000)
        + Self.alarm("AWS/EBS", "VolumeWriteOps", "Name=VolumeId,Value=$VOL", above: 2_000)
        + Self.alarm("AWS/EBS", "VolumeReadBytes", "Name=VolumeId,Value=$VOL", above: 150_000_000)
        + Self.alarm("AWS/EC2", "EBSReadOps", "Name=InstanceId,Value=$WEB", above: 9_000)
        + Self.alarm("AWS/EC2", "EBSWriteOps", "Name=InstanceId,Value=$WEB", above: 4_000))
    let report = try world.report(.minutes(4))
    #expect(report.lost == 0)
    let rung = report.timeline.map(\.occurrence)
      .filter { $0.code == "alarm-state" && $0.details.last == "ALARM" }.map(\.resource).sorted()
    #expect(
      rung == [
        "EBSReadOps-9000", "VolumeReadBytes-150000000", "VolumeReadOps-9000", "VolumeWriteOps-2000",
      ])
  }

  /// The line of an alarm on the sum of a minute.
  static func alarm(_ space: String, _ name: String, _ dimension: String, above value: Int) -> String {
    "aws cloudwatch put-metric-alarm --alarm-name \(name)-\(value) --namespace \(space) --metric-name \(name)"
      + " --dimensions \(dimension) --statistic Sum --period 60 --evaluation-periods 1 --threshold \(value)"
      + " --comparison-operator GreaterThanThreshold\n"
  }
}
