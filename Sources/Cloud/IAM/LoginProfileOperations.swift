package import EventKernel

/// Passwords for the console.
enum LoginProfileOperations {
  static let all: [any Operation.Type] = [
    CreateLoginProfile.self, GetLoginProfile.self, UpdateLoginProfile.self, DeleteLoginProfile.self,
  ]
}

/// Gives a user a password for the console.
package enum CreateLoginProfile: IAMOperation {
  package static let name = "CreateLoginProfile"

  package struct Input: Decodable, Sendable {
    var userName: String?
    var password: String?
    var passwordResetRequired: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var loginProfile: Profile

    /// That there is a password, which is never shown.
    package struct Profile: Encodable, Sendable {
      package var userName: String
      package var createDate: Instant
      package var passwordResetRequired: Bool
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  // Simplified: no-console
  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let user = try world.iam.directory.user(try world.userName(input.userName, or: context.caller))
    guard user.login == nil else {
      throw .entityExists("Login Profile for user \(user.name) already exists.")
    }
    try world.checkPassword(input.password)
    let login = LoginProfile(
      creation: world.now, mustReset: input.passwordResetRequired ?? false, changed: world.now)
    try world.changeIAM { directory in
      directory.users.update(user.name.lowercased()) { $0.login = login }
    }
    return Output(
      loginProfile: .init(
        userName: user.name, createDate: login.creation, passwordResetRequired: login.mustReset))
  }
}

/// Tells whether a user has a password.
package enum GetLoginProfile: IAMOperation {
  package static let name = "GetLoginProfile"

  package struct Input: Decodable, Sendable { var userName: String? }
  package typealias Output = CreateLoginProfile.Output

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let name = try world.userName(input.userName, or: context.caller)
    let login = try world.login(of: name)
    return Output(
      loginProfile: .init(
        userName: name, createDate: login.creation, passwordResetRequired: login.mustReset))
  }
}

/// Gives a user another password.
package enum UpdateLoginProfile: IAMOperation {
  package static let name = "UpdateLoginProfile"

  package struct Input: Decodable, Sendable {
    var userName: String
    var password: String?
    var passwordResetRequired: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    var login = try world.login(of: input.userName)
    if input.password != nil {
      try world.checkPassword(input.password)
      login.changed = world.now
    }
    if let mustReset = input.passwordResetRequired { login.mustReset = mustReset }
    let changed = login
    try world.changeIAM { directory in
      directory.users.update(input.userName.lowercased()) { $0.login = changed }
    }
    return NoOutput()
  }
}

/// Takes the password off a user.
package enum DeleteLoginProfile: IAMOperation {
  package static let name = "DeleteLoginProfile"

  package struct Input: Decodable, Sendable { var userName: String? }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let name = try world.userName(input.userName, or: context.caller)
    _ = try world.login(of: name)
    try world.changeIAM { directory in directory.users.update(name.lowercased()) { $0.login = nil } }
    return NoOutput()
  }
}

extension World {
  /// The password of a user.
  fileprivate func login(of name: String) throws(AWSError) -> LoginProfile {
    guard let login = try iam.directory.user(name).login else {
      throw .noSuchEntity("Login Profile for User \(name) cannot be found.")
    }
    return login
  }

  /// Throws unless a password is given and as the account wants it.
  fileprivate func checkPassword(_ password: String?) throws(AWSError) {
    guard let password else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null"
      )
    }
    let policy = iam.directory.passwordPolicy ?? .standard
    guard policy.accepts(password) else { throw AWSError("PasswordPolicyViolation", policy.complaint) }
  }
}
