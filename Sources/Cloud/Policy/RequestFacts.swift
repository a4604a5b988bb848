import EventKernel

/// Everything that a policy can ask of a request: the request's own keys, its resource's, its caller's and the world's.
package struct RequestFacts: Sendable {
  /// The action, such as `ec2:RunInstances`.
  package let action: String
  /// The ARN of the resource, or `*`.
  package let resource: String

  private let request: AccessRequest
  private let circumstances: Circumstances?

  /// What the world knows of the call around a request.
  struct Circumstances: Sendable {
    let now: Instant
    let region: Region
    let sourceAddress: IPv4Address
    let principal: PrincipalFacts
  }

  /// A request with nothing known but its own keys, as a simulation gives it.
  package init(simulating request: AccessRequest) {
    self.init(request, circumstances: nil)
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
    return circumstances?.values(ofLowercased: name, resource: resource)
  }
}

extension RequestFacts.Circumstances {
  /// The global keys that AWS puts into the context of every request (IAM User Guide: global condition keys).
  fileprivate func values(ofLowercased key: String, resource: String) -> [String]? {
    if let tag = key.after("aws:principaltag/") {
      return principal.tags.all.first { $0.key.equalsIgnoringCase(tag) }.map { [$0.value] }
    }
    switch key {
    case "aws:requestedregion": return [region.rawValue]
    case "aws:sourceip": return ["\(sourceAddress)"]
    case "aws:currenttime": return [now.zulu]
    case "aws:epochtime": return ["\(now.unixSeconds)"]
    case "aws:securetransport": return ["true"]
    case "aws:useragent": return ["aws-cli/2"]
    case "aws:viaawsservice", "aws:principalisawsservice": return ["false"]
    case "aws:resourceaccount": return resource == "*" ? nil : [Account.id]
    default: return principal.values(ofLowercased: key)
    }
  }
}

/// What policies can ask of the caller.
struct PrincipalFacts: Sendable {
  /// The ARN of the user or, for a session, of its role.
  var arn: String
  /// `User`, `AssumedRole` or `Account`.
  var type: String
  /// `aws:userid`: the user's unique id, or the role's with the session's name.
  var userID: String
  /// The user's name; `nil` for a role's session.
  var username: String?
  var tags: Tags
  /// Whether the session was made with MFA; `nil` for long-term keys, which do not have the key at all.
  var multiFactor: Bool?
  /// When the session's credentials were made; `nil` for long-term keys.
  var issued: Instant?

  fileprivate func values(ofLowercased key: String) -> [String]? {
    switch key {
    case "aws:principalarn": return [arn]
    case "aws:principalaccount": return [Account.id]
    case "aws:principaltype": return [type]
    case "aws:userid": return [userID]
    case "aws:username": return username.map { [$0] }
    case "aws:multifactorauthpresent": return multiFactor.map { [$0 ? "true" : "false"] }
    case "aws:tokenissuetime": return issued.map { [$0.zulu] }
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
        sourceAddress: Account.learnerAddress, principal: principalFacts(of: context.caller)))
  }

  /// What is known of a caller.
  private func principalFacts(of caller: Caller) -> PrincipalFacts {
    let row = iam.principals[caller.arn]
    let name = caller.arn.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
    let isUser = caller.arn.contains(":user/")
    return PrincipalFacts(
      arn: caller.arn, type: isUser ? "User" : "AssumedRole", userID: row?.uniqueID ?? "",
      username: isUser ? name : nil, tags: Tags(), multiFactor: nil, issued: nil)
  }
}

extension String {
  /// The rest after a prefix; `nil` when the text does not begin with it.
  func after(_ prefix: String) -> String? {
    utf8.starts(with: prefix.utf8) ? String(dropFirst(prefix.count)) : nil
  }
}
