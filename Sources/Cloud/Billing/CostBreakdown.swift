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
    /// The Region of a resource that a name alone does not tell, as several Regions can have it.
    var region: Region?
  }

  /// The items by service, in the order of the resources.
  package internal(set) var items: [Item] = []

  package init() {}

  /// The sum of the items.
  package var monthly: Money { items.reduce(.zero) { $0 + $1.amount } }
}
