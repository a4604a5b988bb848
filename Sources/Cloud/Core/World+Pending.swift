package import EventKernel

/// Something that is under way and will be done by itself.
package struct PendingItem: Sendable, Equatable {
  /// What is awaited, a code of the catalogue of texts (`pending.<code>`).
  package let code: String
  /// The resource, by the id or name that AWS shows.
  package let resource: String
  /// When it will be done, where that is known.
  package let until: Instant?
}

extension World {
  /// The states in which a database stays until somebody acts, or in which it can be used.
  private static let settledDatabaseStates: [DBInstance.Status] = [
    .available, .stopped, .storageFull, .storageOptimization, .incompatibleParameters,
  ]

  /// What is under way: machines that start, disks, snapshots, images, load balancers, databases and caches being made, first health checks.
  ///
  /// Ordered by kind, then by resource. O(resources).
  package var pending: [PendingItem] {
    var items: [PendingItem] = []
    for (id, instance) in ec2.instances {
      switch (instance.state, instance.activity) {
      case (.pending, _):
        items.append(PendingItem(code: "instance-starts", resource: id.description, until: nil))
      case (.running, .booting(let until)) where instance.hasPower:
        items.append(PendingItem(code: "application-starts", resource: id.description, until: until))
      case (.stopping, _):
        items.append(PendingItem(code: "instance-stops", resource: id.description, until: nil))
      case (.running, _), (.stopped, _), (.shuttingDown, _), (.terminated, _): break
      }
    }
    for (id, volume) in ec2.volumes where volume.state == .creating {
      items.append(PendingItem(code: "volume-creating", resource: id.description, until: nil))
    }
    for (id, snapshot) in ec2.snapshots where snapshot.owner == Account.id && now < snapshot.end {
      items.append(PendingItem(code: "volume-snapshot", resource: id.description, until: snapshot.end))
    }
    for (id, image) in ec2.images where image.state == .pending {
      items.append(PendingItem(code: "image-pending", resource: id.description, until: nil))
    }
    for (_, balancer) in loadBalancing.loadBalancers where balancer.state == .provisioning {
      items.append(
        PendingItem(
          code: "load-balancer-provisions", resource: balancer.name,
          until: balancer.creation + LoadBalancingTimings.provisioning))
    }
    for (id, gateway) in ec2.natGateways where gateway.state == .pending {
      items.append(
        PendingItem(
          code: "nat-gateway-pending", resource: id.description,
          until: gateway.creation + NATGatewayTimings.provisioning))
    }
    for (_, group) in loadBalancing.targetGroups {
      for (id, target) in group.targets where target.health == .initial {
        let resource = "\(group.name)/\(name(of: id.place))"
        items.append(PendingItem(code: "first-health-check", resource: resource, until: nil))
      }
    }
    for (_, database) in rds.instances
    where !Self.settledDatabaseStates.contains(database.status) {
      items.append(
        PendingItem(code: "database-\(database.status.rawValue)", resource: database.identifier, until: nil))
    }
    for (_, snapshot) in rds.snapshots where snapshot.kind == .manual && snapshot.status != .available {
      items.append(
        PendingItem(code: "database-snapshot", resource: snapshot.identifier, until: snapshot.completion))
    }
    for (_, cache) in elastiCache.replicationGroups where cache.status != "available" {
      items.append(PendingItem(code: "cache-\(cache.status)", resource: cache.id, until: nil))
    }
    for (id, distribution) in cloudFront.distributions where !distribution.isDeployed {
      items.append(
        PendingItem(
          code: "distribution-deploys", resource: id,
          until: distribution.modified + CloudFrontLimits.deployment))
    }
    for (_, entry) in agenda.pending {
      guard case .s3(.replicate(let bucket, let key, _)) = entry else { continue }
      items.append(PendingItem(code: "object-replicates", resource: "\(bucket)/\(key.text)", until: nil))
    }
    return items
  }
}
