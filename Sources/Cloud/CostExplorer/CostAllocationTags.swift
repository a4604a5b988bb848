import EventKernel

extension World {
  /// The keys that resources have or charges had, ordered, which can be activated for cost allocation.
  fileprivate var knownTagKeys: [String] {
    var keys = Table<CostGroupKey, Bool>()
    for resource in allTaggedResources {
      for tag in resource.tags.all { keys[CostGroupKey(parts: [tag.key])] = true }
    }
    for span in billing.spans(until: now) {
      for tag in span.charge.tags.all { keys[CostGroupKey(parts: [tag.key])] = true }
    }
    for (key, _) in billing.activations { keys[CostGroupKey(parts: [key])] = true }
    return keys.ids.map { $0.parts[0] }
  }
}

/// Lists the tag keys that can be activated for cost allocation, and whether they are.
package enum ListCostAllocationTags: Operation {
  package static let service = "ce"
  package static let name = "ListCostAllocationTags"

  /// Which keys, and in which state.
  package struct Input: Decodable, Sendable {
    package var status: String?
    package var tagKeys: [String]?
    package var type: String?
    package var nextToken: String?
    package var maxResults: Int?
  }

  /// The keys.
  package struct Output: Encodable, Sendable {
    package struct CostTag: Encodable, Sendable {
      package var tagKey: String
      package var type: String
      package var status: String
      package var lastUpdatedDate: String?
    }

    package var costAllocationTags: [CostTag]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.knownTagKeys.map { key in
      let activation = world.billing.activations[key]
      return Output.CostTag(
        tagKey: key, type: "UserDefined", status: activation?.isActive == true ? "Active" : "Inactive",
        lastUpdatedDate: activation.map { String($0.updated.iso8601.prefix(19)) + "Z" })
    }
    if let keys = input.tagKeys, !keys.isEmpty { rows.removeAll { !keys.contains($0.tagKey) } }
    if let status = input.status { rows.removeAll { !$0.status.utf8.elementsEqual(status.utf8) } }
    if let type = input.type { rows.removeAll { !$0.type.utf8.elementsEqual(type.utf8) } }
    guard let page = Page(of: rows, from: input.nextToken, limit: input.maxResults ?? 100) else {
      throw CostError.validation("The token is not valid.")
    }
    return Output(costAllocationTags: page.rows, nextToken: page.nextToken)
  }
}

/// Activates tag keys for cost allocation, or deactivates them; costs are split from now on.
// Simplified: cost-tags-at-once
package enum UpdateCostAllocationTagsStatus: Operation {
  package static let service = "ce"
  package static let name = "UpdateCostAllocationTagsStatus"

  /// The keys with their new states, at most twenty.
  package struct Input: Decodable, Sendable {
    package struct Entry: Decodable, Sendable {
      package var tagKey: String
      package var status: String
    }

    package var costAllocationTagsStatus: [Entry]
  }

  /// The keys whose state did not change, and why.
  package struct Output: Encodable, Sendable {
    package struct Failure: Encodable, Sendable {
      package var tagKey: String
      package var code: String
      package var message: String
    }

    package var errors: [Failure]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard (1...20).contains(input.costAllocationTagsStatus.count) else {
      throw CostError.validation("CostAllocationTagsStatus must have 1 to 20 entries.")
    }
    let known = world.knownTagKeys
    var failures: [Output.Failure] = []
    for entry in input.costAllocationTagsStatus {
      guard ["Active", "Inactive"].contains(entry.status) else {
        throw CostError.validation(
          "Status \(entry.status) is not valid. Valid values are Active and Inactive.")
      }
      guard known.contains(where: { $0.utf8.elementsEqual(entry.tagKey.utf8) }) else {
        failures.append(
          Output.Failure(
            tagKey: entry.tagKey, code: "TagKeysNotFoundException",
            message: "Tag keys not found: \(entry.tagKey)"))
        continue
      }
      let isActive = entry.status.utf8.elementsEqual("Active".utf8)
      guard world.billing.activations[entry.tagKey]?.isActive != isActive else { continue }
      world.billing.activations[entry.tagKey] = TagActivation(
        isActive: isActive, from: world.now, updated: world.now)
    }
    return Output(errors: failures)
  }
}

/// A request to fill tags back, as the API shows it.
package struct CostTagBackfillDescription: Encodable, Sendable {
  package var backfillFrom: String
  package var requestedAt: String
  package var completedAt: String?
  package var backfillStatus: String

  fileprivate init(_ backfill: TagBackfill) {
    func text(_ moment: Instant) -> String { String(moment.iso8601.prefix(19)) + "Z" }
    backfillFrom = text(backfill.from)
    requestedAt = text(backfill.requested)
    completedAt = text(backfill.requested)
    backfillStatus = "SUCCEEDED"
  }
}

/// Splits past costs by the tags that are active now, up to twelve months back, once in 24 hours.
package enum StartCostAllocationTagBackfill: Operation {
  package static let service = "ce"
  package static let name = "StartCostAllocationTagBackfill"

  /// The first day of a month.
  package struct Input: Decodable, Sendable {
    package var backfillFrom: String
  }

  /// The request.
  package struct Output: Encodable, Sendable {
    package var backfillRequest: CostTagBackfillDescription
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let start = CostPeriods.moment(String(input.backfillFrom.prefix(10))) else {
      throw CostError.validation("BackfillFrom \(input.backfillFrom) is not a date.")
    }
    guard start.date.day == 1 else {
      throw CostError.validation("BackfillFrom must be the first day of a month.")
    }
    guard start <= world.now, world.now - start <= .days(366) else {
      throw CostError.validation("BackfillFrom must be within the last 12 months.")
    }
    if let last = world.billing.backfills.first, world.now - last.requested < .days(1) {
      throw AWSError(
        "BackfillLimitExceededException", "A backfill can be requested once in 24 hours.")
    }
    let backfill = TagBackfill(from: start, requested: world.now)
    world.billing.backfills.insert(backfill, at: 0)
    for (key, activation) in world.billing.activations where activation.isActive {
      world.billing.activations.update(key) { $0.from = min($0.from, start) }
    }
    return Output(backfillRequest: CostTagBackfillDescription(backfill))
  }
}

/// Lists the requests to fill tags back, newest first.
package enum ListCostAllocationTagBackfillHistory: Operation {
  package static let service = "ce"
  package static let name = "ListCostAllocationTagBackfillHistory"

  /// Where to begin and how many.
  package struct Input: Decodable, Sendable {
    package var nextToken: String?
    package var maxResults: Int?
  }

  /// The requests.
  package struct Output: Encodable, Sendable {
    package var backfillRequests: [CostTagBackfillDescription]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let page = Page(of: world.billing.backfills, from: input.nextToken, limit: input.maxResults) else {
      throw CostError.validation("The token is not valid.")
    }
    return Output(
      backfillRequests: page.rows.map(CostTagBackfillDescription.init), nextToken: page.nextToken)
  }
}
