/// Instance profiles, which give instances a role.
enum InstanceProfileOperations {
  static let all: [any Operation.Type] = [
    CreateInstanceProfile.self, GetInstanceProfile.self, ListInstanceProfiles.self,
    ListInstanceProfilesForRole.self, AddRoleToInstanceProfile.self, RemoveRoleFromInstanceProfile.self,
    DeleteInstanceProfile.self,
  ]
}

/// Makes an instance profile without a role.
package enum CreateInstanceProfile: IAMOperation {
  package static let name = "CreateInstanceProfile"

  package struct Input: Decodable, Sendable {
    var instanceProfileName: String
    var path: String?
    var tags: [Tags.Tag]?
  }

  package struct Output: Encodable, Sendable { package var instanceProfile: ProfileShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(arn: IAMARN.of("instance-profile", input.path ?? "/", input.instanceProfileName))
      .tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try IAMName.check(input.instanceProfileName, "instanceProfileName", most: 128)
    guard world.iam.directory.instanceProfiles[input.instanceProfileName.lowercased()] == nil else {
      throw .entityExists("Instance Profile \(input.instanceProfileName) already exists.")
    }
    guard world.iam.directory.instanceProfiles.count < 1_000 else {
      throw .quota("InstanceProfilesPerAccount", 1_000)
    }
    let profile = IAMInstanceProfile(
      name: input.instanceProfileName, path: try IAMName.path(input.path), id: world.nextUniqueID("AIPA"),
      creation: world.now, tags: try IAMName.tags(input.tags))
    try world.changeIAM { directory in directory.instanceProfiles[profile.name.lowercased()] = profile }
    return Output(instanceProfile: ProfileShape(profile, in: world.iam.directory))
  }
}

/// Shows an instance profile and its role.
package enum GetInstanceProfile: IAMOperation {
  package static let name = "GetInstanceProfile"

  package struct Input: Decodable, Sendable { var instanceProfileName: String }
  package struct Output: Encodable, Sendable { package var instanceProfile: ProfileShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(profile: input.instanceProfileName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    return Output(
      instanceProfile: ProfileShape(try directory.profile(input.instanceProfileName), in: directory))
  }
}

/// Lists instance profiles by name.
package enum ListInstanceProfiles: IAMOperation {
  package static let name = "ListInstanceProfiles"

  package struct Input: Decodable, Sendable {
    var pathPrefix: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var instanceProfiles: [ProfileShape]
    package var isTruncated: Bool
    package var marker: String?

    init(_ page: Page<IAMInstanceProfile>, in directory: IAMDirectory) {
      instanceProfiles = page.rows.map { ProfileShape($0, in: directory) }
      isTruncated = page.nextToken != nil
      marker = page.nextToken
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: IAMARN.of("instance-profile", input.pathPrefix ?? "/", ""), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    let rows = directory.instanceProfiles.rows.filter { $0.path.hasPrefix(input.pathPrefix ?? "/") }
    return Output(try iamPage(rows, marker: input.marker, limit: input.maxItems), in: directory)
  }
}

/// Lists the instance profiles that have a role.
package enum ListInstanceProfilesForRole: IAMOperation {
  package static let name = "ListInstanceProfilesForRole"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var marker: String?
    var maxItems: Int?
  }

  package typealias Output = ListInstanceProfiles.Output

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    let role = try directory.role(input.roleName).name.lowercased()
    let rows = directory.instanceProfiles.rows.filter { $0.role == role }
    return Output(try iamPage(rows, marker: input.marker, limit: input.maxItems), in: directory)
  }
}

/// Puts a role into an instance profile, which takes one.
package enum AddRoleToInstanceProfile: IAMOperation {
  package static let name = "AddRoleToInstanceProfile"

  package struct Input: Decodable, Sendable {
    var instanceProfileName: String
    var roleName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let role = world.iam.directory.roles[input.roleName.lowercased()]
    return Access(defaultAction, world, context).on(profile: input.instanceProfileName)
      .passing(role: role?.arn ?? IAMARN.of("role", "/", input.roleName), to: "ec2.amazonaws.com").requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let profile = try world.iam.directory.profile(input.instanceProfileName)
    let role = try world.iam.directory.role(input.roleName)
    try world.checkIsOrdinary(role)
    guard profile.role == nil else { throw .quota("InstanceSessionsPerInstanceProfile", 1) }
    try world.changeIAM { directory in
      directory.instanceProfiles.update(profile.name.lowercased()) { $0.role = role.name.lowercased() }
    }
    return NoOutput()
  }
}

/// Takes the role out of an instance profile.
package enum RemoveRoleFromInstanceProfile: IAMOperation {
  package static let name = "RemoveRoleFromInstanceProfile"

  package struct Input: Decodable, Sendable {
    var instanceProfileName: String
    var roleName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(profile: input.instanceProfileName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let profile = try world.iam.directory.profile(input.instanceProfileName)
    let role = try world.iam.directory.role(input.roleName)
    guard profile.role == role.name.lowercased() else {
      throw .noSuchEntity("The role with name \(input.roleName) cannot be found.")
    }
    try world.changeIAM { directory in
      directory.instanceProfiles.update(profile.name.lowercased()) { $0.role = nil }
    }
    return NoOutput()
  }
}

/// Deletes an instance profile without a role.
package enum DeleteInstanceProfile: IAMOperation {
  package static let name = "DeleteInstanceProfile"

  package struct Input: Decodable, Sendable { var instanceProfileName: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(profile: input.instanceProfileName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let profile = try world.iam.directory.profile(input.instanceProfileName)
    if let key = profile.role {
      let role = world.iam.directory.roles[key]?.name ?? key
      throw .deleteConflict(
        "must remove roles from instance profile", [.roleOfProfile(profile.name, role: role)])
    }
    try world.changeIAM { directory in directory.instanceProfiles[profile.name.lowercased()] = nil }
    return NoOutput()
  }
}
