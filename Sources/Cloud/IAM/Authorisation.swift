extension World {
  /// What the policies of a caller, and the policy of the resource, say of a request.
  package func decision(on request: AccessRequest, by caller: Caller) -> PolicyDecision {
    decision(
      on: request,
      context: CallContext(caller: caller, region: Region(rawValue: Access.region(ofARN: request.resource))),
      service: "")
  }

  private func decision(on request: AccessRequest, context: CallContext, service: String) -> PolicyDecision {
    PolicyDecision.of(
      facts(of: request, context: context, service: service), under: policies(of: context.caller),
      target: request.target.policy, policyMustAllow: request.target.policyMustAllow)
  }

  /// Throws AWS's refusal unless the policies allow the request.
  func authorise(
    _ request: AccessRequest, context: CallContext, service: String, operation: String
  ) throws(AWSError) {
    let reason: String
    switch decision(on: request, context: context, service: service) {
    case .allowed: return
    case .explicitlyDenied(let kind): reason = " with an explicit deny in \(kind.article) \(kind.rawValue)"
    case .implicitlyDenied(.resource) where request.target.policyMustAllow: reason = ""
    case .implicitlyDenied(let kind):
      reason = " because no \(kind.rawValue) allows the \(request.action) action"
    }
    let sentence =
      "User: \(context.caller.arn) is not authorized to perform: \(request.action)"
      + " on resource: \(request.resource)\(reason)"
    guard service == "ec2" else {
      guard context.caller != .anonymous || request.target.policy != nil || service == "s3api" else {
        throw AWSError("MissingAuthenticationToken", "Request is missing Authentication Token")
      }
      throw AWSError("AccessDenied", sentence)
    }
    guard context.caller != .anonymous else {
      throw AWSError("AuthFailure", "AWS was not able to validate the provided access credentials")
    }
    let encoded =
      request.resource == "*"
      ? ""
      : ". Encoded authorization failure message: "
        + EncodedRefusal.encode(
          request, isExplicit: reason.contains("explicit deny"), principal: principalFacts(of: context.caller)
        )
    throw AWSError(
      "UnauthorizedOperation", "You are not authorized to perform this operation. \(sentence)\(encoded)")
  }
}

extension PolicyKind {
  fileprivate var article: String { self == .identity ? "an" : "a" }
}
