/// The principals of the account and their policies.
package struct IAMState: Sendable, Equatable {
  /// A user or role with the policies attached to it.
  package struct Principal: Sendable, Equatable {
    /// IAM's unique id, such as `AIDA…`.
    package var uniqueID: String
    /// The policies that decide what it may do.
    package var policies: [PolicyDocument]

    package init(uniqueID: String, policies: [PolicyDocument]) {
      self.uniqueID = uniqueID
      self.policies = policies
    }
  }

  /// The principals by ARN; at first the administrator alone.
  package var principals = Table<String, Principal>()

  package init() {
    principals[Caller.administrator.arn] = Principal(
      uniqueID: "AIDACKCEVSQ6C2EXAMPLE", policies: [.administratorAccess])
  }
}

extension World {
  /// Whether the policies of a principal allow a request.
  package func decision(on request: AccessRequest, by arn: String) -> PolicyDecision {
    let context = CallContext(
      caller: Caller(arn: arn), region: Region(rawValue: Access.region(ofARN: request.resource)))
    return PolicyDecision.of(
      facts(of: request, context: context, service: ""), under: iam.principals[arn]?.policies ?? [])
  }

  /// Throws AWS's refusal unless the caller's policies allow the request.
  func authorise(
    _ request: AccessRequest, context: CallContext, service: String, operation: String
  ) throws(AWSError) {
    let reason: String
    let facts = facts(of: request, context: context, service: service)
    switch PolicyDecision.of(facts, under: iam.principals[context.caller.arn]?.policies ?? []) {
    case .allowed: return
    case .explicitlyDenied: reason = "with an explicit deny in an identity-based policy"
    case .implicitlyDenied:
      reason = "because no identity-based policy allows the \(request.action) action"
    }
    let sentence =
      "User: \(context.caller.arn) is not authorized to perform: \(request.action)"
      + " on resource: \(request.resource) \(reason)"
    throw service == "ec2"
      ? AWSError(
        "UnauthorizedOperation", "You are not authorized to perform this operation. \(sentence)")
      : AWSError("AccessDenied", sentence)
  }

  /// Puts policies in the place of a principal's own; an unknown principal is made.
  package mutating func setPolicies(_ policies: [PolicyDocument], of arn: String) {
    let uniqueID = iam.principals[arn]?.uniqueID ?? "AIDA\(String(nextBits(), radix: 32, uppercase: true))"
    iam.principals[arn] = IAMState.Principal(uniqueID: uniqueID, policies: policies)
    revision.access += 1
  }
}
