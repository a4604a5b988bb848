/// Groups and who belongs to them.
enum GroupOperations {
  static let all: [any Operation.Type] = [
    CreateGroup.self, GetGroup.self, ListGroups.self, UpdateGroup.self, DeleteGroup.self,
    AddUserToGroup.self, RemoveUserFromGroup.self, ListGroupsForUser.self,
  ]
}

/// Makes a group.
package enum CreateGroup: IAMOperation {
  package static let name = "CreateGroup"

  package struct Input: Decodable, Sendable {
    var path: String?
    var groupName: String
  }

  package struct Output: Encodable, Sendable { package var group: GroupShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: IAMARN.of("group", input.path ?? "/", input.groupName), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try IAMName.check(input.groupName, "groupName", most: 128)
    guard world.iam.directory.groups[input.groupName.lowercased()] == nil else {
      throw .entityExists("Group with name \(input.groupName) already exists.")
    }
    guard world.iam.directory.groups.count < 300 else { throw .quota("GroupsPerAccount", 300) }
    let group = IAMGroup(
      name: input.groupName, path: try IAMName.path(input.path), id: world.nextUniqueID("AGPA"),
      creation: world.now)
    try world.changeIAM { directory in directory.groups[group.name.lowercased()] = group }
    return Output(group: GroupShape(group))
  }
}

/// Shows a group and its users.
package enum GetGroup: IAMOperation {
  package static let name = "GetGroup"

  package struct Input: Decodable, Sendable {
    var groupName: String
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var group: GroupShape
    package var users: [UserShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(group: input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.iam.directory.group(input.groupName)
    let page = try iamPage(
      group.members.compactMap { world.iam.directory.users[$0] }, marker: input.marker, limit: input.maxItems)
    return Output(
      group: GroupShape(group), users: page.rows.map { UserShape($0, isBrief: true) },
      isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Lists groups by name.
package enum ListGroups: IAMOperation {
  package static let name = "ListGroups"

  package struct Input: Decodable, Sendable {
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var groups: [GroupShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: IAMARN.of("group", input.pathPrefix ?? "/", ""), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = world.iam.directory.groups.rows.filter { $0.path.hasPrefix(input.pathPrefix ?? "/") }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(
      groups: page.rows.map(GroupShape.init), isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Gives a group another name or path.
package enum UpdateGroup: IAMOperation {
  package static let name = "UpdateGroup"

  package struct Input: Decodable, Sendable {
    var groupName: String
    var newPath: String?
    var newGroupName: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    var access = Access(defaultAction, world, context).on(group: input.groupName)
    if let name = input.newGroupName { access = access.on(group: name) }
    return access.requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var group = try world.iam.directory.group(input.groupName)
    let old = group.name.lowercased()
    if let name = input.newGroupName {
      try IAMName.check(name, "newGroupName", most: 128)
      guard name.lowercased() == old || world.iam.directory.groups[name.lowercased()] == nil else {
        throw .entityExists("Group with name \(name) already exists.")
      }
      group.name = name
    }
    if let path = input.newPath { group.path = try IAMName.path(path) }
    let changed = group
    try world.changeIAM { directory in
      directory.groups[old] = nil
      directory.groups[changed.name.lowercased()] = changed
    }
    return NoOutput()
  }
}

/// Deletes a group without users and policies.
package enum DeleteGroup: IAMOperation {
  package static let name = "DeleteGroup"

  package struct Input: Decodable, Sendable { var groupName: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(group: input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.iam.directory.group(input.groupName)
    guard group.members.isEmpty else {
      throw .deleteConflict("must remove users from group", world.iam.directory.parts(of: group))
    }
    guard group.policies.attached.isEmpty else {
      throw .deleteConflict("must detach all policies", world.iam.directory.parts(of: group))
    }
    guard group.policies.inline.isEmpty else {
      throw .deleteConflict("must delete policies", world.iam.directory.parts(of: group))
    }
    try world.changeIAM { directory in directory.groups[group.name.lowercased()] = nil }
    return NoOutput()
  }
}

/// Puts a user into a group, whose policies are then the user's too.
package enum AddUserToGroup: IAMOperation {
  package static let name = "AddUserToGroup"

  package struct Input: Decodable, Sendable {
    var groupName: String
    var userName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(group: input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.iam.directory.group(input.groupName)
    let user = try world.iam.directory.user(input.userName).name.lowercased()
    guard !group.members.contains(user) else { return NoOutput() }
    guard world.iam.directory.groups(of: user).count < 10 else { throw .quota("GroupsPerUser", 10) }
    try world.changeIAM { directory in
      directory.groups.update(group.name.lowercased()) { group in
        let index = group.members.firstIndex { user < $0 } ?? group.members.endIndex
        group.members.insert(user, at: index)
      }
    }
    return NoOutput()
  }
}

/// Takes a user out of a group.
package enum RemoveUserFromGroup: IAMOperation {
  package static let name = "RemoveUserFromGroup"

  package struct Input: Decodable, Sendable {
    var groupName: String
    var userName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(group: input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.iam.directory.group(input.groupName)
    let user = try world.iam.directory.user(input.userName).name.lowercased()
    guard group.members.contains(user) else {
      throw .noSuchEntity("User \(input.userName) not in group \(input.groupName)")
    }
    try world.changeIAM { directory in
      directory.groups.update(group.name.lowercased()) { $0.members.removeAll { $0 == user } }
    }
    return NoOutput()
  }
}

/// Lists the groups of a user.
package enum ListGroupsForUser: IAMOperation {
  package static let name = "ListGroupsForUser"

  package struct Input: Decodable, Sendable {
    var userName: String
    var marker: String?
    var maxItems: Int?
  }

  package typealias Output = ListGroups.Output

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let user = try world.iam.directory.user(input.userName)
    let page = try iamPage(
      world.iam.directory.groups(of: user.name), marker: input.marker, limit: input.maxItems)
    return Output(
      groups: page.rows.map(GroupShape.init), isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}
