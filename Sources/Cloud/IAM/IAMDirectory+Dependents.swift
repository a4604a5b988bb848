/// What hangs on identities, so that IAM does not delete them.
extension IAMDirectory {
  /// What a user must lose before it can be deleted.
  func parts(of user: IAMUser) -> [Dependent.IdentityPart] {
    let key = user.name.lowercased()
    return parts(of: user.policies, at: .user(user.name))
      + groups(of: key).map { .membership(user: user.name, group: $0.name) }
      + user.keys.map { .accessKey($0.id, user: user.name) }
      + (user.login == nil ? [] : [.loginProfile(user: user.name)])
      + devices.rows.filter { $0.user == key }.map { .device(serial: $0.serial, user: user.name) }
  }

  /// What a role must lose before it can be deleted.
  func parts(of role: IAMRole) -> [Dependent.IdentityPart] {
    let key = role.name.lowercased()
    return instanceProfiles.rows.filter { $0.role == key }.map { .roleOfProfile($0.name, role: role.name) }
      + parts(of: role.policies, at: .role(role.name))
  }

  /// What a group must lose before it can be deleted.
  func parts(of group: IAMGroup) -> [Dependent.IdentityPart] {
    group.members.map { .membership(user: users[$0]?.name ?? $0, group: group.name) }
      + parts(of: group.policies, at: .group(group.name))
  }

  /// What a managed policy must lose before it can be deleted.
  func parts(of policy: ManagedPolicy) -> [Dependent.IdentityPart] {
    let holders =
      users.rows.map { ($0.policies, PolicyHolder.user($0.name)) }
      + groups.rows.map { ($0.policies, PolicyHolder.group($0.name)) }
      + roles.rows.map { ($0.policies, PolicyHolder.role($0.name)) }
    let attachments = holders.flatMap { policies, holder -> [Dependent.IdentityPart] in
      (policies.attached.contains(policy.arn) ? [.attachedPolicy(holder, arn: policy.arn)] : [])
        + (policies.boundary == policy.arn ? [.boundary(holder)] : [])
    }
    return attachments
      + policy.versions.filter { $0.number != policy.defaultVersion }.map {
        .policyVersion("v\($0.number)", arn: policy.arn)
      }
  }

  private func parts(of policies: PolicyHolding, at holder: PolicyHolder) -> [Dependent.IdentityPart] {
    policies.attached.map { .attachedPolicy(holder, arn: $0) }
      + policies.inline.ids.map { .inlinePolicy(holder, name: $0) }
  }
}
