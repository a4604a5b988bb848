/// Changes the comment of a zone, or takes it away.
package enum UpdateHostedZoneComment: Operation {
  package static let service = "route53"
  package static let name = "UpdateHostedZoneComment"

  /// The zone and its comment.
  package struct Input: Decodable, Sendable {
    package var id: String
    package var comment: String?
  }

  /// The zone now.
  package struct Output: Encodable, Sendable { package var hostedZone: HostedZoneDescription }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var zone = try world.hostedZone(input.id)
    guard (input.comment ?? "").utf8.count <= 256 else {
      throw Route53Error.invalid("The comment must have at most 256 characters.")
    }
    zone.comment = input.comment
    world.route53.zones[zone.id] = zone
    return Output(hostedZone: HostedZoneDescription(zone))
  }
}
