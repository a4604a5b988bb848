import Cloud
import Texts
import Traffic

/// Makers of remedies about what instances send and what they read and write: the limits of types and volumes.
extension RemedySite {
  /// How much more than what is asked for a remedy gives.
  private static let reserve = 1.3

  /// The cheapest type whose network carries for ever what the machines send and get.
  func widerNetworks() -> [Remedy] {
    let chosen = decidingMachines.filter { $0.autoScalingGroup == nil }
    guard !chosen.isEmpty else { return [] }
    let sent = mean { Double($0.responseBytes + $0.writes * ($0.writeBytes ?? 0)) }
    let demand = rate * sent * Self.reserve / Double(chosen.count)
    return cheapestType(for: chosen) { ($0.networkRate?.baseline ?? 0) >= demand }
  }

  /// The cheapest type that moves for ever what the machines read and write on their volumes.
  func widerPaths() -> [Remedy] {
    let chosen = decidingMachines.filter { $0.autoScalingGroup == nil }
    guard !chosen.isEmpty else { return [] }
    let share = rate * Self.reserve / Double(chosen.count)
    let (operations, bytes) = (share * diskOperations, share * diskBytes)
    return cheapestType(for: chosen) {
      ($0.pathOperations?.baseline ?? 0) >= operations && ($0.pathBytes?.baseline ?? 0) >= bytes
    }
  }

  /// gp3 volumes with the operations and bytes a second that requests ask for, a larger one where its size limits them.
  func fasterVolumes() -> [Remedy] {
    let pairs = decidingMachines.compactMap { machine in
      world.rootVolume(of: machine).map { (machine: machine, volume: $0) }
    }
    guard !pairs.isEmpty, diskOperations > 0 else { return [] }
    let share = rate * Self.reserve / Double(pairs.count)
    let iops = min(80_000, max(3_000, Int((share * diskOperations).rounded(.up))))
    let mebibytes = Int((share * diskBytes / 1_048_576).rounded(.up))
    let throughput = min(2_000, iops / 4, max(125, mebibytes))
    let lines = pairs.map { pair in
      // 500 operations a second for each GiB (facts: EC2 2.11).
      let size = max(pair.volume.plan.sizeGiB, iops > 3_000 ? (iops + 499) / 500 : 1)
      return "aws ec2 modify-volume --volume-id \(pair.volume.id) --volume-type gp3 --size \(size)"
        + " --iops \(iops) --throughput \(throughput)"
    }
    return [
      Remedy(
        .fasterVolume,
        ["count": .integer(pairs.count), "iops": .integer(iops), "throughput": .integer(throughput)],
        lines + ["wait"])
    ]
  }

  /// Operations and bytes that a request moves on the volume of its machine, in the mean.
  private var diskOperations: Double { mean { Double(($0.diskReads ?? 0) + ($0.diskWrites ?? 0)) } }
  private var diskBytes: Double {
    mean {
      Double((($0.diskReads ?? 0) + ($0.diskWrites ?? 0)) * ($0.diskBytes ?? RequestClass.usualDiskBytes))
    }
  }

  /// The same machines of the cheapest type that is enough, on which their application fits.
  private func cheapestType(
    for chosen: [Instance], _ isEnough: (InstanceType) -> Bool
  ) -> [Remedy] {
    guard let model = chosen.first, let present = world.catalog.instanceType(model.type) else { return [] }
    let memory = world.app(of: model)?.memoryGiB ?? 0
    let fitting = world.catalog.instanceTypes.filter {
      $0.memoryGiB >= memory && $0.vCPUs >= present.vCPUs && isEnough($0) && $0.name != present.name
        && !Set($0.architectures).isDisjoint(with: present.architectures)
    }
    let priced = fitting.compactMap { type in
      world.catalog.hourlyPrice(ofInstance: type.name, in: region).map { (name: type.name, price: $0) }
    }
    guard let cheapest = priced.min(by: { ($0.price, $0.name) < ($1.price, $1.name) }) else { return [] }
    return [replaced(chosen, type: cheapest.name)].compactMap { $0 }
  }
}
