import EventKernel

/// Tells how much of the Reserved Instances was used.
package enum GetReservationUtilization: Operation {
  package static let service = "ce"
  package static let name = "GetReservationUtilization"

  /// The span, how finely, and by what it is split.
  package struct Input: Decodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var groupBy: [GetCostAndUsage.Grouping]?
    package var granularity: String?
    package var filter: CostExpression?
  }

  /// What each part of the span came to, and the whole.
  package struct Output: Encodable, Sendable {
    package var utilizationsByTime: [Part]
    package var total: ReservationAggregates
  }

  /// A part of the span.
  package struct Part: Encodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var groups: [Group]
    package var total: ReservationAggregates
  }

  /// One Reserved Instance.
  package struct Group: Encodable, Sendable {
    package var key: String
    package var value: String
    package var attributes: NamedValues<String>
    package var utilization: ReservationAggregates
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let groupings = input.groupBy ?? []
    guard groupings.allSatisfy({ $0.type == "DIMENSION" && $0.key == "SUBSCRIPTION_ID" }),
      groupings.count <= 1
    else {
      throw CostError.validation("You can only group by SUBSCRIPTION_ID.")
    }
    guard groupings.isEmpty || input.granularity == nil else {
      throw CostError.validation("Granularity can't be set if GroupBy is set.")
    }
    let parts = try CostPeriods.ofReservations(
      input.timePeriod, input.granularity, isWhole: !groupings.isEmpty, usual: .daily)
    var sums: [Table<String, ReservationSum>] = []
    for part in parts { sums.append(try world.reservationSums(from: part.start, to: part.end, input.filter)) }
    guard sums.contains(where: { !$0.isEmpty }) else {
      throw AWSError("DataUnavailableException", "The requested data is unavailable.")
    }
    var answers: [Part] = []
    var whole = ReservationSum()
    for (part, sums) in zip(parts, sums) {
      var groups: [Group] = []
      if !groupings.isEmpty {
        for (id, sum) in sums {
          groups.append(
            Group(
              key: "SUBSCRIPTION_ID", value: id, attributes: world.reservationAttributes(id),
              utilization: ReservationAggregates(sum)))
        }
      }
      let total = sums.rows.reduce(ReservationSum(), +)
      whole = whole + total
      answers.append(Part(timePeriod: part.shown, groups: groups, total: ReservationAggregates(total)))
    }
    return Output(utilizationsByTime: answers, total: ReservationAggregates(whole))
  }
}

/// What Reserved Instances gave and took over a span: hours, the same in normalized units, and dollars.
struct ReservationSum: Sendable, Equatable {
  var purchasedHours = 0.0
  var purchasedUnits = 0.0
  var usedHours = 0.0
  var usedUnits = 0.0
  /// What the used hours would have cost on demand.
  var onDemand = 0.0
  /// What all hours would have cost on demand.
  var potential = 0.0
  var upfront = 0.0
  var recurring = 0.0

  static func + (left: ReservationSum, right: ReservationSum) -> ReservationSum {
    var sum = left
    sum.purchasedHours += right.purchasedHours
    sum.purchasedUnits += right.purchasedUnits
    sum.usedHours += right.usedHours
    sum.usedUnits += right.usedUnits
    sum.onDemand += right.onDemand
    sum.potential += right.potential
    sum.upfront += right.upfront
    sum.recurring += right.recurring
    return sum
  }
}

/// The sums as Cost Explorer writes them.
package struct ReservationAggregates: Encodable, Sendable {
  package var utilizationPercentage: String
  package var utilizationPercentageInUnits: String
  package var purchasedHours: String
  package var purchasedUnits: String
  package var totalActualHours: String
  package var totalActualUnits: String
  package var unusedHours: String
  package var unusedUnits: String
  package var onDemandCostOfRIHoursUsed: String
  package var netRISavings: String
  package var totalPotentialRISavings: String
  package var amortizedUpfrontFee: String
  package var amortizedRecurringFee: String
  package var totalAmortizedFee: String
  package var rICostForUnusedHours: String
  package var realizedSavings: String
  package var unrealizedSavings: String

  init(_ sum: ReservationSum) {
    let fee = sum.upfront + sum.recurring
    let share = sum.purchasedUnits > 0 ? sum.usedUnits / sum.purchasedUnits : 0
    let unused = fee * (1 - share)
    let realized = sum.onDemand - fee * share
    utilizationPercentage = CostAmount.number(share * 100)
    utilizationPercentageInUnits = utilizationPercentage
    purchasedHours = CostAmount.number(sum.purchasedHours)
    purchasedUnits = CostAmount.number(sum.purchasedUnits)
    totalActualHours = CostAmount.number(sum.usedHours)
    totalActualUnits = CostAmount.number(sum.usedUnits)
    unusedHours = CostAmount.number(sum.purchasedHours - sum.usedHours)
    unusedUnits = CostAmount.number(sum.purchasedUnits - sum.usedUnits)
    onDemandCostOfRIHoursUsed = CostAmount.number(sum.onDemand)
    netRISavings = CostAmount.number(sum.onDemand - fee)
    totalPotentialRISavings = CostAmount.number(sum.potential - fee)
    amortizedUpfrontFee = CostAmount.number(sum.upfront)
    amortizedRecurringFee = CostAmount.number(sum.recurring)
    totalAmortizedFee = CostAmount.number(fee)
    rICostForUnusedHours = CostAmount.number(unused)
    realizedSavings = CostAmount.number(realized)
    unrealizedSavings = CostAmount.number(sum.potential - fee - realized)
  }
}

extension CostAmount {
  /// A number as the calls about reservations write it: up to ten decimals, none that is not needed.
  static func number(_ value: Double) -> String {
    var text = Substring(CostAmount(value).amount)
    while text.hasSuffix("0") { text = text.dropLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }
}

extension CostPeriods {
  /// The parts of a call about reservations: the whole span, days or months.
  static func ofReservations(
    _ period: CostTimePeriod, _ granularity: String?, isWhole: Bool, usual: CostGranularity
  ) throws(AWSError) -> [(start: Instant, end: Instant, shown: CostTimePeriod)] {
    let chosen = try granularity.map { (text) throws(AWSError) in try CostGranularity.named(text) } ?? usual
    guard chosen != .hourly else {
      throw CostError.validation("Granularity HOURLY is not valid. Valid values are DAILY and MONTHLY.")
    }
    let periods = try CostPeriods(period, chosen)
    return isWhole ? [(periods.start, periods.end, period)] : periods.parts
  }
}

extension World {
  /// What each Reserved Instance gave and took over a span, by id; those of the filter only.
  fileprivate func reservationSums(
    from start: Instant, to end: Instant, _ filter: CostExpression?
  ) throws(AWSError) -> Table<String, ReservationSum> {
    var sums = Table<String, ReservationSum>()
    for span in billing.spans(until: now)
    where span.charge.item.code == "reserved-instance" && span.start < end && span.end > start {
      let id = span.charge.item.resource
      if let filter, try !passes(span.charge, filter, from: span.start) { continue }
      guard let bought = ec2.reservedInstances.first(where: { $0.id == id }) else { continue }
      let time = min(end, span.end) - max(start, span.start)
      let hours = span.charge.quantity(over: time)
      let hourly = hourly(of: bought.offer, in: bought.region)
      let recurring = Double(bought.offer.recurring(hourly: hourly)) / 1e6 * hours
      let onDemand = Double(catalog.hourlyPrice(ofInstance: bought.offer.type, in: bought.region) ?? 0) / 1e6
      var sum = sums[id] ?? ReservationSum()
      sum.purchasedHours += hours
      sum.purchasedUnits += hours * InstanceSize.factor(of: bought.offer.type)
      sum.potential += hours * onDemand
      sum.recurring += recurring
      sum.upfront += span.charge.dollars(over: time) - recurring
      sums[id] = sum
    }
    for span in billing.coveredSpans(until: now)
    where sums[span.reservation] != nil && span.start < end && span.end > start {
      guard let bought = ec2.reservedInstances.first(where: { $0.id == span.reservation }),
        let type = span.charge.instanceType
      else { continue }
      let hours = (min(end, span.end) - max(start, span.start)).inSeconds / 3_600 * span.share
      let units = hours * InstanceSize.factor(of: type)
      let price = catalog.hourlyPrice(ofInstance: type, in: bought.region) ?? 0
      sums.update(span.reservation) { sum in
        sum.usedUnits += units
        sum.usedHours += units / InstanceSize.factor(of: bought.offer.type)
        sum.onDemand += hours * Double(price) / 1e6
      }
    }
    return sums
  }

  /// What is told of a Reserved Instance beside its sums.
  fileprivate func reservationAttributes(_ id: String) -> NamedValues<String> {
    guard let bought = ec2.reservedInstances.first(where: { $0.id == id }) else { return NamedValues() }
    return NamedValues([
      ("accountId", Account.id), ("instanceType", bought.offer.type), ("region", bought.region.rawValue),
      ("availabilityZone", bought.offer.zone?.rawValue ?? ""), ("numberOfInstances", "\(bought.count)"),
      ("offeringType", bought.offer.isConvertible ? "convertible" : "standard"), ("platform", "Linux/UNIX"),
      ("scope", bought.offer.zone == nil ? "Region" : "Availability Zone"),
      ("startDateTime", bought.start.iso8601Milliseconds), ("endDateTime", bought.end.iso8601Milliseconds),
      ("subscriptionId", id),
    ])
  }
}
