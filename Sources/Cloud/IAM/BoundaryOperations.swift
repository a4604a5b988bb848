/// Permissions boundaries: what a user or role can do at most.
enum BoundaryOperations {
  static let all: [any Operation.Type] = [
    PutUserPermissionsBoundary.self, DeleteUserPermissionsBoundary.self, PutRolePermissionsBoundary.self,
    DeleteRolePermissionsBoundary.self,
  ]
}

/// Limits a user to what a managed policy allows, whatever its other policies say.
package enum PutUserPermissionsBoundary: IAMOperation {
  package static let name = "PutUserPermissionsBoundary"

  package struct Input: Decodable, Sendable {
    var userName: String
    var permissionsBoundary: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName)
      .with("iam:PermissionsBoundary", input.permissionsBoundary).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let user = try world.iam.directory.user(input.userName)
    try world.setBoundary(input.permissionsBoundary, of: .user(user.name))
    return NoOutput()
  }
}

/// Takes the limit off a user.
package enum DeleteUserPermissionsBoundary: IAMOperation {
  package static let name = "DeleteUserPermissionsBoundary"

  package struct Input: Decodable, Sendable { var userName: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let boundary = world.iam.directory.users[input.userName.lowercased()]?.policies.boundary
    return Access(defaultAction, world, context).on(user: input.userName)
      .with("iam:PermissionsBoundary", boundary).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let user = try world.iam.directory.user(input.userName)
    guard user.policies.boundary != nil else {
      throw .noSuchEntity("The user with name \(input.userName) does not have a permissions boundary.")
    }
    try world.changeIAM { directory in directory.changeHolding(.user(user.name)) { $0.boundary = nil } }
    return NoOutput()
  }
}

/// Limits a role to what a managed policy allows.
package enum PutRolePermissionsBoundary: IAMOperation {
  package static let name = "PutRolePermissionsBoundary"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var permissionsBoundary: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName)
      .with("iam:PermissionsBoundary", input.permissionsBoundary).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let role = try world.iam.directory.role(input.roleName)
    try world.checkIsOrdinary(role)
    try world.setBoundary(input.permissionsBoundary, of: .role(role.name))
    return NoOutput()
  }
}

/// Takes the limit off a role.
package enum DeleteRolePermissionsBoundary: IAMOperation {
  package static let name = "DeleteRolePermissionsBoundary"

  package struct Input: Decodable, Sendable { var roleName: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let boundary = world.iam.directory.roles[input.roleName.lowercased()]?.policies.boundary
    return Access(defaultAction, world, context).on(role: input.roleName)
      .with("iam:PermissionsBoundary", boundary).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let role = try world.iam.directory.role(input.roleName)
    guard role.policies.boundary != nil else {
      throw .noSuchEntity("The role with name \(input.roleName) does not have a permissions boundary.")
    }
    try world.changeIAM { directory in directory.changeHolding(.role(role.name)) { $0.boundary = nil } }
    return NoOutput()
  }
}

extension World {
  /// Makes a managed policy the boundary of a user or role.
  fileprivate mutating func setBoundary(_ arn: String, of holder: PolicyHolder) throws(AWSError) {
    let boundary = try boundary(arn)
    let document = catalog.awsPolicy(arn)?.document
    try changeIAM { directory in
      if let document { directory.awsPolicies[arn] = document }
      directory.changeHolding(holder) { $0.boundary = boundary }
    }
  }
}
