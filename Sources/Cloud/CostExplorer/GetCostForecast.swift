import EventKernel

/// Tells what will be spent if everything stays as it is.
// Simplified: cost-forecast-straight
package enum GetCostForecast: Operation {
  package static let service = "ce"
  package static let name = "GetCostForecast"

  /// The span, how finely, and what is left out.
  package struct Input: Decodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var metric: String
    package var granularity: String
    package var filter: CostExpression?
    package var predictionIntervalLevel: Int?
  }

  /// The sum, and each part of the span.
  package struct Output: Encodable, Sendable {
    package var total: GetCostAndUsage.Amount
    package var forecastResultsByTime: [Part]
  }

  /// A part of the span.
  package struct Part: Encodable, Sendable {
    package var timePeriod: CostTimePeriod
    package var meanValue: String
    package var predictionIntervalLowerBound: String?
    package var predictionIntervalUpperBound: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let granularity = try CostGranularity.named(input.granularity)
    guard granularity != .hourly else {
      throw CostError.validation("Granularity HOURLY is not valid for a forecast.")
    }
    let metrics = [
      "AMORTIZED_COST", "BLENDED_COST", "NET_AMORTIZED_COST", "NET_UNBLENDED_COST", "UNBLENDED_COST",
    ]
    guard metrics.contains(input.metric) else {
      throw CostError.validation(
        "Metric \(input.metric) is not valid. Valid values are \(metrics.joined(separator: ", ")).")
    }
    if let level = input.predictionIntervalLevel, !(51...99).contains(level) {
      throw CostError.validation("PredictionIntervalLevel must be between 51 and 99.")
    }
    let periods = try CostPeriods(input.timePeriod, granularity)
    guard periods.start >= world.now - world.now.timeOfDay else {
      throw CostError.validation("Start date must be equal to or later than the current date.")
    }
    guard !world.billing.open.isEmpty || !world.billing.closed.isEmpty else {
      throw AWSError(
        "DataUnavailableException", "Insufficient amount of historical data to generate forecast.")
    }
    var perSecond = 0.0
    for span in world.billing.open.rows {
      if let filter = input.filter, try !world.passes(span.charge, filter, from: world.now) { continue }
      perSecond += span.charge.dollars(over: .seconds(1))
    }
    var total = 0.0
    let parts = periods.parts.map { part in
      let dollars = perSecond * (part.end - part.start).inSeconds
      total += dollars
      let shown = CostAmount(dollars).amount
      let bound = input.predictionIntervalLevel == nil ? nil : shown
      return Part(
        timePeriod: part.shown, meanValue: shown, predictionIntervalLowerBound: bound,
        predictionIntervalUpperBound: bound)
    }
    return Output(total: GetCostAndUsage.Amount(total), forecastResultsByTime: parts)
  }
}

/// Lists the values that charges have in a dimension.
package enum GetCostDimensionValues: Operation {
  package static let service = "ce"
  package static let name = "GetDimensionValues"

  /// The dimension, the span and a text to look for.
  package struct Input: Decodable, Sendable {
    package var searchString: String?
    package var timePeriod: CostTimePeriod
    package var dimension: String
    package var context: String?
    package var maxResults: Int?
    package var nextPageToken: String?
  }

  /// The values.
  package struct Output: Encodable, Sendable {
    package struct Value: Encodable, Sendable {
      package var value: String
      package var attributes: NamedValues<String>
    }

    package var dimensionValues: [Value]
    package var returnSize: Int
    package var totalSize: Int
    package var nextPageToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let periods = try CostPeriods(input.timePeriod, .daily)
    var found = Table<CostGroupKey, Bool>()
    for span in world.billing.spans(until: world.now)
    where span.start < periods.end && span.end > periods.start {
      let value = try world.value(of: span.charge, in: input.dimension)
      guard input.searchString.map({ value.lowercased().contains($0.lowercased()) }) ?? true else { continue }
      found[CostGroupKey(parts: [value])] = true
    }
    let values = found.ids.map { $0.parts[0] }
    guard let page = Page(of: values, from: input.nextPageToken, limit: input.maxResults) else {
      throw CostError.validation("The page token is not valid.")
    }
    return Output(
      dimensionValues: page.rows.map { Output.Value(value: $0, attributes: NamedValues()) },
      returnSize: page.rows.count,
      totalSize: values.count, nextPageToken: page.nextToken)
  }
}

/// Lists the activated tag keys of charges, or the values of one.
package enum GetCostTags: Operation {
  package static let service = "ce"
  package static let name = "GetTags"

  /// The span, and the key whose values are wanted.
  package struct Input: Decodable, Sendable {
    package var searchString: String?
    package var timePeriod: CostTimePeriod
    package var tagKey: String?
    package var maxResults: Int?
    package var nextPageToken: String?
  }

  /// The keys or values.
  package struct Output: Encodable, Sendable {
    package var nextPageToken: String?
    package var tags: [String]
    package var returnSize: Int
    package var totalSize: Int
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let periods = try CostPeriods(input.timePeriod, .daily)
    var found = Table<CostGroupKey, Bool>()
    for span in world.billing.spans(until: world.now)
    where span.start < periods.end && span.end > periods.start {
      for (key, activation) in world.billing.activations
      where activation.isActive && span.end > activation.from {
        guard let value = span.charge.tags[key] else { continue }
        guard let wish = input.tagKey else {
          found[CostGroupKey(parts: [key])] = true
          continue
        }
        if wish.utf8.elementsEqual(key.utf8) { found[CostGroupKey(parts: [value])] = true }
      }
    }
    let search = input.searchString?.lowercased() ?? ""
    let values = found.ids.map { $0.parts[0] }.filter { search.isEmpty || $0.lowercased().contains(search) }
    guard let page = Page(of: values, from: input.nextPageToken, limit: input.maxResults) else {
      throw CostError.validation("The page token is not valid.")
    }
    return Output(
      nextPageToken: page.nextToken, tags: page.rows, returnSize: page.rows.count, totalSize: values.count)
  }
}
