/// Faults that come too late: what they strike is gone.
extension World {
  /// Whether nothing is there of what a fault that begins strikes; kinds that strike places, users or calls always find some.
  ///
  /// O(machines struck), or O(databases), or O(caches).
  func strikesNothing(_ active: ActiveFault) -> Bool {
    let fault = active.fault
    // A share of the machines may be none of them by chance.
    guard fault.share == nil else { return false }
    switch fault.kind {
    case .hostFailure, .stopInstances, .terminateInstances, .rebootInstances, .cpuStress:
      return !active.machines.contains { id in
        ec2.instances[id].map { $0.state == .pending || $0.state == .running } ?? false
      }
    case .rebootDatabase, .databaseFailure, .diskFull:
      return !rds.instances.contains { key, row in
        fault.names.contains(row.identifier) || fault.names.contains(key)
      }
    case .cacheFlush:
      return !elastiCache.replicationGroups.contains { _, row in fault.names.contains(row.id) }
    case .cacheNodeFailure: return cacheNodes(named: fault.names).isEmpty
    case .zonePower, .slowZone, .loadSurge, .spotReclaim, .capacityShortage, .lossyZone, .volumeLatency,
      .pauseVolume, .apiErrors, .controlPlaneOutage, .dnsOutage, .retryStorm, .badDeploy,
      .s3Outage, .regionCut, .leakedKey, .balancerNodeFailure, .regionLoss:
      return false
    }
  }
}
