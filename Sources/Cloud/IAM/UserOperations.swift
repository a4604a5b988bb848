/// Users.
enum UserOperations {
  static let all: [any Operation.Type] = [
    CreateUser.self, GetUser.self, ListUsers.self, UpdateUser.self, DeleteUser.self,
  ]
}

/// Makes a user, who may do nothing yet.
package enum CreateUser: IAMOperation {
  package static let name = "CreateUser"

  package struct Input: Decodable, Sendable {
    var path: String?
    var userName: String
    var permissionsBoundary: String?
    var tags: [Tags.Tag]?
  }

  package struct Output: Encodable, Sendable { package var user: UserShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let arn = IAMARN.of("user", input.path ?? "/", input.userName)
    return Access(defaultAction, world, context).on(arn: arn).tagging(input.tags)
      .with("iam:PermissionsBoundary", input.permissionsBoundary).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try IAMName.check(input.userName, "userName", most: 64)
    guard world.iam.directory.users[input.userName.lowercased()] == nil else {
      throw .entityExists("User with name \(input.userName) already exists.")
    }
    guard world.iam.directory.users.count < 5_000 else { throw .quota("UsersPerAccount", 5_000) }
    var user = IAMUser(
      name: input.userName, path: try IAMName.path(input.path), id: world.nextUniqueID("AIDA"),
      creation: world.now, tags: try IAMName.tags(input.tags))
    user.policies.boundary = try world.boundary(input.permissionsBoundary)
    try world.changeIAM { directory in directory.users[user.name.lowercased()] = user }
    return Output(user: UserShape(user))
  }
}

/// Shows a user, the caller's own when none is named.
package enum GetUser: IAMOperation {
  package static let name = "GetUser"

  package struct Input: Decodable, Sendable { var userName: String? }
  package struct Output: Encodable, Sendable { package var user: UserShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let name = try world.userName(input.userName, or: context.caller)
    return Output(user: UserShape(try world.iam.directory.user(name)))
  }
}

/// Lists users by name.
package enum ListUsers: IAMOperation {
  package static let name = "ListUsers"

  package struct Input: Decodable, Sendable {
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var users: [UserShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: IAMARN.of("user", input.pathPrefix ?? "/", "")).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = world.iam.directory.users.rows.filter { $0.path.hasPrefix(input.pathPrefix ?? "/") }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(
      users: page.rows.map { UserShape($0, isBrief: true) }, isTruncated: page.nextToken != nil,
      marker: page.nextToken)
  }
}

/// Gives a user another name or path; its id, keys and policies stay.
package enum UpdateUser: IAMOperation {
  package static let name = "UpdateUser"

  package struct Input: Decodable, Sendable {
    var userName: String
    var newPath: String?
    var newUserName: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    var access = Access(defaultAction, world, context).on(user: input.userName)
    if let name = input.newUserName { access = access.on(user: name) }
    return access.requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var user = try world.iam.directory.user(input.userName)
    let old = user.name.lowercased()
    if let name = input.newUserName {
      try IAMName.check(name, "newUserName", most: 64)
      guard name.lowercased() == old || world.iam.directory.users[name.lowercased()] == nil else {
        throw .entityExists("User with name \(name) already exists.")
      }
      user.name = name
    }
    if let path = input.newPath { user.path = try IAMName.path(path) }
    try world.changeIAM { directory in
      directory.users[old] = nil
      directory.users[user.name.lowercased()] = user
      for group in directory.groups.ids {
        directory.groups.update(group) { group in
          guard let index = group.members.firstIndex(of: old) else { return }
          group.members[index] = user.name.lowercased()
        }
      }
      for device in directory.devices.ids {
        directory.devices.update(device) { if $0.user == old { $0.user = user.name.lowercased() } }
      }
    }
    return NoOutput()
  }
}

/// Deletes a user that has nothing left.
package enum DeleteUser: IAMOperation {
  package static let name = "DeleteUser"

  package struct Input: Decodable, Sendable { var userName: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let directory = world.iam.directory
    let user = try directory.user(input.userName)
    let key = user.name.lowercased()
    guard user.policies.attached.isEmpty else {
      throw .deleteConflict("must detach all policies", directory.parts(of: user))
    }
    guard user.policies.inline.isEmpty else {
      throw .deleteConflict("must delete policies", directory.parts(of: user))
    }
    guard directory.groups(of: key).isEmpty else {
      throw .deleteConflict("must remove users from group", directory.parts(of: user))
    }
    guard user.keys.isEmpty else {
      throw .deleteConflict("must delete access keys", directory.parts(of: user))
    }
    guard user.login == nil else {
      throw .deleteConflict("must delete login profile", directory.parts(of: user))
    }
    guard directory.devices.rows.allSatisfy({ $0.user != key }) else {
      throw .deleteConflict("must delete MFA device", directory.parts(of: user))
    }
    try world.changeIAM { directory in directory.users[key] = nil }
    return NoOutput()
  }
}
