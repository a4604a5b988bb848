import EventKernel

/// Tells what was spent, by day, month or hour, and split by dimensions and tags.
// Simplified: traffic-billed-by-run
package enum GetCostAndUsage: Operation {
  package static let service = "ce"
  package static let name = "GetCostAndUsage"

  /// The span, how finely, and by what it is split.
  package struct Input: Decodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var granularity: String
    package var filter: CostExpression?
    package var metrics: [String]
    package var groupBy: [Grouping]?
    package var nextPageToken: String?
  }

  /// Something that costs are split by.
  package struct Grouping: Codable, Sendable {
    package var type: String?
    package var key: String?
  }

  /// What each part of the span cost.
  package struct Output: Encodable, Sendable {
    package var groupDefinitions: [Grouping]?
    package var resultsByTime: [Result]
    /// What is known of the values of dimensions; nothing, as of accounts without an organisation.
    package var dimensionValueAttributes: [DimensionValueAttributes] = []
  }

  /// What is known of a value of a dimension, such as the name of an account.
  package struct DimensionValueAttributes: Encodable, Sendable {
    package var value: String
    package var attributes: NamedValues<String>
  }

  /// A part of the span.
  package struct Result: Encodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var total: NamedValues<Amount>
    package var groups: [Group]
    package var estimated: Bool
  }

  /// What one group of charges cost.
  package struct Group: Encodable, Sendable {
    package var keys: [String]
    package var metrics: NamedValues<Amount>
  }

  /// An amount of money, or of something used.
  package struct Amount: Encodable, Sendable {
    package var amount: String
    package var unit: String

    init(_ dollars: Double) {
      let shown = CostAmount(dollars)
      (amount, unit) = (shown.amount, shown.unit)
    }

    /// A quantity in a unit.
    init(_ quantity: Double, unit: String) {
      amount = CostAmount(quantity).amount
      self.unit = unit
    }
  }

  /// The metrics: what was used, and money, which is the same by all names as long as nothing is reserved or paid for in advance.
  static let metrics = [
    "AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost", "UsageQuantity",
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let periods = try CostPeriods(input.timePeriod, try CostGranularity.named(input.granularity))
    let metrics = try metrics(input.metrics)
    let groupings = input.groupBy ?? []
    try validate(groupings)
    let spans = world.billing.spans(until: world.now)
    var results: [Result] = []
    for part in periods.parts {
      var total = CostSum()
      var groups = Table<CostGroupKey, CostSum>()
      for span in spans where span.start < part.end && span.end > part.start {
        for (start, end) in world.pieces(of: span, from: part.start, to: part.end) {
          if let filter = input.filter, try !world.passes(span.charge, filter, from: start) { continue }
          total.add(span.charge, over: end - start)
          guard !groupings.isEmpty else { continue }
          let key = try key(of: span.charge, groupings, from: start, in: world)
          var sum = groups[key] ?? CostSum()
          sum.add(span.charge, over: end - start)
          groups[key] = sum
        }
      }
      func amounts(_ sum: CostSum) -> NamedValues<Amount> {
        NamedValues(
          metrics.map { metric in
            (
              metric,
              metric == "UsageQuantity" ? Amount(sum.quantity, unit: sum.unit ?? "N/A") : Amount(sum.dollars)
            )
          })
      }
      results.append(
        Result(
          timePeriod: part.shown, total: groupings.isEmpty ? amounts(total) : NamedValues(),
          groups: groups.map { Group(keys: $0.id.parts, metrics: amounts($0.row)) },
          estimated: world.isEstimated(part.end)))
    }
    return Output(groupDefinitions: groupings.isEmpty ? nil : groupings, resultsByTime: results)
  }

  private static func metrics(_ names: [String]) throws(AWSError) -> [String] {
    guard !names.isEmpty else { throw CostError.validation("At least one metric must be specified.") }
    for name in names where !metrics.contains(name) {
      if name == "NormalizedUsageAmount" { throw .notModelled("Metrics", name) }
      throw CostError.validation(
        "Metric \(name) is not valid. Valid values are \(metrics.joined(separator: ", ")).")
    }
    return metrics.filter(names.contains)
  }

  private static func validate(_ groupings: [Grouping]) throws(AWSError) {
    guard groupings.count <= 2 else {
      throw CostError.validation("A maximum of 2 GroupBy definitions is allowed.")
    }
    for grouping in groupings {
      guard grouping.type == "DIMENSION" || grouping.type == "TAG" else {
        throw CostError.validation("Group definition type \(grouping.type ?? "null") is not valid.")
      }
      guard let key = grouping.key, !key.isEmpty else {
        throw CostError.validation("The key of a group definition must not be empty.")
      }
      guard key != "RESOURCE_ID" else {
        throw CostError.validation("RESOURCE_ID is not a valid group of GetCostAndUsage.")
      }
    }
  }

  private static func key(
    of charge: BillingState.Charge, _ groupings: [Grouping], from start: Instant, in world: World
  ) throws(AWSError) -> CostGroupKey {
    var parts: [String] = []
    for grouping in groupings {
      let key = grouping.key ?? ""
      parts.append(
        grouping.type == "TAG"
          ? "\(key)$\(world.allocatedTag(key, of: charge, from: start) ?? "")"
          : try world.value(of: charge, in: key))
    }
    return CostGroupKey(parts: parts)
  }
}

/// What several charges come to; quantities of different units make no sum that has a unit.
struct CostSum: Sendable, Equatable {
  private(set) var dollars = 0.0
  private(set) var quantity = 0.0
  /// The unit of all that was added; `nil` for none or several.
  var unit: String? { units.count == 1 ? units[0] : nil }
  private var units: [String] = []

  /// Adds a charge over a span.
  mutating func add(_ charge: BillingState.Charge, over span: Duration) {
    dollars += charge.dollars(over: span)
    quantity += charge.quantity(over: span)
    if !units.contains(charge.item.unit) { units.append(charge.item.unit) }
  }
}

/// The values that a group has, in the order of the groupings.
struct CostGroupKey: Hashable, Comparable, Sendable {
  let parts: [String]

  static func < (left: CostGroupKey, right: CostGroupKey) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension World {
  /// The pieces of a span within a time, cut where a tag begins to be split by.
  func pieces(of span: BillingState.Span, from start: Instant, to end: Instant) -> [(Instant, Instant)] {
    let from = max(start, span.start)
    let to = min(end, span.end)
    guard from < to else { return [] }
    var cuts: [Instant] = [from]
    for (_, activation) in billing.activations where activation.from > from && activation.from < to {
      cuts.append(activation.from)
    }
    cuts.sort()
    return cuts.indices.map { (cuts[$0], $0 + 1 < cuts.count ? cuts[$0 + 1] : to) }
  }

  /// Whether the bill of a time is not final: of the present month (facts: Cost Explorer).
  func isEstimated(_ end: Instant) -> Bool {
    let date = now.date
    guard let first = CivilDate(year: date.year, month: date.month, day: 1) else { return true }
    return end > Instant(startOf: first)
  }
}
