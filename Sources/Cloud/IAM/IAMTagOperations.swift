/// Tags of users, roles, policies and instance profiles.
enum IAMTagOperations {
  static let all: [any Operation.Type] = [
    TagUser.self, UntagUser.self, ListUserTags.self, TagRole.self, UntagRole.self, ListRoleTags.self,
    TagPolicy.self, UntagPolicy.self, ListPolicyTags.self, TagInstanceProfile.self,
    UntagInstanceProfile.self, ListInstanceProfileTags.self,
  ]
}

/// What of IAM can have tags.
package enum TaggedIdentity: Sendable {
  case user(String)
  case role(String)
  case policy(String)
  case profile(String)
}

extension Access {
  fileprivate func on(_ identity: TaggedIdentity) -> Access {
    switch identity {
    case .user(let name): on(user: name)
    case .role(let name): on(role: name)
    case .policy(let arn): on(policy: arn)
    case .profile(let name): on(profile: name)
    }
  }
}

extension IAMDirectory {
  fileprivate func tags(of identity: TaggedIdentity) throws(AWSError) -> Tags {
    switch identity {
    case .user(let name): try user(name).tags
    case .role(let name): try role(name).tags
    case .policy(let arn): try policy(arn).tags
    case .profile(let name): try profile(name).tags
    }
  }

  fileprivate mutating func setTags(_ tags: Tags, of identity: TaggedIdentity) {
    switch identity {
    case .user(let name): users.update(name.lowercased()) { $0.tags = tags }
    case .role(let name): roles.update(name.lowercased()) { $0.tags = tags }
    case .policy(let arn): policies.update(arn) { $0.tags = tags }
    case .profile(let name): instanceProfiles.update(name.lowercased()) { $0.tags = tags }
    }
  }
}

/// A call that gives tags.
package protocol IAMTagInput: Decodable, Sendable {
  var identity: TaggedIdentity { get }
  var tags: [Tags.Tag] { get }
}

/// Puts tags on an identity; equal keys, without regard to case, are replaced.
package protocol IAMTagOperation: IAMOperation where Input: IAMTagInput, Output == NoOutput {}

extension IAMTagOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.identity).tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let tags = try IAMName.tags(input.tags, over: try world.iam.directory.tags(of: input.identity))
    try world.changeIAM { directory in directory.setTags(tags, of: input.identity) }
    return NoOutput()
  }
}

/// A call that names keys of tags.
package protocol IAMUntagInput: Decodable, Sendable {
  var identity: TaggedIdentity { get }
  var tagKeys: [String] { get }
}

/// Takes tags off an identity; keys that it does not have do not matter.
package protocol IAMUntagOperation: IAMOperation where Input: IAMUntagInput, Output == NoOutput {}

extension IAMUntagOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.identity).untagging(input.tagKeys).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var tags = try world.iam.directory.tags(of: input.identity)
    for key in input.tagKeys {
      for tag in tags.all where tag.key.equalsIgnoringCase(key) { tags[tag.key] = nil }
    }
    let left = tags
    try world.changeIAM { directory in directory.setTags(left, of: input.identity) }
    return NoOutput()
  }
}

/// A call that asks for the tags of an identity.
package protocol IAMListTagsInput: Decodable, Sendable {
  var identity: TaggedIdentity { get }
  var marker: String? { get }
  var maxItems: Int? { get }
}

/// The tags of one page.
package struct IAMTags: Encodable, Sendable {
  package var tags: [Tags.Tag]
  package var isTruncated: Bool
  package var marker: String?
}

/// Lists the tags of an identity.
package protocol IAMListTagsOperation: IAMOperation where Input: IAMListTagsInput, Output == IAMTags {}

extension IAMListTagsOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.identity).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> IAMTags {
    let tags = try world.iam.directory.tags(of: input.identity).all
    let page = try iamPage(tags, marker: input.marker, limit: input.maxItems)
    return IAMTags(tags: page.rows, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Puts tags on a user.
package enum TagUser: IAMTagOperation {
  package static let name = "TagUser"

  package struct Input: IAMTagInput {
    var userName: String
    package var tags: [Tags.Tag]
    package var identity: TaggedIdentity { .user(userName) }
  }
}

/// Takes tags off a user.
package enum UntagUser: IAMUntagOperation {
  package static let name = "UntagUser"

  package struct Input: IAMUntagInput {
    var userName: String
    package var tagKeys: [String]
    package var identity: TaggedIdentity { .user(userName) }
  }
}

/// Lists the tags of a user.
package enum ListUserTags: IAMListTagsOperation {
  package static let name = "ListUserTags"

  package struct Input: IAMListTagsInput {
    var userName: String
    package var marker: String?
    package var maxItems: Int?
    package var identity: TaggedIdentity { .user(userName) }
  }
}

/// Puts tags on a role.
package enum TagRole: IAMTagOperation {
  package static let name = "TagRole"

  package struct Input: IAMTagInput {
    var roleName: String
    package var tags: [Tags.Tag]
    package var identity: TaggedIdentity { .role(roleName) }
  }
}

/// Takes tags off a role.
package enum UntagRole: IAMUntagOperation {
  package static let name = "UntagRole"

  package struct Input: IAMUntagInput {
    var roleName: String
    package var tagKeys: [String]
    package var identity: TaggedIdentity { .role(roleName) }
  }
}

/// Lists the tags of a role.
package enum ListRoleTags: IAMListTagsOperation {
  package static let name = "ListRoleTags"

  package struct Input: IAMListTagsInput {
    var roleName: String
    package var marker: String?
    package var maxItems: Int?
    package var identity: TaggedIdentity { .role(roleName) }
  }
}

/// Puts tags on a managed policy.
package enum TagPolicy: IAMTagOperation {
  package static let name = "TagPolicy"

  package struct Input: IAMTagInput {
    var policyArn: String
    package var tags: [Tags.Tag]
    package var identity: TaggedIdentity { .policy(policyArn) }
  }
}

/// Takes tags off a managed policy.
package enum UntagPolicy: IAMUntagOperation {
  package static let name = "UntagPolicy"

  package struct Input: IAMUntagInput {
    var policyArn: String
    package var tagKeys: [String]
    package var identity: TaggedIdentity { .policy(policyArn) }
  }
}

/// Lists the tags of a managed policy.
package enum ListPolicyTags: IAMListTagsOperation {
  package static let name = "ListPolicyTags"

  package struct Input: IAMListTagsInput {
    var policyArn: String
    package var marker: String?
    package var maxItems: Int?
    package var identity: TaggedIdentity { .policy(policyArn) }
  }
}

/// Puts tags on an instance profile.
package enum TagInstanceProfile: IAMTagOperation {
  package static let name = "TagInstanceProfile"

  package struct Input: IAMTagInput {
    var instanceProfileName: String
    package var tags: [Tags.Tag]
    package var identity: TaggedIdentity { .profile(instanceProfileName) }
  }
}

/// Takes tags off an instance profile.
package enum UntagInstanceProfile: IAMUntagOperation {
  package static let name = "UntagInstanceProfile"

  package struct Input: IAMUntagInput {
    var instanceProfileName: String
    package var tagKeys: [String]
    package var identity: TaggedIdentity { .profile(instanceProfileName) }
  }
}

/// Lists the tags of an instance profile.
package enum ListInstanceProfileTags: IAMListTagsOperation {
  package static let name = "ListInstanceProfileTags"

  package struct Input: IAMListTagsInput {
    var instanceProfileName: String
    package var marker: String?
    package var maxItems: Int?
    package var identity: TaggedIdentity { .profile(instanceProfileName) }
  }
}
