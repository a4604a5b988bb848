/// The members by which a call or a launch template says what to launch.
package struct NetworkInterfaceSpecification: Codable, Sendable {
  package var deviceIndex: Int?
  package var subnetId: String?
  package var groups: [String]?
  package var associatePublicIpAddress: Bool?
  package var privateIpAddress: String?
  package var privateIpAddresses: [Address]?
  package var ipv6AddressCount: Int?
  package var ipv6Addresses: [IPv6AddressMember]?
  package var deleteOnTermination: Bool?

  /// One of the interface's addresses.
  package struct Address: Codable, Sendable {
    package var primary: Bool?
    package var privateIpAddress: String?
  }

  /// The address that is asked for: the interface's own member, or the primary one of the list, as the client writes
  /// `--private-ip-address` beside `--associate-public-ip-address`.
  var address: String? { privateIpAddress ?? privateIpAddresses?.first?.privateIpAddress }

  /// Throws for what AWS takes of a first interface and this world does not.
  ///
  /// - Parameter member: the member of the call that holds the interface, with the way to it.
  func check(in member: String) throws(AWSError) {
    guard privateIpAddresses?.count ?? 0 <= 1, privateIpAddresses?.first?.primary != false else {
      throw .notModelled(member, "PrivateIpAddresses (Primary=false)")
    }
    guard privateIpAddress == nil || privateIpAddresses == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "The parameters privateIpAddress and privateIpAddresses may not be specified together")
    }
  }
}

/// A role for instances, by name or ARN.
package struct InstanceProfileSpecification: Codable, Sendable {
  package var arn: String?
  package var name: String?
}
