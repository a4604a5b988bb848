import EventKernel

/// Roles.
enum RoleOperations {
  static let all: [any Operation.Type] = [
    CreateRole.self, GetRole.self, ListRoles.self, UpdateAssumeRolePolicy.self, UpdateRole.self,
    UpdateRoleDescription.self, DeleteRole.self,
  ]
}

/// Makes a role that those whom its trust policy names can assume.
package enum CreateRole: IAMOperation {
  package static let name = "CreateRole"

  package struct Input: Decodable, Sendable {
    var path: String?
    var roleName: String
    var assumeRolePolicyDocument: String
    var description: String?
    var maxSessionDuration: Int?
    var permissionsBoundary: String?
    var tags: [Tags.Tag]?
  }

  package struct Output: Encodable, Sendable { package var role: RoleShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: IAMARN.of("role", input.path ?? "/", input.roleName))
      .tagging(input.tags).with("iam:PermissionsBoundary", input.permissionsBoundary).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try IAMName.check(input.roleName, "roleName", most: 64)
    let path = try IAMName.path(input.path)
    let trust = try world.trustPolicy(input.assumeRolePolicyDocument)
    guard world.iam.directory.roles[input.roleName.lowercased()] == nil else {
      throw .entityExists("Role with name \(input.roleName) already exists.")
    }
    guard world.iam.directory.roles.count < 1_000 else { throw .quota("RolesPerAccount", 1_000) }
    let longest = try longestSession(input.maxSessionDuration ?? 3_600)
    try checkDescription(input.description)
    var role = IAMRole(
      name: input.roleName, path: path, id: world.nextUniqueID("AROA"), creation: world.now,
      description: input.description, maximumSession: .seconds(longest), trust: trust,
      tags: try IAMName.tags(input.tags))
    role.policies.boundary = try world.boundary(input.permissionsBoundary)
    try world.changeIAM { directory in directory.roles[role.name.lowercased()] = role }
    return Output(role: RoleShape(role, isNew: true))
  }

  /// Throws unless a description has at most 1,000 characters of Latin-1 (AWS: CreateRole, Description).
  static func checkDescription(_ text: String?) throws(AWSError) {
    let scalars = (text ?? "").unicodeScalars
    let broken =
      "1 validation error detected: Value at 'description' failed to satisfy constraint: Member must "
    guard scalars.count <= 1_000 else {
      throw AWSError("ValidationError", broken + "have length less than or equal to 1000")
    }
    let isLatin = scalars.allSatisfy {
      [9, 10, 13].contains($0.value) || (0x20...0x7E).contains($0.value) || (0xA1...0xFF).contains($0.value)
    }
    guard isLatin else {
      throw AWSError(
        "ValidationError",
        broken + "satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*")
    }
  }

  /// The longest session of a role in seconds, from one hour to twelve.
  static func longestSession(_ seconds: Int) throws(AWSError) -> Int {
    guard (3_600...43_200).contains(seconds) else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(seconds)' at 'maxSessionDuration' failed to satisfy constraint: Member "
          + "must have value \(seconds < 3_600 ? "greater than or equal to 3600" : "less than or equal to 43200")"
      )
    }
    return seconds
  }
}

/// Shows a role.
package enum GetRole: IAMOperation {
  package static let name = "GetRole"

  package struct Input: Decodable, Sendable { var roleName: String }
  package struct Output: Encodable, Sendable { package var role: RoleShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(role: RoleShape(try world.iam.directory.role(input.roleName)))
  }
}

/// Lists roles by name.
package enum ListRoles: IAMOperation {
  package static let name = "ListRoles"

  package struct Input: Decodable, Sendable {
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var roles: [RoleShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: IAMARN.of("role", input.pathPrefix ?? "/", ""), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = world.iam.directory.roles.rows.filter { $0.path.hasPrefix(input.pathPrefix ?? "/") }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(
      roles: page.rows.map { RoleShape($0, isBrief: true) }, isTruncated: page.nextToken != nil,
      marker: page.nextToken)
  }
}

/// Puts another trust policy in the place of a role's.
package enum UpdateAssumeRolePolicy: IAMOperation {
  package static let name = "UpdateAssumeRolePolicy"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var policyDocument: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let role = try world.iam.directory.role(input.roleName)
    try world.checkIsOrdinary(role)
    let trust = try world.trustPolicy(input.policyDocument)
    try world.changeIAM { directory in directory.roles.update(role.name.lowercased()) { $0.trust = trust } }
    return NoOutput()
  }
}

/// Gives a role another description.
package enum UpdateRoleDescription: IAMOperation {
  package static let name = "UpdateRoleDescription"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var description: String
  }

  package struct Output: Encodable, Sendable { package var role: RoleShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var role = try world.iam.directory.role(input.roleName)
    try CreateRole.checkDescription(input.description)
    role.description = input.description
    let changed = role
    try world.changeIAM { directory in directory.roles[changed.name.lowercased()] = changed }
    return Output(role: RoleShape(role))
  }
}

/// Gives a role another description or longest session.
package enum UpdateRole: IAMOperation {
  package static let name = "UpdateRole"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var description: String?
    var maxSessionDuration: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var role = try world.iam.directory.role(input.roleName)
    try world.checkIsOrdinary(role)
    try CreateRole.checkDescription(input.description)
    if let description = input.description { role.description = description }
    if let longest = input.maxSessionDuration {
      role.maximumSession = .seconds(try CreateRole.longestSession(longest))
    }
    let changed = role
    try world.changeIAM { directory in directory.roles[changed.name.lowercased()] = changed }
    return NoOutput()
  }
}

/// Deletes a role that has no policies and is in no instance profile.
package enum DeleteRole: IAMOperation {
  package static let name = "DeleteRole"

  package struct Input: Decodable, Sendable { var roleName: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let role = try world.iam.directory.role(input.roleName)
    try world.checkIsOrdinary(role)
    let key = role.name.lowercased()
    guard world.iam.directory.instanceProfiles.rows.allSatisfy({ $0.role != key }) else {
      throw .deleteConflict("must remove roles from instance profile", world.iam.directory.parts(of: role))
    }
    guard role.policies.attached.isEmpty else {
      throw .deleteConflict("must detach all policies", world.iam.directory.parts(of: role))
    }
    guard role.policies.inline.isEmpty else {
      throw .deleteConflict("must delete policies", world.iam.directory.parts(of: role))
    }
    try world.changeIAM { directory in directory.roles[key] = nil }
    return NoOutput()
  }
}
