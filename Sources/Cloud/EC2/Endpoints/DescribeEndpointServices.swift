import EventKernel

/// Lists the services that VPCs can have endpoints for.
package enum DescribeVpcEndpointServices: EC2Operation {
  package static let name = "DescribeVpcEndpointServices"

  package struct Input: Decodable, Sendable, DryRunnable {
    var serviceNames: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var serviceNames: [String]
    package var serviceDetails: [Detail]
    package var nextToken: String?
  }

  /// A service by one of the kinds of endpoints that it has.
  package struct Detail: Encodable, Sendable {
    package var serviceName: String
    package var serviceId: String
    package var serviceType: [Kind]
    package var serviceRegion: String
    package var availabilityZones: [String]
    package var owner = "amazon"
    package var baseEndpointDnsNames: [String]
    package var privateDnsName: String?
    package var vpcEndpointPolicySupported = true
    package var acceptanceRequired = false
    package var managesVpcEndpoints = false
    package var tags: [Tags.Tag] = []
    package var supportedIpAddressTypes = ["ipv4"]

    /// A kind of endpoint.
    package struct Kind: Encodable, Sendable { package var serviceType: String }

    init(_ service: EndpointService, _ kind: VPCEndpoint.Kind, in region: Region, _ world: World) {
      serviceName = EndpointService.fullName(service.name, in: region)
      let bits = serviceName.utf8.reduce(kind == .gateway ? 1 : 2) { Draws.mix($0 ^ UInt64($1)) }
      serviceId = "\(ResourceID<EndpointServiceKind>(bits: bits))"
      serviceType = [Kind(serviceType: kind.rawValue)]
      serviceRegion = region.rawValue
      availabilityZones = world.catalog.zones(in: region).map(\.zone.rawValue)
      let host = service.host(in: region)
      let end = ".amazonaws.com"
      baseEndpointDnsNames = [kind == .gateway ? host : host.dropLast(end.count) + ".vpce" + end]
      privateDnsName = kind == .gateway ? nil : host
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let asked = try named(input.serviceNames, all: EndpointService.all) { name throws(AWSError) in
      guard let found = EndpointService.named(name, in: context.region) else {
        throw AWSError("InvalidServiceName", "The Vpc Endpoint Service '\(name)' does not exist")
      }
      return found
    }
    let details = asked.flatMap { service in
      service.kinds.map { Detail(service, $0, in: context.region, now) }
    }
    let fields = FilterFields<Detail>(
      [
        "owner": { $0.owner }, "service-name": { $0.serviceName }, "service-region": { $0.serviceRegion },
        "service-type": { $0.serviceType.map(\.serviceType) },
        "supported-ip-address-types": { $0.supportedIpAddressTypes },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(details, input.filters, of: Self.self, in: now), token: input.nextToken,
      limit: input.maxResults, least: 1)
    var names: [String] = []
    for detail in page.rows where !names.contains(detail.serviceName) { names.append(detail.serviceName) }
    return Output(serviceNames: names, serviceDetails: page.rows, nextToken: page.nextToken)
  }
}
