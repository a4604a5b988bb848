/// Managed policies attached to users, groups and roles.
enum AttachmentOperations {
  static let all: [any Operation.Type] = [
    AttachUserPolicy.self, DetachUserPolicy.self, ListAttachedUserPolicies.self, AttachGroupPolicy.self,
    DetachGroupPolicy.self, ListAttachedGroupPolicies.self, AttachRolePolicy.self, DetachRolePolicy.self,
    ListAttachedRolePolicies.self, ListEntitiesForPolicy.self,
  ]
}

/// A call that names a user, group or role and a managed policy.
package protocol AttachmentInput: Decodable, Sendable {
  /// Whose policies change.
  var holder: PolicyHolder { get }
  /// The ARN of the managed policy.
  var policyArn: String { get }
}

/// Attaches a managed policy, which is then in force.
package protocol AttachPolicyOperation: IAMOperation where Input: AttachmentInput, Output == NoOutput {}

extension AttachPolicyOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).with("iam:PolicyARN", input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let holding = try world.iam.directory.holding(input.holder)
    if case .role(let name) = input.holder { try world.checkIsOrdinary(try world.iam.directory.role(name)) }
    try IAMDirectory.checkARN(input.policyArn)
    guard
      world.iam.directory.policies[input.policyArn] != nil || world.catalog.awsPolicy(input.policyArn) != nil
    else { throw .noSuchEntity("Policy \(input.policyArn) does not exist or is not attachable.") }
    guard !holding.attached.contains(input.policyArn) else { return NoOutput() }
    let most = input.holder.mostAttached
    guard holding.attached.count < most else { throw .quota("PoliciesPer\(input.holder.noun)", most) }
    try world.attach(input.policyArn, to: input.holder)
    return NoOutput()
  }
}

/// Detaches a managed policy.
package protocol DetachPolicyOperation: IAMOperation where Input: AttachmentInput, Output == NoOutput {}

extension DetachPolicyOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).with("iam:PolicyARN", input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let holding = try world.iam.directory.holding(input.holder)
    if case .role(let name) = input.holder { try world.checkIsOrdinary(try world.iam.directory.role(name)) }
    try IAMDirectory.checkARN(input.policyArn)
    guard holding.attached.contains(input.policyArn) else {
      throw .noSuchEntity("Policy \(input.policyArn) was not found.")
    }
    try world.changeIAM { directory in
      directory.changeHolding(input.holder) { $0.attached.removeAll { $0 == input.policyArn } }
    }
    return NoOutput()
  }
}

extension PolicyHolder {
  /// The most managed policies that can be attached (facts: IAM quotas).
  fileprivate var mostAttached: Int {
    switch self {
    case .user, .group: 10
    case .role: 20
    }
  }
}

extension World {
  /// Attaches a managed policy that exists.
  mutating func attach(_ arn: String, to holder: PolicyHolder) throws(AWSError) {
    let document = iam.directory.awsPolicies[arn] == nil ? catalog.awsPolicy(arn)?.document : nil
    try changeIAM { directory in
      if let document { directory.awsPolicies[arn] = document }
      directory.changeHolding(holder) { $0.attached.append(arn) }
    }
  }
}

/// A policy in a list of attached ones.
package struct AttachedPolicy: Encodable, Sendable {
  package var policyName: String
  package var policyArn: String
}

/// The attached policies of one page.
package struct AttachedPolicies: Encodable, Sendable {
  package var attachedPolicies: [AttachedPolicy]
  package var isTruncated: Bool
  package var marker: String?

  init(
    _ holder: PolicyHolder, in world: World, pathPrefix: String?, marker: String?, limit: Int?
  ) throws(AWSError) {
    let arns = try world.iam.directory.holding(holder).attached.filter {
      let path = $0.drop { $0 != "/" }
      return path.hasPrefix(pathPrefix ?? "/")
    }
    let page = try iamPage(arns, marker: marker, limit: limit)
    attachedPolicies = page.rows.map { AttachedPolicy(policyName: IAMARN.name(in: $0), policyArn: $0) }
    isTruncated = page.nextToken != nil
    self.marker = page.nextToken
  }
}

/// Attaches a managed policy to a user.
package enum AttachUserPolicy: AttachPolicyOperation {
  package static let name = "AttachUserPolicy"

  package struct Input: AttachmentInput {
    var userName: String
    package var policyArn: String
    package var holder: PolicyHolder { .user(userName) }
  }
}

/// Detaches a managed policy from a user.
package enum DetachUserPolicy: DetachPolicyOperation {
  package static let name = "DetachUserPolicy"
  package typealias Input = AttachUserPolicy.Input
}

/// Lists the managed policies of a user, those of its groups not among them.
package enum ListAttachedUserPolicies: IAMOperation {
  package static let name = "ListAttachedUserPolicies"

  package struct Input: Decodable, Sendable {
    var userName: String
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> AttachedPolicies {
    try AttachedPolicies(
      .user(input.userName), in: world, pathPrefix: input.pathPrefix, marker: input.marker,
      limit: input.maxItems)
  }
}

/// Attaches a managed policy to a group, for all its users.
package enum AttachGroupPolicy: AttachPolicyOperation {
  package static let name = "AttachGroupPolicy"

  package struct Input: AttachmentInput {
    var groupName: String
    package var policyArn: String
    package var holder: PolicyHolder { .group(groupName) }
  }
}

/// Detaches a managed policy from a group.
package enum DetachGroupPolicy: DetachPolicyOperation {
  package static let name = "DetachGroupPolicy"
  package typealias Input = AttachGroupPolicy.Input
}

/// Lists the managed policies of a group.
package enum ListAttachedGroupPolicies: IAMOperation {
  package static let name = "ListAttachedGroupPolicies"

  package struct Input: Decodable, Sendable {
    var groupName: String
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(group: input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> AttachedPolicies {
    try AttachedPolicies(
      .group(input.groupName), in: world, pathPrefix: input.pathPrefix, marker: input.marker,
      limit: input.maxItems)
  }
}

/// Attaches a managed policy to a role.
package enum AttachRolePolicy: AttachPolicyOperation {
  package static let name = "AttachRolePolicy"

  package struct Input: AttachmentInput {
    var roleName: String
    package var policyArn: String
    package var holder: PolicyHolder { .role(roleName) }
  }
}

/// Detaches a managed policy from a role.
package enum DetachRolePolicy: DetachPolicyOperation {
  package static let name = "DetachRolePolicy"
  package typealias Input = AttachRolePolicy.Input
}

/// Lists the managed policies of a role.
package enum ListAttachedRolePolicies: IAMOperation {
  package static let name = "ListAttachedRolePolicies"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> AttachedPolicies {
    try AttachedPolicies(
      .role(input.roleName), in: world, pathPrefix: input.pathPrefix, marker: input.marker,
      limit: input.maxItems)
  }
}

/// Lists the users, groups and roles that a managed policy is attached to.
package enum ListEntitiesForPolicy: IAMOperation {
  package static let name = "ListEntitiesForPolicy"

  package struct Input: Decodable, Sendable {
    var policyArn: String
    var entityFilter: String?
    var pathPrefix: String?
    var policyUsageFilter: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var policyGroups: [Group]
    package var policyUsers: [User]
    package var policyRoles: [Role]
    package var isTruncated: Bool
    package var marker: String?

    package struct Group: Encodable, Sendable {
      package var groupName: String
      package var groupId: String
    }
    package struct User: Encodable, Sendable {
      package var userName: String
      package var userId: String
    }
    package struct Role: Encodable, Sendable {
      package var roleName: String
      package var roleId: String
    }
  }

  private enum Entity {
    case group(Output.Group)
    case user(Output.User)
    case role(Output.Role)
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if world.catalog.awsPolicy(input.policyArn) == nil {
      _ = try world.iam.directory.policy(input.policyArn)
    }
    func counts(_ path: String, _ holding: PolicyHolding) -> Bool {
      let isAttached = holding.attached.contains(input.policyArn)
      let isBoundary = holding.boundary == input.policyArn
      guard path.hasPrefix(input.pathPrefix ?? "/") else { return false }
      switch input.policyUsageFilter {
      case "PermissionsBoundary": return isBoundary
      case "PermissionsPolicy": return isAttached
      default: return isAttached || isBoundary
      }
    }
    func wants(_ kind: String) -> Bool { [nil, kind].contains(input.entityFilter) }
    let directory = world.iam.directory
    var all: [Entity] = []
    for row in directory.groups.rows where wants("Group") && counts(row.path, row.policies) {
      all.append(.group(.init(groupName: row.name, groupId: row.id)))
    }
    for row in directory.users.rows where wants("User") && counts(row.path, row.policies) {
      all.append(.user(.init(userName: row.name, userId: row.id)))
    }
    for row in directory.roles.rows where wants("Role") && counts(row.path, row.policies) {
      all.append(.role(.init(roleName: row.name, roleId: row.id)))
    }
    let page = try iamPage(all, marker: input.marker, limit: input.maxItems)
    var output = Output(
      policyGroups: [], policyUsers: [], policyRoles: [], isTruncated: page.nextToken != nil,
      marker: page.nextToken)
    for entity in page.rows {
      switch entity {
      case .group(let group): output.policyGroups.append(group)
      case .user(let user): output.policyUsers.append(user)
      case .role(let role): output.policyRoles.append(role)
      }
    }
    return output
  }
}
