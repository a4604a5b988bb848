/// The operations on tags of databases and subnet groups.
package enum RDSTagging {
  /// All of them.
  package static let all: [any Operation.Type] = [
    AddTagsToRDSResource.self, ListTagsForRDSResource.self, RemoveTagsFromRDSResource.self,
  ]
}

extension World {
  /// The tags of the resource of RDS that an ARN names.
  func tags(ofRDSResource arn: String) throws(AWSError) -> Tags {
    if let row = rds.instances.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) })?.row {
      return row.tags
    }
    if let row = rds.subnetGroups.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) })?.row {
      return row.tags
    }
    throw Self.unknownRDSResource(arn)
  }

  /// Changes the tags of the resource of RDS that an ARN names.
  mutating func changeTags(ofRDSResource arn: String, _ change: (inout Tags) -> Void) throws(AWSError) {
    if let key = rds.instances.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) })?.id {
      rds.instances.update(key) { change(&$0.tags) }
    } else if let key = rds.subnetGroups.first(where: { $0.row.arn.utf8.elementsEqual(arn.utf8) })?.id {
      rds.subnetGroups.update(key) { change(&$0.tags) }
    } else {
      throw Self.unknownRDSResource(arn)
    }
  }

  private static func unknownRDSResource(_ arn: String) -> AWSError {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7, parts[2].utf8.elementsEqual("rds".utf8) else {
      return RDSError.invalid("Invalid resource name: \(arn)")
    }
    return parts[5].utf8.elementsEqual("subgrp".utf8)
      ? RDSError.subnetGroupNotFound(parts[6]) : RDSError.instanceNotFound(parts[6])
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
    try world.changeTags(ofRDSResource: input.resourceName) { tags in
      for tag in input.tags { tags[tag.key] = tag.value }
    }
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
    try world.changeTags(ofRDSResource: input.resourceName) { tags in
      for key in input.tagKeys { tags[key] = nil }
    }
    return NoOutput()
  }
}
