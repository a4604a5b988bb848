import EventKernel

/// `ping` from inside a machine.
extension World {
  /// Asks a host for echoes, which security groups and network ACLs must let through as ICMP.
  func ping(_ host: String, count: Int, from instance: Instance) -> MachineAnswer {
    let name = host.printable
    let own = ["localhost", "127.0.0.1", "\(instance.privateAddress)"].contains(host)
    let address: IPv4Address
    var answers = own
    // Milliseconds there and back: within a zone, between zones, to the Internet (TEACH).
    var delay = own ? 0.03 : 0.5
    if own {
      address = IPv4Address(host) ?? instance.privateAddress
    } else if let (machine, isPublic) = machine(at: host, for: .machine(instance.id)) {
      address = isPublic ? machine.publicAddress ?? machine.privateAddress : machine.privateAddress
      answers = echoes(from: instance, to: machine, isPublic: isPublic)
      if machine.zone != instance.zone { delay = machine.zone.region == instance.zone.region ? 1 : 30 }
    } else if let outside = OutsideHost(host) {
      address = outside.address
      answers = echoesOutside(from: instance, to: address)
      delay = 30
    } else if let outside = IPv4Address(host)
      ?? resolve(host: host, from: .region(instance.zone.region)).alternatives.first?.addresses.first
    {
      address = outside
    } else {
      return failed("ping: \(name): Name or service not known", 2)
    }
    var lines = ["PING \(name) (\(address)) 56(84) bytes of data."]
    if answers {
      lines += (1...count).map { "64 bytes from \(address): icmp_seq=\($0) ttl=127 time=\(delay) ms" }
    }
    lines += [
      "", "--- \(name) ping statistics ---",
      "\(count) packets transmitted, \(answers ? count : 0) received, \(answers ? 0 : 100)% packet loss",
    ]
    if answers { lines.append("rtt min/avg/max/mdev = \(delay)/\(delay)/\(delay)/0.0 ms") }
    // A packet each second; what is lost is waited for ten seconds (iputils).
    let span = Duration.seconds(count - 1 + (answers ? 0 : 10))
    return MachineAnswer(
      output: lines.map { $0 + "\n" }.joined(), status: answers ? 0 : 1, elapsed: span)
  }

  private func echoes(from instance: Instance, to machine: Instance, isPublic: Bool) -> Bool {
    guard machine.state == .running, machine.hasPower, !machine.cannotBoot else { return false }
    let near: IPv4Address
    let far: IPv4Address
    if isPublic {
      guard case .address(let seen)? = publicSource(of: .machine(instance.id), port: 443),
        isReachableFromInternet(machine.subnet), let address = machine.publicAddress
      else { return false }
      (near, far) = (seen, address)
    } else {
      (near, far) = (instance.privateAddress, machine.privateAddress)
    }
    let leaves = letsEchoes(
      instance.securityGroups, isEgress: true, peer: far, groups: isPublic ? [] : machine.securityGroups)
    let enters = letsEchoes(
      machine.securityGroups, isEgress: false, peer: near, groups: isPublic ? [] : instance.securityGroups)
    guard leaves, enters else { return false }
    guard instance.subnet != machine.subnet else { return true }
    return [(instance.subnet, far), (machine.subnet, near)].allSatisfy { subnet, peer in
      guard let list = ec2.subnets[subnet].flatMap({ networkACL(of: $0) }) else { return true }
      return list.allowsEchoes(with: peer, isEgress: true) && list.allowsEchoes(with: peer, isEgress: false)
    }
  }

  private func echoesOutside(from instance: Instance, to address: IPv4Address) -> Bool {
    guard hasWayOut(instance), letsEchoes(instance.securityGroups, isEgress: true, peer: address, groups: [])
    else { return false }
    guard let list = ec2.subnets[instance.subnet].flatMap({ networkACL(of: $0) }) else { return true }
    return list.allowsEchoes(with: address, isEgress: true)
      && list.allowsEchoes(with: address, isEgress: false)
  }

  private func letsEchoes(
    _ own: [SecurityGroupID], isEgress: Bool, peer: IPv4Address, groups: [SecurityGroupID]
  ) -> Bool {
    own.contains { id in
      (ec2.securityGroups[id]?.rules ?? []).contains { rule in
        guard rule.isEgress == isEgress, rule.coversEchoes else { return false }
        switch rule.peer {
        case .cidr(let block): return block.contains(peer)
        case .group(let group): return groups.contains(group)
        case .prefixList(let id): return prefixList(id)?.blocks.contains { $0.contains(peer) } ?? false
        case .ipv6: return false
        }
      }
    }
  }
}

extension SecurityGroup.Rule {
  /// Whether the rule is about requests for echoes, type 8 of ICMP.
  fileprivate var coversEchoes: Bool {
    switch protocolName {
    case "-1": true
    case "icmp", "1": ports.map { $0.lowerBound <= 8 && ($0.lowerBound == -1 || $0.lowerBound == 8) } ?? true
    default: false
    }
  }
}

extension NetworkACL {
  /// Whether ICMP to or from an address gets through in a direction.
  fileprivate func allowsEchoes(with address: IPv4Address, isEgress: Bool) -> Bool {
    entries(isEgress: isEgress).first {
      ["-1", "1"].contains($0.protocolNumber) && $0.range.contains(address)
    }?.allows ?? false
  }
}
