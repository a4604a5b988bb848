extension World {
  /// The VPC that a call means, or AWS's refusal.
  func hostedZoneVPC(_ wish: Route53VPC) throws(AWSError) -> VPCID {
    guard let id = wish.vpcId.flatMap({ VPCID($0) }), let row = ec2.vpcs[id],
      wish.vpcRegion.map({ $0.utf8.elementsEqual(row.region.rawValue.utf8) }) ?? false
    else {
      throw AWSError(
        "InvalidVPCId",
        "The VPC \(wish.vpcId ?? "null") in region \(wish.vpcRegion ?? "null") that you"
          + " provided is not authorized to make the association.")
    }
    return id
  }

  /// Throws AWS's refusal of a private zone of a name that the VPC has another zone of.
  func checkNoConflict(_ name: String, vpc: VPCID) throws(AWSError) {
    let other = route53.zones.first {
      $0.row.isPrivate && $0.row.vpcs.contains(vpc) && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    guard let other else { return }
    throw AWSError(
      "ConflictingDomainExists",
      "The VPC \(vpc) is already associated with another hosted zone (\(other.id)) with the same name.")
  }

  /// A private zone, or AWS's refusal of a public one.
  fileprivate func privateZone(_ id: String) throws(AWSError) -> HostedZone {
    let zone = try hostedZone(id)
    guard zone.isPrivate else {
      throw AWSError(
        "PublicZoneVPCAssociation",
        "You're trying to associate a VPC with a public hosted zone. Amazon Route 53 doesn't support that.")
    }
    return zone
  }
}

/// The output of operations that answer a change.
package struct Route53ChangeOutput: Encodable, Sendable {
  package var changeInfo: Route53ChangeInfo
}

/// Lets a VPC see a private zone.
package enum AssociateVPCWithHostedZone: Operation {
  package static let service = "route53"
  package static let name = "AssociateVPCWithHostedZone"

  /// The zone and the VPC.
  package struct Input: Decodable, Sendable {
    package var hostedZoneId: String
    package var vpc: Route53VPC
    package var comment: String?
  }

  package typealias Output = Route53ChangeOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.hostedZoneId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.privateZone(input.hostedZoneId)
    let vpc = try world.hostedZoneVPC(input.vpc)
    try world.checkNoConflict(zone.name, vpc: vpc)
    world.route53.zones.update(zone.id) { $0.vpcs.append(vpc) }
    return Output(changeInfo: world.submitChange(of: zone, comment: input.comment))
  }
}

/// Takes a private zone from a VPC; the last one stays.
package enum DisassociateVPCFromHostedZone: Operation {
  package static let service = "route53"
  package static let name = "DisassociateVPCFromHostedZone"

  /// The zone and the VPC.
  package struct Input: Decodable, Sendable {
    package var hostedZoneId: String
    package var vpc: Route53VPC
    package var comment: String?
  }

  package typealias Output = Route53ChangeOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.hostedZoneId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let zone = try world.hostedZone(input.hostedZoneId)
    let vpc = try world.hostedZoneVPC(input.vpc)
    guard zone.vpcs.contains(vpc) else {
      throw AWSError(
        "VPCAssociationNotFound",
        "The VPC \(vpc) is not associated with the hosted zone \(zone.id).")
    }
    guard zone.vpcs.count > 1 else {
      throw AWSError(
        "LastVPCAssociation",
        "The VPC \(vpc) is the last one associated with the hosted zone \(zone.id) and can't be disassociated."
      )
    }
    world.route53.zones.update(zone.id) { $0.vpcs.removeAll { $0 == vpc } }
    return Output(changeInfo: world.submitChange(of: zone, comment: input.comment))
  }
}

/// Lists the private zones that a VPC sees.
package enum ListHostedZonesByVPC: Operation {
  package static let service = "route53"
  package static let name = "ListHostedZonesByVPC"

  /// The VPC.
  package struct Input: Decodable, Sendable {
    package var vpcId: String
    package var vpcRegion: String
    package var maxItems: String?
    package var nextToken: String?
  }

  /// A page of zones.
  package struct Output: Encodable, Sendable {
    package struct Summary: Encodable, Sendable {
      package struct Owner: Encodable, Sendable {
        package var owningAccount: String
      }

      package var hostedZoneId: String
      package var name: String
      package var owner: Owner
    }

    package var hostedZoneSummaries: [Summary]
    package var maxItems: String
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let vpc = try world.hostedZoneVPC(Route53VPC(vpcRegion: input.vpcRegion, vpcId: input.vpcId))
    let limit = try World.maxItems(input.maxItems)
    let rows = world.route53.zones.rows.filter { $0.vpcs.contains(vpc) }
    guard let page = Page(of: rows, from: input.nextToken, limit: limit) else {
      throw AWSError("InvalidPaginationToken", "The pagination token is not valid.")
    }
    return Output(
      hostedZoneSummaries: page.rows.map {
        Output.Summary(
          hostedZoneId: $0.id, name: $0.name, owner: Output.Summary.Owner(owningAccount: Account.id))
      }, maxItems: "\(limit)", nextToken: page.nextToken)
  }
}

/// Lists the VPCs of other accounts that may be associated: never one.
// Simplified: one-account
package enum ListVPCAssociationAuthorizations: Operation {
  package static let service = "route53"
  package static let name = "ListVPCAssociationAuthorizations"

  /// The zone.
  package struct Input: Decodable, Sendable {
    package var hostedZoneId: String
    package var nextToken: String?
    package var maxResults: String?
  }

  /// The zone and no VPC.
  package struct Output: Encodable, Sendable {
    package var hostedZoneId: String
    package var vpcs: [Route53VPC]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(hostedZoneId: try world.privateZone(input.hostedZoneId).id, vpcs: [])
  }
}
