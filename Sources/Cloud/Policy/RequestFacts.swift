import EventKernel

/// Everything that a policy can ask of a request: the request's own keys, its resource's, its caller's and the world's.
package struct RequestFacts: Sendable {
  /// The action, such as `ec2:RunInstances`.
  package let action: String
  /// The ARN of the resource, or `*`.
  package let resource: String

  private let request: AccessRequest
  private let circumstances: Circumstances?
  private var simulated: PrincipalFacts?

  /// What the world knows of the call around a request.
  struct Circumstances: Sendable {
    let now: Instant
    let region: Region
    let sourceAddress: IPv4Address
    let origin: CallOrigin?
    let principal: PrincipalFacts?
  }

  /// A request with nothing known but its own keys and, where there is one, its caller.
  package init(simulating request: AccessRequest) { self.init(request, simulating: nil) }

  /// A request of a simulation.
  init(_ request: AccessRequest, simulating principal: PrincipalFacts?) {
    self.init(request, circumstances: nil)
    simulated = principal
  }

  init(_ request: AccessRequest, circumstances: Circumstances?) {
    action = request.action
    resource = request.resource
    self.request = request
    self.circumstances = circumstances
  }

  /// The values of a condition key; `nil` when the request does not have it.
  package func values(of key: String) -> [String]? {
    if let own = request.keys[key] ?? request.target.keys[key] { return own }
    let name = key.lowercased()
    if let tag = name.after("aws:resourcetag/") {
      return request.target.tags.all.first { $0.key.equalsIgnoringCase(tag) }.map { [$0.value] }
    }
    if let circumstances { return circumstances.values(ofLowercased: name, resource: resource) }
    return simulated?.values(ofLowercased: name, now: .epoch)
  }
}

extension RequestFacts.Circumstances {
  /// The global keys that AWS puts into the context of every request (IAM User Guide: global condition keys).
  fileprivate func values(ofLowercased key: String, resource: String) -> [String]? {
    switch key {
    case "aws:requestedregion": return [region.rawValue]
    // Through an endpoint a call has no public address, and over the Internet no VPC (IAM User Guide: global keys).
    case "aws:sourceip":
      if case .endpoint = origin?.way { return nil }
      if case .internet(let address) = origin?.way { return ["\(address)"] }
      return ["\(sourceAddress)"]
    case "aws:sourcevpce":
      guard case .endpoint(let id) = origin?.way else { return nil }
      return ["\(id)"]
    case "aws:sourcevpc", "aws:vpcsourceip":
      guard let origin, case .endpoint = origin.way else { return nil }
      return [key == "aws:sourcevpc" ? "\(origin.vpc)" : "\(origin.address)"]
    case "aws:currenttime": return [now.zulu]
    case "aws:epochtime": return ["\(now.unixSeconds)"]
    case "aws:securetransport": return ["true"]
    case "aws:useragent": return ["aws-cli/2"]
    case "aws:viaawsservice": return ["false"]
    case "aws:principalisawsservice": return [principal == nil ? "true" : "false"]
    case "aws:resourceaccount": return resource == "*" ? nil : [Account.id]
    default: return principal?.values(ofLowercased: key, now: now)
    }
  }
}

/// What policies can ask of the caller.
struct PrincipalFacts: Sendable {
  /// The ARN of the user or, for a session, of its role; `nil` for nobody known.
  var arn: String?
  /// `User`, `AssumedRole`, `Account` or `Anonymous`.
  var type: String
  /// `aws:userid`: the user's unique id, or the role's with the session's name.
  var userID: String
  /// The user's name; `nil` for a role's session.
  var username: String?
  var tags: Tags
  /// The session, for temporary credentials; long-term keys do not have the keys about MFA at all.
  var session: IAMSession?
  /// Whether it is a role's session, with which temporary credentials always come.
  var isRole = false

  fileprivate func values(ofLowercased key: String, now: Instant) -> [String]? {
    if let tag = key.after("aws:principaltag/") {
      return tags.all.first { $0.key.equalsIgnoringCase(tag) }.map { [$0.value] }
    }
    switch key {
    case "aws:principalarn": return arn.map { [$0] }
    case "aws:principalaccount": return arn.map { _ in [Account.id] }
    case "aws:principaltype": return [type]
    case "aws:userid": return [userID]
    case "aws:username": return username.map { [$0] }
    case "aws:multifactorauthpresent":
      return session.map { [$0.usedMultiFactor ? "true" : "false"] } ?? (isRole ? ["false"] : nil)
    case "aws:multifactorauthage":
      return session.flatMap { $0.usedMultiFactor ? ["\((now - $0.issued).wholeSeconds)"] : nil }
    case "aws:tokenissuetime": return session.map { [$0.issued.zulu] }
    case "aws:sourceidentity": return session?.sourceIdentity.map { [$0] }
    default: return nil
    }
  }
}

extension World {
  /// A request with everything that is known of its caller and its circumstances.
  func facts(of request: AccessRequest, context: CallContext, service: String) -> RequestFacts {
    RequestFacts(
      request,
      circumstances: RequestFacts.Circumstances(
        now: now, region: ServicePrefix.isGlobal(service) ? Region(rawValue: "us-east-1") : context.region,
        sourceAddress: Account.learnerAddress, origin: context.origin,
        principal: principalFacts(of: context.caller)))
  }
}

extension String {
  /// The rest after a prefix; `nil` when the text does not begin with it.
  func after(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(dropFirst(prefix.count)) : nil
  }
}
