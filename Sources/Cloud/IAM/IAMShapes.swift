package import EventKernel

/// A user as calls show it.
package struct UserShape: Encodable, Sendable {
  package var path: String
  package var userName: String
  package var userId: String
  package var arn: String
  package var createDate: Instant
  package var permissionsBoundary: BoundaryShape?
  package var tags: [Tags.Tag]?

  /// - Parameter isBrief: as listings show it, without boundary and tags.
  init(_ user: IAMUser, isBrief: Bool = false) {
    path = user.path
    userName = user.name
    userId = user.id
    arn = user.arn
    createDate = user.creation
    guard !isBrief else { return }
    permissionsBoundary = user.policies.boundary.map(BoundaryShape.init)
    tags = user.tags.all.isEmpty ? nil : user.tags.all
  }
}

/// A permissions boundary as calls show it.
package struct BoundaryShape: Encodable, Sendable {
  package var permissionsBoundaryType = "Policy"
  package var permissionsBoundaryArn: String

  init(_ arn: String) { permissionsBoundaryArn = arn }
}

/// A group as calls show it.
package struct GroupShape: Encodable, Sendable {
  package var path: String
  package var groupName: String
  package var groupId: String
  package var arn: String
  package var createDate: Instant

  init(_ group: IAMGroup) {
    path = group.path
    groupName = group.name
    groupId = group.id
    arn = group.arn
    createDate = group.creation
  }
}

/// A role as calls show it.
package struct RoleShape: Encodable, Sendable {
  package var path: String
  package var roleName: String
  package var roleId: String
  package var arn: String
  package var createDate: Instant
  package var assumeRolePolicyDocument: PolicyText
  package var description: String?
  package var maxSessionDuration: Int?
  package var permissionsBoundary: BoundaryShape?
  package var tags: [Tags.Tag]?
  package var roleLastUsed: LastUsed?

  /// When a role was last used; empty when never.
  package struct LastUsed: Encodable, Sendable {
    package var lastUsedDate: Instant?
    package var region: String?
  }

  /// - Parameters:
  ///   - isBrief: as listings show it, without boundary, tags and last use.
  ///   - isNew: as its creation shows it, with neither its use nor the length of its sessions if that is the usual one.
  init(_ role: IAMRole, isBrief: Bool = false, isNew: Bool = false) {
    path = role.path
    roleName = role.name
    roleId = role.id
    arn = role.arn
    createDate = role.creation
    assumeRolePolicyDocument = PolicyText(trust: role.trust)
    description = role.description
    maxSessionDuration = role.maximumSession.wholeSeconds
    guard !isBrief else { return }
    permissionsBoundary = role.policies.boundary.map(BoundaryShape.init)
    tags = role.tags.all.isEmpty ? nil : role.tags.all
    guard !isNew else {
      if role.maximumSession == .seconds(3_600) { maxSessionDuration = nil }
      return
    }
    roleLastUsed = LastUsed(lastUsedDate: role.lastUse?.at, region: role.lastUse?.region)
  }
}

/// An instance profile as calls show it.
package struct ProfileShape: Encodable, Sendable {
  package var path: String
  package var instanceProfileName: String
  package var instanceProfileId: String
  package var arn: String
  package var createDate: Instant
  package var roles: [RoleShape]
  package var tags: [Tags.Tag]?

  init(_ profile: IAMInstanceProfile, in directory: IAMDirectory) {
    path = profile.path
    instanceProfileName = profile.name
    instanceProfileId = profile.id
    arn = profile.arn
    createDate = profile.creation
    roles = profile.role.flatMap { directory.roles[$0] }.map { [RoleShape($0, isBrief: true)] } ?? []
    for index in roles.indices {
      roles[index].description = nil
      roles[index].maxSessionDuration = nil
    }
    tags = profile.tags.all.isEmpty ? nil : profile.tags.all
  }
}

/// A policy document, shown as the JSON that it is.
package struct PolicyText: Encodable, Sendable {
  private let json: PolicyJSON

  init(_ document: PolicyDocument) { json = PolicyJSON(document.text) ?? .string(document.text) }

  /// A trust policy as IAM keeps it: with the root of an account in the place of its number.
  init(trust document: PolicyDocument) {
    json = PolicyText(document).json.withRoots(at: ["Statement", "Principal", "AWS"])
  }

  package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension PolicyJSON {
  /// The same with the root of an account in the place of each number of one that stands under the names of a path.
  fileprivate func withRoots(at path: ArraySlice<String>) -> PolicyJSON {
    switch self {
    case .object(let members, let start, let end):
      let changed = members.map { member in
        member.name == path.first
          ? Member(name: member.name, value: member.value.withRoots(at: path.dropFirst())) : member
      }
      return .object(changed, start: start, end: end)
    case .array(let elements): return .array(elements.map { $0.withRoots(at: path) })
    case .string(let text):
      return path.isEmpty && PrincipalMatching.isAccount(text) ? .string("arn:aws:iam::\(text):root") : self
    case .number, .bool, .null: return self
    }
  }
}

extension PolicyJSON: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let members, _, _):
      var container = encoder.container(keyedBy: Key.self)
      for member in members { try container.encode(member.value, forKey: Key(stringValue: member.name)) }
    case .array(let elements): try elements.encode(to: encoder)
    case .string(let text): try text.encode(to: encoder)
    case .number(let text):
      if let whole = Int64(text) {
        try whole.encode(to: encoder)
      } else {
        try Double(text).encode(to: encoder)
      }
    case .bool(let flag): try flag.encode(to: encoder)
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    }
  }
}
