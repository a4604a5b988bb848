extension World {
  /// The name servers of a zone: those of its reusable set, or four of its own.
  func nameServers(of zone: HostedZone) -> [String] {
    zone.delegationSet.flatMap { route53.delegationSets[$0]?.nameServers }
      ?? HostedZone.nameServers(of: zone.id)
  }

  /// The reusable delegation set that an id names, or AWS's refusal.
  func delegationSet(_ id: String) throws(AWSError) -> ReusableDelegationSet {
    let bare = Route53State.bareID(id)
    guard let set = route53.delegationSets[bare] else {
      throw AWSError("NoSuchDelegationSet", "A reusable delegation set with the ID \(bare) does not exist.")
    }
    return set
  }
}

/// Makes name servers that several zones can share.
package enum CreateReusableDelegationSet: Operation {
  package static let service = "route53"
  package static let name = "CreateReusableDelegationSet"

  /// The zone whose name servers are to be shared; new ones without.
  package struct Input: Decodable, Sendable {
    package var callerReference: String
    package var hostedZoneId: String?
  }

  /// The set.
  package struct Output: Encodable, Sendable {
    package var delegationSet: DelegationSet
    package var location: String
  }

  /// The most sets of an account (facts: Route 53 quotas).
  private static let most = 100

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let isKnown = world.route53.delegationSets.contains {
      $0.row.callerReference.utf8.elementsEqual(input.callerReference.utf8)
    }
    guard !isKnown else {
      throw AWSError(
        "DelegationSetAlreadyCreated",
        "A delegation set with the same owner and caller reference has already been created.")
    }
    guard world.route53.delegationSets.count < most else {
      throw AWSError("LimitsExceeded", "Limit of \(most) reusable delegation sets reached.")
    }
    var servers: [String]?
    if let text = input.hostedZoneId {
      guard let zone = world.route53.zones[Route53State.bareID(text)] else {
        throw AWSError("HostedZoneNotFound", "The hosted zone \(text) was not found.")
      }
      guard zone.delegationSet == nil else {
        throw AWSError(
          "DelegationSetAlreadyReusable", "The delegation set of \(zone.id) is reusable already.")
      }
      servers = world.nameServers(of: zone)
    }
    let id = "N" + AWSName.letters(20, world.nextBits(), world.nextBits())
    let set = ReusableDelegationSet(
      id: id, callerReference: input.callerReference, nameServers: servers ?? HostedZone.nameServers(of: id))
    world.route53.delegationSets[id] = set
    if let zone = input.hostedZoneId.map(Route53State.bareID) {
      world.route53.zones.update(zone) { $0.delegationSet = id }
    }
    return Output(
      delegationSet: DelegationSet(nameServers: set.nameServers, reusable: set),
      location: "https://route53.amazonaws.com/2013-04-01/delegationset/\(id)")
  }
}

/// Shows a set.
package enum GetReusableDelegationSet: Operation {
  package static let service = "route53"
  package static let name = "GetReusableDelegationSet"

  /// Which set.
  package struct Input: Decodable, Sendable {
    package var id: String
  }

  /// The set.
  package struct Output: Encodable, Sendable {
    package var delegationSet: DelegationSet
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let set = try world.delegationSet(input.id)
    return Output(delegationSet: DelegationSet(nameServers: set.nameServers, reusable: set))
  }
}

/// Lists the sets in the order of their ids.
package enum ListReusableDelegationSets: Operation {
  package static let service = "route53"
  package static let name = "ListReusableDelegationSets"

  /// Where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var marker: String?
    package var maxItems: String?
  }

  /// A page of sets.
  package struct Output: Encodable, Sendable {
    package var delegationSets: [DelegationSet]
    package var marker: String
    package var isTruncated: Bool
    package var nextMarker: String?
    package var maxItems: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let limit = try World.maxItems(input.maxItems)
    var rows = world.route53.delegationSets.rows
    if let marker = input.marker {
      guard let start = rows.firstIndex(where: { $0.id.utf8.elementsEqual(marker.utf8) }) else {
        throw Route53Error.invalid("Invalid marker: \(marker)")
      }
      rows = Array(rows[start...])
    }
    return Output(
      delegationSets: rows.prefix(limit).map { DelegationSet(nameServers: $0.nameServers, reusable: $0) },
      marker: input.marker ?? "", isTruncated: rows.count > limit,
      nextMarker: rows.dropFirst(limit).first?.id, maxItems: "\(limit)")
  }
}

/// Deletes a set that no zone has.
package enum DeleteReusableDelegationSet: Operation {
  package static let service = "route53"
  package static let name = "DeleteReusableDelegationSet"

  /// Which set.
  package struct Input: Decodable, Sendable {
    package var id: String
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let set = try world.delegationSet(input.id)
    guard !world.route53.zones.contains(where: { $0.row.delegationSet == set.id }) else {
      throw AWSError(
        "DelegationSetInUse", "The delegation set \(set.id) is in use and can't be deleted.")
    }
    world.route53.delegationSets[set.id] = nil
    return NoOutput()
  }
}
