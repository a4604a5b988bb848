import Cloud

extension World {
  /// All that a survey loses: zones in use, instances that serve, databases, nodes of caches and of load balancers, Regions.
  ///
  /// Each kind in the order of its ids. O(resources).
  var losses: [Survey.Loss] {
    let nodes = lostInstances + lostDatabases + lostCacheNodes + lostBalancerNodes
    let standbys = rds.instances.rows.compactMap(\.standbyZone)
    let zones = Set(nodes.compactMap(\.zone) + standbys).sorted()
    let regions = Set(zones.map(\.region)).sorted()
    let lostZones = zones.map { zone in
      Survey.Loss(kind: .zone, resource: zone.rawValue, zone: zone, fault: .zonePower(zone))
    }
    let lostRegions = regions.map { region in
      Survey.Loss(kind: .region, resource: region.rawValue, zone: nil, fault: .regionLoss(region))
    }
    return lostZones + nodes + lostRegions
  }

  /// The running instances that have an application or stand in a target group.
  private var lostInstances: [Survey.Loss] {
    let places = Set(loadBalancing.targetGroups.rows.flatMap { $0.targets.ids.map(\.place) })
    let serving = ec2.instances.rows.filter { instance in
      guard instance.state == .running else { return false }
      return app(of: instance) != nil || places.contains(.instance(instance.id))
        || places.contains(.address(instance.privateAddress))
    }
    return serving.map { instance in
      Survey.Loss(
        kind: .instance, resource: "\(instance.id)", zone: instance.zone, fault: .hostFailure([instance.id]))
    }
  }

  private var lostDatabases: [Survey.Loss] {
    var losses: [Survey.Loss] = []
    for (key, database) in rds.instances {
      switch database.status {
      case .creating, .deleting, .stopping, .stopped: continue
      case .available, .modifying, .rebooting, .starting, .backingUp, .storageFull, .storageOptimization,
        .upgrading, .incompatibleParameters:
        losses.append(
          Survey.Loss(
            kind: .database, resource: database.identifier, zone: database.zone, fault: .databaseFailure(key))
        )
      }
    }
    return losses
  }

  private var lostCacheNodes: [Survey.Loss] {
    var losses: [Survey.Loss] = []
    for cache in elastiCache.replicationGroups.rows where !["creating", "deleting"].contains(cache.status) {
      for node in cache.nodes {
        losses.append(
          Survey.Loss(
            kind: .cacheNode, resource: node.id, zone: node.zone,
            fault: .cacheNodeFailure("\(cache.region.rawValue)/\(node.id)")))
      }
    }
    return losses
  }

  private var lostBalancerNodes: [Survey.Loss] {
    var losses: [Survey.Loss] = []
    for balancer in loadBalancing.loadBalancers.rows where balancer.state == .active {
      for node in balancer.nodes {
        losses.append(
          Survey.Loss(
            kind: .balancerNode, resource: "\(balancer.name)/\(node.zone.rawValue)", zone: node.zone,
            fault: .balancerNodeFailure(balancer.name, in: node.zone)))
      }
    }
    return losses
  }
}
