import EventKernel

/// An operation of Savings Plans.
package protocol SavingsPlansOperation: Operation {}

extension SavingsPlansOperation {
  package static var service: String { "savingsplans" }
}

/// The operations of Savings Plans.
package enum SavingsPlansOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    DescribeSavingsPlansOfferings.self, DescribeSavingsPlansOfferingRates.self, CreateSavingsPlan.self,
    DescribeSavingsPlans.self, ReturnSavingsPlan.self,
  ]
}

extension SavingsPlanOffer {
  /// AWS's name of its kind.
  fileprivate var typeName: String { kind == .compute ? "Compute" : "EC2Instance" }

  fileprivate var region: Region? { if case .family(_, let region) = kind { region } else { nil } }
  fileprivate var family: String? { if case .family(let family, _) = kind { family } else { nil } }

  fileprivate var words: String {
    "\(years) year \(payment.name) \(family.map { "\($0) " } ?? "")\(typeName == "Compute" ? "Compute" : "EC2 Instance") Savings Plan\(region.map { " in \($0.rawValue)" } ?? "")"
  }

  fileprivate var products: [String] { kind == .compute ? ["EC2", "Fargate", "Lambda"] : ["EC2"] }
}

/// A name with the values that are wanted.
package struct WantedValues: Decodable, Sendable {
  var name: String?
  var values: [String]?
}

/// Lists what can be promised.
package enum DescribeSavingsPlansOfferings: SavingsPlansOperation {
  package static let name = "DescribeSavingsPlansOfferings"

  package struct Input: Decodable, Sendable {
    var offeringIds: [String]?
    var paymentOptions: [String]?
    var productType: String?
    var planTypes: [String]?
    var durations: [Int]?
    var currencies: [String]?
    var filters: [WantedValues]?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var searchResults: [Row]
    package var nextToken: String?
  }

  /// One offer.
  package struct Row: Encodable, Sendable {
    package var offeringId: String
    package var productTypes: [String]
    package var planType: String
    package var description: String
    package var paymentOption: String
    package var durationSeconds: Int
    package var currency = "USD"
    package var serviceCode = "ComputeSavingsPlans"
    package var usageType: String
    package var operation = ""
    package var properties: [Property]
  }

  /// What narrows an offer.
  package struct Property: Encodable, Sendable {
    package var name: String
    package var value: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var families = world.instanceFamilies
    var regions = world.catalog.regions.filter { !$0.needsOptIn }.map(\.region)
    for filter in input.filters ?? [] {
      let values = filter.values ?? []
      switch filter.name {
      case "region": regions = regions.filter { values.contains($0.rawValue) }
      case "instanceFamily": families = families.filter { values.contains($0) }
      case let other:
        throw AWSError("ValidationException", "Invalid filter name: \(other ?? "")")
      }
    }
    let isNarrowed = input.filters?.isEmpty == false
    let offers = world.savingsPlanOffers(families: families, regions: regions).filter { offer in
      (!isNarrowed || offer.kind != .compute || input.planTypes?.contains("Compute") == true)
        && input.offeringIds.map { $0.isEmpty || $0.contains(offer.id) } ?? true
        && input.paymentOptions.map { $0.isEmpty || $0.contains(offer.payment.name) } ?? true
        && input.planTypes.map { $0.isEmpty || $0.contains(offer.typeName) } ?? true
        && input.durations.map { $0.isEmpty || $0.contains(offer.duration.wholeSeconds) } ?? true
        && input.productType.map { offer.products.contains($0) } ?? true
    }
    guard let page = Page(of: offers, from: input.nextToken, limit: min(input.maxResults ?? 100, 1_000))
    else {
      throw AWSError("ValidationException", "The token is invalid.")
    }
    let rows = page.rows.map { offer in
      Row(
        offeringId: offer.id, productTypes: offer.products, planType: offer.typeName,
        description: offer.words,
        paymentOption: offer.payment.name, durationSeconds: offer.duration.wholeSeconds,
        usageType: "\(offer.typeName)SP:\(offer.years)yr\(offer.payment.name.filter { $0 != " " })",
        properties: [
          offer.region.map { Property(name: "region", value: $0.rawValue) },
          offer.family.map { Property(name: "instanceFamily", value: $0) },
        ].compactMap { $0 })
    }
    return Output(searchResults: rows, nextToken: page.nextToken)
  }
}

/// Tells what an hour costs under an offer.
package enum DescribeSavingsPlansOfferingRates: SavingsPlansOperation {
  package static let name = "DescribeSavingsPlansOfferingRates"

  package struct Input: Decodable, Sendable {
    var savingsPlanOfferingIds: [String]?
    var savingsPlanPaymentOptions: [String]?
    var savingsPlanTypes: [String]?
    var filters: [WantedValues]?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var searchResults: [Row]
    package var nextToken: String?
  }

  /// The rate of a type under an offer.
  package struct Row: Encodable, Sendable {
    package var savingsPlanOffering: Offer
    package var rate: String
    package var unit = "Hrs"
    package var productType = "EC2"
    package var serviceCode = "AmazonEC2"
    package var usageType: String
    package var operation = "RunInstances"
    package var properties: [DescribeSavingsPlansOfferings.Property]
  }

  /// The offer.
  package struct Offer: Encodable, Sendable {
    package var offeringId: String
    package var paymentOption: String
    package var planType: String
    package var durationSeconds: Int
    package var currency = "USD"
    package var planDescription: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var types = world.catalog.instanceTypes
    var regions = [context.region]
    for filter in input.filters ?? [] {
      let values = filter.values ?? []
      switch filter.name {
      case "region": regions = values.map(Region.init(rawValue:))
      case "instanceType": types = types.filter { values.contains($0.name) }
      case "instanceFamily":
        types = types.filter { values.contains(String(InstanceSize.family(of: $0.name))) }
      case let other: throw AWSError("ValidationException", "Invalid filter name: \(other ?? "")")
      }
    }
    var families: [String] = []
    for type in types {
      let family = String(InstanceSize.family(of: type.name))
      if !families.contains(family) { families.append(family) }
    }
    let offers = world.savingsPlanOffers(families: families, regions: regions).filter { offer in
      input.savingsPlanOfferingIds.map { $0.isEmpty || $0.contains(offer.id) } ?? true
        && input.savingsPlanPaymentOptions.map { $0.isEmpty || $0.contains(offer.payment.name) } ?? true
        && input.savingsPlanTypes.map { $0.isEmpty || $0.contains(offer.typeName) } ?? true
    }
    var rows: [Row] = []
    for offer in offers {
      for region in offer.region.map({ [$0] }) ?? regions {
        for type in types {
          guard let price = world.catalog.hourlyPrice(ofInstance: type.name, in: region),
            let share = offer.share(of: type.name, in: region, world.catalog)
          else { continue }
          rows.append(
            Row(
              savingsPlanOffering: Offer(
                offeringId: offer.id, paymentOption: offer.payment.name, planType: offer.typeName,
                durationSeconds: offer.duration.wholeSeconds, planDescription: offer.words),
              rate: World.priceText(price * share / 10_000), usageType: "BoxUsage:\(type.name)",
              properties: [
                .init(name: "instanceType", value: type.name), .init(name: "region", value: region.rawValue),
                .init(name: "tenancy", value: "shared"),
                .init(name: "productDescription", value: "Linux/UNIX"),
              ]))
        }
      }
    }
    guard let page = Page(of: rows, from: input.nextToken, limit: min(input.maxResults ?? 100, 1_000)) else {
      throw AWSError("ValidationException", "The token is invalid.")
    }
    return Output(searchResults: page.rows, nextToken: page.nextToken)
  }
}

/// Promises an amount for every hour of a term.
package enum CreateSavingsPlan: SavingsPlansOperation {
  package static let name = "CreateSavingsPlan"

  package struct Input: Decodable, Sendable {
    var savingsPlanOfferingId: String?
    var commitment: String?
    var clientToken: String?
  }

  package struct Output: Encodable, Sendable { package var savingsPlanId: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context) {
      return Output(savingsPlanId: earlier)
    }
    let regions = world.catalog.regions.map(\.region)
    let offers = world.savingsPlanOffers(families: world.instanceFamilies, regions: regions)
    guard let offer = offers.first(where: { $0.id == input.savingsPlanOfferingId }) else {
      throw AWSError("ResourceNotFoundException", "The Savings Plans offering was not found.")
    }
    guard let commitment = commitment(input.commitment), commitment >= 1_000,
      commitment <= 5_000_000_000
    else {
      throw AWSError("ValidationException", "The commitment must lie between 0.001 and 5000 USD an hour.")
    }
    let high = world.nextBits()
    let plan = SavingsPlan(
      id: UUIDText.make(high, Draws.mix(high)), offer: offer, commitment: commitment, start: world.now)
    world.ec2.savingsPlans.append(plan)
    world.note("savings-plan-bought", plan.id, World.priceText(commitment))
    world.remember(plan.id, for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(savingsPlanId: plan.id)
  }
}

extension CreateSavingsPlan {
  /// The hourly promise in millionths of a dollar; `nil` where the text is no amount.
  private static func commitment(_ text: String?) -> Int? {
    do throws(AWSError) { return try World.price(text, "commitment") } catch { return nil }
  }
}

/// Lists what was promised.
package enum DescribeSavingsPlans: SavingsPlansOperation {
  package static let name = "DescribeSavingsPlans"

  package struct Input: Decodable, Sendable {
    var savingsPlanArns: [String]?
    var savingsPlanIds: [String]?
    var states: [String]?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var savingsPlans: [Row]
    package var nextToken: String?
  }

  /// One plan.
  package struct Row: Encodable, Sendable {
    package var offeringId: String
    package var savingsPlanId: String
    package var savingsPlanArn: String
    package var description: String
    package var start: String
    package var end: String
    package var state: String
    package var region: String?
    package var ec2InstanceFamily: String?
    package var savingsPlanType: String
    package var paymentOption: String
    package var productTypes: [String]
    package var currency = "USD"
    package var commitment: String
    package var upfrontPaymentAmount: String
    package var recurringPaymentAmount: String
    package var termDurationInSeconds: Int
    package var returnableUntil: String

    init(_ plan: SavingsPlan, at now: Instant) {
      let offer = plan.offer
      let whole = plan.commitment * offer.duration.wholeSeconds / 3_600
      let upfront = [Commitments.Payment.none: 0, .partial: whole / 2, .all: whole][offer.payment] ?? 0
      let hourly =
        [Commitments.Payment.none: plan.commitment, .partial: plan.commitment / 2, .all: 0][offer.payment]
        ?? 0
      offeringId = offer.id
      savingsPlanId = plan.id
      savingsPlanArn = SavingsPlan.arn(plan.id)
      description = offer.words
      start = plan.start.iso8601Milliseconds
      end = plan.end.iso8601Milliseconds
      state = plan.state(at: now)
      region = offer.region?.rawValue
      ec2InstanceFamily = offer.family
      savingsPlanType = offer.typeName
      paymentOption = offer.payment.name
      productTypes = offer.products
      commitment = World.priceText(plan.commitment)
      upfrontPaymentAmount = World.priceText(upfront)
      recurringPaymentAmount = World.priceText(hourly)
      termDurationInSeconds = offer.duration.wholeSeconds
      returnableUntil = (plan.start + .days(7)).iso8601Milliseconds
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = world.ec2.savingsPlans.map { Row($0, at: world.now) }.filter { row in
      input.savingsPlanIds.map { $0.isEmpty || $0.contains(row.savingsPlanId) } ?? true
        && input.savingsPlanArns.map { $0.isEmpty || $0.contains(row.savingsPlanArn) } ?? true
        && input.states.map { $0.isEmpty || $0.contains(row.state) } ?? true
    }
    guard let page = Page(of: rows, from: input.nextToken, limit: min(input.maxResults ?? 1_000, 1_000))
    else {
      throw AWSError("ValidationException", "The token is invalid.")
    }
    return Output(savingsPlans: page.rows, nextToken: page.nextToken)
  }
}

/// Gives a plan back: within seven days, and only a small one.
package enum ReturnSavingsPlan: SavingsPlansOperation {
  package static let name = "ReturnSavingsPlan"

  package struct Input: Decodable, Sendable {
    var savingsPlanId: String?
    var clientToken: String?
  }

  package struct Output: Encodable, Sendable { package var savingsPlanId: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let index = world.ec2.savingsPlans.firstIndex(where: { $0.id == input.savingsPlanId }) else {
      throw AWSError("ResourceNotFoundException", "The Savings Plan was not found.")
    }
    let plan = world.ec2.savingsPlans[index]
    // Seven days and 100 USD an hour (Savings Plans User Guide, returning).
    guard plan.state(at: world.now) == "active", world.now - plan.start <= .days(7),
      plan.commitment <= 100_000_000
    else {
      throw AWSError("ValidationException", "The Savings Plan cannot be returned.")
    }
    world.ec2.savingsPlans[index].returned = world.now
    return Output(savingsPlanId: plan.id)
  }
}
