/// The kinds of policies that can decide a request.
package enum PolicyKind: String, Sendable, CaseIterable {
  case identity = "identity-based policy"
  case resource = "resource-based policy"
  case boundary = "permissions boundary"
  case session = "session policy"
  case endpoint = "VPC endpoint policy"
}

/// What the policies say of a request.
package enum PolicyDecision: Sendable, Equatable {
  /// A statement allows it and none denies it.
  case allowed
  /// A statement of a policy of this kind denies it, whatever others allow.
  case explicitlyDenied(PolicyKind)
  /// No policy of this kind allows it, and one would have to.
  case implicitlyDenied(PolicyKind)
}

/// The policies that stand behind a caller, and who it is to the policies of resources.
package struct PrincipalPolicies: Sendable, Equatable {
  /// Of the user with its groups, or of the role.
  package var identity: [PolicyDocument]
  /// The permissions boundary of the user or role.
  package var boundary: PolicyDocument?
  /// The policies of the session; `nil` when it was made without any.
  package var session: [PolicyDocument]?
  /// Who it is.
  package var identities: CallerIdentities

  package init(
    identity: [PolicyDocument], boundary: PolicyDocument? = nil, session: [PolicyDocument]? = nil,
    identities: CallerIdentities
  ) {
    self.identity = identity
    self.boundary = boundary
    self.session = session
    self.identities = identities
  }

  /// Whether all that an identity may do is what it does: `*` on `*`, with nothing that limits it.
  var allowsEverything: Bool {
    guard boundary == nil, session == nil, identity.count == 1, identity[0].statements.count == 1 else {
      return false
    }
    let statement = identity[0].statements[0]
    return statement.effect == .allow && statement.conditions.isEmpty && statement.principals == nil
      && statement.actions == .everything && statement.resources == .everything
  }
}

extension PolicyDocument.Matching {
  /// Whatever there is.
  fileprivate static let everything = Self.any([PolicyPattern("*")])
}

/// The names under which policies of resources know a caller.
package enum CallerIdentities: Sendable, Equatable {
  /// Nobody known: a call without credentials.
  case anonymous
  /// A service of AWS, such as `cloudfront.amazonaws.com`.
  case service(String)
  /// A user of the account by ARN, the root included.
  case user(String)
  /// A session, or an instance's role where there is no session's name, with its role's ARN.
  case session(String?, role: String)
}

/// How a policy of a resource names a caller, which decides how far its allow reaches (facts: IAM, evaluation).
enum PrincipalMatch: Int, Comparable {
  /// Not at all.
  case none
  /// Its account, which leaves it to the account's own policies.
  case account
  /// Everybody, or the role of a session: a boundary and session policies still limit it.
  case shared
  /// The user or the session itself: an implicit deny elsewhere does not matter.
  case itself

  static func < (left: PrincipalMatch, right: PrincipalMatch) -> Bool { left.rawValue < right.rawValue }
}

extension PolicyDecision {
  /// Decides a request (facts: IAM, evaluation for one request).
  ///
  /// An explicit deny anywhere wins. Then the resource's policy, if it names the user or session itself, is final;
  /// else an identity policy or the resource's must allow, and the boundary and the session's policies too.
  package static func of(
    _ facts: RequestFacts, under principal: PrincipalPolicies, target: PolicyDocument? = nil,
    policyMustAllow: Bool = false
  ) -> PolicyDecision {
    if principal.identity.deny(facts) { return .explicitlyDenied(.identity) }
    if let boundary = principal.boundary, [boundary].deny(facts) { return .explicitlyDenied(.boundary) }
    if let session = principal.session, session.deny(facts) { return .explicitlyDenied(.session) }
    var match = PrincipalMatch.none
    for statement in target?.statements ?? [] where statement.applies(to: facts) {
      let found = statement.principals?.match(principal.identities) ?? .none
      guard found != .none else { continue }
      if statement.effect == .deny { return .explicitlyDenied(.resource) }
      match = max(match, found)
    }
    if match == .itself { return .allowed }
    switch principal.identities {
    case .anonymous, .service: return match == .shared ? .allowed : .implicitlyDenied(.resource)
    case .user, .session: break
    }
    if policyMustAllow, match == .none { return .implicitlyDenied(.resource) }
    guard match == .shared || principal.identity.allow(facts) else { return .implicitlyDenied(.identity) }
    if let boundary = principal.boundary, ![boundary].allow(facts) { return .implicitlyDenied(.boundary) }
    if let session = principal.session, !session.allow(facts) { return .implicitlyDenied(.session) }
    return .allowed
  }
}

extension PolicyDecision {
  /// The decision of the others with that of the policy of the VPC endpoint through which a request comes.
  func limited(by policy: PolicyDocument, _ facts: RequestFacts, by caller: CallerIdentities)
    -> PolicyDecision
  {
    guard self == .allowed else { return self }
    let meant = policy.statements.filter {
      $0.applies(to: facts) && ($0.principals?.match(caller) ?? .none) > .none
    }
    if meant.contains(where: { $0.effect == .deny }) { return .explicitlyDenied(.endpoint) }
    return meant.isEmpty ? .implicitlyDenied(.endpoint) : .allowed
  }
}

extension [PolicyDocument] {
  /// Whether a statement denies a request.
  fileprivate func deny(_ facts: RequestFacts) -> Bool { has(.deny, facts) }

  /// Whether a statement allows a request.
  fileprivate func allow(_ facts: RequestFacts) -> Bool { has(.allow, facts) }

  private func has(_ effect: PolicyDocument.Statement.Effect, _ facts: RequestFacts) -> Bool {
    contains { $0.statements.contains { $0.effect == effect && $0.applies(to: facts) } }
  }
}

extension PolicyDocument.Statement {
  /// Whether its actions, resources and conditions are met, whoever calls.
  package func applies(to facts: RequestFacts) -> Bool {
    actions.matches(facts.action, ignoringCase: true, in: facts)
      && resources?.matches(facts.resource, ignoringCase: false, in: facts) ?? true
      && conditions.allSatisfy { $0.holds(for: facts) }
  }
}

extension PolicyDocument.Matching {
  fileprivate func matches(_ text: String, ignoringCase: Bool, in facts: RequestFacts) -> Bool {
    switch self {
    case .any(let patterns):
      patterns.contains { $0.matches(text, ignoringCase: ignoringCase, in: facts) }
    case .none(let patterns):
      !patterns.contains { $0.matches(text, ignoringCase: ignoringCase, in: facts) }
    }
  }
}

extension PrincipalMatching {
  /// How it names a caller.
  func match(_ caller: CallerIdentities) -> PrincipalMatch {
    switch self {
    case .any(let principals): principals.map { $0.match(caller) }.max() ?? .none
    case .none(let principals): principals.contains { $0.excepts(caller) } ? .none : .shared
    }
  }
}

extension PrincipalMatching.Principal {
  /// Whether it takes a caller out of what holds for everybody: an account stands there for its root user alone, since
  /// AWS asks for the account beside each user that is excepted (IAM User Guide: NotPrincipal with Deny).
  fileprivate func excepts(_ caller: CallerIdentities) -> Bool {
    guard case .account(let account) = self else { return match(caller) > .none }
    return caller == .user("arn:aws:iam::\(account):root")
  }

  fileprivate func match(_ caller: CallerIdentities) -> PrincipalMatch {
    switch (self, caller) {
    case (.everyone, _): .shared
    case (.service(let wanted), .service(let name)): wanted == name ? .shared : .none
    case (.account(let account), .user), (.account(let account), .session):
      account == Account.id ? .account : .none
    case (.identity(let arn), .user(let user)): arn == user ? .itself : .none
    case (.identity(let arn), .session(let session, let role)):
      arn == session ? .itself : arn == role ? .shared : .none
    default: .none
    }
  }
}
