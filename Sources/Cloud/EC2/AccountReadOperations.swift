import EventKernel

/// What the account itself has, and reads of things that every VPC and address has.
enum AccountReadOperations {
  static let all: [any Operation.Type] = [
    DescribeAccountAttributes.self, DescribeAddressesAttribute.self, DescribeDhcpOptions.self,
  ]
}

/// Tells the account's limits and platforms.
package enum DescribeAccountAttributes: EC2Operation {
  package static let name = "DescribeAccountAttributes"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attributeNames: [String]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var accountAttributes: [Attribute] }

  /// One attribute.
  package struct Attribute: Encodable, Sendable {
    package var attributeName: String
    package var attributeValues: [Value]
  }

  /// One of its values.
  package struct Value: Encodable, Sendable { package var attributeValue: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    // Limits of a new account (facts: Elastic IP 5, five groups per interface); 20 instances is the old limit that
    // the call still tells, though vCPUs count today.
    let all = [
      ("supported-platforms", "VPC"), ("vpc-max-security-groups-per-interface", "5"),
      ("max-elastic-ips", "5"), ("max-instances", "20"), ("vpc-max-elastic-ips", "5"),
      ("default-vpc", world.defaultVPC(of: context.region).map { "\($0.id)" } ?? "none"),
    ]
    let names = input.attributeNames ?? []
    for name in names where !all.contains(where: { $0.0 == name }) {
      throw .invalidParameter(name, "attributeName", "Unknown attribute.")
    }
    let rows = all.filter { names.isEmpty || names.contains($0.0) }
    return Output(
      accountAttributes: rows.map {
        Attribute(attributeName: $0.0, attributeValues: [Value(attributeValue: $0.1)])
      })
  }
}

/// Tells the reverse names of Elastic IPs, which none here has.
package enum DescribeAddressesAttribute: EC2Operation {
  package static let name = "DescribeAddressesAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var allocationIds: [String]?
    var attribute: String?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var addresses: [Row]
    package var nextToken: String?
  }

  /// One address.
  package struct Row: Encodable, Sendable {
    package var publicIp: String
    package var allocationId: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let attribute = input.attribute, attribute != "domain-name" {
      throw .invalidParameter(attribute, "attribute", "Supported value is domain-name.")
    }
    let now = world
    let all = now.ec2.addresses.rows.filter { $0.region == context.region }
    let rows = try named(input.allocationIds, all: all) { id throws(AWSError) in
      try now.elasticAddress(id, nil, in: context.region)
    }
    let page = try ec2Page(rows, token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(
      addresses: page.rows.map { Row(publicIp: "\($0.address)", allocationId: "\($0.id)") },
      nextToken: page.nextToken)
  }
}

/// Lists the DHCP options of VPCs: the Region's default ones.
package enum DescribeDhcpOptions: EC2Operation {
  package static let name = "DescribeDhcpOptions"

  package struct Input: Decodable, Sendable, DryRunnable {
    var dhcpOptionsIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var nextToken: String?
    package var dhcpOptions: [Options]
  }

  /// A set of options.
  package struct Options: Encodable, Sendable {
    package var ownerId = Account.id
    package var tags: [Tags.Tag] = []
    package var dhcpOptionsId: String
    package var dhcpConfigurations: [Configuration]
  }

  /// One option.
  package struct Configuration: Encodable, Sendable {
    package var key: String
    package var values: [Value]
  }

  /// One of its values.
  package struct Value: Encodable, Sendable { package var value: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let region = context.region.rawValue
    let domain = region == "us-east-1" ? "ec2.internal" : "\(region).compute.internal"
    let options = Options(
      dhcpOptionsId: World.defaultDHCPOptions(in: context.region),
      dhcpConfigurations: [
        Configuration(key: "domain-name", values: [Value(value: domain)]),
        Configuration(key: "domain-name-servers", values: [Value(value: "AmazonProvidedDNS")]),
      ])
    let rows = try named(input.dhcpOptionsIds, all: [options]) { id throws(AWSError) in
      guard id == options.dhcpOptionsId else { throw .notFound("InvalidDhcpOptionID", "dhcpOption ID", id) }
      return options
    }
    let fields = FilterFields<Options>(
      [
        "dhcp-options-id": { $0.dhcpOptionsId }, "key": { $0.dhcpConfigurations.map(\.key) },
        "value": { $0.dhcpConfigurations.map { $0.values.map(\.value) } }, "owner-id": { $0.ownerId },
      ], tags: { Tags($0.tags) })
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults)
    return Output(nextToken: page.nextToken, dhcpOptions: page.rows)
  }
}

extension World {
  /// The id of a Region's default DHCP options, drawn from its name.
  static func defaultDHCPOptions(in region: Region) -> String {
    var bits: UInt64 = 0
    for byte in region.rawValue.utf8 { bits = Draws.mix(bits ^ UInt64(byte)) }
    return "\(ResourceID<DHCPOptionsKind>(bits: bits))"
  }
}
