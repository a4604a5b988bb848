/// The managed policies that AWS keeps for everybody.
package enum AWSPolicies {
  /// The ARN of AdministratorAccess.
  package static let administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess"
}

extension PolicyDocument {
  /// The AWS managed policy AdministratorAccess: everything on everything.
  package static let administratorAccess = PolicyDocument(statements: [
    Statement(effect: .allow, actions: .any([PolicyPattern("*")]), resources: .any([PolicyPattern("*")]))
  ])
}
