import Cloud
import EventKernel
import Shell
import Testing
import Traffic

/// The bill of a run is that of what stands when its first fault begins.
@Suite struct RunBillTests {
  /// Three servers of a group, which a schedule brings to five every ten minutes.
  private static func world(startsAtMinute minute: Int) throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: 1,
      lines: ScriptedWorld.balancer()
        + """
        aws ec2 create-launch-template --launch-template-name web --launch-template-data "ImageId=$IMAGE,InstanceType=m5.large,SecurityGroupIds=[$SG]"
        aws autoscaling create-auto-scaling-group --auto-scaling-group-name web --launch-template LaunchTemplateName=web --min-size 3 --max-size 6 --vpc-zone-identifier "$SUBNET_A,$SUBNET_B" --target-group-arns $TG
        wait
        aws autoscaling put-scheduled-update-group-action --auto-scaling-group-name web --scheduled-action-name busy --recurrence '\(minute) * * * *' --desired-capacity 5

        """)
  }

  private func instances(_ report: Report) -> Int { report.monthlyCost.items.count { $0.code == "instance" } }

  private func bill(_ minute: Int, faultAt: EventKernel.Duration?) throws -> Int {
    let faults = faultAt.map {
      [
        Experiment.PlannedFault(
          .zonePower(ScriptedWorld.zoneA), earliest: $0, latest: $0, lasting: .minutes(2))
      ]
    }
    return instances(try Self.world(startsAtMinute: minute).report(.minutes(60), faults: faults ?? []))
  }

  @Test func `servers that a schedule starts before the fault are billed`() throws {
    #expect(try bill(30, faultAt: .minutes(59)) == 5)
  }

  @Test func `servers that come after the fault are not`() throws {
    let world = try Self.world(startsAtMinute: 30)
    #expect(world.world.monthlyCost(traffic: nil).items.count { $0.code == "instance" } == 3)
    #expect(try bill(30, faultAt: .seconds(10)) == 3)
  }

  @Test func `without a fault the bill is that of the end`() throws {
    #expect(try bill(30, faultAt: nil) == 5)
  }

  @Test func `what a replica in another Region copies, and what answers weigh, is billed byte by byte`()
    throws
  {
    let bytes = 1_000_000
    let world = try ScriptedWorld(
      kind: CauseCase.writes(1, bytes: bytes),
      lines: ScriptedWorld.database() + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct + """
          aws rds create-db-instance-read-replica --region ap-northeast-1 --db-instance-identifier reader --source-db-instance-identifier arn:aws:rds:ap-northeast-2:123456789012:db:shop
          wait

          """)
    let report = try world.report(.minutes(2))
    #expect(report.lost == 0 && report.answered > 2_000)
    let writes = try #require(report.databases.first { $0.identifier == "shop" }).queries
    let monthly = 730.0 * 3_600 / 120
    #expect(
      report.volumes.regions == [
        TrafficVolumes.Regional(
          region: ScriptedWorld.region, internetBytes: UInt64(Double(report.answered * 20_000) * monthly),
          copies: [
            TrafficVolumes.Copy(
              to: Region(rawValue: "ap-northeast-1"), bytes: UInt64(Double(writes * bytes) * monthly))
          ])
      ])
    #expect(report.volumes.regions.map(\.internetBytes) == [report.volumes.internetBytes])
    // 0.08 USD a gigabyte from Seoul.
    let billed = report.monthlyCost.items.filter { $0.code == "other-region" }.map(\.amount.dollars)
    #expect(billed.count == 1)
    #expect(abs((billed.first ?? 0) - Double(writes * bytes) * monthly / 1_073_741_824 * 0.08) < 0.000_01)
  }

  @Test func `what users of the living world are sent is billed to the cent, in the tiers of the month`()
    throws
  {
    // Twenty requests a second of 50 MB are over 50 GB in a minute: the free 100 GB end in the second.
    var world = try ScriptedWorld(
      timeout: .seconds(60),
      kind: RequestClass(name: "film", cpu: .milliseconds(5), responseBytes: 50_000_000),
      lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let begun = world.world.now
    var sent: UInt64 = 0
    for _ in 0..<3 {
      let ran = try world.workspace.run(for: .minutes(1))
      let report = try #require(ran)
      sent += report.moved.reduce(0) { $0 + $1.internetBytes }
    }
    let gigabytes = Double(sent) / 1_073_741_824
    let spans = world.world.billing.spans(until: world.world.now).filter { $0.charge.item.code == "internet" }
    let billed = spans.reduce(0.0) { $0 + $1.charge.dollars(over: $1.end - $1.start) }
    #expect(gigabytes > 150 && abs(billed - (gigabytes - 100) * 0.126) < 0.000_1)
    #expect(spans.allSatisfy { $0.start >= begun && $0.charge.usageType == "APN2-DataTransfer-Out-Bytes" })
    // Done again from the journal, it is billed the same.
    let done = world.world
    let undone = try world.workspace.undo(1)
    #expect(undone == 1 && world.world != done)
    let redone = try world.workspace.redo(1)
    #expect(redone == 1 && world.world == done)
    // The hours tell it too, and what stood.
    let hours = world.world.costsByHour().reduce(0.0) { $0 + $1.amount.dollars }
    let all = world.world.billing.spans(until: world.world.now).reduce(0.0) {
      $0 + $1.charge.dollars(over: $1.end - $1.start)
    }
    #expect(abs(hours - all) < 0.000_1 && hours > billed)
  }

  @Test func `what edge locations give users of the living world is billed to the cent, beyond what is free`()
    throws
  {
    // Twenty gigabytes a second are over a terabyte in a minute: what is free ends in the first.
    var kind = EdgeScript.objects(1)
    kind.responseBytes = 1_000_000_000
    var world = try ScriptedWorld(rate: 20, port: 443, kind: kind, lines: EdgeScript.storefront())
    var given: UInt64 = 0
    for _ in 0..<2 {
      let report = try world.live(.minutes(1))
      #expect(report.lost == 0 && report.given.map(\.requests) == [UInt64(report.offered)])
      #expect(report.given.map(\.bytes) == report.edges.map { UInt64($0.bytes) })
      given += report.given.reduce(0) { $0 + $1.bytes }
    }
    let gigabytes = Double(given) / 1_073_741_824
    let spans = world.world.billing.spans(until: world.world.now)
    let ofEdges = spans.filter { $0.charge.item.service == "CloudFront" }
    let billed = ofEdges.reduce(0.0) { $0 + $1.charge.dollars(over: $1.end - $1.start) }
    #expect(gigabytes > 2_000 && abs(billed - (gigabytes - 1_024) * 0.12) < 0.001)
    #expect(Set(ofEdges.map(\.charge.usageType)) == ["AP-DataTransfer-Out-Bytes"])
    let quantity = ofEdges.reduce(0.0) { $0 + $1.charge.quantity(over: $1.end - $1.start) }
    #expect(abs(quantity - (gigabytes - 1_024)) < 0.01)
    // The hours tell it too.
    let all = spans.reduce(0.0) { $0 + $1.charge.dollars(over: $1.end - $1.start) }
    let hours = world.world.costsByHour().reduce(0.0) { $0 + $1.amount.dollars }
    #expect(abs(hours - all) < 0.001 && hours > billed)
  }

  /// A network load balancer in two zones whose only target stands in the first.
  private static func crossing(_ kind: RequestClass, by maker: Report.Maker = .requests) throws -> Report {
    let zones = "ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,"
    let world = try ScriptedWorld(
      kind: kind,
      lines: ScriptedWorld.instance() + """
        TG=$(aws elbv2 create-target-group --name web --protocol TCP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
        LB=$(aws elbv2 create-load-balancer --name front --type network --subnets $SUBNET_A $SUBNET_B --query 'LoadBalancers[0].LoadBalancerArn' --output text)
        aws elbv2 modify-load-balancer-attributes --load-balancer-arn $LB --attributes Key=load_balancing.cross_zone.enabled,Value=true
        aws elbv2 create-listener --load-balancer-arn $LB --protocol TCP --port 80 --default-actions Type=forward,TargetGroupArn=$TG
        LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
        LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
        aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,\(zones)DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"
        wait
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
        wait

        """)
    return try Self.report(of: world, .minutes(1), by: maker)
  }

  private static func report(
    of world: ScriptedWorld, _ duration: EventKernel.Duration, by maker: Report.Maker
  ) throws -> Report {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: duration), weather: WeatherSeed(1), maker: maker)
    return try #require(try run.report(on: world.world))
  }

  @Test func `in flows, too, what failed crossed zones without its answer`() throws {
    func crossed(_ reads: Int) throws -> Double {
      let report = try Self.crossing(
        RequestClass(name: "page", cpu: .milliseconds(5), reads: reads, responseBytes: 20_000), by: .flow)
      return report.moved.reduce(0) { $0 + Double($1.crossZoneBytes) }
    }
    let answered = try crossed(0)
    let failed = try crossed(1)
    #expect(failed > 0 && abs(answered / failed / 41 - 1) < 0.02)
  }

  @Test(arguments: [Report.Maker.requests, .flow])
  func `units of load balancers are filled by requests and by answers`(maker: Report.Maker) throws {
    let monthly = 730.0 * 3_600 / 60
    func bytes(_ report: Report) -> Double {
      Double(report.volumes.loadBalancerBytes) / monthly / Double(max(1, report.offered))
    }
    // 500 bytes of a request (TEACH) and 20,000 of its answer.
    let read = try Self.report(of: ScriptedWorld(lines: ScriptedWorld.pair()), .minutes(1), by: maker)
    #expect(read.lost == 0 && abs(bytes(read) / 20_500 - 1) < 0.02, "\(bytes(read))")
    // Without a database no answer follows what is sent in.
    let sent = try Self.report(
      of: ScriptedWorld(kind: CauseCase.writes(1, bytes: 100_000), lines: ScriptedWorld.pair()), .minutes(1),
      by: maker)
    #expect(sent.lost == sent.offered && abs(bytes(sent) / 100_500 - 1) < 0.02, "\(bytes(sent))")
    // 0.008 USD an hour for a unit, which has a gigabyte an hour (facts: ELB 6.6).
    let units = sent.monthlyCost.items.filter { $0.code == "capacity-units" }.map(\.amount.dollars)
    let gigabytes = Double(sent.volumes.loadBalancerBytes) / 1_073_741_824
    #expect(units.count == 1 && abs((units.first ?? 0) - gigabytes * 0.008) < 0.01)
  }

  @Test func `requests that fail crossed zones as far as they came`() throws {
    func crossed(_ report: Report) -> Int { report.moved.reduce(0) { $0 + Int($1.crossZoneBytes) } }
    // About half of the users come in by the other zone, with 500 bytes each (TEACH), and an answer where there is one.
    let answered = try Self.crossing(
      RequestClass(name: "page", cpu: .milliseconds(5), responseBytes: 20_000))
    let ways = crossed(answered) / 20_500
    #expect(answered.lost == 0 && crossed(answered) == ways * 20_500)
    #expect(ways > answered.offered / 4 && ways < answered.offered * 3 / 4)
    // Without a database the application answers with errors, which weigh nothing here.
    let failed = try Self.crossing(
      RequestClass(name: "page", cpu: .milliseconds(5), reads: 1, responseBytes: 20_000))
    #expect(failed.lost == failed.offered && failed.causes.map(\.code) == [.databaseMissing])
    #expect(crossed(failed) == ways * 500)
  }
}
