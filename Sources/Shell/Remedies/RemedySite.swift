import Cloud
import EventKernel
import Traffic

/// The world before a run and what the run says of it: what makers of remedies read.
struct RemedySite {
  let world: World
  let region: Region
  let experiment: Experiment
  let report: Report
  /// The resources that decided by the cause in question, the one that lost most first.
  let resources: [String]
  let workload: Workload
  /// The load balancers that users' names lead to; all of the Region where names lead to none.
  let balancers: [LoadBalancer]
  /// The groups behind them; all of the Region where there is no load balancer.
  let groups: [TargetGroup]
  /// The machines that do the users' work; all of the Region where users reach none.
  let machines: [Instance]

  /// - Parameter cause: what is to be remedied; `nil` where no request was lost.
  init(world: World, region: Region, experiment: Experiment, report: Report, cause: CauseCode?) {
    self.world = world
    self.region = region
    self.experiment = experiment
    self.report = report
    resources = report.causes.filter { $0.code == cause }.sorted { $0.lost > $1.lost }.map(\.resource)
    workload = experiment.workload ?? world.lab.workload
    var balancers: [LoadBalancerID] = []
    var direct: [InstanceID] = []
    for population in workload.populations {
      let answer = world.resolve(host: population.host, from: population.city)
      for address in answer.alternatives.flatMap(\.addresses) {
        switch world.endpoint(at: address) {
        case .loadBalancerNode(let id, _): if !balancers.contains(id) { balancers.append(id) }
        case .instance(let id): if !direct.contains(id) { direct.append(id) }
        case .database, .cache, .none: break
        }
      }
    }
    let reached = balancers.compactMap { world.loadBalancing.loadBalancers[$0] }
    self.balancers = reached.isEmpty && direct.isEmpty ? world.loadBalancers(in: region) : reached
    var groups: [TargetGroup] = []
    for balancer in self.balancers {
      for id in world.groups(behind: balancer.id).sorted() where !groups.contains(where: { $0.id == id }) {
        if let group = world.loadBalancing.targetGroups[id] { groups.append(group) }
      }
    }
    self.groups = groups.isEmpty && direct.isEmpty ? world.targetGroups(in: region) : groups
    var machines = direct.compactMap { world.ec2.instances[$0] }
    for group in self.groups {
      for target in group.targets.ids {
        guard let machine = world.instance(behind: target.place, of: group),
          !machines.contains(where: { $0.id == machine.id })
        else { continue }
        machines.append(machine)
      }
    }
    let living = machines.filter(\.isThere)
    let all = world.ec2.instances.rows.filter { $0.zone.region == region && $0.isThere }
    self.machines = (living.isEmpty ? all : living).sorted {
      $0.zone == $1.zone ? $0.ordinal < $1.ordinal : $0.zone < $1.zone
    }
  }

  /// The host name that most users ask.
  var host: String? { mainPopulation?.host }

  /// The port that most users connect to.
  var port: Int { mainPopulation?.port ?? 80 }

  private var mainPopulation: Population? {
    workload.populations.max { Self.most($0.rate) < Self.most($1.rate) }
  }

  /// Requests a second at the most, all users together.
  var rate: Double { workload.populations.reduce(0) { $0 + Self.most($1.rate) } }

  private static func most(_ rate: RateProfile) -> Double { rate.points.map(\.perSecond).max() ?? 0 }

  /// The mean of something over the kinds of request, by their weights.
  func mean(_ value: (RequestClass) -> Double) -> Double {
    let weights = workload.classes.reduce(0) { $0 + $1.weight }
    guard weights > 0 else { return 0 }
    return workload.classes.reduce(0) { $0 + $1.weight * value($1) } / weights
  }

  /// Whether the run takes a zone's power.
  var losesZone: Bool { experiment.faults.contains { $0.fault.kind == .zonePower } }

  /// The application on the machines; `nil` without one.
  var app: AppProfile? { machines.lazy.compactMap { world.app(of: $0) }.first }

  /// The databases of the Region that can be asked, the ones that machines are told of first.
  var databases: [DBInstance] {
    let asked = machines.compactMap { $0.settings.databaseHost.flatMap { world.databaseKey(forHost: $0) } }
    return world.rds.instances.ids.sorted { left, right in
      let (first, second) = (asked.contains(left), asked.contains(right))
      return first == second ? left.utf8.lexicographicallyPrecedes(right.utf8) : first
    }.compactMap { world.rds.instances[$0] }.filter { $0.region == region }
  }

  /// The databases that decided; all where the cause names none.
  var deciding: [DBInstance] {
    let named = databases.filter { resources.contains($0.identifier) }
    return named.isEmpty ? databases : named
  }

  /// The machines that decided; all where the cause names none.
  var decidingMachines: [Instance] {
    let named = machines.filter { machine in
      resources.contains { $0.hasPrefix(machine.id.description) }
    }
    return named.isEmpty ? machines : named
  }

  /// A subnet of a VPC in a zone from which the Internet can be reached, else any.
  func subnet(in zone: Zone, of vpc: VPCID) -> Subnet? {
    let there = world.ec2.subnets.rows.filter { $0.zone == zone && $0.vpc == vpc }
    return there.first { world.isReachableFromInternet($0.id) } ?? there.first
  }

  /// The zones of the Region in which a VPC has subnets.
  func zones(of vpc: VPCID) -> [Zone] {
    world.catalog.zones(in: region).map(\.zone).filter { subnet(in: $0, of: vpc) != nil }
  }

  /// The hosted zone that answers for a host: the one with the longest name; `nil` without one.
  func hostedZone(of host: String) -> HostedZone? {
    let name = host.lowercased() + "."
    return world.route53.zones.rows.filter {
      !$0.isPrivate && (name == $0.name || name.hasSuffix("." + $0.name))
    }
    .max { $0.name.utf8.count < $1.name.utf8.count }
  }
}

extension Instance {
  /// Whether it is not gone or going.
  var isThere: Bool { state != .terminated && state != .shuttingDown }
}
