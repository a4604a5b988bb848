package import EventKernel

/// The operations of Route 53.
package enum Route53Operations {
  /// All of them.
  package static let all: [any Operation.Type] =
    HostedZones.all + [UpdateHostedZoneComment.self] + RecordSets.all + DNSHealthChecks.all + [
      ChangeTagsForRoute53Resource.self, ListTagsForRoute53Resource.self, ListTagsForRoute53Resources.self,
    ]
}

/// Refusals that several operations share, in AWS's words.
enum Route53Error {
  static func noZone(_ id: String) -> AWSError {
    AWSError("NoSuchHostedZone", "No hosted zone found with ID: \(Route53State.bareID(id))")
  }

  static func noCheck(_ id: String) -> AWSError {
    AWSError("NoSuchHealthCheck", "A health check with id \(id) does not exist.")
  }

  static func invalid(_ message: String) -> AWSError {
    AWSError("InvalidInput", "Invalid request: \(message)")
  }
}

/// The progress of a change as the API shows it.
package struct Route53ChangeInfo: Encodable, Sendable {
  package var id: String
  package var status: String
  package var submittedAt: Instant
  package var comment: String?
}

extension Route53State {
  /// TEACH: after this long a change is in sync (facts: Route 53 12, under a minute).
  static let propagation: Duration = .seconds(30)

  /// The part of an id after the last slash: `/hostedzone/Z1` and `Z1` name the same zone.
  static func bareID(_ id: String) -> String {
    id.split(separator: "/").last.map(String.init) ?? id
  }
}

extension World {
  /// The hosted zone that an id names, or AWS's refusal.
  func hostedZone(_ id: String) throws(AWSError) -> HostedZone {
    guard let zone = route53.zones[Route53State.bareID(id)] else { throw Route53Error.noZone(id) }
    return zone
  }

  /// Starts to carry a change of a zone to all name servers; answers change at once.
  // Simplified: route53-change-at-once
  mutating func submitChange(of zone: HostedZone, comment: String? = nil) -> Route53ChangeInfo {
    let id = "C" + AWSName.letters(20, nextBits(), nextBits())
    route53.changes[id] = Route53State.Change(end: now + Route53State.propagation, zone: zone.name)
    schedule(.route53(.inSync(change: id)), in: Route53State.propagation)
    revision.dns += 1
    return Route53ChangeInfo(id: "/change/\(id)", status: "PENDING", submittedAt: now, comment: comment)
  }

  /// The number that `MaxItems` gives, 1 to 100 (or 300 for records).
  static func maxItems(_ text: String?, most: Int = 100) throws(AWSError) -> Int {
    guard let text else { return most }
    guard let number = Int(text), number >= 1 else {
      throw Route53Error.invalid("The max items must be a positive number, but was \(text).")
    }
    return min(number, most)
  }
}

/// Tells how far a change has got.
package enum GetChange: Operation {
  package static let service = "route53"
  package static let name = "GetChange"

  /// Which change.
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
    let id = Route53State.bareID(input.id)
    guard let end = world.route53.changes[id]?.end else {
      throw AWSError("NoSuchChange", "Could not find resource with ID: \(id)")
    }
    return Output(
      changeInfo: Route53ChangeInfo(
        id: "/change/\(id)", status: end <= world.now ? "INSYNC" : "PENDING",
        submittedAt: end - Route53State.propagation, comment: nil))
  }
}
