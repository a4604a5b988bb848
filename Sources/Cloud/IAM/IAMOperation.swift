import EventKernel

/// An operation of IAM.
package protocol IAMOperation: Operation {}

extension IAMOperation {
  package static var service: String { "iam" }
}

/// The operations of IAM, by family.
package enum IAMOperations {
  /// All of them.
  package static let all: [any Operation.Type] =
    UserOperations.all + GroupOperations.all + RoleOperations.all + InstanceProfileOperations.all
    + ManagedPolicyOperations.all + PolicyVersionOperations.all + AttachmentOperations.all
    + InlinePolicyOperations.all + BoundaryOperations.all + AccessKeyOperations.all
    + LoginProfileOperations.all
    + MFAOperations.all + IAMTagOperations.all + ServiceLinkedRoleOperations.all + AccountOperations.all
    + SimulationOperations.all + CredentialReportOperations.all + ProviderListings.all + [
      GetAccountAuthorizationDetails.self
    ]
}

extension Access {
  /// The call is about a user; about the caller's own when it names none.
  func on(user name: String?) -> Access {
    let name = name ?? world.userName(of: context.caller) ?? ""
    let user = world.iam.directory.users[name.lowercased()]
    return on(
      AccessTarget(
        user?.arn ?? IAMARN.of("user", "/", name), tags: user?.tags ?? Tags(),
        keys: boundaryKeys(user?.policies.boundary)))
  }

  /// The call is about a group.
  func on(group name: String) -> Access {
    on(arn: world.iam.directory.groups[name.lowercased()]?.arn ?? IAMARN.of("group", "/", name))
  }

  /// The call is about a role.
  func on(role name: String) -> Access {
    let role = world.iam.directory.roles[name.lowercased()]
    return on(
      AccessTarget(
        role?.arn ?? IAMARN.of("role", "/", name), tags: role?.tags ?? Tags(),
        keys: boundaryKeys(role?.policies.boundary)))
  }

  /// What policies see of the boundary that a user or role has; a call that sets one says its own.
  private func boundaryKeys(_ boundary: String?) -> ConditionKeys {
    var keys = ConditionKeys()
    keys["iam:PermissionsBoundary"] = boundary.map { [$0] }
    return keys
  }

  /// The call is about an instance profile.
  func on(profile name: String) -> Access {
    let profile = world.iam.directory.instanceProfiles[name.lowercased()]
    return on(
      AccessTarget(
        profile?.arn ?? IAMARN.of("instance-profile", "/", name), tags: profile?.tags ?? Tags()))
  }

  /// The call is about a managed policy.
  func on(policy arn: String) -> Access {
    on(AccessTarget(arn, tags: world.iam.directory.policies[arn]?.tags ?? Tags()))
  }

  /// The call is about a user, group or role.
  func on(_ holder: PolicyHolder) -> Access {
    switch holder {
    case .user(let name): on(user: name)
    case .group(let name): on(group: name)
    case .role(let name): on(role: name)
    }
  }
}

extension World {
  /// The name of the user that calls; `nil` for sessions of roles.
  func userName(of caller: Caller) -> String? { principalFacts(of: caller)?.username }

  /// The name of a user that a call names, or the caller's own.
  func userName(_ name: String?, or caller: Caller) throws(AWSError) -> String {
    if let name { return name }
    guard let own = userName(of: caller) else {
      throw AWSError("ValidationError", "Must specify userName when calling with non-User credentials")
    }
    return own
  }

  /// A unique id of IAM: four letters for its kind, then letters and digits 2 to 7.
  mutating func nextUniqueID(_ kind: String, length: Int = 21) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    return kind + String(decoding: drawn(length - kind.utf8.count, from: alphabet), as: UTF8.self)
  }

  /// A secret of 40 characters, as access keys have.
  mutating func nextSecret(length: Int = 40) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    return String(decoding: drawn(length, from: alphabet), as: UTF8.self)
  }

  private mutating func drawn(_ count: Int, from alphabet: [UInt8]) -> [UInt8] {
    var bits: UInt64 = 0
    return (0..<count).map { index in
      if index % 10 == 0 { bits = nextBits() }
      defer { bits >>= 6 }
      return alphabet[Int(bits % UInt64(alphabet.count))]
    }
  }
}

/// What calls of IAM may name things.
enum IAMName {
  /// Throws unless a text can be a name.
  static func check(_ text: String, _ member: String, most: Int) throws(AWSError) {
    guard (1...most).contains(text.unicodeScalars.count) else {
      let bound = text.isEmpty ? "greater than or equal to 1" : "less than or equal to \(most)"
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(text)' at '\(member)' failed to satisfy constraint: Member must have "
          + "length \(bound)")
    }
    let isName = text.utf8.allSatisfy { byte in
      97...122 ~= byte.lowercase || 48...57 ~= byte || "+=,.@_-".utf8.contains(byte)
    }
    guard isName else {
      throw AWSError(
        "ValidationError",
        "The specified value for \(member) is invalid. It must contain only alphanumeric characters and/or the "
          + "following: +=,.@_-")
    }
  }

  /// The path that a call gives, or `/`.
  static func path(_ path: String?) throws(AWSError) -> String {
    guard let path else { return "/" }
    guard path.hasPrefix("/"), path.hasSuffix("/"), path.utf8.count <= 512,
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !path.contains("//")
    else {
      throw AWSError(
        "ValidationError",
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric "
          + "characters and/or / characters.")
    }
    return path
  }

  /// The tags that a call gives, within IAM's limits: 50, keys of 128 and values of 256 characters.
  static func tags(_ tags: [Tags.Tag]?, over present: Tags = Tags()) throws(AWSError) -> Tags {
    var all = present
    var seen: Set<String> = []
    for tag in tags ?? [] {
      guard seen.insert(tag.key.lowercased()).inserted else {
        throw AWSError(
          "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
      }
      guard !tag.key.lowercased().hasPrefix("aws:") else {
        throw AWSError(
          "InvalidInput", "System tags cannot be added/updated/deleted by a requestor: \(tag.key)")
      }
      guard (1...128).contains(tag.key.unicodeScalars.count), tag.value.unicodeScalars.count <= 256 else {
        throw AWSError(
          "ValidationError",
          "1 validation error detected: Value at 'tags.1.member' failed to satisfy constraint: Member must have "
            + "length less than or equal to \(tag.value.unicodeScalars.count > 256 ? 256 : 128)")
      }
      if let old = all.all.first(where: { $0.key.equalsIgnoringCase(tag.key) })?.key { all[old] = nil }
      all[tag.key] = tag.value
    }
    guard all.all.count <= 50 else {
      throw AWSError("LimitExceeded", "The number of tags has reached the maximum limit.")
    }
    return all
  }
}

/// A page of a listing of IAM: 100 rows, or as many as MaxItems says.
func iamPage<Row>(_ rows: [Row], marker: String?, limit: Int?) throws(AWSError) -> Page<Row> {
  guard (1...1_000).contains(limit ?? 1) else {
    throw AWSError(
      "ValidationError",
      "1 validation error detected: Value '\(limit ?? 0)' at 'maxItems' failed to satisfy constraint: Member must "
        + "have value \((limit ?? 0) < 1 ? "greater than or equal to 1" : "less than or equal to 1000")")
  }
  guard let page = Page(of: rows, from: marker, limit: limit ?? 100) else {
    throw AWSError("ValidationError", "Invalid Marker.")
  }
  return page
}

extension AWSError {
  /// AWS's answer when an identity does not exist.
  static func noSuchEntity(_ message: String) -> AWSError { AWSError("NoSuchEntity", message) }
  /// AWS's answer when a name is taken.
  static func entityExists(_ message: String) -> AWSError { AWSError("EntityAlreadyExists", message) }
  /// AWS's answer when something still hangs on what is to be deleted.
  static func deleteConflict(_ message: String, _ parts: [Dependent.IdentityPart]) -> AWSError {
    AWSError(
      "DeleteConflict", "Cannot delete entity, \(message) first.", dependents: parts.map { .identity($0) })
  }
  /// AWS's answer when a quota is full.
  static func quota(_ name: String, _ limit: Int) -> AWSError {
    AWSError("LimitExceeded", "Cannot exceed quota for \(name): \(limit)")
  }
}
