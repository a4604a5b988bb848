package import Cloud
import EventKernel
package import Traffic

/// A world with a fault and a scaling or a failover, drawn from the committed seed, that both engines run.
///
/// What it consists of, how loaded it is and what goes wrong in it are draws; its number decides the kind of world, so
/// that all kinds come equally often.
package struct FlowScenario: Sendable, Equatable {
  /// What the scenarios of the comparison are drawn from, and what further ones are, by which nothing was tuned.
  package static let seed: UInt64 = 20_260_511
  package static let furtherSeed: UInt64 = 90_210_468
  /// How many scenarios the engines are compared over.
  package static let count = 50

  /// How many of them lie outside the bounds, so that a fourth is noticed: three near the limit of what they carry, whose
  /// availability the flow engine gives 1.8 points too high, or 0.6 and 0.8 too low.
  package static let knownOutside = 3

  /// What carries the load, and what reacts to the fault.
  package enum Kind: Int, Sendable, CaseIterable {
    /// An Auto Scaling group that follows its CPU, behind a load balancer.
    case scaling
    /// Servers behind a load balancer with a database that fails over.
    case failover
    /// The same with a cache before the database.
    case cached
    /// Servers by name, of which Route 53 leaves the ill ones out.
    case names
    /// An Auto Scaling group that replaces what is lost, with a database.
    case replacing
  }

  /// From 0.
  package let number: Int
  /// By how much fewer requests come, each with as much more work; 1 for the full size.
  package let thinning: Double
  /// What it is drawn from.
  package let seed: UInt64

  package init(number: Int, thinning: Double = 1, seed: UInt64 = FlowScenario.seed) {
    self.number = number
    self.thinning = thinning
    self.seed = seed
  }

  package var kind: Kind { Kind.allCases[number % Kind.allCases.count] }

  private var draws: Draws {
    Draws(seed: seed, purpose: 0, population: 0, number: UInt64(number))
  }

  /// How many servers there are at first.
  private var servers: Int { 3 + Int(draws.below(4, 0)) }
  /// Whether they have four vCPUs instead of two.
  private var isLarge: Bool { draws.happens(0.3, 1) }
  private var vcpus: Int { isLarge ? 4 : 2 }
  /// The image, and how long its application warms up.
  package var image: (name: String, app: AppProfile) {
    (
      "shop",
      AppProfile(
        memoryGiB: 2, warmUp: .seconds(30), backlog: draws.happens(0.5, 2) ? 128 : 64,
        workers: draws.happens(0.5, 3) ? 256 : 64)
    )
  }
  private var usesDatabase: Bool { kind != .scaling && kind != .names }

  /// Eight minutes of users and a fault after the second.
  package var run: ExperimentRun {
    let rate = draws.uniform(200, 600, 10) / thinning
    // With retries a world near its limit has two states, and chance alone decides which one it is in.
    let retries = Int(draws.below(3, 19))
    let most = draws.happens(0.5, 23) && retries == 0 ? 1.8 : 0.65
    let left = losesZone ? Double(servers - (servers + 2) / 3) / Double(servers) : 1
    let busy = draws.uniform(0.3, most, 11) * left / surge
    let databaseBusy =
      draws.happens(0.4, 24)
      ? draws.uniform(retries == 0 ? 1 : 1.5, 2, 15) : draws.uniform(0.2, 0.6, 15) / surge
    let cpu = busy * Double(servers * vcpus) / rate
    let isExponential = draws.happens(0.6, 12)
    let reads = usesDatabase ? 1 + Int(draws.below(3, 13)) : 0
    let writes = usesDatabase ? Int(draws.below(2, 14)) : 0
    // Of the database's two vCPUs; the cache keeps most of the reads away.
    let asked = Double(reads) * (kind == .cached ? 0.4 : 1) + Double(writes)
    let query = usesDatabase ? databaseBusy * 2 / (rate * asked) : 0
    let page = RequestClass(
      name: "page", weight: 3, cpu: .seconds(cpu * 0.9), variation: isExponential ? .exponential : .constant,
      baseLatency: .milliseconds(20), reads: reads, queryCPU: .seconds(query),
      keys: kind == .cached ? 2_000 : 0, skew: 1, roundTrips: 1 + Int(draws.below(3, 16)))
    let order = RequestClass(
      name: "order", weight: 1, cpu: .seconds(cpu * 1.3),
      variation: isExponential ? .exponential : .constant, baseLatency: .milliseconds(20), reads: reads,
      writes: writes, queryCPU: .seconds(query), keys: 0, writeBytes: 1_000)
    let users = Population(
      name: "users", city: draws.happens(0.5, 17) ? "seoul" : "tokyo", host: "www.shop.example",
      rate: .constant(rate), timeout: .seconds(draws.uniform(1, 5, 18)), retries: retries,
      retryDelay: .seconds(draws.uniform(0.1, 1, 20)), retryFactor: draws.happens(0.5, 21) ? 2 : 1,
      retryJitter: draws.happens(0.5, 22))
    return ExperimentRun(
      experiment: Experiment(
        id: "drawn-\(number)", duration: .minutes(8),
        workload: Workload(populations: [users], classes: [page, order]), faults: faults),
      weather: WeatherSeed(UInt64(number)))
  }

  /// Whether a zone is lost, and by how much the users' rate is multiplied at the most.
  private var losesZone: Bool { faults.contains { $0.fault.kind == .zonePower } }
  private var surge: Double { faults.reduce(1) { max($0, $1.fault.factor ?? 1) } }

  private var faults: [Experiment.PlannedFault] {
    let zone = Zone(rawValue: draws.happens(0.5, 30) ? "ap-northeast-2a" : "ap-northeast-2b")
    func planned(_ fault: Fault, lasting seconds: Double) -> Experiment.PlannedFault {
      Experiment.PlannedFault(
        fault, earliest: .seconds(120), latest: .seconds(150), lasting: .seconds(seconds))
    }
    let span = draws.uniform(60, 200, 31)
    let struck = Int(draws.below(3, 32))
    switch (kind, struck) {
    case (.scaling, 0), (.names, 0), (.replacing, 0): return [planned(.zonePower(zone), lasting: span)]
    case (.scaling, _):
      return [planned(.loadSurge(factor: draws.uniform(1.3, 2.5, 33)), lasting: span)]
    case (.names, 1):
      return [
        planned(.zonePower(zone), lasting: span),
        planned(.loadSurge(factor: draws.uniform(1.1, 1.6, 33)), lasting: span),
      ]
    case (.names, _):
      return [
        planned(.zonePower(zone), lasting: span),
        planned(.slowZone(Zone(rawValue: "ap-northeast-2c"), delay: .milliseconds(300)), lasting: span),
      ]
    case (.failover, 0): return [planned(.rebootDatabase("shop"), lasting: 1)]
    case (.failover, _), (.cached, 0):
      return [
        planned(.databaseFailure("shop"), lasting: span),
        planned(.loadSurge(factor: draws.uniform(1, 2, 33)), lasting: span),
      ]
    case (.cached, 1): return [planned(.cacheNodeFailure("shop-001"), lasting: span)]
    case (.cached, _): return [planned(.zonePower(zone), lasting: span)]
    case (.replacing, 1):
      return [
        planned(.zonePower(zone), lasting: span),
        planned(Fault(.lossyZone, zone: Zone(rawValue: "ap-northeast-2c"), share: 0.15), lasting: span),
      ]
    case (.replacing, _):
      return [
        planned(Fault(.badDeploy, names: ["web"], share: draws.uniform(0.05, 0.4, 33)), lasting: span),
        planned(.zonePower(zone), lasting: span),
      ]
    }
  }

  /// What makes the world, line by line.
  package var setup: String {
    var text = Self.network
    if usesDatabase { text += database }
    if kind == .cached { text += Self.cache }
    text += "DATA=\"\(settings)\"\n"
    switch kind {
    case .scaling, .replacing: text += group
    case .failover, .cached, .names: text += machines
    }
    text += kind == .names ? names : balancer
    return text
  }

  private static let network = """
    VPC=$(aws ec2 describe-vpcs --filters Name=is-default,Values=true --query 'Vpcs[0].VpcId' --output text)
    SUBNET_A=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2a --query 'Subnets[0].SubnetId' --output text)
    SUBNET_B=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2b --query 'Subnets[0].SubnetId' --output text)
    SUBNET_C=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2c --query 'Subnets[0].SubnetId' --output text)
    SG=$(aws ec2 create-security-group --group-name web --description web --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0
    DATA_SG=$(aws ec2 create-security-group --group-name data --description data --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $DATA_SG --protocol tcp --port 3306 --source-group $SG
    aws ec2 authorize-security-group-ingress --group-id $DATA_SG --protocol tcp --port 6379 --source-group $SG

    """

  private var database: String {
    """
    aws rds create-db-subnet-group --db-subnet-group-name data --db-subnet-group-description data --subnet-ids $SUBNET_A $SUBNET_B $SUBNET_C
    aws rds create-db-instance --db-instance-identifier shop --engine mysql --db-instance-class db.m5.large --allocated-storage \(draws.happens(0.7, 40) ? 1_000 : 400) --master-username admin --master-user-password example-only --db-subnet-group-name data --vpc-security-group-ids $DATA_SG --multi-az
    wait
    DB=$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].Endpoint.Address' --output text)

    """
  }

  private static let cache = """
    aws elasticache create-cache-subnet-group --cache-subnet-group-name data --cache-subnet-group-description data --subnet-ids $SUBNET_A $SUBNET_B $SUBNET_C
    aws elasticache create-replication-group --replication-group-id shop --replication-group-description shop --engine valkey --cache-node-type cache.m5.large --num-cache-clusters 2 --automatic-failover-enabled --multi-az-enabled --cache-subnet-group-name data --security-group-ids $DATA_SG
    wait
    CACHE=$(aws elasticache describe-replication-groups --replication-group-id shop --query 'ReplicationGroups[0].NodeGroups[0].PrimaryEndpoint.Address' --output text)

    """

  private var settings: String {
    guard usesDatabase else { return "" }
    var lines = ["DB_HOST=$DB", "DB_POOL=\([10, 30, 100][Int(draws.below(3, 41))])"]
    lines.append("DB_RETRY=\(draws.below(3, 42))")
    if kind == .cached {
      lines += ["CACHE_HOST=$CACHE", "CACHE_TTL=\(draws.happens(0.5, 43) ? 45 : 300)"]
    }
    return lines.joined(separator: "\n")
  }

  private var type: String { isLarge ? "c5.xlarge" : "m5.large" }

  private var machines: String {
    let lines = (0..<servers).map { index in
      let subnet = ["$SUBNET_A", "$SUBNET_B", "$SUBNET_C"][index % 3]
      return
        "WEB_\(index)=$(aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type \(type) --subnet-id \(subnet) --security-group-ids $SG --user-data \"$DATA\" --query 'Instances[0].InstanceId' --output text)\n"
    }
    return lines.joined() + "wait\n"
  }

  private var group: String {
    let most = kind == .scaling ? servers + 3 : servers
    let settings = usesDatabase ? ",UserData=$DATA64" : ""
    var text = """
      DATA64=$(echo "$DATA" | base64 -w 0)
      aws ec2 create-launch-template --launch-template-name web --launch-template-data "ImageId=$IMAGE_SHOP,InstanceType=\(type),SecurityGroupIds=[$SG]\(settings)"
      aws autoscaling create-auto-scaling-group --auto-scaling-group-name web --launch-template LaunchTemplateName=web --min-size \(servers) --max-size \(most) --desired-capacity \(servers) --vpc-zone-identifier "$SUBNET_A,$SUBNET_B,$SUBNET_C" --health-check-type EC2 --health-check-grace-period 60 --default-instance-warmup 60

      """
    if kind == .scaling {
      text +=
        "aws autoscaling put-scaling-policy --auto-scaling-group-name web --policy-name cpu --policy-type TargetTrackingScaling --target-tracking-configuration '{\"PredefinedMetricSpecification\":{\"PredefinedMetricType\":\"ASGAverageCPUUtilization\"},\"TargetValue\":60.0}'\n"
    }
    return text + "wait\n"
  }

  private var balancer: String {
    let interval = draws.happens(0.5, 44) ? 5 : 10
    let algorithm = ["round_robin", "least_outstanding_requests", "weighted_random"][Int(draws.below(3, 45))]
    var text = """
      TG=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id $VPC --health-check-interval-seconds \(interval) --health-check-timeout-seconds 4 --unhealthy-threshold-count 8 --healthy-threshold-count 2 --query 'TargetGroups[0].TargetGroupArn' --output text)
      aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=load_balancing.algorithm.type,Value=\(algorithm)
      LB=$(aws elbv2 create-load-balancer --name web --subnets $SUBNET_A $SUBNET_B $SUBNET_C --security-groups $SG --query 'LoadBalancers[0].LoadBalancerArn' --output text)
      aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG

      """
    switch kind {
    case .scaling, .replacing:
      text +=
        "aws autoscaling attach-load-balancer-target-groups --auto-scaling-group-name web --target-group-arns $TG\n"
    case .failover, .cached, .names:
      let targets = (0..<servers).map { "Id=$WEB_\($0)" }.joined(separator: " ")
      text += "aws elbv2 register-targets --target-group-arn $TG --targets \(targets)\n"
    }
    return text + """
      LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
      LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
      ZONE=$(aws route53 create-hosted-zone --name shop.example --caller-reference drawn --query HostedZone.Id --output text)
      aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=true}}}]"
      wait

      """
  }

  /// One multivalue record for each server, left out while its health check fails.
  private var names: String {
    var text =
      "ZONE=$(aws route53 create-hosted-zone --name shop.example --caller-reference drawn --query HostedZone.Id --output text)\n"
    for index in 0..<servers {
      text += """
        IP_\(index)=$(aws ec2 describe-instances --instance-ids $WEB_\(index) --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)
        CHECK_\(index)=$(aws route53 create-health-check --caller-reference web-\(index) --health-check-config Type=HTTP,Port=80,ResourcePath=/,RequestInterval=10,FailureThreshold=8,IPAddress=$IP_\(index) --query HealthCheck.Id --output text)
        aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=CREATE,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=10,MultiValueAnswer=true,SetIdentifier=\(index),HealthCheckId=$CHECK_\(index),ResourceRecords=[{Value=$IP_\(index)}]}}]"

        """
    }
    return text + "wait\n"
  }
}
