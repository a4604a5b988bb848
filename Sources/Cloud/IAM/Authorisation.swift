extension World {
  /// What the policies of a caller, and the policy of the resource, say of a request.
  package func decision(
    on request: AccessRequest, by caller: Caller, from origin: CallOrigin? = nil
  ) -> PolicyDecision {
    let region = Region(rawValue: Access.region(ofARN: request.resource))
    return decision(
      on: request, context: CallContext(caller: caller, region: region, origin: origin), service: "")
  }

  private func decision(on request: AccessRequest, context: CallContext, service: String) -> PolicyDecision {
    let facts = facts(of: request, context: context, service: service)
    let policies = policies(of: context.caller)
    let decision = PolicyDecision.of(
      facts, under: policies, target: request.target.policy, policyMustAllow: request.target.policyMustAllow)
    guard case .endpoint(let id) = context.origin?.way, let policy = ec2.vpcEndpoints[id]?.policy else {
      return decision
    }
    return decision.limited(by: policy.document, facts, by: policies.identities)
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
      reason = " because no \(kind.rawValue) allows the \(request.shownAction) action"
    }
    let sentence =
      "User: \(context.caller.arn) is not authorized to perform: \(request.shownAction)"
      + "\(request.shownResource)\(reason)"
    guard service == "ec2" else {
      guard context.caller != .anonymous || request.target.policy != nil || service == "s3api" else {
        throw AWSError("MissingAuthenticationToken", "Request is missing Authentication Token")
      }
      // Answers to HEAD have no body, so no code and no sentence.
      let refusal = ServicePrefix.refusal(of: service, sentence)
      throw operation.utf8.starts(with: "Head".utf8) ? S3Error.withoutBody(refusal) : refusal
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

extension AccessRequest {
  /// The action as refusals write it: SNS has its own name in capitals.
  fileprivate var shownAction: String { action.after("sns:").map { "SNS:\($0)" } ?? action }

  /// The resource as refusals write it: S3 puts its ARNs into quotation marks, and names none to who lists the buckets.
  fileprivate var shownResource: String {
    guard action.utf8.starts(with: "s3:".utf8) else { return " on resource: \(resource)" }
    return action == "s3:ListAllMyBuckets" ? "" : " on resource: \"\(resource)\""
  }
}

extension PolicyKind {
  fileprivate var article: String { self == .identity ? "an" : "a" }
}
