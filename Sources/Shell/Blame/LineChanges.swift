import Cloud

/// The single changes of a line that are tried: another value of an option, one more option.
struct LineChanges {
  /// The world that the journal leads to, which knows types, zones and groups.
  let world: World
  let region: Region

  /// The words of a line with one thing changed, the smallest changes first; none for a line that sets nothing of these.
  func changes(of words: [String]) -> [[String]] {
    guard words.count > 1 else { return [] }
    var changed: [[String]] = []
    for (position, option) in words.enumerated() where option.hasPrefix("--") && position + 1 < words.count {
      let value = words[position + 1]
      for other in values(of: option, value) where other != value {
        var copy = words
        copy[position + 1] = other
        changed.append(copy)
      }
      if option == "--subnets" || option == "--vpc-zone-identifier" {
        changed += withFurtherSubnet(words, option, at: position)
      }
      if option == "--no-multi-az" {
        var copy = words
        copy[position] = "--multi-az"
        changed.append(copy)
      }
    }
    changed += additions(to: words)
    return changed
  }

  /// Other values of an option; none for options that are left alone.
  private func values(of option: String, _ value: String) -> [String] {
    switch option {
    case "--subnet-id":
      guard let subnet = SubnetID(value).flatMap({ world.ec2.subnets[$0] }) else { return [] }
      return others(of: subnet)
    case "--instance-type": return neighbours(of: value)
    case "--db-instance-class":
      guard let present = world.catalog.dbInstanceClass(value) else { return [] }
      let larger = world.catalog.dbInstanceClasses.filter { $0.vCPUs > present.vCPUs }
      let kin = larger.filter { $0.family == present.family }
      return (kin.isEmpty ? larger : kin).prefix(2).map(\.name)
    case "--count", "--min-size", "--max-size", "--desired-capacity":
      guard let number = Int(value), (0...1_000).contains(number) else { return [] }
      return [number + 1, number + 2, number - 1].filter { $0 >= 0 }.map(String.init)
    case "--health-check-interval-seconds": return ["10", "5"]
    case "--unhealthy-threshold-count", "--healthy-threshold-count": return ["2"]
    case "--health-check-port": return ["traffic-port"]
    case "--health-check-path":
      return world.ec2.instances.rows.compactMap { world.app(of: $0)?.healthPath }.prefix(1).map { $0 }
    case "--health-check-type": return ["ELB"]
    case "--allocated-storage": return Int(value).map { ["\(min(65_536, $0 * 2))"] } ?? []
    case "--attributes":
      if value.hasSuffix("Value=false") { return ["\(value.dropLast("false".count))true"] }
      return value.hasSuffix("Value=true") ? ["\(value.dropLast("true".count))false"] : []
    default: return []
    }
  }

  /// The subnets of the other zones of a subnet's VPC, one a zone.
  private func others(of subnet: Subnet) -> [String] {
    var zones: [Zone] = [subnet.zone]
    var found: [String] = []
    for other in world.ec2.subnets.rows.sorted(by: { $0.zone < $1.zone })
    where other.vpc == subnet.vpc && !zones.contains(other.zone) {
      zones.append(other.zone)
      found.append(other.id.description)
    }
    return found
  }

  /// The next larger and the next smaller type of the family, and the cheapest that does not burst with more memory.
  private func neighbours(of name: String) -> [String] {
    guard let present = world.catalog.instanceType(name) else { return [] }
    let family = world.catalog.instanceTypes.filter {
      $0.name.prefix { $0 != "." } == name.prefix { $0 != "." }
    }
    let larger = family.filter { $0.vCPUs > present.vCPUs }.min { $0.vCPUs < $1.vCPUs }
    let smaller = family.filter { $0.vCPUs < present.vCPUs }.max { $0.vCPUs < $1.vCPUs }
    func price(_ type: InstanceType) -> Int {
      world.catalog.hourlyPrice(ofInstance: type.name, in: region) ?? .max
    }
    let roomier = world.catalog.instanceTypes.filter {
      !$0.isBurstable && $0.memoryGiB > present.memoryGiB && $0.vCPUs >= present.vCPUs
        && $0.architectures.first == present.architectures.first
    }.min { (price($0), $0.name) < (price($1), $1.name) }
    return [larger?.name, smaller?.name, roomier?.name].compactMap { $0 }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// A list of subnets with one more, of each zone that it lacks.
  private func withFurtherSubnet(_ words: [String], _ option: String, at position: Int) -> [[String]] {
    let end = words[(position + 1)...].firstIndex { $0.hasPrefix("--") } ?? words.count
    let listed = words[(position + 1)..<end].flatMap { $0.split(separator: ",") }
      .compactMap { SubnetID(String($0)) }.compactMap { world.ec2.subnets[$0] }
    guard let first = listed.first else { return [] }
    let zones = listed.map(\.zone)
    let missing = others(of: first).filter { id in
      SubnetID(id).flatMap { world.ec2.subnets[$0]?.zone }.map { !zones.contains($0) } ?? false
    }
    return missing.map { subnet in
      var copy = words
      if option == "--subnets" {
        copy.insert(subnet, at: end)
      } else {
        copy[end - 1] += ",\(subnet)"
      }
      return copy
    }
  }

  /// Options that a line could have and does not.
  private func additions(to words: [String]) -> [[String]] {
    func lacks(_ option: String) -> Bool { !words.contains(option) }
    switch (words[0], words[1]) {
    case ("ec2", "run-instances") where lacks("--count"): return [words + ["--count", "2"]]
    case ("elbv2", "create-load-balancer") where lacks("--security-groups"):
      return world.ec2.securityGroups.rows.filter { $0.name != "default" }.prefix(3).map {
        words + ["--security-groups", $0.id.description]
      }
    case ("elbv2", "create-target-group") where lacks("--health-check-interval-seconds"):
      return [words + ["--health-check-interval-seconds", "10"]]
    case ("rds", "create-db-instance") where lacks("--multi-az") && lacks("--no-multi-az"):
      return [words + ["--multi-az"]]
    case ("autoscaling", "create-auto-scaling-group") where lacks("--health-check-type"):
      return [words + ["--health-check-type", "ELB"]]
    default: return []
    }
  }
}
