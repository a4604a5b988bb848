/// What traffic moves in a month of 730 hours, for the part of the bill that depends on it.
package struct TrafficVolumes: Sendable, Equatable {
  /// Bytes sent to the Internet.
  package var internetBytes: UInt64
  /// Bytes that crossed zones and are billed (facts: 14; between a load balancer and its targets they are not).
  package var crossZoneBytes: UInt64
  /// Bytes that load balancers processed.
  package var loadBalancerBytes: UInt64
  /// Connections made to load balancers.
  package var newConnections: UInt64
  /// Questions asked of Route 53 that are billed: those for other records than aliases.
  package var dnsQueries: UInt64

  package init(
    internetBytes: UInt64 = 0, crossZoneBytes: UInt64 = 0, loadBalancerBytes: UInt64 = 0,
    newConnections: UInt64 = 0, dnsQueries: UInt64 = 0
  ) {
    self.internetBytes = internetBytes
    self.crossZoneBytes = crossZoneBytes
    self.loadBalancerBytes = loadBalancerBytes
    self.newConnections = newConnections
    self.dnsQueries = dnsQueries
  }
}
