import EventKernel

/// The operations on hosted zones.
package enum HostedZones {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateHostedZone.self, ListHostedZones.self, ListHostedZonesByName.self, GetHostedZone.self,
    DeleteHostedZone.self, AssociateVPCWithHostedZone.self, DisassociateVPCFromHostedZone.self,
    ListHostedZonesByVPC.self, ListVPCAssociationAuthorizations.self, GetHostedZoneCount.self,
    GetHostedZoneLimit.self, GetAccountLimit.self, ListGeoLocations.self, GetGeoLocation.self,
    CreateReusableDelegationSet.self, GetReusableDelegationSet.self, ListReusableDelegationSets.self,
    DeleteReusableDelegationSet.self,
  ]

  /// The most zones of an account (facts: Route 53 12).
  static let most = 500
}

/// A hosted zone as the API shows it.
package struct HostedZoneDescription: Encodable, Sendable {
  /// Its comment, and whether it is private.
  package struct Config: Encodable, Sendable {
    package var comment: String?
    package var privateZone: Bool
  }

  package var id: String
  package var name: String
  package var callerReference: String
  package var config: Config
  package var resourceRecordSetCount: Int

  init(_ zone: HostedZone) {
    id = "/hostedzone/\(zone.id)"
    name = zone.name
    callerReference = zone.callerReference
    config = Config(comment: zone.comment, privateZone: zone.isPrivate)
    resourceRecordSetCount = zone.records.count
  }
}

/// The name servers of a zone.
package struct DelegationSet: Encodable, Sendable {
  package var id: String?
  package var callerReference: String?
  package var nameServers: [String]

  /// Name servers, and the reusable set that they are of.
  init(nameServers: [String], reusable set: ReusableDelegationSet? = nil) {
    id = set.map { "/delegationset/\($0.id)" }
    callerReference = set?.callerReference
    self.nameServers = nameServers
  }
}

/// A VPC as Route 53 names it.
package struct Route53VPC: Codable, Sendable {
  package var vpcRegion: String?
  package var vpcId: String?
}

extension HostedZone {
  /// Four name servers, one of each top-level domain, derived from the zone's id.
  static func nameServers(of id: String) -> [String] {
    let hash = AWSName.hash(id)
    return ["com", "net", "org", "co.uk"].enumerated().map { index, domain in
      let number = Int(hash >> UInt64(9 * index) & 511) + 512 * index
      let digits = String(number % 64)
      return "ns-\(number).awsdns-\(digits.utf8.count == 1 ? "0" : "")\(digits).\(domain)"
    }
  }

  /// The records that every zone must have.
  fileprivate func ownRecords(_ servers: [String]) -> [RecordSet] {
    [
      RecordSet(
        name: name, type: "NS", setIdentifier: nil, policy: .simple,
        answer: .values(servers.map { "\($0)." }, ttl: 172_800), healthCheck: nil),
      RecordSet(
        name: name, type: "SOA", setIdentifier: nil, policy: .simple,
        answer: .values(
          ["\(servers[0]). awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"], ttl: 900),
        healthCheck: nil),
    ]
  }
}

/// Makes a zone for a domain.
package enum CreateHostedZone: Operation {
  package static let service = "route53"
  package static let name = "CreateHostedZone"

  /// The domain; with a VPC the zone is private.
  package struct Input: Decodable, Sendable {
    package struct Config: Decodable, Sendable {
      package var comment: String?
      package var privateZone: Bool?
    }

    package var name: String
    package var vpc: Route53VPC?
    package var callerReference: String
    package var hostedZoneConfig: Config?
    package var delegationSetId: String?
  }

  /// The zone and the change that makes it known.
  package struct Output: Encodable, Sendable {
    package var hostedZone: HostedZoneDescription
    package var changeInfo: Route53ChangeInfo
    package var delegationSet: DelegationSet?
    package var vpc: Route53VPC?
    package var location: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let name = DNSName.canonical(input.name), !name.utf8.starts(with: "*".utf8) else {
      throw AWSError("InvalidDomainName", "The domain name \(input.name) is not valid.")
    }
    let isKnown = world.route53.zones.contains {
      $0.row.callerReference.utf8.elementsEqual(input.callerReference.utf8)
    }
    guard !isKnown else {
      throw AWSError(
        "HostedZoneAlreadyExists",
        "A hosted zone has already been created with the specified caller reference.")
    }
    guard world.route53.zones.count < HostedZones.most else {
      throw AWSError(
        "TooManyHostedZones",
        "This operation can't be completed: limit of \(HostedZones.most) hosted zones reached.")
    }
    var vpcs: [VPCID] = []
    if let wish = input.vpc {
      let id = try world.hostedZoneVPC(wish)
      try world.checkNoConflict(name, vpc: id)
      vpcs = [id]
    } else if input.hostedZoneConfig?.privateZone == true {
      throw Route53Error.invalid("When you're creating a private hosted zone, you must specify a VPC.")
    }
    let set = try input.delegationSetId.map { id throws(AWSError) in try world.delegationSet(id) }
    guard set == nil || vpcs.isEmpty else {
      throw Route53Error.invalid("A private hosted zone can't have a reusable delegation set.")
    }
    let id = "Z" + AWSName.letters(20, world.nextBits(), world.nextBits())
    var zone = HostedZone(
      id: id, name: name, callerReference: input.callerReference, comment: input.hostedZoneConfig?.comment,
      isPrivate: !vpcs.isEmpty, vpcs: vpcs, records: [])
    zone.delegationSet = set?.id
    zone.records = zone.ownRecords(world.nameServers(of: zone))
    world.route53.zones[id] = zone
    let change = world.submitChange(of: zone)
    return Output(
      hostedZone: HostedZoneDescription(zone), changeInfo: change,
      delegationSet: zone.isPrivate
        ? nil : DelegationSet(nameServers: world.nameServers(of: zone), reusable: set),
      vpc: input.vpc, location: "https://route53.amazonaws.com/2013-04-01/hostedzone/\(id)")
  }
}

/// Shows a zone.
package enum GetHostedZone: Operation {
  package static let service = "route53"
  package static let name = "GetHostedZone"

  /// Which zone.
  package struct Input: Decodable, Sendable {
    package var id: String
  }

  /// The zone with its name servers, or the VPC of a private one.
  package struct Output: Encodable, Sendable {
    package var hostedZone: HostedZoneDescription
    package var delegationSet: DelegationSet?
    package var vpcs: [Route53VPC]?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.hostedZone(input.id)
    let vpcs = zone.vpcs.map { id in
      Route53VPC(vpcRegion: world.ec2.vpcs[id]?.region.rawValue, vpcId: "\(id)")
    }
    let set = zone.delegationSet.flatMap { world.route53.delegationSets[$0] }
    return Output(
      hostedZone: HostedZoneDescription(zone),
      delegationSet: zone.isPrivate
        ? nil : DelegationSet(nameServers: world.nameServers(of: zone), reusable: set),
      vpcs: zone.isPrivate ? vpcs : nil)
  }
}

/// Lists the zones in the order of their ids.
package enum ListHostedZones: Operation {
  package static let service = "route53"
  package static let name = "ListHostedZones"

  /// Where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var marker: String?
    package var maxItems: String?
    package var delegationSetId: String?
    package var hostedZoneType: String?
  }

  /// A page of zones.
  package struct Output: Encodable, Sendable {
    package var hostedZones: [HostedZoneDescription]
    package var marker: String?
    package var isTruncated: Bool
    package var nextMarker: String?
    package var maxItems: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let limit = try World.maxItems(input.maxItems)
    var rows = world.route53.zones.rows
    if let id = input.delegationSetId {
      let set = try world.delegationSet(id)
      rows.removeAll { $0.delegationSet != set.id }
    }
    if let type = input.hostedZoneType {
      guard type.utf8.elementsEqual("PrivateHostedZone".utf8) else {
        throw Route53Error.invalid("The hosted zone type \(type) is not valid.")
      }
      rows.removeAll { !$0.isPrivate }
    }
    if let marker = input.marker {
      guard let start = rows.firstIndex(where: { $0.id.utf8.elementsEqual(marker.utf8) }) else {
        throw Route53Error.invalid("Invalid marker: \(marker)")
      }
      rows = Array(rows[start...])
    }
    return Output(
      hostedZones: rows.prefix(limit).map(HostedZoneDescription.init), marker: input.marker,
      isTruncated: rows.count > limit, nextMarker: rows.dropFirst(limit).first?.id, maxItems: "\(limit)")
  }
}

/// Lists the zones in the order of their names, labels reversed.
package enum ListHostedZonesByName: Operation {
  package static let service = "route53"
  package static let name = "ListHostedZonesByName"

  /// Where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var dnsName: String?
    package var hostedZoneId: String?
    package var maxItems: String?
  }

  /// A page of zones.
  package struct Output: Encodable, Sendable {
    package var hostedZones: [HostedZoneDescription]
    package var dnsName: String?
    package var hostedZoneId: String?
    package var isTruncated: Bool
    package var nextDNSName: String?
    package var nextHostedZoneId: String?
    package var maxItems: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let limit = try World.maxItems(input.maxItems)
    guard input.hostedZoneId == nil || input.dnsName != nil else {
      throw Route53Error.invalid("The hosted zone ID cannot be specified without a DNS name.")
    }
    var rows = world.route53.zones.rows.sorted {
      $0.name.utf8.elementsEqual($1.name.utf8) ? $0.id < $1.id : DNSName.precedes($0.name, $1.name)
    }
    if let text = input.dnsName {
      guard let name = DNSName.canonical(text) else {
        throw AWSError("InvalidDomainName", "The domain name \(text) is not valid.")
      }
      let id = Route53State.bareID(input.hostedZoneId ?? "")
      rows = Array(
        rows.drop { zone in
          zone.name.utf8.elementsEqual(name.utf8)
            ? zone.id.utf8.lexicographicallyPrecedes(id.utf8) : DNSName.precedes(zone.name, name)
        })
    }
    let next = rows.dropFirst(limit).first
    return Output(
      hostedZones: rows.prefix(limit).map(HostedZoneDescription.init), dnsName: input.dnsName,
      hostedZoneId: input.hostedZoneId, isTruncated: next != nil, nextDNSName: next?.name,
      nextHostedZoneId: next?.id, maxItems: "\(limit)")
  }
}

/// Deletes a zone that has only the records that every zone has.
package enum DeleteHostedZone: Operation {
  package static let service = "route53"
  package static let name = "DeleteHostedZone"

  /// Which zone.
  package struct Input: Decodable, Sendable {
    package var id: String
  }

  /// The change.
  package struct Output: Encodable, Sendable {
    package var changeInfo: Route53ChangeInfo
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.hostedZone(input.id)
    guard zone.records.count <= 2 else {
      throw AWSError(
        "HostedZoneNotEmpty",
        "The specified hosted zone contains non-required resource record sets and so cannot be deleted.")
    }
    world.route53.zones[zone.id] = nil
    return Output(changeInfo: world.submitChange(of: zone))
  }
}
