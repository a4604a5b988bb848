/// Why a request failed: a closed list, each with one meaning; the sentences are in the texts (`causes.<code>`).
package enum CauseCode: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
  /// The name has no record.
  case nameNotFound = "name-not-found"
  /// The name has records and none gives an address, such as a load balancer that is still being provisioned.
  case nameWithoutAddress = "name-without-address"
  /// The client used an address that no longer belongs to what answered there.
  case staleAddress = "stale-address"
  /// A security group lets nobody through on the way; nothing answers.
  case securityGroupDenied = "security-group-denied"
  /// A network ACL drops the connection or its answers; nothing answers.
  case networkACLDenied = "network-acl-denied"
  /// The subnet has no way to and from the Internet.
  case noInternetRoute = "no-internet-route"
  /// Nothing listens on the port; the connection is refused.
  case portClosed = "port-closed"
  /// The load balancer's node has failed, or stands in a zone without power.
  case balancerNodeDown = "balancer-node-down"
  /// The listener's target group has no target that may be used.
  case noRegisteredTarget = "no-registered-target"
  /// No target is healthy, so the load balancer tried a dead one.
  case noHealthyTarget = "no-healthy-target"
  /// The load balancer gave an answer of its own, as a rule told it to.
  case fixedResponse = "fixed-response"
  /// The load balancer sent the client to another place, which does not have what it asked for.
  case redirectedAway = "redirected-away"
  /// The client speaks HTTPS to a listener that does not, or the other way round.
  case protocolMismatch = "protocol-mismatch"
  /// The listener has no valid certificate for the name that the client asked.
  case noFittingCertificate = "no-fitting-certificate"
  /// The target did not answer within the load balancer's idle timeout.
  case balancerTimeout = "balancer-timeout"
  /// The instance has no power or is stopped and nobody has noticed yet.
  case instanceDown = "instance-down"
  /// The instance lost its power while it worked on the request.
  case instanceDied = "instance-died"
  /// The instance runs and its application is still starting.
  case applicationStarting = "application-starting"
  /// The application did not start.
  case applicationFailed = "application-failed"
  /// The instance's queue was full, or so long that the client gave up.
  case instanceOverloaded = "instance-overloaded"
  /// The instance has no CPU credits left and works at its baseline.
  case cpuCreditsExhausted = "cpu-credits-exhausted"
  /// More goes over the network interface of the instance than its type allows.
  case networkOverloaded = "network-overloaded"
  /// The volume of the instance does not give enough operations or bytes.
  case volumeOverloaded = "volume-overloaded"
  /// More goes between the instance and its volumes than its type allows.
  case volumePathOverloaded = "volume-path-overloaded"
  /// The volume of the instance or the database has no burst credits left and works at its baseline.
  case storageCreditsExhausted = "storage-credits-exhausted"
  /// The application has no database to ask, or the name leads to none.
  case databaseMissing = "database-missing"
  /// The database is down with no standby to take over.
  case databaseDown = "database-down"
  /// The standby is taking over.
  case failoverInProgress = "failover-in-progress"
  /// The application still uses the database's old address after a failover.
  case staleDatabaseAddress = "stale-database-address"
  /// The database takes no more connections.
  case connectionsExhausted = "connections-exhausted"
  /// The application waits for one of its own pooled connections.
  case poolExhausted = "pool-exhausted"
  /// The database's vCPUs have too much to do.
  case databaseOverloaded = "database-overloaded"
  /// The database's volume does not give enough I/O operations.
  case storageOverloaded = "storage-overloaded"
  /// The application writes to a read replica.
  case databaseReadOnly = "database-read-only"
  /// The storage of the database is full.
  case databaseStorageFull = "database-storage-full"
  /// The replica had not done the client's last write yet, which the answer has to show.
  case replicaLag = "replica-lag"
  /// The client's session was held where it is gone, or where the request did not come to.
  case sessionLost = "session-lost"
  /// The cache that holds sessions does not answer, or there is none.
  case sessionStoreDown = "session-store-down"
  /// The cache has more commands to do than it can.
  case cacheOverloaded = "cache-overloaded"
  /// The instance's role may not do what the application asks.
  case accessDenied = "access-denied"
  /// Packets between two zones were lost and sent again until the client gave up.
  case packetsLost = "packets-lost"
  /// The volume answers late.
  case volumeSlow = "volume-slow"
  /// The volume answers nothing.
  case volumePaused = "volume-paused"
  /// Other programs keep the instance's processors busy.
  case cpuStressed = "cpu-stressed"
  /// The version that was deployed answers with errors, or late.
  case deployErrors = "deploy-errors"
  /// The resolver of the VPC does not answer, so that the application knows no address.
  case resolverDown = "resolver-down"
  /// The database stands in a Region to which nothing goes.
  case regionCutOff = "region-cut-off"
  /// The bucket does not let who asks read the object.
  case bucketAccessDenied = "bucket-access-denied"
  /// The bucket has no object of that key.
  case objectNotFound = "object-not-found"
  /// There is no bucket of that name, or it has no website.
  case siteNotFound = "site-not-found"
  /// A prefix of a bucket gets more reads a second than it takes.
  case s3SlowDown = "s3-slow-down"
  /// S3 does not answer in the Region, or with errors alone.
  case s3Unavailable = "s3-unavailable"
  /// The distribution is disabled.
  case distributionDisabled = "distribution-disabled"
  /// No distribution has the name that the client asks for.
  case edgeHostUnknown = "edge-host-unknown"
  /// The distribution does not allow the method.
  case edgeMethodRefused = "edge-method-refused"
  /// The distribution's origin has no address, or is not there.
  case originNotFound = "origin-not-found"
  /// Network and work alone take longer than the client waits, with no queue on the way.
  case slowerThanClientWaits = "slower-than-client-waits"
}
