package import EventKernel

/// A door from a VPC to a service of AWS that does not lead over the Internet.
package struct VPCEndpoint: Sendable, Equatable {
  /// How a service is reached: over routes to its addresses, or over interfaces in subnets.
  package enum Kind: String, Sendable {
    case gateway = "Gateway"
    case interface = "Interface"
  }

  /// An interface of the endpoint in a subnet.
  package struct Interface: Sendable, Equatable {
    package let subnet: SubnetID
    package let address: IPv4Address
  }

  package let id: VPCEndpointID
  package let region: Region
  package let vpc: VPCID
  package let kind: Kind
  /// The service by its short name, such as `s3`.
  package let service: String
  /// The policy as it was given, and as it is evaluated; everything is allowed when `nil`.
  package var policy: Policy?
  /// The tables of a gateway endpoint that lead to it.
  package var routeTables: [RouteTableID] = []
  package var interfaces: [Interface] = []
  package var securityGroups: [SecurityGroupID] = []
  /// Whether the service's own name leads to the endpoint in the VPC.
  package var hasPrivateDNS = false
  /// Whether that name leads there only for questions from outside the VPC, as can be said of S3.
  package var isForInboundResolversAlone = false
  package let creation: Instant
  package var tags: Tags

  /// Who may do what through an endpoint.
  package struct Policy: Sendable, Equatable {
    package let text: String
    package let document: PolicyDocument
  }

  /// The name by which calls know the service, such as `com.amazonaws.us-east-1.s3`.
  package var serviceName: String { EndpointService.fullName(service, in: region) }

  /// Whether it serves at a moment: a gateway at once, interfaces after they were made.
  package func isAvailable(at moment: Instant) -> Bool {
    kind == .gateway || moment >= creation + VPCEndpointTimings.provisioning
  }

  /// What the id of one of its interfaces is drawn from.
  func seed(ofInterface index: Int) -> UInt64 { id.bits &+ UInt64(2 * index) }

  /// The word that its DNS names have beside its id, drawn from it.
  var nameSuffix: String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    let bits = Draws.mix(id.bits)
    return String(
      decoding: (0..<8).map { letters[Int(bits >> UInt64(8 * $0) & 255) % letters.count] }, as: UTF8.self)
  }
}

/// How long the steps of a VPC endpoint's life take.
package enum VPCEndpointTimings {
  /// From the call to interfaces that serve (TEACH: AWS takes one to a few minutes).
  package static let provisioning: Duration = .seconds(60)
}

/// A service of AWS that VPCs have endpoints for.
struct EndpointService: Sendable {
  /// Its short name, such as `ssm`.
  let name: String
  let kinds: [VPCEndpoint.Kind]

  /// Those of every Region, in the order of their names (AWS PrivateLink Guide: services that integrate; a part of them).
  // Simplified: endpoint-services
  static let all =
    ["dynamodb", "s3"].map { EndpointService(name: $0, kinds: [.gateway, .interface]) }
    + [
      "autoscaling", "ec2", "ec2messages", "ecr.api", "ecr.dkr", "elasticache", "elasticloadbalancing",
      "events",
      "kms", "lambda", "logs", "monitoring", "rds", "secretsmanager", "sns", "sqs", "ssm", "ssmmessages",
      "sts",
    ].map { EndpointService(name: $0, kinds: [.interface]) }

  static func fullName(_ name: String, in region: Region) -> String {
    "com.amazonaws.\(region.rawValue).\(name)"
  }

  /// The service of a full name in a Region; `nil` when there is none.
  static func named(_ full: String, in region: Region) -> EndpointService? {
    all.first { fullName($0.name, in: region).utf8.elementsEqual(full.utf8) }
  }

  /// The name by which the service is called in a Region.
  func host(in region: Region) -> String {
    let words =
      switch name {
      case "ecr.api": "api.ecr"
      case "ecr.dkr": "*.dkr.ecr"
      default: name
      }
    return "\(words).\(region.rawValue).amazonaws.com"
  }
}

extension World {
  /// The gateway endpoints to which a route table leads.
  func gatewayEndpoints(of table: RouteTableID) -> [VPCEndpoint] {
    ec2.vpcEndpoints.rows.filter { $0.routeTables.contains(table) }
  }

  /// The ranges of the service of a gateway endpoint.
  func prefixList(of endpoint: VPCEndpoint) -> PrefixList? {
    prefixLists(in: endpoint.region).first { $0.name == endpoint.serviceName }
  }

  /// The VPC endpoint that a call names.
  func vpcEndpoint(_ text: String, in region: Region) throws(AWSError) -> VPCEndpoint {
    guard text.utf8.starts(with: "vpce-".utf8) else {
      throw AWSError("InvalidVpcEndpointId.Malformed", "Invalid Id: '\(text)' (expecting \"vpce-...\")")
    }
    guard let row = VPCEndpointID(text).flatMap({ ec2.vpcEndpoints[$0] }), row.region == region else {
      throw AWSError("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '\(text)' does not exist")
    }
    return row
  }
}
