package import EventKernel

/// A virtual private cloud.
package struct VPC: Sendable, Equatable {
  package let id: VPCID
  package let region: Region
  package let cidr: CIDRBlock
  package let isDefault: Bool
  package var enablesDNSHostnames: Bool
  package var enablesDNSSupport: Bool
  package var tags: Tags
  /// The ranges that it was given beside its first one.
  package var furtherBlocks: [BlockAssociation<VPCBlockKind, CIDRBlock>] = []
  /// The ranges of IPv6 addresses that it was given.
  package var ipv6Blocks: [BlockAssociation<VPCBlockKind, IPv6Block>] = []
  /// Whether what is launched in it is on hardware that no other account uses.
  package var isDedicated = false

  /// All its ranges of IPv4 addresses, the first one first.
  package var blocks: [CIDRBlock] { [cidr] + furtherBlocks.map(\.block) }
}

/// A range of addresses that a VPC or a subnet was given after it was made.
package struct BlockAssociation<Kind: ResourceKind, Block: Sendable & Equatable>: Sendable, Equatable {
  package let id: ResourceID<Kind>
  package let block: Block
}

/// A range of a VPC's addresses in one zone.
package struct Subnet: Sendable, Equatable {
  package let id: SubnetID
  package let vpc: VPCID
  package let zone: Zone
  package let cidr: CIDRBlock
  package let isDefaultForZone: Bool
  package var mapsPublicAddressOnLaunch: Bool
  /// How many addresses were given out so far; the next one is the base plus four plus this.
  package var allocatedAddresses: Int
  /// The network ACL that decides for it; the default one of its VPC when `nil`.
  package var networkACL: NetworkACLID?
  /// Its association with a list other than the first.
  package var aclAssociation: NetworkACLAssociationID?
  package var tags: Tags
  /// Its range of IPv6 addresses.
  package var ipv6Block: BlockAssociation<SubnetBlockKind, IPv6Block>?
  /// Whether what is made in it gets an IPv6 address unasked.
  package var assignsIPv6AddressOnCreation = false
}

/// Where a subnet's packets go.
package struct RouteTable: Sendable, Equatable {
  /// Where a route leads.
  package enum Target: Sendable, Equatable {
    case internetGateway(InternetGatewayID)
    case natGateway(NATGatewayID)
    case egressOnlyGateway(EgressOnlyGatewayID)
  }

  /// Which addresses a route is for.
  package enum Destination: Sendable, Equatable {
    case ipv4(CIDRBlock)
    case ipv6(IPv6Block)
  }

  /// One rule beside the VPC's own.
  package struct Route: Sendable, Equatable {
    package var destination: Destination
    package var target: Target
  }

  package let id: RouteTableID
  package let vpc: VPCID
  /// The association that makes it the VPC's main table.
  package var mainAssociation: RouteTableAssociationID?
  package var associations: Table<RouteTableAssociationID, SubnetID>
  package var routes: [Route]
  package var tags: Tags
}

/// The door of a VPC to the Internet.
package struct InternetGateway: Sendable, Equatable {
  package let id: InternetGatewayID
  package let region: Region
  package var vpc: VPCID?
  package var tags: Tags
}

/// The way out of a VPC for IPv6, and no way in.
package struct EgressOnlyGateway: Sendable, Equatable {
  package let id: EgressOnlyGatewayID
  package let vpc: VPCID
  package var tags: Tags
}

/// A stateful firewall around network interfaces.
package struct SecurityGroup: Sendable, Equatable {
  /// Whom a rule lets through.
  package enum Peer: Sendable, Equatable {
    case cidr(CIDRBlock)
    case ipv6(IPv6Block)
    /// The ranges of a prefix list, by its id.
    case prefixList(String)
    case group(SecurityGroupID)
  }

  /// One allowed kind of flow.
  package struct Rule: Sendable, Equatable {
    package let id: SecurityGroupRuleID
    package let isEgress: Bool
    /// `tcp`, `udp`, `icmp`, a protocol number, or `-1` for all.
    package var protocolName: String
    /// The first and last port; `nil` for protocols without ports and for all.
    package var ports: ClosedRange<Int>?
    package var peer: Peer
    package var description: String?
    package var tags: Tags

    /// The group that it names; `nil` when it names addresses.
    var peerGroup: SecurityGroupID? {
      if case .group(let id) = peer { id } else { nil }
    }
  }

  package let id: SecurityGroupID
  package let vpc: VPCID
  package let name: String
  package let description: String
  package var rules: [Rule]
  package var tags: Tags
}

/// A public IPv4 address that belongs to the account until it is released.
package struct ElasticAddress: Sendable, Equatable {
  package let id: AllocationID
  package let region: Region
  package let address: IPv4Address
  package var association: AddressAssociationID?
  package var holder: Holder?
  package var tags: Tags

  /// What the address is put on.
  package enum Holder: Sendable, Equatable {
    case instance(InstanceID)
    case loadBalancer(LoadBalancerID)
    case natGateway(NATGatewayID)
  }

  /// The instance that has it.
  package var instance: InstanceID? {
    guard case .instance(let id) = holder else { return nil }
    return id
  }
}

/// The public half of a key, written into instances at their first boot.
package struct KeyPair: Sendable, Equatable {
  package let id: KeyPairID
  package let region: Region
  package let name: String
  package let keyType: String
  package let fingerprint: String
  /// The line that machines keep among the keys that may log in.
  package let publicKey: String
  package let creation: Instant
  package var tags: Tags
}

/// Everything of EC2.
package struct EC2State: Sendable, Equatable {
  package internal(set) var instances = Table<InstanceID, Instance>()
  package internal(set) var images = Table<ImageID, Image>()
  /// The account's images that were deregistered, by their Region; EC2 remembers that they were there.
  var deregisteredImages = Table<ImageID, Region>()
  /// The Regions in which the account has what every account has.
  package internal(set) var openRegions: [Region] = []
  package internal(set) var vpcs = Table<VPCID, VPC>()
  package internal(set) var subnets = Table<SubnetID, Subnet>()
  package internal(set) var routeTables = Table<RouteTableID, RouteTable>()
  package internal(set) var internetGateways = Table<InternetGatewayID, InternetGateway>()
  package internal(set) var egressOnlyGateways = Table<EgressOnlyGatewayID, EgressOnlyGateway>()
  package internal(set) var vpcEndpoints = Table<VPCEndpointID, VPCEndpoint>()
  package internal(set) var natGateways = Table<NATGatewayID, NATGateway>()
  package internal(set) var securityGroups = Table<SecurityGroupID, SecurityGroup>()
  package internal(set) var addresses = Table<AllocationID, ElasticAddress>()
  package internal(set) var keyPairs = Table<KeyPairID, KeyPair>()
  package internal(set) var launchTemplates = Table<LaunchTemplateID, LaunchTemplate>()
  package internal(set) var networkInterfaces = Table<NetworkInterfaceID, NetworkInterface>()
  package internal(set) var networkACLs = Table<NetworkACLID, NetworkACL>()
  package internal(set) var spotRequests = Table<SpotRequestID, SpotRequest>()
  /// EC2 Fleets and Spot Fleets by id.
  package internal(set) var fleets = Table<String, Fleet>()
  package internal(set) var capacityReservations = Table<CapacityReservationID, CapacityReservation>()
  package internal(set) var placementGroups = Table<PlacementGroupID, PlacementGroup>()
  package internal(set) var rootVolumeReplacements = Table<RootVolumeReplacementID, RootVolumeReplacement>()
  /// What was bought, in the order of purchase.
  package internal(set) var reservedInstances: [ReservedInstance] = []
  /// Software of the Marketplace, by product code.
  package internal(set) var products = Table<String, MarketplaceProduct>()
  package internal(set) var savingsPlans: [SavingsPlan] = []
  package internal(set) var volumes = Table<VolumeID, Volume>()
  package internal(set) var snapshots = Table<SnapshotID, Snapshot>()
  /// The Regions in which new volumes are encrypted though nobody asks.
  package internal(set) var encryptsByDefault: [Region] = []
  /// The launches of the last day that brought launch credits.
  var launchCredits: [LaunchCredits] = []
  /// What calls with a client token made, by Region, operation and token.
  var clientTokens = Table<String, RememberedCall>()
  /// How many ids were drawn for what comes along with launches.
  var accompanying: UInt64 = 0
  /// Every public address that was ever given out in this world; none is given twice.
  package internal(set) var givenAddresses = Table<IPv4Address, Bool>()
  /// The Elastic IPs that were given back, which the account can have again, by their Region.
  var releasedAddresses = Table<IPv4Address, Region>()
  /// How many machines each pool (a group's or the learner's own, by zone) has launched; gives ordinals.
  package internal(set) var launchedByPool = Table<String, Int>()

  package init() {}

  /// A launch that brought launch credits.
  struct LaunchCredits: Sendable, Equatable {
    let region: Region
    let at: Instant
  }
}

/// What instances are launched from, in numbered versions.
package struct LaunchTemplate: Sendable, Equatable {
  /// One version; what is `nil` must come from the caller.
  package struct Version: Sendable, Equatable {
    package let number: Int
    package var description: String?
    package var image: ImageID?
    /// `resolve:ssm:` and the parameter that names the image at each launch, in place of `image`.
    package var imageParameter: String?
    package var type: String?
    package var keyName: String?
    package var securityGroups: [SecurityGroupID]
    /// The subnet of its interface.
    package var subnet: SubnetID?
    /// Decoded user data.
    package var userData: String?
    package var instanceProfile: String?
    /// Whether instances get a public address; as their subnets say when `nil`.
    package var associatesPublicAddress: Bool?
    package var isTerminationProtected: Bool?
    package var instanceTags: Tags
    package var options: LaunchOptions
    package let creation: Instant
  }

  package let id: LaunchTemplateID
  package let region: Region
  package let name: String
  package var versions: [Version]
  package var defaultVersion: Int
  package let creation: Instant
  package var tags: Tags
}
