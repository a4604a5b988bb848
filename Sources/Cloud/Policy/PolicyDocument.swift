/// A policy as its author wrote it: statements that allow or deny actions on resources.
package struct PolicyDocument: Sendable, Equatable {
  /// The JSON that it was read from.
  package let text: String
  /// The statements in their order, which never matters to a decision.
  package let statements: [Statement]

  /// A policy of these statements, read from a text.
  package init(statements: [Statement], text: String = "") {
    self.statements = statements
    self.text = text
  }

  /// One statement.
  package struct Statement: Sendable, Equatable {
    /// Whether it allows or denies.
    package enum Effect: String, Sendable, Equatable {
      case allow = "Allow"
      case deny = "Deny"
    }

    package let sid: String?
    package let effect: Effect
    /// Whom it is about; `nil` in policies of identities, which are about those that have them.
    package let principals: PrincipalMatching?
    /// The actions that it is about.
    package let actions: Matching
    /// The resources that it is about; `nil` in trust policies, which are about their role.
    package let resources: Matching?
    /// What must hold of the call; all of them.
    package let conditions: [PolicyCondition]
    /// Where the statement begins and ends in the text, in lines and columns from 1.
    package let range: SourceRange?

    package init(
      sid: String? = nil, effect: Effect, principals: PrincipalMatching? = nil, actions: Matching,
      resources: Matching?, conditions: [PolicyCondition] = [], range: SourceRange? = nil
    ) {
      self.sid = sid
      self.effect = effect
      self.principals = principals
      self.actions = actions
      self.resources = resources
      self.conditions = conditions
      self.range = range
    }
  }

  /// A list of patterns, or everything but them (`NotAction`, `NotResource`).
  package enum Matching: Sendable, Equatable {
    case any([PolicyPattern])
    case none([PolicyPattern])
  }

  /// A stretch of a policy's text.
  package struct SourceRange: Sendable, Equatable {
    package let start: Place
    package let end: Place

    /// A place in a text.
    package struct Place: Sendable, Equatable {
      package let line: Int
      package let column: Int
    }
  }
}

/// Principals that a statement names, or everybody but them (`NotPrincipal`).
package enum PrincipalMatching: Sendable, Equatable {
  case any([Principal])
  case none([Principal])

  /// Whether a text is the number of an account.
  static func isAccount(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  /// One principal as policies name it.
  package enum Principal: Sendable, Equatable {
    /// `*`: everybody, with or without credentials.
    case everyone
    /// An account, by its number or its root.
    case account(String)
    /// A user, role or session by ARN.
    case identity(String)
    /// A service of AWS, such as `ec2.amazonaws.com`.
    case service(String)
    /// An identity of an identity provider or of another kind, which nobody here is.
    case other(String)
  }
}
