import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// A world that lines of `aws` build, with one image, one population and one class of requests.
struct ScriptedWorld {
  static let host = "www.shop.example"
  static let region = Region(rawValue: "ap-northeast-2")
  static let zoneA = Zone(rawValue: "ap-northeast-2a")
  static let zoneB = Zone(rawValue: "ap-northeast-2b")

  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  private static let catalog: Result<Catalog, any Error> = Result { try DataRoot(path: root).catalog() }
  private static let operations: Result<OperationCatalog, any Error> = Result {
    try OperationCatalog(directory: root + "/api")
  }

  var workspace: Workspace

  var world: World { workspace.world }

  init(
    rate: Double = 20, timeout: EventKernel.Duration = .seconds(3), retries: Int = 0, port: Int = 80,
    kind: RequestClass = RequestClass(name: "page", cpu: .milliseconds(20), baseLatency: .milliseconds(10)),
    users: Int? = nil, seed: UInt64 = 7, catalog: Catalog? = nil, lines: String
  ) throws {
    var world = World(catalog: try catalog ?? Self.catalog.get(), seed: WorldSeed(seed))
    world.openAccount(in: [Self.region])
    let image = world.registerImage(
      named: "app", architecture: "x86_64",
      app: AppProfile(
        memoryGiB: 1, port: 80, healthPath: "/", warmUp: .seconds(60), backlog: 512, workers: 256),
      in: Self.region)
    world.setWorkload(
      Workload(
        populations: [
          Population(
            name: "users", city: "seoul", host: Self.host, port: port, rate: .constant(rate),
            timeout: timeout, retries: retries, users: users)
        ], classes: [kind]))
    workspace = Workspace(
      world: world, header: Journal.Header(lab: "test", worldSeed: WorldSeed(seed)), region: Self.region,
      catalog: try Self.operations.get(), variables: ["IMAGE": "\(image)"])
    try run(Self.network + lines)
  }

  /// Goes on with another world under the same names.
  mutating func replace(world: World) {
    workspace = Workspace(
      world: world, header: workspace.journal.header, region: workspace.region, catalog: workspace.catalog,
      variables: workspace.variables)
  }

  /// Goes on with other users.
  mutating func change(_ change: (inout Workload) -> Void) {
    var world = world
    var workload = world.lab.workload
    change(&workload)
    world.setWorkload(workload)
    replace(world: world)
  }

  /// Runs lines; the first that fails is an issue of the test.
  mutating func run(_ lines: String) throws {
    if let failure = ScriptRun(text: lines).run(on: &workspace) {
      Issue.record("line \(failure.line): \(failure.text)\n\(failure.reason)")
      throw failure
    }
  }

  /// Lets time pass with the users in the world itself.
  mutating func live(_ span: EventKernel.Duration) throws -> Report {
    let report = try workspace.run(for: span)
    return try #require(report)
  }

  /// The report of an experiment on a copy.
  func report(
    _ duration: EventKernel.Duration = .minutes(2), faults: [Experiment.PlannedFault] = [],
    weather: UInt64 = 1, traced: RequestReference? = nil
  ) throws -> Report {
    let run = ExperimentRun(
      experiment: Experiment(id: "test", duration: duration, faults: faults),
      weather: WeatherSeed(weather), traced: traced)
    return try #require(try run.report(on: world))
  }

  /// Names that every script uses: `$VPC`, `$SUBNET_A`, `$SUBNET_B`, `$SG`, open on port 80, `$ZONE`.
  private static let network = """
    VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)
    SUBNET_A=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2a --query 'Subnets[0].SubnetId' --output text)
    SUBNET_B=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2b --query 'Subnets[0].SubnetId' --output text)
    SG=$(aws ec2 create-security-group --group-name web --description web --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0
    ZONE=$(aws route53 create-hosted-zone --name shop.example --caller-reference t --query HostedZone.Id --output text)

    """

  /// Starts one instance in 2a, `$WEB`, with user data.
  static func instance(_ more: String = "", type: String = "m5.large") -> String {
    """
    WEB=$(aws ec2 run-instances --image-id $IMAGE --instance-type \(type) --subnet-id $SUBNET_A --security-group-ids $SG \(more) --query 'Instances[0].InstanceId' --output text)

    """
  }

  /// Points the name at the instance's address.
  static let direct = record(ttl: 300)

  /// Points the name at the instance's address, which resolvers keep for so many seconds.
  static func record(ttl: Int) -> String {
    """
    IP=$(aws ec2 describe-instances --instance-ids $WEB --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=\(ttl),ResourceRecords=[{Value=$IP}]}}]"

    """
  }

  /// A load balancer `front` in 2a and 2b with the group `web`, and the name pointing at it.
  static func balancer(health: String = "") -> String {
    """
    TG=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id $VPC \(health) --query 'TargetGroups[0].TargetGroupArn' --output text)
    LB=$(aws elbv2 create-load-balancer --name front --subnets $SUBNET_A $SUBNET_B --security-groups $SG --query 'LoadBalancers[0].LoadBalancerArn' --output text)
    aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG
    LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
    LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"

    """
  }

  /// A MySQL database `shop` whose port is open, and its name as `$DB`.
  static func database(_ more: String = "", type: String = "db.m5.large") -> String {
    """
    SG_DB=$(aws ec2 create-security-group --group-name db --description db --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG_DB --protocol tcp --port 3306 --cidr 0.0.0.0/0
    aws rds create-db-subnet-group --db-subnet-group-name db --db-subnet-group-description db --subnet-ids $SUBNET_A $SUBNET_B
    aws rds create-db-instance --db-instance-identifier shop --engine mysql --db-instance-class \(type) --allocated-storage 20 --master-username admin --master-user-password example-only --db-subnet-group-name db --vpc-security-group-ids $SG_DB \(more)
    wait
    DB=$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].Endpoint.Address' --output text)

    """
  }

  /// A read replica of `shop` in the same zone or another, and its name as `$READER`.
  static let replica = """
    aws rds create-db-instance-read-replica --db-instance-identifier reader --source-db-instance-identifier shop
    wait
    READER=$(aws rds describe-db-instances --db-instance-identifier reader --query 'DBInstances[0].Endpoint.Address' --output text)

    """

  /// A cache `keys` of one node whose port is open, and its name as `$CACHE`.
  static let cache = """
    SG_CACHE=$(aws ec2 create-security-group --group-name cache --description cache --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG_CACHE --protocol tcp --port 6379 --cidr 0.0.0.0/0
    aws elasticache create-replication-group --replication-group-id keys --replication-group-description k --engine valkey --cache-node-type cache.t3.micro --num-cache-clusters 1 --security-group-ids $SG_CACHE
    wait
    CACHE=$(aws elasticache describe-replication-groups --replication-group-id keys --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)

    """

  /// Two instances in 2a behind a load balancer, `$WEB` and `$WEB_2`, with user data.
  static func pair(_ more: String = "") -> String {
    instance(more) + "WEB_2=$WEB\n" + instance(more) + "wait\n" + balancer()
      + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB Id=$WEB_2\nwait\n"
  }

  /// A network load balancer of one zone, whose only node takes the machines `$M0`, `$M1` … in turn.
  static func node(over machines: Int) -> String {
    """
    TG=$(aws elbv2 create-target-group --name queue --protocol TCP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
    LB=$(aws elbv2 create-load-balancer --name front --type network --subnets $SUBNET_A --query 'LoadBalancers[0].LoadBalancerArn' --output text)
    aws elbv2 create-listener --load-balancer-arn $LB --protocol TCP --port 80 --default-actions Type=forward,TargetGroupArn=$TG
    LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
    LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"

    """
      + (0..<machines).map { "aws elbv2 register-targets --target-group-arn $TG --targets Id=$M\($0)\n" }
      .joined() + "wait\n"
  }

  /// A fault at a minute.
  static func fault(
    _ fault: Fault, at minute: Int = 1, lasting: Int = 5
  ) -> Experiment.PlannedFault {
    Experiment.PlannedFault(
      fault, earliest: .minutes(minute), latest: .minutes(minute),
      lasting: .minutes(lasting))
  }
}
