/// A value that stands in a placeholder of a sentence.
package enum TextValue: Sendable, Equatable {
  /// Shown as it is.
  case string(String)
  /// A count; with `duration` whole seconds, with `usd` whole dollars.
  case integer(Int)
  /// A measure; with `duration` seconds, with `usd` dollars, with `percent` a fraction from 0 to 1.
  case number(Double)
  /// A span of simulated or real time.
  case duration(nanoseconds: Int64)
}

extension TextValue: ExpressibleByStringLiteral {
  /// A string value.
  package init(stringLiteral value: String) { self = .string(value) }
}

extension TextValue: ExpressibleByIntegerLiteral {
  /// An integer value.
  package init(integerLiteral value: Int) { self = .integer(value) }
}

extension TextValue: ExpressibleByFloatLiteral {
  /// A number value.
  package init(floatLiteral value: Double) { self = .number(value) }
}
