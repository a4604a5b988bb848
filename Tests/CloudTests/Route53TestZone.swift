import Cloud
import EventKernel
import Foundation
import Testing

/// A world with the zone `shop.example.` and short ways to change and ask it.
struct Route53TestZone {
  var world: World
  let id: String

  init() throws {
    world = try TestWorld.make()
    let input = #"{"name": "Shop.example", "callerReference": "1"}"#
    id = try world.ask(CreateHostedZone.self, input).hostedZone.id
  }

  /// Makes changes, each an action and the JSON of a set.
  mutating func change(_ changes: (action: String, set: String)...) throws {
    try world.ask(ChangeResourceRecordSets.self, input(changes))
  }

  /// The refusal of changes.
  mutating func refusal(_ changes: (action: String, set: String)...) throws -> AWSError? {
    try world.refusal(ChangeResourceRecordSets.self, input(changes))
  }

  private func input(_ changes: [(action: String, set: String)]) -> String {
    let list = changes.map { #"{"action": "\#($0.action)", "resourceRecordSet": \#($0.set)}"# }
    return #"{"hostedZoneId": "\#(id)", "changeBatch": {"changes": [\#(list.joined(separator: ","))]}}"#
  }

  /// The answers for a name as `share addresses ttl`.
  func answers(_ host: String, from city: String = "seoul") -> [String] {
    world.resolve(host: host, from: city).alternatives.map { alternative in
      let addresses = alternative.addresses.map { "\($0)" }.joined(separator: ",")
      return "\(alternative.share) \(addresses) \(alternative.ttl.wholeSeconds)"
    }
  }

  /// The JSON of a set of A records.
  static func a(_ name: String, _ addresses: String..., ttl: Int = 60, more: String = "") -> String {
    let records = addresses.map { #"{"value": "\#($0)"}"# }.joined(separator: ",")
    return #"{"name": "\#(name)", "type": "A", "ttl": \#(ttl), "resourceRecords": [\#(records)]\#(more)}"#
  }

  /// Makes a health check of an address that nobody has, and lets it find that out.
  mutating func failingCheck() throws -> String {
    let input = """
      {"callerReference": "\(world.route53.healthChecks.count)",
       "healthCheckConfig": {"ipAddress": "198.51.100.1", "type": "HTTP", "requestInterval": 10}}
      """
    let id = try world.ask(CreateHealthCheck.self, input).healthCheck.id
    world.wait(.seconds(30))
    return id
  }
}
