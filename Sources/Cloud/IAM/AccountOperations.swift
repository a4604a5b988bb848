/// The account as a whole: its alias, its password policy, how much of its quotas is used.
enum AccountOperations {
  static let all: [any Operation.Type] = [
    GetAccountSummary.self, CreateAccountAlias.self, ListAccountAliases.self, DeleteAccountAlias.self,
    UpdateAccountPasswordPolicy.self, GetAccountPasswordPolicy.self, DeleteAccountPasswordPolicy.self,
  ]
}

/// Counts what the account has, beside its quotas.
package enum GetAccountSummary: IAMOperation {
  package static let name = "GetAccountSummary"

  /// No parameters.
  package struct Input: Codable, Sendable {}
  package struct Output: Encodable, Sendable { package var summaryMap: NamedCounts }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    return Output(
      summaryMap: NamedCounts([
        "Users": directory.users.count, "UsersQuota": 5_000, "Groups": directory.groups.count,
        "GroupsQuota": 300, "Roles": directory.roles.count, "RolesQuota": 1_000,
        "Policies": directory.policies.count, "PoliciesQuota": 1_500,
        "InstanceProfiles": directory.instanceProfiles.count, "InstanceProfilesQuota": 1_000,
        "MFADevices": directory.devices.count,
        "MFADevicesInUse": directory.devices.rows.count { $0.user != nil },
        "AccountMFAEnabled": 0, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 1,
        "AccountSigningCertificatesPresent": 0, "AccessKeysPerUserQuota": 2, "GroupsPerUserQuota": 10,
        "AttachedPoliciesPerUserQuota": 10, "AttachedPoliciesPerGroupQuota": 10,
        "AttachedPoliciesPerRoleQuota": 20, "UserPolicySizeQuota": 2_048, "GroupPolicySizeQuota": 5_120,
        "RolePolicySizeQuota": 10_240, "AssumeRolePolicySizeQuota": 2_048, "PolicySizeQuota": 6_144,
        "VersionsPerPolicyQuota": 5,
        "PolicyVersionsInUse": directory.policies.rows.reduce(0) { $0 + $1.versions.count },
        "PolicyVersionsInUseQuota": 10_000, "ServerCertificates": 0, "ServerCertificatesQuota": 20,
        "SigningCertificatesPerUserQuota": 2, "Providers": 0, "GlobalEndpointTokenVersion": 1,
      ]))
  }
}

/// Numbers by name, in the order in which they are given.
package struct NamedCounts: Encodable, Sendable {
  private let names: [String]
  private let counts: [Int]

  init(_ pairs: KeyValuePairs<String, Int>) {
    names = pairs.map(\.key)
    counts = pairs.map(\.value)
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (name, count) in zip(names, counts) { try container.encode(count, forKey: Key(stringValue: name)) }
  }
}

/// Gives the account a name for its sign-in address.
package enum CreateAccountAlias: IAMOperation {
  package static let name = "CreateAccountAlias"

  package struct Input: Decodable, Sendable { var accountAlias: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let name = input.accountAlias
    let isName =
      (3...63).contains(name.utf8.count) && !name.hasPrefix("-") && !name.hasSuffix("-")
      && !name.contains("--")
      && name.utf8.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == UInt8(ascii: "-") }
    guard isName else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(name)' at 'accountAlias' failed to satisfy constraint: Member must "
          + "satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$")
    }
    try world.changeIAM { directory in directory.alias = name }
    return NoOutput()
  }
}

/// Lists the account's alias, if it has one.
package enum ListAccountAliases: IAMOperation {
  package static let name = "ListAccountAliases"

  package struct Input: Decodable, Sendable {
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var accountAliases: [String]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try iamPage(
      world.iam.directory.alias.map { [$0] } ?? [], marker: input.marker, limit: input.maxItems)
    return Output(accountAliases: page.rows, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Takes the alias off the account.
package enum DeleteAccountAlias: IAMOperation {
  package static let name = "DeleteAccountAlias"

  package struct Input: Decodable, Sendable { var accountAlias: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard world.iam.directory.alias == input.accountAlias else {
      throw .noSuchEntity("The Account Alias with name \(input.accountAlias) cannot be found.")
    }
    try world.changeIAM { directory in directory.alias = nil }
    return NoOutput()
  }
}

/// Says what passwords must be; what is not given goes back to its default.
package enum UpdateAccountPasswordPolicy: IAMOperation {
  package static let name = "UpdateAccountPasswordPolicy"

  package struct Input: Decodable, Sendable {
    var minimumPasswordLength: Int?
    var requireSymbols: Bool?
    var requireNumbers: Bool?
    var requireUppercaseCharacters: Bool?
    var requireLowercaseCharacters: Bool?
    var allowUsersToChangePassword: Bool?
    var maxPasswordAge: Int?
    var passwordReusePrevention: Int?
    var hardExpiry: Bool?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try check(input.minimumPasswordLength, "minimumPasswordLength", 6...128)
    try check(input.maxPasswordAge, "maxPasswordAge", 1...1_095)
    try check(input.passwordReusePrevention, "passwordReusePrevention", 1...24)
    let policy = PasswordPolicy(
      minimumLength: input.minimumPasswordLength ?? 6, needsSymbols: input.requireSymbols ?? false,
      needsNumbers: input.requireNumbers ?? false, needsUppercase: input.requireUppercaseCharacters ?? false,
      needsLowercase: input.requireLowercaseCharacters ?? false,
      usersMayChange: input.allowUsersToChangePassword ?? false, maximumAge: input.maxPasswordAge,
      reusePrevention: input.passwordReusePrevention, hardExpiry: input.hardExpiry)
    try world.changeIAM { directory in directory.passwordPolicy = policy }
    return NoOutput()
  }

  private static func check(_ value: Int?, _ member: String, _ bounds: ClosedRange<Int>) throws(AWSError) {
    guard let value, !bounds.contains(value) else { return }
    throw AWSError(
      "ValidationError",
      "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: Member must have "
        + "value "
        + (value < bounds.lowerBound
          ? "greater than or equal to \(bounds.lowerBound)" : "less than or equal to \(bounds.upperBound)"))
  }
}

/// Shows what passwords must be, where the account says it itself.
package enum GetAccountPasswordPolicy: IAMOperation {
  package static let name = "GetAccountPasswordPolicy"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  package struct Output: Encodable, Sendable {
    package var passwordPolicy: Policy

    /// The policy; what is off or not set stays away where AWS keeps it away.
    package struct Policy: Encodable, Sendable {
      package var minimumPasswordLength: Int
      package var requireSymbols: Bool
      package var requireNumbers: Bool
      package var requireUppercaseCharacters: Bool
      package var requireLowercaseCharacters: Bool
      package var allowUsersToChangePassword: Bool
      package var expirePasswords: Bool
      package var maxPasswordAge: Int?
      package var passwordReusePrevention: Int?
      package var hardExpiry: Bool?
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let policy = try world.passwordPolicy()
    return Output(
      passwordPolicy: .init(
        minimumPasswordLength: policy.minimumLength, requireSymbols: policy.needsSymbols,
        requireNumbers: policy.needsNumbers, requireUppercaseCharacters: policy.needsUppercase,
        requireLowercaseCharacters: policy.needsLowercase, allowUsersToChangePassword: policy.usersMayChange,
        expirePasswords: policy.maximumAge != nil, maxPasswordAge: policy.maximumAge,
        passwordReusePrevention: policy.reusePrevention, hardExpiry: policy.hardExpiry))
  }
}

/// Goes back to AWS's own rules for passwords.
package enum DeleteAccountPasswordPolicy: IAMOperation {
  package static let name = "DeleteAccountPasswordPolicy"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    _ = try world.passwordPolicy()
    try world.changeIAM { directory in directory.passwordPolicy = nil }
    return NoOutput()
  }
}

extension World {
  /// The account's own rules for passwords.
  fileprivate func passwordPolicy() throws(AWSError) -> PasswordPolicy {
    guard let policy = iam.directory.passwordPolicy else {
      throw .noSuchEntity("The Password Policy with domain name \(Account.id) cannot be found.")
    }
    return policy
  }
}
