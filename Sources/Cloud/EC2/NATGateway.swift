package import EventKernel

/// A machine of AWS that lets a subnet's instances call out to the Internet, and nobody in.
// Simplified: nat-gateway-traffic
package struct NATGateway: Sendable, Equatable {
  /// Where it is in its life.
  package enum State: String, Sendable { case pending, failed, available, deleting, deleted }

  package let id: NATGatewayID
  package let region: Region
  package let vpc: VPCID
  package let subnet: SubnetID
  package let privateAddress: IPv4Address
  /// Its Elastic IP; `nil` for a private gateway.
  package let allocation: AllocationID?
  package let publicAddress: IPv4Address?
  package let association: AddressAssociationID?
  package var state: State
  /// AWS's code and sentence when it failed.
  package var failure: AWSError?
  package let creation: Instant
  package var deletion: Instant?
  package var tags: Tags
}

extension NATGateway {
  /// Whether it still occupies its subnet.
  var standsInSubnet: Bool { [.pending, .available, .deleting].contains(state) }
}

/// How long the steps of a NAT gateway's life take.
package enum NATGatewayTimings {
  /// From the call to `available` (TEACH).
  package static let provisioning: Duration = .seconds(90)
  /// From the call to `deleted` (TEACH).
  package static let deleting: Duration = .seconds(60)
  /// How long a deleted or failed one stays in the lists (AWS: about an hour).
  package static let forgetting: Duration = .hours(1)
}

extension World {
  /// A NAT gateway that has been provisioned serves, or has failed since its VPC has no door to the Internet.
  mutating func natGatewayIsMade(_ id: NATGatewayID) {
    guard let gateway = ec2.natGateways[id], gateway.state == .pending else { return }
    let hasDoor = ec2.internetGateways.contains { $0.row.vpc == gateway.vpc }
    let failure =
      gateway.publicAddress == nil || hasDoor
      ? nil
      : AWSError("Gateway.NotAttached", "Network \(gateway.vpc) has no Internet gateway attached")
    ec2.natGateways.update(id) {
      $0.state = failure == nil ? .available : .failed
      $0.failure = failure
    }
    if failure != nil {
      releaseAddresses(heldBy: .natGateway(id))
      schedule(.ec2(.natGatewayForgotten(id)), in: NATGatewayTimings.forgetting)
    }
    note(failure == nil ? "nat-gateway-available" : "nat-gateway-failed", "\(id)")
  }

  /// A NAT gateway that was being deleted is gone, and its Elastic IP is free.
  mutating func natGatewayIsDeleted(_ id: NATGatewayID) {
    ec2.natGateways.update(id) { $0.state = .deleted }
    releaseAddresses(heldBy: .natGateway(id))
    schedule(.ec2(.natGatewayForgotten(id)), in: NATGatewayTimings.forgetting)
    note("nat-gateway-deleted", "\(id)")
  }

  /// The NAT gateway that a call names.
  func natGateway(_ text: String, in region: Region) throws(AWSError) -> NATGateway {
    let malformed = MalformedID(text, prefix: NATGatewayKind.prefix)
    guard text.utf8.starts(with: NATGatewayKind.prefix.utf8) else {
      throw AWSError(
        "NatGatewayMalformed", "The Nat gateway ID '\(text)' is malformed", malformedID: malformed)
    }
    guard let row = NATGatewayID(text).flatMap({ ec2.natGateways[$0] }), row.region == region else {
      throw AWSError("NatGatewayNotFound", "NatGateway \(text) was not found", malformedID: malformed)
    }
    return row
  }
}
