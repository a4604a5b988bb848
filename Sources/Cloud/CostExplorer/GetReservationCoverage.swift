import EventKernel

/// Tells how much of the hours of instances Reserved Instances paid for.
package enum GetReservationCoverage: Operation {
  package static let service = "ce"
  package static let name = "GetReservationCoverage"

  /// The span, how finely, and by what it is split.
  package struct Input: Decodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var groupBy: [GetCostAndUsage.Grouping]?
    package var granularity: String?
    package var filter: CostExpression?
    package var metrics: [String]?
  }

  /// What each part of the span came to, and the whole.
  package struct Output: Encodable, Sendable {
    package var coveragesByTime: [Part]
    package var total: Coverage
  }

  /// A part of the span.
  package struct Part: Encodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var groups: [Group]
    package var total: Coverage
  }

  /// One group of instances.
  package struct Group: Encodable, Sendable {
    package var attributes: NamedValues<String>
    package var coverage: Coverage
  }

  /// Hours, the same in normalized units, and what was paid on demand.
  package struct Coverage: Encodable, Sendable {
    package struct Hours: Encodable, Sendable {
      package var onDemandHours: String
      package var reservedHours: String
      package var totalRunningHours: String
      package var coverageHoursPercentage: String
    }

    package struct Units: Encodable, Sendable {
      package var onDemandNormalizedUnits: String
      package var reservedNormalizedUnits: String
      package var totalRunningNormalizedUnits: String
      package var coverageNormalizedUnitsPercentage: String
    }

    package struct Cost: Encodable, Sendable { package var onDemandCost: String }

    package var coverageHours: Hours?
    package var coverageNormalizedUnits: Units?
    package var coverageCost: Cost?
  }

  /// What can be asked for, and what comes when nothing is said.
  private static let metrics = ["Hour", "Unit", "Cost"]

  /// The dimensions by which instances can be split, with their names in answers.
  private static let dimensions = [
    "INSTANCE_TYPE": "instanceType", "REGION": "region", "LINKED_ACCOUNT": "linkedAccount",
    "SERVICE": "service",
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var groupings: [String] = []
    for grouping in input.groupBy ?? [] {
      guard grouping.type == "DIMENSION", let key = grouping.key, dimensions[key] != nil else {
        throw CostError.validation(
          "Group definition \(grouping.type ?? "null") \(grouping.key ?? "null") is not valid.")
      }
      groupings.append(key)
    }
    guard groupings.isEmpty || input.granularity == nil else {
      throw CostError.validation("Granularity can't be set if GroupBy is set.")
    }
    let metrics = input.metrics ?? metrics
    for metric in metrics where !Self.metrics.contains(metric) {
      throw CostError.validation("Metric \(metric) is not valid. Valid values are Hour, Unit, Cost.")
    }
    let parts = try CostPeriods.ofReservations(
      input.timePeriod, input.granularity, isWhole: !groupings.isEmpty, usual: .monthly)
    var whole = CoverageSum()
    var answers: [Part] = []
    for part in parts {
      let sums = try world.coverageSums(from: part.start, to: part.end, input.filter, by: groupings)
      let total = sums.rows.reduce(CoverageSum(), +)
      whole = whole + total
      var groups: [Group] = []
      for (key, sum) in sums {
        let names = groupings.map { dimensions[$0] ?? $0 }
        groups.append(
          Group(
            attributes: NamedValues(zip(names, key.parts).map { ($0, $1) }), coverage: sum.coverage(metrics)))
      }
      answers.append(
        Part(timePeriod: part.shown, groups: groupings.isEmpty ? [] : groups, total: total.coverage(metrics)))
    }
    return Output(coveragesByTime: answers, total: whole.coverage(metrics))
  }
}

/// The hours of instances over a span, on demand and reserved, the same in normalized units, and dollars.
private struct CoverageSum: Sendable, Equatable {
  var onDemandHours = 0.0
  var onDemandUnits = 0.0
  var reservedHours = 0.0
  var reservedUnits = 0.0
  var dollars = 0.0

  static func + (left: CoverageSum, right: CoverageSum) -> CoverageSum {
    var sum = left
    sum.onDemandHours += right.onDemandHours
    sum.onDemandUnits += right.onDemandUnits
    sum.reservedHours += right.reservedHours
    sum.reservedUnits += right.reservedUnits
    sum.dollars += right.dollars
    return sum
  }

  func coverage(_ metrics: [String]) -> GetReservationCoverage.Coverage {
    func percentage(_ part: Double, _ rest: Double) -> String {
      CostAmount.number(part + rest > 0 ? part / (part + rest) * 100 : 0)
    }
    var coverage = GetReservationCoverage.Coverage()
    if metrics.contains("Hour") {
      coverage.coverageHours = .init(
        onDemandHours: CostAmount.number(onDemandHours), reservedHours: CostAmount.number(reservedHours),
        totalRunningHours: CostAmount.number(onDemandHours + reservedHours),
        coverageHoursPercentage: percentage(reservedHours, onDemandHours))
    }
    if metrics.contains("Unit") {
      coverage.coverageNormalizedUnits = .init(
        onDemandNormalizedUnits: CostAmount.number(onDemandUnits),
        reservedNormalizedUnits: CostAmount.number(reservedUnits),
        totalRunningNormalizedUnits: CostAmount.number(onDemandUnits + reservedUnits),
        coverageNormalizedUnitsPercentage: percentage(reservedUnits, onDemandUnits))
    }
    if metrics.contains("Cost") { coverage.coverageCost = .init(onDemandCost: CostAmount.number(dollars)) }
    return coverage
  }
}

extension World {
  /// The hours of instances over a span by dimensions; those of the filter only.
  fileprivate func coverageSums(
    from start: Instant, to end: Instant, _ filter: CostExpression?, by groupings: [String]
  ) throws(AWSError) -> Table<CostGroupKey, CoverageSum> {
    var sums = Table<CostGroupKey, CoverageSum>()
    func key(_ charge: BillingState.Charge) throws(AWSError) -> CostGroupKey {
      var parts: [String] = []
      for name in groupings { parts.append(try value(of: charge, in: name)) }
      return CostGroupKey(parts: parts)
    }
    for span in billing.spans(until: now)
    where span.charge.item.code == "instance" && span.start < end && span.end > start {
      if let filter, try !passes(span.charge, filter, from: span.start) { continue }
      let time = min(end, span.end) - max(start, span.start)
      let hours = span.charge.quantity(over: time)
      var sum = CoverageSum()
      sum.onDemandHours = hours
      sum.onDemandUnits = hours * InstanceSize.factor(of: span.charge.instanceType ?? "")
      sum.dollars = span.charge.dollars(over: time)
      let place = try key(span.charge)
      sums[place] = (sums[place] ?? CoverageSum()) + sum
    }
    for span in billing.coveredSpans(until: now) where span.start < end && span.end > start {
      if let filter, try !passes(span.charge, filter, from: span.start) { continue }
      var sum = CoverageSum()
      sum.reservedHours = (min(end, span.end) - max(start, span.start)).inSeconds / 3_600 * span.share
      sum.reservedUnits = sum.reservedHours * InstanceSize.factor(of: span.charge.instanceType ?? "")
      let place = try key(span.charge)
      sums[place] = (sums[place] ?? CoverageSum()) + sum
    }
    return sums
  }
}
