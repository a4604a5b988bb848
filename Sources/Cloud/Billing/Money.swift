/// An amount of US dollars in whole micro-dollars.
package struct Money: Hashable, Comparable, Sendable, Codable {
  /// Millionths of a dollar.
  package var microdollars: Int64

  package init(microdollars: Int64) { self.microdollars = microdollars }

  /// Nothing.
  package static let zero = Money(microdollars: 0)

  /// The amount in dollars, for printing.
  package var dollars: Double { Double(microdollars) / 1e6 }

  package static func + (left: Money, right: Money) -> Money {
    Money(microdollars: left.microdollars + right.microdollars)
  }
  package static func += (left: inout Money, right: Money) { left = left + right }
  package static func < (left: Money, right: Money) -> Bool { left.microdollars < right.microdollars }

  /// A price for a number of units, rounded to the nearest micro-dollar.
  package static func price(_ microdollars: Int, times units: Double) -> Money {
    Money(microdollars: Int64((Double(microdollars) * units).rounded()))
  }
}
