import Cloud
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// A small world of which a law speaks: drawn from a committed seed, then changed as the law says.
struct LawWorld {
  /// The seed of all worlds that laws are tried on.
  private static let seed: UInt64 = 20_261_130

  /// The zone of each machine, by its letter, in the order in which they are launched.
  var machines: [String]
  var type = "m5.large"
  /// The zones of the load balancer, by their letters; without any, the name has the addresses of the machines.
  var balancer: [String] = []
  /// Whether the second half of the machines stands in a target group of its own, with the same weight.
  var isSplit = false
  /// How targets are chosen.
  var algorithm = "round_robin"
  /// For how many seconds resolvers keep the addresses of machines.
  var ttl = 60
  var hasDatabase = false
  var hasCache = false
  /// Lines of user data beside those that name database and cache.
  var settings: [String] = []
  /// How many requests may wait on one machine.
  var backlog = 512
  /// Lines that run before the machines are launched, and at the end.
  var before = ""
  var after = ""
  /// What zones are called instead, by their letters; each keeps its id under its new name. All stay as they are when empty.
  var zoneNames: [String: String] = [:]

  var populations: [Population]
  var page: RequestClass
  var faults: [Experiment.PlannedFault] = []
  var duration: EventKernel.Duration = .minutes(1)

  /// The draws of one of a law's worlds.
  static func draws(_ law: Int, _ number: Int) -> Draws {
    Draws(seed: seed, purpose: 0, population: UInt64(law), number: UInt64(number))
  }

  /// A world of some machines in given zones whose vCPUs are busy for a share of the time.
  init(
    _ draws: Draws, zones: [String], machines: ClosedRange<Int>, load: ClosedRange<Double>,
    cpu: EventKernel.Duration = .milliseconds(100)
  ) {
    let count = machines.lowerBound + Int(draws.below(UInt64(machines.count), 0))
    // The first machines take the zones in turn, so that none is empty; chance places the others.
    self.machines = (0..<count).map { number in
      number < zones.count ? zones[number] : zones[Int(draws.below(UInt64(zones.count), 2 + number))]
    }
    let busy = draws.uniform(load.lowerBound, load.upperBound, 1)
    populations = [
      Population(
        name: "users", city: "seoul", host: ScriptedWorld.host,
        rate: .constant(busy * 2 * Double(count) / cpu.inSeconds), timeout: .seconds(3))
    ]
    page = RequestClass(name: "page", cpu: cpu, variation: .exponential, baseLatency: .milliseconds(10))
  }

  /// The same world with one thing changed.
  func with(_ change: (inout LawWorld) -> Void) -> LawWorld {
    var other = self
    change(&other)
    return other
  }

  /// Builds the world, all of it in service.
  func build() throws -> World {
    var scripted = try ScriptedWorld(kind: page, catalog: catalog(), lines: "")
    var world = scripted.world
    let image = world.registerImage(
      named: "law", architecture: "x86_64", app: AppProfile(memoryGiB: 1, backlog: backlog, workers: 4),
      in: ScriptedWorld.region)
    scripted.replace(world: world)
    try scripted.run("IMAGE=\(image)\n" + lines)
    return scripted.world
  }

  /// The catalog in which zones have traded their names; `nil` where they have not.
  private func catalog() throws -> Catalog? {
    guard !zoneNames.isEmpty else { return nil }
    var files: [String: String] = [:]
    for name in Catalog.fileNames {
      files[name] = try String(contentsOfFile: ScriptedWorld.root + "/facts/" + name, encoding: .utf8)
    }
    let lines = try #require(files["regions.tsv"]).split(separator: "\n", omittingEmptySubsequences: false)
    files["regions.tsv"] = lines.map { line in
      guard line.hasPrefix(ScriptedWorld.region.rawValue + "\t") else { return String(line) }
      var columns = line.split(separator: "\t").map(String.init)
      columns[3] = columns[3].split(separator: ",").map { pair in
        let letter = String(pair.prefix(1))
        return "\(zoneNames[letter] ?? letter)\(pair.dropFirst())"
      }.sorted().joined(separator: ",")
      return columns.joined(separator: "\t")
    }.joined(separator: "\n")
    return try Catalog(files: files)
  }

  /// The report of the experiment on a world that was built.
  func report(on world: World, weather: UInt64 = 1) throws -> Report {
    try #require(try run(weather: weather).report(on: world))
  }

  /// The run of the experiment under a weather.
  func run(weather: UInt64) -> ExperimentRun {
    ExperimentRun(
      experiment: Experiment(
        id: "law", duration: duration, workload: Workload(populations: populations, classes: [page]),
        faults: faults, settling: .zero),
      weather: WeatherSeed(weather))
  }

  /// Builds the world and gives the report.
  func report(weather: UInt64 = 1) throws -> Report { try report(on: build(), weather: weather) }

  // MARK: Lines

  private var lines: String {
    networks + (hasDatabase ? ScriptedWorld.database() : "") + (hasCache ? ScriptedWorld.cache : "")
      + before + launches + "wait\n" + (balancer.isEmpty ? records : front) + "wait\n" + after
  }

  private var networks: String {
    Set(machines + balancer).sorted().map { letter in
      "NET_\(letter.uppercased())=$(aws ec2 describe-subnets --filters"
        + " Name=availability-zone,Values=ap-northeast-2\(letter) --query 'Subnets[0].SubnetId' --output text)\n"
    }.joined()
  }

  private var launches: String {
    var data = settings
    if hasDatabase { data.append("DB_HOST=$DB") }
    if hasCache { data.append("CACHE_HOST=$CACHE") }
    let userData = data.isEmpty ? "" : "--user-data \"$DATA\" "
    let setting = data.isEmpty ? "" : "DATA=\"\(data.joined(separator: "\n"))\"\n"
    return setting
      + machines.enumerated().map { number, letter in
        "M\(number)=$(aws ec2 run-instances --image-id $IMAGE --instance-type \(type)"
          + " --subnet-id $NET_\(letter.uppercased()) --security-group-ids $SG \(userData)"
          + "--query 'Instances[0].InstanceId' --output text)\n"
      }.joined()
  }

  /// One record with the addresses of all machines.
  private var records: String {
    let addresses = machines.indices.map { number in
      "IP\(number)=$(aws ec2 describe-instances --instance-ids $M\(number)"
        + " --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)\n"
    }
    let values = machines.indices.map { "{Value=$IP\($0)}" }.joined(separator: ",")
    return addresses.joined()
      + "aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "
      + "\"Changes=[{Action=UPSERT,ResourceRecordSet={Name=\(ScriptedWorld.host),Type=A,TTL=\(ttl),"
      + "ResourceRecords=[\(values)]}}]\"\n"
  }

  private var front: String {
    let half = isSplit ? machines.count / 2 : machines.count
    let groups = isSplit ? ["web", "half"] : ["web"]
    let shares = groups.map { "{TargetGroupArn=$TG_\($0),Weight=1}" }.joined(separator: ",")
    let action =
      isSplit
      ? "Type=forward,ForwardConfig={TargetGroups=[\(shares)]}" : "Type=forward,TargetGroupArn=$TG_web"
    return groups.map(Self.group).joined()
      + groups.map { group in
        "aws elbv2 modify-target-group-attributes --target-group-arn $TG_\(group)"
          + " --attributes Key=load_balancing.algorithm.type,Value=\(algorithm)\n"
      }.joined()
      + "LB=$(aws elbv2 create-load-balancer --name front --subnets "
      + balancer.map { "$NET_\($0.uppercased())" }.joined(separator: " ")
      + " --security-groups $SG --query 'LoadBalancers[0].LoadBalancerArn' --output text)\n"
      + "aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80"
      + " --default-actions \"\(action)\"\n" + Self.alias
      + machines.indices.map { number in
        "aws elbv2 register-targets --target-group-arn $TG_\(number < half ? "web" : "half")"
          + " --targets Id=$M\(number)\n"
      }.joined()
  }

  private static func group(_ name: String) -> String {
    "TG_\(name)=$(aws elbv2 create-target-group --name \(name) --protocol HTTP --port 80 --vpc-id $VPC"
      + " --query 'TargetGroups[0].TargetGroupArn' --output text)\n"
  }

  private static let alias = """
    LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
    LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"

    """
}
