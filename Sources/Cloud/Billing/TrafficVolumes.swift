/// What traffic moves in a month of 730 hours, for the part of the bill that depends on it.
package struct TrafficVolumes: Sendable, Equatable {
  /// Bytes sent to the Internet.
  package var internetBytes: UInt64
  /// Bytes that crossed zones and are billed (facts: 14; between a load balancer and its targets they are not).
  package var crossZoneBytes: UInt64
  /// Bytes that load balancers processed: of the requests that they sent on, and of the answers (facts: ELB 6.6).
  package var loadBalancerBytes: UInt64
  /// Connections made to load balancers.
  package var newConnections: UInt64
  /// Questions asked of Route 53 that are billed: those for other records than aliases.
  package var dnsQueries: UInt64

  /// What burstable instances in unlimited mode worked above their baseline.
  package var surplus: [Surplus]

  /// The bytes of each Region, in the order of their names; where it is empty the sums above are of the Region of the
  /// first instance.
  package var regions: [Regional]

  /// Bytes that leave or cross one Region.
  package struct Regional: Sendable, Equatable {
    package let region: Region
    package var internetBytes: UInt64
    package var crossZoneBytes: UInt64
    /// Bytes that read replicas in other Regions copy from here.
    package var copies: [Copy]

    package init(
      region: Region, internetBytes: UInt64 = 0, crossZoneBytes: UInt64 = 0, copies: [Copy] = []
    ) {
      self.region = region
      self.internetBytes = internetBytes
      self.crossZoneBytes = crossZoneBytes
      self.copies = copies
    }
  }

  /// Bytes that go to another Region.
  package struct Copy: Sendable, Equatable {
    package let to: Region
    package var bytes: UInt64

    package init(to: Region, bytes: UInt64) {
      self.to = to
      self.bytes = bytes
    }
  }

  /// What distributions gave to clients, by city.
  package var distributions: [EdgeUse] = []
  /// What was read from buckets.
  package var buckets: [BucketUse] = []

  /// What a distribution gave to clients from one city's edge location.
  package struct EdgeUse: Sendable, Equatable {
    package let distribution: String
    /// The Region of the city, which tells the price.
    package let region: Region
    package let bytes: UInt64
    package let requests: UInt64

    package init(distribution: String, region: Region, bytes: UInt64, requests: UInt64) {
      self.distribution = distribution
      self.region = region
      self.bytes = bytes
      self.requests = requests
    }
  }

  /// How often objects of a bucket were read.
  package struct BucketUse: Sendable, Equatable {
    package let bucket: String
    package let region: Region
    package let reads: UInt64

    package init(bucket: String, region: Region, reads: UInt64) {
      self.bucket = bucket
      self.region = region
      self.reads = reads
    }
  }

  /// Work above the baseline of one instance.
  package struct Surplus: Sendable, Equatable {
    package let instance: InstanceID
    package let vcpuSeconds: UInt64

    package init(instance: InstanceID, vcpuSeconds: UInt64) {
      self.instance = instance
      self.vcpuSeconds = vcpuSeconds
    }
  }

  package init(
    internetBytes: UInt64 = 0, crossZoneBytes: UInt64 = 0, loadBalancerBytes: UInt64 = 0,
    newConnections: UInt64 = 0, dnsQueries: UInt64 = 0, surplus: [Surplus] = [], regions: [Regional] = []
  ) {
    self.regions = regions
    self.internetBytes = internetBytes
    self.crossZoneBytes = crossZoneBytes
    self.loadBalancerBytes = loadBalancerBytes
    self.newConnections = newConnections
    self.dnsQueries = dnsQueries
    self.surplus = surplus
  }
}
