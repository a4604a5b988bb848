import Cloud
import EventKernel
import Texts
import Traffic

/// Makers of remedies about what single machines are and how they are set.
extension RemedySite {
  /// Burstable machines that pay for what they use beyond their credits.
  func unlimitedCredits() -> [Remedy] {
    let chosen = decidingMachines.filter {
      world.catalog.instanceType($0.type)?.isBurstable == true && $0.creditMode != "unlimited"
    }
    guard !chosen.isEmpty else { return [] }
    return [
      Remedy(
        .unlimitedCredits, ["count": .integer(chosen.count)],
        chosen.map {
          "aws ec2 modify-instance-credit-specification"
            + " --instance-credit-specifications InstanceId=\($0.id),CpuCredits=unlimited"
        })
    ]
  }

  /// Machines whose application did not start are made again as it can start: with memory enough, without the line of
  /// the user data that it does not know.
  func startableMachines() -> [Remedy] {
    var found: [(key: String, machines: [Instance])] = []
    for machine in decidingMachines where machine.autoScalingGroup == nil {
      guard case .appFailed(let failure) = machine.activity else { continue }
      let key: String
      switch failure {
      case .unknownSetting(let name): key = name
      case .invalidSetting(let name, _): key = name
      case .notEnoughMemory, .noApplication, .noSystem, .tornFileSystem, .otherArchitecture, .stoppedByHand,
        .notEnabled, .noWayOut, .scriptServesNothing:
        continue
      }
      if let place = found.firstIndex(where: { $0.key == key }) {
        found[place].machines.append(machine)
      } else {
        found.append((key, [machine]))
      }
    }
    var remedies = found.map { key, machines in
      remade(
        machines,
        userData: { machine in
          machine.userData.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { Self.key(of: $0) != key }.joined(separator: "\n")
        }, .settingGone, ["key": .string(key), "count": .integer(machines.count)])
    }
    let small = decidingMachines.filter {
      guard $0.autoScalingGroup == nil, case .appFailed(.notEnoughMemory) = $0.activity else { return false }
      return true
    }
    if !small.isEmpty { remedies += largerTypes() }
    return remedies
  }

  /// Machines of a zone that a fault slows down move to the next zone.
  func machinesElsewhere() -> [Remedy] {
    let zones = experiment.faults.compactMap { $0.fault.zone ?? report.zone }
    let chosen = machines.filter { zones.contains($0.zone) && $0.autoScalingGroup == nil }
    guard let model = chosen.first,
      let zone = self.zones(of: model.vpc).first(where: { !zones.contains($0) }),
      let subnet = subnet(in: zone, of: model.vpc)
    else { return [] }
    var lines = RemedyLines(self)
    for balancer in balancers {
      if let line = enabling([zone], for: balancer) { lines.add(line) }
    }
    let pairs = chosen.map {
      (old: $0, new: lines.launch(like: $0, RemedyLines.Changes(subnet: subnet.id)))
    }
    lines.replace(pairs)
    lines.add("wait")
    return [
      Remedy(
        .otherZone, ["count": .integer(chosen.count), "zone": .string(zone.rawValue)], lines.lines)
    ]
  }

  /// A key of the user data of all machines gets a value.
  func setting(_ key: String, _ value: String, on chosen: [Instance]) -> Remedy? {
    let machines = chosen.filter { $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!") }
    guard !machines.isEmpty else { return nil }
    return remade(
      machines, userData: { Self.setting(key, value, in: $0.userData) }, .setting,
      ["setting": .string("\(key)=\(value)"), "count": .integer(machines.count)])
  }

  /// Machines are launched anew with other user data and take the places of the old ones.
  ///
  /// - Parameter before: lines that come first, such as those that make what the user data names.
  func remade(
    _ machines: [Instance], before: [String] = [], userData: (Instance) -> String, _ code: Remedy.Code,
    _ values: [String: TextValue]
  ) -> Remedy {
    var lines = RemedyLines(self)
    for line in before { lines.add(line) }
    let pairs = machines.map {
      (old: $0, new: lines.launch(like: $0, RemedyLines.Changes(userData: userData($0))))
    }
    lines.replace(pairs)
    lines.add("wait")
    return Remedy(code, values, lines.lines)
  }

  /// User data with a key set; other lines stay.
  static func setting(_ key: String, _ value: String, in userData: String) -> String {
    let others = userData.split(separator: "\n").filter { self.key(of: $0) != key }.map(String.init)
    return (others + ["\(key)=\(value)"]).joined(separator: "\n")
  }

  static func key(of line: Substring) -> String {
    var words = line.drop { $0 == " " || $0 == "\t" }
    if words.hasPrefix("export ") { words = words.dropFirst("export ".count) }
    return String(words.prefix { $0 != "=" })
  }
}
