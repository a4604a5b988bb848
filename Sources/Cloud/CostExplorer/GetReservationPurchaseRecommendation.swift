import EventKernel

/// Recommends Reserved Instances from what ran on demand.
package enum GetReservationPurchaseRecommendation: Operation {
  package static let service = "ce"
  package static let name = "GetReservationPurchaseRecommendation"

  /// What is to be bought, and how far to look back.
  package struct Input: Decodable, Sendable {
    package struct Specification: Decodable, Sendable {
      package struct EC2: Decodable, Sendable { package var offeringClass: String? }
      package var eC2Specification: EC2?
    }

    package var service: String
    package var lookbackPeriodInDays: String?
    package var termInYears: String?
    package var paymentOption: String?
    package var serviceSpecification: Specification?
  }

  /// One recommendation with a row for each type and Region; none where nothing would be saved.
  package struct Output: Encodable, Sendable {
    package struct Metadata: Encodable, Sendable {
      package var recommendationId: String
      package var generationTimestamp: String
    }

    package var metadata: Metadata
    package var recommendations: [Recommendation]
  }

  /// What to buy in all.
  package struct Recommendation: Encodable, Sendable {
    package struct Specification: Encodable, Sendable {
      package struct EC2: Encodable, Sendable { package var offeringClass: String }
      package var eC2Specification: EC2
    }

    package struct Summary: Encodable, Sendable {
      package var totalEstimatedMonthlySavingsAmount: String
      package var totalEstimatedMonthlySavingsPercentage: String
      package var currencyCode = "USD"
    }

    package var accountScope = "PAYER"
    package var lookbackPeriodInDays: String
    package var termInYears: String
    package var paymentOption: String
    package var serviceSpecification: Specification
    package var recommendationDetails: [ReservationAdvice]
    package var recommendationSummary: Summary
  }

  /// The services that can be asked about; only the first has reservations in this world.
  private static let services = [
    "Amazon Elastic Compute Cloud - Compute", "Amazon Relational Database Service", "Amazon Redshift",
    "Amazon ElastiCache", "Amazon Elasticsearch Service", "Amazon OpenSearch Service",
    "Amazon MemoryDB Service",
  ]

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard services.contains(input.service) else {
      throw CostError.validation("Service \(input.service) is not valid for reservation recommendations.")
    }
    let lookback = input.lookbackPeriodInDays ?? "SEVEN_DAYS"
    let term = input.termInYears ?? "ONE_YEAR"
    let payment = input.paymentOption ?? "NO_UPFRONT"
    guard let days = ["SEVEN_DAYS": 7, "THIRTY_DAYS": 30, "SIXTY_DAYS": 60][lookback] else {
      throw CostError.validation("LookbackPeriodInDays \(lookback) is not valid.")
    }
    guard let years = ["ONE_YEAR": 1, "THREE_YEARS": 3][term] else {
      throw CostError.validation("TermInYears \(term) is not valid.")
    }
    let payments: [String: Commitments.Payment] = [
      "NO_UPFRONT": .none, "PARTIAL_UPFRONT": .partial, "ALL_UPFRONT": .all,
    ]
    guard let paid = payments[payment] else {
      throw CostError.validation("PaymentOption \(payment) is not valid.")
    }
    let offeringClass = input.serviceSpecification?.eC2Specification?.offeringClass ?? "STANDARD"
    guard ["STANDARD", "CONVERTIBLE"].contains(offeringClass) else {
      throw CostError.validation("OfferingClass \(offeringClass) is not valid.")
    }
    let metadata = Output.Metadata(
      recommendationId: UUIDText.drawn(
        from: "\(world.seed.rawValue)|\(lookback)|\(term)|\(payment)|\(offeringClass)"),
      generationTimestamp: world.now.iso8601Milliseconds)
    guard input.service == services[0] else { return Output(metadata: metadata, recommendations: []) }
    let details = world.reservationAdvice(
      since: world.now - .days(days), years: years, paid, isConvertible: offeringClass == "CONVERTIBLE")
    guard !details.isEmpty else { return Output(metadata: metadata, recommendations: []) }
    let savings = details.reduce(0) { $0 + $1.savings }
    let onDemand = details.reduce(0) { $0 + $1.onDemand }
    let recommendation = Recommendation(
      lookbackPeriodInDays: lookback, termInYears: term, paymentOption: payment,
      serviceSpecification: .init(eC2Specification: .init(offeringClass: offeringClass)),
      recommendationDetails: details,
      recommendationSummary: .init(
        totalEstimatedMonthlySavingsAmount: CostAmount.number(savings),
        totalEstimatedMonthlySavingsPercentage: CostAmount.number(onDemand > 0 ? savings / onDemand * 100 : 0)
      ))
    return Output(metadata: metadata, recommendations: [recommendation])
  }
}
