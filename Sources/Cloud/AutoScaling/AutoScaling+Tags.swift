/// Sets tags of groups.
package enum CreateOrUpdateAutoScalingTags: Operation {
  package static let service = "autoscaling"
  package static let name = "CreateOrUpdateTags"

  /// The tags, each with its group.
  package struct Input: Codable, Sendable { package var tags: [AutoScalingTag] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for tag in input.tags {
      let group = try world.autoScalingGroup(tag.resourceId ?? "", in: context.region)
      guard (1...128).contains(tag.key.utf8.count), (tag.value ?? "").utf8.count <= 256 else {
        throw AWSError("ValidationError", "Tag key '\(tag.key)' or its value is too long.")
      }
      world.autoScaling.groups.update(group.key) { $0.set(tag) }
    }
    return NoOutput()
  }
}

/// Removes tags of groups.
package enum DeleteAutoScalingTags: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteTags"

  /// The tags, each with its group; a value must match when it is given.
  package struct Input: Codable, Sendable { package var tags: [AutoScalingTag] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for tag in input.tags {
      let group = try world.autoScalingGroup(tag.resourceId ?? "", in: context.region)
      guard tag.value == nil || group.tags[tag.key] == tag.value else { continue }
      world.autoScaling.groups.update(group.key) {
        $0.tags[tag.key] = nil
        $0.propagatedTags[tag.key] = nil
      }
    }
    return NoOutput()
  }
}

/// Lists tags of groups.
package enum DescribeAutoScalingTags: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeTags"

  /// A condition on the tags.
  package struct Filter: Codable, Sendable {
    package var name: String?
    package var values: [String]?
  }

  /// What the tags must match.
  package struct Input: Codable, Sendable {
    package var filters: [Filter]?
    package var maxRecords: Int?
    package var nextToken: String?
  }

  /// A page of tags, by group and key.
  package struct Output: Encodable, Sendable {
    package var tags: [AutoScalingTag]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var found = world.autoScalingGroups(in: context.region).flatMap(\.tagList)
    for filter in input.filters ?? [] {
      let values = filter.values ?? []
      switch filter.name {
      case "auto-scaling-group": found = found.filter { values.contains($0.resourceId ?? "") }
      case "key": found = found.filter { values.contains($0.key) }
      case "value": found = found.filter { values.contains($0.value ?? "") }
      case "propagate-at-launch":
        found = found.filter { values.contains(String($0.propagateAtLaunch ?? false)) }
      default:
        throw AWSError("ValidationError", "Filter type \(filter.name ?? "") is not correct.")
      }
    }
    let page = try AutoScalingPage.of(found, token: input.nextToken, limit: input.maxRecords)
    return Output(tags: page.rows, nextToken: page.nextToken)
  }
}
