import Cloud
import CloudAPI
import EventKernel
import Texts
import Traffic

/// Makers of remedies about jobs that are not done in time.
extension RemedySite {
  /// The most machines that join a queue.
  private static let mostWorkers = 20
  /// The span between checkpoints that is proposed where none are made, or seldom ones (TEACH).
  private static let usualCheckpoint = Duration.minutes(5)

  /// The changes that could have more jobs of the queue done in time of which most are late, by the reason why they are.
  ///
  /// A single job that takes longer than the deadline is not helped by them; others of its queue may be.
  func lateJobs() -> [Remedy] {
    guard let late = report.jobs.filter({ $0.late > 0 }).max(by: { $0.late < $1.late }),
      let queue = (workload.jobs ?? []).first(where: { $0.name == late.queue }), let delay = late.delay
    else { return [] }
    let workers = world.ec2.instances.rows.filter {
      $0.zone.region == region && $0.isThere && $0.settings.jobQueue == queue.name
    }
    switch delay {
    case .noWorker: return idleMachines(for: queue) + moreWorkers(workers, queue)
    case .jobTooLong: return fullSpeed(workers) + moreWorkers(workers, queue)
    case .workLost:
      return checkpoints(workers) + savingOnNotice(workers) + onDemand(workers) + spotElsewhere(workers)
        + moreWorkers(workers, queue)
    case .savingTakesTime: return seldomCheckpoints(workers) + moreWorkers(workers, queue)
    case .slowWorkers: return fullSpeed(workers) + moreWorkers(workers, queue)
    case .workersAway:
      return onDemand(workers) + spotElsewhere(workers) + checkpoints(workers) + savingOnNotice(workers)
        + moreWorkers(workers, queue)
    case .tooFewWorkers: return moreWorkers(workers, queue) + largerWorkers(workers)
    }
  }

  // MARK: Settings

  /// Machines that users do not reach and that work on no queue begin to.
  private func idleMachines(for queue: JobQueue) -> [Remedy] {
    let idle = world.ec2.instances.rows.filter { machine in
      machine.zone.region == region && machine.isServing && machine.settings.jobQueue == nil
        && (workload.populations.isEmpty || !machines.contains { $0.id == machine.id })
    }
    return jobSetting("JOB_QUEUE", queue.name, on: idle)
  }

  /// Jobs that are saved at least every five minutes.
  private func checkpoints(_ workers: [Instance]) -> [Remedy] {
    let seldom = workers.filter {
      $0.settings.checkpointEvery == .zero || $0.settings.checkpointEvery > Self.usualCheckpoint
    }
    return jobSetting("JOB_CHECKPOINT", Self.span(Self.usualCheckpoint), on: seldom)
  }

  /// Jobs that are saved a fifth as often, or not at all.
  private func seldomCheckpoints(_ workers: [Instance]) -> [Remedy] {
    let saving = workers.filter { $0.settings.checkpointEvery > .zero }
    guard let shortest = saving.map(\.settings.checkpointEvery).min() else { return [] }
    let longer = min(shortest * 5, .hours(24))
    return jobSetting("JOB_CHECKPOINT", Self.span(longer), on: saving)
      + jobSetting("JOB_CHECKPOINT", Self.span(.zero), on: saving)
  }

  /// Spot Instances that save their jobs when they are told that they go.
  private func savingOnNotice(_ workers: [Instance]) -> [Remedy] {
    jobSetting(
      "JOB_ON_NOTICE", "save", on: workers.filter { $0.spotRequest != nil && !$0.settings.savesOnNotice })
  }

  /// A span as user data has it.
  private static func span(_ span: Duration) -> String {
    let seconds = span.wholeSeconds
    return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }

  /// A key of the user data of machines gets a value: they are stopped for it and stay who they are, but for Spot
  /// Instances, which cannot be stopped and are launched anew.
  private func jobSetting(_ key: String, _ value: String, on workers: [Instance]) -> [Remedy] {
    let chosen = workers.filter { $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!") }
    guard !chosen.isEmpty else { return [] }
    var lines = RemedyLines(self)
    let stopped = chosen.filter { $0.spotRequest == nil }
    if !stopped.isEmpty {
      let ids = stopped.map(\.id.description).joined(separator: " ")
      lines.add("aws ec2 stop-instances --instance-ids \(ids)")
      lines.add("wait")
      for machine in stopped {
        let data = Base64.encode(Self.setting(key, value, in: machine.userData).utf8)
        lines.add(
          "aws ec2 modify-instance-attribute --instance-id \(machine.id) --attribute userData --value \(data)"
        )
      }
      lines.add("aws ec2 start-instances --instance-ids \(ids)")
    }
    let spot = chosen.filter { $0.spotRequest != nil }
    if !spot.isEmpty {
      relaunch(spot, &lines) {
        RemedyLines.Changes(userData: Self.setting(key, value, in: $0.userData), isSpot: true)
      }
    }
    lines.add("wait")
    return [
      Remedy(
        .setting, ["setting": .string("\(key)=\(value)"), "count": .integer(chosen.count)], lines.lines)
    ]
  }

  /// Machines are launched anew with changes, and the old ones go.
  private func relaunch(
    _ workers: [Instance], _ lines: inout RemedyLines, _ changes: (Instance) -> RemedyLines.Changes
  ) {
    var pairs: [(old: Instance, new: String)] = []
    for worker in workers { pairs.append((old: worker, new: lines.launch(like: worker, changes(worker)))) }
    lines.replace(pairs)
  }

  // MARK: Machines

  /// Machines on demand in the place of Spot Instances: nobody takes them back.
  private func onDemand(_ workers: [Instance]) -> [Remedy] {
    let spot = workers.filter { $0.spotRequest != nil && $0.autoScalingGroup == nil }
    guard !spot.isEmpty else { return [] }
    var lines = RemedyLines(self)
    relaunch(spot, &lines) { _ in RemedyLines.Changes() }
    lines.add("wait")
    return [Remedy(.onDemand, ["count": .integer(spot.count)], lines.lines)]
  }

  /// Spot Instances of the next zone, whose capacity is a pool of its own.
  private func spotElsewhere(_ workers: [Instance]) -> [Remedy] {
    let spot = workers.filter { $0.spotRequest != nil && $0.autoScalingGroup == nil }
    let taken = spot.map(\.zone)
    guard let model = spot.first, let zone = zones(of: model.vpc).first(where: { !taken.contains($0) }),
      let subnet = subnet(in: zone, of: model.vpc)
    else { return [] }
    var lines = RemedyLines(self)
    relaunch(spot, &lines) { _ in RemedyLines.Changes(subnet: subnet.id, isSpot: true) }
    lines.add("wait")
    return [
      Remedy(.spotZone, ["count": .integer(spot.count), "zone": .string(zone.rawValue)], lines.lines)
    ]
  }

  /// Burstable machines pay for what they use beyond their credits, or make way for a type that does not burst.
  private func fullSpeed(_ workers: [Instance]) -> [Remedy] {
    let bursting = workers.filter { world.catalog.instanceType($0.type)?.isBurstable == true }
    let bound = bursting.filter { $0.creditMode != "unlimited" }
    var remedies: [Remedy] = []
    if !bound.isEmpty {
      remedies.append(
        Remedy(
          .unlimitedCredits, ["count": .integer(bound.count)],
          bound.map {
            "aws ec2 modify-instance-credit-specification"
              + " --instance-credit-specifications InstanceId=\($0.id),CpuCredits=unlimited"
          }))
    }
    let single = bursting.filter { $0.autoScalingGroup == nil }
    guard let model = single.first else { return remedies }
    let steady = fittingTypes(for: model).filter { world.catalog.instanceType($0)?.isBurstable == false }
    return remedies + steady.compactMap { replaced(single, type: $0) }
  }

  /// Machines of the next size and the one after it, of the same family.
  private func largerWorkers(_ workers: [Instance]) -> [Remedy] {
    let chosen = workers.filter { $0.autoScalingGroup == nil }
    guard let model = chosen.first, let present = world.catalog.instanceType(model.type) else { return [] }
    let family = model.type.prefix { $0 != "." }
    let larger = world.catalog.instanceTypes.filter {
      $0.name.prefix { $0 != "." } == family && $0.vCPUs > present.vCPUs
        && $0.architectures.first == present.architectures.first
    }.sorted { $0.vCPUs < $1.vCPUs }
    return larger.prefix(2).compactMap { replaced(chosen, type: $0.name) }
  }

  /// More machines on the queue: as many as it needs, and twice as many; groups that have some of them get larger.
  private func moreWorkers(_ workers: [Instance], _ queue: JobQueue) -> [Remedy] {
    let model = workers.first ?? machines.first
    let type = model?.type ?? "m5.large"
    let vCPUs = max(1, world.catalog.instanceType(type)?.vCPUs ?? 1)
    let deadline = queue.deadline ?? experiment.duration
    let rounds = max(1, Int(deadline / max(.seconds(1), queue.cpu)))
    let needed = (queue.count + rounds * vCPUs - 1) / (rounds * vCPUs)
    let counts = [max(1, needed - workers.count), max(2, 2 * needed - workers.count)]
    let chosen = counts.map { min($0, Self.mostWorkers) }
    let names = workers.compactMap(\.autoScalingGroup).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let groups = world.autoScaling.groups.rows.filter { $0.region == region && names.contains($0.name) }
    let larger = groups.flatMap { group -> [Remedy] in
      chosen.map { more -> Remedy in
        let count = group.desiredCapacity + more
        return Remedy(
          .groupSize, ["name": .string(group.name), "count": .integer(count)],
          [
            "aws autoscaling update-auto-scaling-group --auto-scaling-group-name \(ShellWord.quoted(group.name))"
              + " --min-size \(count) --desired-capacity \(count) --max-size \(max(count, group.maxSize))",
            "wait",
          ])
      }
    }
    return larger + chosen.compactMap { joining($0, queue, like: model, workers) }
  }

  /// Machines on demand that join a queue, spread over the zones with fewest of its machines; `nil` where nothing can be
  /// launched.
  private func joining(
    _ count: Int, _ queue: JobQueue, like model: Instance?, _ workers: [Instance]
  ) -> Remedy? {
    var lines = RemedyLines(self)
    let type: String
    if let model {
      type = model.type
      let data =
        model.settings.jobQueue == queue.name && !model.userData.hasPrefix("#!")
        ? model.userData : "JOB_QUEUE=\(queue.name)"
      let subnets = zones(of: model.vpc).sorted { left, right in
        let (one, other) = (workers.count { $0.zone == left }, workers.count { $0.zone == right })
        return one == other ? left < right : one < other
      }.compactMap { subnet(in: $0, of: model.vpc)?.id }
      for number in 0..<count {
        let place = subnets.isEmpty ? model.subnet : subnets[number % subnets.count]
        _ = lines.launch(like: model, RemedyLines.Changes(subnet: place, userData: data))
      }
    } else {
      let owned = world.ec2.images.rows.filter { $0.region == region && $0.owner == Account.id }
      guard let image = owned.last, let subnet = defaultSubnet,
        let group = world.ec2.securityGroups.rows.first(where: { $0.vpc == subnet.vpc })
      else { return nil }
      type = "m5.large"
      for _ in 0..<count {
        _ = lines.launch(
          image: image, type: type, subnet: subnet, groups: [group.id.description],
          userData: "JOB_QUEUE=\(queue.name)")
      }
    }
    lines.add("wait")
    return Remedy(
      .jobMachines,
      ["count": .integer(count), "type": .string(type), "queue": .string(queue.name)], lines.lines)
  }
}
