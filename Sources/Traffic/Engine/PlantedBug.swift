#if DEBUG
  /// A bug that a test plants in the engine to see that the law against it finds it; debug builds alone have them.
  ///
  /// A run takes up the bug of the task that begins it. No run has one unless a test says so.
  package enum PlantedBug: String, Sendable, CaseIterable {
    /// The way inside a cloud depends on how a zone is called.
    case zoneByName
    /// Every change of the load balancers' state begins their rounds again.
    case turnForgotten
    /// Each piece of work takes two milliseconds more, whatever its size.
    case fixedOverhead
    /// The shares of a weighted route are narrower than their weights.
    case narrowShares
    /// Resolvers keep an answer for a second more than its TTL.
    case keptTooLong
    /// What a cache holds does not die.
    case immortalEntries
    /// A machine without a cache waits for one.
    case absentCacheCosts
    /// The number of retries is kept in one bit.
    case retriesInOneBit
    /// All machines of a world share the vCPUs of one.
    case sharedVCPUs
    /// The time that clients wait is kept in 32 bits of nanoseconds.
    case timeoutIn32Bits
    /// A load balancer's round goes over all machines of the world.
    case turnOverAllServers
    /// All populations come at the same moments.
    case sharedArrivals
    /// The weather changes how far away the cloud is.
    case weatherOnTheWay
    /// The length of a fault is kept in 37 bits of nanoseconds.
    case faultIn37Bits
    /// Some lost requests are never counted.
    case forgottenRequests
    /// Edge locations keep what their policy says is not to be kept.
    case keptDespiteTTL
    /// A run's draws depend on how many runs there were before it.
    case remembersRuns
    /// Which machines a fault strikes depends on how their zones are called.
    case strikesByName
    /// The work of a request depends on the id of the machine that does it.
    case idInDraw
    /// A run's draws depend on how long it lasts.
    case horizonInDraws
    /// Draws are taken in the order of events, as from one stream.
    case drawsInEventOrder

    /// The bug of the runs that the current task begins.
    package static let current = TaskLocal<PlantedBug?>(wrappedValue: nil)
  }
#endif
