/// The tags of parameters: the one kind of resource of Systems Manager that has them here.
enum SSMTagging {
  static func refusal(of problem: Tags.Problem) -> AWSError {
    switch problem {
    case .tooMany:
      AWSError("TooManyTagsError", "A parameter can have at most \(Tags.mostPerResource) tags.")
    case .reserved(let key):
      AWSError("ValidationException", "aws: prefixed tag key names are not allowed for external use: \(key)")
    case .emptyKey: AWSError("ValidationException", "A tag's key must not be empty.")
    case .longKey(let key), .longValue(let key), .twice(let key):
      AWSError("ValidationException", "The tag \(key) is too long or given twice.")
    }
  }

  /// The key of the parameter that a call names.
  static func parameter(
    _ type: String?, _ id: String?, in world: World, region: Region
  ) throws(AWSError) -> String {
    guard let type, let id, !id.isEmpty else {
      throw AWSError("ValidationException", "ResourceType and ResourceId are needed.")
    }
    guard type == "Parameter" else {
      let known = [
        "Document", "MaintenanceWindow", "ManagedInstance", "PatchBaseline", "OpsItem", "OpsMetadata",
      ]
      if known.contains(type) { throw .notModelled("ResourceType", type) }
      throw AWSError("InvalidResourceType", "The resource type is not valid.")
    }
    let key = SSMState.key(region, id)
    guard world.ssm.parameters[key] != nil else {
      throw AWSError("InvalidResourceId", "The resource ID \(id) is not valid.")
    }
    return key
  }
}

/// Puts tags on a parameter.
package enum AddTagsToParameter: SSMOperation {
  package static let name = "AddTagsToResource"

  package struct Input: Decodable, Sendable {
    var resourceType: String?
    var resourceId: String?
    var tags: [Tags.Tag]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onParameter(input.resourceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = try SSMTagging.parameter(
      input.resourceType, input.resourceId, in: world, region: context.region)
    let tags = try world.ssm.parameters[key]?.tags.adding(input.tags, refusing: SSMTagging.refusal) ?? Tags()
    world.ssm.parameters.update(key) { $0.tags = tags }
    return NoOutput()
  }
}

/// Takes tags from a parameter.
package enum RemoveTagsFromParameter: SSMOperation {
  package static let name = "RemoveTagsFromResource"

  package struct Input: Decodable, Sendable {
    var resourceType: String?
    var resourceId: String?
    var tagKeys: [String]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onParameter(input.resourceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = try SSMTagging.parameter(
      input.resourceType, input.resourceId, in: world, region: context.region)
    world.ssm.parameters.update(key) { for name in input.tagKeys ?? [] { $0.tags[name] = nil } }
    return NoOutput()
  }
}

/// Lists the tags of a parameter.
package enum ListTagsOfParameter: SSMOperation {
  package static let name = "ListTagsForResource"

  package struct Input: Decodable, Sendable {
    var resourceType: String?
    var resourceId: String?
  }

  package struct Output: Encodable, Sendable { package var tagList: [Tags.Tag] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onParameter(input.resourceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key = try SSMTagging.parameter(
      input.resourceType, input.resourceId, in: world, region: context.region)
    return Output(tagList: world.ssm.parameters[key]?.tags.all ?? [])
  }
}
