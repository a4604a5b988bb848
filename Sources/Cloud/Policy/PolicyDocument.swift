/// A policy as its author wrote it: statements that allow or deny actions on resources.
package struct PolicyDocument: Sendable, Equatable {
  /// The statements in their order, which never matters to a decision.
  package var statements: [Statement]

  /// A policy of these statements.
  package init(statements: [Statement]) { self.statements = statements }

  /// One statement.
  package struct Statement: Sendable, Equatable {
    /// Whether it allows or denies.
    package enum Effect: Sendable, Equatable { case allow, deny }

    package var effect: Effect
    /// The actions that it is about, with wildcards `*` and `?`.
    package var actions: Matching
    /// The resources that it is about, with wildcards.
    package var resources: Matching
    /// What must hold of the call; all of them.
    package var conditions: [Condition]

    package init(effect: Effect, actions: Matching, resources: Matching, conditions: [Condition] = []) {
      self.effect = effect
      self.actions = actions
      self.resources = resources
      self.conditions = conditions
    }
  }

  /// A list of patterns, or everything but them (`NotAction`, `NotResource`).
  package enum Matching: Sendable, Equatable {
    case any([String])
    case none([String])
  }

  /// One condition: an operator over a key and its accepted values.
  package struct Condition: Sendable, Equatable {
    package var comparison: Comparison
    package var key: String
    package var values: [String]

    package init(comparison: Comparison, key: String, values: [String]) {
      self.comparison = comparison
      self.key = key
      self.values = values
    }
  }

  /// The operators of conditions that are understood.
  package enum Comparison: String, Sendable, CaseIterable {
    case stringEquals = "StringEquals"
    case stringNotEquals = "StringNotEquals"
    case stringLike = "StringLike"
    case stringNotLike = "StringNotLike"
    case bool = "Bool"
    case boolIfExists = "BoolIfExists"
  }

  /// The AWS managed policy AdministratorAccess: everything on everything.
  package static let administratorAccess = PolicyDocument(statements: [
    Statement(effect: .allow, actions: .any(["*"]), resources: .any(["*"]))
  ])
}
