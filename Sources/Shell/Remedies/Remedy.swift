package import Texts

/// A change that may keep requests from being lost: lines of the shell that make it, and how it is told.
package struct Remedy: Sendable, Equatable {
  /// What is changed; its sentence stands in the texts (`remedies.<code>`).
  package enum Code: String, Sendable, CaseIterable {
    case firstServer = "first-server"
    case record
    case shorterTTL = "shorter-ttl"
    case wait
    case openPort = "open-port"
    case openACL = "open-acl"
    case internetRoute = "internet-route"
    case publicBalancer = "public-balancer"
    case listener
    case secureListener = "secure-listener"
    case certificate
    case forward
    case ruleGone = "rule-gone"
    case idleTimeout = "idle-timeout"
    case register
    case zones
    case crossZone = "cross-zone"
    case zonalTargets = "zonal-targets"
    case targetsInEachZone = "targets-in-each-zone"
    case healthPath = "health-path"
    case healthSpeed = "health-speed"
    case fleet
    case fleetBehindBalancer = "fleet-behind-balancer"
    case groupSize = "group-size"
    case groupGrace = "group-grace"
    case groupHealth = "group-health"
    case otherType = "other-type"
    case otherZone = "other-zone"
    case earlierImage = "earlier-image"
    case templateVersion = "template-version"
    case secondRegion = "second-region"
    case unlimitedCredits = "unlimited-credits"
    case startInstance = "start-instance"
    case startServers = "start-servers"
    case setting
    case settingGone = "setting-gone"
    case stickiness
    case cacheReplica = "cache-replica"
    case database
    case startDatabase = "start-database"
    case multiAZ = "multi-az"
    case databaseClass = "database-class"
    case databaseStorage = "database-storage"
    case databaseGrowth = "database-growth"
    case fasterStorage = "faster-storage"
    case fasterVolume = "faster-volume"
    case readReplica = "read-replica"
    case nearReplica = "near-replica"
    case nearPrimary = "near-primary"
    case promotion
    case newCache = "new-cache"
    case cacheNode = "cache-node"
    case databaseRole = "database-role"
    case bucketPolicy = "bucket-policy"
    case publicBucket = "public-bucket"
    case upload
    case website
    case targetHealth = "target-health"
    case onDemand = "on-demand"
    case spotZone = "spot-zone"
    case jobMachines = "job-machines"
  }

  package let code: Code
  /// The values of its sentence.
  package let values: [String: TextValue]
  /// What a person would type for it, line by line; resources go by their ids.
  package let lines: [String]

  init(_ code: Code, _ values: [String: TextValue] = [:], _ lines: [String]) {
    self.code = code
    self.values = values
    self.lines = lines
  }
}
