package import EventKernel

/// Long-term credentials of users.
enum AccessKeyOperations {
  static let all: [any Operation.Type] = [
    CreateAccessKey.self, ListAccessKeys.self, UpdateAccessKey.self, DeleteAccessKey.self,
    GetAccessKeyLastUsed.self,
  ]
}

/// Makes an access key; its secret is shown this once.
package enum CreateAccessKey: IAMOperation {
  package static let name = "CreateAccessKey"

  package struct Input: Decodable, Sendable { var userName: String? }

  package struct Output: Encodable, Sendable {
    package var accessKey: Key

    /// The new key with its secret.
    package struct Key: Encodable, Sendable {
      package var userName: String
      package var accessKeyId: String
      package var status = "Active"
      package var secretAccessKey: String
      package var createDate: Instant
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let user = try world.iam.directory.user(try world.userName(input.userName, or: context.caller))
    guard user.keys.count < 2 else { throw .quota("AccessKeysPerUser", 2) }
    let key = AccessKey(
      id: world.nextUniqueID("AKIA", length: 20), secret: world.nextSecret(), creation: world.now)
    try world.changeIAM { directory in
      directory.users.update(user.name.lowercased()) { $0.keys.append(key) }
    }
    return Output(
      accessKey: .init(
        userName: user.name, accessKeyId: key.id, secretAccessKey: key.secret, createDate: key.creation))
  }
}

/// Lists the access keys of a user, without their secrets.
package enum ListAccessKeys: IAMOperation {
  package static let name = "ListAccessKeys"

  package struct Input: Decodable, Sendable {
    var userName: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var accessKeyMetadata: [Key]
    package var isTruncated: Bool
    package var marker: String?

    /// A key without its secret.
    package struct Key: Encodable, Sendable {
      package var userName: String
      package var accessKeyId: String
      package var status: String
      package var createDate: Instant
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let user = try world.iam.directory.user(try world.userName(input.userName, or: context.caller))
    let page = try iamPage(user.keys, marker: input.marker, limit: input.maxItems)
    return Output(
      accessKeyMetadata: page.rows.map {
        Output.Key(
          userName: user.name, accessKeyId: $0.id, status: $0.isActive ? "Active" : "Inactive",
          createDate: $0.creation)
      }, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Makes a key inactive or active again.
package enum UpdateAccessKey: IAMOperation {
  package static let name = "UpdateAccessKey"

  package struct Input: Decodable, Sendable {
    var userName: String?
    var accessKeyId: String
    var status: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard ["Active", "Inactive"].contains(input.status) else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(input.status)' at 'status' failed to satisfy constraint: Member must "
          + "satisfy enum value set: [Active, Inactive, Expired]")
    }
    let user = try world.keyHolder(input.userName, key: input.accessKeyId, context: context)
    try world.changeIAM { directory in
      directory.users.update(user.name.lowercased()) { user in
        for index in user.keys.indices where user.keys[index].id == input.accessKeyId {
          user.keys[index].isActive = input.status == "Active"
        }
      }
    }
    return NoOutput()
  }
}

/// Deletes an access key for good.
package enum DeleteAccessKey: IAMOperation {
  package static let name = "DeleteAccessKey"

  package struct Input: Decodable, Sendable {
    var userName: String?
    var accessKeyId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let user = try world.keyHolder(input.userName, key: input.accessKeyId, context: context)
    try world.changeIAM { directory in
      directory.users.update(user.name.lowercased()) { $0.keys.removeAll { $0.id == input.accessKeyId } }
    }
    return NoOutput()
  }
}

extension World {
  /// The user that has a key.
  fileprivate func keyHolder(
    _ name: String?, key: String, context: CallContext
  ) throws(AWSError) -> IAMUser {
    let user = try iam.directory.user(try userName(name, or: context.caller))
    guard user.keys.contains(where: { $0.id == key }) else {
      throw .noSuchEntity("The Access Key with id \(key) cannot be found.")
    }
    return user
  }
}

/// Tells when and where a key was last used.
package enum GetAccessKeyLastUsed: IAMOperation {
  package static let name = "GetAccessKeyLastUsed"

  package struct Input: Decodable, Sendable { var accessKeyId: String }

  package struct Output: Encodable, Sendable {
    package var userName: String
    package var accessKeyLastUsed: Use

    /// A use; `N/A` where there was none.
    package struct Use: Encodable, Sendable {
      package var lastUsedDate: Instant?
      package var serviceName: String
      package var region: String
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let user = world.iam.directory.users.rows.first { user in
      user.keys.contains { $0.id == input.accessKeyId }
    }
    return access(to: user?.arn, in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    for user in world.iam.directory.users.rows {
      guard let key = user.keys.first(where: { $0.id == input.accessKeyId }) else { continue }
      return Output(
        userName: user.name,
        accessKeyLastUsed: .init(
          lastUsedDate: key.lastUse?.at, serviceName: key.lastUse?.service ?? "N/A",
          region: key.lastUse?.region ?? "N/A"))
    }
    throw .noSuchEntity("The Access Key with id \(input.accessKeyId) cannot be found.")
  }
}
