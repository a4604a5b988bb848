import Cloud
import Traffic

extension RemedySite {
  /// The changes that could keep requests from failing by a cause, the nearest first; the same change once.
  ///
  /// None of them is known to help: they are tried.
  func candidates(for cause: CauseCode) -> [Remedy] {
    made(for: cause).reduce(into: []) { remedies, remedy in
      if !remedies.contains(where: { $0.lines == remedy.lines }) { remedies.append(remedy) }
    }
  }

  private func made(for cause: CauseCode) -> [Remedy] {
    switch cause {
    case .nameNotFound, .nameWithoutAddress: records() + restarts() + waiting() + firstServers()
    case .staleAddress: restarts() + records() + shorterTTLs() + firstServers()
    case .securityGroupDenied: openPorts()
    case .networkACLDenied: openACLs()
    case .noInternetRoute: internetRoutes() + publicBalancers() + records()
    case .portClosed: listenersOnPort() + openPorts()
    case .balancerNodeDown: secondRegions() + targetHealth() + furtherZones() + fleets() + records()
    case .noRegisteredTarget: machineStarts() + registrations() + furtherZones() + groupSizes()
    case .noHealthyTarget:
      secondRegions() + healthPaths() + openPorts() + healthSpeeds() + groupSizes() + fleets()
    case .fixedResponse, .redirectedAway: forwards()
    case .protocolMismatch: secureListeners() + listenersOnPort()
    case .noFittingCertificate: certificates()
    case .balancerTimeout: idleTimeouts()
    case .instanceDown, .instanceDied:
      secondRegions() + healthPaths() + healthSpeeds() + furtherZones() + crossings() + groupSizes()
        + fleets() + restarts()
    case .applicationStarting: waiting() + groupSizes() + fleets()
    case .applicationFailed: startableMachines() + fleets()
    case .instanceOverloaded:
      crossings() + furtherZones() + groupSizes() + healthPaths() + fleets() + largerTypes()
    case .cpuCreditsExhausted: unlimitedCredits() + largerTypes() + groupSizes() + fleets()
    case .networkOverloaded: widerNetworks() + largerTypes() + crossings() + groupSizes() + fleets()
    case .volumeOverloaded: fasterVolumes() + groupSizes() + fleets()
    case .volumePathOverloaded: widerPaths() + largerTypes() + groupSizes() + fleets()
    case .storageCreditsExhausted: fasterStorage() + fasterVolumes() + largerStorage() + readReplicas()
    case .databaseMissing: databaseHosts()
    case .databaseDown: databaseStarts() + secondRegions() + standbys() + readReplicas() + writableDatabases()
    case .failoverInProgress: databaseRetries() + readReplicas()
    case .staleDatabaseAddress: addressLifetimes() + databaseRetries()
    case .connectionsExhausted: pools(larger: false) + largerClasses() + readReplicas() + caches()
    case .poolExhausted: spareBackups() + pools(larger: true) + largerClasses() + caches() + fleets()
    case .databaseOverloaded: spareBackups() + largerClasses() + readReplicas() + caches()
    case .storageOverloaded: fasterStorage() + largerStorage() + readReplicas() + caches()
    case .databaseReadOnly: writableDatabases()
    case .databaseStorageFull: largerStorage()
    case .replicaLag: readsAtPrimaries() + largerClasses()
    case .sessionLost: clientTies() + sessionStores(among: [.database, .cache]) + cacheReplicas()
    case .sessionStoreDown: sessionStores(among: [.database, .memory]) + cacheReplicas() + clientTies()
    case .cacheOverloaded: cachesLeftOut()
    case .accessDenied: databaseRoles()
    case .slowerThanClientWaits: machinesElsewhere() + largerClasses()
    case .packetsLost: zonalTargets() + machinesElsewhere() + crossings() + furtherZones()
    case .volumeSlow, .volumePaused:
      standbys() + readReplicas() + machinesElsewhere() + furtherZones() + fleets() + databaseRetries()
    case .cpuStressed: crossings() + groupSizes() + furtherZones() + fleets() + largerTypes()
    case .deployErrors: earlierVersions() + healthPaths() + healthSpeeds() + furtherZones() + fleets()
    case .resolverDown: longerAddressLifetimes() + databaseRetries()
    case .regionCutOff: nearReplicas() + writableDatabases()
    case .bucketAccessDenied: bucketPolicies()
    case .objectNotFound: uploads()
    case .siteNotFound: websites() + records()
    case .s3SlowDown, .s3Unavailable, .distributionDisabled, .edgeHostUnknown, .edgeMethodRefused,
      .originNotFound:
      records() + waiting()
    }
  }

  /// The changes that could make a world cheaper or faster, or have its jobs done in time, where no request was lost.
  func candidates(for goal: RemedyGoal) -> [Remedy] {
    switch goal {
    case .losses: []
    case .cost: fleets()
    case .jobs: lateJobs()
    case .latency: crossings() + groupSizes() + largerTypes() + fleets()
    }
  }
}
