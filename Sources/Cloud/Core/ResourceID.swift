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
    let bytes = Array(text.utf8)
    let prefix = Array(Kind.prefix.utf8)
    guard bytes.count == prefix.count + 17, bytes.starts(with: prefix),
      bytes[prefix.count] == UInt8(ascii: "0")
    else { return nil }
    var bits: UInt64 = 0
    for byte in bytes[(prefix.count + 1)...] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): bits = bits << 4 | UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): bits = bits << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    self.bits = bits
  }

  package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension ResourceID: CustomStringConvertible {
  /// The id as AWS writes it.
  package var description: String { Kind.prefix + "0" + hexadecimal }

  /// The sixteen digits alone, as ARNs of load balancers carry them.
  package var hexadecimal: String {
    let digits = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
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
