extension IAMDirectory {
  /// The user of a name.
  func user(_ name: String) throws(AWSError) -> IAMUser {
    guard let row = users[name.lowercased()] else {
      throw .noSuchEntity("The user with name \(name) cannot be found.")
    }
    return row
  }

  /// The group of a name.
  func group(_ name: String) throws(AWSError) -> IAMGroup {
    guard let row = groups[name.lowercased()] else {
      throw .noSuchEntity("The group with name \(name) cannot be found.")
    }
    return row
  }

  /// The role of a name.
  func role(_ name: String) throws(AWSError) -> IAMRole {
    guard let row = roles[name.lowercased()] else {
      throw .noSuchEntity("The role with name \(name) cannot be found.")
    }
    return row
  }

  /// The instance profile of a name.
  func profile(_ name: String) throws(AWSError) -> IAMInstanceProfile {
    guard let row = instanceProfiles[name.lowercased()] else {
      throw .noSuchEntity("Instance Profile \(name) cannot be found.")
    }
    return row
  }

  /// The managed policy of the account of an ARN.
  func policy(_ arn: String) throws(AWSError) -> ManagedPolicy {
    try Self.checkARN(arn)
    guard let row = policies[arn] else { throw .noSuchEntity("Policy \(arn) was not found.") }
    return row
  }

  /// Throws unless a text has the form of an ARN.
  static func checkARN(_ text: String) throws(AWSError) {
    guard text.utf8.count >= 20 else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(text)' at 'policyArn' failed to satisfy constraint: Member must have "
          + "length greater than or equal to 20")
    }
    guard text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).count == 6,
      text.hasPrefix("arn:")
    else { throw AWSError("ValidationError", "ARN \(text) is not valid.") }
  }

  /// What holds the policies of a user, group or role.
  func holding(_ holder: PolicyHolder) throws(AWSError) -> PolicyHolding {
    switch holder {
    case .user(let name): try user(name).policies
    case .group(let name): try group(name).policies
    case .role(let name): try role(name).policies
    }
  }

  /// Changes what holds the policies of a user, group or role.
  mutating func changeHolding(_ holder: PolicyHolder, _ change: (inout PolicyHolding) -> Void) {
    switch holder {
    case .user(let name): users.update(name.lowercased()) { change(&$0.policies) }
    case .group(let name): groups.update(name.lowercased()) { change(&$0.policies) }
    case .role(let name): roles.update(name.lowercased()) { change(&$0.policies) }
    }
  }

  /// The groups of a user, by name.
  func groups(of user: String) -> [IAMGroup] {
    groups.rows.filter { $0.members.contains(user.lowercased()) }
  }

  /// How many users, groups and roles a managed policy is attached to, and of how many it is the boundary.
  func uses(of arn: String) -> (attachments: Int, boundaries: Int) {
    let holdings = users.rows.map(\.policies) + groups.rows.map(\.policies) + roles.rows.map(\.policies)
    return (
      holdings.count { $0.attached.contains(arn) }, holdings.count { $0.boundary == arn }
    )
  }
}

/// A user, group or role as calls name it.
package enum PolicyHolder: Sendable, Equatable {
  case user(String)
  case group(String)
  case role(String)
}

extension PolicyHolder {
  /// The word for it in quotas and messages.
  var noun: String {
    switch self {
    case .user: "User"
    case .group: "Group"
    case .role: "Role"
    }
  }

  /// Its name.
  var name: String {
    switch self {
    case .user(let name), .group(let name), .role(let name): name
    }
  }
}

extension World {
  /// Throws when a role belongs to a service, which alone may change it.
  func checkIsOrdinary(_ role: IAMRole) throws(AWSError) {
    guard let service = role.service else { return }
    throw AWSError(
      "UnmodifiableEntity",
      "Cannot perform the operation on the protected role '\(role.name)' - this role is only modifiable by AWS "
        + "(\(service))")
  }
}
