package import EventKernel

/// The users, groups, roles, policies and instance profiles of the account.
///
/// Names are unique without regard to case, so tables are keyed by names in small letters.
package struct IAMDirectory: Sendable, Equatable {
  package var users = Table<String, IAMUser>()
  package var groups = Table<String, IAMGroup>()
  package var roles = Table<String, IAMRole>()
  package var instanceProfiles = Table<String, IAMInstanceProfile>()
  /// The account's own managed policies by ARN.
  package var policies = Table<String, ManagedPolicy>()
  /// The managed policies of AWS that are attached or were, read once, by ARN.
  package var awsPolicies = Table<String, PolicyDocument>()
  /// Virtual MFA devices by serial number.
  package var devices = Table<String, MFADevice>()
  /// The name under which the account can sign in.
  package var alias: String?
  /// Whether the deletion of a service's role succeeded, by the id of its task.
  package var deletions = Table<String, Bool>()
  package var passwordPolicy: PasswordPolicy?

  package init() {}
}

/// What users, groups and roles have in common: policies.
package struct PolicyHolding: Sendable, Equatable {
  /// Inline policies by name.
  package var inline = Table<String, PolicyDocument>()
  /// The ARNs of attached managed policies, in the order of attachment.
  package var attached: [String] = []
  /// The ARN of the managed policy that is its permissions boundary.
  package var boundary: String?

  package init() {}
}

/// A user of the account.
package struct IAMUser: Sendable, Equatable {
  package var name: String
  package var path: String
  /// IAM's unique id, such as `AIDA…`, which no other user ever has.
  package let id: String
  package let creation: Instant
  package var tags: Tags
  package var policies = PolicyHolding()
  /// Access keys, at most two, oldest first.
  package var keys: [AccessKey] = []
  /// The password for the console; `nil` without one.
  package var login: LoginProfile?

  /// The ARN.
  package var arn: String { IAMARN.of("user", path, name) }
}

/// A group of users.
package struct IAMGroup: Sendable, Equatable {
  package var name: String
  package var path: String
  package let id: String
  package let creation: Instant
  package var policies = PolicyHolding()
  /// The keys of the users that belong to it, in order.
  package var members: [String] = []

  /// The ARN.
  package var arn: String { IAMARN.of("group", path, name) }
}

/// A role, which those that its trust policy names can assume.
package struct IAMRole: Sendable, Equatable {
  package let name: String
  package let path: String
  package let id: String
  package let creation: Instant
  package var description: String?
  /// The longest session that can be asked for.
  package var maximumSession: Duration
  package var trust: PolicyDocument
  package var policies = PolicyHolding()
  package var tags: Tags
  /// The service that made and alone uses it; `nil` for ordinary roles.
  package var service: String?
  /// When and where it was last used.
  package var lastUse: LastUse?

  /// The ARN.
  package var arn: String { IAMARN.of("role", path, name) }
}

/// What gives an instance its role.
package struct IAMInstanceProfile: Sendable, Equatable {
  package let name: String
  package let path: String
  package let id: String
  package let creation: Instant
  package var tags: Tags
  /// The key of its role; `nil` while it has none.
  package var role: String?

  /// The ARN.
  package var arn: String { IAMARN.of("instance-profile", path, name) }
}

/// A managed policy of the account.
package struct ManagedPolicy: Sendable, Equatable {
  /// One version.
  package struct Version: Sendable, Equatable {
    /// The number in `v1`.
    package let number: Int
    package let document: PolicyDocument
    package let creation: Instant
  }

  package let name: String
  package let path: String
  package let id: String
  package let description: String?
  package let creation: Instant
  package var update: Instant
  package var tags: Tags
  /// At most five, oldest first.
  package var versions: [Version]
  /// The number of the version that is in force.
  package var defaultVersion: Int
  /// The number that the next version gets; numbers are never used again.
  package var nextVersion = 2

  /// The ARN.
  package var arn: String { IAMARN.of("policy", path, name) }
  /// The version that is in force.
  package var document: PolicyDocument? { versions.first { $0.number == defaultVersion }?.document }
}

/// A user's long-term credentials.
package struct AccessKey: Sendable, Equatable {
  /// The id, such as `AKIA…`.
  package let id: String
  package let secret: String
  package let creation: Instant
  package var isActive = true
  package var lastUse: LastUse?
}

/// When and where credentials were last used.
package struct LastUse: Sendable, Equatable {
  package let at: Instant
  package let service: String
  package let region: String
}

/// A user's password for the console.
package struct LoginProfile: Sendable, Equatable {
  package let creation: Instant
  package var mustReset: Bool
  /// When the password was last given; with the profile at first.
  package var changed: Instant
}

/// A virtual MFA device.
package struct MFADevice: Sendable, Equatable {
  package let serial: String
  package var tags: Tags
  /// The key of the user that it is enabled for, and since when.
  package var user: String?
  package var enabled: Instant?
}

/// ARNs of IAM.
package enum IAMARN {
  /// The ARN of something of the account with a path such as `/` or `/teams/`.
  package static func of(_ kind: String, _ path: String, _ name: String) -> String {
    "arn:aws:iam::\(Account.id):\(kind)\(path)\(name)"
  }

  /// The last part of an ARN or path, the name; a text without `/` is itself.
  package static func name(in arn: String) -> String {
    arn.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(arn[arn.utf8.index(after: $0)...]) } ?? arn
  }
}
