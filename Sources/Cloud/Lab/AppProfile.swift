package import EventKernel

/// The application inside an image: what it needs and how it answers.
package struct AppProfile: Sendable, Equatable, Codable {
  /// Memory that the application needs to start, in GiB.
  package var memoryGiB: Double
  /// The port on which it answers.
  package var port: Int
  /// The path that answers 200 while the application is well; other paths of health checks answer 404.
  package var healthPath: String
  /// From the operating system's start to the first answer.
  package var warmUp: Duration
  /// How many requests may wait on one instance before it turns the next away.
  package var backlog: Int
  /// How many requests one instance works on or has waiting for others at once.
  package var workers: Int

  package init(
    memoryGiB: Double, port: Int = 80, healthPath: String = "/", warmUp: Duration = .seconds(60),
    backlog: Int = 512, workers: Int = 256
  ) {
    self.memoryGiB = memoryGiB
    self.port = port
    self.healthPath = healthPath
    self.warmUp = warmUp
    self.backlog = backlog
    self.workers = workers
  }
}

/// How the application of one instance was set in its user data (decisions: inside a machine).
///
/// The closed list of keys is documented in `docs/app-settings.md`; an unknown key is a boot error.
package struct AppSettings: Sendable, Equatable {
  /// `DB_HOST`: where writes, and reads without another setting, go.
  package var databaseHost: String?
  /// `DB_READ_HOST`: where reads go.
  package var databaseReadHost: String?
  /// `DB_POOL`: connections that one instance opens at most.
  package var databasePool = 30
  /// `DB_RETRY`: how often a failed query is tried again.
  package var databaseRetry = 0
  /// `DB_DNS_TTL`: how long the application keeps the database's address, in seconds.
  package var databaseAddressLifetime: Duration = .seconds(5)
  /// `DB_AUTH=iam`: connects as the instance's role, which must be allowed `rds-db:connect`.
  package var authenticatesDatabaseByRole = false
  /// `CACHE_HOST`: the cache that reads ask first.
  package var cacheHost: String?
  /// `CACHE_READ_HOST`: where reads of the cache go, such as the reader endpoint; `nil` for `CACHE_HOST`.
  package var cacheReadHost: String?
  /// `CACHE_TTL`: how long a cached answer is used, in seconds.
  package var cacheLifetime: Duration = .seconds(60)
  /// `JOB_QUEUE`: the queue of jobs that it works through, one job on each vCPU.
  package var jobQueue: String?
  /// `JOB_CHECKPOINT`: how much work lies between two checkpoints of a job; zero for none.
  package var checkpointEvery: Duration = .zero
  /// `JOB_ON_NOTICE=save`: when it is told that its capacity is taken back, it saves its jobs and takes no more.
  package var savesOnNotice = false
  /// `SESSION_STORE`: where it keeps the sessions of clients; `nil` keeps none.
  package var sessionStore: SessionStore?

  /// Where an application keeps the sessions of its clients.
  package enum SessionStore: String, Sendable, CaseIterable {
    /// In the memory of the instance.
    case memory
    /// In the cache of `CACHE_HOST`.
    case cache
    /// In the database of `DB_HOST`.
    case database
  }
  /// `CACHE_CONTROL`: the header of every answer, which edge locations of CloudFront read.
  package var cacheControl: String?

  package init() {}
}
