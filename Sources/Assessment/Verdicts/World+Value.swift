package import Cloud
package import CloudAPI
import EventKernel

extension CostBreakdown {
  /// The bill as the tree that checks query: `{monthly, items: [{service, code, resource, usd}]}` in US dollars.
  package var value: Value {
    [
      "monthly": .number(monthly.dollars),
      "items": .array(
        items.map {
          [
            "service": .string($0.service), "code": .string($0.code), "resource": .string($0.resource),
            "usd": .number($0.amount.dollars),
          ]
        }),
    ]
  }
}

extension World {
  /// The world as the tree that checks and tasks query; docs/lab-format.md names its members.
  package var value: Value {
    [
      "now": .number(now.sinceEpoch.inSeconds),
      "instances": .array(ec2.instances.rows.map { Self.value(of: $0) }),
      "loadBalancers": .array(loadBalancing.loadBalancers.rows.map { Self.value(of: $0) }),
      "targetGroups": .array(loadBalancing.targetGroups.rows.map { Self.value(of: $0) }),
      "autoScalingGroups": .array(autoScaling.groups.rows.map { Self.value(of: $0) }),
      "databases": .array(rds.instances.rows.map { Self.value(of: $0) }),
      "caches": .array(
        elastiCache.replicationGroups.rows.map { ["id": .string($0.id), "status": .string($0.status)] }),
      "zones": .array(zonesInUse.map { .string($0.rawValue) }),
      "records": .array(route53.zones.rows.flatMap(\.records).map { value(of: $0) }),
      "dnsHealthChecks": .array(route53.healthChecks.rows.map { value(of: $0) }),
      "pending": .array(
        pending.map { ["code": .string($0.code), "resource": .string($0.resource)] }),
    ]
  }

  /// The zones in which instances run, in byte order.
  private var zonesInUse: [Zone] {
    let zones = ec2.instances.rows.filter { $0.state == .running || $0.state == .pending }.map(\.zone)
    return Set(zones).sorted()
  }

  private func value(of record: RecordSet) -> Value {
    let target: String? =
      switch record.answer {
      case .alias(let name, _, _): name
      case .values(let values, _): record.type == "CNAME" ? values.first : nil
      }
    return [
      "name": .string(record.name), "type": .string(record.type),
      "leadsToLoadBalancer": .bool(target.flatMap { loadBalancer(named: $0) } != nil),
    ]
  }

  /// `detection` is the longest time until a dead address is answered no more: interval, threshold and TTL.
  private func value(of check: DNSHealthCheck) -> Value {
    let lifetimes = route53.zones.rows.flatMap(\.records).compactMap { record -> Int? in
      guard record.healthCheck == check.id, case .values(_, let ttl) = record.answer else { return nil }
      return ttl
    }
    let noticed = check.interval.inSeconds * Double(check.failureThreshold)
    return [
      "id": .string(check.id), "healthy": .bool(check.isHealthy),
      "detection": .number(noticed + Double(lifetimes.max() ?? 0)),
    ]
  }

  private static func value(of instance: Instance) -> Value {
    [
      "id": .string(instance.id.description), "type": .string(instance.type),
      "zone": .string(instance.zone.rawValue), "state": .string(instance.state.rawValue),
      "serving": .bool(instance.isServing),
      "group": instance.autoScalingGroup.map { .string($0) } ?? .null,
    ]
  }

  private static func value(of balancer: LoadBalancer) -> Value {
    [
      "name": .string(balancer.name), "state": .string(balancer.state.rawValue),
      "zones": .array(balancer.nodes.map { .string($0.zone.rawValue) }),
    ]
  }

  private static func value(of group: TargetGroup) -> Value {
    [
      "name": .string(group.name), "targets": .integer(Int64(group.targets.count)),
      "healthy": .integer(Int64(group.targets.rows.count { $0.health == .healthy })),
      "unused": .integer(Int64(group.targets.rows.count { $0.isUnused })),
      "detection": .number(
        group.healthCheck.interval.inSeconds * Double(group.healthCheck.unhealthyThreshold)
          + group.healthCheck.timeout.inSeconds),
      "interval": .number(group.healthCheck.interval.inSeconds),
      "unhealthyThreshold": .integer(Int64(group.healthCheck.unhealthyThreshold)),
      "path": .string(group.healthCheck.path),
    ]
  }

  private static func value(of group: AutoScalingGroup) -> Value {
    [
      "name": .string(group.name), "desired": .integer(Int64(group.desiredCapacity)),
      "members": .integer(Int64(group.members.count)),
    ]
  }

  private static func value(of database: DBInstance) -> Value {
    [
      "id": .string(database.identifier), "status": .string(database.status.rawValue),
      "multiAZ": .bool(database.isMultiAZ), "zone": .string(database.zone.rawValue),
    ]
  }
}

extension Target {
  /// Whether no node of a load balancer uses it.
  fileprivate var isUnused: Bool {
    if case .unused = health { return true }
    return false
  }
}
