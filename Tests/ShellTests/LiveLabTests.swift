import Assessment
import Cloud
import EventKernel
import Foundation
import ProgramHarness
import Shell
import Testing
import Texts
import Traffic

/// A live lab: faults come by its clock, acts during them count, and the journal replays to the same report.
@Suite struct LiveLabTests {
  private static let yaml = """
    id: live-night
    kind: live
    title: {ko: 밤, en: Night}
    topics: [elb]
    requires: []
    minutes: 5
    region: ap-northeast-2
    worldSeed: 7
    images:
      - {name: app, architecture: x86_64, memoryGiB: 1}
    service:
      populations:
        - {name: seoul, city: seoul, host: www.shop.example, rate: 5, timeout: 3s}
      classes:
        - {name: page, cpu: 10ms}
    experiments:
      - {id: night, duration: 6m, faults: [{kind: stop-instances, instances: [web], lasting: 10m, at: 2m}]}
    checks:
      - {id: survives, role: main, points: 100, over: experiment, experiment: night, measure: lost, atMost: 900, unit: requests, title: {ko: 견디기, en: Survives}}

    """

  private static let setup = """
    VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)
    SUBNET=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2a --query 'Subnets[0].SubnetId' --output text)
    SG=$(aws ec2 create-security-group --group-name web --description web --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0
    ZONE=$(aws route53 create-hosted-zone --name shop.example --caller-reference t --query HostedZone.Id --output text)
    WEB=$(aws ec2 run-instances --image-id $IMAGE_APP --instance-type m5.large --subnet-id $SUBNET --security-group-ids $SG --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=web}]' --query 'Instances[0].InstanceId' --output text)
    wait
    EIP=$(aws ec2 allocate-address --query AllocationId --output text)
    aws ec2 associate-address --instance-id $WEB --allocation-id $EIP
    IP=$(aws ec2 describe-addresses --allocation-ids $EIP --query 'Addresses[0].PublicIp' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=300,ResourceRecords=[{Value=$IP}]}}]"
    export WEB

    """

  /// Content with the lab in a folder of its own.
  private func content(_ home: String) throws -> ContentCopy {
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let content = try ContentCopy(in: home)
    try FileManager.default.createDirectory(
      atPath: content.root + "/labs/live-night", withIntermediateDirectories: true)
    for (name, text) in [
      ("lab.yaml", Self.yaml), ("setup.sky", Self.setup), ("brief.ko.md", "밤입니다.\n"),
      ("brief.en.md", "It is night.\n"),
    ] { try content.write("labs/live-night/" + name, Data(text.utf8)) }
    return content
  }

  /// Does something in the lab, in a place of its own that is removed afterwards.
  private func inLab(
    _ language: Language = .en, _ body: (TestSession, _ content: ContentCopy, _ home: String) throws -> Void
  ) throws {
    let home = NSTemporaryDirectory() + "live-\(UUID().uuidString)"
    defer { do { try FileManager.default.removeItem(atPath: home) } catch { print("\(home): \(error)") } }
    let content = try content(home)
    let test = try TestSession(language, data: content.root, home: home + "/progress")
    let begun = try test.run("lab start live-night")
    #expect(begun.status == 0 && begun.text.contains("run 10s"), "\(begun.text)")
    try body(test, content, home)
  }

  @Test(arguments: Language.allCases)
  func `what is done during the fault counts`(language: Language) throws {
    try inLab(language) { test, _, _ in
      let clock = test.session.text(
        "live.clock", ["span": .duration(nanoseconds: 0), "all": .duration(nanoseconds: 360_000_000_000)])
      #expect(try test.run("lab status").text.contains(clock))
      let early = try test.run("check")
      #expect(early.status == 1 && early.text.contains("run 360s") && !early.text.contains("⟦"))
      let next = test.session.text("live.next").prefix(12)
      #expect(try !test.run("run 1m").text.contains(next))
      // The fault comes while time passes, and is told once.
      let struck = try test.run("run 90s")
      #expect(struck.text.contains(next) && !struck.text.contains("⟦"))
      #expect(try !test.run("top").text.contains(next))
      #expect(try test.run("aws ec2 start-instances --instance-ids $WEB").status == 0)
      _ = try test.run("run 4m")
      let judged = try test.run("check")
      #expect(judged.status == 0, "\(judged.text)")
      let report = try #require(test.session.verdict?.verdict.reports.first)
      // Five a second over the whole time, calls included.
      #expect(abs(report.offered - 1_800) < 200)
      #expect(report.offered == report.answered + report.lost && report.lost > 300)
      #expect(report.windows.reduce(0) { $0 + $1.offered } == report.offered)
      #expect(report.minutes.reduce(0) { $0 + $1.lost } == report.lost)
      #expect(report.causes.reduce(0) { $0 + $1.lost } == report.lost)
      #expect(report.faults.count == 1 && report.faults.first?.start == .minutes(2))
      #expect(try test.run("explain").status == 1)
      #expect(try test.run("blame").status == 1)
    }
  }

  @Test func `what is tried on a copy does not tell what the lab has in store`() throws {
    try inLab { test, _, _ in
      let tried = try test.run("fault stop-instances nobody 4m")
      #expect(tried.status != 0)
      let calm = try test.run("fault load-surge 1.5 5m")
      #expect(calm.status == 0 && !calm.text.contains("web"), "\(calm.text)")
      // In the lab's own time the fault comes all the same.
      #expect(try test.run("run 3m").text.contains("is down"))
    }
  }

  @Test func `whoever lets the time pass is judged by what came of it`() throws {
    try inLab { test, _, _ in
      _ = try test.run("run 6m")
      let judged = try test.run("check")
      #expect(judged.status == 1)
      // Its requests cannot be followed, so that nothing says so.
      #expect(!judged.text.contains("`explain") && judged.text.contains("`undo`"), "\(judged.text)")
      #expect(try !test.run("report").text.contains("`explain`"))
      // Nothing ran on a copy, and there is no other run to be worse than.
      #expect(!judged.text.contains("copies") && !judged.text.contains("worst"))
      let report = try #require(test.session.verdict?.verdict.reports.first)
      #expect(report.lost > 1_000)
      // The rest of the world's time is not judged.
      _ = try test.run("run 2m")
      _ = try test.run("check")
      #expect(test.session.verdict?.verdict.reports.first?.offered == report.offered)
    }
  }

  @Test func `users do not rest while somebody waits`() throws {
    try inLab { test, _, _ in
      _ = try test.run("sleep 6m")
      #expect(try test.run("check").status == 1)
      #expect(try #require(test.session.verdict?.verdict.reports.first).lost > 1_000)
    }
  }

  @Test func `what is drawn of the whole lab stands on its clock, whatever its pieces were`() throws {
    let home = NSTemporaryDirectory() + "live-\(UUID().uuidString)"
    defer { do { try FileManager.default.removeItem(atPath: home) } catch { print("\(home): \(error)") } }
    let test = try TestSession(data: try content(home).root, home: home + "/progress", json: true)
    let lines = [
      "lab start live-night", "run 47s", "sleep 3m", "aws ec2 describe-instances", "run 3m", "check",
    ]
    for line in lines { _ = try test.run(line) }
    let origin = try #require(test.session.workspace?.live?.origin)
    func values(_ measure: String) throws -> [Double?] {
      let answer = try test.run("plot \(measure)").text
      let result = try #require(
        try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any], "\(answer)")
      return try #require(result["values"] as? [Any]).map { $0 as? Double }
    }
    // The only server works until the fault at 2 minutes; its minutes are those of the world's clock.
    let passed = Double(origin.sinceEpoch.nanoseconds % 60_000_000_000) / 1e9
    let end = ((120 + passed) / 60).rounded(.up) * 60 - passed
    let expected: [Double?] = (0..<36).map { Double($0) * 10 + 5 < end ? 1 : 0 }
    #expect(try values("instances") == expected)
    let queue = try values("queue")
    #expect(queue.prefix(5).allSatisfy { $0 != nil } && queue.count == 36)
    let costs = try values("cost")
    #expect(costs.count == 36 && costs.prefix(6).allSatisfy { ($0 ?? 0) > 50 }, "\(costs)")
    #expect(try values("p95").prefix(12).allSatisfy { ($0 ?? 0) > 5 })
  }

  @Test func `why users cannot be sent while somebody waits is said, and no time passes`() throws {
    try inLab { test, _, _ in
      #expect(try test.run("traffic set rate 20000").status == 0)
      let before = try #require(test.session.workspace?.world.now)
      let refused = try test.run("sleep 1d")
      #expect(refused.status != 0 && refused.text.contains("1,728,000,000"), "\(refused.text)")
      #expect(test.session.workspace?.world.now == before)
      // Without users nobody is there who would not rest.
      #expect(try test.run("traffic set rate 0").status == 0)
      #expect(try test.run("sleep 1m").status == 0)
      #expect(test.session.workspace?.world.now == before + .minutes(1))
    }
  }

  @Test func `undo, redo and another process come to the same report, bit by bit`() throws {
    try inLab { test, content, home in
      for line in ["run 150s", "aws ec2 start-instances --instance-ids $WEB", "run 4m"] {
        #expect(try test.run(line).status == 0)
      }
      let workspace = try #require(test.session.workspace)
      let digest = try #require(try workspace.liveReport()).digest
      #expect(try test.run("undo 2").status == 0)
      #expect(try test.run("redo 2").status == 0)
      let redone = try #require(test.session.workspace)
      let isSame = redone.world == workspace.world
      #expect(isSame)
      #expect(try redone.liveReport()?.digest == digest)
      let other = try TestSession(data: content.root, home: home + "/progress")
      #expect(other.session.perform(words: ["lab", "status"]) == 0)
      let revived = try #require(other.session.workspace)
      #expect(revived.live == workspace.live)
      #expect(try revived.liveReport()?.digest == digest)
    }
  }

  @Test func `the acts of a file are judged, the rest of the time passing behind them`() throws {
    try inLab { test, _, home in
      let acts = home + "/acts.sky"
      try "run 150s\naws ec2 start-instances --instance-ids $WEB\n".write(
        toFile: acts, atomically: true, encoding: .utf8)
      #expect(LabCheckTool.run(lab: "live-night", commands: acts, seed: 1, in: test.session) == 0)
      #expect(LabCheckTool.run(lab: "live-night", commands: nil, seed: 1, in: test.session) == 1)
    }
  }
}
