import Assessment
import Cloud
import EventKernel
package import Traffic

/// Why a claim could not be measured.
package enum FidelityFailure: Error, Sendable {
  /// A line that builds its world failed.
  case line(String, reason: String)
  /// Its run cannot be made.
  case run(RunRefusal)
  /// Ctrl-C was typed.
  case stopped
  /// What should have happened in its world did not.
  case nothingHappened(String)
}

/// Makes the small worlds of claims and runs traffic through them.
package struct FidelityBench: Sendable {
  private let builder: WorldBuilder
  private let progress: @Sendable (Int, RunProgress) -> Bool

  static let host = "www.shop.example"
  static let city = "seoul"
  static let region = Region(rawValue: "ap-northeast-2")
  static let zone = Zone(rawValue: "ap-northeast-2a")

  /// A bench; what runs tell goes to the handler, which answers whether they go on.
  package init(builder: WorldBuilder, progress: @escaping @Sendable (Int, RunProgress) -> Bool) {
    self.builder = builder
    self.progress = progress
  }

  /// What a claim's world gives, in the claim's unit; `nil` where this part of AWS is not simulated.
  package func measure(_ claim: FidelityClaim) throws(FidelityFailure) -> Double? {
    guard let measure = claim.measure else { return nil }
    return try measure(self)
  }

  // MARK: Worlds

  /// Names that all worlds have: `$VPC`, `$SUBNET_A`, `$SUBNET_B`, `$SG`, `$ZONE`, and `$IMAGE`.
  private static let network = """
    VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)
    SUBNET_A=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2a --query 'Subnets[0].SubnetId' --output text)
    SUBNET_B=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=ap-northeast-2b --query 'Subnets[0].SubnetId' --output text)
    SG=$(aws ec2 create-security-group --group-name web --description web --vpc-id $VPC --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0
    ZONE=$(aws route53 create-hosted-zone --name shop.example --caller-reference t --query HostedZone.Id --output text)

    """

  /// A world that lines build, with one image, users in one city and one class of requests.
  func workspace(
    app: AppProfile = AppProfile(memoryGiB: 0.5), rate: Double = 0, kind: RequestClass? = nil,
    timeout: EventKernel.Duration = .seconds(3), lines: String
  ) throws(FidelityFailure) -> Workspace {
    let seed = WorldSeed(7)
    var world = World(catalog: builder.catalog, seed: seed)
    world.openAccount(in: [Self.region])
    let image = world.registerImage(named: "app", architecture: "x86_64", app: app, in: Self.region)
    if let kind {
      world.setWorkload(
        Workload(
          populations: [
            Population(
              name: "users", city: Self.city, host: Self.host, rate: .constant(rate), timeout: timeout)
          ], classes: [kind]))
    }
    var workspace = Workspace(
      world: world, header: Journal.Header(lab: "fidelity", worldSeed: seed), region: Self.region,
      catalog: builder.operations, variables: ["IMAGE": image.description])
    try run(Self.network + lines, in: &workspace)
    return workspace
  }

  /// Runs lines of a script, which all succeed.
  func run(_ lines: String, in workspace: inout Workspace) throws(FidelityFailure) {
    if let failure = ScriptRun(text: lines).run(on: &workspace) {
      throw .line(failure.text, reason: failure.reason)
    }
  }

  // MARK: Time

  /// The longest that something takes when it is begun at each quarter of a second of a span.
  ///
  /// - Parameter begin: begins it in a copy of the world, lets enough time pass, and gives the seconds that it took.
  func longest(
    over span: EventKernel.Duration, in workspace: Workspace,
    _ begin: (inout Workspace) throws(FidelityFailure) -> Double
  ) throws(FidelityFailure) -> Double {
    let step = EventKernel.Duration.milliseconds(250)
    var longest = 0.0
    for number in 0..<max(1, Int(span / step)) {
      var copy = workspace
      copy.advance(by: step * number)
      longest = max(longest, try begin(&copy))
    }
    return longest
  }

  /// The reports of a run under several weathers.
  func reports(
    of experiment: Experiment, weathers: Int, in workspace: Workspace
  ) throws(FidelityFailure) -> [Report] {
    let runs = (1...weathers).map { ExperimentRun(experiment: experiment, weather: WeatherSeed(UInt64($0))) }
    let reports: [Report]?
    do throws(RunRefusal) {
      reports = try ParallelRuns.reports(of: runs, on: workspace.world, progress: progress)
    } catch {
      throw .run(error)
    }
    guard let reports else { throw .stopped }
    return reports
  }
}

extension World {
  /// Seconds from the newest occurrence of a code to the first one of another behind it.
  func seconds(from begin: String, to end: String) throws(FidelityFailure) -> Double {
    let entries = occurrences.entries
    guard let start = entries.lastIndex(where: { $0.code == begin }) else { throw .nothingHappened(begin) }
    guard let last = entries[start...].first(where: { $0.code == end }) else { throw .nothingHappened(end) }
    return (last.at - entries[start].at).inSeconds
  }
}
