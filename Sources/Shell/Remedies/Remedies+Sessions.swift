import Cloud
import Texts
import Traffic

/// Makers of remedies about what applications keep outside of databases, and about reads of one's own writes.
extension RemedySite {
  /// Applications that read at the primary again, where they read at a replica that lags.
  func readsAtPrimaries() -> [Remedy] {
    deciding.compactMap { replica -> Remedy? in
      guard let source = replica.replication.flatMap({ world.rds.instances[$0.source] }) else { return nil }
      return setting("DB_READ_HOST", source.endpoint, on: machines)
    }
  }

  /// Groups whose load balancer keeps each client on one server.
  func clientTies() -> [Remedy] {
    groups.filter { !$0.attributes.stickiness && $0.kind != .loadBalancer }.map { group in
      let isNetwork = balancers.contains { $0.kind == .network }
      return Remedy(
        .stickiness, ["group": .string(group.name)],
        [
          "aws elbv2 modify-target-group-attributes --target-group-arn \(group.arn) --attributes"
            + " Key=stickiness.enabled,Value=true"
            + " Key=stickiness.type,Value=\(isNetwork ? "source_ip" : "lb_cookie")"
        ])
    }
  }

  /// Applications that keep sessions elsewhere, where there is such a place.
  func sessionStores(among stores: [AppSettings.SessionStore]) -> [Remedy] {
    stores.compactMap { store -> Remedy? in
      let able = machines.filter { machine in
        guard machine.settings.sessionStore != store else { return false }
        return switch store {
        case .memory: true
        case .cache: machine.settings.cacheHost != nil
        case .database: machine.settings.databaseHost != nil
        }
      }
      return able.isEmpty ? nil : setting("SESSION_STORE", store.rawValue, on: able)
    }
  }

  /// Applications that ask the database without a cache in between.
  func cachesLeftOut() -> [Remedy] {
    let key = "CACHE_HOST"
    let asking = machines.filter {
      $0.settings.cacheHost != nil && $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!")
    }
    guard !asking.isEmpty else { return [] }
    let remedy = remade(
      asking,
      userData: { machine in
        machine.userData.split(separator: "\n").filter { Self.key(of: $0) != key }.joined(separator: "\n")
      }, .settingGone, ["key": .string(key), "count": .integer(asking.count)])
    return [remedy]
  }
}
