/// The operations on tags of databases, snapshots and groups.
package enum RDSTagging {
  /// All of them.
  package static let all: [any Operation.Type] = [
    AddTagsToRDSResource.self, ListTagsForRDSResource.self, RemoveTagsFromRDSResource.self,
  ]
}

extension RDSTagging {
  /// What is wrong with tags, in AWS's words.
  static func refusal(_ problem: Tags.Problem) -> AWSError {
    switch problem {
    case .reserved(let key):
      RDSError.invalid(
        "The tag key \(key) is invalid: keys that begin with aws: are reserved for system use.")
    case .emptyKey: RDSError.invalid("Tag keys must not be empty.")
    case .longKey(let key):
      RDSError.invalid("The tag key \(key) is longer than \(Tags.longestKey) Unicode characters.")
    case .longValue(let key):
      RDSError.invalid("The value of the tag \(key) is longer than \(Tags.longestValue) Unicode characters.")
    case .twice(let key): RDSError.invalid("Duplicate tag key: \(key)")
    case .tooMany:
      RDSError.combination("A resource can't have more than \(Tags.mostPerResource) tags.")
    }
  }
}

extension World {
  /// A resource of RDS that can have tags, by its key.
  private enum TaggedRDSResource {
    case instance(String)
    case subnetGroup(String)
    case snapshot(String)
    case parameterGroup(String)
  }

  private func taggedRDSResource(_ arn: String) throws(AWSError) -> TaggedRDSResource {
    if let found = rds.instances.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) }) {
      return .instance(found.id)
    }
    if let found = rds.subnetGroups.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) }) {
      return .subnetGroup(found.id)
    }
    if let found = rds.snapshots.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) }) {
      return .snapshot(found.id)
    }
    if let found = rds.parameterGroups.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) }) {
      return .parameterGroup(found.id)
    }
    throw Self.unknownRDSResource(arn)
  }

  /// The tags of the resource of RDS that an ARN names.
  func tags(ofRDSResource arn: String) throws(AWSError) -> Tags {
    let tags: Tags? =
      switch try taggedRDSResource(arn) {
      case .instance(let key): rds.instances[key]?.tags
      case .subnetGroup(let key): rds.subnetGroups[key]?.tags
      case .snapshot(let key): rds.snapshots[key]?.tags
      case .parameterGroup(let key): rds.parameterGroups[key]?.tags
      }
    return tags ?? Tags()
  }

  /// Gives the resource of RDS that an ARN names other tags.
  mutating func setTags(_ tags: Tags, ofRDSResource arn: String) throws(AWSError) {
    switch try taggedRDSResource(arn) {
    case .instance(let key): rds.instances.update(key) { $0.tags = tags }
    case .subnetGroup(let key): rds.subnetGroups.update(key) { $0.tags = tags }
    case .snapshot(let key): rds.snapshots.update(key) { $0.tags = tags }
    case .parameterGroup(let key): rds.parameterGroups.update(key) { $0.tags = tags }
    }
  }

  private static func unknownRDSResource(_ arn: String) -> AWSError {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 7, parts[2].utf8.elementsEqual("rds".utf8) else {
      return RDSError.invalid("Invalid resource name: \(arn)")
    }
    let name = parts[6...].joined(separator: ":")
    return switch parts[5] {
    case "subgrp": RDSError.subnetGroupNotFound(name)
    case "snapshot": RDSError.snapshotNotFound(name)
    case "pg": RDSError.parameterGroupNotFound(name)
    default: RDSError.instanceNotFound(name)
    }
  }
}

/// Adds tags to a resource.
package enum AddTagsToRDSResource: Operation {
  package static let service = "rds"
  package static let name = "AddTagsToResource"

  /// The ARN and the tags.
  package struct Input: Decodable, Sendable {
    package var resourceName: String
    package var tags: [Tags.Tag]
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let present = try world.tags(ofRDSResource: input.resourceName)
    let tags = try present.adding(input.tags, refusing: RDSTagging.refusal)
    try world.setTags(tags, ofRDSResource: input.resourceName)
    return NoOutput()
  }
}

/// Lists the tags of a resource.
package enum ListTagsForRDSResource: Operation {
  package static let service = "rds"
  package static let name = "ListTagsForResource"

  /// The ARN.
  package struct Input: Decodable, Sendable {
    package var resourceName: String
  }

  /// The tags.
  package struct Output: Encodable, Sendable {
    package var tagList: [Tags.Tag]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tagList: try world.tags(ofRDSResource: input.resourceName).all)
  }
}

/// Takes tags off a resource.
package enum RemoveTagsFromRDSResource: Operation {
  package static let service = "rds"
  package static let name = "RemoveTagsFromResource"

  /// The ARN and the keys.
  package struct Input: Decodable, Sendable {
    package var resourceName: String
    package var tagKeys: [String]
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var tags = try world.tags(ofRDSResource: input.resourceName)
    for key in input.tagKeys { tags[key] = nil }
    try world.setTags(tags, ofRDSResource: input.resourceName)
    return NoOutput()
  }
}
