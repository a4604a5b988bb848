import Cloud
import Texts

/// Makers of remedies about aliases that answer whatever becomes of their target.
extension RemedySite {
  /// Aliases among several of one name that ask whether their target is well, so that Route 53 answers by another one
  /// while it is not.
  ///
  /// An alias that is alone is always answered by; nothing is proposed for it.
  func targetHealth() -> [Remedy] {
    guard let host, let zone = hostedZone(of: host) else { return [] }
    let changes = zone.records.compactMap { evaluating($0) }
    guard !changes.isEmpty else { return [] }
    return [
      Remedy(
        .targetHealth, ["count": .integer(changes.count), "zone": .string(String(zone.name.dropLast()))],
        changes.map {
          "aws route53 change-resource-record-sets --hosted-zone-id \(zone.id) --change-batch "
            + "\"Changes=[{Action=UPSERT,ResourceRecordSet={\($0)}}]\""
        })
    ]
  }

  /// The record that a blind alias becomes, in AWS's shorthand; `nil` for one that sees, or is alone, and for others.
  private func evaluating(_ set: RecordSet) -> String? {
    guard case .alias(let target, let zoneID, evaluatesHealth: false) = set.answer,
      let identifier = set.setIdentifier, let policy = policy(of: set)
    else { return nil }
    let check = set.healthCheck.map { ",HealthCheckId=\($0)" } ?? ""
    return "Name=\(set.name),Type=\(set.type),SetIdentifier=\(identifier),\(policy)\(check),"
      + "AliasTarget={HostedZoneId=\(zoneID),DNSName=\(target),EvaluateTargetHealth=true}"
  }

  /// How Route 53 chooses a set, in AWS's shorthand; `nil` where it does not choose.
  private func policy(of set: RecordSet) -> String? {
    switch set.policy {
    case .simple, .multivalue: return nil
    case .weighted(let weight): return "Weight=\(weight)"
    case .latency(let region): return "Region=\(region.rawValue)"
    case .failover(let isPrimary): return "Failover=\(isPrimary ? "PRIMARY" : "SECONDARY")"
    case .geolocation(.everywhere): return "GeoLocation={CountryCode=*}"
    case .geolocation(.continent(let code)): return "GeoLocation={ContinentCode=\(code)}"
    case .geolocation(.country(let code)): return "GeoLocation={CountryCode=\(code)}"
    case .geolocation(.subdivision(let country, let code)):
      return "GeoLocation={CountryCode=\(country),SubdivisionCode=\(code)}"
    case .geoproximity(let position):
      // Points of the earth cannot be written as they were given.
      return position.region.map { "GeoProximityLocation={AWSRegion=\($0.rawValue),Bias=\(position.bias)}" }
    }
  }
}
