/// Who makes a web request, as the network sees it.
enum WebVisitor: Sendable, Equatable {
  /// Somebody on the Internet with an address: the learner, or an edge location of CloudFront.
  case outside(IPv4Address)
  /// A machine of this world.
  case machine(InstanceID)
}

extension World {
  /// The address of an edge location that fetches from origins, one of those that the prefix list of CloudFront names.
  package static let edgeAddress = IPv4Address(bits: 130 << 24 | 176 << 16 | 10)

  /// What security groups see of a visitor that calls something by a public address; `nil` when it has no way there.
  func publicSource(of visitor: WebVisitor, port: Int) -> FlowSource? {
    switch visitor {
    case .outside(let address): return .address(address)
    case .machine(let id):
      guard let instance = ec2.instances[id], reachesInternet(from: instance, port: port) else { return nil }
      return (instance.publicAddress ?? natAddress(of: instance)).map { .address($0) }
    }
  }

  /// What security groups see of a visitor that calls something in a VPC by its private address; `nil` from outside of it.
  func privateSource(of visitor: WebVisitor, in vpc: VPCID) -> FlowSource? {
    guard case .machine(let id) = visitor, let instance = ec2.instances[id], instance.vpc == vpc else {
      return nil
    }
    return .groups(instance.securityGroups, instance.privateAddress)
  }
}
