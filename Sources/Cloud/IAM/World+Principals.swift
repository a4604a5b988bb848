import EventKernel

extension World {
  /// The policies that stand behind a caller at this moment.
  func policies(of caller: Caller) -> PrincipalPolicies {
    let directory = iam.visible(at: now)
    let session = caller.session.flatMap { iam.sessions[$0] }
    switch kind(of: caller) {
    case .anonymous: return PrincipalPolicies(identity: [], identities: .anonymous)
    case .service(let name): return PrincipalPolicies(identity: [], identities: .service(name))
    case .root:
      return PrincipalPolicies(identity: [.administratorAccess], identities: .user(caller.arn))
    case .user(let key):
      guard let user = directory.users[key] else {
        return PrincipalPolicies(identity: [], identities: .user(caller.arn))
      }
      var identity = directory.documents(of: user.policies)
      for (_, group) in directory.groups where group.members.contains(key) {
        identity += directory.documents(of: group.policies)
      }
      return PrincipalPolicies(
        identity: identity, boundary: user.policies.boundary.flatMap { directory.document(of: $0) },
        session: session?.policies, identities: .user(user.arn))
    case .role(let key):
      guard let role = directory.roles[key] else {
        return PrincipalPolicies(identity: [], identities: .session(caller.arn, role: ""))
      }
      return PrincipalPolicies(
        identity: directory.documents(of: role.policies),
        boundary: role.policies.boundary.flatMap { directory.document(of: $0) },
        session: session?.policies, identities: .session(caller.arn, role: role.arn))
    }
  }

  /// What policies can ask of a caller.
  func principalFacts(of caller: Caller) -> PrincipalFacts? {
    let directory = iam.visible(at: now)
    let session = caller.session.flatMap { iam.sessions[$0] }
    switch kind(of: caller) {
    case .anonymous:
      return PrincipalFacts(
        arn: nil, type: "Anonymous", userID: "anonymous", username: nil, tags: Tags(), session: nil)
    case .service: return nil
    case .root:
      return PrincipalFacts(
        arn: caller.arn, type: "Account", userID: Account.id, username: nil, tags: Tags(), session: nil)
    case .user(let key):
      let user = directory.users[key]
      return PrincipalFacts(
        arn: caller.arn, type: "User", userID: user?.id ?? "", username: user?.name,
        tags: user?.tags ?? Tags(),
        session: session)
    case .role(let key):
      let role = directory.roles[key]
      var tags = role?.tags ?? Tags()
      for tag in session?.tags.all ?? [] { tags[tag.key] = tag.value }
      return PrincipalFacts(
        arn: role?.arn ?? caller.arn, type: "AssumedRole",
        userID: "\(role?.id ?? ""):\(IAMARN.name(in: caller.arn))", username: nil, tags: tags,
        session: session,
        isRole: true)
    }
  }

  /// What a caller is.
  private func kind(of caller: Caller) -> CallerKind {
    if caller == .anonymous { return .anonymous }
    guard caller.arn.utf8.starts(with: "arn:".utf8) else { return .service(caller.arn) }
    // By bytes: every call asks.
    var colons = 0
    let path = caller.arn.utf8.drop { byte in
      if byte == UInt8(ascii: ":") { colons += 1 }
      return colons < 5
    }.dropFirst()
    if path.elementsEqual("root".utf8) { return .root }
    if path.starts(with: "user/".utf8) { return .user(IAMARN.name(in: caller.arn).lowercased()) }
    if path.starts(with: "role/".utf8) { return .role(IAMARN.name(in: caller.arn).lowercased()) }
    let session = "assumed-role/".utf8
    guard path.starts(with: session) else { return .anonymous }
    let role = path.dropFirst(session.count).prefix { $0 != UInt8(ascii: "/") }
    return role.isEmpty ? .anonymous : .role(String(Substring(role)).lowercased())
  }

  private enum CallerKind {
    case anonymous
    case service(String)
    case root
    case user(String)
    case role(String)
  }
}

extension IAMDirectory {
  /// The policies of a user, group or role itself.
  func documents(of holding: PolicyHolding) -> [PolicyDocument] {
    holding.attached.compactMap { document(of: $0) } + holding.inline.rows
  }

  /// The version of a managed policy that is in force.
  func document(of arn: String) -> PolicyDocument? {
    policies[arn]?.document ?? awsPolicies[arn]
  }
}
