/// What a world costs in a month of 730 hours, item by item.
package struct CostBreakdown: Sendable, Equatable {
  /// One line of the bill.
  package struct Item: Sendable, Equatable {
    /// AWS's name of the service, such as `EC2`.
    package let service: String
    /// What is paid for, a code of the catalogue of texts (`cost.<code>`).
    package let code: String
    /// The resource, by the id or name that AWS shows.
    package let resource: String
    package let amount: Money
    /// How much is used in a month, in `unit`.
    package let quantity: Double
    /// The Region of a resource that a name alone does not tell, as several Regions can have it.
    var region: Region?
    /// Where the clients are to whom CloudFront gave something.
    var place: EdgePlace?
  }

  /// The items by service, in the order of the resources.
  package internal(set) var items: [Item] = []

  package init() {}

  /// The sum of the items.
  package var monthly: Money { items.reduce(.zero) { $0 + $1.amount } }
}

extension CostBreakdown.Item {
  /// An item by its price in micro-USD for a unit, and the units of a month.
  init(
    service: String, code: String, resource: String, price: Int, times units: Double, region: Region? = nil
  ) {
    // Requests have a price for a thousand, at edge locations for ten thousand, DNS queries for a million.
    let perPrice: Double =
      switch code {
      case "s3-writes", "s3-reads", "s3-visits": 1_000
      case "edge-requests": 10_000
      case "queries": 1_000_000
      default: 1
      }
    self.init(
      service: service, code: code, resource: resource, amount: .price(price, times: units),
      quantity: units * perPrice, region: region)
  }

  /// In what the use is counted, as Cost Explorer names it.
  package var unit: String {
    switch code {
    case "instance", "spot-instance", "reserved-instance", "software", "public-address", "elastic-address",
      "nat-gateway", "load-balancer", "database", "cache-nodes", "savings-plan":
      "Hrs"
    case "capacity-units": "LCU-Hrs"
    case "volume-iops", "database-iops": "IOPS-Mo"
    case "volume-throughput", "database-throughput": "MiBps-Mo"
    case "surplus-credits": "vCPU-Hours"
    case "detailed-monitoring": "Metrics"
    case "alarm": "Alarms"
    case "hosted-zone": "HostedZone"
    case "health-check", "health-check-options": "Health Checks"
    case "s3-writes", "s3-reads", "s3-visits", "edge-requests": "Requests"
    case "s3-retrieval", "edge-transfer", "internet", "cross-zone", "other-region": "GB"
    case "queries": "Queries"
    case "invalidation-paths": "URLs"
    case "action-minutes": "Action-Minutes"
    case "advanced-parameter": "Parameters"
    default: "GB-Mo"
    }
  }
}
