/// A kind of resource whose ids are a prefix and 17 hexadecimal digits, as EC2's are.
package protocol ResourceKind: Sendable {
  /// What every id of the kind starts with, such as `i-`.
  static var prefix: String { get }
}

/// The id of a resource, 64 bits written as AWS writes it: `i-0a1b2c3d4e5f60718`.
package struct ResourceID<Kind: ResourceKind>: Hashable, Comparable, Sendable {
  /// The sixteen hexadecimal digits after the leading zero.
  package let bits: UInt64

  /// An id with these bits.
  package init(bits: UInt64) { self.bits = bits }

  /// The id that a text names, or `nil` when it is not the prefix, a zero and sixteen lower-case hexadecimal digits.
  package init?(_ text: String) {
    // Byte by byte and without arrays: a call looks for its ids among many kinds.
    var rest = text.utf8.makeIterator()
    for byte in Kind.prefix.utf8 {
      guard rest.next() == byte else { return nil }
    }
    guard rest.next() == UInt8(ascii: "0") else { return nil }
    var bits: UInt64 = 0
    var count = 0
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): bits = bits << 4 | UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): bits = bits << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
      default: return nil
      }
      count += 1
      guard count <= 16 else { return nil }
    }
    guard count == 16 else { return nil }
    self.bits = bits
  }

  package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension ResourceID: CustomStringConvertible {
  /// The id as AWS writes it.
  package var description: String { digits(behind: Kind.prefix, "0") }

  /// The sixteen digits alone, as ARNs of load balancers carry them.
  package var hexadecimal: String { digits(behind: "", "") }

  /// The sixteen digits behind two texts, written at once: an answer has many ids.
  private func digits(behind prefix: String, _ lead: String) -> String {
    let length = prefix.utf8.count + lead.utf8.count + 16
    return String(unsafeUninitializedCapacity: length) { buffer in
      var place = 0
      for byte in prefix.utf8 {
        buffer[place] = byte
        place += 1
      }
      for byte in lead.utf8 {
        buffer[place] = byte
        place += 1
      }
      for shift in stride(from: 60, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: bits >> UInt64(shift)) & 15
        buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        place += 1
      }
      return place
    }
  }
}

/// The kinds of resource, one caseless enum each.
package enum InstanceKind: ResourceKind { package static let prefix = "i-" }
package enum VolumeKind: ResourceKind { package static let prefix = "vol-" }
package enum ImageKind: ResourceKind { package static let prefix = "ami-" }
package enum SnapshotKind: ResourceKind { package static let prefix = "snap-" }
package enum VPCKind: ResourceKind { package static let prefix = "vpc-" }
package enum SubnetKind: ResourceKind { package static let prefix = "subnet-" }
package enum RouteTableKind: ResourceKind { package static let prefix = "rtb-" }
package enum RouteTableAssociationKind: ResourceKind { package static let prefix = "rtbassoc-" }
package enum InternetGatewayKind: ResourceKind { package static let prefix = "igw-" }
package enum NATGatewayKind: ResourceKind { package static let prefix = "nat-" }
package enum EgressOnlyGatewayKind: ResourceKind { package static let prefix = "eigw-" }
package enum VPCEndpointKind: ResourceKind { package static let prefix = "vpce-" }
package enum EndpointServiceKind: ResourceKind { package static let prefix = "vpce-svc-" }
package enum VPCBlockKind: ResourceKind { package static let prefix = "vpc-cidr-assoc-" }
package enum SubnetBlockKind: ResourceKind { package static let prefix = "subnet-cidr-assoc-" }
package enum SecurityGroupKind: ResourceKind { package static let prefix = "sg-" }
package enum SecurityGroupRuleKind: ResourceKind { package static let prefix = "sgr-" }
package enum NetworkInterfaceKind: ResourceKind { package static let prefix = "eni-" }
package enum AllocationKind: ResourceKind { package static let prefix = "eipalloc-" }
package enum AddressAssociationKind: ResourceKind { package static let prefix = "eipassoc-" }
package enum KeyPairKind: ResourceKind { package static let prefix = "key-" }
package enum ReservationKind: ResourceKind { package static let prefix = "r-" }
package enum LaunchTemplateKind: ResourceKind { package static let prefix = "lt-" }
package enum NetworkACLKind: ResourceKind { package static let prefix = "acl-" }
package enum NetworkACLAssociationKind: ResourceKind { package static let prefix = "aclassoc-" }
package enum NetworkInterfaceAttachmentKind: ResourceKind { package static let prefix = "eni-attach-" }
package enum ProfileAssociationKind: ResourceKind { package static let prefix = "iip-assoc-" }
package enum CapacityReservationKind: ResourceKind { package static let prefix = "cr-" }
package enum PlacementGroupKind: ResourceKind { package static let prefix = "pg-" }
package enum RootVolumeReplacementKind: ResourceKind { package static let prefix = "replacevol-" }
package enum DHCPOptionsKind: ResourceKind { package static let prefix = "dopt-" }
package enum LoadBalancerKind: ResourceKind { package static let prefix = "" }
package enum TargetGroupKind: ResourceKind { package static let prefix = "" }
package enum ListenerKind: ResourceKind { package static let prefix = "" }
package enum ListenerRuleKind: ResourceKind { package static let prefix = "" }

package typealias InstanceID = ResourceID<InstanceKind>
package typealias VolumeID = ResourceID<VolumeKind>
package typealias ImageID = ResourceID<ImageKind>
package typealias SnapshotID = ResourceID<SnapshotKind>
package typealias VPCID = ResourceID<VPCKind>
package typealias SubnetID = ResourceID<SubnetKind>
package typealias RouteTableID = ResourceID<RouteTableKind>
package typealias RouteTableAssociationID = ResourceID<RouteTableAssociationKind>
package typealias InternetGatewayID = ResourceID<InternetGatewayKind>
package typealias NATGatewayID = ResourceID<NATGatewayKind>
package typealias EgressOnlyGatewayID = ResourceID<EgressOnlyGatewayKind>
package typealias VPCEndpointID = ResourceID<VPCEndpointKind>
package typealias VPCBlockID = ResourceID<VPCBlockKind>
package typealias SubnetBlockID = ResourceID<SubnetBlockKind>
package typealias SecurityGroupID = ResourceID<SecurityGroupKind>
package typealias SecurityGroupRuleID = ResourceID<SecurityGroupRuleKind>
package typealias NetworkInterfaceID = ResourceID<NetworkInterfaceKind>
package typealias AllocationID = ResourceID<AllocationKind>
package typealias AddressAssociationID = ResourceID<AddressAssociationKind>
package typealias KeyPairID = ResourceID<KeyPairKind>
package typealias ReservationID = ResourceID<ReservationKind>
package typealias LaunchTemplateID = ResourceID<LaunchTemplateKind>
package typealias NetworkACLID = ResourceID<NetworkACLKind>
package typealias NetworkACLAssociationID = ResourceID<NetworkACLAssociationKind>
package typealias NetworkInterfaceAttachmentID = ResourceID<NetworkInterfaceAttachmentKind>
package typealias ProfileAssociationID = ResourceID<ProfileAssociationKind>
package typealias CapacityReservationID = ResourceID<CapacityReservationKind>
package typealias PlacementGroupID = ResourceID<PlacementGroupKind>
package typealias RootVolumeReplacementID = ResourceID<RootVolumeReplacementKind>
package typealias LoadBalancerID = ResourceID<LoadBalancerKind>
package typealias TargetGroupID = ResourceID<TargetGroupKind>
package typealias ListenerID = ResourceID<ListenerKind>
package typealias ListenerRuleID = ResourceID<ListenerRuleKind>
