import EventKernel

/// What an attribute of a row is for a filter: the texts with which the filter's values are compared.
///
/// A list passes when one of its elements does, an absent value never.
protocol FilterValue {
  /// The texts, as AWS writes the attribute in answers.
  var filterTexts: [String] { get }
}

extension String: FilterValue {
  var filterTexts: [String] { [self] }
}

extension Bool: FilterValue {
  var filterTexts: [String] { [self ? "true" : "false"] }
}

extension Int: FilterValue {
  var filterTexts: [String] { ["\(self)"] }
}

extension Double: FilterValue {
  var filterTexts: [String] { ["\(self)"] }
}

extension Instant: FilterValue {
  var filterTexts: [String] { [iso8601Milliseconds] }
}

extension ResourceID: FilterValue {
  var filterTexts: [String] { [description] }
}

extension CIDRBlock: FilterValue {
  var filterTexts: [String] { [description] }
}

extension IPv4Address: FilterValue {
  var filterTexts: [String] { [description] }
}

extension Optional: FilterValue where Wrapped: FilterValue {
  var filterTexts: [String] { map(\.filterTexts) ?? [] }
}

extension Array: FilterValue where Element: FilterValue {
  var filterTexts: [String] { flatMap(\.filterTexts) }
}
