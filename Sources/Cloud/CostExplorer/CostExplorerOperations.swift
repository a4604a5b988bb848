import EventKernel

/// The operations of Cost Explorer.
package enum CostExplorerOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    GetCostAndUsage.self, GetCostForecast.self, GetCostDimensionValues.self, GetCostTags.self,
    ListCostAllocationTags.self, UpdateCostAllocationTagsStatus.self, StartCostAllocationTagBackfill.self,
    ListCostAllocationTagBackfillHistory.self, GetReservationUtilization.self, GetReservationCoverage.self,
    GetReservationPurchaseRecommendation.self,
  ]
}

/// A span of days, or of hours, as Cost Explorer takes and shows it; its end does not belong to it.
package struct CostTimePeriod: Codable, Sendable {
  package var start: String
  package var end: String
}

/// A condition over charges.
package struct CostExpression: Decodable, Sendable {
  /// A dimension or a tag, and its values.
  package struct Values: Decodable, Sendable {
    package var key: String?
    package var values: [String]?
    package var matchOptions: [String]?
  }

  package var or: [CostExpression]?
  package var and: [CostExpression]?
  package var not: [CostExpression]?
  package var dimensions: Values?
  package var tags: Values?

  private enum CodingKeys: String, CodingKey { case or, and, not, dimensions, tags }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    or = try container.decodeIfPresent([CostExpression].self, forKey: .or)
    and = try container.decodeIfPresent([CostExpression].self, forKey: .and)
    not = try container.decodeIfPresent(CostExpression.self, forKey: .not).map { [$0] }
    dimensions = try container.decodeIfPresent(Values.self, forKey: .dimensions)
    tags = try container.decodeIfPresent(Values.self, forKey: .tags)
  }
}

/// Refusals that several operations share, in AWS's words.
enum CostError {
  static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message) }
}

/// How finely costs are told apart.
enum CostGranularity: String {
  case hourly = "HOURLY"
  case daily = "DAILY"
  case monthly = "MONTHLY"

  /// The one of a name, or AWS's refusal.
  static func named(_ text: String) throws(AWSError) -> CostGranularity {
    guard let granularity = CostGranularity(rawValue: text) else {
      throw CostError.validation(
        "Granularity \(text) is not valid. Valid values are DAILY, MONTHLY and HOURLY.")
    }
    return granularity
  }
}

/// The days or hours of a call.
struct CostPeriods {
  let start: Instant
  let end: Instant
  let granularity: CostGranularity

  /// Reads a span, or refuses it in AWS's words.
  init(_ period: CostTimePeriod, _ granularity: CostGranularity) throws(AWSError) {
    guard let start = Self.moment(period.start), let end = Self.moment(period.end) else {
      throw CostError.validation(
        "Start time \(period.start) and end time \(period.end) must be dates of the form yyyy-MM-dd, or times of"
          + " the form yyyy-MM-ddTHH:mm:ssZ.")
    }
    guard start < end else {
      throw CostError.validation("Start date (and hour) should be before end date (and hour)")
    }
    guard granularity != .hourly || end - start <= .days(14) else {
      throw CostError.validation("You can only retrieve hourly data for the previous 14 days.")
    }
    guard end - start <= .days(3 * 366) else {
      throw CostError.validation("The requested time period is longer than 3 years.")
    }
    self.start = start
    self.end = end
    self.granularity = granularity
  }

  /// The parts, each with its texts.
  var parts: [(start: Instant, end: Instant, shown: CostTimePeriod)] {
    var parts: [(start: Instant, end: Instant, shown: CostTimePeriod)] = []
    var place = start
    while place < end {
      let next = min(end, Self.next(place, granularity))
      parts.append((place, next, CostTimePeriod(start: text(place), end: text(next))))
      place = next
    }
    return parts
  }

  private func text(_ moment: Instant) -> String {
    granularity == .hourly ? String(moment.iso8601.prefix(19)) + "Z" : moment.date.iso8601
  }

  private static func next(_ moment: Instant, _ granularity: CostGranularity) -> Instant {
    switch granularity {
    case .hourly: return moment.rounded(down: .hours(1)) + .hours(1)
    case .daily: return moment - moment.timeOfDay + .days(1)
    case .monthly:
      let date = moment.date
      let first = CivilDate(
        year: date.month == 12 ? date.year + 1 : date.year, month: date.month == 12 ? 1 : date.month + 1,
        day: 1)
      return first.map { Instant(startOf: $0) } ?? moment + .days(31)
    }
  }

  /// The moment of a date, or of a time in UTC; `nil` when the text is neither.
  static func moment(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let midnight = Instant(startOf: date)
    if bytes.count == 10 { return midnight }
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[19] == UInt8(ascii: "Z"), let hour = number(11..<13), let minute = number(14..<16),
      let second = number(17..<19), (0..<24).contains(hour), (0..<60).contains(minute),
      (0..<60).contains(second)
    else { return nil }
    return midnight + .hours(hour) + .minutes(minute) + .seconds(second)
  }
}

extension World {
  /// What a charge is in a dimension, or AWS's refusal of the dimension.
  func value(of charge: BillingState.Charge, in dimension: String) throws(AWSError) -> String {
    switch dimension {
    case "SERVICE": charge.serviceName
    case "USAGE_TYPE": charge.usageType
    case "REGION": charge.region?.rawValue ?? "global"
    case "LINKED_ACCOUNT": Account.id
    case "INSTANCE_TYPE": charge.instanceType ?? "NoInstanceType"
    case "RECORD_TYPE":
      switch charge.item.code {
      case "reserved-instance": "RIFee"
      case "savings-plan": "SavingsPlanRecurringFee"
      default: "Usage"
      }
    case "PURCHASE_TYPE":
      switch charge.item.code {
      case "spot-instance": "Spot Instances"
      case "reserved-instance": "Standard Reserved Instances"
      case "savings-plan": "Savings Plans"
      default: charge.instanceType == nil ? "NoPurchaseType" : "On Demand Instances"
      }
    case "RESOURCE_ID": charge.item.resource
    default:
      throw CostError.validation("Failed to parse: \(dimension) is not a dimension of this Cost Explorer.")
    }
  }

  /// The value of an activated tag that costs of a moment are split by; `nil` where there is none.
  func allocatedTag(_ key: String, of charge: BillingState.Charge, from start: Instant) -> String? {
    guard let activation = billing.activations[key], activation.isActive, start >= activation.from else {
      return nil
    }
    return charge.tags[key]
  }

  /// Whether a charge passes a condition.
  func passes(
    _ charge: BillingState.Charge, _ expression: CostExpression, from start: Instant, depth: Int = 0
  ) throws(AWSError) -> Bool {
    guard depth < 16 else { throw CostError.validation("The expression is nested too deeply.") }
    var results: [Bool] = []
    if let all = expression.and {
      var passes = true
      for part in all { passes = try self.passes(charge, part, from: start, depth: depth + 1) && passes }
      results.append(passes)
    }
    if let any = expression.or {
      var passes = false
      for part in any { passes = try self.passes(charge, part, from: start, depth: depth + 1) || passes }
      results.append(passes)
    }
    if let part = expression.not?.first {
      results.append(try !passes(charge, part, from: start, depth: depth + 1))
    }
    if let values = expression.dimensions {
      let found = try value(of: charge, in: values.key ?? "")
      results.append(try matches(found, values))
    }
    if let values = expression.tags {
      results.append(try matches(allocatedTag(values.key ?? "", of: charge, from: start) ?? "", values))
    }
    guard results.count == 1, let result = results.first else {
      throw CostError.validation(
        "Expression must have exactly one root operator: one of Or, And, Not, Dimensions, Tags.")
    }
    return result
  }

  private func matches(_ found: String, _ values: CostExpression.Values) throws(AWSError) -> Bool {
    let options = values.matchOptions ?? ["EQUALS"]
    if options.contains("ABSENT") { return found.isEmpty }
    guard let wished = values.values, !wished.isEmpty else {
      throw CostError.validation("The values of \(values.key ?? "") must not be empty.")
    }
    let folds = options.contains("CASE_INSENSITIVE")
    let text = folds ? found.lowercased() : found
    for option in options
    where !["EQUALS", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "CASE_SENSITIVE", "CASE_INSENSITIVE"]
      .contains(option)
    {
      throw CostError.validation("Match option \(option) is not valid.")
    }
    return wished.contains { wish in
      let wish = folds ? wish.lowercased() : wish
      if options.contains("STARTS_WITH") { return text.hasPrefix(wish) }
      if options.contains("ENDS_WITH") { return text.hasSuffix(wish) }
      if options.contains("CONTAINS") { return text.contains(wish) }
      return text.utf8.elementsEqual(wish.utf8)
    }
  }
}

/// An amount of dollars with ten decimals, as Cost Explorer writes it.
struct CostAmount: Encodable, Sendable {
  let amount: String
  let unit: String

  init(_ dollars: Double) {
    let parts = Int64((min(max(dollars, -9e8), 9e8) * 1e10).rounded())
    let size = parts.magnitude
    let decimals = String(size % 10_000_000_000)
    amount =
      "\(parts < 0 ? "-" : "")\(size / 10_000_000_000)."
      + String(repeating: "0", count: 10 - decimals.utf8.count) + decimals
    unit = "USD"
  }
}
