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
      "records": .array(
        route53.zones.rows.flatMap(\.records).map { ["name": .string($0.name), "type": .string($0.type)] }),
      "pending": .array(
        pending.map { ["code": .string($0.code), "resource": .string($0.resource)] }),
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
      "healthy": .integer(Int64(group.targets.rows.filter { $0.health == .healthy }.count)),
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
