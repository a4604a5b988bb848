/// The built-in functions; the raw value is the name in expressions.
enum JMESPathFunction: String, CaseIterable, Sendable {
  case abs
  case avg
  case ceil
  case contains
  case endsWith = "ends_with"
  case floor
  case join
  case keys
  case length
  case map
  case max
  case maxBy = "max_by"
  case merge
  case min
  case minBy = "min_by"
  case notNull = "not_null"
  case reverse
  case sort
  case sortBy = "sort_by"
  case startsWith = "starts_with"
  case sum
  case toArray = "to_array"
  case toNumber = "to_number"
  case toString = "to_string"
  case type
  case values

  /// What an argument may be; the raw values are the words of the messages.
  enum ParameterType: String, Sendable {
    case number
    case string
    case array
    case object
    case arrayOfNumbers = "array-number"
    case arrayOfStrings = "array-string"
    case expression = "expref"
  }

  /// The types that each parameter takes; an empty list takes any value.
  var parameters: [[ParameterType]] {
    switch self {
    case .abs, .ceil, .floor: [[.number]]
    case .avg, .sum: [[.arrayOfNumbers]]
    case .contains: [[.array, .string], []]
    case .endsWith, .startsWith: [[.string], [.string]]
    case .join: [[.string], [.arrayOfStrings]]
    case .keys, .values, .merge: [[.object]]
    case .length: [[.string, .array, .object]]
    case .map: [[.expression], [.array]]
    case .max, .min: [[.arrayOfNumbers, .arrayOfStrings]]
    case .maxBy, .minBy, .sortBy: [[.array], [.expression]]
    case .notNull, .toArray, .toNumber, .toString, .type: [[]]
    case .reverse: [[.array, .string]]
    case .sort: [[.arrayOfStrings, .arrayOfNumbers]]
    }
  }

  /// Whether the result is never more than a scalar or a list of scalars.
  var givesScalar: Bool {
    switch self {
    case .abs, .avg, .ceil, .contains, .endsWith, .floor, .join, .keys, .length, .max, .min, .sort,
      .startsWith, .sum,
      .toNumber, .toString, .type:
      true
    case .map, .maxBy, .merge, .minBy, .notNull, .reverse, .sortBy, .toArray, .values: false
    }
  }

  /// Whether the last parameter may be repeated.
  var isVariadic: Bool { self == .merge || self == .notNull }
}

/// An argument whose value has been found.
enum JMESPathArgument {
  case value(Value)
  case expression(JMESPathNode)
}
