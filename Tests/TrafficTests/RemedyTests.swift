import Cloud
import CloudAPI
import EventKernel
import Shell
import Testing
import Traffic

/// For each cause a change is known that helps where the cause decides: measured, as all that is proposed.
@Suite struct RemedyTests {
  /// Causes in whose worlds no change of the cloud helps by itself: the application itself takes longer than its users
  /// wait; S3 is slow or down, and settings of distributions are not changed by what is tried.
  private static let beyondHelp: Set<CauseCode> = [
    .slowerThanClientWaits, .s3SlowDown, .s3Unavailable, .distributionDisabled, .edgeHostUnknown,
    .edgeMethodRefused, .originNotFound,
  ]

  @Test(arguments: CauseCase.all.filter { !beyondHelp.contains($0.cause) })
  func `a change of the cause's own makers loses fewer requests`(given: CauseCase) throws {
    let world = try ScriptedWorld(
      rate: given.rate, timeout: given.timeout, port: given.port, kind: given.kind, users: given.users,
      lines: given.lines)
    let found = try Self.search(
      world, given.duration, faults: given.faults, causes: [given.cause])
    let one = found.helping.filter { $0.parts.count == 1 }
    #expect(!one.isEmpty, "\(found.tried) tried")
    #expect(found.tried <= RemedySearch.mostInAll)
    for trial in found.helping {
      #expect(trial.report.lost < found.before.lost)
      #expect(!trial.parts.flatMap(\.lines).isEmpty)
      // The same users come: what is compared is the same requests.
      #expect(trial.report.offered == found.before.offered)
    }
    // The world that was asked about is as it was.
    #expect(try world.report(given.duration, faults: given.faults).digest == found.before.digest)
  }

  @Test(arguments: CauseCase.all.filter { $0.cause == .slowerThanClientWaits })
  func `where nothing helps nothing is proposed`(given: CauseCase) throws {
    let world = try ScriptedWorld(
      rate: given.rate, timeout: given.timeout, kind: given.kind, lines: given.lines)
    let found = try Self.search(
      world, given.duration, faults: given.faults, causes: [given.cause])
    #expect(found.before.lost > 0)
    #expect(found.helping.isEmpty)
  }

  @Test func `servers leave a zone that is too slow for the clients`() throws {
    let lines =
      ScriptedWorld.instance() + "wait\n" + ScriptedWorld.balancer()
      + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n"
    let world = try ScriptedWorld(lines: lines)
    let slow = ScriptedWorld.fault(.slowZone(ScriptedWorld.zoneA, delay: .seconds(4)))
    let found = try Self.search(world, .minutes(3), faults: [slow], causes: [.slowerThanClientWaits])
    #expect(found.before.causes.first { $0.lost > 0 }?.code == .slowerThanClientWaits)
    let best = try #require(found.helping.first)
    #expect(best.parts.map(\.code) == [.otherZone])
    #expect(best.report.lost == 0)
  }

  @Test func `lines that AWS refuses, and users that stop it, leave nothing behind`() throws {
    let world = try ScriptedWorld(lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let run = ExperimentRun(
      experiment: Experiment(
        id: "test", duration: .minutes(2), faults: [ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA))]),
      weather: WeatherSeed(1))
    let before = try #require(try run.report(on: world.world))
    let search = RemedySearch(workspace: world.workspace, run: run, before: before)
    #expect(try search.result { _, _ in false } == nil)
    #expect(try run.report(on: world.world)?.digest == before.digest)
  }

  @Test func `a version without an earlier image has no way back`() throws {
    let world = try ScriptedWorld(rate: 5, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let found = try Self.search(
      world, .minutes(2), faults: [ScriptedWorld.fault(Fault(.badDeploy, names: ["app"], share: 0.5))],
      causes: [.deployErrors])
    #expect(found.before.lost > 0)
    #expect(found.helping.isEmpty)
  }

  /// A group whose launch template has two versions, of an image that nothing strikes and of `app`.
  private static let grouped =
    ScriptedWorld.instance() + "wait\n" + ScriptedWorld.balancer()
      + """
      OLD=$(aws ec2 create-image --instance-id $WEB --name app-1 --query ImageId --output text)
      wait
      aws ec2 terminate-instances --instance-ids $WEB
      aws ec2 create-launch-template --launch-template-name web --launch-template-data ImageId=$OLD,InstanceType=m5.large,SecurityGroupIds=$SG
      aws ec2 create-launch-template-version --launch-template-name web --launch-template-data ImageId=$IMAGE,InstanceType=m5.large,SecurityGroupIds=$SG
      aws autoscaling create-auto-scaling-group --auto-scaling-group-name web --min-size 1 --max-size 2 --desired-capacity 1 --launch-template 'LaunchTemplateName=web,Version=$Latest' --vpc-zone-identifier $SUBNET_A --target-group-arns $TG
      sleep 300
      wait

      """

  /// The image is struck, or what the group and its template, both called `web`, have deployed last.
  @Test(arguments: ["app", "web"])
  func `a group goes back to the version of its template before the bad one`(target: String) throws {
    let world = try ScriptedWorld(rate: 5, lines: Self.grouped)
    let found = try Self.search(
      world, .minutes(2), faults: [ScriptedWorld.fault(Fault(.badDeploy, names: [target], share: 0.5))],
      causes: [.deployErrors])
    let best = try #require(found.helping.first)
    #expect(best.parts.first?.code == .templateVersion)
    #expect(best.report.lost == 0)
  }

  @Test func `users of a lost Region are led to a second one, for what its servers cost`() throws {
    let world = try ScriptedWorld(rate: 5, lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct)
    let loss = ScriptedWorld.fault(.regionLoss(ScriptedWorld.region))
    let found = try Self.search(world, .minutes(6), faults: [loss], causes: [.instanceDown])
    let best = try #require(found.helping.first)
    #expect(best.parts.first?.code == .secondRegion)
    // Three checks of ten seconds and a TTL of sixty, of five minutes.
    #expect(best.report.lost * 10 < found.before.lost * 4)
    #expect(best.report.monthlyCost.monthly.dollars > found.before.monthlyCost.monthly.dollars)
  }

  /// A database that the reads of users overload, with keys that a cache could hold.
  private static func read(_ settings: String, more: String = "") throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: 6,
      kind: RequestClass(
        name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1,
        queryCPU: .milliseconds(600), keys: 20),
      lines: ScriptedWorld.database("--storage-type gp3") + more
        + "DATA=\"DB_HOST=$DB\nDB_POOL=500\(settings)\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"") + "wait\n" + ScriptedWorld.direct)
  }

  @Test func `a cache takes the reads of an overloaded database`() throws {
    let found = try Self.search(try Self.read(""), .minutes(2), causes: [.databaseOverloaded])
    let cached = try #require(found.helping.first { $0.parts.map(\.code) == [.newCache] })
    #expect(cached.report.lost * 4 < found.before.lost)
  }

  @Test func `a replica of the cache spares the database when a node is lost`() throws {
    let world = try Self.read("\nCACHE_HOST=$CACHE", more: ScriptedWorld.cache)
    let found = try Self.search(
      world, .minutes(4), faults: [ScriptedWorld.fault(.cacheNodeFailure("keys-001"), lasting: 3)],
      causes: [.databaseOverloaded])
    let spared = try #require(found.helping.first { $0.parts.map(\.code) == [.cacheReplica] })
    #expect(spared.report.lost * 2 < found.before.lost)
  }

  /// Two load balancers behind one name, of which the second stands in for the first; blind aliases never let it.
  private static let standIn =
    ScriptedWorld.instance() + "wait\n" + """
      SUBNET_C=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2c --query 'Subnets[0].SubnetId' --output text)
      SUBNET_D=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2d --query 'Subnets[0].SubnetId' --output text)
      FAR=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_C --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)
      wait
      TG=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
      TG_FAR=$(aws elbv2 create-target-group --name far --protocol HTTP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
      aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
      aws elbv2 register-targets --target-group-arn $TG_FAR --targets Id=$FAR
      LB=$(aws elbv2 create-load-balancer --name front --subnets $SUBNET_A $SUBNET_B --security-groups $SG --query 'LoadBalancers[0].LoadBalancerArn' --output text)
      LB_FAR=$(aws elbv2 create-load-balancer --name far --subnets $SUBNET_C $SUBNET_D --security-groups $SG --query 'LoadBalancers[0].LoadBalancerArn' --output text)
      aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG
      aws elbv2 create-listener --load-balancer-arn $LB_FAR --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG_FAR
      LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
      FAR_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB_FAR --query 'LoadBalancers[0].DNSName' --output text)
      LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
      aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,SetIdentifier=near,Failover=PRIMARY,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"
      aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,SetIdentifier=far,Failover=SECONDARY,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$FAR_NAME,EvaluateTargetHealth=false}}}]"
      wait

      """

  @Test func `an alias that sees its target lets the second load balancer answer when the first is down`()
    throws
  {
    let world = try ScriptedWorld(rate: 5, lines: Self.standIn)
    let found = try Self.search(
      world, .minutes(8),
      faults: [
        ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneA), lasting: 7),
        ScriptedWorld.fault(.zonePower(ScriptedWorld.zoneB), lasting: 7),
      ], causes: [.balancerNodeDown])
    #expect(found.before.causes.contains { $0.code == .balancerNodeDown && $0.lost > 0 })
    let seeing = try #require(found.helping.first { $0.parts.map(\.code) == [.targetHealth] })
    // The nodes leave DNS after half a minute, and resolvers keep the answer for a minute more.
    #expect(seeing.report.lost * 2 < found.before.lost)
    #expect(seeing.parts[0].lines.count == 2)
  }

  private static func search(
    _ world: ScriptedWorld, _ duration: EventKernel.Duration, faults: [Experiment.PlannedFault] = [],
    causes: [CauseCode]
  ) throws -> RemedySearch.Result {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: duration, faults: faults), weather: WeatherSeed(1))
    let before = try #require(try run.report(on: world.world))
    let search = RemedySearch(workspace: world.workspace, run: run, before: before, causes: causes)
    return try #require(try search.result { _, _ in true })
  }
}
