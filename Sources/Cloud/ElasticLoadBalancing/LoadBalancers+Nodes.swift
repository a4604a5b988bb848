/// A subnet of a load balancer, with the address that its node gets.
package struct SubnetMapping: Codable, Sendable {
  package var subnetId: String?
  package var allocationId: String?
  package var privateIPv4Address: String?
}

/// The subnets that a call names, plainly or with addresses.
struct SubnetChoice {
  /// The subnets in the order of the call.
  let names: [String]
  /// The mappings that choose an address.
  let mappings: [SubnetMapping]

  /// What a call chose.
  ///
  /// - Throws: AWS's errors for both kinds at once and for addresses that an application load balancer does not take.
  init(_ subnets: [String]?, _ mappings: [SubnetMapping]?, kind: LoadBalancer.Kind) throws(AWSError) {
    let mappings = mappings ?? []
    guard (subnets ?? []).isEmpty || mappings.isEmpty else {
      throw AWSError("ValidationError", "You can specify either subnets or subnet mappings, not both")
    }
    names = (subnets ?? []) + mappings.map { $0.subnetId ?? "" }
    self.mappings = mappings.filter { $0.allocationId != nil || $0.privateIPv4Address != nil }
    guard kind == .network || self.mappings.isEmpty else {
      throw AWSError(
        "InvalidConfigurationRequest", "You cannot specify addresses for an Application Load Balancer")
    }
  }
}

/// Settings that several operations check.
enum LoadBalancing {
  /// Throws unless addresses of the load balancer are IPv4, the only ones of this world.
  // Simplified: load-balancer-ipv4
  static func checkAddressType(_ type: String?) throws(AWSError) {
    guard type == nil || type == "ipv4" else {
      throw AWSError(
        "InvalidConfigurationRequest", "You must specify subnets with an associated IPv6 CIDR block.")
    }
  }
}

/// The address that a call chose for the node of a subnet.
struct ChosenAddress {
  let subnet: SubnetID
  var allocation: ElasticAddress?
  var privateAddress: IPv4Address?
}

extension World {
  /// The addresses that a call chose, checked: free Elastic IPs for the Internet, free private ones inside.
  func addresses(
    of choice: SubnetChoice, kind: LoadBalancer.Kind, isInternetFacing: Bool, heldBy owner: LoadBalancerID?,
    context: CallContext
  ) throws(AWSError) -> [ChosenAddress] {
    var chosen: [ChosenAddress] = []
    for mapping in choice.mappings {
      guard let id = SubnetID(mapping.subnetId ?? ""), let subnet = ec2.subnets[id] else { continue }
      var address = ChosenAddress(subnet: id)
      if let name = mapping.allocationId {
        guard isInternetFacing else {
          throw AWSError(
            "InvalidConfigurationRequest",
            "You cannot specify Elastic IP addresses for an internal load balancer")
        }
        guard let allocation = AllocationID(name).flatMap({ ec2.addresses[$0] }),
          allocation.region == context.region
        else { throw AWSError("AllocationIdNotFound", "The allocation IDs '\(name)' do not exist") }
        guard allocation.holder == nil || allocation.holder == owner.map({ .loadBalancer($0) }),
          !chosen.contains(where: { $0.allocation?.id == allocation.id })
        else { throw AWSError("ResourceInUse", "The allocation IDs '\(name)' are already in use") }
        address.allocation = allocation
      }
      if let text = mapping.privateIPv4Address {
        guard !isInternetFacing else {
          throw AWSError(
            "InvalidConfigurationRequest",
            "You cannot specify private IPv4 addresses for an internet-facing load balancer")
        }
        guard let wanted = IPv4Address(text), isFree(wanted, in: subnet, for: owner) else {
          throw AWSError(
            "InvalidConfigurationRequest", "The private IPv4 address '\(text)' is not available in \(id)")
        }
        address.privateAddress = wanted
      }
      chosen.append(address)
    }
    return chosen
  }

  private func isFree(_ address: IPv4Address, in subnet: Subnet, for owner: LoadBalancerID?) -> Bool {
    let kept = owner.flatMap { loadBalancing.loadBalancers[$0] }?.nodes.contains {
      $0.subnet == subnet.id && $0.privateAddress == address
    }
    return kept == true || isFree(address, in: subnet)
  }

  /// A node in each subnet; nodes that stand there already keep their addresses unless others were chosen.
  mutating func makeNodes(
    in subnets: [Subnet], with chosen: [ChosenAddress], isInternetFacing: Bool,
    keeping old: [LoadBalancer.Node], region: Region
  ) throws(AWSError) -> [LoadBalancer.Node] {
    var nodes: [LoadBalancer.Node] = []
    for subnet in subnets {
      let choice = chosen.first { $0.subnet == subnet.id }
      let kept = old.first { $0.subnet == subnet.id }
      if let kept, choice == nil {
        nodes.append(kept)
        continue
      }
      guard
        let inside = choice?.privateAddress ?? kept?.privateAddress ?? takePrivateAddress(in: subnet.id)
      else { throw AWSError("InvalidSubnet", "Not enough IP space available in \(subnet.id).") }
      let outside = choice?.allocation?.address ?? (isInternetFacing ? drawPublicAddress(in: region) : inside)
      nodes.append(
        LoadBalancer.Node(
          zone: subnet.zone, subnet: subnet.id, address: outside, privateAddress: inside,
          allocation: choice?.allocation?.id, isPrivateAddressChosen: choice?.privateAddress != nil))
    }
    return nodes
  }

  /// Marks the Elastic IPs of a load balancer's nodes as its own.
  mutating func holdAddresses(of balancer: LoadBalancer) {
    for node in balancer.nodes {
      if let allocation = node.allocation { hold(allocation, by: .loadBalancer(balancer.id)) }
    }
  }
}
