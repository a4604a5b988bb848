package import EventKernel

/// A VPC endpoint as the calls show it.
package struct VPCEndpointShape: Encodable, Sendable {
  package var vpcEndpointId: String
  package var vpcEndpointType: String
  package var vpcId: String
  package var serviceName: String
  package var state: String
  package var policyDocument: String
  package var routeTableIds: [String]
  package var subnetIds: [String]
  package var groups: [GroupIdentifier]
  package var ipAddressType: String?
  package var dnsOptions: DNSOptions?
  package var privateDnsEnabled: Bool
  package var requesterManaged = false
  package var networkInterfaceIds: [String]
  package var dnsEntries: [DNSEntry]
  package var creationTimestamp: Instant
  package var tags: [Tags.Tag]
  package var ownerId = Account.id
  package var serviceRegion: String

  /// What its names answer.
  package struct DNSOptions: Encodable, Sendable {
    package var dnsRecordIpType = "ipv4"
    package var privateDnsOnlyForInboundResolverEndpoint: Bool?
  }

  /// A name that leads to it.
  package struct DNSEntry: Encodable, Sendable {
    package var dnsName: String
    package var hostedZoneId: String?
  }

  init(_ endpoint: VPCEndpoint, in world: World) {
    let isInterface = endpoint.kind == .interface
    vpcEndpointId = "\(endpoint.id)"
    vpcEndpointType = endpoint.kind.rawValue
    vpcId = "\(endpoint.vpc)"
    serviceName = endpoint.serviceName
    state = endpoint.isAvailable(at: world.now) ? "available" : "pending"
    policyDocument = endpoint.policy?.text ?? Self.openPolicy
    routeTableIds = endpoint.routeTables.map { "\($0)" }
    subnetIds = endpoint.interfaces.map { "\($0.subnet)" }
    groups = endpoint.securityGroups.map {
      GroupIdentifier(groupId: "\($0)", groupName: world.ec2.securityGroups[$0]?.name ?? "")
    }
    ipAddressType = isInterface ? "ipv4" : nil
    let isS3 = endpoint.service == "s3" && endpoint.hasPrivateDNS
    dnsOptions =
      isInterface
      ? DNSOptions(
        privateDnsOnlyForInboundResolverEndpoint: isS3 ? endpoint.isForInboundResolversAlone : nil) : nil
    privateDnsEnabled = endpoint.hasPrivateDNS
    networkInterfaceIds = endpoint.interfaces.indices.map {
      "\(NetworkInterfaceID(bits: Draws.mix(endpoint.seed(ofInterface: $0))))"
    }
    dnsEntries = Self.names(of: endpoint, in: world)
    creationTimestamp = endpoint.creation
    tags = endpoint.tags.all
    serviceRegion = endpoint.region.rawValue
  }

  /// The policy of an endpoint that was given none.
  private static let openPolicy =
    #"{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#

  private static func names(of endpoint: VPCEndpoint, in world: World) -> [DNSEntry] {
    guard endpoint.kind == .interface else { return [] }
    let region = endpoint.region.rawValue
    let star = endpoint.service == "s3" ? "*." : ""
    let stem = "\(star)\(endpoint.id)-\(endpoint.nameSuffix)"
    let service = "\(endpoint.service.split(separator: ".").reversed().joined(separator: "."))"
    let end = "\(service).\(region).vpce.amazonaws.com"
    let zones = endpoint.interfaces.compactMap { world.ec2.subnets[$0.subnet]?.zone.rawValue }
    var names = ["\(stem).\(end)"] + zones.map { "\(stem)-\($0).\(end)" }
    if endpoint.hasPrivateDNS, let host = EndpointService.all.first(where: { $0.name == endpoint.service }) {
      names.append(host.host(in: endpoint.region))
    }
    return names.map { DNSEntry(dnsName: $0, hostedZoneId: hostedZones[region]) }
  }

  /// The zones of the names, which alias records name (AWS General Reference: Elastic Load Balancing and PrivateLink).
  private static let hostedZones = [
    "us-east-1": "Z7HUB22UULQXV", "us-east-2": "ZC8PG0KIFKBRI", "us-west-2": "Z1YSA3EXCYUU9Z",
    "ap-northeast-1": "Z2E726K9Y6RL4W", "ap-northeast-2": "Z27UANNT0PRK1T",
  ]
}
