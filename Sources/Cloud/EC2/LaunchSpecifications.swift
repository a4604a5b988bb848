/// The members by which a call or a launch template says what to launch.
package struct NetworkInterfaceSpecification: Codable, Sendable {
  package var deviceIndex: Int?
  package var subnetId: String?
  package var groups: [String]?
  package var associatePublicIpAddress: Bool?
  package var privateIpAddress: String?
  package var ipv6AddressCount: Int?
  package var ipv6Addresses: [IPv6AddressMember]?
  package var deleteOnTermination: Bool?
}

/// A role for instances, by name or ARN.
package struct InstanceProfileSpecification: Codable, Sendable {
  package var arn: String?
  package var name: String?
}
