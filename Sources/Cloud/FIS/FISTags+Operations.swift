/// Puts tags on a template or experiment.
package enum TagFISResource: FISOperation {
  package static let name = "TagResource"

  package struct Input: Decodable, Sendable {
    var resourceArn: String
    var tags: StringMap
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(arn: input.resourceArn, tags: world.experimentTags(input.resourceArn) ?? Tags())
      .tagging(input.tags.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let present = try world.taggedExperiment(input.resourceArn, context)
    world.setExperimentTags(input.resourceArn, try fisTags(input.tags, over: present))
    return NoOutput()
  }
}

/// Takes tags off a template or experiment.
package enum UntagFISResource: FISOperation {
  package static let name = "UntagResource"

  package struct Input: Decodable, Sendable {
    var resourceArn: String
    var tagKeys: [String]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(arn: input.resourceArn, tags: world.experimentTags(input.resourceArn) ?? Tags())
      .untagging(input.tagKeys).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var tags = try world.taggedExperiment(input.resourceArn, context)
    // Without keys all tags go, as AWS's own example has it.
    for key in input.tagKeys ?? tags.all.map(\.key) { tags[key] = nil }
    world.setExperimentTags(input.resourceArn, tags)
    return NoOutput()
  }
}

/// Lists the tags of a template or experiment.
package enum ListFISTags: FISOperation {
  package static let name = "ListTagsForResource"

  package struct Input: Codable, Sendable { package var resourceArn: String }
  package struct Output: Encodable, Sendable { package var tags: StringMap }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(
      to: input.resourceArn, tags: world.experimentTags(input.resourceArn) ?? Tags(), in: world,
      context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tags: StringMap(try world.taggedExperiment(input.resourceArn, context)))
  }
}

extension World {
  /// The tags of a template or experiment; `nil` when there is none of that ARN.
  fileprivate func experimentTags(_ arn: String) -> Tags? {
    let id = IAMARN.name(in: arn)
    if let row = fis.templates[id], row.arn == arn { return row.tags }
    if let row = fis.experiments[id], row.arn == arn, isKept(row) { return row.tags }
    return nil
  }

  fileprivate func taggedExperiment(_ arn: String, _ context: CallContext) throws(AWSError) -> Tags {
    guard Access.region(ofARN: arn) == context.region.rawValue, let tags = experimentTags(arn) else {
      throw AWSError("ResourceNotFoundException", "Resource \(arn) not found.")
    }
    return tags
  }

  fileprivate mutating func setExperimentTags(_ arn: String, _ tags: Tags) {
    let id = IAMARN.name(in: arn)
    fis.templates.update(id) { $0.tags = tags }
    fis.experiments.update(id) { $0.tags = tags }
  }
}
