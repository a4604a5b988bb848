package import EventKernel

/// An inline policy with its name.
package struct PolicyDetailShape: Encodable, Sendable {
  package var policyName: String
  package var policyDocument: PolicyText
}

extension PolicyHolding {
  /// The inline policies by name.
  fileprivate var inlineShapes: [PolicyDetailShape] {
    inline.map { PolicyDetailShape(policyName: $0.id, policyDocument: PolicyText($0.row)) }
  }

  /// The attached policies in the order of attachment.
  fileprivate var attachedShapes: [AttachedPolicy] {
    attached.map { AttachedPolicy(policyName: IAMARN.name(in: $0), policyArn: $0) }
  }
}

/// Shows users, groups, roles and managed policies with all that decides what they may do.
package enum GetAccountAuthorizationDetails: IAMOperation {
  package static let name = "GetAccountAuthorizationDetails"

  package struct Input: Decodable, Sendable {
    var filter: [String]?
    var maxItems: Int?
    var marker: String?
  }

  /// One page; rows of all kinds count together.
  package struct Output: Encodable, Sendable {
    package var userDetailList: [User] = []
    package var groupDetailList: [Group] = []
    package var roleDetailList: [Role] = []
    package var policies: [Policy] = []
    package var isTruncated: Bool
    package var marker: String?
  }

  /// A user with its policies and groups.
  package struct User: Encodable, Sendable {
    package var path: String
    package var userName: String
    package var userId: String
    package var arn: String
    package var createDate: Instant
    package var userPolicyList: [PolicyDetailShape]?
    package var groupList: [String]
    package var attachedManagedPolicies: [AttachedPolicy]
    package var permissionsBoundary: BoundaryShape?
    package var tags: [Tags.Tag]

    fileprivate init(_ user: IAMUser, in directory: IAMDirectory) {
      path = user.path
      userName = user.name
      userId = user.id
      arn = user.arn
      createDate = user.creation
      userPolicyList = user.policies.inline.isEmpty ? nil : user.policies.inlineShapes
      groupList = directory.groups(of: user.name).map(\.name)
      attachedManagedPolicies = user.policies.attachedShapes
      permissionsBoundary = user.policies.boundary.map(BoundaryShape.init)
      tags = user.tags.all
    }
  }

  /// A group with its policies.
  package struct Group: Encodable, Sendable {
    package var path: String
    package var groupName: String
    package var groupId: String
    package var arn: String
    package var createDate: Instant
    package var groupPolicyList: [PolicyDetailShape]
    package var attachedManagedPolicies: [AttachedPolicy]

    fileprivate init(_ group: IAMGroup) {
      path = group.path
      groupName = group.name
      groupId = group.id
      arn = group.arn
      createDate = group.creation
      groupPolicyList = group.policies.inlineShapes
      attachedManagedPolicies = group.policies.attachedShapes
    }
  }

  /// A role with its policies and instance profiles.
  package struct Role: Encodable, Sendable {
    package var path: String
    package var roleName: String
    package var roleId: String
    package var arn: String
    package var createDate: Instant
    package var assumeRolePolicyDocument: PolicyText
    package var instanceProfileList: [ProfileShape]
    package var rolePolicyList: [PolicyDetailShape]
    package var attachedManagedPolicies: [AttachedPolicy]
    package var permissionsBoundary: BoundaryShape?
    package var tags: [Tags.Tag]
    package var roleLastUsed: RoleShape.LastUsed

    fileprivate init(_ role: IAMRole, in directory: IAMDirectory) {
      path = role.path
      roleName = role.name
      roleId = role.id
      arn = role.arn
      createDate = role.creation
      assumeRolePolicyDocument = PolicyText(trust: role.trust)
      instanceProfileList = directory.instanceProfiles.rows.filter { $0.role == role.name.lowercased() }
        .map { ProfileShape($0, in: directory) }
      rolePolicyList = role.policies.inlineShapes
      attachedManagedPolicies = role.policies.attachedShapes
      permissionsBoundary = role.policies.boundary.map(BoundaryShape.init)
      tags = role.tags.all
      roleLastUsed = RoleShape.LastUsed(lastUsedDate: role.lastUse?.at, region: role.lastUse?.region)
    }
  }

  /// A managed policy with its versions.
  package struct Policy: Encodable, Sendable {
    package var policyName: String
    package var policyId: String
    package var arn: String
    package var path: String
    package var defaultVersionId: String
    package var attachmentCount: Int
    package var permissionsBoundaryUsageCount: Int
    package var isAttachable = true
    package var createDate: Instant
    package var updateDate: Instant
    package var policyVersionList: [PolicyVersionShape]

    fileprivate init(_ shape: PolicyShape, _ versions: [PolicyVersionShape]) {
      policyName = shape.policyName
      policyId = shape.policyId
      arn = shape.arn
      path = shape.path
      defaultVersionId = shape.defaultVersionId
      attachmentCount = shape.attachmentCount
      permissionsBoundaryUsageCount = shape.permissionsBoundaryUsageCount
      createDate = shape.createDate
      updateDate = shape.updateDate
      policyVersionList = versions
    }
  }

  /// A row of any kind.
  private enum Row {
    case user(User)
    case group(Group)
    case role(Role)
    case policy(Policy)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try iamPage(
      rows(of: world, kinds: input.filter ?? []), marker: input.marker, limit: input.maxItems)
    var output = Output(isTruncated: page.nextToken != nil, marker: page.nextToken)
    for row in page.rows {
      switch row {
      case .user(let user): output.userDetailList.append(user)
      case .group(let group): output.groupDetailList.append(group)
      case .role(let role): output.roleDetailList.append(role)
      case .policy(let policy): output.policies.append(policy)
      }
    }
    return output
  }

  /// What a call asks for; policies of AWS where somebody has them.
  private static func rows(of world: World, kinds: [String]) -> [Row] {
    let directory = world.iam.directory
    func wants(_ kind: String) -> Bool { kinds.isEmpty || kinds.contains(kind) }
    var rows: [Row] = []
    if wants("User") { rows += directory.users.rows.map { .user(User($0, in: directory)) } }
    if wants("Group") { rows += directory.groups.rows.map { .group(Group($0)) } }
    if wants("Role") { rows += directory.roles.rows.map { .role(Role($0, in: directory)) } }
    if wants("LocalManagedPolicy") {
      rows += directory.policies.rows.map { policy in
        let versions = policy.versions.reversed().map {
          PolicyVersionShape($0, of: policy, withDocument: true)
        }
        return .policy(Policy(PolicyShape(policy, in: directory), versions))
      }
    }
    if wants("AWSManagedPolicy") {
      let used = directory.awsPolicies.ids.filter {
        let uses = directory.uses(of: $0)
        return uses.attachments + uses.boundaries > 0
      }
      rows += used.compactMap(world.catalog.awsPolicy).map { policy in
        .policy(
          Policy(
            PolicyShape(policy, in: directory), [PolicyVersionShape(policy, withDocument: true)]))
      }
    }
    return rows
  }
}
