/// An operation of EC2.
package protocol EC2Operation: Operation {}

extension EC2Operation {
  package static var service: String { "ec2" }
}

/// The operations of EC2, by family.
package enum EC2Operations {
  /// All of them.
  package static let all: [any Operation.Type] =
    PlaceOperations.all + TypeOperations.all + ImageOperations.all + VPCOperations.all + SubnetOperations.all
    + RouteOperations.all + GatewayOperations.all + NATGatewayOperations.all + SecurityGroupOperations.all
    + KeyPairOperations.all + VolumeOperations.all + SnapshotOperations.all + EncryptionOperations.all
    + InstanceSettingOperations.all + ProfileAssociationOperations.all + AccountReadOperations.all
    + EgressOnlyGatewayOperations.all + BlockOperations.all + AddressAssignmentOperations.all
    + EndpointOperations.all + PrefixListOperations.all + NetworkACLOperations.all
    + NetworkInterfaceOperations.all
    + FleetOperations.all + SpotFleetOperations.all
    + RootVolumeReplacementOperations.all + CapacityReservationOperations.all + PlacementGroupOperations.all
    + ReservedInstancesOperations.all + SpotOperations.all
    + InstanceOperations.all + AddressOperations.all + TagOperations.all + LaunchTemplateOperations.all
}

/// Tags that a creating call puts on what it makes.
package struct TagSpecification: Codable, Sendable, Equatable {
  package var resourceType: String?
  package var tags: [Tags.Tag]?
}

/// A value in the wrapper that some of AWS's calls put around it.
package struct AttributeValue<Value: Codable & Sendable>: Codable, Sendable {
  package var value: Value?
}

extension Tags {
  /// The tags that a call gives to what it makes, of the one or several kinds that it makes.
  ///
  /// - Throws: `InvalidTagKey.Malformed` for a kind without a tag and `InvalidParameterValue` for a key that is there
  ///   twice. What AWS says of the two in a template's data is not known, so `isTemplate` takes them.
  static func of(
    _ specifications: [TagSpecification]?, for type: String, among kinds: [String]? = nil,
    isTemplate: Bool = false
  ) throws(AWSError) -> Tags {
    var pairs: [Tag] = []
    for specification in specifications ?? [] {
      let kind = specification.resourceType ?? ""
      guard (kinds ?? [type]).contains(kind) else {
        throw AWSError(
          "InvalidParameterValue", "'\(kind)' is not a valid taggable resource type for this operation.")
      }
      guard isTemplate || specification.tags?.isEmpty == false else {
        throw AWSError("InvalidTagKey.Malformed", "Tag specification must have at least one tag")
      }
      if kind == type { pairs += specification.tags ?? [] }
    }
    var keys: Set<String> = []
    for pair in pairs where !keys.insert(pair.key).inserted && !isTemplate {
      throw AWSError("InvalidParameterValue", "Duplicate tag key '\(pair.key)' specified.")
    }
    let tags = Tags(pairs)
    try Tags.check(tags)
    return tags
  }
}

/// A page of an EC2 listing.
///
/// - Throws: AWS's errors for a page size that EC2 does not take and for a token that no page gave.
func ec2Page<Row>(_ rows: [Row], token: String?, limit: Int?, least: Int = 5) throws(AWSError) -> Page<Row> {
  if let limit, !(least...1_000).contains(limit) {
    throw .invalidParameter(
      "\(limit)", "maxResults", "Expecting a value between \(least) and 1000.")
  }
  guard let page = Page(of: rows, from: token, limit: limit) else {
    throw AWSError("InvalidNextToken", "The token is invalid.")
  }
  return page
}

/// Throws where a call names what it wants and asks for pages of it; the set is named as EC2's message does.
func checkPaging(_ ids: [String]?, _ set: String, limit: Int?) throws(AWSError) {
  guard ids?.isEmpty == false, limit != nil else { return }
  throw AWSError(
    "InvalidParameterCombination", "The parameter \(set) cannot be used with the parameter maxResults")
}

/// The rows that a call names, in the order of the call, or all rows when it names none.
func named<Row>(
  _ ids: [String]?, all: @autoclosure () -> [Row], find: (String) throws(AWSError) -> Row
) throws(AWSError) -> [Row] {
  guard let ids, !ids.isEmpty else { return all() }
  var rows: [Row] = []
  for id in ids { rows.append(try find(id)) }
  return rows
}
