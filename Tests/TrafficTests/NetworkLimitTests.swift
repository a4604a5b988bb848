import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// What the network of an instance takes, as its type says, and how long names take (facts: EC2 2.4, Regions 1.3).
@Suite struct NetworkLimitTests {
  private typealias Script = ScriptedWorld

  private static func world(
    _ kind: RequestClass, type: String = "m5.large", rate: Double = 1, ttl: Int = 300, lines: String = ""
  ) throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: rate, kind: kind,
      lines: Script.instance(type: type) + "wait\n" + Script.record(ttl: ttl) + lines)
  }

  private static func answers(_ bytes: Int) -> RequestClass {
    RequestClass(name: "film", cpu: .milliseconds(5), baseLatency: .milliseconds(10), responseBytes: bytes)
  }

  @Test func `an answer takes its bits over the rate of the type`() throws {
    let small = try Self.world(Self.answers(20_000)).report().latency.quantile(0.5)
    let large = try Self.world(Self.answers(100_020_000)).report().latency.quantile(0.5)
    // 100 MB at 10 Gbit/s.
    let more = (large - small).inMilliseconds
    #expect((78.0...82.0).contains(more), "\(more) ms")
  }

  @Test func `large answers queue at a small type, and the time is the network's and the queue's`() throws {
    // 12 requests a second of 5 MB are half of 1.024 Gbit/s.
    let busy = try Self.world(Self.answers(5_000_000), type: "t2.micro", rate: 12).report()
    #expect(busy.lost == 0)
    let parts = busy.classes[0].parts
    // 39 ms of each answer's bits beside 10 ms of the way.
    #expect(parts[.network].inSeconds / Double(parts.requests) > 0.045)
    #expect(parts[.queue].inSeconds / Double(parts.requests) > 0.005)
    let many = try Self.world(Self.answers(10_000_000), type: "t2.micro", rate: 20).report()
    #expect(many.causes.filter { $0.lost > 0 }.map(\.code) == [.networkOverloaded])
    #expect(try Self.world(Self.answers(10_000_000), rate: 20).report().lost == 0)
  }

  /// A t2.micro has 0.064 Gbit/s and five minutes (TEACH) of 1.024: with 80 MB/s, 72 more than its baseline, they last 500 s.
  @Test func `network credits carry a burst, then the baseline is left`() throws {
    let report = try Self.world(Self.answers(20_000_000), type: "t2.micro", rate: 4).report(.minutes(12))
    let lost = report.minutes.map(\.lost)
    #expect(lost[..<7].allSatisfy { $0 == 0 }, "\(lost)")
    #expect(lost[9..<11].allSatisfy { $0 > 150 }, "\(lost)")
    #expect(report.causes.filter { $0.lost > 0 }.map(\.code) == [.networkOverloaded])
  }

  @Test func `a run goes on with the network credits that the one before it left`() throws {
    var world = try Self.world(Self.answers(20_000_000), type: "t2.micro", rate: 4)
    // The runs begin and end with a minute, at whose end credits are noted.
    let passed = world.world.now.sinceEpoch.nanoseconds % 60_000_000_000
    world.workspace.advance(by: .nanoseconds(60_000_000_000 - Int(passed)))
    let first = try world.live(.minutes(5))
    #expect(first.lost == 0)
    // Of 500 seconds of credits 200 are left.
    let second = try world.live(.minutes(5))
    let lost = second.minutes.map(\.lost)
    #expect(lost.count == 5 && lost[..<3].allSatisfy { $0 == 0 } && (lost.last ?? 0) > 150, "\(lost)")
    // They come back at the baseline's 8 MB a second, all 36 GB in 75 minutes.
    world.workspace.advance(by: .minutes(100))
    let third = try world.live(.minutes(5))
    #expect(third.lost == 0)
  }

  @Test func `NetworkOut shows what the type lets out and no more`() throws {
    // 12 GB a minute are asked for, 7.68 go out.
    let alarm = StorageTruthTests.alarm
    let world = try Self.world(
      Self.answers(10_000_000), type: "t2.micro", rate: 20,
      lines: "aws ec2 monitor-instances --instance-ids $WEB\n"
        + alarm("AWS/EC2", "NetworkOut", "Name=InstanceId,Value=$WEB", 6_500_000_000)
        + alarm("AWS/EC2", "NetworkOut", "Name=InstanceId,Value=$WEB", 8_500_000_000))
    let rung = try world.report(.minutes(3)).timeline.map(\.occurrence)
      .filter { $0.code == "alarm-state" && $0.details.last == "ALARM" }.map(\.resource)
    #expect(rung == ["NetworkOut-6500000000"])
  }

  @Test func `what is written comes in and goes on to the database`() throws {
    func median(_ bytes: Int) throws -> EventKernel.Duration {
      try ScriptedWorld(
        rate: 1, kind: CauseCase.writes(1, bytes: bytes),
        lines: Script.database() + Script.instance("--user-data \"DB_HOST=$DB\"") + "wait\n" + Script.direct
      ).report(.minutes(1)).latency.quantile(0.5)
    }
    // 50 MB at 10 Gbit/s, there and on. The storage is written at once.
    let more = try (median(50_000_000) - median(1)).inMilliseconds
    #expect((70.0...90.0).contains(more), "\(more) ms")
  }

  @Test func `a name that no resolver keeps takes a round trip to the edge`() throws {
    let kept = try Self.world(Self.answers(20_000), rate: 20).report(.minutes(3))
    #expect(kept.classes[0].parts[.dns] == .zero)
    // Each of twenty resolvers asks again twice, ten milliseconds each time; seldom two requests wait for one answer.
    let minute = try Self.world(Self.answers(20_000), rate: 20, ttl: 60).report(.minutes(3))
    let looked = minute.classes[0].parts[.dns].inSeconds
    #expect((0.35...0.5).contains(looked), "\(looked) s")
    let never = try Self.world(Self.answers(20_000), rate: 20, ttl: 0).report(.minutes(3))
    let mean = never.classes[0].parts[.dns].inSeconds / Double(never.answered)
    #expect((0.0098...0.01).contains(mean), "\(mean) s")
    let more = (never.latency.quantile(0.5) - kept.latency.quantile(0.5)).inMilliseconds
    #expect((9.0...11.0).contains(more), "\(more) ms")
  }

  @Test func `a name that leads to another one is asked for twice`() throws {
    let lines =
      Script.instance() + "wait\n"
      + Script.record(ttl: 0)
      .replacingOccurrences(of: "Name=www.shop.example", with: "Name=web.shop.example")
        + """
        aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=CNAME,TTL=300,ResourceRecords=[{Value=web.shop.example}]}}]"

        """
    let report = try ScriptedWorld(rate: 5, lines: lines).report(.minutes(2))
    let parts = report.classes[0].parts
    #expect(report.lost == 0)
    #expect((0.018...0.02).contains(parts[.dns].inSeconds / Double(parts.requests)))
  }
}
