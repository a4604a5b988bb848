import EventKernel

/// Creates, changes and deletes records, all of them or none.
package enum ChangeResourceRecordSets: Operation {
  package static let service = "route53"
  package static let name = "ChangeResourceRecordSets"

  /// The zone and the changes in their order.
  package struct Input: Decodable, Sendable {
    package struct Batch: Decodable, Sendable {
      package var comment: String?
      package var changes: [Change]
    }

    package struct Change: Decodable, Sendable {
      package var action: String
      package var resourceRecordSet: RecordSetDescription
    }

    package var hostedZoneId: String
    package var changeBatch: Batch
  }

  /// The change as a whole.
  package struct Output: Encodable, Sendable {
    package var changeInfo: Route53ChangeInfo
  }

  /// The types of record that are modelled.
  private static let types = ["A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "TXT", "CAA"]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var zone = try world.hostedZone(input.hostedZoneId)
    let changes = input.changeBatch.changes
    guard (1...1_000).contains(changes.count) else {
      throw AWSError("InvalidChangeBatch", "[Number of records limit of 1000 exceeded.]")
    }
    var faults: [String] = []
    for change in changes {
      guard ["CREATE", "UPSERT", "DELETE"].contains(change.action) else {
        throw Route53Error.invalid("The action must be CREATE, DELETE or UPSERT, but was \(change.action).")
      }
      guard types.contains(change.resourceRecordSet.type) else {
        throw Route53Error.invalid("The record type \(change.resourceRecordSet.type) is not supported.")
      }
      let set = try RecordSet(change.resourceRecordSet, action: change.action)
      if let id = set.healthCheck, world.route53.healthChecks[id] == nil { throw Route53Error.noCheck(id) }
      if let fault = apply(change.action, set, to: &zone, in: world) { faults.append(fault) }
    }
    if faults.isEmpty { faults += rootFaults(zone) + limitFaults(zone, changes) }
    guard faults.isEmpty else {
      throw AWSError("InvalidChangeBatch", "[\(faults.joined(separator: ", "))]")
    }
    world.route53.zones[zone.id] = zone
    world.expectValidations()
    return Output(changeInfo: world.submitChange(of: zone, comment: input.changeBatch.comment))
  }

  /// Makes one change; gives AWS's sentence when it cannot be made.
  private static func apply(
    _ action: String, _ set: RecordSet, to zone: inout HostedZone, in world: World
  ) -> String? {
    guard DNSName.name(set.name, liesIn: zone.name) else {
      return "RRSet with DNS name \(set.name) is not permitted in zone \(zone.name)"
    }
    let index = zone.records.firstIndex { $0.hasSameKey(as: set) }
    switch (action, index) {
    case ("DELETE", let index?):
      guard zone.records[index].answersSame(as: set) else {
        return "Tried to delete resource record set \(label(set)) but the values provided do not match the"
          + " current values"
      }
      zone.records.remove(at: index)
      return nil
    case ("DELETE", nil): return "Tried to delete resource record set \(label(set)) but it was not found"
    case ("CREATE", .some):
      return "Tried to create resource record set \(label(set)) but it already exists"
    default:
      if let fault = conflict(of: set, in: zone) ?? valueFault(of: set, in: zone, world) { return fault }
      if let index { zone.records.remove(at: index) }
      let place = zone.records.firstIndex { set.precedes($0) } ?? zone.records.count
      zone.records.insert(set, at: place)
      return nil
    }
  }

  private static func label(_ set: RecordSet) -> String {
    let identifier = set.setIdentifier.map { ", set-identifier='\($0)'" } ?? ""
    return "[name='\(set.name)', type='\(set.type)'\(identifier)]"
  }

  /// Why a set cannot stand beside the others of its name.
  private static func conflict(of set: RecordSet, in zone: HostedZone) -> String? {
    let others = zone.records.filter {
      $0.name.utf8.elementsEqual(set.name.utf8) && !$0.hasSameKey(as: set)
    }
    if set.type == "CNAME" {
      if set.name.utf8.elementsEqual(zone.name.utf8) {
        return "RRSet of type CNAME with DNS name \(set.name) is not permitted at apex in zone \(zone.name)"
      }
      if others.contains(where: { $0.type != "CNAME" }) {
        return "RRSet of type CNAME with DNS name \(set.name) is not permitted as it conflicts with other"
          + " records with the same DNS name in zone \(zone.name)"
      }
    } else if others.contains(where: { $0.type == "CNAME" }) {
      return
        "RRSet of type \(set.type) with DNS name \(set.name) is not permitted because a conflicting RRSet"
        + " of type CNAME with the same DNS name already exists in zone \(zone.name)"
    }
    let siblings = others.filter { $0.type.utf8.elementsEqual(set.type.utf8) }
    if siblings.contains(where: { !$0.policy.isSameKind(as: set.policy) }) {
      return
        "RRSet with DNS name \(set.name), type \(set.type), SetIdentifier \(set.setIdentifier ?? "null"),"
        + " cannot be created as a set with another routing policy exists with the same name and type"
    }
    let isTaken = siblings.contains { other in
      switch (set.policy, other.policy) {
      case (.failover, _), (.latency, _), (.geolocation, _): other.policy == set.policy
      default: false
      }
    }
    return isTaken
      ? "RRSet with DNS name \(set.name), type \(set.type), SetIdentifier \(set.setIdentifier ?? "null"),"
        + " cannot be created as a set with the same routing policy value exists with the same name and type"
      : nil
  }

  /// Why the values or the target of a set are not accepted.
  private static func valueFault(of set: RecordSet, in zone: HostedZone, _ world: World) -> String? {
    switch set.answer {
    case .values(let values, _):
      return RecordValueCheck(type: set.type).fault(of: values)
    case .alias(let target, let zoneID, _):
      if zoneID.utf8.elementsEqual(zone.id.utf8) {
        let isThere = zone.records.contains {
          $0.name.utf8.elementsEqual(target.utf8) && $0.type.utf8.elementsEqual(set.type.utf8)
        }
        return isThere ? nil : aliasFault(set, target, zoneID, "but that target was not found")
      }
      if let other = world.route53.zones[zoneID], DNSName.name(target, liesIn: other.name) {
        return aliasFault(set, target, zoneID, "but that target was not found")
      }
      if zoneID.utf8.elementsEqual(CloudFrontLimits.hostedZone.utf8),
        world.distribution(named: target) != nil
      {
        return nil
      }
      if case .website(nil, let endpoint)? = world.servicePlace(of: String(target.dropLast())),
        endpoint.hostedZone.utf8.elementsEqual(zoneID.utf8)
      {
        return nil
      }
      guard let balancer = world.loadBalancer(named: target) else {
        return aliasFault(
          set, target, zoneID, "but the alias target name does not lie within the target zone")
      }
      if let expected = balancer.canonicalHostedZone, !expected.utf8.elementsEqual(zoneID.utf8) {
        return aliasFault(
          set, target, zoneID, "but the alias target name does not lie within the target zone")
      }
      return nil
    }
  }

  private static func aliasFault(
    _ set: RecordSet, _ target: String, _ zoneID: String, _ reason: String
  ) -> String {
    "Tried to create an alias that targets \(target), type \(set.type) in zone \(zoneID), \(reason)"
  }

  /// Which limits of Route 53 the zone would pass (facts: Route 53 12).
  private static func limitFaults(_ zone: HostedZone, _ changes: [Input.Change]) -> [String] {
    var faults: [String] = []
    if zone.records.count > 10_000 {
      faults.append("Number of records limit of 10000 for hosted zone \(zone.id) exceeded.")
    }
    for change in changes {
      let set = change.resourceRecordSet
      if (set.resourceRecords?.count ?? 0) > 400 {
        faults.append("Number of values limit of 400 for RRSet \(set.name) exceeded.")
      }
      guard let name = DNSName.canonical(set.name), set.setIdentifier != nil else { continue }
      let most = set.geoProximityLocation == nil ? 100 : 30
      let count = zone.records.count {
        $0.name.utf8.elementsEqual(name.utf8) && $0.type.utf8.elementsEqual(set.type.utf8)
      }
      if count > most { faults.append("Number of RRSets limit of \(most) for name \(name) exceeded.") }
    }
    return faults
  }

  /// What every zone must keep.
  private static func rootFaults(_ zone: HostedZone) -> [String] {
    let own = zone.records.filter { $0.name.utf8.elementsEqual(zone.name.utf8) }
    var faults: [String] = []
    if own.count(where: { $0.type == "SOA" }) != 1 {
      faults.append("A HostedZone must contain exactly one SOA record.")
    }
    if !own.contains(where: { $0.type == "NS" }) {
      faults.append("A HostedZone must contain at least one NS record for the zone itself.")
    }
    return faults
  }
}

extension RecordSet {
  /// Whether both are the set of one name, type and identifier.
  fileprivate func hasSameKey(as other: RecordSet) -> Bool {
    name.utf8.elementsEqual(other.name.utf8) && type.utf8.elementsEqual(other.type.utf8)
      && setIdentifier == other.setIdentifier
  }

  /// Whether both answer the same values, in whatever order, under the same policy.
  fileprivate func answersSame(as other: RecordSet) -> Bool {
    guard policy == other.policy, healthCheck == other.healthCheck else { return false }
    if case (.values(let left, let leftTTL), .values(let right, let rightTTL)) = (answer, other.answer) {
      return leftTTL == rightTTL && left.sorted() == right.sorted()
    }
    return answer == other.answer
  }

  /// The order of listings: name with its labels reversed, type, identifier.
  func precedes(_ other: RecordSet) -> Bool {
    if !name.utf8.elementsEqual(other.name.utf8) { return DNSName.precedes(name, other.name) }
    return [type, setIdentifier ?? ""].lexicographicallyPrecedes(
      [other.type, other.setIdentifier ?? ""]
    ) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension RecordSet.Policy {
  /// Whether sets of both policies can share a name and type; one simple set stands alone.
  fileprivate func isSameKind(as other: RecordSet.Policy) -> Bool {
    switch (self, other) {
    case (.weighted, .weighted), (.latency, .latency), (.failover, .failover), (.multivalue, .multivalue),
      (.geolocation, .geolocation), (.geoproximity, .geoproximity):
      true
    case (.simple, _), (.weighted, _), (.latency, _), (.failover, _), (.multivalue, _), (.geolocation, _),
      (.geoproximity, _):
      false
    }
  }
}
