import Cloud
import EventKernel
import Texts

/// Makers of remedies about how many machines of which type stand where.
extension RemedySite {
  /// How busy machines may be at the most when a zone is lost, and on any day (TEACH).
  private static let busiestAtLoss = 0.85

  /// A plan of machines over zones.
  private struct Plan {
    let type: String
    let count: Int
    let zones: [Zone]
  }

  /// Fleets of the present type and of the cheapest fitting one, over two to four zones, each as small as carries the
  /// load with a zone lost where the run takes one.
  func fleets() -> [Remedy] {
    guard let model = machines.first(where: { $0.autoScalingGroup == nil }) else { return [] }
    let all = zones(of: model.vpc).sorted { left, right in
      let (one, other) = (machines.count { $0.zone == left }, machines.count { $0.zone == right })
      return one == other ? left < right : one > other
    }
    var remedies: [Remedy] = []
    for type in fittingTypes(for: model) {
      for span in stride(from: min(4, all.count), through: losesZone ? 2 : 1, by: -1) {
        guard let count = fleetSize(of: type, zones: span) else { continue }
        let plan = Plan(type: type, count: count, zones: Array(all.prefix(min(span, count))))
        if let remedy = fleet(plan, like: model) { remedies.append(remedy) }
      }
    }
    // Three zones need the fewest machines beside the present ones; plans over more and fewer follow.
    return remedies.sorted { $0.lines.count < $1.lines.count }
  }

  /// Auto Scaling groups that keep as many instances as carry the load, or replace what a load balancer finds unhealthy.
  func groupSizes() -> [Remedy] {
    let names = Set(machines.compactMap(\.autoScalingGroup))
    var remedies: [Remedy] = []
    for group in world.autoScaling.groups.rows where group.region == region && names.contains(group.name) {
      let members = machines.filter { $0.autoScalingGroup == group.name }
      let zones = Set(group.subnets.compactMap { world.ec2.subnets[$0]?.zone }).count
      guard let type = members.first?.type else { continue }
      let line =
        "aws autoscaling update-auto-scaling-group --auto-scaling-group-name \(ShellWord.quoted(group.name))"
      let enough = fleetSize(of: type, zones: zones) ?? group.minSize
      for count in [max(group.minSize + 1, enough), max(group.minSize + 1, enough) + max(1, zones)] {
        remedies.append(
          Remedy(
            .groupSize, ["name": .string(group.name), "count": .integer(count)],
            [
              "\(line) --min-size \(count) --desired-capacity \(count) --max-size \(max(count, group.maxSize))",
              "wait",
            ]))
      }
      // Five minutes hold any start here, as the console proposes them.
      if group.healthCheckTypes.contains("ELB"), group.healthCheckGrace < .minutes(5) {
        remedies.append(
          Remedy(
            .groupGrace, ["name": .string(group.name), "span": .integer(300)],
            ["\(line) --health-check-grace-period 300"]))
      }
      if !group.healthCheckTypes.contains("ELB"), !group.targetGroups.isEmpty {
        remedies.append(
          Remedy(
            .groupHealth, ["name": .string(group.name)],
            ["\(line) --health-check-type ELB --health-check-grace-period 300"]))
      }
    }
    return remedies
  }

  /// Machines of a type with more vCPUs, and of the cheapest fitting type that does not burst.
  func largerTypes() -> [Remedy] {
    let chosen = decidingMachines.filter { $0.autoScalingGroup == nil }
    guard let model = chosen.first, let present = world.catalog.instanceType(model.type) else { return [] }
    let family = model.type.prefix { $0 != "." }
    let larger = world.catalog.instanceTypes.filter {
      $0.name.prefix { $0 != "." } == family && $0.vCPUs > present.vCPUs
        && $0.architectures.first == present.architectures.first
    }.sorted { $0.vCPUs < $1.vCPUs }
    // The next size, and the first that carries the load of all users on these machines.
    let demand = rate * mean { $0.cpu.inSeconds }
    let enough = larger.first { Double($0.vCPUs * chosen.count) * 0.7 > demand }
    var types = [larger.first?.name, enough?.name].compactMap { $0 }
    types += fittingTypes(for: model).filter { $0 != model.type }
    return types.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .compactMap { replaced(chosen, type: $0) }
  }

  /// The same machines of another type.
  func replaced(_ chosen: [Instance], type: String) -> Remedy? {
    var lines = RemedyLines(self)
    let pairs = chosen.map { (old: $0, new: lines.launch(like: $0, RemedyLines.Changes(type: type))) }
    lines.replace(pairs)
    lines.add("wait")
    return Remedy(
      .otherType, ["count": .integer(chosen.count), "type": .string(type), "old": .string(chosen[0].type)],
      lines.lines)
  }

  /// How many machines carry the load, with the fullest zone lost where the run takes one; `nil` for a type that is not
  /// known, or more machines than a learner would start.
  private func fleetSize(of type: String, zones: Int) -> Int? {
    guard let vCPUs = world.catalog.instanceType(type)?.vCPUs, zones > 0 else { return nil }
    let busy = rate * mean { $0.cpu.inSeconds } / Self.busiestAtLoss
    let needed = max(1, Int((busy / Double(vCPUs)).rounded(.up)))
    guard losesZone else { return needed <= 40 ? max(needed, 2) : nil }
    return (needed...max(needed, 40)).first { $0 - ($0 + zones - 1) / zones >= needed }
  }

  /// The type of a machine where its application fits, and the cheapest that does not burst and holds it.
  func fittingTypes(for model: Instance) -> [String] {
    let memory = world.app(of: model)?.memoryGiB ?? 0
    let present = world.catalog.instanceType(model.type)
    let architecture = present?.architectures ?? ["x86_64"]
    var types: [String] = []
    if let present, present.memoryGiB >= memory { types.append(present.name) }
    let cheapest = world.catalog.instanceTypes.filter {
      !$0.isBurstable && $0.memoryGiB >= memory && $0.vCPUs > 1
        && !Set($0.architectures).isDisjoint(with: architecture)
        && world.catalog.hourlyPrice(ofInstance: $0.name, in: region) != nil
    }.min {
      (world.catalog.hourlyPrice(ofInstance: $0.name, in: region) ?? 0, $0.name)
        < (world.catalog.hourlyPrice(ofInstance: $1.name, in: region) ?? 0, $1.name)
    }
    if let cheapest, !types.contains(cheapest.name) { types.append(cheapest.name) }
    return types
  }

  /// The lines that make a plan of the present machines: what is missing is launched, what is too much goes.
  private func fleet(_ plan: Plan, like model: Instance) -> Remedy? {
    let own = machines.filter { $0.autoScalingGroup == nil }
    var kept: [Instance] = []
    var lines = RemedyLines(self)
    var launched: [String] = []
    for (index, zone) in plan.zones.enumerated() {
      let quota = plan.count / plan.zones.count + (index < plan.count % plan.zones.count ? 1 : 0)
      let there = own.filter { $0.zone == zone && $0.type == plan.type && $0.activity == .serving }
      kept += there.prefix(quota)
      guard let subnet = subnet(in: zone, of: model.vpc) else { return nil }
      for _ in 0..<max(0, quota - there.count) {
        let changes = RemedyLines.Changes(type: plan.type, subnet: subnet.id, isPublic: false)
        launched.append(lines.launch(like: model, changes))
      }
    }
    let gone = own.filter { machine in !kept.contains { $0.id == machine.id } }
    if !launched.isEmpty { lines.add("wait") }
    let groups = self.groups.filter { $0.kind == .instance }
    let isBehind = balancers.contains { $0.state == .active } && !groups.isEmpty
    if isBehind {
      guard enter(&lines, plan, kept, launched, gone, groups) else { return nil }
    } else {
      guard let app, !model.securityGroups.isEmpty else { return nil }
      lines.targetGroup(for: app, vpc: model.vpc)
      let ids = kept.map(\.id.description) + launched
      lines.add(
        "aws elbv2 register-targets --target-group-arn $NEW_TG --targets "
          + ids.map { "Id=\($0)" }.joined(separator: " "))
      let subnets = plan.zones.compactMap { subnet(in: $0, of: model.vpc)?.id }
      guard lines.balancer(for: "$NEW_TG", subnets: subnets, securityGroups: model.securityGroups) else {
        return nil
      }
    }
    if !gone.isEmpty {
      lines.add(
        "aws ec2 terminate-instances --instance-ids "
          + gone.map(\.id.description).joined(separator: " "))
    }
    lines.add("wait")
    return Remedy(
      isBehind ? .fleet : .fleetBehindBalancer,
      [
        "count": .integer(plan.count), "type": .string(plan.type),
        "zones": .string(plan.zones.map(\.rawValue).sorted().joined(separator: ", ")),
      ], lines.lines)
  }

  /// Puts the machines of a plan behind the load balancers that stand; whether anything changes.
  private func enter(
    _ lines: inout RemedyLines, _ plan: Plan, _ kept: [Instance], _ launched: [String], _ gone: [Instance],
    _ groups: [TargetGroup]
  ) -> Bool {
    var changes = !launched.isEmpty || !gone.isEmpty
    for balancer in balancers where balancer.state == .active {
      if let line = enabling(plan.zones, for: balancer) {
        lines.add(line)
        changes = true
      }
    }
    for group in groups {
      let ids = kept.filter { !group.holds($0.id) }.map(\.id.description) + launched
      if !ids.isEmpty {
        changes = true
        lines.add(
          "aws elbv2 register-targets --target-group-arn \(group.arn) --targets "
            + ids.map { "Id=\($0)" }.joined(separator: " "))
      }
      let leaving = gone.filter { group.holds($0.id) }
      if !leaving.isEmpty {
        lines.add(
          "aws elbv2 deregister-targets --target-group-arn \(group.arn) --targets "
            + leaving.map { "Id=\($0.id)" }.joined(separator: " "))
      }
    }
    return changes
  }

  /// The line that gives a load balancer a node in further zones; `nil` where it has one in each.
  func enabling(_ zones: [Zone], for balancer: LoadBalancer) -> String? {
    let missing = zones.filter { zone in !balancer.nodes.contains { $0.zone == zone } }
    guard !missing.isEmpty else { return nil }
    let subnets = balancer.nodes.map(\.subnet) + missing.compactMap { subnet(in: $0, of: balancer.vpc)?.id }
    return "aws elbv2 set-subnets --load-balancer-arn \(balancer.arn) --subnets "
      + subnets.map(\.description).joined(separator: " ")
  }
}
